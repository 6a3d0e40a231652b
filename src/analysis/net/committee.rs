use super::aligned::Aligned;
use super::embed::Memory;
use super::lstm::Rows;
use super::math::exp;
use super::network::Network;
use super::scorer::{Hidden, Room};
use super::tree::best_tree;
use crate::lexicon::ReadForms;
use crate::ud::Sentence;
use smol_str::SmolStr;

/// Networks that decide together: slower and better than any of them, to label text for a student.
#[derive(Debug)]
pub struct Committee<'a> {
    first: &'a Network,
    members: Vec<Member<'a>>,
}

#[derive(Debug)]
struct Member<'a> {
    network: &'a Network,
    /// For each tag and label of the first network, this one's number.
    tags: Vec<Option<usize>>,
    labels: Vec<Option<usize>>,
}

/// Log-probability given to what a member does not know.
const UNKNOWN: f32 = -12.0;

impl<'a> Committee<'a> {
    /// A committee of `networks`, which answers in the tags and labels of the first; `None` if there is none.
    #[must_use]
    pub fn new(networks: &'a [Network]) -> Option<Self> {
        let first = networks.first()?;
        let members = networks.iter().map(|network| Member {
            network,
            tags: first
                .tags
                .iter()
                .map(|tag| network.tags.iter().position(|t| t == tag))
                .collect(),
            labels: first
                .labels
                .iter()
                .map(|label| network.labels.iter().position(|l| l == label))
                .collect(),
        });
        Some(Self {
            first,
            members: members.collect(),
        })
    }

    /// Tags and parses a sentence whose tokens have their forms, as [`Network::annotate`] does, by the
    /// mean of the members' log-probabilities.
    pub fn annotate(&self, sentence: &mut Sentence, lexicon: &dyn ReadForms) {
        let n = sentence.tokens.len();
        if n == 0 {
            return;
        }
        let rows = Rows::new([n].into_iter());
        let mut arcs = vec![0.0; n * (n + 1)];
        let mut tags = vec![0.0; n * self.first.tags.len()];
        let mut hidden = Vec::new();
        let (mut room, mut scores) = (Room::default(), Aligned::default());
        for member in &self.members {
            let scorer = &member.network.scorer;
            let mut state = Hidden::default();
            let words = sentence.tokens.iter().enumerate();
            let memory = &mut Memory::default();
            scorer.encode(&rows, words, lexicon, memory, &mut room, &mut state);
            scorer.arc_scores(&state, 0..n, &mut room, &mut scores);
            for (sum, scores) in arcs.chunks_exact_mut(n + 1).zip(scores.chunks_exact(n + 1)) {
                add_logs(sum, scores, Some);
            }
            scorer.tag_scores(&state, &mut room, &mut scores);
            for (sum, scores) in tags
                .chunks_exact_mut(self.first.tags.len())
                .zip(scores.chunks_exact(scorer.tag_columns()))
            {
                add_logs(sum, &scores[..member.network.tags.len()], |tag| {
                    member.tags[tag]
                });
            }
            hidden.push(state);
        }
        let heads = [best_tree(&arcs, n)];
        let mut labels = vec![0.0; n * self.first.labels.len()];
        for (member, state) in self.members.iter().zip(&hidden) {
            let scorer = &member.network.scorer;
            scorer.label_scores(state, &rows, &heads, &mut room, &mut scores);
            for (sum, scores) in labels
                .chunks_exact_mut(self.first.labels.len())
                .zip(scores.chunks_exact(scorer.label_columns()))
            {
                add_logs(sum, &scores[..member.network.labels.len()], |label| {
                    member.labels[label]
                });
            }
        }
        let rows = tags
            .chunks_exact(self.first.tags.len())
            .zip(labels.chunks_exact(self.first.labels.len()));
        for ((token, &head), (tags, labels)) in sentence.tokens.iter_mut().zip(&heads[0]).zip(rows)
        {
            (token.upos, token.feats) = self.first.tags[self.first.best_tag(tags)].clone();
            token.head = head.checked_sub(1);
            token.deprel = match head {
                0 => SmolStr::new_static("root"),
                _ => self.first.labels[self.first.best_label(labels)].clone(),
            };
        }
    }
}

/// Adds the log-probabilities of `scores` to `sum`, whose item `i` is item `at(i)` of the scores.
fn add_logs(sum: &mut [f32], scores: &[f32], at: impl Fn(usize) -> Option<usize>) {
    let largest = scores.iter().fold(f32::NEG_INFINITY, |max, &s| max.max(s));
    let total: f32 = scores.iter().map(|s| exp(s - largest)).sum();
    let shift = largest + total.ln();
    for (i, sum) in sum.iter_mut().enumerate() {
        *sum += at(i).map_or(UNKNOWN, |at| (scores[at] - shift).max(UNKNOWN));
    }
}
