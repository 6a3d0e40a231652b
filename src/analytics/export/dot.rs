use super::palette::{fill, stroke};
use crate::analytics::network::{Edge, Network};
use std::io::{self, Write};

pub(super) fn write(network: &Network, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"digraph griot {\n  graph [rankdir=LR, overlap=false, splines=true];\n  \
          node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"Helvetica\"];\n  \
          edge [fontname=\"Helvetica\", fontsize=10];\n",
    )?;
    for (n, node) in network.nodes.iter().enumerate() {
        writeln!(
            out,
            "  n{n} [label={}, fillcolor=\"{}\", URL={}];",
            quoted(&node.label),
            fill(&node.class),
            quoted(&node.iri)
        )?;
    }
    for (n, edge) in network.edges.iter().enumerate() {
        writeln!(
            out,
            "  n{} -> n{} [id=\"e{n}\", label={}, weight={}, penwidth={}, color=\"{}\"];",
            edge.source,
            edge.target,
            quoted(&label(edge)),
            edge.weight,
            edge.weight.min(6),
            stroke(&edge.relation)
        )?;
    }
    out.write_all(b"}\n")
}

fn label(edge: &Edge) -> String {
    if edge.weight > 1 {
        format!("{} ({})", edge.label, edge.weight)
    } else {
        edge.label.clone()
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
