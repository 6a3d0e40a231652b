use super::{Location, Outcome, output};
use crate::rdf::{Base, infer, inferred_description};
use crate::store::{Store, Writer};
use clap::Args;

/// Write what follows from a store's graph, into a graph of its own
///
/// By the axioms of the ontology (OWL 2 RL): inverses (`attackedBy`, `backs`, `agentOf`), `fights` and
/// `negotiatesWith` both ways, `locatedIn` and `partOf` through several steps, superclasses and
/// superproperties, the classes that a relation demands of its ends, and `attacked` from the agent and the
/// target of an attack that is not denied. The graph is `…/graph/inferred`, replaced as a whole each
/// time; `--drop` removes it, and the store is exactly what it was. A build that changes the store
/// removes it, too. `griot query --union-default-graph` sees it, as does `GRAPH ?g { … }`.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot infer -l conflict.griot
  griot query -l conflict.griot --union-default-graph 'SELECT * { ?x griot:attackedBy ?y }'
  griot infer -l conflict.griot --drop")]
pub(super) struct Infer {
    #[command(flatten)]
    location: Location,
    /// Remove the inferred graph and infer nothing
    #[arg(long)]
    drop: bool,
    /// Apply the alignments, too: what the graph says in terms of SEM, schema.org, PROV-O, FOAF and ORG
    #[arg(long, conflicts_with = "drop")]
    alignments: bool,
    /// Namespace under which the graph gets its IRI
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
}

impl Infer {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let dir = &self.location.location;
        let graph = self.base.inferred_graph();
        // A store that is not there is an error, not a new store.
        let store = Store::open(dir)?;
        let mut writer = Writer::open(dir)?;
        if self.drop {
            let message = if writer.remove_graph(&graph)? {
                "the inferred graph is removed"
            } else {
                "there is no inferred graph"
            };
            output::message(message);
            return Ok(Outcome::Done);
        }
        let mut triples = infer(store.dataset(), self.alignments)?;
        let n = triples.len();
        triples.extend(inferred_description(&self.base));
        writer.put_graph(&graph, &triples)?;
        output::message(&format!(
            "{n} triples follow; they are in the graph {graph}"
        ));
        Ok(Outcome::Done)
    }
}
