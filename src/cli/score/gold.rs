use super::super::build::report_error;
use super::super::output::with_output;
use super::super::{Outcome, date};
use super::{Floor, figure};
use crate::data::Data;
use crate::extract::ExtractError;
use crate::extract::terms::{OwnTerms, TermKind};
use crate::pipeline::{self, Pipeline, Source};
use crate::rdf::Base;
use crate::score::gold::{ArticleScore, Gold, GoldReport, NameWords, Predicted, Terms, score};
use anyhow::{Context as _, bail};
use clap::Args;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;
use rayon::ThreadPool;
use std::fs;
use std::path::{Path, PathBuf};

/// What is compared with the gold, and what is written of it.
#[derive(Args)]
pub(super) struct GoldArgs {
    /// Folder of the articles, DOC.txt or DOC.md [default: that of `--gold`]
    #[arg(long, value_name = "DIR", requires = "gold")]
    texts: Option<PathBuf>,
    /// Folder of graphs, DOC.nq, made by another program or another time: they are scored, and no article is read
    #[arg(long, value_name = "DIR", requires = "gold", conflicts_with = "texts")]
    graphs: Option<PathBuf>,
    /// List every missed and every spurious fact and event, and every wrong slot, with its words
    #[arg(long, requires = "gold")]
    errors: bool,
    /// Write all figures and mistakes to this file, as JSON
    #[arg(long, value_name = "FILE", requires = "gold")]
    json: Option<PathBuf>,
}

/// Scores what griot takes from articles, or other graphs of them, against the gold files of `folder`.
pub(super) fn run(
    data: &Data,
    folder: &Path,
    args: &GoldArgs,
    floors: &[Floor],
    pool: &ThreadPool,
) -> anyhow::Result<Outcome> {
    let words = NameWords::load(data)?;
    let terms = terms(data)?;
    let golds = read_gold(folder, &terms, &words)?;
    let scores = match &args.graphs {
        Some(graphs) => golds
            .iter()
            .map(|gold| {
                let quads = read_graph(&graphs.join(format!("{}.nq", gold.article)))?;
                Ok(score(gold, &Predicted::new(&quads, &terms, &words), &terms))
            })
            .collect::<anyhow::Result<Vec<_>>>()?,
        None => {
            let texts = args.texts.as_deref().unwrap_or(folder);
            read_articles(data, texts, &golds, &terms, &words, pool)?
        }
    };
    let incomplete = scores.len() < golds.len();
    let mut report = GoldReport::new(&terms);
    scores.into_iter().for_each(|article| report.add(article));
    if let Some(file) = &args.json {
        with_output(Some(file), |out| {
            serde_json::to_writer_pretty(&mut *out, &report.to_json())?;
            Ok(writeln!(out)?)
        })?;
    }
    let missed = with_output(None, |out| {
        if args.errors {
            for mistake in report.mistakes() {
                writeln!(out, "{mistake}")?;
            }
        }
        write!(out, "{report}")?;
        let mut missed = false;
        for floor in floors {
            let below = below(floor, &report)?;
            missed |= below.is_some();
            if let Some(line) = below {
                writeln!(out, "{line}")?;
            }
        }
        Ok(missed)
    })?;
    Ok(Outcome::incomplete_if(missed || incomplete))
}

/// griot's terms, and those of the user's own rules.
fn terms(data: &Data) -> anyhow::Result<Terms> {
    let own = OwnTerms::load(data).map_err(ExtractError::Files)?;
    let add = |terms: Terms, (kind, name, iri): (TermKind, &str, &str)| match kind {
        TermKind::Relation => terms.with_relation(name, iri),
        TermKind::Event => terms.with_event(name, iri),
    };
    Ok(own.iter().fold(Terms::default(), add))
}

/// What is to be said if the report does not reach the floor.
fn below(floor: &Floor, report: &GoldReport) -> anyhow::Result<Option<String>> {
    if floor.figure == "traps" {
        let n = report.n_traps();
        let above = (n as f64) > floor.value;
        return Ok(above.then(|| format!("above the bar: {n} traps, at most {}", floor.value)));
    }
    let mut figures = report.metrics();
    figures.push(("traps".to_owned(), 0.0));
    let reached = figure(floor, &figures)?;
    Ok((reached < floor.value).then(|| {
        format!(
            "below the bar: {} is {reached:.3}, must be {}",
            floor.figure, floor.value
        )
    }))
}

/// The gold files of `folder`, in the order of their names; everything that is wrong in them at once.
fn read_gold(folder: &Path, terms: &Terms, words: &NameWords) -> anyhow::Result<Vec<Gold>> {
    let unreadable = || format!("cannot read the gold folder `{}`", folder.display());
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(|e| anyhow::anyhow!("{}: {e}", unreadable()))? {
        let path = entry
            .map_err(|e| anyhow::anyhow!("{}: {e}", unreadable()))?
            .path();
        if path.extension().is_some_and(|e| e == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        bail!("`{}`: no `.json` file in this folder", folder.display());
    }
    let (mut golds, mut errors) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.display().to_string();
        match fs::read_to_string(&path) {
            Err(e) => errors.push(format!("{name}: error: {e}")),
            Ok(json) => match Gold::read(&name, &json, terms, words) {
                Ok(gold) => golds.push(gold),
                Err(e) => errors.push(e.to_string()),
            },
        }
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    Ok(golds)
}

fn read_graph(path: &Path) -> anyhow::Result<Vec<Quad>> {
    let context = || format!("cannot read the graph `{}`", path.display());
    let Ok(text) = fs::read(path) else {
        bail!("{}", context());
    };
    RdfParser::from_format(RdfFormat::NQuads)
        .for_slice(&text)
        .collect::<Result<Vec<Quad>, _>>()
        .with_context(context)
}

/// The scores of the articles that could be read; the others are named.
fn read_articles(
    data: &Data,
    texts: &Path,
    golds: &[Gold],
    terms: &Terms,
    words: &NameWords,
    pool: &ThreadPool,
) -> anyhow::Result<Vec<ArticleScore>> {
    let pipeline = Pipeline::load(data, Base::default())?;
    let paths: Vec<PathBuf> = golds.iter().map(|g| text_of(texts, &g.article)).collect();
    let gold_of = |source: &Source| paths.iter().zip(golds).find(|(p, _)| **p == source.path);
    let (sources, errors) = pipeline::sources(&paths);
    errors.iter().for_each(report_error);
    let mut scores = Vec::new();
    pipeline::for_each(
        pool,
        &sources,
        |source, bytes| {
            let gold = gold_of(source).map(|(_, gold)| gold);
            // Only a full date is the article's own; a month or a year may be a guess.
            let day = gold
                .and_then(|g| g.date.as_deref())
                .filter(|d| d.len() == 10);
            let day = day.and_then(|day| date(day).ok());
            let quads = pipeline.quads(&pipeline.read(source, &bytes, day)?);
            let predicted = Predicted::new(&quads, terms, words);
            Ok(gold.map(|gold| score(gold, &predicted, terms)))
        },
        |result| {
            match result {
                Ok(score) => scores.extend(score),
                Err(error) => report_error(&error),
            }
            anyhow::Ok(())
        },
    )?;
    Ok(scores)
}

fn text_of(folder: &Path, article: &str) -> PathBuf {
    let markdown = folder.join(format!("{article}.md"));
    if markdown.exists() {
        return markdown;
    }
    folder.join(format!("{article}.txt"))
}
