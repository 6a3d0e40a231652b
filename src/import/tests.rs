use super::*;
use crate::rdf::{Base, Provenance, to_quads};

const TEXT: &str =
    "L’armée a bombardé Alep le 3 mars 2023, tuant 12 civils. Elle dément avoir attaqué Idleb.";

const ANNOTATIONS: &str = "T1\tMilitaryForce 0 7\tL’armée
T2\tAirstrike 10 18\tbombardé
T3\tCity 19 23\tAlep
T4\tDate 24 38\tle 3 mars 2023
#1\tAnnotatorNotes T4\t2023-03-03
T5\tNumber 46 48\t12
T6\tMilitaryForce 57 61\tElle
T7\tCity 83 88\tIdleb
*\tEquiv T1 T6
E1\tAirstrike:T2 agent:T1 target:T3 date:T4 killed:T5
R1\tattacked Arg1:T1 Arg2:T3
R2\tattacked Arg1:T6 Arg2:T7
A1\tNegation R2
N1\tReference T3 Wikidata:Q41183\tAlep
";

fn quads(imported: &Imported) -> Vec<String> {
    let base = Base::default();
    let quads = to_quads(
        &imported.article,
        &imported.extraction,
        &base,
        &Provenance::default(),
    );
    quads.iter().map(ToString::to_string).collect()
}

#[test]
fn brat_annotations_become_facts_with_evidence() {
    let imported = brat("alep.ann", "alep", TEXT.to_owned(), ANNOTATIONS).unwrap();
    let quads = quads(&imported).join("\n");
    let has = |words: &str| assert!(quads.contains(words), "{words}\n{quads}");
    has(
        "entity/l-armee> <https://w3id.org/griot/ontology#attacked> <https://w3id.org/griot/id/entity/alep> <https://w3id.org/griot/id/article/alep>",
    );
    has("event/alep/Airstrike-10> <https://w3id.org/griot/ontology#killed> \"12\"");
    has("\"2023-03-03\"^^<http://www.w3.org/2001/XMLSchema#date>");
    has("<http://www.wikidata.org/entity/Q41183>");
    has("nif-core#anchorOf> \"L’armée a bombardé Alep\"@fr");
    let denied = "attacked> <https://w3id.org/griot/id/entity/idleb> <https://w3id.org/griot/id/article/alep> ";
    assert!(
        !quads.contains(denied.trim_end()),
        "denied, so no plain triple"
    );
    has("<https://w3id.org/griot/ontology#Denied>");
}

#[test]
fn a_wrong_annotation_is_named_with_its_line_and_what_was_expected() {
    for (line, expected) in [
        (
            "T1\tArmée 0 7\tL’armée",
            "unknown class of entities `Armée`; expected one of State",
        ),
        ("T1\tCity 0 7\tL'armée", "are « L’armée », not « L'armée »"),
        (
            "T1\tCity 0 999\tx",
            "is not in the text, which has 89 code points",
        ),
        ("T1\tCity x y\tx", "are no offsets"),
        ("R1\tattacked Arg1:T8 Arg2:T9", "`T8` is no entity"),
        (
            "R1\thates Arg1:T8 Arg2:T9",
            "unknown relation `hates`; expected one of attacked",
        ),
        ("E1\tAirstrike:T8", "`T8` is no text-bound annotation"),
        ("Q1\tx", "is no annotation of brat"),
        ("T1", "is incomplete"),
    ] {
        let error = brat("x.ann", "x", TEXT.to_owned(), line)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("`x.ann`, line 1: "), "{error}");
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_line_of_json_needs_little_and_errors_say_what() {
    let read = |json: &str| json_line("x.jsonl", 3, json);
    let least = r#"{"id": "a", "text": "Gao attaque Kidal.",
        "entities": [{"id": "gao", "label": "Gao", "classes": ["State"], "mentions": [{"start": 0, "end": 3}]},
                     {"id": "kidal", "label": "Kidal", "classes": ["City"]}],
        "relations": [{"subject": "gao", "property": "attacked", "object": "kidal", "evidence": [{"span": {"start": 0, "end": 17}}]}],
        "events": [{"class": "Attack", "agent": [{"value": "gao", "span": {"start": 0, "end": 11}}],
                    "killed": {"value": 3, "span": {"start": 0, "end": 11}}, "evidence": [{"span": {"start": 4, "end": 11, "text": "attaque"}}]}]}"#;
    let imported = read(least).unwrap();
    assert_eq!(imported.extraction.events[0].id, "Attack-4");
    assert!(
        quads(&imported)
            .iter()
            .any(|q| q.contains("nif-core#anchorOf> \"attaque\""))
    );
    for (from, to, expected) in [
        ("attacked", "hit", "unknown relation `hit`"),
        (
            "\"kidal\", \"evidence\"",
            "\"nobody\", \"evidence\"",
            "`nobody` is no entity of this article",
        ),
        (
            "\"text\": \"attaque\"",
            "\"text\": \"attaqué\"",
            "are « attaque », not « attaqué »",
        ),
        ("[\"City\"]", "[]", "has no class"),
        ("\"relations\"", "\"relation\"", "unknown field `relation`"),
        ("}]}]}", "}]}]", "expected an article as"),
    ] {
        let error = read(&least.replace(from, to)).unwrap_err().to_string();
        assert!(
            error.starts_with("`x.jsonl`, line 3: ") && error.contains(expected),
            "{error}"
        );
    }
}

#[test]
fn bytes_without_sense_are_errors_and_never_a_panic() {
    for line in [
        "",
        "{}",
        "null",
        "\u{0}",
        "T1\t\t",
        "E1\t:",
        "*\tEquiv",
        "R1\ta b c",
        "N1\tReference T1",
        "A1\tStatus R1 x",
    ] {
        assert!(json_line("x", 1, line).is_err());
        let _ = brat("x", "x", TEXT.to_owned(), line);
    }
}
