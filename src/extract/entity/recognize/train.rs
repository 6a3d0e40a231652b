//! Learns the model of names from articles in which they are marked.
#![allow(
    clippy::needless_range_loop,
    reason = "the number of a tag indexes several tables at once"
)]

use super::features::Document;
use super::model::{Model, Part, ROWS, TAGS, WIDTH, follows, tag};
use super::{NameClass, RecognizerError, SeenName, forms};
use crate::data::Data;
use crate::extract::entity::lexicon::Lexicon;
use crate::extract::entity::view::View;
use crate::lexicon::{Names, NamesError};
use crate::text::{Diagnostic, Span};
use crate::ud::Sentence;

/// An article to learn from.
pub struct NamesExample {
    /// Its text.
    pub text: String,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// The names in it, in order, none inside another.
    pub names: Vec<SeenName>,
}

/// How training goes.
#[derive(Clone, Copy, Debug)]
pub struct NamesConfig {
    /// Passes over all articles.
    pub epochs: usize,
    /// Seed of the order of sentences and of the features left out.
    pub seed: u64,
    /// Step size of AdaGrad (Duchi, Hazan and Singer 2011).
    pub rate: f32,
    /// Share of the features left out of each word, so that none is relied on alone.
    pub dropout: f32,
}

impl Default for NamesConfig {
    fn default() -> Self {
        Self {
            epochs: 12,
            seed: 1,
            rate: 0.1,
            dropout: 0.2,
        }
    }
}

