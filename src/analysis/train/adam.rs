/// Adam (Kingma and Ba 2015) with gradients clipped by their norm, and a running average of the weights,
/// which is the model kept.
pub(crate) struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    /// Average of the weights over the last steps.
    pub(crate) average: Vec<f32>,
    steps: i32,
}

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.98;
const EPSILON: f32 = 1.0e-8;
const MAX_NORM: f32 = 3.0;
const AVERAGE_DECAY: f32 = 0.998;

impl Adam {
    pub(crate) fn new(values: &[f32]) -> Self {
        let zeros = || vec![0.0; values.len()];
        Self {
            first: zeros(),
            second: zeros(),
            average: values.to_vec(),
            steps: 0,
        }
    }

    /// One step down `gradient`, which is set to 0 for the next.
    pub(crate) fn step(&mut self, values: &mut [f32], gradient: &mut [f32], rate: f32) {
        self.steps += 1;
        let norm = gradient
            .iter()
            .map(|g| f64::from(*g) * f64::from(*g))
            .sum::<f64>()
            .sqrt() as f32;
        let clip = if norm > MAX_NORM {
            MAX_NORM / norm
        } else {
            1.0
        };
        let rate = rate * (1.0 - BETA_2.powi(self.steps)).sqrt() / (1.0 - BETA_1.powi(self.steps));
        let decay = AVERAGE_DECAY.min(self.steps as f32 / (self.steps as f32 + 10.0));
        let moments = self
            .first
            .iter_mut()
            .zip(&mut self.second)
            .zip(&mut self.average);
        for ((value, gradient), ((first, second), average)) in
            values.iter_mut().zip(gradient).zip(moments)
        {
            let g = *gradient * clip;
            *gradient = 0.0;
            *first = BETA_1 * *first + (1.0 - BETA_1) * g;
            *second = BETA_2 * *second + (1.0 - BETA_2) * g * g;
            *value -= rate * *first / (second.sqrt() + EPSILON);
            *average = decay * *average + (1.0 - decay) * *value;
        }
    }
}
