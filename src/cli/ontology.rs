use super::Outcome;
use super::output::with_output;
use crate::rdf::{ALIGNMENTS, CONTEXT, ONTOLOGY, SHAPES, reference_page};
use clap::Args;
use std::path::PathBuf;

/// Write the ontology, and what belongs to it
///
/// Without options, the ontology in Turtle: every class, property and concept of a graph of griot, in
/// French and English.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot ontology --file griot.ttl
  griot ontology --html --file griot.html
  griot ontology --shapes --file shapes.ttl && pyshacl -s shapes.ttl graph.ttl")]
pub(super) struct Ontology {
    #[command(flatten)]
    part: Part,
    /// Write to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Args)]
#[group(multiple = false)]
struct Part {
    /// The reference page, in HTML: every term has its place under the end of its IRI
    #[arg(long)]
    html: bool,
    /// What the terms are in SEM, PROV-O, schema.org, FOAF, ORG, GeoSPARQL, OWL-Time, NIF, CAMEO, PLOVER and ACLED
    #[arg(long)]
    alignments: bool,
    /// The shapes of a graph, in SHACL
    #[arg(long)]
    shapes: bool,
    /// The context of the JSON-LD exports
    #[arg(long)]
    context: bool,
}

impl Ontology {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let page;
        let text = match self.part {
            Part { html: true, .. } => {
                page = reference_page()?;
                &page
            }
            Part {
                alignments: true, ..
            } => ALIGNMENTS,
            Part { shapes: true, .. } => SHAPES,
            Part { context: true, .. } => CONTEXT,
            _ => ONTOLOGY,
        };
        with_output(self.file.as_deref(), |out| {
            Ok(out.write_all(text.as_bytes())?)
        })?;
        Ok(Outcome::Done)
    }
}
