use super::json::{attributes, lines};
use super::layout::layout;
use crate::analytics::network::{Column, Kind, Network};
use serde_json::{Map, Value as Json, json};
use std::io::{self, Write};

/// CX2 (Cytoscape Exchange, version 2): a list of aspects, in the order that the format demands.
pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let (n_nodes, n_edges) = (network.nodes.len(), network.edges.len());
    let head = [
        json!({ "CXVersion": "2.0", "hasFragments": false }),
        json!({ "metaData": [
            { "name": "attributeDeclarations", "elementCount": 1 },
            { "name": "networkAttributes", "elementCount": 1 },
            { "name": "nodes", "elementCount": n_nodes },
            { "name": "edges", "elementCount": n_edges },
        ]}),
        json!({ "attributeDeclarations": [{
            "networkAttributes": { "name": { "d": "string" } },
            "nodes": declared(network.node_columns, &["label"]),
            "edges": declared(network.edge_columns, &["label", "interaction"]),
        }]}),
        json!({ "networkAttributes": [{ "name": "griot" }] }),
    ];
    out.write_all(b"[")?;
    lines(out, head.into_iter())?;
    out.write_all(b",\n{\"nodes\": [")?;
    let places = layout(network);
    let nodes = network.nodes.iter().zip(&places).enumerate();
    let nodes = nodes.map(|(n, (node, &(x, y)))| {
        let mut values = attributes(network.node_columns, &node.values);
        values.insert("label".to_owned(), node.label.as_str().into());
        json!({ "id": n, "x": x, "y": y, "v": values })
    });
    lines(out, nodes)?;
    out.write_all(b"\n]},\n{\"edges\": [")?;
    let edges = network.edges.iter().enumerate().map(|(n, edge)| {
        let mut values = attributes(network.edge_columns, &edge.values);
        values.insert("label".to_owned(), edge.label.as_str().into());
        values.insert("interaction".to_owned(), edge.relation.as_str().into());
        values.insert("weight".to_owned(), edge.weight.into());
        json!({ "id": n, "s": edge.source, "t": edge.target, "v": values })
    });
    lines(out, edges)?;
    out.write_all(b"\n]},\n{\"status\": [{\"success\": true}]}\n]\n")
}

fn declared(columns: &[Column], texts: &[&str]) -> Json {
    let kind = |kind| match kind {
        Kind::Text | Kind::Day => "string",
        Kind::Integer => "integer",
        Kind::Real => "double",
    };
    let texts = texts.iter().map(|name| (*name, "string"));
    let columns = columns.iter().map(|&(name, k)| (name, kind(k)));
    let weight = [("weight", "integer")];
    let all = texts.chain(columns).chain(weight);
    let all: Map<String, Json> = all
        .map(|(n, k)| (n.to_owned(), json!({ "d": k })))
        .collect();
    all.into()
}
