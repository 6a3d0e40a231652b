//! Terms as N-Triples and Turtle write them.

use crate::rdf::iri::Base;
use crate::rdf::vocab::PREFIXES;
use oxigraph::model::vocab::xsd;
use oxigraph::model::{Literal, NamedOrBlankNode, Term, Triple};
use std::fmt::Write as _;

/// How IRIs are shortened: not at all (N-Triples), or by prefixes and a base (Turtle).
#[derive(Clone, Copy)]
pub(super) enum Style<'a> {
    Full,
    Short(&'a Base),
}

impl Style<'_> {
    pub(super) fn iri(self, out: &mut String, iri: &str) {
        if let Self::Short(base) = self {
            if let Some((prefix, local)) = prefixed(iri) {
                out.push_str(prefix);
                out.push(':');
                out.push_str(local);
                return;
            }
            if let Some(rest) = relative(iri, base) {
                out.push('<');
                out.push_str(rest);
                out.push('>');
                return;
            }
        }
        out.push('<');
        out.push_str(iri);
        out.push('>');
    }

    pub(super) fn subject(self, out: &mut String, node: &NamedOrBlankNode) {
        match node {
            NamedOrBlankNode::NamedNode(node) => self.iri(out, node.as_str()),
            NamedOrBlankNode::BlankNode(node) => {
                out.push_str("_:");
                out.push_str(node.as_str());
            }
        }
    }

    pub(super) fn term(self, out: &mut String, term: &Term) {
        match term {
            Term::NamedNode(node) => self.iri(out, node.as_str()),
            Term::BlankNode(node) => {
                out.push_str("_:");
                out.push_str(node.as_str());
            }
            Term::Literal(literal) => self.literal(out, literal),
            Term::Triple(triple) => self.triple(out, triple),
        }
    }

    fn triple(self, out: &mut String, triple: &Triple) {
        out.push_str("<<( ");
        self.subject(out, &triple.subject);
        out.push(' ');
        self.iri(out, triple.predicate.as_str());
        out.push(' ');
        self.term(out, &triple.object);
        out.push_str(" )>>");
    }

    fn literal(self, out: &mut String, literal: &Literal) {
        quoted(out, literal.value());
        if let Some(language) = literal.language() {
            out.push('@');
            out.push_str(language);
            if let Some(direction) = literal.direction() {
                let _ = write!(out, "--{direction}");
            }
        } else if literal.datatype() != xsd::STRING {
            out.push_str("^^");
            self.iri(out, literal.datatype().as_str());
        }
    }
}

/// Splits an IRI after one of the fixed prefixes, when the rest needs no escape.
pub(super) fn prefixed(iri: &str) -> Option<(&'static str, &str)> {
    PREFIXES.iter().find_map(|&(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        is_plain_local(local).then_some((prefix, local))
    })
}

/// Names that Turtle and JSON-LD read without escapes: a part of `PN_LOCAL`.
fn is_plain_local(local: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let bytes = local.as_bytes();
    bytes.first().is_some_and(|&b| plain(b)) && bytes.iter().all(|&b| plain(b) || b == b'-')
}

/// An IRI relative to the base, when it is one that griot minted and resolves to itself.
pub(super) fn relative<'a>(iri: &'a str, base: &Base) -> Option<&'a str> {
    const KINDS: [&str; 10] = [
        "article/",
        "data/",
        "dataset",
        "entity/",
        "event/",
        "graph/",
        "publisher/",
        "reading/",
        "rule/",
        "software/",
    ];
    let rest = iri.strip_prefix(base.as_str())?;
    let minted = KINDS.iter().any(|kind| rest.starts_with(kind));
    let path = rest.split(['#', '?']).next().unwrap_or(rest);
    let resolved = path
        .split('/')
        .any(|segment| segment == "." || segment == "..");
    (minted && !resolved).then_some(rest)
}

/// A quoted string; what a line-based reader could take for the end of a line is escaped.
pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{2028}'
            | '\u{2029}'
            | '\u{fffe}'
            | '\u{ffff}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
