//! Trains the tagger and parser: one network, one loss, written out by hand.
//!
//! Deterministic for a given seed on a given kind of processor: the matrix products come from a crate
//! that picks its kernel by the processor, and sums in another order may differ in the last bit.
//! Analysis, unlike training, gives the same bits everywhere.

mod adam;
mod corpus;
mod gemm;
mod graph;
mod lstm;
mod params;
mod rng;
#[cfg(test)]
mod tests;

use self::adam::Adam;
pub use self::corpus::Treebank;
use self::corpus::{Example, Vocabulary};
use self::graph::{Batch, Dropout, Loss};
use self::params::Params;
use self::rng::Rng;
pub use super::net::features::Genre;
use super::net::format::{self, Dims};
use crate::lexicon::ReadForms;

/// How to train. The default is how the model in the repository was trained.
#[derive(Clone, Debug)]
pub struct Config {
    /// Seed of everything random.
    pub seed: u64,
    /// Passes over the treebanks.
    pub epochs: usize,
    /// Words in a batch, about.
    pub batch_words: usize,
    /// Highest learning rate; it rises over the first steps and falls to a hundredth at the end.
    pub learning_rate: f32,
    /// Width of the word vectors.
    pub word: usize,
    /// Width of the vectors of word parts.
    pub gram: usize,
    /// Width of the vectors of marks.
    pub mark: usize,
    /// Width of one direction of an LSTM layer.
    pub hidden: usize,
    /// Number of LSTM layers.
    pub layers: usize,
    /// Rate of dropout between layers.
    pub dropout: f32,
    /// A word met `c` times is hidden from the network with probability `hide / (hide + c)`.
    pub hide: f32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 1,
            epochs: 30,
            batch_words: 600,
            learning_rate: 3.0e-3,
            word: 96,
            gram: 64,
            mark: 32,
            hidden: 128,
            layers: 2,
            dropout: 0.33,
            hide: 0.5,
        }
    }
}

/// What a pass over the treebanks came to.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Passes done.
    pub epoch: usize,
    /// Loss per word of the tags, the arcs and the labels.
    pub losses: [f32; 3],
}

/// Trains a network on `treebanks` and returns the bytes of the model file, for
/// [`Network::load`](super::net::Network::load). `progress` hears of every pass.
///
/// The words of a sentence need form, part of speech, features, head and relation.
pub fn train(
    treebanks: &[Treebank],
    lexicon: &dyn ReadForms,
    config: &Config,
    mut progress: impl FnMut(Progress, &dyn Fn() -> Vec<u8>),
) -> Vec<u8> {
    let vocabulary = Vocabulary::of(treebanks);
    let examples: Vec<Example> = treebanks
        .iter()
        .flat_map(|t| vocabulary.examples(t, lexicon, config.hide))
        .collect();
    let mut rng = Rng::new(config.seed);
    let mut params = Params::random(dims(&vocabulary, config), &mut rng);
    let mut adam = Adam::new(&params.values);
    let mut gradient = vec![0.0; params.values.len()];
    let dropout = Dropout {
        embedding: 0.08,
        layer: config.dropout,
        recurrent: config.dropout * 0.6,
    };
    let words: usize = examples.iter().map(Vec::len).sum();
    let total = (words * config.epochs / config.batch_words.max(1)).max(1);
    let mut done = 0;
    let bytes = |average: &[f32], dims: &Dims| {
        format::write(
            dims,
            &vocabulary.words,
            &vocabulary.tags,
            &vocabulary.labels,
            average,
        )
    };
    for epoch in 1..=config.epochs {
        let mut sum = Loss::default();
        for batch in corpus::batches(&examples, config.batch_words, &mut rng) {
            let batch = Batch::new(batch.iter().map(|&i| &examples[i]).collect());
            if batch.rows() == 0 {
                continue;
            }
            let loss = graph::step(&params, &batch, dropout, &mut rng, &mut gradient);
            adam.step(&mut params.values, &mut gradient, rate(config, done, total));
            done += 1;
            sum = Loss {
                tags: sum.tags + loss.tags,
                arcs: sum.arcs + loss.arcs,
                labels: sum.labels + loss.labels,
            };
        }
        let losses =
            [sum.tags, sum.arcs, sum.labels].map(|loss| (loss / words.max(1) as f64) as f32);
        progress(Progress { epoch, losses }, &|| {
            bytes(&adam.average, &params.layout.dims)
        });
    }
    bytes(&adam.average, &params.layout.dims)
}

fn dims(vocabulary: &Vocabulary, config: &Config) -> Dims {
    Dims {
        words: vocabulary.words.len() + 1,
        word: config.word,
        gram: config.gram,
        mark: config.mark,
        hidden: config.hidden,
        layers: config.layers,
        arc: 128,
        label: 128,
        product: 64,
        labels: vocabulary.labels.len(),
        tag: 128,
        tags: vocabulary.tags.len(),
    }
}

/// Rises over a twentieth of the steps, then falls along a cosine.
fn rate(config: &Config, step: usize, total: usize) -> f32 {
    let at = step as f32 / total as f32;
    let factor = if at < 0.05 {
        at / 0.05 + 0.01
    } else {
        0.01 + 0.99 * 0.5 * (1.0 + (std::f32::consts::PI * at.min(1.0)).cos())
    };
    config.learning_rate * factor
}
