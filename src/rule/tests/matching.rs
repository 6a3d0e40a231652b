use super::{graph, load, rule};
use crate::rule::Graph;

/// *Les rebelles et l'armée ont attaqué puis détruit la base.*
const ATTACK: &str = "
Les      le       DET   2 det   Number=Plur
rebelles rebelle  NOUN  7 nsubj Number=Plur entity=Actor
et       et       CCONJ 5 cc
l'       le       DET   5 det   Number=Sing
armée    armée    NOUN  2 conj  Number=Sing entity=Actor
ont      avoir    AUX   7 aux   Mood=Ind|Number=Plur|Tense=Pres|VerbForm=Fin
attaqué  attaquer VERB  0 root  Tense=Past|VerbForm=Part class=attack
puis     puis     CCONJ 9 cc
détruit  détruire VERB  7 conj  Tense=Past|VerbForm=Part class=attack
la       le       DET   11 det  Number=Sing
base     base     NOUN  7 obj   Number=Sing entity=City
.        .        PUNCT 7 punct";

/// Checks that `body` matches in [`ATTACK`] with exactly these tokens, `V=attaqué A=rebelles`.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    let graph = graph(ATTACK);
    let rules = rule(body);
    let found: Vec<String> = rules
        .matches(&graph)
        .iter()
        .map(|m| {
            m.bindings()
                .map(|(name, i)| format!("{name}={}", graph.token(i).form))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    assert_eq!(found, expected, "{body}");
}

#[test]
fn nodes() {
    check("pattern { V [lemma=attaquer] }", &["V=attaqué"]);
    check(
        "pattern { V [lemma=attaquer|détruire] }",
        &["V=attaqué", "V=détruit"],
    );
    check("pattern { V [form=\"l'\"] }", &["V=l'"]);
    check("pattern { V [upos=VERB] }", &["V=attaqué", "V=détruit"]);
    check("pattern { V [upos=VERB, deprel=root] }", &["V=attaqué"]);
    check("pattern { V [class] }", &["V=attaqué", "V=détruit"]);
    check(
        "pattern { V [upos=NOUN, !class, Number!=Sing] }",
        &["V=rebelles"],
    );
    check(
        "pattern { V [VerbForm] }",
        &["V=ont", "V=attaqué", "V=détruit"],
    );
    check(
        "pattern { V [VerbForm!=Part, upos!=DET|NOUN|CCONJ|PUNCT] }",
        &["V=ont"],
    );
    check("pattern { V [entity!=Actor, upos=NOUN] }", &["V=base"]);
    check("pattern { V [lemma=re\"at.*\"] }", &["V=attaqué"]);
    check("pattern { V [lemma=re\"att\"] }", &[]);
    check(
        "pattern { V [class=re\"at.*\"] }",
        &["V=attaqué", "V=détruit"],
    );
    check("pattern { V [upos=re\"P.*\"] }", &["V=."]);
    check("pattern { V [deprel=re\"o.*\"] }", &["V=base"]);
    check(
        "pattern { V [class=attack]; V [deprel=conj] }",
        &["V=détruit"],
    );
}

#[test]
fn edges_and_paths() {
    check("pattern { V -[nsubj]-> A }", &["V=attaqué A=rebelles"]);
    check(
        "pattern { V [class=attack]; V -[nsubj|obj]-> A }",
        &["V=attaqué A=rebelles", "V=attaqué A=base"],
    );
    check(
        "pattern { V [class=attack]; V -[^nsubj|obj|punct|conj]-> A }",
        &["V=attaqué A=ont", "V=détruit A=puis"],
    );
    check(
        "pattern { V [lemma=détruire]; V -> A }",
        &["V=détruit A=puis"],
    );
    check(
        "pattern { V -> A; A [lemma=détruire] }",
        &["V=attaqué A=détruit"],
    );
    check(
        "pattern { V [lemma=attaquer]; V -[nsubj/conj]-> A }",
        &["V=attaqué A=armée"],
    );
    check(
        "pattern { V [lemma=attaquer]; V -[nsubj/conj*]-> A }",
        &["V=attaqué A=rebelles", "V=attaqué A=armée"],
    );
    check(
        "pattern { V [lemma=attaquer]; V -[nsubj/conj?]-> A }",
        &["V=attaqué A=rebelles", "V=attaqué A=armée"],
    );
    check(
        "pattern { V -[conj+]-> A; A [upos=VERB] }",
        &["V=attaqué A=détruit"],
    );
    check("pattern { V [upos=VERB]; A -[nsubj/conj*]-> V }", &[]);
    check(
        "pattern { A [lemma=armée]; V -[nsubj|conj+]-> A }",
        &["A=armée V=rebelles", "A=armée V=attaqué"],
    );
}

#[test]
fn empty_paths_share_tokens() {
    check(
        "pattern { V [class=attack]; U -[conj*]-> V; U -[nsubj]-> A }",
        &[
            "V=attaqué U=attaqué A=rebelles",
            "V=détruit U=attaqué A=rebelles",
        ],
    );
    check(
        "pattern { V [class=attack]; U -[conj+]-> V; U -[nsubj]-> A }",
        &["V=détruit U=attaqué A=rebelles"],
    );
}

#[test]
fn names_are_different_tokens() {
    check("pattern { V -[nsubj]-> A; V -[nsubj]-> B }", &[]);
    check(
        "pattern { V -[nsubj|obj]-> A; V -[obj]-> B }",
        &["V=attaqué A=rebelles B=base"],
    );
}

#[test]
fn order_and_comparison() {
    check("pattern { V [upos=AUX]; V < A }", &["V=ont A=attaqué"]);
    check("pattern { V [upos=AUX]; A < V }", &["V=ont A=armée"]);
    check(
        "pattern { V [class=attack]; V -[obj|nsubj]-> A; V << A }",
        &["V=attaqué A=base"],
    );
    check(
        "pattern { V [class=attack]; V -[obj|nsubj]-> A; A << V }",
        &["V=attaqué A=rebelles"],
    );
    check(
        "pattern { V [upos=NOUN]; V -[det]-> D; V.Number = D.Number; V.entity = V.entity }",
        &["V=rebelles D=Les", "V=armée D=l'", "V=base D=la"],
    );
    check(
        "pattern { V [upos=NOUN]; V -[conj]-> D; V.Number != D.Number }",
        &["V=rebelles D=armée"],
    );
    check(
        "pattern { V [upos=NOUN]; V -[cc]-> D; V.Number != D.Number }",
        &[],
    );
}

#[test]
fn without() {
    check(
        "pattern { V [upos=VERB] }\nwithout { V -[nsubj]-> A }",
        &["V=détruit"],
    );
    check(
        "pattern { V [upos=VERB] }\nwithout { V [lemma=attaquer] }",
        &["V=détruit"],
    );
    check(
        "pattern { V [upos=VERB] }\nwithout { V -[obj]-> A }\nwithout { U -[conj]-> V }",
        &[],
    );
    check(
        "pattern { V [upos=VERB] }\nwithout { V -[conj*]-> W; W [lemma=détruire] }",
        &[],
    );
    check(
        "pattern { V [upos=VERB] }\nwithout { N [lemma=pas] }",
        &["V=attaqué", "V=détruit"],
    );
    // A new name is another token than the pattern's: no other subject.
    check(
        "pattern { V -[nsubj]-> A }\nwithout { V -[nsubj]-> X }",
        &["V=attaqué A=rebelles"],
    );
}

#[test]
fn emissions() {
    let rules = load(
        "rule r # who\npattern { V [class=attack]; V -[nsubj]-> A }\nemit event(V)\nemit backedBy(A, V; status=Hedged)\nmatches \"x\"\nrejects \"y\"",
    );
    let matches = rules.matches(&graph(ATTACK));
    assert_eq!(matches.len(), 1);
    let emissions: Vec<_> = matches[0].emits().collect();
    assert_eq!(
        (emissions[0].name, emissions[0].args.as_slice()),
        ("event", &[6][..])
    );
    assert_eq!(
        (emissions[1].name, emissions[1].args.as_slice()),
        ("backedBy", &[1, 6][..])
    );
    assert_eq!(emissions[1].option("status"), Some("Hedged"));
    assert_eq!(
        (matches[0].rule().name(), matches[0].rule().summary()),
        ("r", Some("who"))
    );
}

#[test]
fn no_rule_holds_a_sentence_up() {
    let mut lines = String::from("a a VERB 0 root _ class=attack\n");
    for _ in 0..200 {
        lines += "b b NOUN 1 obj\n";
    }
    let names: Vec<String> = (0..12).map(|i| format!("V -[obj]-> N{i}")).collect();
    let rules = rule(&format!(
        "pattern {{ V [class=attack]; {} }}\nwithout {{ V -[cop]-> C }}",
        names.join("; ")
    ));
    assert!(rules.matches(&graph(&lines)).len() < 30_000);
}

#[test]
fn an_empty_sentence_has_no_match() {
    assert!(rule("pattern { V [] }").matches(&graph("")).is_empty());
}
