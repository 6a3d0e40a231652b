use super::rng::Rng;
use crate::analysis::net::features::{GRAM_ROWS, MARK_ROWS};
use crate::analysis::net::format::{Dims, Matrix, ModelFile, Piece, pieces};
use std::ops::Range;

/// All trained numbers in one vector, so that the optimizer need not know what they are.
#[derive(Clone, Debug)]
pub(crate) struct Params {
    /// The numbers, piece after piece.
    pub(crate) values: Vec<f32>,
    /// Where each piece lies.
    pub(crate) layout: Layout,
}

/// Where each piece of the network lies in [`Params::values`].
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// Sizes of the network.
    pub(crate) dims: Dims,
    ranges: Vec<(Piece, Range<usize>)>,
}

impl Layout {
    pub(crate) fn new(dims: Dims) -> Self {
        let mut end = 0;
        let ranges = pieces(&dims)
            .into_iter()
            .map(|(piece, rows, columns)| {
                let start = end;
                end += rows * columns;
                (piece, start..end)
            })
            .collect();
        Self { dims, ranges }
    }

    /// Number of trained numbers.
    pub(crate) fn len(&self) -> usize {
        self.ranges.last().map_or(0, |(_, range)| range.end)
    }

    /// Where the table `piece` lies, and its columns.
    pub(crate) fn table(&self, piece: Piece) -> (Range<usize>, usize) {
        let columns = pieces(&self.dims).into_iter().find(|(p, ..)| *p == piece);
        (
            self.range(piece),
            columns.map_or(1, |(_, _, columns)| columns.max(1)),
        )
    }

    /// Where `piece` lies.
    pub(crate) fn range(&self, piece: Piece) -> Range<usize> {
        self.ranges
            .iter()
            .find(|(p, _)| *p == piece)
            .map_or(0..0, |(_, range)| range.clone())
    }
}

impl Params {
    /// Random weights: uniform with the variance of Glorot and Bengio (2010); small embeddings;
    /// biases 0, but 1 for the forget gates.
    pub(crate) fn random(dims: Dims, rng: &mut Rng) -> Self {
        let layout = Layout::new(dims);
        let mut values = vec![0.0; layout.len()];
        for (piece, rows, columns) in pieces(&layout.dims) {
            let slice = &mut values[layout.range(piece)];
            match piece {
                Piece::Words => fill(slice, (3.0 / columns as f32).sqrt() * 0.5, rng),
                Piece::Grams | Piece::Marks => {
                    fill(slice, (3.0 / columns as f32).sqrt() * 0.35, rng)
                }
                Piece::LstmBias(..) => {
                    let hidden = rows / 4;
                    slice[hidden..2 * hidden].fill(1.0);
                }
                Piece::HiddenBias | Piece::ArcHeadBias | Piece::LabelBias | Piece::TagBias => {}
                Piece::ArcProduct => fill(slice, (3.0 / columns as f32).sqrt() * 0.3, rng),
                Piece::RootArc | Piece::RootLabel => fill(slice, 0.3, rng),
                _ => fill(slice, (6.0 / (rows + columns) as f32).sqrt(), rng),
            }
        }
        debug_assert_eq!(
            layout.range(Piece::Grams).len(),
            GRAM_ROWS * layout.dims.gram
        );
        debug_assert_eq!(
            layout.range(Piece::Marks).len(),
            MARK_ROWS * layout.dims.mark
        );
        Self { values, layout }
    }

    /// The weights of a model file.
    pub(crate) fn of(file: &ModelFile<'_>) -> Self {
        let rows = |matrix: &Matrix<'_>| {
            let rows = 0..matrix.scales.len();
            rows.flat_map(|row| matrix.row(row).collect::<Vec<f32>>())
                .collect::<Vec<f32>>()
        };
        Self {
            values: file.matrices.iter().flat_map(rows).collect(),
            layout: Layout::new(file.dims),
        }
    }

    /// The numbers of `piece`.
    pub(crate) fn get(&self, piece: Piece) -> &[f32] {
        &self.values[self.layout.range(piece)]
    }
}

fn fill(slice: &mut [f32], bound: f32, rng: &mut Rng) {
    for value in slice {
        *value = (rng.unit() * 2.0 - 1.0) * bound;
    }
}
