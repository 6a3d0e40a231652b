//! The graph of actors in the formats of graph programs.
//!
//! Written by our own code: the crates for GraphML and GEXF declare one attribute at most, and no
//! dates. Every attribute is declared with its type, every edge has an id of its own, and labels
//! are names, never IRIs.

mod csv;
mod cytoscape;
mod dot;
mod gexf;
mod graphml;
mod xml;

use super::ActorGraph;
use std::io::{self, Write};
use std::str::FromStr;

/// A format for graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// DOT, for Graphviz.
    Dot,
    /// GraphML, for yEd, Gephi, networkx, igraph.
    GraphMl,
    /// GEXF 1.3 with dates on edges, for Gephi.
    Gexf,
    /// Cytoscape.js JSON.
    Cytoscape,
    /// A table of ties, with the columns that Gephi expects.
    CsvEdges,
    /// A table of actors, with the columns that Gephi expects.
    CsvNodes,
}

/// A word that names no format for graphs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown graph format `{0}`; expected one of dot, graphml, gexf, cytoscape, csv, csv-nodes"
)]
pub struct UnknownGraphFormat(String);

impl GraphFormat {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 6] = [
        Self::Dot,
        Self::GraphMl,
        Self::Gexf,
        Self::Cytoscape,
        Self::CsvEdges,
        Self::CsvNodes,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Cytoscape => "cytoscape",
            Self::CsvEdges => "csv",
            Self::CsvNodes => "csv-nodes",
        }
    }
}

impl FromStr for GraphFormat {
    type Err = UnknownGraphFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|format| name.eq_ignore_ascii_case(format.as_str()))
            .ok_or_else(|| UnknownGraphFormat(name.to_owned()))
    }
}

/// Writes the graph.
///
/// # Errors
/// When `out` fails.
pub fn write(actors: &ActorGraph, format: GraphFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        GraphFormat::Dot => dot::write(actors, out),
        GraphFormat::GraphMl => graphml::write(actors, out),
        GraphFormat::Gexf => gexf::write(actors, out),
        GraphFormat::Cytoscape => cytoscape::write(actors, out),
        GraphFormat::CsvEdges => csv::write_edges(actors, out),
        GraphFormat::CsvNodes => csv::write_nodes(actors, out),
    }
}
