use super::*;
use crate::rdf::vocab::other;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{Literal, NamedNode, Term, Triple};

fn node(name: &str) -> NamedNode {
    NamedNode::new(format!("https://w3id.org/griot/id/{name}")).unwrap()
}

fn term(name: &str) -> NamedNode {
    NamedNode::new(format!("https://w3id.org/griot/ontology#{name}")).unwrap()
}

/// Quads with everything that a syntax could trip over.
fn sample() -> Vec<Quad> {
    let graph = GraphName::from(node("article/x"));
    let proofs = GraphName::from(node("article/x/evidence"));
    let text = "« L’été »\u{a0}: \"a\\b\"\n\tc & <d> 🙂\u{2028}\u{85}fin";
    let fr = |s: &str| Term::from(Literal::new_language_tagged_literal_unchecked(s, "fr"));
    let typed = |s: &str, t: &str| {
        let datatype = format!("http://www.w3.org/2001/XMLSchema#{t}");
        Term::from(Literal::new_typed_literal(
            s,
            NamedNode::new(datatype).unwrap(),
        ))
    };
    let a = node("entity/a");
    let e = node("event/x/Airstrike-0");
    let fact = Triple::new(a.clone(), term("attacked"), node("entity/b%20c"));
    let proof = node("article/x/evidence#0,9-attacked-00");
    vec![
        fact.clone().in_graph(GraphName::DefaultGraph),
        fact.clone().in_graph(graph.clone()),
        Quad::new(a.clone(), other::TYPE, term("State"), graph.clone()),
        Quad::new(a.clone(), other::TYPE, term("Country"), graph.clone()),
        Quad::new(a.clone(), other::LABEL, fr(text), graph.clone()),
        Quad::new(
            a.clone(),
            other::LABEL,
            Literal::from("simple"),
            graph.clone(),
        ),
        Quad::new(a.clone(), term("killed"), node("entity/b"), graph.clone()),
        Quad::new(
            a,
            other::SAME_AS,
            NamedNode::new("http://www.wikidata.org/entity/Q1").unwrap(),
            graph.clone(),
        ),
        Quad::new(
            e.clone(),
            term("killed"),
            typed("12", "nonNegativeInteger"),
            graph.clone(),
        ),
        Quad::new(
            e.clone(),
            term("killed"),
            typed("012", "nonNegativeInteger"),
            graph.clone(),
        ),
        Quad::new(
            e.clone(),
            term("date"),
            typed("2022-08", "gYearMonth"),
            graph.clone(),
        ),
        Quad::new(
            e.clone(),
            term("date"),
            typed("2022-08-15", "date"),
            graph.clone(),
        ),
        Quad::new(e.clone(), term("weapon"), term("drone"), graph.clone()),
        Quad::new(e.clone(), term("status"), term("Hedged"), graph.clone()),
        Quad::new(
            e,
            NamedNode::new("https://example.org/é/p1").unwrap(),
            fr("x"),
            graph,
        ),
        Quad::new(
            proof.clone(),
            other::REIFIES,
            Term::from(fact),
            proofs.clone(),
        ),
        Quad::new(proof, term("span"), node("article/x#char=0,9"), proofs),
    ]
}

fn parse(text: &str, format: RdfFormat) -> Vec<Quad> {
    let mut quads: Vec<Quad> = RdfParser::from_format(format)
        .for_slice(text)
        .collect::<Result<_, _>>()
        .unwrap_or_else(|e| panic!("{e}\n{text}"));
    order::sort(&mut quads);
    quads
}

fn check(format: Format, read: RdfFormat, rdf: RdfVersion) {
    let options = Options {
        rdf,
        ..Options::default()
    };
    let mut expected = sample();
    if rdf == RdfVersion::V11 || !format.has_triple_terms() {
        expected = without_triple_terms(expected);
    }
    if !format.has_graphs() {
        for quad in &mut expected {
            quad.graph_name = GraphName::DefaultGraph;
        }
    }
    order::sort(&mut expected);
    let text = serialize(sample(), format, &options).unwrap();
    assert_eq!(parse(&text, read), expected, "{text}");
    let mut reversed = sample();
    reversed.reverse();
    assert_eq!(serialize(reversed, format, &options).unwrap(), text);
}

