//! RDF/XML: one element a subject, named after its first class.

use crate::rdf::vocab::{PREFIXES, other};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{NamedOrBlankNode, Quad, Term};
use std::collections::BTreeMap;
use std::io::{self, Write};

pub(super) fn write(quads: &[Quad], out: &mut dyn Write) -> io::Result<()> {
    let names = Names::new(quads)?;
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF")?;
    for (namespace, prefix) in &names.declared {
        write!(out, "\n    xmlns:{prefix}=\"{}\"", escape(namespace))?;
    }
    out.write_all(b">\n")?;
    let mut text = String::new();
    for block in quads.chunk_by(|a, b| a.subject == b.subject) {
        text.clear();
        write_block(block, &names, &mut text);
        out.write_all(text.as_bytes())?;
    }
    out.write_all(b"</rdf:RDF>\n")
}

/// Prefixes for the namespaces of all properties, the fixed ones first.
struct Names<'a> {
    prefixes: BTreeMap<&'a str, String>,
    declared: Vec<(&'a str, String)>,
}

impl<'a> Names<'a> {
    fn new(quads: &'a [Quad]) -> io::Result<Self> {
        let mut declared: Vec<_> = PREFIXES.iter().map(|&(p, n)| (n, p.to_owned())).collect();
        let mut prefixes: BTreeMap<&str, String> = declared.iter().cloned().collect();
        for quad in quads {
            let iri = quad.predicate.as_str();
            let Some((namespace, _)) = split(iri) else {
                let message = format!("RDF/XML cannot name the property `{iri}`; use turtle");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            };
            if !prefixes.contains_key(namespace) {
                let prefix = format!("ns{}", declared.len() - PREFIXES.len() + 1);
                prefixes.insert(namespace, prefix.clone());
                declared.push((namespace, prefix));
            }
        }
        Ok(Self { prefixes, declared })
    }

    fn qname(&self, iri: &str) -> Option<String> {
        let (namespace, local) = split(iri)?;
        let prefix = self.prefixes.get(namespace)?;
        Some(format!("{prefix}:{local}"))
    }
}

/// Splits an IRI before the longest ASCII `NCName` that ends it.
fn split(iri: &str) -> Option<(&str, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let tail = iri.rfind(|c| !is_name(c)).map_or(0, |i| i + 1);
    // `rfind` may stop at a character of several bytes: go on to its end.
    let tail = (tail..=iri.len()).find(|&i| iri.is_char_boundary(i))?;
    let start = iri[tail..].find(|c: char| c.is_ascii_alphabetic() || c == '_')?;
    Some(iri.split_at(tail + start))
}

fn write_block(block: &[Quad], names: &Names<'_>, text: &mut String) {
    let Some(first) = block.first() else { return };
    let class = match &first.object {
        Term::NamedNode(class) if first.predicate == other::TYPE => names.qname(class.as_str()),
        _ => None,
    };
    let rest = if class.is_some() { &block[1..] } else { block };
    let element = class.as_deref().unwrap_or("rdf:Description");
    let (attribute, name) = match &first.subject {
        NamedOrBlankNode::NamedNode(node) => ("about", node.as_str()),
        NamedOrBlankNode::BlankNode(node) => ("nodeID", node.as_str()),
    };
    text.push_str(&format!(
        "  <{element} rdf:{attribute}=\"{}\"",
        escape(name)
    ));
    if rest.is_empty() {
        text.push_str("/>\n");
        return;
    }
    text.push_str(">\n");
    for quad in rest {
        if let Some(property) = names.qname(quad.predicate.as_str()) {
            write_property(&property, &quad.object, text);
        }
    }
    text.push_str(&format!("  </{element}>\n"));
}

fn write_property(property: &str, object: &Term, text: &mut String) {
    let line = match object {
        Term::NamedNode(node) => format!(
            "    <{property} rdf:resource=\"{}\"/>\n",
            escape(node.as_str())
        ),
        Term::BlankNode(node) => format!(
            "    <{property} rdf:nodeID=\"{}\"/>\n",
            escape(node.as_str())
        ),
        Term::Literal(literal) => {
            let attribute = match literal.language() {
                Some(language) => format!(" xml:lang=\"{language}\""),
                None if literal.datatype() == xsd::STRING => String::new(),
                None => format!(" rdf:datatype=\"{}\"", escape(literal.datatype().as_str())),
            };
            format!(
                "    <{property}{attribute}>{}</{property}>\n",
                escape(literal.value())
            )
        }
        // Removed beforehand: RDF/XML 1.1 has no triple terms.
        Term::Triple(_) => String::new(),
    };
    text.push_str(&line);
}

/// Escapes text for elements and attributes alike; what XML 1.0 cannot hold becomes U+FFFD.
pub(in crate::rdf) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            '\t' => escaped.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}
