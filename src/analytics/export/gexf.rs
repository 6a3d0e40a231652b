use super::xml::Xml;
use crate::analytics::{Actor, ActorGraph, Tie};
use petgraph::visit::EdgeRef;
use std::io::{self, Write};

const NODE: [(&str, &str); 3] = [
    ("class", "string"),
    ("classes", "string"),
    ("iri", "string"),
];
const EDGE: [(&str, &str); 3] = [
    ("relation", "string"),
    ("articles", "integer"),
    ("evidence", "integer"),
];

/// GEXF 1.3; a tie exists from the first to the last day of the events behind it, if they are dated.
pub(super) fn write(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    let graph = &actors.graph;
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
    attributes(&mut xml, "node", &NODE)?;
    attributes(&mut xml, "edge", &EDGE)?;
    xml.open("nodes", &[])?;
    for node in graph.node_indices() {
        write_node(&mut xml, node.index(), &graph[node])?;
    }
    xml.close("nodes")?;
    xml.open("edges", &[])?;
    for edge in graph.edge_references() {
        let ends = [
            edge.id().index(),
            edge.source().index(),
            edge.target().index(),
        ];
        write_edge(&mut xml, ends, edge.weight())?;
    }
    xml.close("edges")?;
    xml.close("graph")?;
    xml.finish("gexf")
}

fn attributes(xml: &mut Xml<'_>, class: &str, names: &[(&str, &str)]) -> io::Result<()> {
    xml.open("attributes", &[("class", class), ("mode", "static")])?;
    for &(name, kind) in names {
        xml.empty(
            "attribute",
            &[("id", name), ("title", name), ("type", kind)],
        )?;
    }
    xml.close("attributes")
}

fn write_node(xml: &mut Xml<'_>, n: usize, actor: &Actor) -> io::Result<()> {
    xml.open("node", &[("id", &format!("n{n}")), ("label", &actor.label)])?;
    let classes = actor.classes.join(" ");
    values(xml, &NODE, &[actor.class(), &classes, &actor.iri])?;
    xml.close("node")
}

fn write_edge(xml: &mut Xml<'_>, [id, source, target]: [usize; 3], tie: &Tie) -> io::Result<()> {
    let (id, source, target) = (format!("e{id}"), format!("n{source}"), format!("n{target}"));
    let weight = tie.articles.to_string();
    let mut start = vec![
        ("id", id.as_str()),
        ("source", &source),
        ("target", &target),
        ("label", &tie.label),
        ("kind", &tie.relation),
        ("weight", &weight),
    ];
    start.extend(tie.first.as_deref().map(|day| ("start", day)));
    start.extend(tie.last.as_deref().map(|day| ("end", day)));
    xml.open("edge", &start)?;
    values(
        xml,
        &EDGE,
        &[&tie.relation, &weight, &tie.evidence.to_string()],
    )?;
    xml.close("edge")
}

fn values(xml: &mut Xml<'_>, names: &[(&str, &str)], values: &[&str]) -> io::Result<()> {
    xml.open("attvalues", &[])?;
    for ((name, _), value) in names.iter().zip(values) {
        xml.empty("attvalue", &[("for", name), ("value", value)])?;
    }
    xml.close("attvalues")
}
