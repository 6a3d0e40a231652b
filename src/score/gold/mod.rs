//! Scores of a graph against gold: what a careful reader takes from an article, as a JSON file beside it.
//!
//! [`Gold::read`] reads a file, [`Predicted`] looks into the quads that griot, or another program, made of
//! the same article, [`score`] compares the two, and a [`GoldReport`] adds the articles up. Entities
//! are compared by their names ([`NameWords`]), facts by relation and entities, events by family and
//! participants; an event is paired with the gold event that it fits best.

mod events;
mod facts;
mod file;
mod graph;
mod names;
mod report;
mod tally;
mod terms;

pub use file::{Gold, GoldError};
pub use graph::Predicted;
pub use names::NameWords;
pub use report::GoldReport;
pub use tally::{Mistake, MistakeKind, Share, Tally};
pub use terms::Terms;

/// The scores of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleScore {
    /// Facts by relation.
    facts: Vec<(String, Tally)>,
    /// Events.
    events: Tally,
    /// Slots of events, in the order of [`SLOTS`].
    slots: [Share; SLOTS.len()],
    /// What went wrong, in the order of the gold file, then of the graph.
    mistakes: Vec<Mistake>,
}

/// The slots of events, as reports list them. `type` is the exact class, beside the family that pairs events.
pub const SLOTS: [&str; 10] = [
    "type",
    "agent",
    "target",
    "place",
    "date",
    "weapon",
    "killed",
    "wounded",
    "count",
    "responseTo",
];

/// Compares `predicted`, the graph of one article, with its gold.
#[must_use]
pub fn score(gold: &Gold, predicted: &Predicted, terms: &Terms) -> ArticleScore {
    let mut score = ArticleScore::default();
    facts::score(gold, predicted, terms, &mut score);
    events::score(gold, predicted, &mut score);
    score
}
