use std::ops::Range;

/// Adam (Kingma and Ba 2015) with gradients clipped by their norm, and a running average of the weights,
/// which is the model kept.
///
/// Rows of the tables of vectors that a batch did not meet are left alone, and their average is brought up
/// to date when they are met again: most words are rare.
pub(crate) struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    average: Vec<f32>,
    tables: Vec<Table>,
    steps: i32,
}

/// A table whose rows are met now and then.
struct Table {
    range: Range<usize>,
    columns: usize,
    /// The step at which each row was last met.
    met: Vec<i32>,
}

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.98;
const EPSILON: f32 = 1.0e-8;
const MAX_NORM: f32 = 3.0;
const AVERAGE_DECAY: f32 = 0.998;

impl Adam {
    /// An optimizer of `values`, of which `tables` (ranges, in order, and their columns) begin the vector.
    pub(crate) fn new(values: &[f32], tables: &[(Range<usize>, usize)]) -> Self {
        let zeros = || vec![0.0; values.len()];
        let table = |(range, columns): &(Range<usize>, usize)| Table {
            range: range.clone(),
            columns: *columns,
            met: vec![0; range.len() / columns],
        };
        Self {
            first: zeros(),
            second: zeros(),
            average: values.to_vec(),
            tables: tables.iter().map(table).collect(),
            steps: 0,
        }
    }

    /// One step down `gradient`, which is set to 0 for the next.
    pub(crate) fn step(&mut self, values: &mut [f32], gradient: &mut [f32], rate: f32) {
        self.steps += 1;
        let norm = norm(gradient);
        let clip = if norm > MAX_NORM {
            MAX_NORM / norm
        } else {
            1.0
        };
        let rate = rate * (1.0 - BETA_2.powi(self.steps)).sqrt() / (1.0 - BETA_1.powi(self.steps));
        let mut dense = 0;
        let mut tables = std::mem::take(&mut self.tables);
        for table in &mut tables {
            dense = table.range.end;
            for (row, met) in table.met.iter_mut().enumerate() {
                let start = table.range.start + row * table.columns;
                let range = start..start + table.columns;
                if gradient[range.clone()].iter().all(|&g| g == 0.0) {
                    continue;
                }
                let decay = AVERAGE_DECAY.powi(self.steps - *met - 1);
                *met = self.steps;
                for (average, value) in self.average[range.clone()]
                    .iter_mut()
                    .zip(&values[range.clone()])
                {
                    *average = decay * *average + (1.0 - decay) * value;
                }
                self.update(values, gradient, range, clip, rate);
            }
        }
        self.tables = tables;
        self.update(values, gradient, dense..values.len(), clip, rate);
    }

    fn update(
        &mut self,
        values: &mut [f32],
        gradient: &mut [f32],
        range: Range<usize>,
        clip: f32,
        rate: f32,
    ) {
        let decay = AVERAGE_DECAY.min(self.steps as f32 / (self.steps as f32 + 10.0));
        let moments = self.first[range.clone()]
            .iter_mut()
            .zip(&mut self.second[range.clone()])
            .zip(&mut self.average[range.clone()]);
        let weights = values[range.clone()].iter_mut().zip(&mut gradient[range]);
        for ((value, gradient), ((first, second), average)) in weights.zip(moments) {
            let g = *gradient * clip;
            *gradient = 0.0;
            *first = BETA_1 * *first + (1.0 - BETA_1) * g;
            *second = BETA_2 * *second + (1.0 - BETA_2) * g * g;
            *value -= rate * *first / (second.sqrt() + EPSILON);
            *average = decay * *average + (1.0 - decay) * *value;
        }
    }

    /// The running average of the weights, whose present values are `values`.
    pub(crate) fn average(&self, values: &[f32]) -> Vec<f32> {
        let mut average = self.average.clone();
        for table in &self.tables {
            for (row, met) in table.met.iter().enumerate() {
                let start = table.range.start + row * table.columns;
                let decay = AVERAGE_DECAY.powi(self.steps - met);
                for at in start..start + table.columns {
                    average[at] = decay * average[at] + (1.0 - decay) * values[at];
                }
            }
        }
        average
    }
}

/// Euclidean norm, summed in sixteen lanes.
fn norm(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<16>();
    let mut sums = [0.0_f32; 16];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value * value;
        }
    }
    let sum: f32 = sums.iter().sum::<f32>() + rest.iter().map(|v| v * v).sum::<f32>();
    sum.sqrt()
}
