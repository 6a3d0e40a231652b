//! Trains the tagger and parser: one network, one loss, written out by hand.
//!
//! Deterministic for a given seed on a given kind of processor: the matrix products come from a crate
//! that picks its kernel by the processor, and sums in another order may differ in the last bit.
//! Analysis, unlike training, gives the same bits everywhere.

mod adam;
mod batch;
mod corpus;
mod gemm;
mod graph;
mod labels;
mod loss;
mod lstm;
mod params;
mod rng;
mod rows;
#[cfg(test)]
mod tests;

use self::adam::Adam;
use self::batch::{Batch, Dropout};
pub use self::corpus::Treebank;
use self::corpus::{Example, Vocabulary};
use self::loss::Loss;
use self::params::Params;
use self::rng::Rng;
pub use super::net::features::Genre;
use super::net::format::{self, Dims, Piece};
use super::net::{Committee, ModelError, Network};
use crate::lexicon::ReadForms;
use crate::ud::Sentence;

/// How to train. The default is the procedure that `french/model/MODEL_CARD.md` describes.
#[derive(Clone, Debug)]
pub struct Config {
    /// Seed of everything random.
    pub seed: u64,
    /// Passes over all sentences.
    pub epochs: usize,
    /// Networks that label the free text together.
    pub teachers: usize,
    /// Passes of each teacher over the treebanks.
    pub teacher_epochs: usize,
    /// How often the student meets the treebanks in one pass, beside the text.
    pub treebank_copies: usize,
    /// Passes of the student over the treebanks alone, at the end.
    pub refine_epochs: usize,
    /// How many times it does so from the same state, with different seeds; the weights are averaged.
    pub refiners: usize,
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
            epochs: 7,
            teachers: 3,
            teacher_epochs: 22,
            treebank_copies: 2,
            refine_epochs: 13,
            refiners: 3,
            batch_words: 600,
            learning_rate: 3.0e-3,
            word: 96,
            gram: 64,
            mark: 32,
            hidden: 128,
            layers: 2,
            dropout: 0.33,
            hide: 1.0,
        }
    }
}

/// What a pass over the sentences came to.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Which network is learning.
    pub stage: Stage,
    /// Passes done.
    pub epoch: usize,
    /// Loss per word of the tags, the arcs and the labels.
    pub losses: [f32; 3],
}

/// The networks of one training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A teacher, counted from 1.
    Teacher(usize),
    /// The network that is kept, learning from treebanks and text.
    Student,
    /// The same, at last learning from the treebanks alone, counted from 1.
    Refined(usize),
}

/// Trains a network on `treebanks` and `text` and returns the bytes of the model file, for
/// [`Network::load`](super::net::Network::load). `progress` hears of every pass, and may ask for the
/// model as it is then.
///
/// The words of the treebanks need form, part of speech, features, head and relation; those of `text` their form.
/// Teachers, which differ by their seed, learn from the treebanks and label the text together; the
/// student learns from both, and at last, several times, from the
/// treebanks alone; the means of its weights are kept. Without text or teachers, the student learns from the treebanks alone.
///
/// # Errors
/// Never in practice: when a model just written cannot be read.
pub fn train(
    treebanks: &[Treebank],
    text: &[Sentence],
    lexicon: &dyn ReadForms,
    config: &Config,
    mut progress: impl FnMut(Progress, &dyn Fn() -> Vec<u8>),
) -> Result<Vec<u8>, ModelError> {
    let mut teachers = Vec::new();
    for teacher in 1..=config.teachers * usize::from(!text.is_empty()) {
        let config = Config {
            seed: config.seed + teacher as u64,
            epochs: config.teacher_epochs,
            ..config.clone()
        };
        let mut hear = at_stage(Stage::Teacher(teacher), &mut progress);
        let bytes = train_one(treebanks, lexicon, &config, &mut hear);
        teachers.push(Network::load(&bytes)?);
    }
    let Some(committee) = Committee::new(&teachers) else {
        let mut hear = at_stage(Stage::Student, &mut progress);
        return Ok(train_one(treebanks, lexicon, config, &mut hear));
    };
    let short = text.iter().filter(|s| s.tokens.len() <= MAX_TEXT_WORDS);
    let mut sentences: Vec<Sentence> = short.cloned().collect();
    for sentence in &mut sentences {
        committee.annotate(sentence, lexicon);
    }
    let mut both = treebanks.to_vec();
    for treebank in &mut both {
        treebank.copies *= config.treebank_copies;
    }
    both.push(Treebank {
        genre: Genre::Written,
        min_count: 2,
        copies: 1,
        sentences,
    });
    let student = {
        let mut hear = at_stage(Stage::Student, &mut progress);
        train_one(&both, lexicon, config, &mut hear)
    };
    if config.refine_epochs == 0 || config.refiners == 0 {
        return Ok(student);
    }
    let mut refined = Vec::new();
    for refiner in 0..config.refiners {
        let config = Config {
            seed: config.seed + refiner as u64,
            ..config.clone()
        };
        let mut hear = at_stage(Stage::Refined(refiner + 1), &mut progress);
        refined.push(refine(&student, treebanks, lexicon, &config, &mut hear)?);
    }
    mean(&refined)
}

