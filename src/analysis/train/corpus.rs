use super::rng::Rng;
use crate::analysis::net::features::{FormFeatures, Genre, genre_mark, initial_mark};
use crate::analysis::net::format::ModelFile;
use crate::lexicon::ReadForms;
use crate::ud::{Sentence, Token};
use std::collections::BTreeMap;

/// Sentences that share a genre and a weight in training.
#[derive(Clone, Debug)]
pub struct Treebank {
    /// What kind of text it is.
    pub genre: Genre,
    /// How often a word must occur in treebanks like this one to enter the vocabulary by them.
    pub min_count: usize,
    /// How often its sentences are met in one pass.
    pub copies: usize,
    /// The annotated sentences.
    pub sentences: Vec<Sentence>,
}

/// One word ready for training.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) word: u32,
    /// Probability of hiding the word's own vector, so that the rest learns to do without.
    pub(crate) hide: f32,
    pub(crate) grams: Vec<u32>,
    pub(crate) marks: Vec<u32>,
    pub(crate) tag: usize,
    /// 0 for the root, else the head's index plus 1.
    pub(crate) head: usize,
    pub(crate) label: usize,
}

/// A sentence ready for training.
pub(crate) type Example = Vec<Item>;

/// Names of words, tags and labels, by their number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    /// Word keys; the number is the index plus 1, 0 being every other word.
    pub(crate) words: Vec<String>,
    /// `NOUN Gender=Masc|Number=Sing`.
    pub(crate) tags: Vec<String>,
    pub(crate) labels: Vec<String>,
    word_ids: BTreeMap<String, (u32, usize)>,
}

/// The tag the network learns: part of speech and the features kept, after a space.
///
/// Features that only one of the treebanks marks would teach chance: those of the possessor, `Voice=Act`,
/// `Emph`, `ExtPos`, `Typo` and the like are left out.
pub(crate) fn joint_tag(token: &Token) -> String {
    const KEPT: [&str; 15] = [
        "Definite", "Foreign", "Gender", "Mood", "NumType", "Number", "Person", "Polarity", "Poss",
        "PronType", "Reflex", "Tense", "VerbForm", "Voice", "Abbr",
    ];
    let feats: Vec<String> = token
        .feats
        .iter()
        .filter(|(name, value)| KEPT.contains(name) && *value != "Act")
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} {}", token.upos, feats.join("|"))
}

/// The relation the network learns: rare subtypes that treebanks use differently are merged.
pub(crate) fn training_label(deprel: &str) -> &str {
    match deprel {
        "dep:comp" => "dep",
        "obl" => "obl:mod",
        "aux" => "aux:tense",
        "nmod:appos" => "appos",
        "parataxis:parenth" => "parataxis:insert",
        "flat" | "compound" => "flat:name",
        "csubj:pass" => "csubj",
        "iobj:agent" => "iobj",
        "nsubj:outer" => "nsubj",
        label => label,
    }
}

impl Vocabulary {
    pub(crate) fn of(treebanks: &[Treebank]) -> Self {
        let mut counts: BTreeMap<String, (usize, bool)> = BTreeMap::new();
        let mut tags: BTreeMap<String, usize> = BTreeMap::new();
        let mut labels: BTreeMap<String, usize> = BTreeMap::new();
        for treebank in treebanks {
            let mut local: BTreeMap<String, usize> = BTreeMap::new();
            for token in treebank.sentences.iter().flat_map(|s| &s.tokens) {
                *local.entry(FormFeatures::key_of(&token.form)).or_default() += 1;
                *tags.entry(joint_tag(token)).or_default() += 1;
                *labels
                    .entry(training_label(&token.deprel).to_owned())
                    .or_default() += 1;
            }
            for (key, count) in local {
                let entry = counts.entry(key).or_default();
                entry.0 += count;
                entry.1 |= count >= treebank.min_count;
            }
        }
        counts.retain(|key, entry| entry.1 && key.len() < 256);
        tags.retain(|_, count| *count > 1);
        labels.retain(|_, count| *count > 1);
        let word_ids: BTreeMap<String, (u32, usize)> = (1..)
            .zip(&counts)
            .map(|(id, (key, (count, _)))| (key.clone(), (id, *count)))
            .collect();
        Self {
            words: counts.into_keys().collect(),
            tags: tags.into_keys().collect(),
            labels: labels.into_keys().collect(),
            word_ids,
        }
    }

    /// The same counts under the names of a model.
    pub(crate) fn with_names(self, file: &ModelFile<'_>) -> Self {
        let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<String>>();
        let id = |(id, word): (u32, &&str)| {
            let count = self.word_ids.get(*word).map_or(0, |(_, count)| *count);
            ((*word).to_owned(), (id, count))
        };
        Self {
            word_ids: (1..).zip(&file.words).map(id).collect(),
            words: names(&file.words),
            tags: names(&file.tags),
            labels: names(&file.labels),
        }
    }

    /// Turns sentences into numbers. Tags and labels out of the vocabulary become `usize::MAX`: no loss.
    pub(crate) fn examples(
        &self,
        treebank: &Treebank,
        lexicon: &dyn ReadForms,
        hide: f32,
    ) -> Vec<Example> {
        let id = |names: &[String], name: &str| {
            names
                .binary_search_by(|n| n.as_str().cmp(name))
                .unwrap_or(usize::MAX)
        };
        let item = |(i, token): (usize, &Token)| {
            let features = FormFeatures::new(&token.form, lexicon.readings(&token.form));
            let (word, count) = self.word_ids.get(&features.key).copied().unwrap_or((0, 0));
            let mut marks = features.marks;
            marks.push(genre_mark(treebank.genre));
            if i == 0 {
                marks.push(initial_mark());
            }
            Item {
                word,
                hide: hide / (hide + count as f32),
                grams: features.grams,
                marks,
                tag: id(&self.tags, &joint_tag(token)),
                head: token.head.map_or(0, |h| h + 1),
                label: id(&self.labels, training_label(&token.deprel)),
            }
        };
        let sentences = treebank
            .sentences
            .iter()
            .filter(|s| !s.tokens.is_empty() && s.tokens.len() <= 200);
        let sentences = sentences.flat_map(|s| std::iter::repeat_n(s, treebank.copies));
        sentences
            .map(|s| s.tokens.iter().enumerate().map(item).collect())
            .collect()
    }
}

/// Groups examples of like length into batches of about `words` words, in random order.
pub(crate) fn batches(examples: &[Example], words: usize, rng: &mut Rng) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..examples.len()).collect();
    rng.shuffle(&mut order);
    order.sort_by_key(|&i| examples[i].len() / 4);
    let mut batches: Vec<Vec<usize>> = vec![Vec::new()];
    let mut count = 0;
    for i in order {
        if count >= words {
            batches.push(Vec::new());
            count = 0;
        }
        count += examples[i].len();
        if let Some(last) = batches.last_mut() {
            last.push(i);
        }
    }
    rng.shuffle(&mut batches);
    batches
}
