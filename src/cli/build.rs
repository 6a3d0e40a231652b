use super::{AliasArgs, Location, Outcome, RuleArgs, Threads, output};
use crate::date::Date;
use crate::pipeline::{self, BuildError, Pipeline, Plan, Progress, ReadError, Report};
use crate::rdf::Base;
use crate::store::Writer;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::time::Instant;

/// Read articles and keep what they say in a store
///
/// Each file is an article in plain text (UTF-8 or UTF-16 with a byte order mark); folders are
/// searched for `.txt` and `.md` files at any depth. An article is named after its path inside the
/// folder; building again skips articles that have not changed and replaces those that have. An
/// article that cannot be read is named and does not stop the others. What is acknowledged is on
/// the disk: a build may be killed at any time, and run again.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot build examples -l conflict.griot
  griot build depeche.txt --date 2018-03-03 -l conflict.griot")]
pub(super) struct Build {
    /// Files and folders of articles; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    location: Location,
    /// Date of publication of all these articles, in place of what their texts say
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    date: Option<Date>,
    /// Namespace under which resources get their IRIs
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
    /// Read all articles again, also those that have not changed
    #[arg(long)]
    again: bool,
    /// Print a line for each article to standard output once it is on the disk
    #[arg(short, long)]
    verbose: bool,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    aliases: AliasArgs,
    #[command(flatten)]
    data: RuleArgs,
}

impl Build {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let start = Instant::now();
        let data = self.aliases.add_to(self.data.load()?)?;
        let (sources, errors) = pipeline::sources(&self.paths);
        errors.iter().for_each(report_error);
        let mut writer = Writer::open(&self.location.location)?;
        let plan = Plan {
            date: self.date,
            base: &self.base,
            digest: pipeline::digest(&data),
            again: self.again,
        };
        let load = || Pipeline::load(&data, self.base.clone());
        let bar = progress_bar(sources.len() as u64);
        let mut written = Ok(());
        let on = |progress: Progress<'_>| {
            if written.is_ok() && self.verbose {
                written = acknowledge(&progress);
            }
            show(&bar, &progress);
        };
        let pool = self.threads.pool()?;
        let report = pipeline::build(&pool, &sources, &plan, &mut writer, load, on);
        bar.finish_and_clear();
        let report = report.map_err(|error| match error {
            BuildError::Store(error) => anyhow::Error::from(error),
            BuildError::Pipeline(error) => error.into(),
        })?;
        written?;
        if report.added + report.replaced > 0 && writer.remove_graph(&self.base.inferred_graph())? {
            output::message(
                "note: what was inferred from the store as it was is removed; run `griot infer` again",
            );
        }
        output::message(&summary(
            &report,
            errors.len(),
            start.elapsed().as_secs_f64(),
        ));
        Ok(Outcome::incomplete_if(report.failed + errors.len() > 0))
    }
}

fn progress_bar(n: u64) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} articles, {eta} left") {
        bar.set_style(style);
    }
    bar
}

fn show(bar: &ProgressBar, progress: &Progress<'_>) {
    bar.inc(1);
    match progress {
        Progress::Failed(error) => bar.suspend(|| report_error(error)),
        Progress::Stored {
            source,
            replaced_other: Some(other),
        } => bar.suspend(|| {
            output::message(&format!(
                "warning: article `{}` was read from `{}` before and is replaced by `{}`; rename one of the files to keep both",
                source.id,
                other.display(),
                source.path.display(),
            ));
        }),
        _ => {}
    }
}

fn acknowledge(progress: &Progress<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match progress {
        Progress::Unchanged(source) => writeln!(out, "unchanged {}", source.id)?,
        Progress::Stored { source, .. } => writeln!(out, "stored {}", source.id)?,
        Progress::Failed(_) => {}
    }
    out.flush()
}

/// Names an article that could not be read.
pub(super) fn report_error(error: &ReadError) {
    output::message(&format!("error: {error}"));
}

fn summary(report: &Report, n_errors: usize, seconds: f64) -> String {
    let mut parts = Vec::new();
    for (n, what) in [
        (report.added, "added"),
        (report.replaced, "replaced"),
        (report.unchanged, "unchanged"),
        (report.failed + n_errors, "not readable"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {what}"));
        }
    }
    let articles = if parts.is_empty() {
        "none".to_owned()
    } else {
        parts.join(", ")
    };
    format!(
        "articles: {articles}; {} facts between entities, {} events; {seconds:.1} s",
        report.facts, report.events
    )
}
