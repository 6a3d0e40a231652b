//! `griot score --gold`: figures computed by hand on a small graph, floors on our own gold, messages.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod common;

use common::run;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Four facts to find (one of them either way round), one that may be there, one that must not.
const GOLD: &str = r#"{
"doc": "gao", "date": "2022-08-15",
"entities": {
  "reb": {"name": "rebelles touaregs", "aliases": ["les rebelles"]},
  "base": {"name": "base militaire de Gao"},
  "gao": {"name": "Gao"},
  "mali": {"name": "Mali"},
  "fr": {"name": "France"}},
"facts": [
  {"s": "reb", "p": "attacked", "o": ["base", "gao"], "status": "asserted"},
  {"s": "base", "p": "locatedIn", "o": "gao", "status": "asserted"},
  {"s": "gao", "p": "locatedIn", "o": "mali", "status": "hedged", "evidence": "Gao, au Mali"},
  {"s": "mali", "p": "fights", "o": "reb", "status": "asserted"},
  {"s": "reb", "p": "locatedIn", "o": "mali", "status": "asserted", "optional": true},
  {"s": "fr", "p": "attacked", "o": "reb", "status": "denied"}],
"events": [
  {"id": "e1", "type": "GroundAttack", "agent": ["reb"], "target": ["base"], "place": ["gao"], "date": "2022-08-14",
   "weapon": null, "killed": 3, "wounded": null, "count": null, "responseTo": null, "status": "asserted"},
  {"id": "e2", "type": "Airstrike", "agent": ["mali"], "target": ["reb"], "place": [], "date": "2022-08",
   "weapon": "aircraft", "killed": null, "wounded": null, "count": null, "responseTo": "e1", "status": "hedged"},
  {"id": "e3", "type": "Negotiation", "agent": ["fr"], "target": [], "place": [], "date": null,
   "weapon": null, "killed": null, "wounded": null, "count": null, "responseTo": null, "status": "hypothetical"}]
}"#;

/// Right: the attack, the fight the other way round, the optional place. Wrong: Gao in France, and the trap.
const GRAPH: &str = r#"
<e:reb> rdfs:label "Rebelles" . <e:base> rdfs:label "la base de Gao" . <e:mali> rdfs:label "MALI" .
<e:fr> skos:altLabel "la France" . <e:gao> rdfs:label "Gao" .
<e:reb> griot:attacked <e:base> . <e:reb> griot:fights <e:mali> . <e:reb> griot:locatedIn <e:mali> .
<e:gao> griot:locatedIn <e:fr> . <e:fr> griot:attacked <e:reb> .
<e:1> a griot:Shelling ; griot:agent <e:reb> ; griot:target <e:gao> ; griot:place <e:gao> ; griot:date "2022-08" ;
  griot:killed 3 ; griot:wounded 2 ; griot:status griot:Asserted .
<e:2> a griot:Airstrike ; griot:agent <e:mali> ; griot:weapon griot:aircraft ; griot:responseTo <e:1> .
<e:3> a griot:Negotiation ; griot:agent <e:fr> ; griot:status griot:Hypothetical .
<e:4> a griot:Bombing ; griot:target <e:fr> .
"#;

fn score(gold: &str, graph: &str, args: &[&str]) -> (common::Run, Value) {
    use oxigraph::io::{RdfFormat, RdfParser};
    let dir = tempfile::tempdir().unwrap();
    let prefixes = "PREFIX griot: <https://w3id.org/griot/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>";
    let turtle = format!("{prefixes}{graph}");
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle.as_bytes());
    let lines: String = quads.map(|q| format!("{} .\n", q.unwrap())).collect();
    fs::write(dir.path().join("gao.json"), gold).unwrap();
    fs::write(dir.path().join("gao.nq"), lines).unwrap();
    let folder = dir.path().to_str().unwrap();
    let json = dir.path().join("figures");
    let mut all = vec!["score", "--gold", folder, "--graphs", folder, "--json"];
    all.push(json.to_str().unwrap());
    all.extend(args);
    let run = run(all);
    let figures = fs::read(json).map_or(Value::Null, |text| serde_json::from_slice(&text).unwrap());
    (run, figures)
}

