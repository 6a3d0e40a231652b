use super::build::report_error;
use super::output::with_output;
use super::{AliasArgs, Outcome, RuleArgs, Threads};
use crate::date::Date;
use crate::pipeline::{self, Pipeline, Reading};
use crate::rdf::{self, Base, EvidenceLevel, Format, RdfVersion};
use clap::Args;
use oxigraph::model::Quad;
use std::path::PathBuf;

/// Read articles and write what they say, without a store
///
/// The same analysis as `build`, straight to standard output. `nquads`, `ntriples` and `jsonl` are written
/// article by article, so that memory does not grow with their number; the other formats are
/// written at the end.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot extract depeche.txt --format turtle
  cat depeche.txt | griot extract - --format jsonl --date 2018-03-03")]
pub(super) struct Extract {
    /// Files and folders of articles; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// nquads, trig, turtle, ntriples, jsonld, rdfxml or jsonl (one article a line)
    #[arg(long, value_name = "FORMAT", default_value = "turtle", value_parser = output_format)]
    format: Output,
    /// Write to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Date of publication of the articles, in place of what their texts say
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    date: Option<Date>,
    /// Namespace under which resources get their IRIs
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
    #[command(flatten)]
    shape: Shape,
    #[command(flatten)]
    threads: Threads,
    #[command(flatten)]
    aliases: AliasArgs,
    #[command(flatten)]
    data: RuleArgs,
}

/// What of the graph is written.
#[derive(Args)]
pub(super) struct Shape {
    /// How much evidence to write: none; spans (each statement with the IRI of its words); or full
    /// (also the words, the rule, the status and the speaker)
    #[arg(long, value_name = "LEVEL", default_value = "full", value_parser = evidence)]
    evidence: EvidenceLevel,
    /// Version of RDF in which evidence is written: 1.1, as `rdf:Statement`, which every tool reads; or 1.2,
    /// as triple terms, for Oxigraph, Jena and their like
    #[arg(long = "rdf", value_name = "VERSION", default_value = "1.1", value_parser = version)]
    version: RdfVersion,
}

impl Shape {
    /// The options of the writers.
    pub(super) fn options(&self, base: &Base) -> rdf::Options {
        rdf::Options {
            base: base.clone(),
            evidence: self.evidence,
            rdf: self.version,
        }
    }
}

#[derive(Clone, Copy)]
enum Output {
    Rdf(Format),
    JsonLines,
}

impl Extract {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let pipeline = Pipeline::load(&self.aliases.add_to(self.data.load()?)?, self.base.clone())?;
        let (sources, errors) = pipeline::sources(&self.paths);
        errors.iter().for_each(report_error);
        let mut n_failed = errors.len();
        let pool = self.threads.pool()?;
        let options = self.shape.options(&self.base);
        with_output(self.file.as_deref(), |out| {
            let mut rest: Vec<Quad> = Vec::new();
            pipeline::for_each(
                &pool,
                &sources,
                |source, bytes| {
                    let reading = pipeline.read(source, &bytes, self.date)?;
                    Ok(self.render(&pipeline, &reading))
                },
                |result| {
                    match result {
                        Err(error) => {
                            report_error(&error);
                            n_failed += 1;
                        }
                        Ok(Rendered::Line(line)) => writeln!(out, "{line}")?,
                        Ok(Rendered::Quads(quads)) => match self.format {
                            Output::Rdf(format @ (Format::NQuads | Format::NTriples)) => {
                                rdf::write(quads, format, &options, out)?;
                            }
                            _ => rest.extend(quads),
                        },
                    }
                    anyhow::Ok(())
                },
            )?;
            if let Output::Rdf(format) = self.format
                && !matches!(format, Format::NQuads | Format::NTriples)
            {
                rdf::write(rest, format, &options, out)?;
            }
            Ok(())
        })?;
        Ok(Outcome::incomplete_if(n_failed > 0))
    }

    fn render(&self, pipeline: &Pipeline, reading: &Reading) -> Rendered {
        match self.format {
            Output::JsonLines => Rendered::Line(rdf::json_line(
                &reading.article,
                &reading.extraction,
                &self.base,
            )),
            Output::Rdf(_) => Rendered::Quads(pipeline.quads(reading)),
        }
    }
}

enum Rendered {
    Line(String),
    Quads(Vec<Quad>),
}

fn output_format(name: &str) -> Result<Output, String> {
    if name.eq_ignore_ascii_case("jsonl") {
        return Ok(Output::JsonLines);
    }
    name.parse()
        .map(Output::Rdf)
        .map_err(|_| format!("unknown format `{name}`; expected nquads, trig, turtle, ntriples, jsonld, rdfxml or jsonl"))
}

fn evidence(name: &str) -> Result<EvidenceLevel, String> {
    name.parse::<EvidenceLevel>().map_err(|e| e.to_string())
}

fn version(name: &str) -> Result<RdfVersion, String> {
    name.parse::<RdfVersion>().map_err(|e| e.to_string())
}