/// The model whose weights are the means of those of `models`, which were refined from one model.
///
/// Networks that began alike and then saw the same data in different orders are better averaged than
/// alone, at the cost of one (Wortsman et al. 2022).
///
/// # Errors
/// When one of `models` is not a model, or there are none, or their sizes differ.
pub fn mean(models: &[Vec<u8>]) -> Result<Vec<u8>, ModelError> {
    let files = models.iter().map(|model| format::read(model));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    let first = files.first().ok_or(ModelError::Foreign)?;
    let mut sum = Params::of(first).values;
    for file in &files[1..] {
        if file.dims != first.dims {
            return Err(ModelError::Foreign);
        }
        let values = Params::of(file).values;
        sum.iter_mut().zip(values).for_each(|(s, v)| *s += v);
    }
    sum.iter_mut().for_each(|s| *s /= files.len() as f32);
    let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<String>>();
    let (words, tags) = (names(&first.words), names(&first.tags));
    let labels = names(&first.labels);
    Ok(format::write(&first.dims, &words, &tags, &labels, &sum))
}

/// Who hears of the passes of one network: their number, their losses, and the model as it is then.
type Hear<'a> = dyn FnMut(usize, [f32; 3], &dyn Fn() -> Vec<u8>) + 'a;

fn at_stage(
    stage: Stage,
    progress: &mut impl FnMut(Progress, &dyn Fn() -> Vec<u8>),
) -> impl FnMut(usize, [f32; 3], &dyn Fn() -> Vec<u8>) {
    move |epoch, losses, model| {
        let passed = Progress {
            stage,
            epoch,
            losses,
        };
        progress(passed, model);
    }
}

/// Longest sentence of free text to learn from, in words; longer ones are mostly lists.
const MAX_TEXT_WORDS: usize = 120;

/// Trains one network.
fn train_one(
    treebanks: &[Treebank],
    lexicon: &dyn ReadForms,
    config: &Config,
    hear: &mut Hear<'_>,
) -> Vec<u8> {
    let vocabulary = Vocabulary::of(treebanks);
    let mut rng = Rng::new(config.seed);
    let params = Params::random(dims(&vocabulary, config), &mut rng);
    let examples = examples(treebanks, &vocabulary, lexicon, config);
    run(&examples, &vocabulary, params, config, rng, hear)
}

/// Trains a model further, on `treebanks` alone, for [`Config::refine_epochs`] passes at half the learning rate.
/// The vocabulary stays that of the model. `hear` gets the number of each pass, its losses per word as in
/// [`Progress`], and a way to have the model as it is then.
///
/// # Errors
/// When `model` is not a model.
pub fn refine(
    model: &[u8],
    treebanks: &[Treebank],
    lexicon: &dyn ReadForms,
    config: &Config,
    hear: &mut Hear<'_>,
) -> Result<Vec<u8>, ModelError> {
    let file = format::read(model)?;
    let vocabulary = Vocabulary::of(treebanks).with_names(&file);
    let config = Config {
        epochs: config.refine_epochs,
        learning_rate: config.learning_rate / 2.0,
        ..config.clone()
    };
    let examples = examples(treebanks, &vocabulary, lexicon, &config);
    let rng = Rng::new(config.seed);
    Ok(run(
        &examples,
        &vocabulary,
        Params::of(&file),
        &config,
        rng,
        hear,
    ))
}

fn examples(
    treebanks: &[Treebank],
    vocabulary: &Vocabulary,
    lexicon: &dyn ReadForms,
    config: &Config,
) -> Vec<Example> {
    treebanks
        .iter()
        .flat_map(|t| vocabulary.examples(t, lexicon, config.hide))
        .collect()
}

/// All passes over the examples.
fn run(
    examples: &[Example],
    vocabulary: &Vocabulary,
    mut params: Params,
    config: &Config,
    mut rng: Rng,
    hear: &mut Hear<'_>,
) -> Vec<u8> {
    let tables = [Piece::Words, Piece::Grams].map(|piece| params.layout.table(piece));
    let mut adam = Adam::new(&params.values, &tables);
    let mut gradient = vec![0.0; params.values.len()];
    let dropout = Dropout {
        embedding: 0.08,
        layer: config.dropout,
        recurrent: config.dropout * 0.6,
    };
    let words: usize = examples.iter().map(Vec::len).sum();
    let total = (words * config.epochs / config.batch_words.max(1)).max(1);
    let mut done = 0;
    for epoch in 1..=config.epochs {
        let mut sum = Loss::default();
        for batch in corpus::batches(examples, config.batch_words, &mut rng) {
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
        hear(epoch, losses, &|| model(vocabulary, &params, &adam));
    }
    model(vocabulary, &params, &adam)
}

/// The model file of the averaged weights.
fn model(vocabulary: &Vocabulary, params: &Params, adam: &Adam) -> Vec<u8> {
    let average = adam.average(&params.values);
    format::write(
        &params.layout.dims,
        &vocabulary.words,
        &vocabulary.tags,
        &vocabulary.labels,
        &average,
    )
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
