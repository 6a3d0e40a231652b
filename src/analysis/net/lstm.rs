use super::kernel::{OUTPUT_FACTOR, lstm_step};
use super::layer::Dense;

/// One LSTM layer in both directions.
#[derive(Clone, Debug)]
pub(crate) struct Lstm {
    directions: [Direction; 2],
    hidden: usize,
}

#[derive(Clone, Debug)]
pub(crate) struct Direction {
    pub(crate) input: Dense,
    pub(crate) recurrent: Dense,
}

/// Sentences one after the other in the rows of a matrix, longest first.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    /// First row of each sentence, and the number of rows.
    pub(crate) offsets: Vec<usize>,
}

impl Rows {
    /// Rows for sentences of the given lengths, which do not increase.
    pub(crate) fn new(lengths: impl Iterator<Item = usize>) -> Self {
        let mut offsets = vec![0];
        for length in lengths {
            offsets.push(offsets[offsets.len() - 1] + length);
        }
        Self { offsets }
    }

    /// Number of rows.
    pub(crate) fn len(&self) -> usize {
        self.offsets[self.offsets.len() - 1]
    }

    /// Rows of each sentence.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        self.offsets.windows(2).map(|pair| pair[0]..pair[1])
    }
}

/// Projected inputs, and which of them each row has.
struct Gates<'a> {
    values: &'a [f32],
    inputs: &'a [usize],
}

impl Lstm {
    pub(crate) fn new(directions: [Direction; 2], hidden: usize) -> Self {
        Self { directions, hidden }
    }

    /// Outputs of both directions side by side, in 16 bits, for inputs that were multiplied by `factor`.
    ///
    /// Row `r` has input `inputs[r]` of `x`: words repeat, and what depends on the word alone is computed once.
    /// All sentences advance together, so that one pass over the weights serves them all.
    pub(crate) fn run(&self, rows: &Rows, x: &[i16], factor: f32, inputs: &[usize]) -> Vec<i16> {
        let mut out = vec![0; rows.len() * 2 * self.hidden];
        for (side, direction) in self.directions.iter().enumerate() {
            let gates = direction.input.apply(x, factor);
            let gates = Gates {
                values: &gates,
                inputs,
            };
            self.run_direction(
                direction,
                rows,
                &gates,
                side == 1,
                side * self.hidden,
                &mut out,
            );
        }
        out
    }

    fn run_direction(
        &self,
        direction: &Direction,
        rows: &Rows,
        gates: &Gates<'_>,
        reversed: bool,
        column: usize,
        out: &mut [i16],
    ) {
        let (hidden, width) = (self.hidden, direction.input.columns());
        let scales = direction.recurrent.scales(OUTPUT_FACTOR);
        let ranges: Vec<_> = rows.ranges().collect();
        let mut cells = vec![0.0; ranges.len() * hidden];
        let mut state = vec![0; ranges.len() * hidden];
        let mut sums = Vec::new();
        let mut active = ranges.len();
        for step in 0.. {
            active = ranges[..active].partition_point(|range| range.len() > step);
            if active == 0 {
                break;
            }
            direction
                .recurrent
                .sums(&state[..active * hidden], &mut sums);
            for (b, range) in ranges[..active].iter().enumerate() {
                let row = if reversed {
                    range.end - 1 - step
                } else {
                    range.start + step
                };
                let state = &mut state[b * hidden..(b + 1) * hidden];
                let cells = &mut cells[b * hidden..(b + 1) * hidden];
                lstm_step(
                    &gates.values[gates.inputs[row] * width..],
                    &sums[b * width..],
                    &scales,
                    cells,
                    state,
                );
                out[row * 2 * hidden + column..][..hidden].copy_from_slice(state);
            }
        }
    }
}
