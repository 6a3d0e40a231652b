use crate::analytics::{Actor, ActorGraph, Tie};
use petgraph::visit::EdgeRef;
use std::io::{self, Write};

pub(super) fn write(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    let graph = &actors.graph;
    out.write_all(
        b"digraph griot {\n  graph [rankdir=LR, overlap=false, splines=true];\n  \
          node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\"];\n  \
          edge [fontname=\"Helvetica\", fontsize=10];\n",
    )?;
    for node in graph.node_indices() {
        let Actor { iri, label, .. } = &graph[node];
        let fill = color(graph[node].class());
        writeln!(
            out,
            "  n{} [label={}, fillcolor=\"{fill}\", URL={}];",
            node.index(),
            quoted(label),
            quoted(iri)
        )?;
    }
    for edge in graph.edge_references() {
        let tie = edge.weight();
        writeln!(
            out,
            "  n{} -> n{} [id=\"e{}\", label={}, weight={}, penwidth={}, color=\"{}\"];",
            edge.source().index(),
            edge.target().index(),
            edge.id().index(),
            quoted(&label(tie)),
            tie.articles,
            tie.articles.min(6),
            stroke(&tie.relation)
        )?;
    }
    out.write_all(b"}\n")
}

fn label(tie: &Tie) -> String {
    if tie.articles > 1 {
        format!("{} ({})", tie.label, tie.articles)
    } else {
        tie.label.clone()
    }
}

/// Colors that stay apart for most color-blind people (Okabe and Ito 2008), lightened.
fn color(class: &str) -> &'static str {
    match class {
        "State" | "GovernmentBody" => "#cfe8f7",
        "MilitaryForce" | "Alliance" => "#bfe3d8",
        "ArmedGroup" => "#f6dcc2",
        "Person" | "Population" | "Organization" => "#f3dfeb",
        _ => "#f2f2f2",
    }
}

fn stroke(relation: &str) -> &'static str {
    match relation {
        "attacked" | "killed" | "fights" => "#d55e00",
        "retaliatedAgainst" | "accused" => "#e69f00",
        "backedBy" | "alignedWith" | "partOf" | "officialOf" => "#0072b2",
        "negotiatesWith" => "#009e73",
        _ => "#7f7f7f",
    }
}

/// A quoted string of DOT; control characters have no place in a label.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
