//! The ontology, the code that uses it, and the checks that guard it.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::rdf::checks::{CHECKS, Severity, header, validate};
use griot::rdf::{
    ALIGNMENTS, Base, CONTEXT, Format, ONTOLOGY, Ontology, Options, SHAPES, json_line, serialize,
    sort, vocab,
};
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfParser};
use oxigraph::model::{GraphName, NamedNode, NamedOrBlankNode, Quad, Term};
use oxigraph::store::Store;
use std::collections::{BTreeMap, BTreeSet};

mod golden;

/// Properties and objects of each term of griot's namespace.
fn terms() -> BTreeMap<String, Vec<(String, Term)>> {
    let mut terms: BTreeMap<String, Vec<(String, Term)>> = BTreeMap::new();
    for triple in Ontology::read(ONTOLOGY).unwrap().triples() {
        if let NamedOrBlankNode::NamedNode(subject) = &triple.subject
            && let Some(local) = vocab::local_name(subject.as_str())
        {
            let row = (triple.predicate.as_str().to_owned(), triple.object.clone());
            terms.entry(local.to_owned()).or_default().push(row);
        }
    }
    terms
}

fn literals<'a>(rows: &'a [(String, Term)], ending: &str, language: &str) -> Vec<&'a str> {
    rows.iter()
        .filter(|(property, _)| property.ends_with(ending))
        .filter_map(|(_, object)| match object {
            Term::Literal(l) if l.language() == Some(language) => Some(l.value()),
            _ => None,
        })
        .collect()
}

#[test]
fn every_term_of_the_code_is_defined_and_back() {
    let defined: BTreeSet<String> = terms().into_keys().collect();
    let named: BTreeSet<String> = vocab::TERMS
        .iter()
        .map(|t| vocab::local_name(t.as_str()).unwrap().to_owned())
        .collect();
    assert_eq!(named, defined);
}

#[test]
fn every_term_is_documented_in_both_languages() {
    for (name, rows) in terms() {
        for language in ["fr", "en"] {
            let labels = literals(&rows, "#label", language);
            assert_eq!(labels.len(), 1, "{name} needs one label in {language}");
            assert!(
                !labels[0].ends_with('.'),
                "{name}: a label has no full stop"
            );
            let definitions = literals(&rows, "#definition", language);
            assert_eq!(
                definitions.len(),
                1,
                "{name} needs one definition in {language}"
            );
            assert!(
                definitions[0].ends_with('.'),
                "{name}: a definition ends in a full stop"
            );
        }
        let examples = literals(&rows, "#example", "fr");
        assert!(
            examples
                .iter()
                .any(|e| e.contains("« ") && e.contains(" → ")),
            "{name}"
        );
        assert!(
            rows.iter().any(|(p, _)| p.ends_with("#isDefinedBy")),
            "{name}"
        );
    }
}

#[test]
fn every_class_and_property_has_its_place() {
    let terms = terms();
    let roots = ["Entity", "Event", "Evidence", "Rule"];
    // Between entities and of events alike, so that no one domain or range holds.
    let free = ["killed", "status", "date"];
    for (name, rows) in &terms {
        let is = |class: &str| {
            rows.iter()
                .any(|(p, o)| p.ends_with("#type") && o.to_string().contains(class))
        };
        let has = |property: &str| rows.iter().any(|(p, _)| p.ends_with(property));
        if is("#Class>") && !roots.contains(&name.as_str()) {
            assert!(has("#subClassOf"), "{name}");
        }
        if is("Property>") && !free.contains(&name.as_str()) {
            assert!(has("#domain") && has("#range"), "{name}");
        }
    }
    for relation in vocab::RELATIONS {
        assert!(terms.contains_key(vocab::local_name(relation.as_str()).unwrap()));
    }
}

#[test]
fn the_ontology_loads_in_oxigraph() {
    let store = Store::new().unwrap();
    store.load_from_slice(RdfFormat::Turtle, ONTOLOGY).unwrap();
    assert_eq!(store.len().unwrap(), Ontology::embedded().triples().len());
}

#[test]
fn what_is_minted_is_in_the_ontology() {
    let known: BTreeSet<String> = terms().into_keys().collect();
    let check = |iri: &str| {
        if let Some(local) = vocab::local_name(iri) {
            assert!(known.contains(local), "{iri}");
        }
    };
    for quad in golden::dataset() {
        check(quad.predicate.as_str());
        if let Term::NamedNode(object) = &quad.object {
            check(object.as_str());
        }
    }
}

