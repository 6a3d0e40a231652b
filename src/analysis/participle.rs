//! Gives back to a verb the participle that reads like a noun: « ils l'ont reprise ».
//!
//! The parser sees that the word has an auxiliary, the tagger that it looks like a noun. A noun has no auxiliary of
//! tense, unless a copula or a determiner stands by it: « il a été le chef ».

use crate::lexicon::forms::FormLexicon;
use crate::lexicon::{ReadForms, Readings};
use crate::ud::{Feats, Sentence, Upos};

const PAST_PARTICIPLE: Readings = Readings::named(&["ppas"]);

/// Makes participles of the nouns with an auxiliary of tense that the lexicon knows as such. Goes before the lemmas.
pub(super) fn correct(sentence: &mut Sentence, lexicon: &FormLexicon) {
    let mut auxiliary = vec![false; sentence.tokens.len()];
    let mut noun_like = vec![false; sentence.tokens.len()];
    for token in &sentence.tokens {
        let Some(head) = token.head else { continue };
        auxiliary[head] |= token.deprel == "aux:tense";
        noun_like[head] |= matches!(token.deprel.as_str(), "cop" | "det");
    }
    for (i, token) in sentence.tokens.iter_mut().enumerate() {
        let is_participle = token.upos == Upos::Noun
            && auxiliary[i]
            && !noun_like[i]
            && lexicon.readings(&token.form).overlaps(PAST_PARTICIPLE);
        if is_participle {
            let feats: Vec<String> = token
                .feats
                .iter()
                .filter(|(name, _)| matches!(*name, "Gender" | "Number"))
                .map(|(name, value)| format!("{name}={value}"))
                .chain(["Tense=Past".to_owned(), "VerbForm=Part".to_owned()])
                .collect();
            token.upos = Upos::Verb;
            token.feats = Feats::new(&feats.join("|"));
        }
    }
}
