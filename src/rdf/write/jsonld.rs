//! JSON-LD 1.1, compacted against `ontology/context.jsonld`, one node a line.
//!
//! Oxigraph writes expanded JSON-LD only, and none of RDF 1.2. Terms of the context are used where
//! their coercion gives the value back exactly; everything else is written in full.

use super::term::{prefixed, relative};
use crate::rdf::iri::Base;
use crate::rdf::vocab::{NAMESPACE, PREFIXES, local_name, other};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// The context as published.
pub const CONTEXT: &str = include_str!("../../../ontology/context.jsonld");

pub(super) fn write(quads: &[Quad], base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let context = Context::read(base)?;
    write!(
        out,
        "{{\"@context\": {},\n \"@graph\": [",
        context.with_base()?
    )?;
    let mut first = true;
    for graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        let name = graph
            .first()
            .and_then(|quad| context.graph(&quad.graph_name));
        if let Some(name) = &name {
            out.write_all(separator(&mut first))?;
            write!(
                out,
                "{{\"id\": {}, \"@graph\": [",
                Value::from(name.as_str())
            )?;
            first = true;
        }
        for block in graph.chunk_by(|a, b| a.subject == b.subject) {
            out.write_all(separator(&mut first))?;
            serde_json::to_writer(&mut *out, &context.node(block))?;
        }
        if name.is_some() {
            out.write_all(b"\n]}")?;
            first = false;
        }
    }
    out.write_all(b"\n]}\n")
}

const fn separator(first: &mut bool) -> &'static [u8] {
    if std::mem::replace(first, false) {
        b"\n"
    } else {
        b",\n"
    }
}

/// What a term of the context makes of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Coercion {
    None,
    Id,
    Vocab,
    Language(String),
    Datatype(String),
}

struct Context<'a> {
    base: &'a Base,
    /// The context itself.
    value: Map<String, Value>,
    /// Terms by the IRI of their property.
    properties: BTreeMap<String, (String, Coercion)>,
    /// Names that must not be read as local names of the vocabulary.
    names: BTreeSet<String>,
}

impl<'a> Context<'a> {
    fn read(base: &'a Base) -> io::Result<Self> {
        let file: Value = serde_json::from_str(CONTEXT)?;
        let value = file["@context"].as_object().cloned().unwrap_or_default();
        let mut properties = BTreeMap::new();
        for (name, definition) in &value {
            if let Some(iri) = definition["@id"].as_str() {
                let language = definition["@language"].as_str();
                let coercion = match (definition["@type"].as_str(), language) {
                    (Some("@id"), _) => Coercion::Id,
                    (Some("@vocab"), _) => Coercion::Vocab,
                    (Some(datatype), _) => Coercion::Datatype(expand(datatype)),
                    (None, Some(language)) => Coercion::Language(language.to_owned()),
                    (None, None) => Coercion::None,
                };
                properties.insert(expand(iri), (name.clone(), coercion));
            }
        }
        let names = value.keys().cloned().collect();
        Ok(Self {
            base,
            value,
            properties,
            names,
        })
    }

    fn with_base(&self) -> serde_json::Result<String> {
        let mut context = Map::new();
        context.insert("@base".to_owned(), self.base.as_str().into());
        context.extend(self.value.clone());
        serde_json::to_string(&context)
    }

    /// The name of a named graph, relative to the base.
    fn graph(&self, name: &GraphName) -> Option<String> {
        match name {
            GraphName::DefaultGraph => None,
            GraphName::NamedNode(node) => Some(self.id(node.as_str())),
            GraphName::BlankNode(node) => Some(format!("_:{}", node.as_str())),
        }
    }

    /// All that a block of quads says of its subject, as a node object.
    fn node(&self, block: &[Quad]) -> Map<String, Value> {
        let mut node = Map::new();
        if let Some(first) = block.first() {
            let id = match &first.subject {
                NamedOrBlankNode::NamedNode(node) => self.id(node.as_str()),
                NamedOrBlankNode::BlankNode(node) => format!("_:{}", node.as_str()),
            };
            node.insert("id".to_owned(), id.into());
        }
        for quad in block {
            let (key, value) = self.property(quad);
            match node.get_mut(&key) {
                None => {
                    node.insert(key, value);
                }
                Some(Value::Array(values)) => values.push(value),
                Some(single) => *single = json!([single.take(), value]),
            }
        }
        node
    }

