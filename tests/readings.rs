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
        let triple = format!("{subject} | {} | {object}", relation.property);
        told.insert(format!("{triple} | {}", relation.status.as_str()));
        told.insert(triple);
    }
    told
}

/// Reads one sentence as the body of an article.
struct Reader {
    article: ArticleReader,
    analyzer: Analyzer,
    extractor: Extractor,
}

impl Reader {
    fn load() -> Self {
        let data = Data::embedded();
        Self {
            article: ArticleReader::load(&data).unwrap(),
            analyzer: Analyzer::load(&data).unwrap(),
            extractor: Extractor::load(&data).unwrap(),
        }
    }

    fn read(&self, text: &str) -> BTreeSet<String> {
        let file = format!("Titre\n\n{text}\n");
        let date = Date::day(2024, 3, 14);
        let article = (self.article.read("a", "a.txt", file.as_bytes(), date)).unwrap();
        let sentences = self.analyzer.analyze(&article.text, &article.regions);
        told(&self.extractor.extract(&article, &sentences))
    }
}

/// Whether `told` is what `none` rules out: the same, a word of it, or a relation of which `none` leaves parts open
/// (`X | attacked`, ` | locatedIn | Z`).
fn is_like(told: &str, none: &str) -> bool {
    let mut parts = told.split(" | ");
    let relation = none.contains(" | ")
        && none
            .split(" | ")
            .all(|part| parts.next().is_some_and(|p| part.is_empty() || p == part));
    told == none || relation || told.split(' ').any(|word| word == none)
}

#[test]
fn sentences_are_read_as_the_table_says() {
    let reader = Reader::load();
    let mut wrong = Vec::new();
    let rows = include_str!("readings.tsv").lines().enumerate();
    for (n, row) in rows.filter(|(_, r)| !r.starts_with('#') && !r.starts_with("reads\t")) {
        let (reads, text) = row.split_once('\t').unwrap();
        let told = reader.read(text);
        let holds = |read: &str| {
            read.strip_prefix('!').map_or_else(
                || told.contains(read),
                |none| !told.iter().any(|t| is_like(t, none)),
            )
        };
        let missing: Vec<&str> = reads.split("; ").filter(|r| !holds(r)).collect();
        if !missing.is_empty() {
            wrong.push(format!("line {}: {missing:?} of {text}\n  {told:?}", n + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// *{A^}* with a capital, *{de A}* and *{à A}* with their articles: `frame` with `actor` and `target` in it.
fn filled(frame: &str, actor: &[&str], target: &[&str]) -> String {
    let capital = |text: &str| {
        let mut letters = text.chars();
        let first = letters.next().unwrap().to_uppercase();
        first.chain(letters).collect::<String>()
    };
    let plural = actor[3] == "ont";
    let agreed = |one: &str, several: &str| (if plural { several } else { one }).to_owned();
    let values = [
        ("{A^}", capital(actor[0])),
        ("{A}", actor[0].to_owned()),
        ("{de A}", actor[1].to_owned()),
        ("{à A}", actor[2].to_owned()),
        ("{a}", actor[3].to_owned()),
        ("{aurait}", agreed("aurait", "auraient")),
        ("{est}", agreed("est", "sont")),
        ("{s}", agreed("", "s")),
        ("{nt}", agreed("", "nt")),
        ("{T^}", capital(target[0])),
        ("{T}", target[0].to_owned()),
        ("{de T}", target[1].to_owned()),
        ("{à T}", target[2].to_owned()),
        ("{e}", target[3].to_owned()),
    ];
    values.iter().fold(frame.to_owned(), |text, (name, value)| {
        text.replace(name, value)
    })
}

#[test]
fn frames_hold_whoever_acts() {
    let reader = Reader::load();
    let rows: Vec<Vec<&str>> = include_str!("frames.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .map(|row| row.split('\t').collect())
        .collect();
    let of = |kind: &str| -> Vec<&[&str]> {
        let rows = rows.iter().filter(|row| row[0] == kind);
        rows.map(|row| &row[1..]).collect()
    };
    let actors = of("actor");
    let mut wrong = Vec::new();
    for (frames, targets) in [("attacked", of("target")), ("force attacked", of("force"))] {
        for (n, frame) in of(frames).iter().enumerate() {
            for (i, actor) in actors.iter().enumerate() {
                let target = targets[(n + i) % targets.len()];
                let text = filled(frame[1], actor, target);
                let start = format!("{} | attacked | ", actor[4]);
                let told = reader.read(&text);
                let holds = told.iter().any(|t| {
                    t.strip_prefix(&start)
                        .is_some_and(|o| o.contains(target[4]))
                });
                let expected = !frame[0].split(", ").any(|name| name == actor[4]);
                if holds != expected {
                    wrong.push(format!("{text}\n  {told:?}"));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
