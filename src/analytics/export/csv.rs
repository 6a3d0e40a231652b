//! Tables as RFC 4180 has them, with the column names that Gephi and Neo4j read.

use crate::analytics::network::{Column, Kind, Network, Value};
use std::io::{self, Write};

/// Nodes for Gephi.
pub(super) fn write_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let columns = network.node_columns.iter().map(|(name, _)| title(name));
    let header = ["Id", "Label"].map(str::to_owned).into_iter();
    row(out, header.chain(columns))?;
    for (n, node) in network.nodes.iter().enumerate() {
        let start = [format!("n{n}"), node.label.clone()];
        row(out, start.into_iter().chain(cells(&node.values)))?;
    }
    Ok(())
}

/// Edges for Gephi, with the names of their ends for people.
pub(super) fn write_edges(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let start = ["Source", "Target", "Type", "Id", "Label", "Weight"];
    let end = ["SourceLabel", "TargetLabel", "SourceIri", "TargetIri"];
    let columns = network.edge_columns.iter().map(|(name, _)| title(name));
    let header = start.map(str::to_owned).into_iter().chain(columns);
    row(out, header.chain(end.map(str::to_owned)))?;
    for (n, edge) in network.edges.iter().enumerate() {
        let (source, target) = (&network.nodes[edge.source], &network.nodes[edge.target]);
        let start = [
            format!("n{}", edge.source),
            format!("n{}", edge.target),
            "Directed".to_owned(),
            format!("e{n}"),
            edge.label.clone(),
            edge.weight.to_string(),
        ];
        let end = [&source.label, &target.label, &source.iri, &target.iri].map(Clone::clone);
        row(out, start.into_iter().chain(cells(&edge.values)).chain(end))?;
    }
    Ok(())
}

/// Nodes for `neo4j-admin database import`: `:ID`, `:LABEL`, and a type behind each name.
pub(super) fn write_neo4j_nodes(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let header = ["id:ID", "label"].map(str::to_owned).into_iter();
    let columns = network.node_columns.iter().map(typed);
    row(out, header.chain(columns).chain([":LABEL".to_owned()]))?;
    for (n, node) in network.nodes.iter().enumerate() {
        let start = [format!("n{n}"), node.label.clone()];
        let classes = network.node_columns.iter().zip(&node.values);
        let mut classes = classes.filter(|((name, _), _)| *name == "classes");
        let labels = match classes.next() {
            Some((_, Some(value))) if !value.to_string().is_empty() => value.to_string(),
            _ => node.class.clone(),
        };
        let cells = start.into_iter().chain(cells(&node.values));
        row(out, cells.chain([labels.replace(' ', ";")]))?;
    }
    Ok(())
}

/// Edges for `neo4j-admin database import`: `:START_ID`, `:END_ID`, `:TYPE`.
pub(super) fn write_neo4j_edges(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    let header = [":START_ID", ":END_ID", ":TYPE", "id", "label", "weight:int"];
    let columns = network.edge_columns.iter().map(typed);
    row(out, header.map(str::to_owned).into_iter().chain(columns))?;
    for (n, edge) in network.edges.iter().enumerate() {
        let start = [
            format!("n{}", edge.source),
            format!("n{}", edge.target),
            edge.relation.clone(),
            format!("e{n}"),
            edge.label.clone(),
            edge.weight.to_string(),
        ];
        row(out, start.into_iter().chain(cells(&edge.values)))?;
    }
    Ok(())
}

/// `Relation` for `relation`.
fn title(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn typed(column: &Column) -> String {
    let (name, kind) = column;
    match kind {
        Kind::Text => (*name).to_owned(),
        Kind::Integer => format!("{name}:int"),
        Kind::Real => format!("{name}:double"),
        Kind::Day => format!("{name}:date"),
    }
}

fn cells(values: &[Option<Value>]) -> impl Iterator<Item = String> + '_ {
    let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
    values
        .iter()
        .map(move |value| text(value).unwrap_or_default())
}

pub(super) fn row(out: &mut dyn Write, cells: impl Iterator<Item = String>) -> io::Result<()> {
    let cells: Vec<String> = cells.map(|cell| quoted(&cell)).collect();
    out.write_all(cells.join(",").as_bytes())?;
    out.write_all(b"\r\n")
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
