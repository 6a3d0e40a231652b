use super::corpus::Example;
use super::rng::Rng;

/// Rates of dropout in training.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dropout {
    /// Of a whole word, part or mark vector of a word.
    pub(crate) embedding: f32,
    /// Of units between layers; one mask for a sentence (Gal and Ghahramani 2016).
    pub(crate) layer: f32,
    /// Of units carried from word to word.
    pub(crate) recurrent: f32,
}

impl Dropout {
    #[cfg(test)]
    /// No dropout: for measuring and for gradient checks.
    pub(crate) const NONE: Self = Self {
        embedding: 0.0,
        layer: 0.0,
        recurrent: 0.0,
    };
}

/// A batch: its examples, longest first, and their place in the rows of the matrices.
pub(crate) struct Batch<'a> {
    pub(crate) examples: Vec<&'a Example>,
    /// First row of each example, and the number of rows.
    pub(crate) offsets: Vec<usize>,
    /// First packed row of each time step, and the number of rows.
    pub(crate) starts: Vec<usize>,
    /// For each direction, the row of each packed row.
    pub(crate) packed: [Vec<usize>; 2],
}

impl<'a> Batch<'a> {
    pub(crate) fn new(mut examples: Vec<&'a Example>) -> Self {
        examples.sort_by_key(|e| std::cmp::Reverse(e.len()));
        let mut offsets = vec![0];
        for example in &examples {
            offsets.push(offsets[offsets.len() - 1] + example.len());
        }
        let mut starts = vec![0];
        let mut packed = [Vec::new(), Vec::new()];
        for t in 0..examples.first().map_or(0, |e| e.len()) {
            for (b, example) in examples.iter().enumerate().take_while(|(_, e)| e.len() > t) {
                packed[0].push(offsets[b] + t);
                packed[1].push(offsets[b] + example.len() - 1 - t);
            }
            starts.push(packed[0].len());
        }
        Self {
            examples,
            offsets,
            starts,
            packed,
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.offsets[self.offsets.len() - 1]
    }

    /// A mask of one random row for each sentence, spread over its rows.
    pub(crate) fn sentence_mask(&self, width: usize, rate: f32, rng: &mut Rng) -> Option<Vec<f32>> {
        if rate == 0.0 {
            return None;
        }
        let mut mask = Vec::with_capacity(self.rows() * width);
        for example in &self.examples {
            let row = rng.mask(width, rate);
            for _ in 0..example.len() {
                mask.extend_from_slice(&row);
            }
        }
        Some(mask)
    }
}
