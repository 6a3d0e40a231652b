//! The graph of actors or of events in the formats of graph programs.
//!
//! Written by our own code: the crates for GraphML and GEXF declare one attribute at most, and no
//! dates. Every attribute is declared with its type, every edge has an id of its own, and labels
//! are names, never IRIs. Nodes are `n0`, `n1` …, edges `e0`, `e1` … in every format alike.

mod acled;
mod csv;
mod cx2;
mod cytoscape;
mod dot;
mod gexf;
mod graphml;
mod graphology;
mod json;
mod layout;
mod palette;
mod svg;
mod xml;

use super::load::World;
use super::network::{Network, View};
use std::io::{self, Write};
use std::str::FromStr;

/// A format for graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// DOT, for Graphviz.
    Dot,
    /// GraphML, for yEd, Gephi, networkx, igraph.
    GraphMl,
    /// GEXF 1.3 with dates on edges and events, for Gephi.
    Gexf,
    /// Cytoscape.js JSON.
    Cytoscape,
    /// CX2, for Cytoscape and NDEx.
    Cx2,
    /// The JSON of graphology, for Sigma.
    Graphology,
    /// A table of edges, with the columns that Gephi expects.
    CsvEdges,
    /// A table of nodes, with the columns that Gephi expects.
    CsvNodes,
    /// A table of edges, with the header that Neo4j's import expects.
    Neo4jEdges,
    /// A table of nodes, with the header that Neo4j's import expects.
    Neo4jNodes,
    /// A table of events, with the columns of ACLED.
    Acled,
    /// A picture.
    Svg,
}

/// A word that names no format for graphs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "unknown graph format `{0}`; expected one of dot, graphml, gexf, cytoscape, cx2, graphology, csv, csv-nodes, neo4j, neo4j-nodes, acled, svg"
)]
pub struct UnknownGraphFormat(String);

impl GraphFormat {
    /// Every format, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::Dot,
        Self::GraphMl,
        Self::Gexf,
        Self::Cytoscape,
        Self::Cx2,
        Self::Graphology,
        Self::CsvEdges,
        Self::CsvNodes,
        Self::Neo4jEdges,
        Self::Neo4jNodes,
        Self::Acled,
        Self::Svg,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::GraphMl => "graphml",
            Self::Gexf => "gexf",
            Self::Cytoscape => "cytoscape",
            Self::Cx2 => "cx2",
            Self::Graphology => "graphology",
            Self::CsvEdges => "csv",
            Self::CsvNodes => "csv-nodes",
            Self::Neo4jEdges => "neo4j",
            Self::Neo4jNodes => "neo4j-nodes",
            Self::Acled => "acled",
            Self::Svg => "svg",
        }
    }

    /// Another name that its files go by.
    const fn extension(self) -> Option<&'static str> {
        match self {
            Self::Dot => Some("gv"),
            Self::Cytoscape => Some("cyjs"),
            _ => None,
        }
    }
}

impl FromStr for GraphFormat {
    type Err = UnknownGraphFormat;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let lower = name.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|format| lower == format.as_str() || Some(lower.as_str()) == format.extension())
            .ok_or_else(|| UnknownGraphFormat(name.to_owned()))
    }
}

/// Writes the part of `world` that `view` shows.
///
/// # Errors
/// When `out` fails.
pub fn write(
    world: &World,
    view: &View,
    format: GraphFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    if format == GraphFormat::Acled {
        return acled::write(world, view, out);
    }
    let network = Network::new(world, view);
    match format {
        GraphFormat::Dot => dot::write(&network, out),
        GraphFormat::GraphMl => graphml::write(&network, out),
        GraphFormat::Gexf => gexf::write(&network, out),
        GraphFormat::Cytoscape => cytoscape::write(&network, out),
        GraphFormat::Cx2 => cx2::write(&network, out),
        GraphFormat::Graphology => graphology::write(&network, out),
        GraphFormat::CsvEdges => csv::write_edges(&network, out),
        GraphFormat::CsvNodes => csv::write_nodes(&network, out),
        GraphFormat::Neo4jEdges => csv::write_neo4j_edges(&network, out),
        GraphFormat::Neo4jNodes => csv::write_neo4j_nodes(&network, out),
        GraphFormat::Svg => svg::write(&network, out),
        GraphFormat::Acled => Ok(()),
    }
}
