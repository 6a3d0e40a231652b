//! Turtle and TriG: prefixes in a fixed order, one block a subject, one line a property.

use super::term::Style;
use crate::rdf::iri::Base;
use crate::rdf::vocab::{PREFIXES, other};
use oxigraph::model::{GraphName, Quad};
use std::io::{self, Write};

/// Writes quads in the order of [`order::sort`](crate::rdf::sort): blocks follow from it.
pub(super) fn write(quads: &[Quad], base: &Base, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "@base <{}> .", base.as_str())?;
    for (prefix, namespace) in PREFIXES {
        writeln!(out, "@prefix {prefix}: <{namespace}> .")?;
    }
    let style = Style::Short(base);
    for graph in quads.chunk_by(|a, b| a.graph_name == b.graph_name) {
        write_graph(graph, style, out)?;
    }
    Ok(())
}

fn write_graph(quads: &[Quad], style: Style<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut text = String::new();
    let indent = match quads.first().map(|quad| &quad.graph_name) {
        Some(GraphName::NamedNode(name)) => {
            style.iri(&mut text, name.as_str());
            "    "
        }
        Some(GraphName::BlankNode(name)) => {
            text.push_str("_:");
            text.push_str(name.as_str());
            "    "
        }
        _ => "",
    };
    let named = !indent.is_empty();
    if named {
        writeln!(out, "\n{text} {{")?;
    }
    for (n, block) in quads.chunk_by(|a, b| a.subject == b.subject).enumerate() {
        text.clear();
        if n > 0 || !named {
            text.push('\n');
        }
        write_block(block, indent, style, &mut text);
        out.write_all(text.as_bytes())?;
    }
    if named {
        out.write_all(b"}\n")?;
    }
    Ok(())
}

fn write_block(block: &[Quad], indent: &str, style: Style<'_>, text: &mut String) {
    let Some(first) = block.first() else { return };
    text.push_str(indent);
    style.subject(text, &first.subject);
    for (n, objects) in block
        .chunk_by(|a, b| a.predicate == b.predicate)
        .enumerate()
    {
        if n > 0 {
            text.push_str(" ;\n    ");
            text.push_str(indent);
        } else {
            text.push(' ');
        }
        if objects[0].predicate == other::TYPE {
            text.push('a');
        } else {
            style.iri(text, objects[0].predicate.as_str());
        }
        // Long lists go one a line, so that a change is one line of a diff.
        let long = objects.len() > 2;
        for (m, quad) in objects.iter().enumerate() {
            match (m, long) {
                (0, _) => text.push(' '),
                (_, false) => text.push_str(" , "),
                (_, true) => {
                    text.push_str(" ,\n        ");
                    text.push_str(indent);
                }
            }
            style.term(text, &quad.object);
        }
    }
    text.push_str(" .\n");
}
