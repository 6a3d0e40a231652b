use super::{graph, load};
use crate::rule::{BasicGraph, Graph};

/// Reads a tiny French: verbs end in *-ent*, the word before is the subject, the word after the object.
fn analyze(text: &str) -> Vec<Box<dyn Graph>> {
    let words: Vec<&str> = text.split([' ', '.']).filter(|w| !w.is_empty()).collect();
    let verb = words
        .iter()
        .position(|w| w.ends_with("ent"))
        .map_or(0, |i| i + 1);
    let lines = (1..=words.len()).map(|i| {
        let word = words[i - 1];
        let (head, deprel) = match i {
            _ if i == verb => (0, "root"),
            _ if i + 1 == verb => (verb, "nsubj"),
            _ if i == verb + 1 => (verb, "obj"),
            _ => (verb, "dep"),
        };
        format!(
            "{word} {word} {} {head} {deprel}",
            if i == verb { "VERB" } else { "NOUN" }
        )
    });
    let graph: BasicGraph = graph(&lines.collect::<Vec<_>>().join("\n"));
    vec![Box::new(graph)]
}

#[test]
fn examples_pass_and_fail_with_reasons() {
    let rules = load(
        "rule attack
pattern { V [lemma=attaquent]; V -[nsubj]-> A; V -[obj]-> T }
without { T [lemma=rien] }
emit agent(V, A)
matches \"Ils attaquent Rome.\" A=\"Ils\" T=\"Rome\"
matches \"Ils attaquent Rome.\" T=\"Paris\"
matches \"Ils attaquent Rome.\" T=\"Ils\"
matches \"Ils attaquent.\"
matches \"Ils visent Rome.\"
matches \"Ils attaquent rien.\"
rejects \"Ils visent Rome.\"
rejects \"Ils attaquent Rome.\"
",
    );
    let report = rules.test(&analyze);
    assert_eq!(
        report.to_string(),
        r#"test.rule:6:33: error: rule `attack` matches, but no token or mention is called so; it does with V="attaquent" A="Ils" T="Rome"
  6 | matches "Ils attaquent Rome." T="Paris"
    |                                 ^^^^^^^
test.rule:7:9: error: rule `attack` does not match with these words; it does with V="attaquent" A="Ils" T="Rome"
  7 | matches "Ils attaquent Rome." T="Ils"
    |         ^^^^^^^^^^^^^^^^^^^^^
test.rule:8:9: error: rule `attack` does not match; with V="attaquent" A="Ils", no token will do for `T`
  8 | matches "Ils attaquent."
    |         ^^^^^^^^^^^^^^^^
test.rule:9:9: error: rule `attack` does not match; no token will do for `V`
  9 | matches "Ils visent Rome."
    |         ^^^^^^^^^^^^^^^^^^
test.rule:10:9: error: rule `attack` does not match; `without` number 1 forbids V="attaquent" A="Ils" T="rien"
  10 | matches "Ils attaquent rien."
     |         ^^^^^^^^^^^^^^^^^^^^^
test.rule:12:9: error: rule `attack` matches; found V="attaquent" A="Ils" T="Rome"
  12 | rejects "Ils attaquent Rome."
     |         ^^^^^^^^^^^^^^^^^^^^^
1 rules: 2 of 8 examples pass"#
    );
    assert!(!report.passed());
}
