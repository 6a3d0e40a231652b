//! Checks on the TSV lexicons of names that loading them does not make: order, duplicates, references.

use super::normalize::exact_key;
use crate::data::Data;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::is_nfc;

/// The files that are checked.
const FILES: [&str; 6] = ["actors", "countries", "kinds", "peoples", "places", "roles"];

/// What is wrong with the lexicons of names in `data`, one message a finding; empty when all is well.
///
/// Checks that files are NFC, sorted by bytes and free of duplicate rows; that lists hold no value
/// twice; that what an actor belongs to exists; that no form is the demonym of two countries.
#[must_use]
pub fn audit_names(data: &Data) -> Vec<String> {
    let mut findings = Vec::new();
    let mut ids = BTreeSet::new();
    let mut tables = BTreeMap::new();
    for file in FILES {
        let path = format!("lexicon/{file}.tsv");
        let text = data.file(&path).and_then(|b| std::str::from_utf8(b).ok());
        let Some(text) = text else {
            findings.push(format!("{path}: missing, or not UTF-8"));
            continue;
        };
        let rows: Vec<&str> = text
            .lines()
            .filter(|l| !l.starts_with('#'))
            .skip(1)
            .collect();
        check_rows(&path, text, &rows, &mut findings);
        let column = usize::from(file == "countries");
        if !matches!(file, "kinds" | "roles") {
            ids.extend(rows.iter().filter_map(|r| r.split('\t').nth(column)));
        }
        tables.insert(file, rows);
    }
    check_references(&tables, &ids, &mut findings);
    check_demonyms(&tables, &mut findings);
    findings
}

fn check_rows(path: &str, text: &str, rows: &[&str], findings: &mut Vec<String>) {
    if !is_nfc(text) {
        findings.push(format!("{path}: not in Unicode normalization form C"));
    }
    for pair in rows.windows(2) {
        let fields = |row: &str| row.split('\t').map(str::to_owned).collect::<Vec<_>>();
        if fields(pair[0]) >= fields(pair[1]) {
            findings.push(format!(
                "{path}: out of order or twice: `{}`",
                first(pair[1])
            ));
        }
    }
    for row in rows {
        for field in row.split('\t').filter(|f| f.contains('|')) {
            let mut seen = BTreeSet::new();
            // Demonyms stand in fours, of which some may be equal.
            let fours = path.ends_with("countries.tsv");
            for part in field.split('|') {
                if part.is_empty() || (!seen.insert(part) && !fours) {
                    findings.push(format!(
                        "{path}: `{}` holds `{part}` empty or twice",
                        first(row)
                    ));
                }
            }
        }
    }
}

fn check_references(
    tables: &BTreeMap<&str, Vec<&str>>,
    ids: &BTreeSet<&str>,
    findings: &mut Vec<String>,
) {
    for row in tables.get("actors").into_iter().flatten() {
        let of = row.split('\t').nth(5).unwrap_or_default();
        for id in of
            .split('|')
            .filter(|id| !id.is_empty() && !ids.contains(id))
        {
            findings.push(format!(
                "lexicon/actors.tsv: `{}` belongs to the unknown `{id}`",
                first(row)
            ));
        }
    }
}

fn check_demonyms(tables: &BTreeMap<&str, Vec<&str>>, findings: &mut Vec<String>) {
    let mut owners: BTreeMap<String, &str> = BTreeMap::new();
    let columns = [("countries", 9), ("peoples", 4)];
    for (file, column) in columns {
        for row in tables.get(file).into_iter().flatten() {
            let forms = row.split('\t').nth(column).unwrap_or_default();
            for form in forms.split('|').filter(|f| !f.is_empty()) {
                let owner = owners.entry(exact_key(form)).or_insert_with(|| first(row));
                if *owner != first(row) {
                    findings.push(format!(
                        "lexicon/{file}.tsv: `{form}` is of `{owner}` and of `{}`",
                        first(row)
                    ));
                }
            }
        }
    }
}

fn first(row: &str) -> &str {
    row.split('\t').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicons_of_names_are_in_order() {
        let findings = audit_names(&Data::embedded());
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }
}
