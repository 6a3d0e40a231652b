use super::format::Matrix;
use super::kernel::{LANES, multiply, quantize, scale_and_shift};

/// A dense layer in 8-bit weights: `out = W x + b`, laid out for [`multiply`].
#[derive(Clone, Debug)]
pub(crate) struct Dense {
    inputs: usize,
    weights: Vec<i16>,
    /// For each output, what one unit of the integer sum is worth when inputs are worth 1 each.
    scales: Vec<f32>,
    bias: Vec<f32>,
}

impl Dense {
    /// A layer from its rows of weights and its bias; none for zeros.
    pub(crate) fn new(rows: &Matrix<'_>, bias: Option<&Matrix<'_>>) -> Self {
        let (inputs, outputs) = (rows.columns, rows.scales.len());
        let (pairs, blocks) = (inputs.div_ceil(2), outputs.div_ceil(LANES));
        let mut weights = vec![0; blocks * pairs * 2 * LANES];
        for (o, row) in rows.bytes.chunks_exact(inputs.max(1)).enumerate() {
            let block = o / LANES * pairs * 2 * LANES;
            for (k, &byte) in row.iter().enumerate() {
                weights[block + k / 2 * 2 * LANES + o % LANES * 2 + k % 2] = i16::from(byte as i8);
            }
        }
        let padded = |values: &mut dyn Iterator<Item = f32>| {
            let mut values: Vec<f32> = values.collect();
            values.resize(blocks * LANES, 0.0);
            values
        };
        Self {
            inputs: pairs * 2,
            weights,
            scales: padded(&mut rows.scales.iter().copied()),
            bias: padded(
                &mut bias
                    .into_iter()
                    .flat_map(|bias| (0..outputs).flat_map(|o| bias.row(o))),
            ),
        }
    }

    /// Columns of what [`Dense::apply`] and [`Dense::sums`] write: the outputs, then padding.
    pub(crate) const fn columns(&self) -> usize {
        self.scales.len()
    }

    /// Integer sums of rows of inputs, without bias.
    pub(crate) fn sums(&self, x: &[i16], out: &mut Vec<i32>) {
        // What is left of the last call is overwritten.
        out.resize(x.len() / self.inputs.max(1) * self.columns(), 0);
        multiply(x, &self.weights, self.inputs / 2, out);
    }

    /// Worth of one unit of the sums when inputs were multiplied by `factor`.
    pub(crate) fn scales(&self, factor: f32) -> Vec<f32> {
        self.scales.iter().map(|s| s / factor).collect()
    }

    /// The layer on rows of integer inputs that were multiplied by `factor`.
    pub(crate) fn apply(&self, x: &[i16], factor: f32) -> Vec<f32> {
        let mut sums = Vec::new();
        self.sums(x, &mut sums);
        let mut out = vec![0.0; sums.len()];
        scale_and_shift(&sums, &self.scales(factor), &self.bias, &mut out);
        out
    }

    /// The layer on rows of numbers.
    pub(crate) fn apply_to_numbers(&self, x: &[f32]) -> Vec<f32> {
        let mut integers = vec![0; x.len()];
        quantize(x, INPUT_FACTOR, &mut integers);
        self.apply(&integers, INPUT_FACTOR)
    }
}

/// Factor by which numbers without fixed bounds are multiplied to become 16-bit integers: steps
/// of a thousandth, up to 32.
pub(crate) const INPUT_FACTOR: f32 = 1024.0;