/// Why no model of names could be learned.
#[derive(Debug, thiserror::Error)]
pub enum NamesTrainError {
    /// The words of the entity stage.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Words(Vec<Diagnostic>),
    /// The lexicons of names.
    #[error(transparent)]
    Names(#[from] NamesError),
    /// The full-form lexicon.
    #[error(transparent)]
    Forms(#[from] RecognizerError),
}

/// A sentence as features and tags.
struct Line {
    features: Vec<Vec<u32>>,
    tags: Vec<usize>,
}

/// Learns from `examples` the weights of a conditional random field and returns the file that holds them,
/// each weight rounded to one byte. The same input gives the same bytes on one kind of processor.
///
/// # Errors
/// When a lexicon of `data` is missing or wrong.
pub fn train_names(
    data: &Data,
    examples: &[NamesExample],
    config: &NamesConfig,
) -> Result<Vec<u8>, NamesTrainError> {
    let lexicon = Lexicon::load(data).map_err(NamesTrainError::Words)?;
    let names = Names::load(data)?;
    let forms = forms(data)?;
    let mut lines = Vec::new();
    for example in examples {
        let views: Vec<View<'_>> = example
            .sentences
            .iter()
            .map(|s| View::new(&example.text, s))
            .collect();
        let document = Document::new(&views, &names, &lexicon, &forms);
        for (s, view) in views.iter().enumerate() {
            let features = (0..view.len())
                .map(|i| {
                    let mut features = Vec::new();
                    document.features(s, i, &mut features);
                    features
                })
                .collect();
            let tags = tags(view, &example.names);
            lines.push(Line { features, tags });
        }
    }
    let mut learner = Learner::new(*config);
    learner.learn(&lines);
    Ok(learner.finish())
}

/// The tags of a sentence; a name that does not begin and end with words is passed over.
fn tags(view: &View<'_>, names: &[SeenName]) -> Vec<usize> {
    let span = |i: usize| -> Span { view.token(i).span };
    let mut tags = vec![0; view.len()];
    for name in names {
        let start = (0..view.len()).find(|&i| span(i).start == name.span.start);
        let end = (0..view.len()).find(|&i| span(i).end == name.span.end);
        match start.zip(end) {
            Some((start, end)) if start == end => tags[start] = tag(name.class, Part::Unit),
            Some((start, end)) if start < end => {
                tags[start..end].fill(tag(name.class, Part::Inside));
                tags[start] = tag(name.class, Part::Begin);
                tags[end] = tag(name.class, Part::Last);
            }
            _ => {}
        }
    }
    tags
}

/// Weights, and the sums of squared gradients that AdaGrad divides by.
struct Learner {
    config: NamesConfig,
    rows: Vec<f32>,
    squares: Vec<f32>,
    /// Sums over steps, for the average that is kept.
    transitions: [[f32; TAGS]; TAGS],
    transition_squares: [[f32; TAGS]; TAGS],
    random: u64,
}

type Row = [f32; TAGS];

impl Learner {
    fn new(config: NamesConfig) -> Self {
        Self {
            config,
            rows: vec![0.0; ROWS * WIDTH],
            squares: vec![0.0; ROWS * WIDTH],
            transitions: [[0.0; TAGS]; TAGS],
            transition_squares: [[0.0; TAGS]; TAGS],
            random: config.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
        }
    }

    /// xorshift64 (Marsaglia 2003).
    fn draw(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    fn learn(&mut self, lines: &[Line]) {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        for epoch in 0..self.config.epochs {
            for i in (1..order.len()).rev() {
                let j = usize::try_from(self.draw() % (i as u64 + 1)).unwrap_or(0);
                order.swap(i, j);
            }
            // Smaller steps towards the end.
            let rate = self.config.rate * (1.0 - 0.9 * epoch as f32 / self.config.epochs as f32);
            for &line in &order {
                self.step(&lines[line], rate);
            }
        }
    }

    /// One sentence: the gradient of its log-likelihood, by forward and backward sums.
    fn step(&mut self, line: &Line, rate: f32) {
        let n = line.tags.len();
        if n == 0 {
            return;
        }
        let kept: Vec<Vec<u32>> = line
            .features
            .iter()
            .map(|features| {
                let limit = (f64::from(self.config.dropout) * u64::MAX as f64) as u64;
                features
                    .iter()
                    .copied()
                    .filter(|_| self.draw() >= limit)
                    .collect()
            })
            .collect();
        let up = 1.0 / (1.0 - self.config.dropout);
        let scores: Vec<Row> = kept.iter().map(|f| self.score(f, up)).collect();
        let allowed = |a: usize, b: usize| follows(Some(a), Some(b));
        let low = f32::NEG_INFINITY;
        let mut forward: Vec<Row> = vec![[low; TAGS]; n];
        for t in 0..TAGS {
            if follows(None, Some(t)) {
                forward[0][t] = scores[0][t];
            }
        }
        for i in 1..n {
            for t in 0..TAGS {
                let from: Row = std::array::from_fn(|f| {
                    if allowed(f, t) {
                        forward[i - 1][f] + self.transitions[f][t]
                    } else {
                        low
                    }
                });
                forward[i][t] = sum(&from) + scores[i][t];
            }
        }
        let mut backward: Vec<Row> = vec![[low; TAGS]; n];
        for t in 0..TAGS {
            if follows(Some(t), None) {
                backward[n - 1][t] = 0.0;
            }
        }
        for i in (0..n - 1).rev() {
            for t in 0..TAGS {
                let to: Row = std::array::from_fn(|u| {
                    if allowed(t, u) {
                        self.transitions[t][u] + scores[i + 1][u] + backward[i + 1][u]
                    } else {
                        low
                    }
                });
                backward[i][t] = sum(&to);
            }
        }
        let ends: Row = std::array::from_fn(|t| forward[n - 1][t] + backward[n - 1][t]);
        let total = sum(&ends);
        let mut flow = [[0.0f32; TAGS]; TAGS];
        for i in 0..n {
            let mut gradient: Row =
                std::array::from_fn(|t| (forward[i][t] + backward[i][t] - total).exp());
            gradient[line.tags[i]] -= 1.0;
            if gradient.iter().any(|g| g.abs() > 1e-4) {
                self.descend(&kept[i], &gradient, rate, up);
            }
            if i > 0 {
                for f in 0..TAGS {
                    for t in 0..TAGS {
                        if allowed(f, t) {
                            let path = forward[i - 1][f]
                                + self.transitions[f][t]
                                + scores[i][t]
                                + backward[i][t];
                            flow[f][t] += (path - total).exp();
                        }
                    }
                }
                flow[line.tags[i - 1]][line.tags[i]] -= 1.0;
            }
        }
        for f in 0..TAGS {
            for t in 0..TAGS {
                let g = flow[f][t];
                self.transition_squares[f][t] += g * g;
                self.transitions[f][t] -= rate * g / (self.transition_squares[f][t].sqrt() + 1e-6);
            }
        }
    }

    fn score(&self, features: &[u32], up: f32) -> Row {
        let mut sum = [0.0; WIDTH];
        for &feature in features {
            let start = feature as usize * WIDTH;
            for (s, w) in sum.iter_mut().zip(&self.rows[start..start + WIDTH]) {
                *s += w;
            }
        }
        std::array::from_fn(|t| sum[t] * up)
    }

    fn descend(&mut self, features: &[u32], gradient: &Row, rate: f32, up: f32) {
        for &feature in features {
            let start = feature as usize * WIDTH;
            for (t, g) in gradient.iter().enumerate() {
                let g = g * up;
                let square = &mut self.squares[start + t];
                *square += g * g;
                self.rows[start + t] -= rate * g / (square.sqrt() + 1e-6);
            }
        }
    }

    /// The weights, one byte each, on one scale.
    fn finish(&self) -> Vec<u8> {
        let trained = self.rows.chunks_exact(WIDTH).flat_map(|row| &row[..TAGS]);
        let transitions = self.transitions.iter().flatten();
        let largest = trained
            .clone()
            .chain(transitions.clone())
            .fold(0.0f32, |m, w| m.max(w.abs()));
        let scale = 127.0 / largest.clamp(1e-6, LARGEST);
        let byte = |w: &f32| (w * scale).round().clamp(-127.0, 127.0) as i8;
        let rows: Vec<i8> = trained.map(byte).collect();
        let transitions: Vec<i8> = transitions.map(byte).collect();
        Model::write(&rows, &transitions)
    }
}

/// Weights beyond this are cut, so that the others keep their precision.
const LARGEST: f32 = 2.0;

/// The logarithm of the sum of exponentials.
fn sum(values: &Row) -> f32 {
    let most = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if most == f32::NEG_INFINITY {
        return most;
    }
    most + values.iter().map(|v| (v - most).exp()).sum::<f32>().ln()
}

impl NameClass {
    /// The class with a name of WiNER's: `Person`, `Location`, `Organization`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Person" => Self::Person,
            "Location" => Self::Location,
            "Organization" => Self::Organization,
            _ => return None,
        })
    }
}
