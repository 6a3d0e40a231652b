//! What follows from a graph by the axioms of the ontology: the part of OWL 2 RL that it uses.
//!
//! Our own code, since it is small and must say what it derives: a general reasoner adds a dozen
//! trivial triples for each real one (`owl:Thing`, every node the same as itself). `.ci/run` compares
//! it with owlrl. `owl:sameAs` is not applied: nothing is merged.

mod axioms;
mod closure;

use super::iri::Base;
use super::ontology::{ALIGNMENTS, ONTOLOGY, Ontology};
use super::vocab::{self, other};
use axioms::Axioms;
use oxigraph::io::RdfParseError;
use oxigraph::model::{Literal, NamedOrBlankNode, Triple};
use oxigraph::sparql::{QueryEvaluationError, QueryResults, SparqlEvaluator, SparqlSyntaxError};
use oxigraph::store::{StorageError, Store};

/// Rules that OWL 2 RL cannot state, as SPARQL CONSTRUCT queries over the default graph.
const RULES: &[&str] = &[include_str!("../../../ontology/rules/committed.rq")];

/// Why nothing can be inferred.
#[derive(Debug, thiserror::Error)]
pub enum InferError {
    /// The axioms are no Turtle.
    #[error("the axioms cannot be read: {0}")]
    Axioms(#[from] RdfParseError),
    /// A rule is no SPARQL query.
    #[error("a rule of inference cannot be read: {0}")]
    Rule(#[from] SparqlSyntaxError),
    /// A rule failed.
    #[error("a rule of inference failed: {0}")]
    Evaluation(#[from] QueryEvaluationError),
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// The triples that follow from the default graph of `store` and are not in it, sorted: by the rules
/// of `ontology/rules/` and the axioms of the ontology, and of its alignments if `aligned`.
///
/// Statements about the ontology's own terms are left out: it makes them itself.
///
/// # Errors
/// When the store cannot be read.
pub fn infer(store: &Store, aligned: bool) -> Result<Vec<Triple>, InferError> {
    let mut axioms = Ontology::read(ONTOLOGY)?.triples().to_vec();
    if aligned {
        axioms.extend_from_slice(Ontology::read(ALIGNMENTS)?.triples());
    }
    let graph = oxigraph::model::GraphNameRef::DefaultGraph;
    let mut given = Vec::new();
    for quad in store.quads_for_pattern(None, None, None, Some(graph)) {
        given.push(Triple::from(quad?));
    }
    let mut ruled = Vec::new();
    for rule in RULES {
        let rule = SparqlEvaluator::new().parse_query(rule)?;
        if let QueryResults::Graph(triples) = rule.on_store(store).execute()? {
            for triple in triples {
                ruled.push(triple?);
            }
        }
    }
    let mut derived = closure::closure(&given, &ruled, &Axioms::read(&axioms));
    derived.retain(|triple| match &triple.subject {
        NamedOrBlankNode::NamedNode(node) => vocab::local_name(node.as_str()).is_none(),
        NamedOrBlankNode::BlankNode(_) => true,
    });
    Ok(derived)
}

/// What the graph of inferred triples says of itself.
#[must_use]
pub fn inferred_description(base: &Base) -> Vec<Triple> {
    let graph = base.inferred_graph();
    let label = Literal::new_language_tagged_literal_unchecked("déduit par l'ontologie", "fr");
    vec![
        Triple::new(graph.clone(), other::LABEL, label),
        Triple::new(graph, other::WAS_ATTRIBUTED_TO, base.software()),
    ]
}

#[cfg(test)]
mod tests;
