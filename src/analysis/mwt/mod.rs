//! Surface tokens that stand for several words: « du » is « de » and « le ».
//!
//! Some always do; of « des » and « du », the words around tell, by a linear model of a few
//! thousand weights that [`train`] learns from treebanks, and a list of verbs that take objects.

mod features;
mod model;
mod objects;

pub use model::train;

use super::tokenize::fold;
use super::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use model::Model;
use objects::ObjectVerbs;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What the data files say of multiword tokens; see `french/lexicon/multiword.tsv`.
pub(super) struct MultiwordRules {
    forms: BTreeMap<SmolStr, Split>,
    model: Model,
    object_verbs: ObjectVerbs,
}

struct Split {
    words: Vec<SmolStr>,
    decision: Decision,
}

/// How it is decided whether a form stands for several words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Decision {
    /// It always does.
    Always,
    /// By the model.
    Context,
    /// By the model, but never after a verb that takes objects.
    Objects,
}

impl MultiwordRules {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        const MULTIWORD: &str = "lexicon/multiword.tsv";
        let mut forms = BTreeMap::new();
        for [form, words, decision] in table::rows(data, MULTIWORD, ["form", "words", "decision"])?
        {
            let decision = match decision {
                "always" => Decision::Always,
                "context" => Decision::Context,
                "objects" => Decision::Objects,
                _ => {
                    let expected = ["always", "context", "objects"];
                    return Err(AnalysisError::value(MULTIWORD, decision, &expected));
                }
            };
            let words = words.split(' ').map(SmolStr::new).collect();
            forms.insert(form.into(), Split { words, decision });
        }
        Ok(Self {
            forms,
            model: Model::load(data)?,
            object_verbs: ObjectVerbs::load(data)?,
        })
    }

    /// The words of token `i` of a sentence of `forms`, if it stands for several.
    pub(super) fn split(
        &self,
        lexicon: &FormLexicon,
        forms: &[SmolStr],
        i: usize,
    ) -> Option<Vec<SmolStr>> {
        let form = &forms[i];
        // No form of the table is longer in bytes.
        if form.len() > 12 {
            return None;
        }
        let split = self.forms.get(&fold(form))?;
        let splits = match split.decision {
            Decision::Always => true,
            Decision::Objects if self.object_verbs.precede(lexicon, forms, i) => false,
            _ => self.model.splits(lexicon, forms, i),
        };
        splits.then(|| cased(&split.words, form))
    }
}

/// `words` with the capitals of `form`: « Du » is « De » and « le », « DU » is « DE » and « LE ».
fn cased(words: &[SmolStr], form: &str) -> Vec<SmolStr> {
    let mut letters = form.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    let shouted = capital && letters.all(char::is_uppercase);
    let mut words = words.to_vec();
    for (i, word) in words.iter_mut().enumerate() {
        if shouted {
            *word = word.to_uppercase().into();
        } else if capital && i == 0 {
            let mut chars = word.chars();
            let first: Vec<char> = chars
                .next()
                .map_or(Vec::new(), |c| c.to_uppercase().collect());
            *word = first.into_iter().chain(chars).collect();
        }
    }
    words
}
