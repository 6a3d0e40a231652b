//! Names that a model learned to see: where a name begins and ends, and whether a person, a place or
//! an organization bears it.
//!
//! A chain of tags over the surface words of a sentence, scored by hashed features and by which tag follows
//! which (a linear-chain conditional random field: Lafferty, McCallum and Pereira 2001), with the tags
//! of BILOU (Ratinov and Roth 2009): beginning, inside and last word of a name, outside, and name of
//! one word. What the lexicons know of a word, and how the rest of the article uses it, are features
//! like its letters. All sums are of integers, so that every machine reads the same names.

mod features;
mod model;
mod train;

pub use train::{NamesConfig, NamesExample, NamesTrainError, train_names};

use super::lexicon::Lexicon;
use super::view::View;
use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{Names, ReadForms, Readings};
use crate::text::Span;
use features::Document;
use model::Model;
use std::ops::Range;

/// The model file.
const MODEL: &str = "model/names.griot";
/// The full-form lexicon, which knows first names and common nouns.
const FORMS: &str = "lexicon/forms.bin";

/// Who or what bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameClass {
    /// A person.
    Person,
    /// A country, region, town or other place.
    Location,
    /// An organization: a body, a group, a company, a media outlet.
    Organization,
}

/// A name in the text of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenName {
    /// Its words (bytes of the article).
    pub span: Span,
    /// Who bears it.
    pub class: NameClass,
}

/// Why the learned recognizer cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
#[error("data file `{file}` cannot be used: {what}; `griot train-names` makes a model of names")]
pub struct RecognizerError {
    file: &'static str,
    what: String,
}

impl RecognizerError {
    /// The file that is missing or damaged, relative to the data folder.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.file
    }
}

/// The learned recognizer and what it looks words up in.
pub(super) struct Recognizer {
    model: Model,
    forms: FormLexicon,
    /// Readings of words that name somebody or something.
    naming: [Readings; 3],
}

impl std::fmt::Debug for Recognizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recognizer")
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}

impl Recognizer {
    /// The recognizer of `data`; `None` where it has no model of names.
    pub(super) fn load(data: &Data) -> Result<Option<Self>, RecognizerError> {
        let Some(bytes) = data.file(MODEL) else {
            return Ok(None);
        };
        let model = Model::read(bytes).map_err(|what| RecognizerError { file: MODEL, what })?;
        Ok(Some(Self {
            model,
            forms: forms(data)?,
            naming: ["npr", "prn", "patr"].map(|label| Readings::of_labels(label, "")),
        }))
    }

    /// The names of each sentence of an article, in surface words, from left to right and none inside another.
    pub(super) fn names(
        &self,
        views: &[View<'_>],
        names: &Names,
        lexicon: &Lexicon,
    ) -> Vec<Vec<(Range<usize>, NameClass)>> {
        let document = Document::new(views, names, lexicon, &self.forms);
        let mut features = Vec::new();
        (0..views.len())
            .map(|s| {
                if !document.has_capital(s) {
                    return Vec::new();
                }
                let scores: Vec<_> = (0..views[s].len())
                    .map(|i| {
                        features.clear();
                        document.features(s, i, &mut features);
                        self.model.score(&features)
                    })
                    .collect();
                model::spans(&self.model.decode(&scores))
            })
            .collect()
    }
}

impl Recognizer {
    /// Whether all of `forms` are words of French that name nothing by themselves: *Défense*, *Bon Repos*.
    pub(super) fn are_common(&self, forms: &[&str]) -> bool {
        forms.iter().all(|form| {
            let readings = self.forms.readings(form);
            !readings.is_empty() && !self.naming.iter().any(|n| readings.contains(*n))
        })
    }
}

fn forms(data: &Data) -> Result<FormLexicon, RecognizerError> {
    let error = |what: String| RecognizerError { file: FORMS, what };
    let bytes = data
        .file(FORMS)
        .ok_or_else(|| error("it is missing".to_owned()))?;
    FormLexicon::load(bytes).map_err(|e| error(e.to_string()))
}
