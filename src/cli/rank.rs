use super::output::with_output;
use super::{Location, Outcome, table};
use crate::analytics::{ActorGraph, Measure, rank};
use crate::store::Store;
use clap::Args;

/// List the actors of a store, the most central first
///
/// Actors are tied by the relations that the articles tell. Scores compare actors of one store only.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot rank -l conflict.griot --by betweenness --limit 10")]
pub(super) struct Rank {
    #[command(flatten)]
    location: Location,
    /// What makes an actor central: pagerank, degree or betweenness
    #[arg(long, value_name = "MEASURE", default_value = "pagerank", value_parser = measure)]
    by: Measure,
    /// How many actors to list
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

impl Rank {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let store = Store::open(&self.location.location)?;
        let quads: Vec<_> = store.dataset().iter().collect::<Result<_, _>>()?;
        let actors = ActorGraph::from_quads(quads);
        let header = ["", "actor", "class", "score", "out", "in"].map(str::to_owned);
        let rows: Vec<Vec<String>> = rank(&actors, self.by)
            .iter()
            .take(self.limit)
            .enumerate()
            .map(|(i, r)| {
                let actor = &actors.graph[r.node];
                vec![
                    (i + 1).to_string(),
                    actor.label.clone(),
                    actor.class().to_owned(),
                    format!("{:.4}", r.score),
                    r.outgoing.to_string(),
                    r.incoming.to_string(),
                ]
            })
            .collect();
        with_output(None, |out| {
            if rows.is_empty() {
                writeln!(
                    out,
                    "no actors: the articles of this store tell no relation"
                )?;
                return Ok(());
            }
            Ok(table::write(out, &header, &rows)?)
        })?;
        Ok(Outcome::Done)
    }
}

fn measure(name: &str) -> Result<Measure, String> {
    name.parse::<Measure>().map_err(|e| e.to_string())
}
