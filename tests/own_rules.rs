//! Rules of the user's own, for another domain: added to griot's or alone, with their own terms.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod common;

use common::{griot, run};
use std::fs;

const RULES: [&str; 2] = ["--rules", "tests/deals/rules"];

#[test]
fn rules_of_another_domain_are_tested_and_stand_alone() {
    let alone = run(["rules", "test", RULES[0], RULES[1], "--only-rules"]);
    assert_eq!(alone.code, Some(0), "{}", alone.stdout);
    assert!(alone.stdout.contains("2 rules: 4 of 4"), "{}", alone.stdout);
    let beside = run(["rules", "list", RULES[0], RULES[1]]);
    let has = |name: &str| beside.stdout.lines().any(|l| l.starts_with(name));
    assert!(has("takeover-verb\ttests/deals/rules/deals.rule"));
    assert!(has("attack-"), "{}", beside.stdout);
}

#[test]
fn their_facts_and_events_have_their_own_iris_and_evidence() {
    let article = "tests/deals/gold/danone.txt";
    let args = ["extract", article, "--format", "nquads", "--rdf", "1.2"];
    let all = run(args.into_iter().chain(RULES)).stdout;
    for part in [
        "/entity/danone> <https://example.org/deals#acquired> ",
        "> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/deals#Takeover> .",
        "reifies> <<( ",
        "/rule/takeover-verb>",
    ] {
        assert!(all.contains(part), "no `{part}` in\n{all}");
    }
    // Denied: evidence, but no plain triple.
    let acquired = |line: &&str| line.contains("deals#acquired>");
    let (told, plain): (Vec<_>, Vec<_>) = all
        .lines()
        .filter(acquired)
        .partition(|l| l.contains("<<("));
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(plain.iter().all(|l| l.contains("danone>")), "{plain:?}");
    assert!(!run(args).stdout.contains("deals#"));
}

#[test]
fn they_are_measured_on_gold_of_their_own() {
    let score = ["score", "--gold", "tests/deals/gold", "--only-rules"];
    let floors = ["--require", "all_f1=1,event_f1=1,slot_date=1,traps=0"];
    let run = run(score.into_iter().chain(RULES).chain(floors));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let row = |l: &&str| l.starts_with("acquired ");
    assert!(run.stdout.lines().any(|l| row(&l)), "{}", run.stdout);
}

#[test]
fn a_changed_rule_reads_the_articles_again() {
    let dir = tempfile::tempdir().unwrap();
    let rules = dir.path().join("rules");
    fs::create_dir(&rules).unwrap();
    for file in ["deals.rule", "deals.tsv", "terms.tsv"] {
        fs::copy(format!("tests/deals/rules/{file}"), rules.join(file)).unwrap();
    }
    let (rules, store) = (rules.to_str().unwrap(), dir.path().join("store"));
    let store = store.to_str().unwrap();
    let build = || run(["build", "tests/deals/gold", "-l", store, "--rules", rules]).stderr;
    assert!(build().contains("1 added"));
    assert!(build().contains("1 unchanged"));
    let rule = format!("{rules}/deals.rule");
    let text = fs::read_to_string(&rule).unwrap();
    fs::write(&rule, text.replace("takeover-verb", "takeover-active")).unwrap();
    assert!(build().contains("1 replaced"));
}

/// Everything that is wrong in a folder, at once and at its place.
#[test]
fn wrong_rules_are_named_with_their_place_and_what_was_meant() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    let check = || {
        let mut griot = griot(["rules", "check", "--rules", dir.path().to_str().unwrap()]);
        let output = griot.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr)
            .unwrap()
            .replace(dir.path().to_str().unwrap(), "deals")
    };
    at(
        "terms.tsv",
        "kind\tname\tiri\nrelation\tattacked\thttps://example.org/a\nevnt\tTakeover\thttps://example.org/b\nrelation\tbought\texample\n",
    );
    assert_eq!(
        check(),
        "error: deals/terms.tsv:2:10: error: `attacked` is a term of griot; give yours another name; its IRI is what the graph shows
  2 | relation\tattacked\thttps://example.org/a
    |         \t^^^^^^^^
deals/terms.tsv:3:1: error: unknown kind `evnt`; expected `relation` or `event`; did you mean `event`?
  3 | evnt\tTakeover\thttps://example.org/b
    | ^^^^
deals/terms.tsv:4:17: error: `example` is no absolute IRI; write it whole, such as `https://example.org/deals#bought`
  4 | relation\tbought\texample
    |         \t      \t^^^^^^^
"
    );
    at(
        "terms.tsv",
        "kind\tname\tiri\nrelation\tbought\thttps://example.org/deals#bought\n",
    );
    at(
        "a.rule",
        "rule a\npattern { V [upos=VRB]; V -[N0]-> A }\nemit bougt(V, A)\nmatches \"x\"\nrejects \"y\"\n",
    );
    at(
        "b.rule",
        "rule a\npattern { V [upos=VERB]; V -[NO]-> A }\nemit event(V; type=Takeover)\nmatches \"x\"\nrejects \"y\"\n",
    );
    let message = check();
    for part in [
        "deals/a.rule:2:19: error: unknown",
        "did you mean `VERB`?",
        "deals/a.rule:3:6: error:",
        "did you mean `bought`?",
        "deals/b.rule:2:30: error: unknown relation `NO`; did you mean `N0`?",
        "deals/b.rule:3:20: error:",
    ] {
        assert!(message.contains(part), "no `{part}` in\n{message}");
    }
    let empty = tempfile::tempdir().unwrap();
    let run = run(["rules", "check", "--rules", empty.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("no `.rule`"), "{}", run.stderr);
}
