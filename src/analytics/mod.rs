//! The graph of actors: who is tied to whom, how often, and who stands in the middle.
//!
//! Loaded from the quads of a store ([`World`]), ranked ([`rank`]), and written for other programs
//! ([`export`]), as actors and their ties or as events and who took part in them ([`Projection`]). Nodes and ties come in the order of their IRIs, so that the same
//! store gives the same bytes.

pub mod export;

mod load;
mod network;
mod rank;

pub use load::World;
pub use network::{Projection, View};
pub use rank::{Measure, Rank, UnknownMeasure, rank};

use petgraph::graph::DiGraph;

/// An entity with at least one tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its IRI.
    pub iri: String,
    /// Its name.
    pub label: String,
    /// Local names of its classes, sorted.
    pub classes: Vec<String>,
}

impl Actor {
    /// The class that it mostly is: one that acts before one that lies somewhere.
    #[must_use]
    pub fn class(&self) -> &str {
        let acts = self.classes.iter().find(|class| load::is_actor(class));
        acts.or_else(|| self.classes.first())
            .map_or("Entity", String::as_str)
    }

    /// Whether it acts: a state, force, group, person and their like.
    #[must_use]
    pub fn acts(&self) -> bool {
        self.classes.iter().any(|class| load::is_actor(class))
    }
}

/// A relation between two entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Local name of the relation, `attacked`.
    pub relation: String,
    /// Its name in French, as the ontology gives it.
    pub label: String,
    /// How many articles say so, at least one.
    pub articles: usize,
    /// In how many places they say so.
    pub evidence: usize,
    /// First and last day of each event behind it that is dated, `YYYY-MM-DD`, in order.
    pub days: Vec<(String, String)>,
}

/// Entities and the relations between them; two entities may have several ties.
#[derive(Clone, Debug, Default)]
pub struct ActorGraph {
    /// Nodes in the order of IRIs, ties in the order of subject, relation and object.
    pub graph: DiGraph<Actor, Tie>,
}

#[cfg(test)]
mod tests;