/// `{"@context": …}` alone gives no quads; with one node of each kind it gives griot's terms.
#[test]
fn the_context_names_only_terms_that_exist() {
    let value: serde_json::Value = serde_json::from_str(CONTEXT).unwrap();
    let known: BTreeSet<String> = terms().into_keys().collect();
    for (name, definition) in value["@context"].as_object().unwrap() {
        if let Some(local) = definition["@id"]
            .as_str()
            .and_then(|i| i.strip_prefix("griot:"))
        {
            assert!(known.contains(local), "{name}");
        }
    }
}

#[test]
fn alignments_and_shapes_name_only_terms_that_exist() {
    let known: BTreeSet<String> = terms().into_keys().collect();
    for file in [ALIGNMENTS, SHAPES] {
        let mut n = 0;
        for triple in Ontology::read(file).unwrap().triples() {
            let ends = [triple.subject.to_string(), triple.object.to_string()];
            for end in &ends {
                if let Some(local) = vocab::local_name(end.trim_matches(['<', '>'])) {
                    assert!(known.contains(local), "{end}");
                    n += 1;
                }
            }
        }
        assert!(n > 50);
    }
}

#[test]
fn the_golden_graph_breaks_no_rule() {
    let violations = validate(&golden::store()).unwrap();
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn every_check_is_embedded_and_says_what_it_demands() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ontology/checks");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    let names: Vec<String> = CHECKS.iter().map(|c| format!("{}.rq", c.name)).collect();
    assert_eq!(names, files);
    for check in CHECKS {
        for key in ["summary", "description", "tags", "severity"] {
            assert!(
                header(check.query, key).is_some(),
                "{}: no {key}",
                check.name
            );
        }
    }
}

/// Breaks the golden graph in one place and expects the check that guards it to say so.
fn broken(check: &str, harm: impl Fn(&mut Vec<Quad>)) {
    let mut quads = golden::dataset();
    harm(&mut quads);
    let store = Store::new().unwrap();
    store.extend(quads).unwrap();
    let found = validate(&store).unwrap();
    assert!(
        found.iter().any(|v| v.check == check),
        "{check} found nothing: {found:#?}"
    );
}

fn griot(local: &str) -> NamedNode {
    vocab::term(local).unwrap().into_owned()
}

#[test]
fn every_check_finds_what_it_is_for() {
    let reifies = |q: &Quad, p: &str| matches!(&q.object, Term::Triple(t) if t.predicate.as_str().ends_with(p));
    broken("relation-without-evidence", |quads| {
        quads.retain(|q| !reifies(q, "#backedBy"))
    });
    broken("slot-without-evidence", |quads| {
        quads.retain(|q| !reifies(q, "#weapon"))
    });
    broken("evidence-incomplete", |quads| {
        quads.retain(|q| {
            !(q.predicate == vocab::RULE_OF && q.subject.to_string().contains("backedBy"))
        });
    });
    broken("relation-without-article", |quads| {
        quads
            .retain(|q| q.predicate != vocab::BACKED_BY || q.graph_name == GraphName::DefaultGraph);
    });
    broken("denied-but-plain", |quads| {
        for quad in quads.iter_mut() {
            if quad.predicate == vocab::STATUS_OF && quad.subject.to_string().contains("-backedBy-")
            {
                quad.object = griot("Denied").into();
            }
        }
    });
    broken("label-missing", |quads| {
        quads.retain(|q| !q.predicate.as_str().ends_with("#label"))
    });
    broken("event-status", |quads| {
        quads
            .retain(|q| q.predicate != vocab::STATUS_OF || q.graph_name != GraphName::DefaultGraph);
    });
    broken("participant-without-class", |quads| {
        quads.retain(|q| {
            !q.predicate.as_str().ends_with("#type") || !q.subject.to_string().contains("/iran")
        });
    });
    broken("relation-domain-range", |quads| {
        for quad in quads.iter_mut() {
            if quad.predicate == vocab::OFFICIAL_OF {
                quad.predicate = griot("withdrewFrom");
            }
        }
    });
    let literal = |quads: &mut Vec<Quad>, property: &str, text: &str| {
        for quad in quads.iter_mut() {
            if quad.predicate == griot(property)
                && let Term::Literal(old) = &quad.object
            {
                let datatype = old.datatype().into_owned();
                quad.object = oxigraph::model::Literal::new_typed_literal(text, datatype).into();
            }
        }
    };
    broken("date-malformed", |quads| {
        literal(quads, "date", "2023-13-41")
    });
    broken("date-malformed", |quads| {
        literal(quads, "endDate", "1990-01-01")
    });
    broken("number-malformed", |quads| {
        literal(quads, "killedMin", "900")
    });
}

