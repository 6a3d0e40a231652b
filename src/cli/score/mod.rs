mod gold;
mod treebank;

use super::{Outcome, RuleArgs, Threads};
use anyhow::bail;
use clap::Args;
use std::path::PathBuf;

/// Measure griot against what readers found in articles, or against a treebank
///
/// With `--gold`: reads the article that belongs to each gold file of a folder and compares what griot takes
/// from it with what a careful reader did. Prints precision, recall and F1 of each relation, of the four
/// core relations and of all together, then of events and their slots, and the denied or hypothetical
/// facts that are asserted. With `--ud`: precision, recall and F1 of tokens, sentences, words, tags,
/// features, lemmas and trees, as the CoNLL 2018 shared task defines them.
#[derive(Args)]
#[command(after_help = "\
A gold file, DOC.json, belongs to the article DOC.txt:
  { \"doc\": \"gao\", \"date\": \"2022-08-15\",
    \"entities\": { \"reb\": { \"name\": \"rebelles touaregs\", \"aliases\": [\"les rebelles\"] },
                  \"gao\": { \"name\": \"Gao\" } },
    \"facts\": [ { \"s\": \"reb\", \"p\": \"attacked\", \"o\": \"gao\", \"status\": \"asserted\" } ],
    \"events\": [ { \"id\": \"e1\", \"type\": \"GroundAttack\", \"agent\": [\"reb\"], \"target\": [\"gao\"],
                  \"place\": [\"gao\"], \"date\": \"2022-08-14\", \"killed\": 3, \"status\": \"asserted\" } ] }
`s` and `o` may be lists of keys, any of which is right. `status` is asserted, hedged, denied or hypothetical;
a denied or hypothetical fact must not be in the graph. `\"optional\": true`: right if there, no loss if
not. Events also have `weapon`, `wounded`, `count` and `responseTo`, the id of the event answered; what is
left out is not compared. Entities are the same if they share a name, case and accents aside.

Examples:
  griot score --gold tests/gold --texts examples --errors
  griot score --gold my-gold --rules my-rules --require core_p=0.85,event_f1=0.75,traps=0
  griot score --ud fr_gsd-ud-dev.conllu --require UPOS=95,LAS=80")]
pub(super) struct Score {
    /// Folder of gold files, one JSON file an article
    #[arg(
        long,
        value_name = "DIR",
        required_unless_present = "treebanks",
        conflicts_with = "treebanks"
    )]
    gold: Option<PathBuf>,
    #[command(flatten)]
    graphs: gold::GoldArgs,
    /// Treebank in CoNLL-U; may be given several times
    #[arg(long = "ud", value_name = "FILE")]
    treebanks: Vec<PathBuf>,
    /// Least figures, such as `core_f1=0.75` (traps: most), or with `--ud` least F1 in percent from raw text, such as `LAS=80`; exit code 1 below one
    #[arg(long, value_name = "FIGURE=VALUE", value_delimiter = ',', value_parser = floor)]
    require: Vec<Floor>,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    data: RuleArgs,
}

/// The least that a figure must reach.
#[derive(Clone)]
struct Floor {
    figure: String,
    value: f64,
}

impl Score {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let data = self.data.load()?;
        match &self.gold {
            Some(folder) => {
                let pool = self.threads.pool()?;
                gold::run(&data, folder, &self.graphs, &self.require, &pool)
            }
            None => treebank::run(&data, &self.treebanks, &self.require),
        }
    }
}

/// The figure of the floor among `known`.
fn figure(floor: &Floor, known: &[(String, f64)]) -> anyhow::Result<f64> {
    let found = known.iter().find(|(name, _)| *name == floor.figure);
    let Some((_, value)) = found else {
        let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
        bail!(
            "unknown figure `{}`; expected one of {}",
            floor.figure,
            names.join(", ")
        );
    };
    Ok(*value)
}

fn floor(text: &str) -> Result<Floor, String> {
    text.split_once('=')
        .and_then(|(figure, value)| {
            Some(Floor {
                figure: figure.to_owned(),
                value: value.parse().ok()?,
            })
        })
        .ok_or_else(|| format!("`{text}` is no floor; write `core_f1=0.75` or `LAS=80`"))
}
