use crate::analysis::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::lookup_form;
use smol_str::{SmolStr, StrExt};
use std::collections::{BTreeMap, BTreeSet};

/// What the data files say of tokens; see `french/lexicon/tokenizer.tsv` and `abbreviations.tsv`.
pub(crate) struct TokenRules {
    kinds: BTreeMap<&'static str, BTreeSet<SmolStr>>,
    abbreviations: BTreeMap<SmolStr, Place>,
}

/// Where an abbreviation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before what it belongs to: never the end of a sentence.
    Before,
    /// After what it belongs to: perhaps the end of a sentence.
    After,
}

const KINDS: [&str; 7] = [
    "deictic", "elision", "object", "ordinal", "subject", "unit", "whole",
];

impl TokenRules {
    pub(crate) fn load(data: &Data) -> Result<Self, AnalysisError> {
        const TOKENIZER: &str = "lexicon/tokenizer.tsv";
        const ABBREVIATIONS: &str = "lexicon/abbreviations.tsv";
        let mut kinds: BTreeMap<&'static str, BTreeSet<SmolStr>> = BTreeMap::new();
        for [kind, form] in table::rows(data, TOKENIZER, ["kind", "form"])? {
            let known = KINDS
                .into_iter()
                .find(|k| *k == kind)
                .ok_or_else(|| AnalysisError::value(TOKENIZER, kind, &KINDS))?;
            kinds.entry(known).or_default().insert(form.into());
        }
        let mut abbreviations = BTreeMap::new();
        for [form, place] in table::rows(data, ABBREVIATIONS, ["form", "place"])? {
            let place = match place {
                "before" => Place::Before,
                "after" => Place::After,
                _ => {
                    return Err(AnalysisError::value(
                        ABBREVIATIONS,
                        place,
                        &["before", "after"],
                    ));
                }
            };
            let form = form.strip_suffix('.').unwrap_or(form);
            abbreviations.insert(form.into(), place);
        }
        Ok(Self {
            kinds,
            abbreviations,
        })
    }

    fn is(&self, kind: &str, form: &str) -> bool {
        self.kinds
            .get(kind)
            .is_some_and(|forms| forms.contains(form))
    }

    /// Whether `prefix`, in lowercase and without its apostrophe, is elided before a vowel.
    pub(crate) fn is_elision(&self, prefix: &str) -> bool {
        prefix.len() <= 8 && self.is("elision", prefix)
    }

    pub(crate) fn is_whole(&self, form: &str) -> bool {
        self.is("whole", form)
    }

    pub(crate) fn is_subject(&self, form: &str) -> bool {
        self.is("subject", form)
    }

    pub(crate) fn is_object(&self, form: &str) -> bool {
        self.is("object", form)
    }

    pub(crate) fn is_deictic(&self, form: &str) -> bool {
        self.is("deictic", form)
    }

    pub(crate) fn is_unit(&self, form: &str) -> bool {
        self.is("unit", form)
    }

    pub(crate) fn is_ordinal(&self, form: &str) -> bool {
        self.is("ordinal", form)
    }

    /// Where the abbreviation `form`, without its last full stop, stands.
    pub(crate) fn abbreviation(&self, form: &str) -> Option<Place> {
        if form.len() > 12 {
            return None;
        }
        self.abbreviations.get(form).copied().or_else(|| {
            let mut chars = form.chars();
            let first = chars.next().filter(|c| c.is_uppercase())?;
            let lowered: SmolStr = first.to_lowercase().chain(chars).collect();
            // A lone capital is an initial, not « p. ».
            lowered.chars().nth(1)?;
            self.abbreviations.get(&lowered).copied()
        })
    }
}

/// `form` as the tables spell it: lowercase, NFC, with ASCII apostrophes and hyphens.
pub(crate) fn fold(form: &str) -> SmolStr {
    let form = lookup_form(form);
    if form.contains(['\u{2010}', '\u{2011}']) {
        return form
            .replace(['\u{2010}', '\u{2011}'], "-")
            .to_lowercase_smolstr();
    }
    form.to_lowercase_smolstr()
}
