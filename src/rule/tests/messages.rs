//! The wording of messages, with their places.

use super::vocabulary;
use crate::rule::RuleSet;

/// Checks what loading `files` says, errors and warnings alike.
#[track_caller]
fn check_files(files: &[(&str, &str)], expected: &str) {
    let diagnostics = match RuleSet::load(files.iter().copied(), &vocabulary()) {
        Ok(rules) => rules.warnings().to_vec(),
        Err(errors) => errors,
    };
    let messages: Vec<String> = diagnostics.iter().map(ToString::to_string).collect();
    assert_eq!(messages.join("\n"), expected.trim_matches('\n'));
}

#[track_caller]
fn check(text: &str, expected: &str) {
    check_files(&[("a.rule", text)], expected);
}

#[test]
fn unknown_words_are_reported_all_at_once() {
    check(
        r#"rule a
pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
without { A [deprel=nsubj:passs]; X.lema = V.lemma }
emit agnt(V, A)
emit agent(V)
emit agent(V, B; statut=Hedged)
emit event(V; status=Hedge)
matches "x" Q="x"
rejects "y" V="y"
"#,
        r#"
a.rule:2:14: error: unknown attribute `clas`; did you mean `class`?
  2 | pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
    |              ^^^^
a.rule:2:32: error: unknown relation `nsuj`; did you mean `nsubj`?
  2 | pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
    |                                ^^^^
a.rule:2:62: error: unknown value `atack` of `class`; did you mean `attack`?
  2 | pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
    |                                                              ^^^^^
a.rule:2:74: error: unknown value `VRB` of `upos`; did you mean `VERB`?
  2 | pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
    |                                                                          ^^^
a.rule:2:85: error: unknown value `Future` of `Tense`; known are `Fut`, `Imp`, `Past`, `Pqp`, `Pres`
  2 | pattern { V [clas=attack]; V -[nsuj|obl:agent]-> A; A [class=atack, upos=VRB, Tense=Future] }
    |                                                                                     ^^^^^^
a.rule:3:21: error: unknown relation `nsubj:passs`; did you mean `nsubj:pass`?
  3 | without { A [deprel=nsubj:passs]; X.lema = V.lemma }
    |                     ^^^^^^^^^^^
a.rule:3:37: error: unknown attribute `lema`; did you mean `lemma`?
  3 | without { A [deprel=nsubj:passs]; X.lema = V.lemma }
    |                                     ^^^^
a.rule:4:6: error: unknown emission `agnt`; did you mean `agent`?
  4 | emit agnt(V, A)
    |      ^^^^
a.rule:5:6: error: `agent` is about 2 tokens, found 1
  5 | emit agent(V)
    |      ^^^^^
a.rule:6:15: error: `B` is not in the pattern; it names `V`, `A`
  6 | emit agent(V, B; statut=Hedged)
    |               ^
a.rule:6:18: error: unknown option `statut`; did you mean `status`?
  6 | emit agent(V, B; statut=Hedged)
    |                  ^^^^^^
a.rule:7:22: error: unknown value `Hedge` of `status`; did you mean `Hedged`?
  7 | emit event(V; status=Hedge)
    |                      ^^^^^
a.rule:8:13: error: `Q` is not in the pattern; it names `V`, `A`
  8 | matches "x" Q="x"
    |             ^
a.rule:9:13: error: `rejects` takes no bindings: the rule must not match at all
  9 | rejects "y" V="y"
    |             ^
"#,
    );
}

