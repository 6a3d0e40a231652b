use super::aligned::Aligned;
use super::format::Matrix;
use super::kernel::{
    LANES, OUTPUT_FACTOR, TILE, ZERO, has_tiles, has_vnni, multiply, multiply_bytes,
    multiply_tiles, panel, quantize, scale_and_shift,
};

/// A dense layer in 8-bit weights: `out = W x + b`.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    inputs: usize,
    weights: Weights,
    /// For each output, what one unit of the integer sum is worth.
    scales: Aligned<f32>,
    bias: Aligned<f32>,
}

/// Weights, laid out for the products that the processor at hand has.
#[derive(Clone, Debug)]
enum Weights {
    /// For [`multiply`].
    Pairs(Aligned<i16>),
    /// For [`multiply_bytes`], with what makes up for [`ZERO`].
    Fours(Aligned<i8>, Aligned<i32>),
    /// For [`multiply_tiles`].
    Tiles(Aligned<i8>),
}

/// Rows of inputs of a layer.
#[derive(Clone, Copy)]
pub(crate) enum Inputs<'a> {
    /// Numbers without fixed bounds, times [`INPUT_FACTOR`].
    Numbers(&'a [i16]),
    /// Outputs of an LSTM: numbers times [`OUTPUT_FACTOR`], plus [`ZERO`].
    Bytes(&'a [u8]),
}

/// The kind of [`Inputs`] a layer is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// [`Inputs::Numbers`]
    Numbers,
    /// [`Inputs::Bytes`]
    Bytes,
}

/// Room for what lies between the inputs and the outputs of layers, used again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Buffers {
    integers: Aligned<i16>,
    pub(crate) room: Conversion,
    pub(crate) sums: Aligned<i32>,
}

/// Room for inputs in the form that the products at hand take.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conversion {
    wide: Aligned<i16>,
    bytes: Aligned<u8>,
}

impl Dense {
    /// A layer from its rows of weights and its bias; none for zeros.
    pub(crate) fn new(kind: Kind, rows: &Matrix<'_>, bias: Option<&Matrix<'_>>) -> Self {
        let outputs = rows.scales.len();
        let columns = outputs.next_multiple_of(if has_tiles() { TILE } else { LANES });
        let (group, weights) = match kind {
            _ if has_tiles() => (1, tiles(rows, columns)),
            Kind::Bytes if has_vnni() => (4, fours(rows, columns)),
            _ => (2, pairs(rows, columns)),
        };
        let factor = match kind {
            Kind::Numbers => INPUT_FACTOR,
            Kind::Bytes => OUTPUT_FACTOR,
        };
        let padded = |values: &mut dyn Iterator<Item = f32>| {
            let mut values: Vec<f32> = values.collect();
            values.resize(columns, 0.0);
            Aligned::from(&values[..])
        };
        Self {
            inputs: rows.columns.next_multiple_of(group),
            weights,
            scales: padded(&mut rows.scales.iter().map(|s| s / factor)),
            bias: padded(
                &mut bias
                    .into_iter()
                    .flat_map(|bias| (0..outputs).flat_map(|o| bias.row(o))),
            ),
        }
    }

    /// Columns of what the layer writes: the outputs, then padding.
    pub(crate) fn columns(&self) -> usize {
        self.scales.len()
    }

    /// What one unit of each sum is worth.
    pub(crate) fn scales(&self) -> &[f32] {
        &self.scales
    }

    /// The biases.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// Writes the integer sums of rows of inputs, without bias.
    pub(crate) fn sums(&self, x: Inputs<'_>, room: &mut Conversion, out: &mut Aligned<i32>) {
        let inputs = self.inputs.max(1);
        let out = out.sized(x.len() / inputs * self.columns());
        match (&self.weights, x) {
            (Weights::Fours(weights, first), Inputs::Bytes(x)) => {
                multiply_bytes(x, weights, inputs / 4, first, out);
            }
            (Weights::Tiles(weights), x) => {
                multiply_tiles(x, (weights, inputs), &mut room.bytes, out);
            }
            (Weights::Pairs(weights), Inputs::Numbers(x)) => {
                multiply(x, weights, inputs / 2, out);
            }
            (Weights::Pairs(weights), Inputs::Bytes(x)) => {
                let wide = room.wide.sized(x.len());
                for (wide, &byte) in wide.iter_mut().zip(x) {
                    *wide = i16::from(byte) - i16::from(ZERO);
                }
                multiply(wide, weights, inputs / 2, out);
            }
            (Weights::Fours(..), Inputs::Numbers(_)) => {
                unreachable!("a layer made for bytes gets bytes")
            }
        }
    }

