mod view;

use super::extract::Shape;
use super::output::with_output;
use super::{Location, Outcome};
use crate::analytics::World;
use crate::analytics::export::{self as graph, GraphFormat};
use crate::rdf::{self, Base, Dump, Format};
use crate::store::{Scan, Store};
use anyhow::bail;
use clap::Args;
use oxigraph::model::{GraphNameRef, Quad};
use std::io::Write;
use std::path::PathBuf;
use view::ViewArgs;

const FORMATS: &str = "turtle, ntriples, nquads, trig, rdfxml or jsonld; dot, graphml, gexf, cytoscape, cx2, graphology, csv, csv-nodes, neo4j, neo4j-nodes, acled or svg";

/// Write a store's graph for other programs
///
/// RDF: `turtle`, `ntriples` and `rdfxml` hold one graph: what all articles together say and, unless
/// `--evidence none` is given, why. `nquads`, `trig` and `jsonld` keep the articles' graphs apart, and those of
/// imports and inference.
///
/// Graphs: `gexf` and `csv`, `csv-nodes` (Gephi), `graphml` (yEd, networkx, igraph), `dot` (Graphviz), `cytoscape`
/// (Cytoscape.js), `cx2` (Cytoscape, NDEx), `graphology` (Sigma), `neo4j`, `neo4j-nodes` (neo4j-admin database
/// import), `svg` (a picture). `acled` is a table of events in the columns of ACLED.
///
/// The same store gives the same bytes.
#[derive(Args)]
#[command(after_help = "\
Examples:
  griot export -l conflict.griot --format turtle
  griot export -l conflict.griot --format nquads --file conflict.nq
  griot export -l conflict.griot --file conflict.gexf --projection events
  griot export -l conflict.griot --format svg --about Hezbollah --hops 2 --file hezbollah.svg
  griot export -l conflict.griot --format csv --relations attacked,fights --since 2023-10-07")]
pub(super) struct Export {
    #[command(flatten)]
    location: Location,
    /// One of the formats above [default: the extension of --file, else turtle]
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
    /// In formats of one graph: write the triples of `griot infer`, too
    #[arg(long)]
    inferred: bool,
    /// N-Quads and N-Triples in the canonical form of RDFC-1.0, to compare or sign; holds all in memory
    #[arg(long)]
    canonical: bool,
    #[command(flatten)]
    view: ViewArgs,
}

impl Export {
    pub(super) fn run(self) -> anyhow::Result<Outcome> {
        let name = self.format_name();
        let file = self.file.as_deref();
        if let Ok(format) = name.parse::<Format>() {
            if self.view.is_used() {
                bail!(
                    "`--projection`, `--relations`, `--since`, `--until`, `--about` and `--limit` are for graphs, not for {}; ask for a part of the RDF with `griot query` and CONSTRUCT",
                    format.as_str()
                );
            }
            with_output(file, |out| self.rdf(format, out))?;
        } else if let Ok(format) = name.parse::<GraphFormat>() {
            let store = Store::open(&self.location.location)?;
            let view = self
                .view
                .view(store.dataset(), format == GraphFormat::Svg)?;
            let quads: Vec<Quad> = store.dataset().iter().collect::<Result<_, _>>()?;
            let world = World::from_quads(quads);
            with_output(file, |out| Ok(graph::write(&world, &view, format, out)?))?;
        } else {
            bail!("unknown format `{name}`; expected {FORMATS}");
        }
        Ok(Outcome::Done)
    }

    fn rdf(&self, format: Format, out: &mut dyn Write) -> anyhow::Result<()> {
        let options = self.shape.options(&self.base);
        let lines = matches!(format, Format::NQuads | Format::NTriples);
        if self.canonical {
            if !lines {
                let name = format.as_str();
                bail!("`--canonical` is for nquads and ntriples, not {name}");
            }
            let quads = self.select(format)?;
            return Ok(rdf::write_canonical(quads, format, &options, out)?);
        }
        if !lines {
            return Ok(rdf::write(self.select(format)?, format, &options, out)?);
        }
        let mut dump = Dump::new(format.has_graphs(), &options);
        Scan::open(&self.location.location)?.for_each(|quads| {
            let wanted = quads.iter().filter(|q| self.wants(format, q.graph_name));
            dump.write(wanted.map(|quad| quad.into_owned()).collect(), out)?;
            anyhow::Ok(())
        })
    }

    /// All quads that `format` writes.
    fn select(&self, format: Format) -> anyhow::Result<Vec<Quad>> {
        let store = Store::open(&self.location.location)?;
        let mut quads = Vec::new();
        for quad in store.dataset() {
            let quad = quad?;
            if self.wants(format, quad.graph_name.as_ref()) {
                quads.push(quad);
            }
        }
        Ok(quads)
    }

    /// Where graphs are merged, those of imports and inference must not pass for what articles say.
    fn wants(&self, format: Format, graph: GraphNameRef<'_>) -> bool {
        if format.has_graphs() {
            return true;
        }
        match graph {
            GraphNameRef::DefaultGraph => true,
            GraphNameRef::NamedNode(name) => {
                Base::is_evidence_graph(name.as_str())
                    || self.inferred && Base::is_inferred_graph(name.as_str())
            }
            GraphNameRef::BlankNode(_) => false,
        }
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
