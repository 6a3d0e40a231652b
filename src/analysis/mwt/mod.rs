//! Surface tokens that stand for several words: « du » is « de » and « le ».
//!
//! Some always do; of « des » and « du », the words around tell, by a linear model of a few
//! thousand weights that [`train`] learns from treebanks.

mod features;
mod model;

pub use model::train;

use super::tokenize::fold;
use super::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use model::Model;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What the data files say of multiword tokens; see `french/lexicon/multiword.tsv`.
pub(super) struct MultiwordRules {
    forms: BTreeMap<SmolStr, Split>,
    model: Model,
}

struct Split {
    words: Vec<SmolStr>,
    always: bool,
}

impl MultiwordRules {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        const MULTIWORD: &str = "lexicon/multiword.tsv";
        let mut forms = BTreeMap::new();
        for [form, words, decision] in table::rows(data, MULTIWORD, ["form", "words", "decision"])? {
            let always = match decision {
                "always" => true,
                "context" => false,
                _ => return Err(AnalysisError::value(MULTIWORD, decision, &["always", "context"])),
            };
            let words = words.split(' ').map(SmolStr::new).collect();
            forms.insert(form.into(), Split { words, always });
        }
        let model = Model::load(data)?;
        Ok(Self { forms, model })
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
        let splits = split.always || self.model.splits(lexicon, forms, i);
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
