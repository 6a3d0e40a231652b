use super::xml::Xml;
use crate::analytics::network::{Column, Kind, Network, Value};
use std::io::{self, Write};

/// GEXF 1.3; an event exists on its days, a tie from the first to the last day of the events behind
/// it, if they are dated.
pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    xml.open(
        "gexf",
        &[("xmlns", "http://gexf.net/1.3"), ("version", "1.3")],
    )?;
    xml.open("meta", &[])?;
    xml.text("creator", &[], concat!("griot ", env!("CARGO_PKG_VERSION")))?;
    xml.close("meta")?;
    xml.open(
        "graph",
        &[
            ("defaultedgetype", "directed"),
            ("mode", "dynamic"),
            ("timeformat", "date"),
            ("timerepresentation", "interval"),
        ],
    )?;
    attributes(&mut xml, "node", network.node_columns)?;
    attributes(&mut xml, "edge", network.edge_columns)?;
    xml.open("nodes", &[])?;
    for (n, node) in network.nodes.iter().enumerate() {
        let id = format!("n{n}");
        let mut start = vec![("id", id.as_str()), ("label", &node.label)];
        start.extend(interval(&node.days));
        xml.open("node", &start)?;
        values(&mut xml, network.node_columns, &node.values)?;
        xml.close("node")?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for (n, edge) in network.edges.iter().enumerate() {
        let (id, weight) = (format!("e{n}"), edge.weight.to_string());
        let (source, target) = (format!("n{}", edge.source), format!("n{}", edge.target));
        let mut start = vec![
            ("id", id.as_str()),
            ("source", &source),
            ("target", &target),
            ("label", &edge.label),
            ("kind", &edge.relation),
            ("weight", &weight),
        ];
        start.extend(interval(&edge.days));
        xml.open("edge", &start)?;
        values(&mut xml, network.edge_columns, &edge.values)?;
        xml.close("edge")?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.finish("gexf")
}

fn interval(days: &Option<(String, String)>) -> Vec<(&'static str, &str)> {
    let days = days.as_ref();
    days.map_or_else(Vec::new, |(first, last)| {
        vec![("start", first.as_str()), ("end", last.as_str())]
    })
}

fn attributes(xml: &mut Xml<'_>, class: &str, columns: &[Column]) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    for &(name, kind) in columns {
        let kind = match kind {
            Kind::Integer => "integer",
            Kind::Real => "double",
            // `date` is in the standard, but networkx refuses files with it.
            Kind::Text | Kind::Day => "string",
        };
        xml.empty(
            "attribute",
            &[("id", name), ("title", name), ("type", kind)],
        )?;
    }
    xml.close("attributes")
}

fn values(xml: &mut Xml<'_>, columns: &[Column], values: &[Option<Value>]) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for ((name, _), value) in columns.iter().zip(values) {
        if let Some(value) = value {
            let value = value.to_string();
            xml.empty("attvalue", &[("for", name), ("value", &value)])?;
        }
    }
    xml.close("attvalues")
}
