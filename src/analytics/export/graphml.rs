use super::xml::Xml;
use crate::analytics::network::{Column, Kind, Network, Value};
use std::io::{self, Write};

/// Attributes that every node and every edge has beside its columns.
const NODE: &[Column] = &[("label", Kind::Text)];
const EDGE: &[Column] = &[("label", Kind::Text), ("weight", Kind::Real)];

pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    xml.open(
        "graphml",
        &[
            ("xmlns", "http://graphml.graphdrawing.org/xmlns"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            (
                "xsi:schemaLocation",
                "http://graphml.graphdrawing.org/xmlns \
                 http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd",
            ),
        ],
    )?;
    for (domain, own) in [("node", NODE), ("edge", EDGE)] {
        let columns = if domain == "node" {
            network.node_columns
        } else {
            network.edge_columns
        };
        for &(name, kind) in own.iter().chain(columns) {
            let (id, kind) = (key(domain, name), type_of(kind));
            let attributes = [
                ("id", id.as_str()),
                ("for", domain),
                ("attr.name", name),
                ("attr.type", kind),
            ];
            xml.empty("key", &attributes)?;
        }
    }
    xml.open("graph", &[("id", "griot"), ("edgedefault", "directed")])?;
    for (n, node) in network.nodes.iter().enumerate() {
        xml.open("node", &[("id", &format!("n{n}"))])?;
        data(&mut xml, "node", "label", &node.label)?;
        values(&mut xml, "node", network.node_columns, &node.values)?;
        xml.close("node")?;
    }
    for (n, edge) in network.edges.iter().enumerate() {
        let (source, target) = (format!("n{}", edge.source), format!("n{}", edge.target));
        let id = format!("e{n}");
        let ends = [
            ("id", id.as_str()),
            ("source", &source),
            ("target", &target),
        ];
        xml.open("edge", &ends)?;
        data(&mut xml, "edge", "label", &edge.label)?;
        data(&mut xml, "edge", "weight", &edge.weight.to_string())?;
        values(&mut xml, "edge", network.edge_columns, &edge.values)?;
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.finish("graphml")
}

const fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Day => "string",
        Kind::Integer => "int",
        Kind::Real => "double",
    }
}

/// Keys of nodes and edges live in one space: `node_label` and `edge_label`.
fn key(domain: &str, name: &str) -> String {
    format!("{domain}_{name}")
}

fn values(
    xml: &mut Xml<'_>,
    domain: &str,
    columns: &[Column],
    values: &[Option<Value>],
) -> io::Result<()> {
    for ((name, _), value) in columns.iter().zip(values) {
        if let Some(value) = value {
            data(xml, domain, name, &value.to_string())?;
        }
    }
    Ok(())
}

fn data(xml: &mut Xml<'_>, domain: &str, name: &str, value: &str) -> io::Result<()> {
    xml.text("data", &[("key", &key(domain, name))], value)
}