    fn property(&self, quad: &Quad) -> (String, Value) {
        let iri = quad.predicate.as_str();
        if let (true, Term::NamedNode(class)) = (quad.predicate == other::TYPE, &quad.object) {
            return ("type".to_owned(), self.vocab(class.as_str()).into());
        }
        if let Some((name, coercion)) = self.properties.get(iri)
            && let Some(value) = self.coerced(coercion, &quad.object)
        {
            return (name.clone(), value);
        }
        (curie(iri), self.value(&quad.object))
    }

    /// The value in short, if the coercion gives it back exactly.
    fn coerced(&self, coercion: &Coercion, object: &Term) -> Option<Value> {
        match (coercion, object) {
            (Coercion::Id, Term::NamedNode(node)) => Some(self.id(node.as_str()).into()),
            (Coercion::Vocab, Term::NamedNode(node)) => Some(self.vocab(node.as_str()).into()),
            (Coercion::None, Term::Literal(literal)) if literal.datatype() == xsd::STRING => {
                Some(literal.value().into())
            }
            (Coercion::Language(language), Term::Literal(literal))
                if literal.language() == Some(language) && literal.direction().is_none() =>
            {
                Some(literal.value().into())
            }
            (Coercion::Datatype(datatype), Term::Literal(literal))
                if literal.datatype().as_str() == datatype =>
            {
                let small = literal.value().parse::<u32>().ok();
                let number = small.filter(|n| {
                    literal.datatype() == xsd::NON_NEGATIVE_INTEGER
                        && n.to_string() == literal.value()
                });
                Some(number.map_or_else(|| literal.value().into(), Value::from))
            }
            _ => None,
        }
    }

    /// The value in full.
    fn value(&self, object: &Term) -> Value {
        match object {
            Term::NamedNode(node) => json!({ "id": self.id(node.as_str()) }),
            Term::BlankNode(node) => json!({ "id": format!("_:{}", node.as_str()) }),
            Term::Literal(literal) => match literal.language() {
                Some(language) => json!({ "@value": literal.value(), "@language": language }),
                None if literal.datatype() == xsd::STRING => json!({ "@value": literal.value() }),
                None => json!({
                    "@value": literal.value(),
                    "@type": curie(literal.datatype().as_str()),
                }),
            },
            // Removed beforehand: JSON-LD 1.1 has no triple terms.
            Term::Triple(_) => json!({ "id": rdf::NIL.as_str() }),
        }
    }

    /// An IRI where `@id` is read: relative to the base, or in full.
    fn id(&self, iri: &str) -> String {
        relative(iri, self.base).map_or_else(|| curie(iri), str::to_owned)
    }

    /// An IRI where `@vocab` is read: a local name of griot's namespace, or in full.
    fn vocab(&self, iri: &str) -> String {
        match local_name(iri) {
            Some(local) if prefixed(iri).is_some() && !self.names.contains(local) => {
                local.to_owned()
            }
            // A property's own name stands for it, if the context maps it to itself.
            Some(local)
                if self
                    .properties
                    .get(iri)
                    .is_some_and(|(name, _)| name == local) =>
            {
                local.to_owned()
            }
            _ => curie(iri),
        }
    }
}

/// `prefix:local` where one of the fixed prefixes fits.
fn curie(iri: &str) -> String {
    prefixed(iri).map_or_else(
        || iri.to_owned(),
        |(prefix, local)| format!("{prefix}:{local}"),
    )
}

/// The IRI behind `prefix:local`.
fn expand(curie: &str) -> String {
    PREFIXES
        .iter()
        .find_map(|&(prefix, namespace)| {
            let local = curie.strip_prefix(prefix)?.strip_prefix(':')?;
            Some(format!("{namespace}{local}"))
        })
        .unwrap_or_else(|| {
            format!(
                "{}{curie}",
                if curie.contains(':') { "" } else { NAMESPACE }
            )
        })
}
