use super::xml::Xml;
use crate::analytics::ActorGraph;
use petgraph::visit::EdgeRef;
use std::io::{self, Write};

/// Attributes: what they belong to, their name and their type.
const KEYS: [(&str, &str, &str); 11] = [
    ("node", "label", "string"),
    ("node", "class", "string"),
    ("node", "classes", "string"),
    ("node", "iri", "string"),
    ("edge", "relation", "string"),
    ("edge", "label", "string"),
    ("edge", "weight", "double"),
    ("edge", "articles", "int"),
    ("edge", "evidence", "int"),
    ("edge", "first", "string"),
    ("edge", "last", "string"),
];

pub(super) fn write(actors: &ActorGraph, out: &mut dyn Write) -> io::Result<()> {
    let graph = &actors.graph;
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
    for (domain, name, kind) in KEYS {
        let id = key(domain, name);
        xml.empty(
            "key",
            &[
                ("id", &id),
                ("for", domain),
                ("attr.name", name),
                ("attr.type", kind),
            ],
        )?;
    }
    xml.open("graph", &[("id", "griot"), ("edgedefault", "directed")])?;
    for node in graph.node_indices() {
        let actor = &graph[node];
        xml.open("node", &[("id", &format!("n{}", node.index()))])?;
        data(&mut xml, "node", "label", &actor.label)?;
        data(&mut xml, "node", "class", actor.class())?;
        data(&mut xml, "node", "classes", &actor.classes.join(" "))?;
        data(&mut xml, "node", "iri", &actor.iri)?;
        xml.close("node")?;
    }
    for edge in graph.edge_references() {
        let tie = edge.weight();
        xml.open(
            "edge",
            &[
                ("id", &format!("e{}", edge.id().index())),
                ("source", &format!("n{}", edge.source().index())),
                ("target", &format!("n{}", edge.target().index())),
            ],
        )?;
        data(&mut xml, "edge", "relation", &tie.relation)?;
        data(&mut xml, "edge", "label", &tie.label)?;
        data(&mut xml, "edge", "weight", &tie.articles.to_string())?;
        data(&mut xml, "edge", "articles", &tie.articles.to_string())?;
        data(&mut xml, "edge", "evidence", &tie.evidence.to_string())?;
        for (name, day) in [("first", &tie.first), ("last", &tie.last)] {
            if let Some(day) = day {
                data(&mut xml, "edge", name, day)?;
            }
        }
        xml.close("edge")?;
    }
    xml.close("graph")?;
    xml.finish("graphml")
}

/// Keys of nodes and edges live in one space: `node_label` and `edge_label`.
fn key(domain: &str, name: &str) -> String {
    format!("{domain}_{name}")
}

fn data(xml: &mut Xml<'_>, domain: &str, name: &str, value: &str) -> io::Result<()> {
    xml.text("data", &[("key", &key(domain, name))], value)
}
