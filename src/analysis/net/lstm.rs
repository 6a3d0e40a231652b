use super::aligned::Aligned;
use super::kernel::{GateWorth, ZERO, lstm_step, panel};
use super::layer::{Buffers, Dense, Inputs};

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

/// Sums of the inputs, and which of them each row has.
struct Gates<'a> {
    sums: &'a [i32],
    inputs: &'a [usize],
}

/// Room for what a layer remembers while it runs, used again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct LstmRoom {
    gates: Aligned<i32>,
    cells: Aligned<f32>,
    state: Aligned<u8>,
}

impl Lstm {
    pub(crate) fn new(directions: [Direction; 2], hidden: usize) -> Self {
        Self { directions, hidden }
    }

    /// Writes the outputs of both directions side by side, as [`Inputs::Bytes`].
    ///
    /// Row `r` has input `inputs[r]` of `x`: words repeat, and what depends on the word alone is computed once.
    /// All sentences advance together, so that one pass over the weights serves them all.
    pub(crate) fn run(
        &self,
        rows: &Rows,
        x: Inputs<'_>,
        inputs: &[usize],
        (room, buffers): (&mut LstmRoom, &mut Buffers),
        out: &mut Aligned<u8>,
    ) {
        let out = out.sized(rows.len() * 2 * self.hidden);
        let mut projected = std::mem::take(&mut room.gates);
        for (side, direction) in self.directions.iter().enumerate() {
            (direction.input).sums(x, &mut buffers.room, &mut projected);
            let gates = Gates {
                sums: &projected,
                inputs,
            };
            self.run_direction(side, rows, &gates, (room, buffers), out);
        }
        room.gates = projected;
    }

    fn run_direction(
        &self,
        side: usize,
        rows: &Rows,
        gates: &Gates<'_>,
        (room, buffers): (&mut LstmRoom, &mut Buffers),
        out: &mut [u8],
    ) {
        let direction = &self.directions[side];
        let (hidden, width) = (self.hidden, direction.input.columns());
        let worth = GateWorth {
            input: direction.input.scales(),
            state: direction.recurrent.scales(),
            bias: direction.input.bias(),
        };
        let mut active = rows.offsets.len() - 1;
        let cells = room.cells.sized(active * hidden);
        let state = room.state.sized(active * hidden);
        cells.fill(0.0);
        state.fill(ZERO);
        for step in 0.. {
            active = (rows.offsets.windows(2).take(active))
                .take_while(|pair| pair[1] - pair[0] > step)
                .count();
            if active == 0 {
                break;
            }
            for first in (0..active).step_by(panel()) {
                let last = active.min(first + panel());
                let states = Inputs::Bytes(&state[first * hidden..last * hidden]);
                (direction.recurrent).sums(states, &mut buffers.room, &mut buffers.sums);
                for (b, sums) in (first..last).zip(buffers.sums.chunks_exact(width)) {
                    let row = if side == 1 {
                        rows.offsets[b + 1] - 1 - step
                    } else {
                        rows.offsets[b] + step
                    };
                    let state = &mut state[b * hidden..(b + 1) * hidden];
                    lstm_step(
                        &gates.sums[gates.inputs[row] * width..],
                        sums,
                        worth,
                        &mut cells[b * hidden..(b + 1) * hidden],
                        state,
                    );
                    out[(row * 2 + side) * hidden..][..hidden].copy_from_slice(state);
                }
            }
        }
    }
}
