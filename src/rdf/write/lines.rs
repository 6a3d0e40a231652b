//! N-Triples and N-Quads.

use super::term::Style;
use oxigraph::model::{GraphName, Quad};
use std::io::{self, Write};

pub(super) fn write(quads: &[Quad], out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for quad in quads {
        line.clear();
        Style::Full.subject(&mut line, &quad.subject);
        line.push(' ');
        Style::Full.iri(&mut line, quad.predicate.as_str());
        line.push(' ');
        Style::Full.term(&mut line, &quad.object);
        match &quad.graph_name {
            GraphName::DefaultGraph => {}
            GraphName::NamedNode(node) => {
                line.push(' ');
                Style::Full.iri(&mut line, node.as_str());
            }
            GraphName::BlankNode(node) => {
                line.push_str(" _:");
                line.push_str(node.as_str());
            }
        }
        line.push_str(" .\n");
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}
