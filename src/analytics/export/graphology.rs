use super::json::{attributes, lines};
use super::layout::layout;
use super::palette::{fill, stroke};
use crate::analytics::network::Network;
use serde_json::json;
use std::io::{self, Write};

/// What `graph.import` of graphology takes; with places, sizes and colors, so that Sigma shows it
/// as it is.
pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"{\"attributes\": {\"name\": \"griot\"},\n\
          \"options\": {\"type\": \"directed\", \"multi\": true, \"allowSelfLoops\": true},\n\
          \"nodes\": [",
    )?;
    let mut degrees = vec![0_u32; network.nodes.len()];
    for edge in &network.edges {
        degrees[edge.source] += 1;
        degrees[edge.target] += 1;
    }
    let places = layout(network);
    let nodes = network.nodes.iter().zip(&places).enumerate();
    let nodes = nodes.map(|(n, (node, &(x, y)))| {
        let mut values = attributes(network.node_columns, &node.values);
        values.insert("label".to_owned(), node.label.as_str().into());
        values.insert("x".to_owned(), x.into());
        // Sigma's axis points up.
        values.insert("y".to_owned(), (-y).into());
        values.insert("size".to_owned(), (4 + degrees[n].min(16)).into());
        values.insert("color".to_owned(), fill(&node.class).into());
        json!({ "key": format!("n{n}"), "attributes": values })
    });
    lines(out, nodes)?;
    out.write_all(b"\n],\n\"edges\": [")?;
    let edges = network.edges.iter().enumerate().map(|(n, edge)| {
        let mut values = attributes(network.edge_columns, &edge.values);
        values.insert("label".to_owned(), edge.label.as_str().into());
        values.insert("weight".to_owned(), edge.weight.into());
        values.insert("size".to_owned(), edge.weight.min(6).into());
        values.insert("color".to_owned(), stroke(&edge.relation).into());
        json!({
            "key": format!("e{n}"),
            "source": format!("n{}", edge.source),
            "target": format!("n{}", edge.target),
            "attributes": values,
        })
    });
    lines(out, edges)?;
    out.write_all(b"\n]}\n")
}
