//! Tables as RFC 4180 has them, with the column names that Gephi reads.

use crate::analytics::ActorGraph;
use petgraph::visit::EdgeRef;
use std::io::{self, Write};

pub(super) fn write_nodes(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    row(out, &["Id", "Label", "Class", "Classes", "Iri"])?;
    for node in actors.graph.node_indices() {
        let actor = &actors.graph[node];
        let id = format!("n{}", node.index());
        let classes = actor.classes.join(" ");
        row(
            out,
            &[&id, &actor.label, actor.class(), &classes, &actor.iri],
        )?;
    }
    Ok(())
}

pub(super) fn write_edges(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    row(
        out,
        &[
            "Source",
            "Target",
            "Type",
            "Id",
            "Label",
            "Weight",
            "Relation",
            "Evidence",
            "First",
            "Last",
            "SourceLabel",
            "TargetLabel",
            "SourceIri",
            "TargetIri",
        ],
    )?;
    let graph = &actors.graph;
    for edge in graph.edge_references() {
        let tie = edge.weight();
        let (source, target) = (&graph[edge.source()], &graph[edge.target()]);
        row(
            out,
            &[
                &format!("n{}", edge.source().index()),
                &format!("n{}", edge.target().index()),
                "Directed",
                &format!("e{}", edge.id().index()),
                &tie.label,
                &tie.articles.to_string(),
                &tie.relation,
                &tie.evidence.to_string(),
                tie.first.as_deref().unwrap_or_default(),
                tie.last.as_deref().unwrap_or_default(),
                &source.label,
                &target.label,
                &source.iri,
                &target.iri,
            ],
        )?;
    }
    Ok(())
}

fn row(out: &mut dyn Write, cells: &[&str]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
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
