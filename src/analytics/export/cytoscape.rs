use super::json::{attributes, lines};
use crate::analytics::network::Network;
use serde_json::json;
use std::io::{self, Write};

/// The JSON that `cytoscape({ elements })` takes, one element a line.
pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"{\"elements\": {\"nodes\": [")?;
    let nodes = network.nodes.iter().enumerate().map(|(n, node)| {
        let mut data = attributes(network.node_columns, &node.values);
        data.insert("id".to_owned(), format!("n{n}").into());
        data.insert("label".to_owned(), node.label.as_str().into());
        json!({ "data": data })
    });
    lines(out, nodes)?;
    out.write_all(b"\n], \"edges\": [")?;
    let edges = network.edges.iter().enumerate().map(|(n, edge)| {
        let mut data = attributes(network.edge_columns, &edge.values);
        data.insert("id".to_owned(), format!("e{n}").into());
        data.insert("source".to_owned(), format!("n{}", edge.source).into());
        data.insert("target".to_owned(), format!("n{}", edge.target).into());
        data.insert("label".to_owned(), edge.label.as_str().into());
        data.insert("weight".to_owned(), edge.weight.into());
        json!({ "data": data })
    });
    lines(out, edges)?;
    out.write_all(b"\n]}}\n")
}
