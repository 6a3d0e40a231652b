use super::super::Outcome;
use super::super::output::with_output;
use super::{Floor, figure};
use crate::analysis::Analyzer;
use crate::data::Data;
use crate::score::ud::{self, Counts, UdScores};
use crate::ud::read_conllu;
use anyhow::{Context as _, bail};
use std::path::PathBuf;

/// Scores the analysis against each of `treebanks`.
pub(super) fn run(data: &Data, treebanks: &[PathBuf], floors: &[Floor]) -> anyhow::Result<Outcome> {
    let analyzer = Analyzer::load(data)?;
    let mut missed = false;
    with_output(None, |out| {
        for path in treebanks {
            let name = path.display().to_string();
            let Ok(source) = std::fs::read_to_string(path) else {
                bail!("cannot read the treebank `{name}`");
            };
            let gold = read_conllu(&name, &source)?;
            let report = ud::score(&analyzer, &gold)
                .with_context(|| format!("cannot score against `{name}`"))?;
            writeln!(out, "{name}, {} sentences\n{report}", gold.len())?;
            let figures = percentages(&report.from_text);
            for floor in floors {
                let reached = figure(floor, &figures)?;
                if reached < floor.value {
                    missed = true;
                    writeln!(
                        out,
                        "below the bar: {} is {reached:.2}, must be {:.2}",
                        floor.figure, floor.value
                    )?;
                }
            }
        }
        Ok(())
    })?;
    Ok(Outcome::incomplete_if(missed))
}

/// F1 of every metric and arc, in percent.
fn percentages(scores: &UdScores) -> Vec<(String, f64)> {
    let all = scores.metrics.iter().chain(&scores.arcs);
    let percent = |(name, counts): &(&str, Counts)| ((*name).to_owned(), 100.0 * counts.f1());
    all.map(percent).collect()
}
