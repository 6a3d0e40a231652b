//! Dictionary forms, from the full-form lexicon and the part of speech.

mod fit;
mod learn;

pub(super) use learn::{endings, exceptions};

use super::tokenize::fold;
use super::{AnalysisError, table};
use crate::data::Data;
use crate::lexicon::forms::{Analysis, FormLexicon};
use crate::ud::{Token, Upos};
use smol_str::SmolStr;
use std::collections::HashMap;
use unicode_normalization::char::compose;

/// Finds lemmas.
///
/// The treebanks' own lemmas come first, where they differ from the lexicon's (pronouns, determiners, words of several
/// lemmas: `french/lexicon/lemmas.tsv`), then the lexicon's reading that fits part of speech and features
/// best, then the commonest change of ending (`french/lexicon/lemma_endings.tsv`).
pub(super) struct Lemmatizer {
    exceptions: HashMap<(SmolStr, Upos), SmolStr>,
    endings: HashMap<(SmolStr, Upos), (usize, SmolStr)>,
    participle_endings: Vec<SmolStr>,
}

const EXCEPTIONS: &str = "lexicon/lemmas.tsv";
const ENDINGS: &str = "lexicon/lemma_endings.tsv";

/// Longest ending in the table, in letters.
const MAX_ENDING: usize = 6;

impl Lemmatizer {
    pub(super) fn load(data: &Data) -> Result<Self, AnalysisError> {
        let mut exceptions = HashMap::new();
        for [form, upos, lemma] in table::rows(data, EXCEPTIONS, ["form", "upos", "lemma"])? {
            exceptions.insert((form.into(), parse_upos(EXCEPTIONS, upos)?), lemma.into());
        }
        let mut endings = HashMap::new();
        let mut participle_endings = Vec::new();
        for [ending, upos, lemma] in table::rows(data, ENDINGS, ["ending", "upos", "lemma"])? {
            if upos == "participle" {
                participle_endings.push(ending.into());
                continue;
            }
            let change = (ending.len(), lemma.into());
            endings.insert((ending.into(), parse_upos(ENDINGS, upos)?), change);
        }
        Ok(Self {
            exceptions,
            endings,
            participle_endings,
        })
    }

    /// The lemma of `token`, whose form, part of speech and features are known.
    pub(super) fn lemma(&self, lexicon: &FormLexicon, token: &Token) -> SmolStr {
        let form = fold(&token.form);
        let exception = |form: &SmolStr| self.exceptions.get(&(form.clone(), token.upos)).cloned();
        exception(&token.form)
            .or_else(|| exception(&form))
            .unwrap_or_else(|| self.regular(lexicon, form, token))
    }

    fn regular(&self, lexicon: &FormLexicon, form: SmolStr, token: &Token) -> SmolStr {
        match token.upos {
            Upos::Propn | Upos::Punct | Upos::Sym | Upos::X => return token.form.clone(),
            _ => {}
        }
        if let Some(lemma) = self.from_lexicon(lexicon, &form, token) {
            return lemma;
        }
        if let Some((head, tail)) = form
            .rsplit_once('-')
            .filter(|(h, t)| !h.is_empty() && !t.is_empty())
        {
            let tail = Token {
                form: tail.into(),
                ..token.clone()
            };
            let lemma = self.regular(lexicon, tail.form.clone(), &tail);
            // « attentats-suicides »: both parts are in the plural.
            let plural = token.upos == Upos::Noun && token.feats.has("Number", "Plur");
            let head = Some(SmolStr::from(head))
                .filter(|h| plural && h.ends_with(['s', 'x']))
                .and_then(|h| self.from_lexicon(lexicon, &h, token))
                .unwrap_or_else(|| head.into());
            return format!("{head}-{lemma}").into();
        }
        if !token.form.chars().any(char::is_lowercase) {
            return token.form.clone();
        }
        self.from_ending(&form, token.upos).unwrap_or(form)
    }

