//! Dictionary forms.

use crate::lexicon::forms::FormLexicon;
use crate::ud::{Token, Upos};

/// First reading of the lexicon.
pub(super) fn placeholder(lexicon: &FormLexicon, token: &mut Token) {
    let form = super::tokenize::fold(&token.form);
    let capital = token.form.starts_with(char::is_uppercase);
    let Some(analysis) = lexicon.analyses(&form).next() else {
        token.upos = if token.form.chars().all(|c| c.is_ascii_digit()) {
            Upos::Num
        } else if token.form.chars().all(|c| !c.is_alphanumeric()) {
            Upos::Punct
        } else if capital {
            Upos::Propn
        } else {
            Upos::Noun
        };
        return;
    };
    let is = |label| analysis.pos.split('|').any(|p| p == label);
    token.upos = if is("det") || is("detpos") || is("detdem") {
        Upos::Det
    } else if is("prep") {
        Upos::Adp
    } else if is("nom") {
        Upos::Noun
    } else if is("adj") {
        Upos::Adj
    } else if is("adv") {
        Upos::Adv
    } else if is("mg") {
        Upos::Pron
    } else {
        Upos::Verb
    };
    token.lemma = analysis.lemma;
}