#[test]
fn the_check_of_classes_says_what_the_ontology_says() {
    let check = CHECKS
        .iter()
        .find(|c| c.name == "relation-domain-range")
        .unwrap();
    assert_eq!(check.severity(), Severity::Warning);
    let terms = terms();
    for relation in vocab::RELATIONS.iter().filter(|r| **r != vocab::KILLED) {
        let local = vocab::local_name(relation.as_str()).unwrap();
        let object = |property: &str| {
            let row = terms[local]
                .iter()
                .find(|(p, _)| p.ends_with(property))
                .unwrap();
            match &row.1 {
                Term::NamedNode(node) => vocab::local_name(node.as_str()).unwrap().to_owned(),
                other => panic!("{other}"),
            }
        };
        let row = format!(
            "(griot:{local} griot:{} griot:{})",
            object("#domain"),
            object("#range")
        );
        assert!(check.query.contains(&row), "{row}");
    }
}

#[test]
fn the_golden_graph_reads_back_from_every_format() {
    for (format, read) in [
        (Format::NQuads, RdfFormat::NQuads),
        (Format::TriG, RdfFormat::TriG),
        (Format::Turtle, RdfFormat::Turtle),
        (Format::NTriples, RdfFormat::NTriples),
        (Format::RdfXml, RdfFormat::RdfXml),
        (
            Format::JsonLd,
            RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
        ),
    ] {
        let mut expected = golden::dataset();
        if !format.has_triple_terms() {
            expected = griot::rdf::without_triple_terms(expected);
        }
        if !format.has_graphs() {
            for quad in &mut expected {
                quad.graph_name = GraphName::DefaultGraph;
            }
        }
        sort(&mut expected);
        let text = serialize(golden::dataset(), format, &Options::default()).unwrap();
        let parser = RdfParser::from_format(read);
        let mut quads: Vec<Quad> = parser.for_slice(&text).collect::<Result<_, _>>().unwrap();
        sort(&mut quads);
        assert_eq!(quads.len(), expected.len(), "{}", format.as_str());
        assert!(quads == expected, "{}", format.as_str());
    }
}

#[test]
fn every_format_is_as_it_was() {
    let options = Options::default();
    let trig = serialize(golden::dataset(), Format::TriG, &options).unwrap();
    golden::check("graph.trig", &trig);
    let last = golden::quads().pop().unwrap();
    for format in Format::ALL {
        let quads: Vec<Quad> = last.iter().cloned().collect();
        let text = serialize(quads, format, &options).unwrap();
        golden::check(&format!("geneve.{}", format.extension()), &text);
    }
    let (article, facts) = golden::articles().pop().unwrap();
    let line = json_line(&article, &facts, &Base::default());
    golden::check("geneve.jsonl", &(line + "\n"));
}

/// Oxigraph keeps `xsd:nonNegativeInteger` as `xsd:integer`; a file written from a store must
/// nevertheless be the one written from the articles.
#[test]
fn a_store_gives_back_the_same_bytes() {
    let stored: Vec<Quad> = golden::store().iter().collect::<Result<_, _>>().unwrap();
    let options = Options::default();
    let from_store = serialize(stored, Format::NQuads, &options).unwrap();
    let from_articles = serialize(golden::dataset(), Format::NQuads, &options).unwrap();
    assert!(from_store == from_articles);
}

#[test]
fn evidence_takes_at_most_four_quads_and_spans_three_times_the_facts() {
    for quads in golden::quads() {
        let mut per_node: BTreeMap<String, usize> = BTreeMap::new();
        for quad in &quads.evidence {
            if quad.subject.to_string().contains("/evidence#") {
                *per_node.entry(quad.subject.to_string()).or_default() += 1;
            }
        }
        assert!(per_node.values().all(|&n| n <= 4));
        let mut spans = quads.evidence.clone();
        griot::rdf::EvidenceLevel::Spans.retain(&mut spans);
        assert!(spans.len() <= 3 * quads.article.len());
    }
}

#[test]
fn every_span_is_exact_in_code_points() {
    for ((article, _), quads) in golden::articles().iter().zip(golden::quads()) {
        let chars: Vec<char> = article.text.chars().collect();
        let value = |q: &Quad| match &q.object {
            Term::Literal(l) => l.value().to_owned(),
            other => panic!("{other}"),
        };
        let mut seen = 0;
        for quad in quads
            .evidence
            .iter()
            .filter(|q| q.predicate.as_str().ends_with("anchorOf"))
        {
            let iri = quad.subject.to_string();
            let (_, range) = iri.trim_end_matches('>').split_once("#char=").unwrap();
            let (start, end) = range.split_once(',').unwrap();
            let (start, end): (usize, usize) = (start.parse().unwrap(), end.parse().unwrap());
            assert_eq!(chars[start..end].iter().collect::<String>(), value(quad));
            seen += 1;
        }
        assert!(seen > 0);
    }
}
