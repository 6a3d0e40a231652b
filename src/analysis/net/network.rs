use super::embed::Memory;
use super::format::{self, ModelError};
use super::lstm::Rows;
use super::math::exp;
use super::scorer::Scorer;
use super::subjects::missing_subjects;
use super::tree::best_tree;
use crate::lexicon::ReadForms;
use crate::ud::{Feats, Sentence, Token, Upos};
use smol_str::SmolStr;

/// Longest stretch of words analyzed as one; a longer sentence is analyzed in stretches, whose
/// roots hang on the first one's, so that time stays linear in the text.
pub(super) const MAX_WORDS: usize = 256;

/// Words analyzed side by side, about.
const GROUP_WORDS: usize = 1024;

/// Relation of the stretches of an overlong sentence to its first.
const STRETCH_DEPREL: &str = "parataxis";

/// Relation of a subject.
const SUBJECT_DEPREL: &str = "nsubj";

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) scorer: Scorer,
    pub(crate) tags: Vec<(Upos, Feats)>,
    pub(crate) labels: Vec<SmolStr>,
    pub(crate) root_deprel: usize,
}

/// A stretch of a sentence: which sentence, and its words from `start` to `end`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    sentence: usize,
    start: usize,
    end: usize,
}

/// The analysis of a stretch.
struct Analysis {
    tags: Vec<usize>,
    /// 0 for the root, else the head's index in the stretch plus 1.
    heads: Vec<usize>,
    labels: Vec<usize>,
}

impl Network {
    /// Reads a model file and lays its weights out for use, in a few milliseconds.
    ///
    /// # Errors
    /// When the bytes are not a model, or are damaged.
    pub fn load(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = format::read(bytes)?;
        Ok(Self {
            scorer: Scorer::new(&file),
            tags: file.tags.iter().map(|tag| parse_tag(tag)).collect(),
            labels: file.labels.iter().map(SmolStr::new).collect(),
            root_deprel: file.labels.iter().position(|&l| l == "root").unwrap_or(0),
        })
    }

    /// Tags and parses sentences, whose tokens need a form only: fills `upos`, `feats`, `head` and `deprel`.
    ///
    /// Each sentence gets a tree with one root. What one sentence gets does not depend on the others.
    pub fn annotate(&self, sentences: &mut [Sentence], lexicon: &dyn ReadForms) {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (sentence, words) in sentences.iter().map(|s| s.tokens.len()).enumerate() {
            for start in (0..words).step_by(MAX_WORDS) {
                stretches.push(Stretch {
                    sentence,
                    start,
                    end: words.min(start + MAX_WORDS),
                });
            }
        }
        stretches.sort_by_key(|s| std::cmp::Reverse(s.end - s.start));
        let mut analyses: Vec<(Stretch, Analysis)> = Vec::with_capacity(stretches.len());
        let mut memory = Memory::new();
        let mut rest = &stretches[..];
        while !rest.is_empty() {
            let mut words = 0;
            let count = rest
                .iter()
                .take_while(|s| {
                    let room = words < GROUP_WORDS;
                    words += s.end - s.start;
                    room
                })
                .count();
            let (group, tail) = rest.split_at(count);
            let results = self.analyze(group, sentences, lexicon, &mut memory);
            analyses.extend(group.iter().copied().zip(results));
            rest = tail;
        }
        drop(memory);
        analyses.sort_by_key(|(stretch, _)| (stretch.sentence, stretch.start));
        let mut first_root = 0;
        for (stretch, analysis) in analyses {
            let tokens = &mut sentences[stretch.sentence].tokens;
            if stretch.start == 0 {
                first_root = analysis.heads.iter().position(|&h| h == 0).unwrap_or(0);
            }
            self.write(&analysis, tokens, stretch.start, first_root);
        }
    }

