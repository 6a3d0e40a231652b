//! The graph of actors of the golden store, ranked and written for other programs.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::analytics::export::{GraphFormat, write};
use griot::analytics::{ActorGraph, Measure, Projection, View, World, rank};
use std::fmt::Write as _;

mod golden;

fn world() -> World {
    let store = golden::store();
    World::from_quads(store.iter().map(|quad| quad.unwrap()))
}

fn text(view: &View, format: GraphFormat) -> String {
    let mut bytes = Vec::new();
    write(&world(), view, format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn actors() -> ActorGraph {
    let store = golden::store();
    ActorGraph::from_quads(store.iter().map(|quad| quad.unwrap()))
}

#[test]
fn every_graph_format_is_as_it_was() {
    let events = View {
        projection: Projection::Events,
        ..View::default()
    };
    for (name, view) in [("actors", View::default()), ("events", events)] {
        for (format, extension) in [
            (GraphFormat::Dot, "dot"),
            (GraphFormat::GraphMl, "graphml"),
            (GraphFormat::Gexf, "gexf"),
            (GraphFormat::Cytoscape, "cyjs"),
            (GraphFormat::Cx2, "cx2"),
            (GraphFormat::Graphology, "graphology.json"),
            (GraphFormat::CsvEdges, "edges.csv"),
            (GraphFormat::CsvNodes, "nodes.csv"),
            (GraphFormat::Neo4jEdges, "neo4j.csv"),
            (GraphFormat::Neo4jNodes, "neo4j-nodes.csv"),
            (GraphFormat::Svg, "svg"),
        ] {
            golden::check(&format!("{name}.{extension}"), &text(&view, format));
        }
    }
    golden::check("acled.csv", &text(&View::default(), GraphFormat::Acled));
}

#[test]
fn ranks_are_as_they_were() {
    let actors = actors();
    let mut table = String::new();
    for measure in [Measure::PageRank, Measure::Degree, Measure::Betweenness] {
        for row in rank(&actors, measure) {
            let label = &actors.graph[row.node].label;
            writeln!(table, "{measure:?}\t{:.6}\t{label}", row.score).unwrap();
        }
    }
    golden::check("ranks.tsv", &table);
}

#[test]
fn the_order_of_quads_does_not_matter() {
    let mut quads = golden::dataset();
    quads.reverse();
    let mut reversed = Vec::new();
    let world = World::from_quads(quads);
    write(
        &world,
        &View::default(),
        GraphFormat::GraphMl,
        &mut reversed,
    )
    .unwrap();
    assert!(String::from_utf8(reversed).unwrap() == text(&View::default(), GraphFormat::GraphMl));
}
