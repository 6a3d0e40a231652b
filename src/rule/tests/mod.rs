//! Tests of the whole module: matching, messages, and laws.

mod laws;
mod matching;
mod messages;
mod runner;

use super::{BasicGraph, RuleSet, Vocabulary};
use crate::ud::{Feats, Sentence, Token};

/// A vocabulary with a few classes and emissions.
pub(super) fn vocabulary() -> Vocabulary {
    Vocabulary::universal()
        .with_attribute("class", ["attack", "support", "negation"])
        .with_attribute("entity", ["Actor", "State", "City"])
        .with_emit("event", 1)
        .with_emit("agent", 2)
        .with_emit("backedBy", 2)
        .with_option("status", ["Asserted", "Hedged", "Denied"])
}

/// A sentence from lines `form lemma UPOS head deprel [feats] [key=value …]`, heads counted from 1.
pub(super) fn graph(lines: &str) -> BasicGraph {
    let rows: Vec<Vec<&str>> = lines
        .lines()
        .map(|l| l.split_whitespace().collect())
        .filter(|r: &Vec<_>| !r.is_empty())
        .collect();
    let tokens = rows.iter().map(|row| Token {
        form: row[0].into(),
        lemma: row[1].into(),
        upos: row[2].parse().unwrap(),
        feats: Feats::new(row.get(5).unwrap_or(&"_")),
        head: row[3].parse::<usize>().unwrap().checked_sub(1),
        deprel: row[4].into(),
        span: crate::text::Span::default(),
    });
    let mut graph = BasicGraph::new(Sentence {
        tokens: tokens.collect(),
        ..Sentence::default()
    });
    for (i, row) in rows.iter().enumerate() {
        for pair in row.iter().skip(6) {
            let (key, value) = pair.split_once('=').unwrap();
            graph.add_attribute(i, key, value);
        }
    }
    graph
}

/// The rules of `text`, which must be without errors.
pub(super) fn load(text: &str) -> RuleSet {
    match RuleSet::load([("test.rule", text)], &vocabulary()) {
        Ok(rules) => rules,
        Err(errors) => panic!(
            "{}",
            errors
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        ),
    }
}

/// A rule with `body` as its pattern and `without` lines.
pub(super) fn rule(body: &str) -> RuleSet {
    load(&format!(
        "rule r\n{body}\nemit event(V)\nmatches \"x\"\nrejects \"y\""
    ))
}
