use super::format::Matrix;
use super::kernel::{
    LANES, OUTPUT_FACTOR, PANEL, ZERO, has_vnni, multiply, multiply_bytes, quantize,
    scale_and_shift,
};

/// A dense layer in 8-bit weights: `out = W x + b`.
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    inputs: usize,
    weights: Weights,
    /// For each output, what one unit of the integer sum is worth.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

/// Weights, laid out for the products that the processor at hand has.
#[derive(Clone, Debug)]
enum Weights {
    /// For [`multiply`].
    Pairs(Vec<i16>),
    /// For [`multiply_bytes`], with what makes up for [`ZERO`].
    Fours(Vec<i8>, Vec<i32>),
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
    integers: Vec<i16>,
    pub(crate) wide: Vec<i16>,
    pub(crate) sums: Vec<i32>,
}

impl Dense {
    /// A layer from its rows of weights and its bias; none for zeros.
    pub(crate) fn new(kind: Kind, rows: &Matrix<'_>, bias: Option<&Matrix<'_>>) -> Self {
        let outputs = rows.scales.len();
        let columns = outputs.next_multiple_of(LANES);
        let (inputs, weights, factor) = match kind {
            Kind::Numbers => (rows.columns.next_multiple_of(2), pairs(rows), INPUT_FACTOR),
            Kind::Bytes if has_vnni() => {
                (rows.columns.next_multiple_of(4), fours(rows), OUTPUT_FACTOR)
            }
            Kind::Bytes => (rows.columns.next_multiple_of(2), pairs(rows), OUTPUT_FACTOR),
        };
        let padded = |values: &mut dyn Iterator<Item = f32>| {
            let mut values: Vec<f32> = values.collect();
            values.resize(columns, 0.0);
            values
        };
        Self {
            inputs,
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
    pub(crate) const fn columns(&self) -> usize {
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

    /// Writes the integer sums of rows of inputs, without bias; `wide` is room.
    pub(crate) fn sums(&self, x: Inputs<'_>, wide: &mut Vec<i16>, out: &mut Vec<i32>) {
        let inputs = self.inputs.max(1);
        let out = sized(out, x.len() / inputs * self.columns());
        match (&self.weights, x) {
            (Weights::Fours(weights, first), Inputs::Bytes(x)) => {
                multiply_bytes(x, weights, inputs / 4, first, out);
            }
            (Weights::Pairs(weights), Inputs::Numbers(x)) => {
                multiply(x, weights, inputs / 2, out);
            }
            (Weights::Pairs(weights), Inputs::Bytes(x)) => {
                let wide = sized(wide, x.len());
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
    pub(crate) fn apply(&self, x: Inputs<'_>, room: &mut Buffers, out: &mut Vec<f32>) {
        let inputs = self.inputs.max(1);
        let out = sized(out, x.len() / inputs * self.columns());
        for (i, out) in out.chunks_mut(PANEL * self.columns().max(1)).enumerate() {
            let rows = out.len() / self.columns();
            let x = x.slice(i * PANEL * inputs, rows * inputs);
            self.sums(x, &mut room.wide, &mut room.sums);
            scale_and_shift(&room.sums[..out.len()], &self.scales, &self.bias, out);
        }
    }

    /// The layer on rows of numbers, written to `out`.
    pub(crate) fn apply_to_numbers(&self, x: &[f32], room: &mut Buffers, out: &mut Vec<f32>) {
        let mut integers = std::mem::take(&mut room.integers);
        let x_integers = sized(&mut integers, x.len());
        quantize(x, INPUT_FACTOR, x_integers);
        self.apply(Inputs::Numbers(x_integers), room, out);
        room.integers = integers;
    }
}

impl Inputs<'_> {
    const fn len(&self) -> usize {
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

/// The first `len` items of `room`, which grows but never shrinks; what they are is what was left there.
pub(crate) fn sized<T: Clone + Default>(room: &mut Vec<T>, len: usize) -> &mut [T] {
    if room.len() < len {
        room.resize(len, T::default());
    }
    &mut room[..len]
}

/// In blocks of [`LANES`] outputs: for each two inputs, the two weights of each output.
fn pairs(rows: &Matrix<'_>) -> Weights {
    let mut weights = Vec::new();
    spread(rows, 2, &mut weights, i16::from);
    Weights::Pairs(weights)
}

/// In blocks of [`LANES`] outputs: for each four inputs, the four weights of each output.
fn fours(rows: &Matrix<'_>) -> Weights {
    let mut weights = Vec::new();
    spread(rows, 4, &mut weights, |byte| byte);
    let mut first: Vec<i32> = rows
        .bytes
        .chunks_exact(rows.columns.max(1))
        .map(|row| -i32::from(ZERO) * row.iter().map(|&w| i32::from(w as i8)).sum::<i32>())
        .collect();
    first.resize(first.len().next_multiple_of(LANES), 0);
    Weights::Fours(weights, first)
}

fn spread<T: Clone + Default>(
    rows: &Matrix<'_>,
    group: usize,
    weights: &mut Vec<T>,
    weight: impl Fn(i8) -> T,
) {
    let (groups, blocks) = (
        rows.columns.div_ceil(group),
        rows.scales.len().div_ceil(LANES),
    );
    weights.resize(blocks * groups * group * LANES, T::default());
    for (o, row) in rows.bytes.chunks_exact(rows.columns.max(1)).enumerate() {
        let block = o / LANES * groups * group * LANES;
        for (k, &byte) in row.iter().enumerate() {
            let at = block + k / group * group * LANES + o % LANES * group + k % group;
            weights[at] = weight(byte as i8);
        }
    }
}

/// Factor by which numbers without fixed bounds are multiplied to become 16-bit integers: steps
/// of a thousandth, up to 32.
pub(crate) const INPUT_FACTOR: f32 = 1024.0;
