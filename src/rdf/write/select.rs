use crate::rdf::iri::Base;
use crate::rdf::vocab::{self, other};
use oxigraph::model::vocab::xsd;
use oxigraph::model::{GraphName, Literal, NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::BTreeMap;
use std::str::FromStr;

/// How much of the evidence graphs is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceLevel {
    /// Nothing.
    None,
    /// The statement and the IRI of its words, whose offsets stand in it: two quads a statement.
    Spans,
    /// All: rule, status, speaker, and the words themselves.
    Full,
}

/// A word that names no level of evidence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown level of evidence `{0}`; expected none, spans or full")]
pub struct UnknownLevel(String);

impl FromStr for EvidenceLevel {
    type Err = UnknownLevel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "none" => Ok(Self::None),
            "spans" => Ok(Self::Spans),
            "full" => Ok(Self::Full),
            _ => Err(UnknownLevel(name.to_owned())),
        }
    }
}

impl EvidenceLevel {
    /// Keeps what this level writes; quads outside evidence graphs are always kept.
    pub fn retain(self, quads: &mut Vec<Quad>) {
        match self {
            Self::Full => {}
            Self::Spans => quads.retain(|quad| {
                !in_evidence(quad)
                    || quad.predicate == other::REIFIES
                    || quad.predicate == vocab::SPAN
            }),
            Self::None => quads.retain(|quad| !in_evidence(quad)),
        }
    }
}

fn in_evidence(quad: &Quad) -> bool {
    matches!(&quad.graph_name, GraphName::NamedNode(name) if Base::is_evidence_graph(name.as_str()))
}

/// Gives counts and offsets their datatype back: Oxigraph keeps every kind of integer as
/// `xsd:integer`, but the ontology and NIF 2.0 say `xsd:nonNegativeInteger`.
pub(super) fn restore_datatype(quad: &mut Quad) {
    restore(quad.predicate.as_ref(), &mut quad.object);
    if let Term::Triple(triple) = &mut quad.object {
        let predicate = triple.predicate.clone();
        restore(predicate.as_ref(), &mut triple.object);
    }
}

fn restore(property: NamedNodeRef<'_>, object: &mut Term) {
    if let Term::Literal(literal) = object
        && literal.datatype() == xsd::INTEGER
        && counts(property)
    {
        let value = literal.value().to_owned();
        *object = Literal::new_typed_literal(value, xsd::NON_NEGATIVE_INTEGER).into();
    }
}

fn counts(property: NamedNodeRef<'_>) -> bool {
    vocab::COUNTS.contains(&property)
        || property == other::BEGIN_INDEX
        || property == other::END_INDEX
}

/// The version of RDF that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RdfVersion {
    /// RDF 1.1: statements are described as `rdf:Statement`.
    V11,
    /// RDF 1.2: statements are triple terms.
    V12,
}

/// A word that names no version of RDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown RDF version `{0}`; expected 1.1 or 1.2")]
pub struct UnknownVersion(String);

impl FromStr for RdfVersion {
    type Err = UnknownVersion;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "1.1" => Ok(Self::V11),
            "1.2" => Ok(Self::V12),
            _ => Err(UnknownVersion(name.to_owned())),
        }
    }
}

/// The same in RDF 1.1: `r rdf:reifies <<( s p o )>>` becomes an `rdf:Statement` named `r` with
/// `rdf:subject`, `rdf:predicate` and `rdf:object` (RDF 1.1 Semantics, appendix D.1).
///
/// A triple term anywhere else, or within a triple term, has no counterpart and is dropped; griot
/// makes none.
#[must_use]
pub fn without_triple_terms(quads: Vec<Quad>) -> Vec<Quad> {
    let mut classic = Vec::with_capacity(quads.len() * 2);
    for quad in quads {
        match quad.object {
            Term::Triple(triple) if quad.predicate == other::REIFIES => {
                if matches!(triple.object, Term::Triple(_)) {
                    continue;
                }
                let mut add = |property, object: Term| {
                    let graph = quad.graph_name.clone();
                    classic.push(Quad::new(quad.subject.clone(), property, object, graph));
                };
                add(other::TYPE, other::STATEMENT.into());
                add(other::SUBJECT, triple.subject.into());
                add(other::PREDICATE, triple.predicate.into());
                add(other::OBJECT, triple.object);
            }
            Term::Triple(_) => {}
            object => classic.push(Quad { object, ..quad }),
        }
    }
    classic
}

/// The same in RDF 1.2: what [`without_triple_terms`] did, undone.
#[must_use]
pub fn with_triple_terms(quads: Vec<Quad>) -> Vec<Quad> {
    type Parts = [Option<Term>; 3];
    let mut statements: BTreeMap<(String, String), (Quad, Parts)> = BTreeMap::new();
    let mut rest = Vec::with_capacity(quads.len());
    for quad in quads {
        let part = [other::SUBJECT, other::PREDICATE, other::OBJECT]
            .iter()
            .position(|property| quad.predicate == *property);
        let class = quad.predicate == other::TYPE && quad.object == other::STATEMENT.into();
        if part.is_none() && !class {
            rest.push(quad);
            continue;
        }
        let key = (quad.graph_name.to_string(), quad.subject.to_string());
        let object = quad.object.clone();
        let (_, parts) = statements
            .entry(key)
            .or_insert_with(|| (quad, Parts::default()));
        if let Some(part) = part {
            parts[part] = Some(object);
        }
    }
    for (quad, parts) in statements.into_values() {
        let [
            Some(subject),
            Some(Term::NamedNode(predicate)),
            Some(object),
        ] = parts
        else {
            continue;
        };
        let subject: NamedOrBlankNode = match subject {
            Term::NamedNode(node) => node.into(),
            Term::BlankNode(node) => node.into(),
            _ => continue,
        };
        rest.push(Quad {
            predicate: other::REIFIES.into_owned(),
            object: Triple::new(subject, predicate, object).into(),
            ..quad
        });
    }
    rest
}
