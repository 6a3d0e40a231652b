//! Laws: rules survive printing, no text makes the reader panic, and the matcher finds what trying
//! every assignment finds.

use super::{graph, load, vocabulary};
use crate::rule::ast::{Clause, PathStep, Repeat, Rule, Test, Value};
use crate::rule::{Graph, RuleSet, read_rules};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A string for between quotes.
fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zéà ]{0,6}", "[\"\\\\#|\\]a]{0,5}"]
        .prop_map(|s| s.replace('\\', "\\\\").replace('"', "\\\""))
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zé]{1,4}(-[a-z]{1,2})?".prop_map(String::from),
        text().prop_map(|t| format!("\"{t}\"")),
        Just("re\"a.*|\\\"\"".to_owned()),
    ]
}

fn constraint() -> impl Strategy<Value = String> {
    (
        "(lemma|upos|class|Tense)",
        prop_oneof![Just("="), Just("!=")],
        prop::collection::vec(value(), 1..3),
        0..4u8,
    )
        .prop_map(|(key, sign, values, kind)| match kind {
            0 => key,
            1 => format!("!{key}"),
            _ => format!("{key}{sign}{}", values.join("|")),
        })
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["V", "A", "B"])
}

fn edge() -> impl Strategy<Value = String> {
    let step = "\\^?(a|b|c:x|c:\\*)(\\|(a|b))?[*+?]?";
    prop_oneof![
        1 => Just("->".to_owned()),
        4 => prop::collection::vec(step, 1..3).prop_map(|steps| format!("-[{}]->", steps.join("/"))),
    ]
}

