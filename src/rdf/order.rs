use super::vocab::other;
use oxigraph::model::{GraphName, NamedOrBlankNode, Quad, Term};
use std::cmp::Ordering;

/// Sorts by graph (the default graph first), subject, predicate (`rdf:type` first) and object, and
/// drops duplicates: the one order in which griot writes quads.
pub fn sort(quads: &mut Vec<Quad>) {
    quads.sort_unstable_by(compare);
    quads.dedup();
}

/// The order of [`sort`].
#[must_use]
pub fn compare(a: &Quad, b: &Quad) -> Ordering {
    graph(&a.graph_name)
        .cmp(&graph(&b.graph_name))
        .then_with(|| subject(&a.subject).cmp(&subject(&b.subject)))
        .then_with(|| predicate(a).cmp(&predicate(b)))
        .then_with(|| terms(&a.object, &b.object))
}

fn graph(name: &GraphName) -> (u8, &str) {
    match name {
        GraphName::DefaultGraph => (0, ""),
        GraphName::NamedNode(node) => (1, node.as_str()),
        GraphName::BlankNode(node) => (2, node.as_str()),
    }
}

fn subject(node: &NamedOrBlankNode) -> (u8, &str) {
    match node {
        NamedOrBlankNode::NamedNode(node) => (1, node.as_str()),
        NamedOrBlankNode::BlankNode(node) => (2, node.as_str()),
    }
}

fn predicate(quad: &Quad) -> (bool, &str) {
    (quad.predicate != other::TYPE, quad.predicate.as_str())
}

fn terms(a: &Term, b: &Term) -> Ordering {
    match (a, b) {
        (Term::NamedNode(a), Term::NamedNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::BlankNode(a), Term::BlankNode(b)) => a.as_str().cmp(b.as_str()),
        (Term::Literal(a), Term::Literal(b)) => a
            .value()
            .cmp(b.value())
            .then_with(|| a.language().cmp(&b.language()))
            .then_with(|| a.datatype().as_str().cmp(b.datatype().as_str())),
        (Term::Triple(a), Term::Triple(b)) => subject(&a.subject)
            .cmp(&subject(&b.subject))
            .then_with(|| a.predicate.as_str().cmp(b.predicate.as_str()))
            .then_with(|| terms(&a.object, &b.object)),
        _ => kind(a).cmp(&kind(b)),
    }
}

const fn kind(term: &Term) -> u8 {
    match term {
        Term::NamedNode(_) => 0,
        Term::BlankNode(_) => 1,
        Term::Literal(_) => 2,
        Term::Triple(_) => 3,
    }
}