#[test]
fn every_format_reads_back_as_the_same_quads() {
    for rdf in [RdfVersion::V12, RdfVersion::V11] {
        check(Format::NQuads, RdfFormat::NQuads, rdf);
        check(Format::NTriples, RdfFormat::NTriples, rdf);
        check(Format::TriG, RdfFormat::TriG, rdf);
        check(Format::Turtle, RdfFormat::Turtle, rdf);
        check(Format::RdfXml, RdfFormat::RdfXml, rdf);
        let profile = JsonLdProfileSet::empty();
        check(Format::JsonLd, RdfFormat::JsonLd { profile }, rdf);
    }
}

#[test]
fn a_quad_is_one_line_for_any_reader() {
    let text = serialize(sample(), Format::NQuads, &Options::default()).unwrap();
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}', '\r'];
    assert!(!text.contains(breaks), "{text}");
    assert_eq!(text.lines().count(), sample().len());
}

#[test]
fn evidence_can_be_left_out() {
    let with = |evidence| {
        let options = Options {
            evidence,
            ..Options::default()
        };
        serialize(sample(), Format::NQuads, &options).unwrap()
    };
    assert!(!with(EvidenceLevel::None).contains("/evidence"));
    assert_eq!(with(EvidenceLevel::Spans), with(EvidenceLevel::Full));
}

#[test]
fn turtle_is_grouped_and_short() {
    let text = serialize(sample(), Format::TriG, &Options::default()).unwrap();
    assert!(
        text.contains("    <entity/a> a griot:Country , griot:State ;\n"),
        "{text}"
    );
    assert!(text.contains(" rdf:reifies <<( <entity/a> griot:attacked <entity/b%20c> )>>"));
    assert!(
        text.contains("\n    <event/x/Airstrike-0> <https://example.org/é/p1> \"x\"@fr ;"),
        "{text}"
    );
}

#[test]
fn reification_leads_back_to_triple_terms() {
    let mut back = with_triple_terms(without_triple_terms(sample()));
    let mut expected = sample();
    order::sort(&mut back);
    order::sort(&mut expected);
    assert_eq!(back, expected);
}

#[test]
fn a_dump_in_parts_has_each_quad_once() {
    let options = Options::default();
    let dump = |graphs: bool, parts: &[Vec<Quad>]| {
        let mut out = Vec::new();
        let mut dump = Dump::new(graphs, &options);
        for part in parts {
            dump.write(part.clone(), &mut out).unwrap();
        }
        let mut lines: Vec<String> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect();
        lines.sort();
        lines
    };
    let other: Vec<Quad> = sample()
        .into_iter()
        .map(|quad| match quad.graph_name {
            GraphName::DefaultGraph => quad,
            _ => Quad {
                graph_name: node("article/y").into(),
                ..quad
            },
        })
        .collect();
    for (graphs, format) in [(true, Format::NQuads), (false, Format::NTriples)] {
        let all = sample().into_iter().chain(other.clone()).collect();
        let whole = serialize(all, format, &options).unwrap();
        let mut whole: Vec<String> = whole.lines().map(str::to_owned).collect();
        whole.sort();
        assert_eq!(dump(graphs, &[sample(), other.clone()]), whole);
    }
}

#[test]
fn the_canonical_form_does_not_depend_on_the_names_of_blank_nodes() {
    use oxigraph::model::BlankNode;
    let graph = |names: [&str; 2]| {
        let [a, b] = names.map(|name| BlankNode::new(name).unwrap());
        let default = GraphName::DefaultGraph;
        let quads = vec![
            Quad::new(a.clone(), term("attacked"), b.clone(), default.clone()),
            Quad::new(b, term("label"), Literal::from("b\u{85}\u{7f}"), default),
        ];
        let mut out = Vec::new();
        write_canonical(quads, Format::NQuads, &Options::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = graph(["x", "y"]);
    assert_eq!(text, graph(["y", "x"]));
    // Canonical N-Quads escape U+007F and leave U+0085 as it is.
    assert!(
        text.contains("_:c14n0") && text.contains("b\u{85}\\u007F"),
        "{text}"
    );
}
