use super::aligned::Aligned;
use super::embed::{Embedder, Memory};
use super::format::{Dims, Matrix, ModelFile, Piece, pieces};
use super::kernel::{LANES, bilinear, leak, quantize};
use super::layer::{Buffers, Dense, INPUT_FACTOR, Inputs, Kind};
use super::lstm::{Direction, Lstm, LstmRoom, Rows};
use super::tree::markers;
use crate::lexicon::ReadForms;
use crate::ud::Token;
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
    turned_root: Aligned<f32>,
    root_label: Vec<f32>,
    label: Dense,
    tag: Dense,
}

/// Words as the scorers see them, a row each.
#[derive(Debug, Default)]
pub(crate) struct Hidden {
    values: Aligned<f32>,
    /// The words as heads, through the bilinear form.
    governors: Aligned<f32>,
}

/// Room for what lies between words and scores, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    numbers: Vec<f32>,
    integers: Aligned<i16>,
    inputs: Vec<usize>,
    encoded: [Aligned<u8>; 2],
    lstm: LstmRoom,
    layers: Buffers,
    turned: Aligned<f32>,
    base: Aligned<f32>,
    square: Aligned<f32>,
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
        let dense = |kind, weights, bias| Dense::new(kind, piece(weights), Some(piece(bias)));
        let direction = |layer, side| Direction {
            input: dense(
                if layer == 0 {
                    Kind::Numbers
                } else {
                    Kind::Bytes
                },
                Piece::LstmInput(layer, side),
                Piece::LstmBias(layer, side),
            ),
            recurrent: Dense::new(Kind::Bytes, piece(Piece::LstmRecurrent(layer, side)), None),
        };
        let layer = |layer| Lstm::new([direction(layer, 0), direction(layer, 1)], file.dims.hidden);
        let arc = Dense::new(Kind::Numbers, piece(Piece::ArcProduct), None);
        let root_arc = numbers(piece(Piece::RootArc));
        let mut turned_root = Aligned::default();
        arc.apply_to_numbers(&root_arc, &mut Buffers::default(), &mut turned_root);
        Self {
            dims: file.dims,
            embedder: Embedder::new(&file.words, &file.matrices),
            layers: (0..file.dims.layers).map(layer).collect(),
            hidden: dense(Kind::Bytes, Piece::Hidden, Piece::HiddenBias),
            arc_bias: numbers(piece(Piece::ArcHeadBias)),
            turned_root,
            root_arc,
            arc,
            root_label: numbers(piece(Piece::RootLabel)),
            label: dense(Kind::Numbers, Piece::Label, Piece::LabelBias),
            tag: dense(Kind::Numbers, Piece::Tag, Piece::TagBias),
        }
    }

    /// Runs the encoder on sentences, whose words come one after the other with their place in the sentence.
    pub(crate) fn encode<'a>(
        &self,
        rows: &Rows,
        words: impl Iterator<Item = (usize, &'a Token)>,
        lexicon: &dyn ReadForms,
        memory: &mut Memory<'a>,
        room: &mut Room,
        hidden: &mut Hidden,
    ) {
        memory.start_group();
        room.numbers.clear();
        room.inputs.clear();
        let mut count = 0;
        for (i, token) in words {
            let x = &mut room.numbers;
            let input = (self.embedder).place(&token.form, i == 0, lexicon, memory, count, x);
            count = count.max(input + 1);
            room.inputs.push(input);
        }
        let x = room.integers.sized(room.numbers.len());
        quantize(&room.numbers, INPUT_FACTOR, x);
        let length = rows.len() * 2 * self.dims.hidden;
        let [below, above] = &mut room.encoded;
        for (i, layer) in self.layers.iter().enumerate() {
            let x = match i {
                0 => Inputs::Numbers(x),
                _ => Inputs::Bytes(&below[..length]),
            };
            let rooms = (&mut room.lstm, &mut room.layers);
            layer.run(rows, x, &room.inputs, rooms, above);
            std::mem::swap(below, above);
            room.inputs.clear();
            room.inputs.extend(0..rows.len());
        }
        let x = Inputs::Bytes(&below[..length]);
        self.hidden.apply(x, &mut room.layers, &mut hidden.values);
        let columns = self.hidden.columns();
        for row in hidden.values.chunks_exact_mut(columns) {
            leak(&mut row[..self.dims.label_start()]);
        }
        let arc = self.dims.arc;
        gather(&hidden.values, columns, arc, arc, &mut room.numbers);
        let governors = &mut hidden.governors;
        (self.arc).apply_to_numbers(&room.numbers, &mut room.layers, governors);
    }

    /// Writes the scores of every tag, a row for each word, [`Scorer::tag_columns`] wide.
    pub(crate) fn tag_scores(&self, hidden: &Hidden, room: &mut Room, out: &mut Aligned<f32>) {
        let (from, columns) = (2 * self.dims.arc, self.hidden.columns());
        let inputs = &mut room.numbers;
        gather(&hidden.values, columns, from, self.dims.tag, inputs);
        self.tag.apply_to_numbers(inputs, &mut room.layers, out);
    }

    /// Columns of the scores of tags; those past the tags mean nothing.
    pub(crate) fn tag_columns(&self) -> usize {
        self.tag.columns()
    }

    /// Writes the scores of heads, in the shape of [`best_tree`](super::tree::best_tree), for the sentence in `range`.
    pub(crate) fn arc_scores(
        &self,
        hidden: &Hidden,
        range: Range<usize>,
        room: &mut Room,
        scores: &mut Aligned<f32>,
    ) {
        let n = range.len();
        let governors =
            &hidden.governors[range.start * self.arc.columns()..range.end * self.arc.columns()];
        let hidden =
            &hidden.values[range.start * self.hidden.columns()..range.end * self.hidden.columns()];
        let (arc, columns) = (self.dims.arc, self.hidden.columns());
        // Heads side by side: column 0 the root, and padding to whole vectors.
        let width = (n + 1).next_multiple_of(LANES);
        let turned = room.turned.sized(arc * width);
        for (row, turned) in turned.chunks_exact_mut(width).enumerate() {
            turned[0] = self.turned_root[row];
            turned[n + 1..].fill(0.0);
        }
        for (h, governor) in governors.chunks_exact(self.arc.columns()).enumerate() {
            let mut at = h + 1;
            for &value in &governor[..arc] {
                turned[at] = value;
                at += width;
            }
        }
        let base = room.base.sized(width);
        base[0] = dot(&self.arc_bias, &self.root_arc);
        base[n + 1..].fill(0.0);
        for (b, row) in base[1..].iter_mut().zip(hidden.chunks_exact(columns)) {
            *b = dot(&self.arc_bias, &row[arc..2 * arc]);
        }
        let square = room.square.sized(n * width);
        bilinear(hidden, columns, turned, base, square);
        let scores = scores.sized(n * (n + 1));
        for (row, scores) in square
            .chunks_exact(width)
            .zip(scores.chunks_exact_mut(n + 1))
        {
            scores.copy_from_slice(&row[..=n]);
        }
    }

    /// Writes the scores of every relation for the words of all sentences under the heads given (0 for the
    /// root), a row for each word, [`Scorer::label_columns`] wide.
    pub(crate) fn label_scores(
        &self,
        hidden: &Hidden,
        rows: &Rows,
        heads: &[Vec<usize>],
        room: &mut Room,
        out: &mut Aligned<f32>,
    ) {
        let (d, columns) = (&self.dims, self.hidden.columns());
        let (from, width) = (d.label_start(), d.label_width());
        let nothing = vec![0.0; d.label];
        let z = &mut room.numbers;
        z.clear();
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
                z.resize(start + width, 0.0);
                let z = &mut z[start..];
                for k in 0..d.label {
                    z[k] = own[k] + other[k] + marker[k];
                }
                leak(z);
                for k in d.label..width {
                    z[k] = own[k] * other[k];
                }
            }
        }
        self.label.apply_to_numbers(z, &mut room.layers, out);
    }

    /// Columns of the scores of relations; those past the relations mean nothing.
    pub(crate) fn label_columns(&self) -> usize {
        self.label.columns()
    }
}

/// Writes columns `from` to `from + width` of each row.
fn gather(rows: &[f32], columns: usize, from: usize, width: usize, out: &mut Vec<f32>) {
    out.clear();
    for row in rows.chunks_exact(columns.max(1)) {
        out.extend_from_slice(&row[from..from + width]);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).fold(0.0, |sum, (a, b)| sum + a * b)
}
