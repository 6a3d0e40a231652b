//! Every query of `queries/` parses, says what it asks, and answers on the golden store.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::rdf::checks::header;
use oxigraph::model::Term;
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use std::fmt::Write as _;
use std::path::Path;

mod golden;

#[test]
fn every_query_answers_on_the_golden_store() {
    let store = golden::store();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "rq"));
    files.sort();
    assert!(files.len() >= 10);
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let query = std::fs::read_to_string(&path).unwrap();
        for key in ["summary", "description", "tags"] {
            assert!(header(&query, key).is_some(), "{name}: no {key}");
        }
        let prepared = SparqlEvaluator::new()
            .parse_query(&query)
            .unwrap_or_else(|e| panic!("{name}: {e}"));
        let QueryResults::Solutions(rows) = prepared.on_store(&store).execute().unwrap() else {
            panic!("{name} is no SELECT");
        };
        let variables: Vec<_> = rows.variables().to_vec();
        let mut table = String::new();
        let names: Vec<_> = variables.iter().map(|v| v.as_str()).collect();
        writeln!(table, "{}", names.join("\t")).unwrap();
        for row in rows {
            let row = row.unwrap();
            let cells: Vec<String> = variables.iter().map(|v| cell(&name, row.get(v))).collect();
            writeln!(table, "{}", cells.join("\t")).unwrap();
        }
        assert!(table.lines().count() > 1, "{name} finds nothing");
        golden::check(&format!("queries/{name}.tsv"), &table);
    }
}

/// The words of a term; results are for people, so that IRIs have no place there.
fn cell(query: &str, term: Option<&Term>) -> String {
    match term {
        None => String::new(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        Some(other) => panic!("{query} shows {other} instead of a label"),
    }
}
