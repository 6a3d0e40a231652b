use super::embed::{Embedder, Memory};
use super::format::{Dims, Matrix, ModelFile, Piece, pieces};
use super::kernel::{LANES, OUTPUT_FACTOR, add_products, quantize};
use super::layer::{Dense, INPUT_FACTOR};
use super::lstm::{Direction, Lstm, Rows};
use super::tree::markers;
use crate::lexicon::ReadForms;
use crate::ud::Token;
use std::collections::HashMap;
use std::ops::Range;

/// The weights, laid out for use, and the scores they give.
#[derive(Clone, Debug)]
pub(crate) struct Scorer {
    dims: Dims,
    embedder: Embedder,
    layers: Vec<Lstm>,
    hidden: Dense,
    arc: Dense,
    arc_bias: Vec<f32>,
    root_arc: Vec<f32>,
    /// The root as a head, through the bilinear form.
    turned_root: Vec<f32>,
    root_label: Vec<f32>,
    label: Dense,
    tag: Dense,
}

/// Words as the scorers see them, a row each.
pub(crate) struct Hidden {
    values: Vec<f32>,
    /// The words as heads, through the bilinear form.
    governors: Vec<f32>,
}

impl Scorer {
    /// Lays out the weights of a model file.
    pub(crate) fn new(file: &ModelFile<'_>) -> Self {
        let names = pieces(&file.dims);
        let piece = |piece: Piece| -> &Matrix<'_> {
            let at = names.iter().position(|(p, ..)| *p == piece);
            &file.matrices[at.unwrap_or_default()]
        };
        let numbers = |matrix: &Matrix<'_>| -> Vec<f32> {
            let rows = 0..matrix.scales.len();
            rows.flat_map(|row| matrix.row(row).collect::<Vec<_>>())
                .collect()
        };
        let dense = |weights, bias| Dense::new(piece(weights), Some(piece(bias)));
        let direction = |layer, side| Direction {
            input: dense(Piece::LstmInput(layer, side), Piece::LstmBias(layer, side)),
            recurrent: Dense::new(piece(Piece::LstmRecurrent(layer, side)), None),
        };
        let layer = |layer| Lstm::new([direction(layer, 0), direction(layer, 1)], file.dims.hidden);
        let arc = Dense::new(piece(Piece::ArcProduct), None);
        let root_arc = numbers(piece(Piece::RootArc));
        Self {
            dims: file.dims,
            embedder: Embedder::new(&file.words, &file.matrices),
            layers: (0..file.dims.layers).map(layer).collect(),
            hidden: dense(Piece::Hidden, Piece::HiddenBias),
            arc_bias: numbers(piece(Piece::ArcHeadBias)),
            turned_root: arc.apply_to_numbers(&root_arc),
            root_arc,
            arc,
            root_label: numbers(piece(Piece::RootLabel)),
            label: dense(Piece::Label, Piece::LabelBias),
            tag: dense(Piece::Tag, Piece::TagBias),
        }
    }

    /// Runs the encoder on sentences, whose words come one after the other with their place in the sentence.
    pub(crate) fn encode<'a>(
        &self,
        rows: &Rows,
        words: impl Iterator<Item = (usize, &'a Token)>,
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
    ) -> Hidden {
        let width = self.dims.input();
        let (mut x, mut inputs) = (Vec::new(), Vec::with_capacity(rows.len()));
        let mut known: HashMap<(&str, bool), usize> = HashMap::new();
        for (i, token) in words {
            let next = known.len();
            let input = *known.entry((&token.form, i == 0)).or_insert(next);
            inputs.push(input);
            if input == next {
                x.resize((next + 1) * width, 0.0);
                self.embedder
                    .embed(&token.form, i == 0, lexicon, memory, &mut x[next * width..]);
            }
        }
        let mut encoded = vec![0; x.len()];
        quantize(&x, INPUT_FACTOR, &mut encoded);
        let mut factor = INPUT_FACTOR;
        for layer in &self.layers {
            encoded = layer.run(rows, &encoded, factor, &inputs);
            factor = OUTPUT_FACTOR;
            inputs = (0..rows.len()).collect();
        }
        let mut values = self.hidden.apply(&encoded, factor);
        let columns = self.hidden.columns();
        for row in values.chunks_exact_mut(columns) {
            leak(&mut row[..self.dims.label_start()]);
        }
        let heads = gather(&values, columns, self.dims.arc, self.dims.arc);
        Hidden {
            governors: self.arc.apply_to_numbers(&heads),
            values,
        }
    }

    /// Scores of every tag, a row for each word, [`Scorer::tag_columns`] wide.
    pub(crate) fn tag_scores(&self, hidden: &Hidden) -> Vec<f32> {
        let inputs = gather(
            &hidden.values,
            self.hidden.columns(),
            2 * self.dims.arc,
            self.dims.tag,
        );
        self.tag.apply_to_numbers(&inputs)
    }

    /// Columns of the scores of tags; those past the tags mean nothing.
    pub(crate) const fn tag_columns(&self) -> usize {
        self.tag.columns()
    }

    /// Scores of heads, in the shape of [`best_tree`](super::tree::best_tree), for the sentence in `range`.
    pub(crate) fn arc_scores(&self, hidden: &Hidden, range: Range<usize>) -> Vec<f32> {
        let n = range.len();
        let governors =
            &hidden.governors[range.start * self.arc.columns()..range.end * self.arc.columns()];
        let hidden =
            &hidden.values[range.start * self.hidden.columns()..range.end * self.hidden.columns()];
        let (arc, columns) = (self.dims.arc, self.hidden.columns());
        // Heads side by side: column 0 the root, and padding to whole vectors.
        let width = (n + 1).next_multiple_of(LANES);
        let mut turned = vec![0.0; arc * width];
        for (a, turned) in turned.chunks_exact_mut(width).enumerate() {
            turned[0] = self.turned_root[a];
            for (t, row) in turned[1..]
                .iter_mut()
                .zip(governors.chunks_exact(self.arc.columns()))
            {
                *t = row[a];
            }
        }
        let mut base = vec![0.0; width];
        base[0] = dot(&self.arc_bias, &self.root_arc);
        for (b, row) in base[1..].iter_mut().zip(hidden.chunks_exact(columns)) {
            *b = dot(&self.arc_bias, &row[arc..2 * arc]);
        }
        let mut scores = Vec::with_capacity(n * (n + 1));
        let mut line = vec![0.0; width];
        for row in hidden.chunks_exact(columns) {
            line.copy_from_slice(&base);
            add_products(&row[..arc], &turned, &mut line);
            scores.extend_from_slice(&line[..=n]);
        }
        scores
    }

    /// Scores of every relation for the words of all sentences under the heads given (0 for the root), a row for
    /// each word, [`Scorer::label_columns`] wide.
    pub(crate) fn label_scores(
        &self,
        hidden: &Hidden,
        rows: &Rows,
        heads: &[Vec<usize>],
    ) -> Vec<f32> {
        let (d, columns) = (&self.dims, self.hidden.columns());
        let (from, width) = (d.label_start(), d.label_width());
        let nothing = vec![0.0; d.label];
        let mut z = Vec::with_capacity(rows.len() * width);
        for (range, heads) in rows.ranges().zip(heads) {
            let at = |word: usize, column: usize| {
                &hidden.values[(range.start + word) * columns + column..]
            };
            for (word, (&head, marker)) in heads.iter().zip(markers(heads)).enumerate() {
                let own = &at(word, from)[..width];
                let other = match head {
                    0 => &self.root_label,
                    head => &at(head - 1, from + width)[..width],
                };
                let marker = marker.map_or(&nothing[..], |marker| at(marker, d.marker_start()));
                let start = z.len();
                let sums = own[..d.label].iter().zip(other).zip(marker);
                z.extend(sums.map(|((a, b), c)| a + b + c));
                leak(&mut z[start..]);
                z.extend(
                    own[d.label..]
                        .iter()
                        .zip(&other[d.label..])
                        .map(|(a, b)| a * b),
                );
            }
        }
        self.label.apply_to_numbers(&z)
    }

    /// Columns of the scores of relations; those past the relations mean nothing.
    pub(crate) const fn label_columns(&self) -> usize {
        self.label.columns()
    }
}

/// Columns `from` to `from + width` of each row.
fn gather(rows: &[f32], columns: usize, from: usize, width: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(rows.len() / columns.max(1) * width);
    for row in rows.chunks_exact(columns.max(1)) {
        out.extend_from_slice(&row[from..from + width]);
    }
    out
}

/// The leaky rectifier.
fn leak(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.1 * *value);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}
