use crate::analysis::tokenize::fold;
use crate::analysis::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{ReadForms, Readings};
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Verbs and conjunctions after which « des » is an article; see `french/lexicon/transitive_verbs.tsv`.
pub(super) struct ObjectVerbs {
    transitive: BTreeSet<SmolStr>,
    auxiliary: BTreeSet<SmolStr>,
    conjunctions: BTreeSet<SmolStr>,
}

const NOUN: Readings = Readings::named(&["nom"]);
const ADJECTIVE: Readings = Readings::named(&["adj"]);
const NOMINAL: Readings = Readings::named(&["nom", "adj"]);
const NOUNS: Readings = Readings::named(&["nom", "npr"]);
const PRONOUNS: Readings = Readings::named(&["propersuj", "prorel"]);
/// What stands before a noun.
const LINKS: Readings = Readings::named(&["det", "detdem", "detpos", "prep"]);

const FINITE: &str = "ipre|iimp|ipsi|ifut|cond|spre|simp|impe";

impl ObjectVerbs {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        const FILE: &str = "lexicon/transitive_verbs.tsv";
        let mut verbs = Self {
            transitive: BTreeSet::new(),
            auxiliary: BTreeSet::new(),
            conjunctions: BTreeSet::new(),
        };
        for [lemma, kind] in table::rows(data, FILE, ["lemma", "kind"])? {
            match kind {
                "transitive" => verbs.transitive.insert(lemma.into()),
                "auxiliary" => verbs.auxiliary.insert(lemma.into()),
                "conjunction" => verbs.conjunctions.insert(lemma.into()),
                _ => {
                    return Err(AnalysisError::value(
                        FILE,
                        kind,
                        &["transitive", "auxiliary", "conjunction"],
                    ));
                }
            };
        }
        Ok(verbs)
    }

    /// Whether the word before token `i` of `forms` is surely such a verb, and not a noun spelled like one:
    /// « la coalition frappe des … » against « une nouvelle frappe des … ».
    pub(super) fn precede(&self, lexicon: &FormLexicon, forms: &[SmolStr], i: usize) -> bool {
        let Some(verb) = i.checked_sub(1) else {
            return false;
        };
        let sees = |j: Option<usize>, readings: Readings| {
            j.and_then(|j| forms.get(j))
                .is_some_and(|form| lexicon.readings(form).overlaps(readings))
        };
        // « quand des hommes armés ont ouvert le feu »: the clause begins with its subject.
        if self.conjunctions.contains(fold(&forms[verb]).as_str()) {
            return true;
        }
        let (before, earlier) = (i.checked_sub(2), i.checked_sub(3));
        let is_noun_like = sees(Some(verb), NOMINAL);
        if self.has(&self.transitive, lexicon, &forms[verb], "infi|ppre") && !is_noun_like {
            return true;
        }
        if before.is_some_and(|j| self.has(&self.auxiliary, lexicon, &forms[j], FINITE)) {
            return self.has(&self.transitive, lexicon, &forms[verb], "ppas");
        }
        if !self.has(&self.transitive, lexicon, &forms[verb], FINITE) {
            return false;
        }
        if !is_noun_like {
            return true;
        }
        let is_name = before.is_some_and(|j| {
            let form = &forms[j];
            form.starts_with(char::is_alphabetic) && lexicon.readings(form).is_empty()
        });
        let is_noun = sees(before, NOUNS) && !sees(before, ADJECTIVE) && !sees(before, LINKS);
        let is_pronoun = sees(before, PRONOUNS) && !sees(before, LINKS);
        let is_late_adjective =
            sees(before, ADJECTIVE) && sees(earlier, NOUN) && !sees(earlier, LINKS);
        is_name || is_noun || is_pronoun || is_late_adjective
    }

    /// Whether `form` is, in one of the forms `labels`, a verb of `verbs`.
    fn has(
        &self,
        verbs: &BTreeSet<SmolStr>,
        lexicon: &FormLexicon,
        form: &str,
        labels: &str,
    ) -> bool {
        lexicon.analyses(&fold(form)).any(|a| {
            verbs.contains(&a.lemma) && a.pos.split('|').any(|p| labels.split('|').any(|l| l == p))
        })
    }
}
