use super::output::with_output;
use super::{DataArgs, Outcome};
use crate::analysis::Analyzer;
use crate::score::ud;
use crate::ud::read_conllu;
use anyhow::{Context as _, bail};
use clap::Args;
use std::path::PathBuf;

/// Measure the analysis against a treebank
///
/// Prints precision, recall and F1 of tokens, sentences, words, tags, features, lemmas and trees as the
/// CoNLL 2018 shared task defines them, from raw text and from the treebank's own words, and the same
/// for the arcs that relations rest on.
#[derive(Args)]
#[command(after_help = "\
Example:
  griot score --ud fr_gsd-ud-dev.conllu --require UPOS=95,LAS=80")]
pub(super) struct Score {
    /// Treebank in CoNLL-U; may be given several times
    #[arg(long = "ud", required = true, value_name = "FILE")]
    treebanks: Vec<PathBuf>,
    /// Least F1 from raw text, in percent, such as `UPOS=95,LAS=80`; exit code 1 below it
    #[arg(long, value_name = "METRIC=PERCENT", value_delimiter = ',', value_parser = floor)]
    require: Vec<Floor>,
    #[command(flatten)]
    data: DataArgs,
}

/// The least that a metric must reach.
#[derive(Clone)]
struct Floor {
    metric: String,
    percent: f64,
}

impl Score {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let analyzer = Analyzer::load(&self.data.load()?)?;
        let mut missed = false;
        with_output(None, |out| {
            for path in &self.treebanks {
                let name = path.display().to_string();
                let Ok(source) = std::fs::read_to_string(path) else {
                    bail!("cannot read the treebank `{name}`");
                };
                let gold = read_conllu(&name, &source)?;
                let report = ud::score(&analyzer, &gold)
                    .with_context(|| format!("cannot score against `{name}`"))?;
                writeln!(out, "{name}, {} sentences\n{report}", gold.len())?;
                for floor in &self.require {
                    let Some(counts) = report.from_text.get(&floor.metric) else {
                        bail!(
                            "unknown metric `{}`; the table above lists them",
                            floor.metric
                        );
                    };
                    if 100.0 * counts.f1() < floor.percent {
                        missed = true;
                        writeln!(
                            out,
                            "below the bar: {} is {:.2}, must be {:.2}",
                            floor.metric,
                            100.0 * counts.f1(),
                            floor.percent
                        )?;
                    }
                }
            }
            Ok(())
        })?;
        Ok(Outcome::incomplete_if(missed))
    }
}

fn floor(text: &str) -> Result<Floor, String> {
    text.split_once('=')
        .and_then(|(metric, percent)| {
            Some(Floor {
                metric: metric.to_owned(),
                percent: percent.parse().ok()?,
            })
        })
        .ok_or_else(|| format!("`{text}` is no floor; write `LAS=80`"))
}
