use super::aligned::Aligned;
use super::embed::Memory;
use super::format::{self, ModelError};
use super::kernel::{LANES, greater, largest};
use super::lstm::Rows;
use super::math::exp;
use super::scorer::{Hidden, Room, Scorer};
use super::tree::best_tree;
use super::valency;
use crate::lexicon::ReadForms;
use crate::ud::{Feats, Sentence, Token, Upos};
use smol_str::SmolStr;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Longest stretch of words analyzed as one; a longer sentence is analyzed in stretches, whose
/// roots hang on the first one's, so that time stays linear in the text.
pub(super) const MAX_WORDS: usize = 256;

/// Words analyzed side by side, about.
const GROUP_WORDS: usize = 512;

/// Relation of the stretches of an overlong sentence to its first.
const STRETCH_DEPREL: &str = "parataxis";

/// A trained tagger and parser.
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) scorer: Scorer,
    pub(crate) tags: Vec<(Upos, Feats)>,
    pub(crate) labels: Vec<SmolStr>,
    pub(crate) root_deprel: usize,
    rooms: Rooms,
}

/// Rooms that calls have left, for the next to use: to have them from the system again costs a tenth of the time.
#[derive(Debug, Default)]
struct Rooms(Mutex<Vec<Work>>);

impl Clone for Rooms {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Rooms {
    fn take(&self) -> Work {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.pop().unwrap_or_default()
    }

    fn give(&self, work: Work) {
        let mut rooms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        rooms.push(work);
    }
}

/// A stretch of a sentence: which sentence, and its words from `start` to `end`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    sentence: usize,
    start: usize,
    end: usize,
}

