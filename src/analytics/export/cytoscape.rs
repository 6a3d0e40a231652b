use crate::analytics::ActorGraph;
use petgraph::visit::EdgeRef;
use serde_json::json;
use std::io::{self, Write};

/// The elements of Cytoscape.js, one a line.
pub(super) fn write(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    let graph = &actors.graph;
    out.write_all(b"{\"elements\": {\"nodes\": [")?;
    for node in graph.node_indices() {
        let actor = &graph[node];
        let data = json!({ "data": {
            "id": format!("n{}", node.index()),
            "label": actor.label,
            "class": actor.class(),
            "classes": actor.classes,
            "iri": actor.iri,
        }});
        write!(out, "{}\n{data}", if node.index() > 0 { "," } else { "" })?;
    }
    out.write_all(b"\n], \"edges\": [")?;
    for edge in graph.edge_references() {
        let tie = edge.weight();
        let data = json!({ "data": {
            "id": format!("e{}", edge.id().index()),
            "source": format!("n{}", edge.source().index()),
            "target": format!("n{}", edge.target().index()),
            "relation": tie.relation,
            "label": tie.label,
            "weight": tie.articles,
            "evidence": tie.evidence,
            "first": tie.first,
            "last": tie.last,
        }});
        write!(
            out,
            "{}\n{data}",
            if edge.id().index() > 0 { "," } else { "" }
        )?;
    }
    out.write_all(b"\n]}}\n")
}