    /// The layer on rows of inputs, written to `out`.
    pub(crate) fn apply(&self, x: Inputs<'_>, room: &mut Buffers, out: &mut Aligned<f32>) {
        let inputs = self.inputs.max(1);
        let out = out.sized(x.len() / inputs * self.columns());
        for (i, out) in out.chunks_mut(panel() * self.columns().max(1)).enumerate() {
            let rows = out.len() / self.columns();
            let x = x.slice(i * panel() * inputs, rows * inputs);
            self.sums(x, &mut room.room, &mut room.sums);
            scale_and_shift(&room.sums[..out.len()], &self.scales, &self.bias, out);
        }
    }

    /// The layer on rows of numbers, written to `out`.
    pub(crate) fn apply_to_numbers(&self, x: &[f32], room: &mut Buffers, out: &mut Aligned<f32>) {
        let mut integers = std::mem::take(&mut room.integers);
        let x_integers = integers.sized(x.len());
        quantize(x, INPUT_FACTOR, x_integers);
        self.apply(Inputs::Numbers(x_integers), room, out);
        room.integers = integers;
    }
}

impl Inputs<'_> {
    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Numbers(x) => x.len(),
            Self::Bytes(x) => x.len(),
        }
    }

    fn slice(&self, from: usize, len: usize) -> Self {
        match self {
            Self::Numbers(x) => Self::Numbers(&x[from..from + len]),
            Self::Bytes(x) => Self::Bytes(&x[from..from + len]),
        }
    }
}

/// In blocks of [`LANES`] outputs: for each two inputs, the two weights of each output.
fn pairs(rows: &Matrix<'_>, columns: usize) -> Weights {
    Weights::Pairs(spread(rows, 2, rows.columns, columns, i16::from))
}

/// In blocks of [`LANES`] outputs: for each four inputs, the four weights of each output.
fn fours(rows: &Matrix<'_>, columns: usize) -> Weights {
    let weights = spread(rows, 4, rows.columns, columns, |byte| byte);
    let mut first: Vec<i32> = rows
        .bytes
        .chunks_exact(rows.columns.max(1))
        .map(|row| -i32::from(ZERO) * row.iter().map(|&w| i32::from(w as i8)).sum::<i32>())
        .collect();
    first.resize(columns, 0);
    Weights::Fours(weights, Aligned::from(&first[..]))
}

/// As [`fours`], with zeros up to whole tiles.
fn tiles(rows: &Matrix<'_>, columns: usize) -> Weights {
    let inputs = rows.columns.next_multiple_of(TILE);
    Weights::Tiles(spread(rows, 4, inputs, columns, |byte| byte))
}

/// Weights in blocks of [`LANES`] outputs and groups of inputs, zeros after the `inputs` inputs and `columns`
/// outputs that there are.
fn spread<T: Copy + Default>(
    rows: &Matrix<'_>,
    group: usize,
    inputs: usize,
    columns: usize,
    weight: impl Fn(i8) -> T,
) -> Aligned<T> {
    let inputs = inputs.next_multiple_of(group);
    let mut spread = Aligned::default();
    let weights = spread.sized(columns * inputs);
    for (o, row) in rows.bytes.chunks_exact(rows.columns.max(1)).enumerate() {
        let block = o / LANES * inputs * LANES;
        for (k, &byte) in row.iter().enumerate() {
            let at = block + k / group * group * LANES + o % LANES * group + k % group;
            weights[at] = weight(byte as i8);
        }
    }
    spread
}

/// Factor by which numbers without fixed bounds are multiplied to become 16-bit integers: steps
/// of a thousandth, up to 32.
pub(crate) const INPUT_FACTOR: f32 = 1024.0;
