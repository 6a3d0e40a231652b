//! Tags, weights, and the best chain of tags.
#![allow(
    clippy::needless_range_loop,
    reason = "the number of a tag indexes several tables at once"
)]

use super::NameClass;
use std::ops::Range;

/// First bytes of a model file; the digit is the version of the layout and of the features.
const MAGIC: &[u8; 8] = b"griotnm1";
/// Number of tags: outside, and four for each class.
pub(super) const TAGS: usize = 13;
/// Weights of one feature: the tags, filled up to a width that processors like.
pub(super) const WIDTH: usize = 16;
/// Number of rows that features are hashed to.
pub(super) const ROWS: usize = 1 << ROW_BITS;
/// Bits of a row's number.
pub(super) const ROW_BITS: u32 = 17;

/// One weight for each tag.
pub(super) type Scores = [i32; WIDTH];

/// Where in a name a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Begin,
    Inside,
    Last,
    Unit,
}

/// The tag of a word in a name of `class`; 0 is outside any.
pub(super) fn tag(class: NameClass, part: Part) -> usize {
    1 + 4 * class as usize + part as usize
}

fn part_of(tag: usize) -> Option<(NameClass, Part)> {
    let at = tag.checked_sub(1)?;
    let class = [
        NameClass::Person,
        NameClass::Location,
        NameClass::Organization,
    ][at / 4];
    let part = [Part::Begin, Part::Inside, Part::Last, Part::Unit][at % 4];
    Some((class, part))
}

/// Whether tag `b` may follow tag `a`; `None` is before the first word or after the last.
pub(super) fn follows(a: Option<usize>, b: Option<usize>) -> bool {
    let open = a
        .and_then(part_of)
        .filter(|(_, p)| matches!(p, Part::Begin | Part::Inside));
    let goes_on = b
        .and_then(part_of)
        .filter(|(_, p)| matches!(p, Part::Inside | Part::Last));
    open.map(|(c, _)| c) == goes_on.map(|(c, _)| c)
}

/// The names that a chain of tags marks.
pub(super) fn spans(tags: &[usize]) -> Vec<(Range<usize>, NameClass)> {
    let mut found = Vec::new();
    let mut start = 0;
    for (i, &tag) in tags.iter().enumerate() {
        match part_of(tag) {
            Some((class, Part::Unit)) => found.push((i..i + 1, class)),
            Some((_, Part::Begin)) => start = i,
            Some((class, Part::Last)) => found.push((start..i + 1, class)),
            _ => {}
        }
    }
    found
}

/// Weights of features and of transitions.
pub(super) struct Model {
    rows: Vec<[i8; WIDTH]>,
    /// As wide as scores.
    transitions: [Scores; TAGS],
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Model({} rows)", self.rows.len())
    }
}

/// What no path may take; far below any sum of weights.
const NEVER: i32 = i32::MIN / 4;

impl Model {
    /// A model of quantized weights: rows of [`TAGS`] for each feature, then transitions.
    pub(super) fn new(rows: Vec<i8>, transitions: &[i8]) -> Self {
        let transitions = std::array::from_fn(|a| {
            std::array::from_fn(|b| match b < TAGS && follows(Some(a), Some(b)) {
                true => i32::from(transitions[a * TAGS + b]),
                false => NEVER,
            })
        });
        // As wide as sums are added.
        let mut wide = vec![[0; WIDTH]; ROWS];
        for (row, from) in wide.iter_mut().zip(rows.chunks_exact(TAGS)) {
            row[..TAGS].copy_from_slice(from);
        }
        Self {
            rows: wide,
            transitions,
        }
    }

    /// The model in a file: [`MAGIC`], transitions, rows.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let rest = bytes
            .strip_prefix(MAGIC)
            .ok_or("it does not start as a model of names of this version")?;
        let (transitions, rows) = rest
            .split_at_checked(TAGS * TAGS)
            .filter(|(_, rows)| rows.len() == ROWS * TAGS)
            .ok_or("it has another length than a model of names")?;
        let signed = |bytes: &[u8]| bytes.iter().map(|b| b.cast_signed()).collect::<Vec<i8>>();
        Ok(Self::new(signed(rows), &signed(transitions)))
    }

    /// The file of quantized weights.
    pub(super) fn write(rows: &[i8], transitions: &[i8]) -> Vec<u8> {
        let weights = transitions.iter().chain(rows);
        let weights = weights.map(|w| w.cast_unsigned());
        MAGIC.iter().copied().chain(weights).collect()
    }

    /// The sum of the rows of `features`.
    pub(super) fn score(&self, features: &[u32]) -> Scores {
        // A word has far fewer features than 16 bits hold the sum of.
        let mut sum = [0_i16; WIDTH];
        for &feature in features {
            let row = &self.rows[feature as usize];
            for t in 0..WIDTH {
                sum[t] += i16::from(row[t]);
            }
        }
        sum.map(i32::from)
    }

    /// The best chain of tags (Viterbi 1967); of equals, the one of lower numbers.
    pub(super) fn decode(&self, scores: &[Scores]) -> Vec<usize> {
        let Some(first) = scores.first() else {
            return Vec::new();
        };
        let mut best: Scores = std::array::from_fn(|t| {
            if t < TAGS && follows(None, Some(t)) {
                first[t]
            } else {
                NEVER
            }
        });
        let mut back: Vec<[i32; WIDTH]> = Vec::with_capacity(scores.len());
        for here in &scores[1..] {
            let mut from = [0; WIDTH];
            let mut next = [NEVER; WIDTH];
            for (f, transitions) in self.transitions.iter().enumerate() {
                for t in 0..WIDTH {
                    let sum = best[f] + transitions[t];
                    let better = sum > next[t];
                    next[t] = if better { sum } else { next[t] };
                    from[t] = if better { f as i32 } else { from[t] };
                }
            }
            for t in 0..WIDTH {
                next[t] = (next[t] + here[t]).max(NEVER);
            }
            back.push(from);
            best = next;
        }
        let mut last = (0..TAGS)
            .filter(|&t| follows(Some(t), None))
            .max_by_key(|&t| (best[t], std::cmp::Reverse(t)))
            .unwrap_or(0);
        let mut tags = vec![last];
        for from in back.iter().rev() {
            last = from[last] as usize;
            tags.push(last);
        }
        tags.reverse();
        tags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_well_formed_and_give_their_spans() {
        use NameClass::{Location, Person};
        let (b, l) = (tag(Person, Part::Begin), tag(Person, Part::Last));
        let u = tag(Location, Part::Unit);
        assert!(follows(None, Some(b)) && follows(Some(b), Some(l)) && follows(Some(l), Some(u)));
        assert!(!follows(Some(b), Some(0)) && !follows(None, Some(l)) && !follows(Some(b), None));
        assert_eq!(spans(&[0, b, l, u]), [(1..3, Person), (3..4, Location)]);
    }

    #[test]
    fn decoding_keeps_to_what_may_follow() {
        let model = Model::new(vec![0; ROWS * TAGS], &[0; TAGS * TAGS]);
        let mut scores = [[0; WIDTH]; 2];
        scores[0][tag(NameClass::Person, Part::Begin)] = 5;
        scores[1][tag(NameClass::Location, Part::Last)] = 4;
        scores[1][tag(NameClass::Person, Part::Last)] = 1;
        assert_eq!(spans(&model.decode(&scores)), [(0..2, NameClass::Person)]);
        assert!(model.decode(&[]).is_empty());
    }
}
