use super::*;
use oxigraph::io::{RdfFormat, RdfParser};
use oxigraph::model::Quad;

const PREFIXES: &str = "
PREFIX : <https://w3id.org/griot/ontology#>
PREFIX e: <https://w3id.org/griot/id/entity/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
";

fn store(turtle: &str) -> Store {
    let store = Store::new().unwrap();
    let text = format!("{PREFIXES}{turtle}");
    store.load_from_slice(RdfFormat::Turtle, &text).unwrap();
    store
}

/// Whether each of `expected` follows from `given`, and none of `never`.
fn check(given: &str, expected: &str, never: &str) {
    let derived = infer(&store(given), false).unwrap();
    let read = |turtle: &str| -> Vec<Triple> {
        let text = format!("{PREFIXES}{turtle}");
        let parser = RdfParser::from_format(RdfFormat::Turtle);
        let quads: Vec<Quad> = parser.for_slice(&text).collect::<Result<_, _>>().unwrap();
        quads.into_iter().map(Triple::from).collect()
    };
    for triple in read(expected) {
        assert!(derived.contains(&triple), "{triple} is not derived");
    }
    for triple in read(never) {
        assert!(!derived.contains(&triple), "{triple} is derived");
    }
}

#[test]
fn inverses_symmetry_and_transitivity() {
    check(
        "e:a :attacked e:b . e:h :backedBy e:i . e:x :fights e:y .
         e:base :locatedIn e:city . e:city :locatedIn e:region . e:region :locatedIn e:land .",
        "e:b :attackedBy e:a . e:i :backs e:h . e:y :fights e:x .
         e:base :locatedIn e:region , e:land . e:city :locatedIn e:land .",
        "e:b :attacked e:a . e:land :locatedIn e:base . e:a :attacked e:b .",
    );
}

#[test]
fn an_attack_that_happened_ties_its_agent_to_its_target() {
    let event = |status: &str| {
        format!(
            ":Airstrike rdfs:subClassOf :Attack .
             e:ev a :Airstrike ; :agent e:a ; :target e:b ; :status :{status} ."
        )
    };
    let follows = "e:a :attacked e:b ; :committed e:ev . e:b :attackedBy e:a .";
    check(&event("Asserted"), follows, "");
    check(&event("Hedged"), follows, "");
    let participants = "e:ev :participant e:a , e:b . e:a :agentOf e:ev .";
    check(&event("Denied"), participants, follows);
    check(&event("Hypothetical"), participants, follows);
}

#[test]
fn a_negotiation_is_no_attack() {
    check(
        "e:ev a :Negotiation ; :agent e:a ; :target e:b ; :status :Asserted .",
        "e:ev a :Event . e:a :agentOf e:ev .",
        "e:a :attacked e:b . e:a :committed e:ev .",
    );
}

#[test]
fn what_is_given_is_not_repeated_and_the_ontology_is_left_to_itself() {
    let derived = infer(&store("e:a a :State ; :attacked e:b ; :killed 3 ."), false).unwrap();
    let text: Vec<String> = derived.iter().map(ToString::to_string).collect();
    assert!(text.iter().all(|t| !t.contains("#attacked>")), "{text:?}");
    assert!(
        text.iter()
            .all(|t| !t.starts_with("<https://w3id.org/griot/ontology#"))
    );
    assert!(text.iter().any(|t| t.contains("/entity/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/griot/ontology#Actor>")));
    let mut sorted = text.clone();
    sorted.sort();
    assert_eq!(text, sorted);
}

#[test]
fn alignments_are_applied_on_request() {
    let given = store("e:a a :Person .");
    let has = |aligned| {
        let derived = infer(&given, aligned).unwrap();
        derived
            .iter()
            .any(|t| t.object.to_string().contains("foaf/0.1/Person"))
    };
    assert!(has(true) && !has(false));
}