#[test]
fn the_figures_are_those_counted_by_hand() {
    let (run, figures) = score(GOLD, GRAPH, &["--errors"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    for (figure, expected) in [
        ("docs", 1.0),
        ("traps", 1.0),
        // Core facts of the graph: four, of which the attack and the optional place are right.
        ("core_p", 0.5),
        ("core_r", 1.0 / 3.0),
        ("core_f1", 0.4),
        ("all_p", 0.6),
        ("all_r", 0.5),
        // A strike that is only planned is no event of either side.
        ("event_p", 2.0 / 3.0),
        ("event_r", 1.0),
        ("slot_type", 0.5),
        ("slot_agent", 1.0),
        // « Gao » is also the base, without its word of kind.
        ("slot_target", 0.5),
        ("slot_place", 1.0),
        ("slot_date", 0.5),
        ("slot_weapon", 1.0),
        ("slot_killed", 1.0),
        ("slot_wounded", 0.0),
        ("slot_responseTo", 1.0),
    ] {
        let got = figures[figure].as_f64().unwrap();
        assert!(
            (got - expected).abs() < 1e-12,
            "{figure}: {got}, not {expected}"
        );
    }
    assert_eq!(figures["slots"]["wounded"]["invented"], 1);
    for line in [
        "trap           gao: la France attacked Rebelles (denied)",
        "missed         gao: gao locatedIn mali   «Gao, au Mali»",
        "spurious       gao: Gao locatedIn la France",
        "spurious event gao: Bombing by [] on [la France] at []",
        "slot           gao: e1 type: GroundAttack expected, Shelling found",
        "slot           gao: e2 target: reb expected, nothing found",
        "slot           gao: e2 date: 2022-08 expected, nothing found",
    ] {
        assert!(
            run.stdout.lines().any(|l| l == line),
            "no `{line}` in\n{}",
            run.stdout
        );
    }
}

#[test]
fn floors_decide_the_exit_code() {
    for (floors, code) in [
        ("core_p=0.5,event_f1=0.75,traps=1", 0),
        ("core_p=0.51", 1),
        ("traps=0", 1),
        ("core=0.5", 2),
    ] {
        let (run, _) = score(GOLD, GRAPH, &["--require", floors]);
        assert_eq!(
            run.code,
            Some(code),
            "{floors}: {}{}",
            run.stdout,
            run.stderr
        );
    }
}

#[test]
fn a_wrong_gold_file_is_named_with_all_that_is_wrong_in_it() {
    let gold = GOLD
        .replace(
            r#""s": "mali", "p": "fights""#,
            r#""s": "malli", "p": "figths""#,
        )
        .replace("GroundAttack", "GroundAtack")
        .replace(r#""responseTo": "e1""#, r#""responseTo": "e9""#);
    let (run, _) = score(&gold, GRAPH, &[]);
    assert_eq!(run.code, Some(2));
    for message in [
        "gao.json: error: fact 4: unknown entity `malli`; did you mean `mali`?",
        "gao.json: error: fact 4: unknown relation `figths`; did you mean `fights`?",
        "gao.json: error: event `e1`: unknown class of events `GroundAtack`; did you mean `GroundAttack`?",
        "gao.json: error: event `e2`: unknown event `e9`",
    ] {
        assert!(
            run.stderr.contains(message),
            "no `{message}` in\n{}",
            run.stderr
        );
    }
    let (run, _) = score(
        &GOLD.replace(r#""optional": true"#, r#""optional": 1"#),
        GRAPH,
        &[],
    );
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("gao.json:14:"), "{}", run.stderr);
    let empty = tempfile::tempdir().unwrap();
    let run = common::run(["score", "--gold", empty.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no `.json` file"), "{}", run.stderr);
}

#[test]
fn our_own_gold_is_met() {
    let gold = ["score", "--gold", "tests/gold", "--texts", "examples"];
    let floors = [
        "--require",
        "core_p=0.90,core_f1=0.80,event_f1=0.78,traps=0",
    ];
    let run = run(gold.into_iter().chain(floors));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold");
    let n = fs::read_dir(folder)
        .unwrap()
        .filter(|f| f.as_ref().unwrap().path().extension() == Some("json".as_ref()))
        .count();
    assert!(run.stdout.starts_with(&format!("{n} articles")));
}

#[test]
fn a_gold_file_without_its_article_is_named() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("gao.json"), GOLD).unwrap();
    let run = run(["score", "--gold", dir.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("gao.txt"), "{}", run.stderr);
}
