use super::extract::Shape;
use super::output::with_output;
use super::{Location, Outcome};
use crate::analytics::ActorGraph;
use crate::analytics::export::{self as graph, GraphFormat};
use crate::rdf::{self, Base, EvidenceLevel, Format};
use crate::store::Store;
use anyhow::bail;
use clap::Args;
use oxigraph::model::{GraphNameRef, Quad};
use std::path::PathBuf;

const FORMATS: &str = "turtle, ntriples, nquads, trig, rdfxml or jsonld; dot, graphml, gexf, cytoscape, csv or csv-nodes";

/// Write a store's graph for other programs
///
/// `turtle`, `ntriples` and `rdfxml` hold one graph: what all articles together say and, unless
/// `--evidence none` is given, why. `nquads`, `trig` and `jsonld` keep the articles' graphs apart. The same store gives the same bytes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot export -l conflict.griot --format turtle
  griot export -l conflict.griot --format nquads --file conflict.nq
  griot export -l conflict.griot --file conflict.graphml")]
pub(super) struct Export {
    #[command(flatten)]
    location: Location,
    /// turtle, ntriples, nquads, trig, rdfxml or jsonld; for the graph of actors dot, graphml, gexf, cytoscape,
    /// csv (ties) or csv-nodes [default: the extension of --file, else turtle]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Write to this file and not to standard output
    #[arg(short, long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Namespace that Turtle and TriG shorten
    #[arg(long, value_name = "IRI", value_parser = super::base, default_value = "https://w3id.org/griot/id/")]
    base: Base,
    #[command(flatten)]
    shape: Shape,
}

impl Export {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let name = self.format_name();
        let store = || Store::open(&self.location.location);
        if let Ok(format) = name.parse::<Format>() {
            let options = self.shape.options(&self.base);
            let quads = select(&store()?, format, &options)?;
            with_output(self.file.as_deref(), |out| {
                Ok(rdf::write(quads, format, &options, out)?)
            })?;
        } else if let Ok(format) = name.parse::<GraphFormat>() {
            let quads: Vec<Quad> = store()?.dataset().iter().collect::<Result<_, _>>()?;
            let actors = ActorGraph::from_quads(quads);
            with_output(self.file.as_deref(), |out| {
                Ok(graph::write(&actors, format, out)?)
            })?;
        } else {
            bail!("unknown format `{name}`; expected {FORMATS}");
        }
        Ok(Outcome::Done)
    }

    fn format_name(&self) -> String {
        let extension = self.file.as_deref().and_then(|f| f.extension());
        match (&self.format, extension) {
            (Some(format), _) => format.clone(),
            (None, Some(extension)) => extension.to_string_lossy().into_owned(),
            (None, None) => "turtle".to_owned(),
        }
    }
}

/// The quads that `format` writes: all of them, or the default graph alone where graphs would be
/// merged and no evidence is wanted.
fn select(store: &Store, format: Format, options: &rdf::Options) -> anyhow::Result<Vec<Quad>> {
    let default_only = !format.has_graphs() && options.evidence == EvidenceLevel::None;
    let graph = default_only.then_some(GraphNameRef::DefaultGraph);
    let quads = store.dataset().quads_for_pattern(None, None, None, graph);
    Ok(quads.collect::<Result<_, _>>()?)
}