/// Room for the analysis of groups, used again and again.
#[derive(Debug, Default)]
struct Work {
    room: Room,
    hidden: Hidden,
    scores: Aligned<f32>,
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
            rooms: Rooms::default(),
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
        let (mut memory, mut work) = (Memory::default(), self.rooms.take());
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
            let results = self.analyze(group, sentences, lexicon, &mut memory, &mut work);
            analyses.extend(group.iter().copied().zip(results));
            rest = tail;
        }
        drop(memory);
        self.rooms.give(work);
        analyses.sort_by_key(|(stretch, _)| (stretch.sentence, stretch.start));
        let mut first_root = 0;
        for (stretch, analysis) in analyses {
            let tokens = &mut sentences[stretch.sentence].tokens;
            if stretch.start == 0 {
                first_root = analysis.heads.iter().position(|&h| h == 0).unwrap_or(0);
            }
            self.write(&analysis, tokens, (stretch.start, first_root), lexicon);
        }
    }

    fn write(
        &self,
        analysis: &Analysis,
        tokens: &mut [Token],
        (start, first_root): (usize, usize),
        lexicon: &dyn ReadForms,
    ) {
        let words = analysis.heads.len();
        let tokens = &mut tokens[start..start + words];
        for (token, &tag) in tokens.iter_mut().zip(&analysis.tags) {
            (token.upos, token.feats) = self.tags[tag].clone();
            if valency::is_no_function_word(token, lexicon) {
                (token.upos, token.feats) = (Upos::Propn, Feats::default());
            }
        }
        let labels = analysis
            .labels
            .iter()
            .map(|&label| self.labels[label].as_str());
        let mut labels: Vec<&str> = labels.collect();
        valency::correct(tokens, &analysis.heads, &mut labels);
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
        Work {
            room,
            hidden,
            scores,
        }: &mut Work,
    ) -> Vec<Analysis> {
        let rows = Rows::new(group.iter().map(|s| s.end - s.start));
        let words = group
            .iter()
            .flat_map(|s| (s.start..s.end).map(|i| (i, &sentences[s.sentence].tokens[i])));
        let scorer = &self.scorer;
        scorer.encode(&rows, words, lexicon, memory, room, hidden);
        let mut heads = Vec::with_capacity(group.len());
        for range in rows.ranges() {
            scorer.arc_scores(hidden, range.clone(), room, scores);
            heads.push(best_tree(scores, range.len()));
        }
        scorer.tag_scores(hidden, room, scores);
        let tags = scores.chunks_exact(scorer.tag_columns());
        let tags: Vec<usize> = tags.take(rows.len()).map(|s| self.best_tag(s)).collect();
        scorer.label_scores(hidden, &rows, &heads, room, scores);
        let labels = scores.chunks_exact(scorer.label_columns());
        let labels: Vec<usize> = labels
            .take(rows.len())
            .map(|s| self.best_label(s))
            .collect();
        let analysis = |(range, heads): (Range<usize>, _)| Analysis {
            tags: tags[range.clone()].to_vec(),
            labels: labels[range].to_vec(),
            heads,
        };
        rows.ranges().zip(heads).map(analysis).collect()
    }

    /// Scores of heads, tags and, under the heads given, relations of one sentence: to compare with training.
    #[cfg(test)]
    pub(crate) fn scores(
        &self,
        sentence: &Sentence,
        heads: &[Vec<usize>],
        lexicon: &dyn ReadForms,
    ) -> [Aligned<f32>; 3] {
        let n = sentence.tokens.len();
        let rows = Rows::new([n].into_iter());
        let Work {
            mut room,
            mut hidden,
            ..
        } = Work::default();
        let words = sentence.tokens.iter().enumerate();
        let memory = &mut Memory::default();
        (self.scorer).encode(&rows, words, lexicon, memory, &mut room, &mut hidden);
        let [mut arcs, mut tags, mut labels] = Default::default();
        (self.scorer).arc_scores(&hidden, 0..n, &mut room, &mut arcs);
        (self.scorer).tag_scores(&hidden, &mut room, &mut tags);
        (self.scorer).label_scores(&hidden, &rows, heads, &mut room, &mut labels);
        [arcs, tags, labels]
    }

    /// The likeliest features of the part of speech that is likeliest over all features.
    pub(crate) fn best_tag(&self, scores: &[f32]) -> usize {
        // Less than a millionth of the best tells nothing.
        const RANGE: f32 = 14.0;
        /// Blocks of scores looked at together.
        const BLOCKS: usize = 16;
        let scores = &scores[..self.tags.len()];
        let mut top = [f32::NEG_INFINITY];
        largest(scores, &mut top);
        let floor = top[0] - RANGE;
        // For each part of speech: the sum over its tags, and the best of them.
        let mut totals = [(0.0, 0, f32::NEG_INFINITY); Upos::ALL.len()];
        let mut weigh = |tag: usize, score: f32| {
            let (total, best, best_score) = &mut totals[self.tags[tag].0 as usize];
            *total += exp(score - top[0]);
            if score > *best_score {
                (*best, *best_score) = (tag, score);
            }
        };
        let mut start = 0;
        while start < scores.len() {
            let end = (start + BLOCKS * LANES).min(scores.len());
            let mut masks = [0; BLOCKS];
            greater(&scores[start..end], floor, &mut masks);
            for &block in &masks {
                let mut mask = block;
                while mask != 0 {
                    let tag = start + mask.trailing_zeros() as usize;
                    weigh(tag, scores[tag]);
                    mask &= mask - 1;
                }
                start += LANES;
            }
        }
        let first = totals[0];
        let likelier = |a: (f32, usize, f32), b: (f32, usize, f32)| if b.0 > a.0 { b } else { a };
        totals.into_iter().fold(first, likelier).1
    }

    /// The best relation other than the root's, the first of equals; 0 if there is none.
    pub(crate) fn best_label(&self, scores: &[f32]) -> usize {
        let (mut best, mut best_score) = (0, f32::NEG_INFINITY);
        for (label, &score) in scores[..self.labels.len()].iter().enumerate() {
            if score > best_score && label != self.root_deprel {
                (best, best_score) = (label, score);
            }
        }
        best
    }
}

/// `NOUN Gender=Fem|Number=Sing` taken apart.
fn parse_tag(tag: &str) -> (Upos, Feats) {
    let (upos, feats) = tag.split_once(' ').unwrap_or((tag, ""));
    (upos.parse().unwrap_or(Upos::X), Feats::new(feats))
}
