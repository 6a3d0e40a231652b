use super::vocab::other;
use oxigraph::model::{BlankNode, GraphName, NamedNode, NamedOrBlankNode, Quad, Term, Triple};
use std::cmp::Ordering;
use std::collections::HashMap;

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

/// Names blank nodes by the graph that they are for and the order in which they come: parsers name
/// them at random, and two graphs must not share them.
#[must_use]
pub fn relabel_blank_nodes(triples: Vec<Triple>, graph: &NamedNode) -> Vec<Triple> {
    let prefix = super::iri::fnv1a(graph.as_str());
    let mut names = HashMap::new();
    triples
        .into_iter()
        .map(|triple| relabeled(triple, prefix, &mut names))
        .collect()
}

fn relabeled(triple: Triple, prefix: u64, names: &mut HashMap<BlankNode, BlankNode>) -> Triple {
    let mut rename = |node: BlankNode| {
        let next = format!("g{prefix:016x}n{}", names.len());
        names
            .entry(node)
            .or_insert_with(|| BlankNode::new_unchecked(next))
            .clone()
    };
    let subject = match triple.subject {
        NamedOrBlankNode::BlankNode(node) => rename(node).into(),
        named => named,
    };
    let object = match triple.object {
        Term::BlankNode(node) => rename(node).into(),
        Term::Triple(inner) => relabeled(*inner, prefix, names).into(),
        other => other,
    };
    Triple::new(subject, triple.predicate, object)
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