fn clause() -> impl Strategy<Value = String> {
    prop_oneof![
        (name(), prop::collection::vec(constraint(), 0..3))
            .prop_map(|(n, c)| format!("{n} [{}]", c.join(","))),
        (name(), edge(), name()).prop_map(|(a, e, b)| format!("{a}{e}{b}")),
        (name(), "<<?", name()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        (name(), "lemma|class", "!?=", name())
            .prop_map(|(a, k, sign, b)| format!("{a}.{k}{sign}{b}.{k}")),
    ]
}

fn block() -> impl Strategy<Value = String> {
    prop::collection::vec(clause(), 0..4).prop_map(|clauses| format!("{{{}}}", clauses.join(";")))
}

fn rule_text() -> impl Strategy<Value = String> {
    (
        "[a-z]{1,3}(-[a-z0-9]{1,3})?",
        "( # ?[a-z #\"]{0,6})?",
        block(),
        prop::collection::vec(block(), 0..2),
        prop::collection::vec((name(), "(; ?k=(v|\"v w\") j=x)?"), 0..3),
        prop::collection::vec(
            (
                prop_oneof![Just("matches"), Just("rejects")],
                text(),
                prop::option::of(text()),
            ),
            0..3,
        ),
    )
        .prop_map(|(rule, summary, pattern, without, emits, examples)| {
            let mut text = format!("rule {rule}{summary}\npattern {pattern}");
            without
                .iter()
                .for_each(|block| text += &format!(" without {block}"));
            emits
                .iter()
                .for_each(|(name, options)| text += &format!("\nemit e({name},{name}{options})"));
            for (word, sentence, binding) in examples {
                text += &format!("\n{word} \"{sentence}\"");
                binding
                    .iter()
                    .for_each(|word| text += &format!(" V=\"{word}\""));
            }
            text + "\n"
        })
}

/// Pieces of rule files, for strings that get far into the grammar.
fn nearly_a_rule() -> impl Strategy<Value = String> {
    let pieces = "rule pattern without emit matches rejects { } [ ] ]-> -[ -> << < = != ! ; , | ^ / * + ? . ( ) \" re\" \\ # é V A nsubj obl:* class \n";
    let pieces: Vec<&str> = pieces.split(' ').collect();
    prop::collection::vec(prop::sample::select(pieces), 0..40).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn rules_survive_printing(source in rule_text()) {
        let rules = read_rules("a.rule", &source).expect("generated from the grammar");
        let printed: String = rules.iter().map(ToString::to_string).collect();
        let again = read_rules("a.rule", &printed).expect("printed by us");
        prop_assert_eq!(&rules, &again, "{}", printed);
        let reprinted: String = again.iter().map(ToString::to_string).collect();
        prop_assert_eq!(printed, reprinted);
    }

    #[test]
    fn no_text_makes_the_reader_panic(source in "\\PC*|[ -~\n]*") {
        let _ = RuleSet::load([("a.rule", source.as_str())], &vocabulary());
    }

    #[test]
    fn no_near_rule_makes_the_reader_panic(source in nearly_a_rule()) {
        let _ = RuleSet::load([("a.rule", source.as_str())], &vocabulary());
    }

    #[test]
    fn the_matcher_finds_what_trying_everything_finds(
        words in prop::collection::vec((0..3usize, 0..3usize, 0..5usize, prop::sample::select(vec!["nsubj", "obj", "conj", "obl:agent"])), 1..5),
        pattern in prop::collection::vec(small_clause(), 0..4),
        without in prop::collection::vec(prop::collection::vec(small_clause(), 1..3), 0..2),
    ) {
        let n = words.len();
        let lines: Vec<String> = words.iter().enumerate().map(|(i, (lemma, class, head, label))| {
            // A head to the left keeps it a tree.
            let head = if i == 0 { 0 } else { 1 + head % i };
            let class = ["", " class=attack", " class=support"][*class];
            format!("w{i} {} VERB {head} {label} _{class}", ["tirer", "viser", "armer"][*lemma])
        }).collect();
        let mut graph = graph(&lines.join("\n"));
        graph.add_edge(n - 1, "obj", 0);
        let mut source = format!("rule r\npattern {{ V []; {} }}", pattern.join("; "));
        without.iter().for_each(|block| source += &format!("\nwithout {{ {} }}", block.join("; ")));
        source += "\nemit event(V)\nmatches \"x\"\nrejects \"y\"";
        let rules = load(&source);
        let found: Vec<Vec<usize>> = rules.matches(&graph).iter().map(|m| m.tokens().to_vec()).collect();
        prop_assert_eq!(found, brute_force(rules.rules()[0].syntax(), &graph), "{}\n{}", source, lines.join("\n"));
    }
}

/// A clause over names `V`, `A`, `B` and words that the little sentences have.
fn small_clause() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "lemma=tirer",
        "lemma!=viser",
        "class",
        "!class",
        "class=attack",
        "class!=attack",
        "lemma=re\"v.*\"",
        "deprel=conj",
    ]);
    let step = "\\^?(nsubj|obj|conj|obl:\\*)(\\|obj)?[*+?]?";
    let pair = prop::sample::select(vec![("V", "A"), ("A", "V"), ("V", "B"), ("A", "B")]);
    prop_oneof![
        (name(), key).prop_map(|(n, c)| format!("{n} [{}]", c)),
        (pair.clone(), prop::collection::vec(step, 1..3))
            .prop_map(|((a, b), s)| format!("{a} -[{}]-> {b}", s.join("/"))),
        pair.clone().prop_map(|(a, b)| format!("{a} -> {b}")),
        (pair.clone(), "<<?").prop_map(|((a, b), sign)| format!("{a} {sign} {b}")),
        (pair, "!?=").prop_map(|((a, b), sign)| format!("{a}.class {sign} {b}.class")),
    ]
}

/// Every match, by trying every assignment and reading the rule's syntax tree.
fn brute_force(rule: &Rule, graph: &dyn Graph) -> Vec<Vec<usize>> {
    let mut names: Vec<&str> = Vec::new();
    collect_names(&rule.pattern.clauses, &mut names);
    let assignments = assignments(graph.len(), names.len());
    let holds = |tokens: &Vec<usize>| {
        satisfied(
            &rule.pattern.clauses,
            &rule.pattern.clauses,
            &names,
            tokens,
            graph,
        ) && !rule.without.iter().any(|block| {
            let mut more = names.clone();
            collect_names(&block.clauses, &mut more);
            let joint: Vec<Clause> = rule
                .pattern
                .clauses
                .iter()
                .chain(&block.clauses)
                .cloned()
                .collect();
            let mut rest = self::assignments(graph.len(), more.len() - names.len()).into_iter();
            rest.any(|rest| {
                let all: Vec<usize> = tokens.iter().copied().chain(rest).collect();
                satisfied(&block.clauses, &joint, &more, &all, graph)
            })
        })
    };
    assignments.into_iter().filter(holds).collect()
}

fn collect_names<'a>(clauses: &'a [Clause], names: &mut Vec<&'a str>) {
    for name in clauses.iter().flat_map(Clause::names).flatten() {
        if !names.contains(&name.value.as_str()) {
            names.push(&name.value);
        }
    }
}

