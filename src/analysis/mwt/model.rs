use super::features::features;
use crate::analysis::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use crate::ud::Sentence;
use smol_str::SmolStr;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Where the weights are, in the data folder.
const FILE: &str = "model/multiword.tsv";

/// Weights are kept in these parts of one.
const SCALE: f32 = 100.0;

/// Weights below this, in those parts, are left out.
const NEGLIGIBLE: f32 = 6.0;

/// Passes over the examples in training.
const EPOCHS: usize = 12;

/// Step of training, divided by the root of the sum of squares so far (AdaGrad, Duchi et al. 2011).
const RATE: f32 = 0.4;

/// Pull of the weights towards zero.
const DECAY: f32 = 2e-4;

/// A logistic model of whether a token stands for several words.
pub(super) struct Model {
    /// Names of all features, in order.
    names: String,
    /// End of each name in `names`, and its weight.
    weights: Vec<(usize, i32)>,
}

impl Model {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        let mut rows = table::rows(data, FILE, ["feature", "weight"])?;
        // As `train` writes them already.
        rows.sort_unstable();
        let mut model = Self {
            names: String::with_capacity(rows.iter().map(|[name, _]| name.len()).sum()),
            weights: Vec::with_capacity(rows.len()),
        };
        for [name, weight] in rows {
            let weight = weight
                .parse()
                .map_err(|_| AnalysisError::value(FILE, weight, &["a whole number"]))?;
            model.names.push_str(name);
            model.weights.push((model.names.len(), weight));
        }
        Ok(model)
    }

    pub(super) fn splits(&self, lexicon: &FormLexicon, forms: &[SmolStr], i: usize) -> bool {
        let features = features(lexicon, forms, i);
        let sum: i32 = features.iter().map(|name| self.weight(name)).sum();
        sum >= 0
    }

    /// The weight of feature `name`, 0 for an unknown one.
    fn weight(&self, name: &str) -> i32 {
        let start = |i: usize| i.checked_sub(1).map_or(0, |before| self.weights[before].0);
        let at = |i: usize| &self.names[start(i)..self.weights[i].0];
        let (mut low, mut high) = (0, self.weights.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match at(middle).cmp(name) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return self.weights[middle].1,
                Ordering::Greater => high = middle,
            }
        }
        0
    }
}

struct Example {
    features: Vec<usize>,
    splits: bool,
}

/// Learns from `sentences` when « des » and « du » stand for two words, and returns the text of
/// `model/multiword.tsv`. Equal sentences, in equal order, give equal text.
#[must_use]
pub fn train(lexicon: &FormLexicon, sentences: &[Sentence]) -> String {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    let mut examples = Vec::new();
    for sentence in sentences {
        let (forms, multiword) = surface(sentence);
        for (i, form) in forms.iter().enumerate() {
            if !matches!(form.to_lowercase().as_str(), "des" | "du") {
                continue;
            }
            let features = features(lexicon, &forms, i)
                .into_iter()
                .map(|name| {
                    let next = names.len();
                    *names.entry(name).or_insert(next)
                })
                .collect();
            examples.push(Example {
                features,
                splits: multiword[i],
            });
        }
    }
    let weights = fit(&examples, names.len());
    let mut out = String::from(HEADER);
    for (name, index) in &names {
        let weight = (weights[*index] * SCALE).round();
        if weight.abs() >= NEGLIGIBLE {
            writeln!(out, "{name}\t{weight:.0}").expect("a string can be written");
        }
    }
    out
}

const HEADER: &str = "\
# Whether a token that can stand for several words does: a logistic model, positive for yes, in hundredths.
# Learned by `analysis::mwt::train` from the treebanks that SOURCES.md names.
feature\tweight
";

fn fit(examples: &[Example], features: usize) -> Vec<f32> {
    let mut weights = vec![0f32; features];
    let mut squares = vec![1e-3f32; features];
    let mut sums = vec![0f64; features];
    let mut steps = 0u32;
    for epoch in 0..EPOCHS {
        // A stride that shares no factor with the length visits every example, in another order each time.
        let n = examples.len();
        let stride = (epoch * 2 + 1..).find(|s| gcd(*s, n) == 1).unwrap_or(1);
        for k in 0..n {
            let example = &examples[k * stride % n];
            let score: f32 = example.features.iter().map(|&f| weights[f]).sum();
            let gold = if example.splits { 1.0 } else { 0.0 };
            let error = gold - 1.0 / (1.0 + (-score).exp());
            for &f in &example.features {
                let gradient = error - DECAY * weights[f];
                squares[f] += gradient * gradient;
                weights[f] += RATE * gradient / squares[f].sqrt();
            }
        }
        if epoch >= EPOCHS / 2 {
            steps += 1;
            for (sum, weight) in sums.iter_mut().zip(&weights) {
                *sum += f64::from(*weight);
            }
        }
    }
    sums.iter()
        .map(|sum| (sum / f64::from(steps.max(1))) as f32)
        .collect()
}

const fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The surface tokens of a sentence, and which of them are multiword tokens.
fn surface(sentence: &Sentence) -> (Vec<SmolStr>, Vec<bool>) {
    let mut forms = Vec::new();
    let mut multiword = Vec::new();
    let mut i = 0;
    while i < sentence.tokens.len() {
        let whole = sentence
            .multiword_tokens
            .iter()
            .find(|m| m.words.start == i);
        forms.push(whole.map_or(&sentence.tokens[i].form, |m| &m.form).clone());
        multiword.push(whole.is_some());
        i = whole.map_or(i + 1, |m| m.words.end);
    }
    (forms, multiword)
}
