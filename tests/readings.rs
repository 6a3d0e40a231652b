//! What extraction reads in whole sentences: every line of `tests/readings.tsv`.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::analysis::Analyzer;
use griot::article::ArticleReader;
use griot::data::Data;
use griot::date::Date;
use griot::extract::{Extraction, Extractor};
use std::collections::BTreeSet;

/// What `found` says, in the words of the table.
fn told(found: &Extraction) -> BTreeSet<String> {
    let label = |e: usize| found.entities[e].label.as_str();
    let mut told = BTreeSet::new();
    for event in &found.events {
        told.insert(format!("class {}", event.class));
        told.insert(format!("status {}", event.status.as_str()));
        told.extend(event.date.iter().map(|d| format!("date {}", d.value)));
        for (name, entities) in [
            ("agent", &event.agents),
            ("target", &event.targets),
            ("place", &event.places),
        ] {
            told.extend(
                entities
                    .iter()
                    .map(|e| format!("{name} {}", label(e.value))),
            );
        }
        for (name, count) in [("killed", &event.killed), ("wounded", &event.wounded)] {
            told.extend(count.iter().map(|c| format!("{name} {}", c.value.value)));
        }
        let answered = event.response_to.iter();
        told.extend(answered.map(|e| format!("answers {}", found.events[e.value].class)));
    }
    for relation in found.relations.iter().filter(|r| r.status.is_plain()) {
        let (subject, object) = (label(relation.subject), label(relation.object));
        told.insert(format!("{subject} | {} | {object}", relation.property));
    }
    told
}

#[test]
fn sentences_are_read_as_the_table_says() {
    let data = Data::embedded();
    let reader = ArticleReader::load(&data).unwrap();
    let analyzer = Analyzer::load(&data).unwrap();
    let extractor = Extractor::load(&data).unwrap();
    let mut wrong = Vec::new();
    let rows = include_str!("readings.tsv").lines().enumerate();
    for (n, row) in rows.filter(|(_, r)| !r.starts_with('#') && !r.starts_with("reads\t")) {
        let (reads, text) = row.split_once('\t').unwrap();
        let file = format!("Titre\n\n{text}\n");
        let date = Date::day(2024, 3, 14);
        let article = reader.read("a", "a.txt", file.as_bytes(), date).unwrap();
        let sentences = analyzer.analyze(&article.text, &article.regions);
        let told = told(&extractor.extract(&article, &sentences));
        let holds = |read: &str| {
            read.strip_prefix('!').map_or_else(
                || told.contains(read),
                |none| !told.iter().any(|t| t.split(' ').any(|w| w == none)),
            )
        };
        let missing: Vec<&str> = reads.split("; ").filter(|r| !holds(r)).collect();
        if !missing.is_empty() {
            wrong.push(format!("line {}: {missing:?} of {text}\n  {told:?}", n + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
