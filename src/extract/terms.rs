//! Terms of another domain: the relations and classes of events that rules of the user's own emit.
//!
//! A `terms.tsv` in a rule folder has a header and a term a line, parted by tabs:
//!
//! | kind     | name     | iri                                |
//! |----------|----------|------------------------------------|
//! | relation | acquired | <https://example.org/deals#acquired> |
//! | event    | Takeover | <https://example.org/deals#Takeover> |
//!
//! Rules say `emit acquired(A, B)` and `emit event(V; type=Takeover)`; the graph has the IRIs.

use super::fact::Extraction;
use super::graph::is_term;
use crate::data::Data;
use crate::rule::Vocabulary;
use crate::text::{Diagnostic, Span, did_you_mean};
use smol_str::SmolStr;
use std::collections::BTreeMap;

const HEADER: &str = "kind\tname\tiri";

/// What a term stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermKind {
    /// A relation between two entities.
    Relation,
    /// A class of events.
    Event,
}

/// The terms of the user's own, by name.
#[derive(Clone, Debug, Default)]
pub struct OwnTerms {
    terms: BTreeMap<SmolStr, (TermKind, SmolStr)>,
}

impl OwnTerms {
    /// Reads every `terms.tsv` of the user's rule folders.
    ///
    /// # Errors
    /// Every line that is wrong: an unknown kind, a name that rules cannot write or that is griot's or
    /// another term's, an IRI that is not absolute.
    pub fn load(data: &Data) -> Result<Self, Vec<Diagnostic>> {
        let mut terms = Self::default();
        let mut errors = Vec::new();
        for (path, bytes) in data.terms() {
            match std::str::from_utf8(bytes) {
                Ok(text) => terms.read(path, text, &mut errors),
                Err(_) => errors.push(Diagnostic::error(path, "", Span::default(), "not UTF-8")),
            }
        }
        if errors.is_empty() {
            Ok(terms)
        } else {
            Err(errors)
        }
    }

    /// The terms: kind, name, IRI, by name.
    pub fn iter(&self) -> impl Iterator<Item = (TermKind, &str, &str)> {
        let terms = self.terms.iter();
        terms.map(|(name, (kind, iri))| (*kind, name.as_str(), iri.as_str()))
    }

    /// Lets rules emit these terms, too.
    pub(super) fn extend(&self, mut vocabulary: Vocabulary) -> Vocabulary {
        for (kind, name, _) in self.iter() {
            vocabulary = match kind {
                TermKind::Relation => vocabulary.with_emit(name, 2),
                TermKind::Event => vocabulary.with_option("type", [name]),
            };
        }
        vocabulary
    }

    /// Puts the IRIs in the place of the names.
    pub(super) fn name(&self, mut extraction: Extraction) -> Extraction {
        if self.terms.is_empty() {
            return extraction;
        }
        let iri = |kind, name: &str| {
            let found = self.terms.get(name).filter(|(k, _)| *k == kind);
            found.map(|(_, iri)| iri.clone())
        };
        for relation in &mut extraction.relations {
            if let Some(iri) = iri(TermKind::Relation, &relation.property) {
                relation.property = iri;
            }
        }
        for event in &mut extraction.events {
            if let Some(iri) = iri(TermKind::Event, &event.class) {
                event.class = iri;
            }
        }
        extraction
    }

    fn read(&mut self, path: &str, text: &str, errors: &mut Vec<Diagnostic>) {
        let mut start = 0;
        let mut header = false;
        for line in text.split_inclusive('\n') {
            let row = line.trim_end_matches(['\n', '\r']);
            let row_start = start;
            start += line.len();
            if row.trim().is_empty() || row.starts_with('#') {
                continue;
            }
            if !std::mem::replace(&mut header, true) {
                if row != HEADER {
                    let span = Span::new(row_start, row_start + row.len());
                    let message = "expected the columns `kind`, `name` and `iri`, parted by tabs";
                    errors.push(Diagnostic::error(path, text, span, message));
                    return;
                }
                continue;
            }
            if let Err((part, message, help)) = self.add(row) {
                let at = row_start + (part.as_ptr() as usize - row.as_ptr() as usize);
                let error = Diagnostic::error(path, text, Span::new(at, at + part.len()), message);
                errors.push(match help {
                    Some(help) => error.with_help(help),
                    None => error,
                });
            }
        }
    }

    /// Adds the term of a line, or tells which part of it is wrong, and how.
    fn add<'a>(&mut self, row: &'a str) -> Result<(), (&'a str, String, Option<String>)> {
        let fields: Vec<&str> = row.split('\t').collect();
        let &[kind_name, name, iri] = fields.as_slice() else {
            let message = format!("{} fields; expected 3", fields.len());
            return Err((row, message, None));
        };
        let kind = match kind_name {
            "relation" => TermKind::Relation,
            "event" => TermKind::Event,
            _ => {
                let message = format!("unknown kind `{kind_name}`; expected `relation` or `event`");
                let help = did_you_mean(kind_name, ["relation", "event"]);
                return Err((kind_name, message, help));
            }
        };
        if !is_name(name) {
            let message =
                format!("`{name}` is no name; letters, digits and `_` are, after a letter");
            return Err((name, message, None));
        }
        if is_term(name) {
            let message = format!("`{name}` is a term of griot");
            let help = "give yours another name; its IRI is what the graph shows".to_owned();
            return Err((name, message, Some(help)));
        }
        if !is_absolute(iri) {
            let help = format!("write it whole, such as `https://example.org/deals#{name}`");
            return Err((iri, format!("`{iri}` is no absolute IRI"), Some(help)));
        }
        let term = (kind, SmolStr::new(iri));
        match self.terms.insert(SmolStr::new(name), term) {
            Some(_) => Err((name, format!("second term named `{name}`"), None)),
            None => Ok(()),
        }
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether `iri` has a scheme and none of the characters that no IRI has (RFC 3987).
fn is_absolute(iri: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    iri.split_once(':').is_some_and(|(scheme, rest)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
            && !rest.is_empty()
            && !rest.contains(forbidden)
    })
}
