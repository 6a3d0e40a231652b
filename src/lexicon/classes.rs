//! Lexical classes: which lemmas behave alike, for rules and for the reading of syntax.
//!
//! `french/lexicon/classes/*.tsv` list a class, a part of speech, a lemma and attributes on each
//! line. A class such as `attack` gathers the verbs and nouns that one rule serves; attributes
//! (`type=Airstrike`) say what the rules cannot see in the sentence.

use crate::data::Data;
use crate::text::{Diagnostic, Span, WordMap};
use crate::ud::Upos;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// One lemma's membership in one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The part of speech; `None` stands for any.
    pub upos: Option<Upos>,
    /// The class.
    pub class: SmolStr,
    /// Further attributes, name and value, as written.
    pub attributes: Vec<(SmolStr, SmolStr)>,
}

/// Every class of the data folder.
#[derive(Clone, Debug, Default)]
pub struct Classes {
    members: WordMap<SmolStr, Vec<Member>>,
    names: BTreeSet<SmolStr>,
    attributes: BTreeSet<(SmolStr, SmolStr)>,
}

/// The memberships of one lemma as one part of speech.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a> {
    of_lemma: &'a [Member],
    upos: Upos,
}

impl<'a> Members<'a> {
    /// Each of them, in the order of the files.
    pub fn iter(self) -> impl Iterator<Item = &'a Member> {
        self.of_lemma.iter().filter(move |m| {
            m.upos
                .is_none_or(|u| u == self.upos || verbal(u) && verbal(self.upos))
        })
    }

    /// Whether one of them is in `class`.
    #[must_use]
    pub fn has(self, class: &str) -> bool {
        self.iter().any(|m| m.class == class)
    }
}

const HEADER: &str = "class\tupos\tlemma\tattributes";

impl Classes {
    /// Reads `lexicon/classes/*.tsv`, and the tables of the user's own rules.
    ///
    /// # Errors
    /// Every line that is not four columns with a known part of speech, all at once.
    pub fn load(data: &Data) -> Result<Self, Vec<Diagnostic>> {
        let mut classes = Self::default();
        let mut errors = Vec::new();
        for (path, bytes) in data.classes() {
            match std::str::from_utf8(bytes) {
                Ok(text) => classes.read(path, text, &mut errors),
                Err(_) => errors.push(Diagnostic::error(path, "", Span::default(), "not UTF-8")),
            }
        }
        if errors.is_empty() {
            Ok(classes)
        } else {
            Err(errors)
        }
    }

    fn read(&mut self, path: &str, text: &str, errors: &mut Vec<Diagnostic>) {
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len());
            start += line.len();
            let row = line.trim_end_matches(['\n', '\r']);
            if row.is_empty() || row.starts_with('#') || row == HEADER {
                continue;
            }
            if let Err(message) = self.add(row) {
                errors.push(Diagnostic::error(path, text, span, message));
            }
        }
    }

    fn add(&mut self, row: &str) -> Result<(), String> {
        let mut columns = row.split('\t');
        let (Some(class), Some(upos), Some(lemma)) =
            (columns.next(), columns.next(), columns.next())
        else {
            return Err("expected four columns: class, upos, lemma, attributes".to_owned());
        };
        let upos = match upos {
            "*" => None,
            tag => Some(
                tag.parse()
                    .map_err(|()| format!("unknown part of speech `{tag}`"))?,
            ),
        };
        let attributes: Vec<(SmolStr, SmolStr)> = columns
            .next()
            .unwrap_or("")
            .split(';')
            .filter(|a| !a.is_empty())
            .map(|a| {
                a.split_once('=')
                    .map(|(name, value)| (name.into(), value.into()))
                    .ok_or_else(|| format!("attribute `{a}` is not `name=value`"))
            })
            .collect::<Result<_, _>>()?;
        self.names.insert(class.into());
        self.attributes.extend(attributes.iter().cloned());
        let members = self.members.entry(lemma.into()).or_default();
        if members.iter().any(|m| m.class == class && m.upos == upos) {
            return Err(format!("`{lemma}` is in class `{class}` twice"));
        }
        members.push(Member {
            upos,
            class: class.into(),
            attributes,
        });
        Ok(())
    }

    /// The memberships of `lemma` as a `upos`, in the order of the files.
    pub fn of<'a>(&'a self, lemma: &str, upos: Upos) -> impl Iterator<Item = &'a Member> + 'a {
        self.members(lemma, upos).iter()
    }

    /// The same, to be asked several times.
    #[must_use]
    pub fn members(&self, lemma: &str, upos: Upos) -> Members<'_> {
        let of_lemma = self.members.get(lemma).map_or(&[][..], Vec::as_slice);
        Members { of_lemma, upos }
    }

    /// Whether `lemma` as a `upos` is in `class`.
    #[must_use]
    pub fn has(&self, lemma: &str, upos: Upos, class: &str) -> bool {
        self.members(lemma, upos).has(class)
    }

    /// The names of all classes, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(SmolStr::as_str)
    }

    /// Every attribute name and value that some lemma has, sorted.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.attributes
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
    }
}

/// Treebanks waver between VERB and AUX for the same word.
const fn verbal(upos: Upos) -> bool {
    matches!(upos, Upos::Verb | Upos::Aux)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_of_the_project_are_well_formed() {
        let classes = Classes::load(&Data::embedded()).unwrap_or_else(|errors| {
            panic!(
                "{}",
                errors
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("\n")
            )
        });
        assert!(classes.has("bombarder", Upos::Verb, "attack"));
        assert!(!classes.has("bombarder", Upos::Noun, "attack"));
    }
}
