//! Difficult French of the press, from raw text: `tests/ud/hard.conllu` is right, and `tests/ud/hard.wrong.tsv`
//! lists where griot differs today, so that a change for better or worse is seen in review.
//!
//! `UPDATE_GOLDEN=1 cargo test --release --test hard` rewrites the list.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use griot::analysis::Analyzer;
use griot::data::Data;
use griot::ud::{Sentence, Token, read_conllu};
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

const HEADER: &str = "\
# What griot gets wrong in hard.conllu today; rewritten by UPDATE_GOLDEN=1 only.
sentence	word	form	column	right	wrong
";

#[test]
fn difficult_sentences_are_as_right_and_wrong_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ud");
    let source = fs::read_to_string(folder.join("hard.conllu")).unwrap();
    let gold = read_conllu("tests/ud/hard.conllu", &source).unwrap();
    let analyzer = Analyzer::load(&Data::embedded()).unwrap();
    let mut found = String::from(HEADER);
    for (i, (text, sentence)) in gold.iter().enumerate() {
        let analysis = analyzer.analyze(text, &[]);
        compare(i + 1, sentence, &analysis, &mut found);
    }
    let path = folder.join("hard.wrong.tsv");
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap();
    assert_eq!(
        found, recorded,
        "if this is meant, run with UPDATE_GOLDEN=1 and review the difference"
    );
}

/// Adds a line for every column of every word of sentence `number` that differs.
fn compare(number: usize, gold: &Sentence, analysis: &[Sentence], out: &mut String) {
    let forms = |sentence: &Sentence| -> Vec<String> {
        sentence.tokens.iter().map(|t| t.form.to_string()).collect()
    };
    let expected = forms(gold).join(" ");
    let found: Vec<String> = analysis.iter().map(|s| forms(s).join(" ")).collect();
    if found != [expected.as_str()] {
        writeln!(
            out,
            "{number}\t\t\twords\t{expected}\t{}",
            found.join(" | ")
        )
        .unwrap();
        return;
    }
    for (i, (right, wrong)) in gold.tokens.iter().zip(&analysis[0].tokens).enumerate() {
        let head = |t: &Token| t.head.map_or(0, |h| h + 1).to_string();
        let columns = [
            ("lemma", right.lemma.to_string(), wrong.lemma.to_string()),
            ("upos", right.upos.to_string(), wrong.upos.to_string()),
            ("head", head(right), head(wrong)),
            ("deprel", right.deprel.to_string(), wrong.deprel.to_string()),
        ];
        for (column, right_value, wrong_value) in columns {
            if right_value != wrong_value {
                let row = [&right.form, column, &right_value, &wrong_value].join("\t");
                writeln!(out, "{number}\t{}\t{row}", i + 1).unwrap();
            }
        }
    }
}
