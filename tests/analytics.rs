//! The graph of actors of the golden store, ranked and written for other programs.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::analytics::export::{GraphFormat, write};
use griot::analytics::{ActorGraph, Measure, rank};
use std::fmt::Write as _;

mod golden;

fn actors() -> ActorGraph {
    let store = golden::store();
    ActorGraph::from_quads(store.iter().map(|quad| quad.unwrap()))
}

#[test]
fn every_graph_format_is_as_it_was() {
    for (format, extension) in [
        (GraphFormat::Dot, "dot"),
        (GraphFormat::GraphMl, "graphml"),
        (GraphFormat::Gexf, "gexf"),
        (GraphFormat::Cytoscape, "cyjs"),
        (GraphFormat::CsvEdges, "edges.csv"),
        (GraphFormat::CsvNodes, "nodes.csv"),
    ] {
        let mut bytes = Vec::new();
        write(&actors(), format, &mut bytes).unwrap();
        golden::check(
            &format!("actors.{extension}"),
            &String::from_utf8(bytes).unwrap(),
        );
    }
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
    write(
        &ActorGraph::from_quads(quads),
        GraphFormat::GraphMl,
        &mut reversed,
    )
    .unwrap();
    let mut plain = Vec::new();
    write(&actors(), GraphFormat::GraphMl, &mut plain).unwrap();
    assert!(reversed == plain);
}