    fn from_lexicon(
        &self,
        lexicon: &FormLexicon,
        form: &SmolStr,
        token: &Token,
    ) -> Option<SmolStr> {
        let fitting = |form: &str| {
            lexicon
                .analyses(form)
                .map(|analysis| (fit::fit(&analysis, token), analysis))
                .filter(|(fit, _)| *fit > 0)
                // Of « naitre » and « naître », both in the lexicon, treebanks have the later in order.
                .max_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.lemma.cmp(&b.1.lemma)))
        };
        let (_, analysis) = fitting(form)
            .or_else(|| fitting(&token.form))
            .or_else(|| accented(&token.form, form).find_map(|form| fitting(&form)))?;
        let is_nominal = matches!(token.upos, Upos::Adj | Upos::Noun);
        if is_nominal && has(analysis.pos, "ppas") {
            let is_base = |a: &Analysis<'_>| {
                has(a.pos, "ppas") && !has(a.feats, "fem") && !has(a.feats, "pl")
            };
            return Some(self.shortened(lexicon, form, &analysis.lemma, is_base));
        }
        if token.upos == Upos::Noun && has(analysis.feats, "fem") {
            // « joueuses » is « joueuse » as a noun, though « joueur » as an adjective.
            let is_base = |a: &Analysis<'_>| has(a.feats, "fem") && !has(a.feats, "pl");
            return Some(self.shortened(lexicon, form, &analysis.lemma, is_base));
        }
        Some(analysis.lemma)
    }

    /// `form`, or what is left of it without an ending, if a reading of it with this lexicon lemma `is_base`:
    /// « connu » for the adjective « connues ».
    fn shortened(
        &self,
        lexicon: &FormLexicon,
        form: &SmolStr,
        lemma: &str,
        is_base: impl Fn(&Analysis<'_>) -> bool,
    ) -> SmolStr {
        let fits = |stem: &str| {
            lexicon
                .analyses(stem)
                .any(|a| a.lemma == lemma && is_base(&a))
        };
        if fits(form) {
            return form.clone();
        }
        self.participle_endings
            .iter()
            .filter_map(|ending| form.strip_suffix(ending.as_str()))
            .find(|stem| fits(stem))
            .map_or_else(|| lemma.into(), SmolStr::new)
    }

    fn from_ending(&self, form: &SmolStr, upos: Upos) -> Option<SmolStr> {
        let upos = if upos == Upos::Aux { Upos::Verb } else { upos };
        let starts: Vec<usize> = form
            .char_indices()
            .rev()
            .take(MAX_ENDING)
            .map(|(i, _)| i)
            .collect();
        starts.iter().rev().find_map(|&start| {
            let (strip, append) = self.endings.get(&(form[start..].into(), upos))?;
            Some(format!("{}{append}", &form[..form.len() - strip]).into())
        })
    }
}

fn parse_upos(file: &str, upos: &str) -> Result<Upos, AnalysisError> {
    let tags = || Upos::ALL.map(Upos::as_str);
    upos.parse()
        .map_err(|()| AnalysisError::value(file, upos, &tags()))
}

/// `lowered` with an accent on its first letter, where `form` has a capital: « Etat » for « État ».
fn accented<'a>(form: &str, lowered: &'a str) -> impl Iterator<Item = String> + 'a {
    let capital = form.starts_with(|c: char| c.is_ascii_uppercase());
    let first = lowered.chars().next().filter(|_| capital);
    let accents = ['\u{301}', '\u{300}', '\u{302}', '\u{327}'].into_iter();
    accents.filter_map(move |accent| {
        let letter = compose(first?, accent)?;
        Some(format!("{letter}{}", lowered.get(1..)?))
    })
}

/// Whether `label` is one of `labels`, which `|` separates.
fn has(labels: &str, label: &str) -> bool {
    labels.split('|').any(|l| l == label)
}
