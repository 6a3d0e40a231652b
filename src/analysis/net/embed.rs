use super::features::{FormFeatures, GRAM_ROWS, Genre, MARK_ROWS, genre_mark, initial_mark};
use super::format::Matrix;
use crate::lexicon::ReadForms;
use crate::text::{FormHasher, WordMap};
use std::hash::Hasher as _;

/// The vectors of words, word parts and marks.
#[derive(Clone, Debug)]
pub(crate) struct Embedder {
    words: Table,
    grams: Table,
    marks: Table,
    /// Words one after the other; word `i` has row `i + 1`.
    keys: String,
    ends: Vec<u32>,
    /// Rows, each at the hash of its word or, where that is taken, after it; 0 for none.
    slots: Vec<u32>,
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

/// The forms met in one call, which repeat, and their vectors.
#[derive(Default)]
pub(crate) struct Memory<'a> {
    numbers: WordMap<&'a str, usize>,
    vectors: Vec<f32>,
    /// For each form, within a sentence and at its start: its group and its place there.
    places: Vec<[(usize, usize); 2]>,
    group: usize,
}

impl Memory<'_> {
    /// Forgets the places of the group before.
    pub(crate) fn start_group(&mut self) {
        self.group += 1;
    }
}

impl Embedder {
    /// Vectors from the first three pieces of a model.
    pub(crate) fn new(words: &[&str], matrices: &[Matrix<'_>]) -> Self {
        let mut keys = String::new();
        let mut slots = vec![0; (words.len() * 2).next_power_of_two()];
        let mut ends = Vec::with_capacity(words.len());
        for (row, word) in (1..).zip(words) {
            keys.push_str(word);
            ends.push(keys.len() as u32);
            let free = probe(word, slots.len()).find(|&slot| slots[slot] == 0);
            slots[free.expect("half of the slots are free")] = row;
        }
        debug_assert!(
            matrices[1].scales.len() == GRAM_ROWS && matrices[2].scales.len() == MARK_ROWS
        );
        Self {
            words: Table::new(&matrices[0]),
            grams: Table::new(&matrices[1]),
            marks: Table::new(&matrices[2]),
            keys,
            ends,
            slots,
        }
    }

    /// The place of `form` among the different inputs of the group, of which there are `count`; where it is
    /// a new one, its vector is added to `out`.
    pub(crate) fn place<'a>(
        &self,
        form: &'a str,
        initial: bool,
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
        count: usize,
        out: &mut Vec<f32>,
    ) -> usize {
        let next = memory.places.len();
        let number = *memory.numbers.entry(form).or_insert(next);
        let width = self.words.columns + self.grams.columns + self.marks.columns;
        if number == next {
            memory.vectors.resize((next + 1) * width, 0.0);
            self.compute(form, lexicon, &mut memory.vectors[next * width..]);
            memory.places.push([(0, 0); 2]);
        }
        let place = &mut memory.places[number][usize::from(initial)];
        if place.0 != memory.group {
            *place = (memory.group, count);
            let start = out.len();
            out.extend_from_slice(&memory.vectors[number * width..(number + 1) * width]);
            if initial {
                let marks = start + self.words.columns + self.grams.columns;
                self.marks.add(initial_mark(), 1.0, &mut out[marks..]);
            }
        }
        place.1
    }

    /// Adds the vector of `form` to `out`.
    fn compute(&self, form: &str, lexicon: &dyn ReadForms, out: &mut [f32]) {
        let features = FormFeatures::new(form, lexicon.readings(form));
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
    }

    fn word_row(&self, key: &str) -> u32 {
        let end = |row: u32| {
            row.checked_sub(1)
                .map_or(0, |i| self.ends[i as usize] as usize)
        };
        let word = |row: u32| &self.keys[end(row - 1)..end(row)];
        probe(key, self.slots.len())
            .map(|slot| self.slots[slot])
            .find(|&row| row == 0 || word(row) == key)
            .unwrap_or(0)
    }
}

/// The slots of `len`, a power of two, in the order in which `word` is looked for.
fn probe(word: &str, len: usize) -> impl Iterator<Item = usize> {
    let mut hasher = FormHasher::default();
    hasher.write(word.as_bytes());
    let start = hasher.finish() as usize;
    (0..len).map(move |i| start.wrapping_add(i) & (len - 1))
}
