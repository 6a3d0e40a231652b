use super::features::{FormFeatures, GRAM_ROWS, Genre, MARK_ROWS, genre_mark, initial_mark};
use super::format::Matrix;
use crate::lexicon::ReadForms;
use std::collections::HashMap;

/// The vectors of words, word parts and marks.
#[derive(Clone, Debug)]
pub(crate) struct Embedder {
    words: Table,
    grams: Table,
    marks: Table,
    /// Words in byte order, one after the other; word `i` has row `i + 1`.
    keys: String,
    ends: Vec<u32>,
}

#[derive(Clone, Debug)]
struct Table {
    columns: usize,
    scales: Vec<f32>,
    weights: Vec<i8>,
}

impl Table {
    fn new(matrix: &Matrix<'_>) -> Self {
        let weights = matrix.bytes.iter().map(|&b| b as i8).collect();
        Self {
            columns: matrix.columns,
            scales: matrix.scales.clone(),
            weights,
        }
    }

    fn add(&self, row: u32, factor: f32, out: &mut [f32]) {
        let row = row as usize;
        let Some(scale) = self.scales.get(row) else {
            return;
        };
        let scale = scale * factor;
        let weights = &self.weights[row * self.columns..(row + 1) * self.columns];
        for (o, &w) in out.iter_mut().zip(weights) {
            *o += f32::from(w) * scale;
        }
    }
}

/// Vectors of the forms met in one call, which repeat.
pub(crate) type Memory<'a> = HashMap<&'a str, Box<[f32]>>;

impl Embedder {
    /// Vectors from the first three pieces of a model.
    pub(crate) fn new(words: &[&str], matrices: &[Matrix<'_>]) -> Self {
        let mut keys = String::new();
        let ends = words.iter().map(|word| {
            keys.push_str(word);
            keys.len() as u32
        });
        let ends = ends.collect();
        debug_assert!(
            matrices[1].scales.len() == GRAM_ROWS && matrices[2].scales.len() == MARK_ROWS
        );
        Self {
            words: Table::new(&matrices[0]),
            grams: Table::new(&matrices[1]),
            marks: Table::new(&matrices[2]),
            keys,
            ends,
        }
    }

    /// Writes the vector of `form` to `out`, which is as wide as [`Dims::input`](super::format::Dims::input).
    pub(crate) fn embed<'a>(
        &self,
        form: &'a str,
        initial: bool,
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
        out: &mut [f32],
    ) {
        let vector = memory
            .entry(form)
            .or_insert_with(|| self.compute(form, lexicon));
        out.copy_from_slice(vector);
        if initial {
            let marks = self.words.columns + self.grams.columns;
            self.marks.add(initial_mark(), 1.0, &mut out[marks..]);
        }
    }

    fn compute(&self, form: &str, lexicon: &dyn ReadForms) -> Box<[f32]> {
        let features = FormFeatures::new(form, lexicon.readings(form));
        let mut out = vec![0.0; self.words.columns + self.grams.columns + self.marks.columns];
        let (word, rest) = out.split_at_mut(self.words.columns);
        let (gram, mark) = rest.split_at_mut(self.grams.columns);
        self.words.add(self.word_row(&features.key), 1.0, word);
        let factor = 1.0 / (features.grams.len().max(1) as f32).sqrt();
        for &row in &features.grams {
            self.grams.add(row, factor, gram);
        }
        for &row in features.marks.iter().chain([&genre_mark(Genre::Written)]) {
            self.marks.add(row, 1.0, mark);
        }
        out.into_boxed_slice()
    }

    fn word_row(&self, key: &str) -> u32 {
        let word = |i: usize| {
            let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
            &self.keys[start..self.ends[i] as usize]
        };
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match word(middle).cmp(key) {
                std::cmp::Ordering::Equal => return middle as u32 + 1,
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        0
    }
}