/// Every way to give `k` names one of `n` tokens each, in order.
fn assignments(n: usize, k: usize) -> Vec<Vec<usize>> {
    (0..k).fold(vec![Vec::new()], |all, _| {
        all.iter()
            .flat_map(|some| (0..n).map(|i| some.iter().copied().chain([i]).collect()))
            .collect()
    })
}

/// Whether `clauses` hold, and names that `joint` does not allow to share a token have different ones.
fn satisfied(
    clauses: &[Clause],
    joint: &[Clause],
    names: &[&str],
    tokens: &[usize],
    graph: &dyn Graph,
) -> bool {
    let at = |name: &str| tokens[names.iter().position(|n| *n == name).unwrap()];
    let mut group: Vec<usize> = (0..names.len()).collect();
    for clause in joint {
        if let Clause::Edge { from, path, to } = clause
            && path.steps.iter().all(|step| step.repeat.may_skip())
        {
            let place = |name: &str| names.iter().position(|n| *n == name).unwrap();
            let (a, b) = (group[place(&from.value)], group[place(&to.value)]);
            group.iter_mut().filter(|g| **g == a).for_each(|g| *g = b);
        }
    }
    let clash = |a: usize, b: usize| tokens[a] == tokens[b] && group[a] != group[b];
    if (0..names.len()).any(|a| (0..a).any(|b| clash(a, b))) {
        return false;
    }
    clauses.iter().all(|clause| match clause {
        Clause::Node { name, constraints } => constraints.iter().all(|constraint| {
            let i = at(&name.value);
            let values = values_of(graph, i, &constraint.key.value);
            let any = |wanted: &[crate::rule::ast::Located<Value>]| {
                wanted.iter().any(|wanted| match &wanted.value {
                    Value::Word(word) => values.contains(word.as_str()),
                    Value::Regex(_) => values.iter().any(|v| v.starts_with('v')),
                })
            };
            match &constraint.test {
                Test::Present => !values.is_empty(),
                Test::Absent => values.is_empty(),
                Test::In(wanted) => any(wanted),
                Test::NotIn(wanted) => !any(wanted),
            }
        }),
        Clause::Edge { from, path, to } => {
            let ends = path
                .steps
                .iter()
                .fold(BTreeSet::from([at(&from.value)]), |from, step| {
                    follow(graph, &from, step)
                });
            ends.contains(&at(&to.value))
        }
        Clause::Order {
            left,
            right,
            immediate,
        } => {
            let (left, right) = (at(&left.value), at(&right.value));
            if *immediate {
                left + 1 == right
            } else {
                left < right
            }
        }
        Clause::Compare { left, right, equal } => {
            let value = |name: &str, key: &str| values_of(graph, at(name), key).into_iter().next();
            match (
                value(&left.0.value, &left.1.value),
                value(&right.0.value, &right.1.value),
            ) {
                (Some(a), Some(b)) => (a == b) == *equal,
                _ => false,
            }
        }
    })
}

/// The values of the keys that [`small_clause`] uses; tokens there have one class at most.
fn values_of<'a>(graph: &'a dyn Graph, i: usize, key: &str) -> BTreeSet<&'a str> {
    match key {
        "lemma" => BTreeSet::from([graph.token(i).lemma.as_str()]),
        "deprel" => BTreeSet::from([graph.token(i).deprel.as_str()]),
        _ => graph.attribute(i, key).into_iter().collect(),
    }
}

/// The tokens that one step of a path leads to from any of `from`.
fn follow(graph: &dyn Graph, from: &BTreeSet<usize>, step: &PathStep) -> BTreeSet<usize> {
    let takes = |label: &str| {
        let listed = step
            .labels
            .iter()
            .any(|wanted| match wanted.value.strip_suffix(":*") {
                Some(universal) => label.split(':').next() == Some(universal),
                None => label == wanted.value,
            });
        listed != step.negated
    };
    let once = |from: &BTreeSet<usize>| -> BTreeSet<usize> {
        let edges = from.iter().flat_map(|&i| graph.out_edges(i));
        edges
            .filter(|(label, _)| takes(label))
            .map(|(_, to)| *to)
            .collect()
    };
    let mut reached = if step.repeat.may_skip() {
        from.clone()
    } else {
        once(from)
    };
    if step.repeat == Repeat::Optional {
        reached.extend(once(from));
    }
    while step.repeat.may_loop() {
        let more = once(&reached);
        if more.is_subset(&reached) {
            break;
        }
        reached.extend(more);
    }
    reached
}