    fn write(&self, analysis: &Analysis, tokens: &mut [Token], start: usize, first_root: usize) {
        let words = analysis.heads.len();
        let tokens = &mut tokens[start..start + words];
        for (token, &tag) in tokens.iter_mut().zip(&analysis.tags) {
            (token.upos, token.feats) = self.tags[tag].clone();
        }
        let labels = analysis
            .labels
            .iter()
            .map(|&label| self.labels[label].as_str());
        let mut labels: Vec<&str> = labels.collect();
        for word in missing_subjects(tokens, &analysis.heads, &labels) {
            labels[word] = SUBJECT_DEPREL;
        }
        for (token, (&head, label)) in tokens.iter_mut().zip(analysis.heads.iter().zip(labels)) {
            (token.head, token.deprel) = match head {
                0 if start == 0 => (None, self.labels[self.root_deprel].clone()),
                0 => (Some(first_root), SmolStr::new_static(STRETCH_DEPREL)),
                head => (Some(start + head - 1), SmolStr::new(label)),
            };
        }
    }

    fn analyze<'a>(
        &self,
        group: &[Stretch],
        sentences: &'a [Sentence],
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
    ) -> Vec<Analysis> {
        let rows = Rows::new(group.iter().map(|s| s.end - s.start));
        let words = group
            .iter()
            .flat_map(|s| (s.start..s.end).map(|i| (i, &sentences[s.sentence].tokens[i])));
        let hidden = self.scorer.encode(&rows, words, lexicon, memory);
        let heads: Vec<Vec<usize>> = rows
            .ranges()
            .map(|range| best_tree(&self.scorer.arc_scores(&hidden, range.clone()), range.len()))
            .collect();
        let tags = self.scorer.tag_scores(&hidden);
        let mut tags = tags
            .chunks_exact(self.scorer.tag_columns())
            .map(|scores| self.best_tag(scores));
        let labels = self.scorer.label_scores(&hidden, &rows, &heads);
        let mut labels = labels
            .chunks_exact(self.scorer.label_columns())
            .map(|scores| self.best_label(scores));
        heads
            .into_iter()
            .map(|heads| Analysis {
                tags: tags.by_ref().take(heads.len()).collect(),
                labels: labels.by_ref().take(heads.len()).collect(),
                heads,
            })
            .collect()
    }

    /// Scores of heads, tags and, under the heads given, relations of one sentence: to compare with training.
    #[cfg(test)]
    pub(crate) fn scores(
        &self,
        sentence: &Sentence,
        heads: &[Vec<usize>],
        lexicon: &dyn ReadForms,
    ) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
        let rows = Rows::new([sentence.tokens.len()].into_iter());
        let hidden = self.scorer.encode(
            &rows,
            sentence.tokens.iter().enumerate(),
            lexicon,
            &mut Memory::new(),
        );
        let arcs = self.scorer.arc_scores(&hidden, 0..sentence.tokens.len());
        (
            arcs,
            self.scorer.tag_scores(&hidden),
            self.scorer.label_scores(&hidden, &rows, heads),
        )
    }

    /// The likeliest features of the part of speech that is likeliest over all features.
    pub(crate) fn best_tag(&self, scores: &[f32]) -> usize {
        let scores = &scores[..self.tags.len()];
        let largest = scores.iter().fold(f32::NEG_INFINITY, |max, &s| max.max(s));
        let mut totals = [0.0; Upos::ALL.len()];
        for (score, (upos, _)) in scores.iter().zip(&self.tags) {
            // Less than a millionth of the best tells nothing.
            if score - largest > -14.0 {
                totals[*upos as usize] += exp(score - largest);
            }
        }
        let upos = best(&totals, 0..totals.len());
        best(
            scores,
            (0..scores.len()).filter(|&tag| self.tags[tag].0 as usize == upos),
        )
    }

    /// The best relation other than the root's.
    pub(crate) fn best_label(&self, scores: &[f32]) -> usize {
        best(
            scores,
            (0..self.labels.len()).filter(|&label| label != self.root_deprel),
        )
    }
}

/// The candidate with the highest score, the first of equals; 0 if there is none.
fn best(scores: &[f32], candidates: impl Iterator<Item = usize>) -> usize {
    candidates
        .reduce(|best, i| if scores[i] > scores[best] { i } else { best })
        .unwrap_or(0)
}

/// `NOUN Gender=Fem|Number=Sing` taken apart.
fn parse_tag(tag: &str) -> (Upos, Feats) {
    let (upos, feats) = tag.split_once(' ').unwrap_or((tag, ""));
    (upos.parse().unwrap_or(Upos::X), Feats::new(feats))
}
