use super::export::{GraphFormat, write};
use super::*;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::{NamedNode, Quad};

const GRAPH: &str = r#"
PREFIX : <https://w3id.org/griot/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX e: <https://w3id.org/griot/id/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<a/article/1> {
    e:a a :State, :Country ; rdfs:label "A & \"B\""@fr ; :attacked e:b .
    e:b a :ArmedGroup ; rdfs:label "B"@fr ; :locatedIn e:p ; :attacked e:c .
    e:c a :State ; rdfs:label "C"@fr .
    e:p a :City ; rdfs:label "P"@fr .
    e:lonely a :State ; rdfs:label "L"@fr .
    e:ev :agent e:a ; :target e:b ; :status :Asserted ;
        :beginDate "2023-01-02"^^xsd:date ; :endDate "2023-01-03"^^xsd:date .
    e:threat :agent e:a ; :target e:b ; :status :Hypothetical ;
        :beginDate "2024-01-02"^^xsd:date ; :endDate "2024-01-03"^^xsd:date .
}
<a/article/2> { e:a :attacked e:b . }
<a/article/1/evidence> { e:x rdfs:reifies e:y . }
"#;

fn world() -> World {
    let parser = RdfParser::from_format(RdfFormat::TriG)
        .with_base_iri("https://w3id.org/")
        .unwrap();
    let quads: Vec<Quad> = parser.for_slice(GRAPH).collect::<Result<_, _>>().unwrap();
    World::from_quads(quads)
}

fn actors() -> ActorGraph {
    world().actors()
}

fn text(view: &View, format: GraphFormat) -> String {
    let mut bytes = Vec::new();
    write(&world(), view, format, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn relations_become_ties_with_articles_and_days() {
    let graph = actors().graph;
    assert_eq!((graph.node_count(), graph.edge_count()), (4, 3));
    let tie = &graph[petgraph::graph::EdgeIndex::new(0)];
    assert_eq!(
        (tie.relation.as_str(), tie.label.as_str(), tie.articles),
        ("attacked", "a attaqué", 2)
    );
    let days = ("2023-01-02".to_owned(), "2023-01-03".to_owned());
    assert_eq!(tie.days, [days]);
    assert_eq!(graph[petgraph::graph::NodeIndex::new(0)].class(), "State");
}

#[test]
fn the_one_in_the_middle_is_central() {
    let actors = actors();
    for measure in [Measure::PageRank, Measure::Degree, Measure::Betweenness] {
        let ranks = rank(&actors, measure);
        let labels: Vec<&str> = ranks
            .iter()
            .map(|r| actors.graph[r.node].label.as_str())
            .collect();
        assert_eq!(labels.len(), 3, "places are not ranked");
        assert_eq!(labels[0], "B", "{measure:?}");
    }
    let pages = rank(&actors, Measure::PageRank);
    let sum: f64 = pages.iter().map(|r| r.score).sum();
    assert!(
        sum < 1.0 && sum > 0.9,
        "the place keeps a small share: {sum}"
    );
    let between = rank(&actors, Measure::Betweenness);
    assert!((between[0].score - 1.0).abs() < 1e-9);
}

#[test]
fn an_empty_graph_is_written_and_ranked() {
    let none = World::default();
    assert!(rank(&none.actors(), Measure::PageRank).is_empty());
    for format in GraphFormat::ALL {
        assert!(write(&none, &View::default(), format, &mut Vec::new()).is_ok());
    }
}

#[test]
fn exports_escape_names_and_keep_edges_apart() {
    let text = |format| text(&View::default(), format);
    assert!(text(GraphFormat::Dot).contains(r#"label="A & \"B\"""#));
    assert!(text(GraphFormat::GraphMl).contains("A &amp; &quot;B&quot;</data>"));
    assert!(text(GraphFormat::Gexf).contains("start=\"2023-01-02\" end=\"2023-01-03\""));
    assert!(text(GraphFormat::CsvNodes).contains("n0,\"A & \"\"B\"\"\",State,Country State,"));
    let json: serde_json::Value = serde_json::from_str(&text(GraphFormat::Cytoscape)).unwrap();
    assert_eq!(json["elements"]["edges"][0]["data"]["weight"], 2);
    for format in GraphFormat::ALL {
        let text = text(format);
        let without = [
            GraphFormat::CsvNodes,
            GraphFormat::Neo4jNodes,
            GraphFormat::Acled,
            GraphFormat::Cx2,
            GraphFormat::Svg,
        ];
        if !without.contains(&format) {
            assert!((0..3).all(|i| text.contains(&format!("e{i}"))), "{text}");
        }
    }
}

fn edges(view: &View) -> usize {
    text(view, GraphFormat::CsvEdges).lines().count() - 1
}

#[test]
fn a_view_shows_a_part() {
    let all = View::default();
    assert_eq!(edges(&all), 3);
    let only = |relation: &str| View {
        relations: [relation.to_owned()].into(),
        ..View::default()
    };
    assert_eq!(edges(&only("locatedIn")), 1);
    let since = |day: &str| View {
        since: Some(day.to_owned()),
        ..View::default()
    };
    assert_eq!(edges(&since("2023-01-03")), 1, "the one that is dated");
    assert_eq!(edges(&since("2023-01-04")), 0);
    let until = View {
        until: Some("2023-01-01".to_owned()),
        ..View::default()
    };
    assert_eq!(edges(&until), 0);
    let about = |hops| View {
        about: Some(("https://w3id.org/griot/id/entity/p".to_owned(), hops)),
        ..View::default()
    };
    assert_eq!((edges(&about(1)), edges(&about(2))), (1, 3));
    let top = View {
        limit: Some(2),
        ..View::default()
    };
    assert_eq!(edges(&top), 1);
}

#[test]
fn events_are_nodes_unless_denied_or_hypothetical() {
    let events = View {
        projection: Projection::Events,
        ..View::default()
    };
    let nodes = text(&events, GraphFormat::CsvNodes);
    assert!(
        nodes.contains(",event,") && !nodes.contains("threat"),
        "{nodes}"
    );
    assert_eq!(edges(&events), 2, "agent and target");
    let acled = text(&View::default(), GraphFormat::Acled);
    assert_eq!(acled.lines().count(), 2, "{acled}");
}

#[test]
fn what_was_inferred_does_not_count() {
    let graph = NamedNode::new_unchecked("https://w3id.org/griot/id/graph/inferred");
    let node = |n: &str| NamedNode::new_unchecked(format!("https://w3id.org/griot/id/entity/{n}"));
    let quad = Quad::new(node("x"), crate::rdf::vocab::ATTACKED, node("y"), graph);
    assert_eq!(World::from_quads([quad]).actors().graph.node_count(), 0);
}
