//! Denials that answer an accusation of a sentence before.

use crate::lexicon::Classes;
use crate::ud::{Sentence, Upos};

/// Whether a sentence rejects what one before accuses somebody of: *Y a rejeté ces accusations* or, of the one right
/// before, *Y dément*, *Y nie toute implication*.
#[must_use]
pub(super) fn rejects_accusation(
    sentence: &Sentence,
    classes: &Classes,
    right_after: bool,
) -> bool {
    let class = |i: usize, class: &str| {
        let token = &sentence.tokens[i];
        classes.has(&token.lemma, token.upos, class)
    };
    // What belongs to a verb stands near it: time stays linear in the sentence.
    let under = |head: usize| {
        let near = head.saturating_sub(64)..sentence.tokens.len().min(head + 64);
        near.filter(move |&c| sentence.tokens[c].head == Some(head))
    };
    (0..sentence.tokens.len())
        .filter(|&d| sentence.tokens[d].upos == Upos::Verb && class(d, "denial"))
        .filter(|&d| !under(d).any(|c| class(c, "negation")))
        .any(|d| {
            let objects: Vec<usize> = under(d)
                .filter(|&o| {
                    let deprel = sentence.tokens[o].deprel.as_str();
                    matches!(deprel, "obj" | "nsubj:pass" | "ccomp" | "xcomp")
                        && sentence.tokens[o].upos != Upos::Pron
                })
                .collect();
            let known = |&o: &usize| {
                right_after && class(o, "involvement")
                    || class(o, "report-noun")
                        && under(o).any(|c| {
                            let feats = &sentence.tokens[c].feats;
                            let definite = feats.has("Definite", "Def");
                            feats.has("PronType", "Dem") || right_after && definite
                        })
            };
            let silent = objects.is_empty() && !class(d, "denies-something");
            right_after && silent || objects.iter().any(known)
        })
}
