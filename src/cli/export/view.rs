use crate::analytics::{Projection, View};
use crate::cli::explain::subject::Names;
use crate::date::Date;
use crate::rdf::vocab;
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use oxigraph::store::Store;
use std::collections::BTreeSet;

/// The slots of events, which are the relations of the projection on events.
const SLOTS: [&str; 8] = [
    "agent",
    "target",
    "place",
    "responseTo",
    "claimedBy",
    "attributedTo",
    "deniedBy",
    "reportedBy",
];
/// A picture of more nodes is a ball of wool.
const PICTURE: usize = 40;

/// Which part of the graph is written, and as what.
#[derive(Args)]
#[command(next_help_heading = "Formats for graphs")]
pub(super) struct ViewArgs {
    /// What becomes a node
    #[arg(long, value_enum, default_value_t = ProjectionArg::Actors)]
    projection: ProjectionArg,
    /// Only these relations, with commas between: attacked,backedBy; of events their slots: agent,target
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    relations: Vec<String>,
    /// Only what happened on this day or later; what has no date is left out
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    since: Option<Date>,
    /// Only what happened on this day or earlier; what has no date is left out
    #[arg(long, value_name = "DATE", value_parser = crate::cli::date)]
    until: Option<Date>,
    /// Only what lies near this entity, by any of its names or its IRI
    #[arg(long, value_name = "ENTITY")]
    about: Option<String>,
    /// How many steps from the entity of --about
    #[arg(long, value_name = "N", default_value_t = 1, requires = "about")]
    hops: usize,
    /// Only the nodes with the most edges, so many [default: 40 in a picture, else all]
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProjectionArg {
    /// Entities, tied by the relations that articles tell
    Actors,
    /// Events and entities, tied by who did what to whom, where
    Events,
}

impl ViewArgs {
    /// Whether any of the options was given, which say nothing to RDF.
    pub(super) fn is_used(&self) -> bool {
        self.projection != ProjectionArg::Actors
            || !self.relations.is_empty()
            || self.since.is_some()
            || self.until.is_some()
            || self.about.is_some()
            || self.limit.is_some()
    }

    /// The view, with the entity looked up in `store`.
    pub(super) fn view(&self, store: &Store, picture: bool) -> anyhow::Result<View> {
        let about = match &self.about {
            Some(name) => {
                let found = Names::load(store)?
                    .find(name)
                    .context("cannot use `--about`")?;
                Some((found.trim_matches(['<', '>']).to_owned(), self.hops))
            }
            None => None,
        };
        Ok(View {
            projection: match self.projection {
                ProjectionArg::Actors => Projection::Actors,
                ProjectionArg::Events => Projection::Events,
            },
            relations: self.relations()?,
            since: self.since.map(|date| bound(date, true)),
            until: self.until.map(|date| bound(date, false)),
            about,
            limit: self.limit.or(picture.then_some(PICTURE)),
        })
    }

    fn relations(&self) -> anyhow::Result<BTreeSet<String>> {
        let known: Vec<&str> = match self.projection {
            ProjectionArg::Actors => vocab::RELATIONS
                .iter()
                .filter_map(|relation| vocab::local_name(relation.as_str()))
                .collect(),
            ProjectionArg::Events => SLOTS.to_vec(),
        };
        for name in &self.relations {
            if !known.contains(&name.as_str()) {
                bail!(
                    "unknown relation `{name}` in `--relations`; expected some of {}",
                    known.join(", ")
                );
            }
        }
        Ok(self.relations.iter().cloned().collect())
    }
}

/// The first or the last day of a date.
fn bound(date: Date, first: bool) -> String {
    let bounds = date.bounds();
    bounds.map_or_else(
        || date.to_string(),
        |(begin, end)| if first { begin } else { end }.to_string(),
    )
}