#[test]
fn syntax_errors_do_not_hide_each_other() {
    check(
        r#"rule a  # first
pattern { V [lemma=]; V -[nsubj-> A; V [upos=VERB] A; V -[obj]-> T }
emit event V)
matches «x»
rejects "y
rule b
patern { V [] }
"#,
        r#"
a.rule:2:20: error: expected a value, found `]`
  2 | pattern { V [lemma=]; V -[nsubj-> A; V [upos=VERB] A; V -[obj]-> T }
    |                    ^
a.rule:2:32: error: expected `]->`, found `->`
  2 | pattern { V [lemma=]; V -[nsubj-> A; V [upos=VERB] A; V -[obj]-> T }
    |                                ^^
a.rule:2:52: error: expected `;` or `}`, found `A`
  2 | pattern { V [lemma=]; V -[nsubj-> A; V [upos=VERB] A; V -[obj]-> T }
    |                                                    ^
a.rule:3:12: error: expected `(`, found `V`
  3 | emit event V)
    |            ^
a.rule:4:9: error: `«` means nothing here; quote with `"`
  4 | matches «x»
    |         ^
a.rule:4:11: error: `»` means nothing here; quote with `"`
  4 | matches «x»
    |           ^
a.rule:5:9: error: string without an end; close it with `"` on the same line
  5 | rejects "y
    |         ^^
a.rule:6:6: error: rule `b` has no pattern; add `pattern { … }`
  6 | rule b
    |      ^
a.rule:7:1: error: expected `pattern`, `without`, `emit`, `matches`, `rejects` or `rule`, found `patern`; did you mean `pattern`?
  7 | patern { V [] }
    | ^^^^^^
"#,
    );
}

#[test]
fn parts_of_a_rule_must_be_there() {
    check(
        "rule a\npattern { }\nrule b\npattern { V [lemma=re\"(\"]; V -[obj]-> V }\nwithout { }\nemit event(V)\nmatches \"\"\nrejects \"y\"",
        r#"
a.rule:1:6: error: rule `a` emits nothing; add `emit name(…)`
  1 | rule a
    |      ^
a.rule:1:6: error: rule `a` has no `matches`; add a sentence that it must match: `matches "…"`
  1 | rule a
    |      ^
a.rule:1:6: error: rule `a` has no `rejects`; add a sentence that it must not match: `rejects "…"`
  1 | rule a
    |      ^
a.rule:2:9: error: the pattern of rule `a` is empty
  2 | pattern { }
    |         ^^^
a.rule:4:20: error: invalid regular expression: unclosed group
  4 | pattern { V [lemma=re"("]; V -[obj]-> V }
    |                    ^^^^^
a.rule:4:39: error: `V` on both sides
  4 | pattern { V [lemma=re"("]; V -[obj]-> V }
    |                                       ^
a.rule:5:9: error: an empty `without` forbids every match
  5 | without { }
    |         ^^^
a.rule:7:9: error: empty example
  7 | matches ""
    |         ^^
"#,
    );
}

#[test]
fn the_first_of_two_rules_with_one_name_is_named() {
    let rule =
        "# a file\nrule twice\npattern { V [] }\nemit event(V)\nmatches \"x\"\nrejects \"y\"";
    check_files(
        &[("b.rule", rule), ("a.rule", rule)],
        "b.rule:2:6: error: second rule named `twice`; the first is at a.rule:2\n  2 | rule twice\n    |      ^^^^^",
    );
}

#[test]
fn warnings_leave_the_rules_usable() {
    check(
        "rule a\npattern { V -[obl:agnt]-> A; B [] }\nemit event(V)\nmatches \"x\"\nrejects \"y\"",
        r#"
a.rule:2:15: warning: unusual subtype `obl:agnt`; did you mean `obl:agent`?
  2 | pattern { V -[obl:agnt]-> A; B [] }
    |               ^^^^^^^^
a.rule:2:30: warning: no edge or order connects `B` to `V`; every pair in the sentence would match
  2 | pattern { V -[obl:agnt]-> A; B [] }
    |                              ^
"#,
    );
}

#[test]
fn enhanced_labels_pass() {
    check(
        "rule a\npattern { V -[obl:au_sud_de|nmod:à|obl:*|conj:et*]-> A }\nemit event(V)\nmatches \"x\"\nrejects \"y\"",
        "",
    );
}
