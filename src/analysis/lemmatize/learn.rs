//! What treebanks and the lexicon teach about lemmas: run offline, kept as tables.

use super::{Lemmatizer, MAX_ENDING, has};
use crate::analysis::tokenize::fold;
use crate::lexicon::forms::{Analysis, FormLexicon};
use crate::ud::{Sentence, Token, Upos};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// An ending must make this many more forms of the lexicon right than the shorter one did.
const MIN_GAIN: usize = 12;

/// Open classes need this many occurrences of a lemma that differs from the regular one.
const MIN_OPEN: usize = 2;

/// Replacements of an ending, with how many forms of the lexicon take each.
type Replacements = BTreeMap<String, usize>;

/// The text of `lexicon/lemma_endings.tsv`: how endings change, for words that the lexicon lacks.
///
/// Every ending of the lexicon's nouns, adjectives and verbs takes the commonest change, and is listed where
/// it differs from that of the ending one letter shorter. `participle` rows are those of `lemmatizer`.
#[must_use]
pub(crate) fn endings(lexicon: &FormLexicon, lemmatizer: &Lemmatizer) -> String {
    let mut counts: BTreeMap<(Upos, usize, String), Replacements> = BTreeMap::new();
    lexicon.for_each(|form, analyses| {
        let pairs: BTreeSet<(Upos, SmolStr)> = analyses
            .filter_map(|a| Some((open_class(&a)?, a.lemma)))
            .collect();
        if form.chars().any(|c| !c.is_lowercase()) {
            return;
        }
        for (upos, lemma) in pairs {
            for (length, (start, _)) in form.char_indices().rev().take(MAX_ENDING).enumerate() {
                if let Some(replacement) = lemma.strip_prefix(&form[..start]) {
                    let key = (upos, length + 1, form[start..].to_owned());
                    *counts
                        .entry(key)
                        .or_default()
                        .entry(replacement.to_owned())
                        .or_default() += 1;
                }
            }
        }
    });
    let mut kept: BTreeMap<(Upos, String), String> = BTreeMap::new();
    for ((upos, _, ending), replacements) in &counts {
        let inherited = inherited(&kept, *upos, ending);
        let (best, n) = replacements
            .iter()
            .max_by_key(|(replacement, n)| (**n, std::cmp::Reverse((*replacement).clone())))
            .expect("an ending was seen with a replacement");
        if *n >= replacements.get(&inherited).copied().unwrap_or(0) + MIN_GAIN {
            kept.insert((*upos, ending.clone()), best.clone());
        }
    }
    let mut rows: Vec<(String, &str, String)> = kept
        .into_iter()
        .map(|((upos, ending), replacement)| (ending, upos.as_str(), replacement))
        .collect();
    let participles = lemmatizer.participle_endings.iter();
    rows.extend(participles.map(|e| (e.to_string(), "participle", String::new())));
    rows.sort();
    let mut out = String::from(ENDINGS_HEADER);
    for (ending, upos, replacement) in rows {
        writeln!(out, "{ending}\t{upos}\t{replacement}").expect("a string can be written");
    }
    out
}

const ENDINGS_HEADER: &str = "\
# What the ending of an unknown word becomes in its lemma, by part of speech; the longest ending counts.
# `participle`: endings taken off inflected forms (« connues » to « connu »).
# Learned from forms.bin by `Analyzer::learn_lemma_endings`; participle rows are written by hand.
ending	upos	lemma
";

/// What the kept endings shorter than `ending` make of it.
fn inherited(kept: &BTreeMap<(Upos, String), String>, upos: Upos, ending: &str) -> String {
    for (start, _) in ending.char_indices().skip(1) {
        if let Some(replacement) = kept.get(&(upos, ending[start..].to_owned())) {
            return format!("{}{replacement}", &ending[..start]);
        }
    }
    ending.to_owned()
}

fn open_class(analysis: &Analysis<'_>) -> Option<Upos> {
    let is = |label| has(analysis.pos, label);
    if is("ppas")
        || is("infi")
        || is("ipre")
        || is("iimp")
        || is("ifut")
        || is("ipsi")
        || is("ppre")
        || is("cond")
    {
        Some(Upos::Verb)
    } else if is("adj") {
        Some(Upos::Adj)
    } else if is("nom") && !has(analysis.feats, "fem") {
        Some(Upos::Noun)
    } else {
        None
    }
}

/// The text of `lexicon/lemmas.tsv`: lemmas of treebank words that `lemmatizer` would not find otherwise.
///
/// A form with its part of speech is listed with its commonest lemma if that is not the regular one, in closed classes
/// always, in open ones from two occurrences on.
#[must_use]
pub(crate) fn exceptions(
    lexicon: &FormLexicon,
    lemmatizer: &Lemmatizer,
    sentences: &[Sentence],
) -> String {
    let mut seen: BTreeMap<(SmolStr, Upos), BTreeMap<SmolStr, (usize, Token)>> = BTreeMap::new();
    let words = sentences.iter().flat_map(|s| &s.tokens);
    for token in words.filter(|t| t.lemma != "_" && !matches!(t.upos, Upos::Propn | Upos::X)) {
        let mut keys = vec![fold(&token.form)];
        if keys[0] != token.form && token.upos == Upos::Noun {
            keys.push(token.form.clone());
        }
        for form in keys {
            let lemmas = seen.entry((form, token.upos)).or_default();
            lemmas
                .entry(token.lemma.clone())
                .or_insert_with(|| (0, token.clone()))
                .0 += 1;
        }
    }
    let mut out = String::from(EXCEPTIONS_HEADER);
    let mut rows: Vec<(SmolStr, Upos, SmolStr)> = Vec::new();
    for ((form, upos), lemmas) in &seen {
        let Some((lemma, (n, example))) = lemmas.iter().max_by_key(|(_, (n, _))| *n) else {
            continue;
        };
        let total: usize = lemmas.values().map(|(n, _)| n).sum();
        let regular = lemmatizer.regular(lexicon, fold(form), example);
        let is_open = matches!(
            upos,
            Upos::Noun | Upos::Adj | Upos::Verb | Upos::Adv | Upos::Num
        );
        let is_sure = !is_open || (*n >= MIN_OPEN && 2 * n > total);
        if *lemma != regular && is_sure {
            rows.push((form.clone(), *upos, lemma.clone()));
        }
    }
    rows.sort();
    for (form, upos, lemma) in rows {
        writeln!(out, "{form}\t{upos}\t{lemma}").expect("a string can be written");
    }
    out
}

const EXCEPTIONS_HEADER: &str = "\
# Lemmas by the conventions of the French treebanks where they are not those of the lexicon, and of words with several.
# Learned from UD_French-GSD dev and UD_French-Sequoia train and dev by `Analyzer::learn_lemmas`.
form	upos	lemma
";
