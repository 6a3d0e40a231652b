//! Corrects the voice of verbs that only look passive, which the parser confuses: « la ville est tombée »,
//! « les forces se sont retirées ». A list of verbs knows better, and a pronominal verb is never passive at
//! once: « je me suis abstenue ».

use super::{AnalysisError, table};
use crate::data::Data;
use crate::ud::{Sentence, Upos};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Verbs that only look passive; see `french/lexicon/voice.tsv`.
pub(super) struct Voice {
    active: BTreeSet<SmolStr>,
    pronominal: BTreeSet<SmolStr>,
}

/// Labels of dependents in the passive, and in the active.
const LABELS: [(&str, &str); 3] = [
    ("nsubj:pass", "nsubj"),
    ("aux:pass", "aux:tense"),
    ("expl:pass", "expl:pv"),
];

impl Voice {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        const FILE: &str = "lexicon/voice.tsv";
        let mut voice = Self {
            active: BTreeSet::new(),
            pronominal: BTreeSet::new(),
        };
        for [lemma, kind] in table::rows(data, FILE, ["lemma", "kind"])? {
            match kind {
                "active" => voice.active.insert(lemma.into()),
                "pronominal" => voice.pronominal.insert(lemma.into()),
                _ => return Err(AnalysisError::value(FILE, kind, &["active", "pronominal"])),
            };
        }
        Ok(voice)
    }

    /// Gives active labels to the dependents of verbs that only look passive. Lemmas must be there.
    pub(super) fn correct(&self, sentence: &mut Sentence) {
        let tokens = &sentence.tokens;
        let mut is_active: Vec<bool> = tokens
            .iter()
            .map(|t| t.upos == Upos::Verb && self.active.contains(&t.lemma))
            .collect();
        for token in tokens {
            if let Some(head) = token.head
                && (token.deprel == "expl:pv"
                    || token.deprel == "expl:pass" && self.pronominal.contains(&tokens[head].lemma))
            {
                is_active[head] = true;
            }
        }
        for i in 0..sentence.tokens.len() {
            let token = &mut sentence.tokens[i];
            if is_active[i] && token.feats.has("Voice", "Pass") {
                token.feats = token.feats.with("Voice", None);
            }
            let corrected = LABELS.iter().find(|(passive, _)| token.deprel == *passive);
            if let Some((_, active)) = corrected
                && token.head.is_some_and(|head| is_active[head])
            {
                token.deprel = SmolStr::new_static(active);
            }
        }
    }
}
