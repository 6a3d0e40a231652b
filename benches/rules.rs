//! How fast the whole rule set runs on real text, after analysis and entities: `cargo bench --bench rules`.
//!
//! The text is `wikinews.txt` (see `analysis.rs`), news of armed conflict, eight articles. Prints tokens per
//! second of processor time on one core, best and median of the runs: for what prepares a sentence (deep
//! syntax, classes, entities), for the matching, and for the whole extraction with entities, dates and merging; and
//! how long the lexicons take to load.

#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;

use clock::times;
use griot::article::Article;
use griot::data::Data;
use griot::extract::Extractor;
use griot::extract::entity::Finder;
use griot::extract::graph::RuleGraph;
use griot::extract::syntax::DeepGraph;
use griot::lexicon::{Classes, Names};
use griot::pipeline::{Pipeline, Source};
use griot::rdf::Base;
use std::time::Duration;

const TEXT: &str = include_str!("wikinews.txt");
const N_RUNS: usize = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let data = Data::embedded();
    let pipeline = Pipeline::load(&data, Base::default())?;
    let source = Source {
        path: "wikinews.txt".into(),
        id: "wikinews".to_owned(),
    };
    let (article, sentences): (Article, _) = pipeline.analyze(&source, TEXT.as_bytes())?;
    let finder = Finder::load(&data).map_err(|errors| errors[0].clone())?;
    let classes = Classes::load(&data).map_err(|errors| errors[0].clone())?;
    let names = Names::load(&data)?;
    let extractor = Extractor::load(&data)?;
    let rules = extractor.rules();
    let n_tokens: usize = sentences.iter().map(|s| s.tokens.len()).sum();
    println!(
        "{} rules, {n_tokens} tokens in {} sentences; tokens/s of one core, best (median)",
        rules.rules().len(),
        sentences.len()
    );
    let report = |stage: &str, (best, median): (Duration, Duration)| {
        let rate = |time: Duration| n_tokens as f64 / time.as_secs_f64();
        println!("{stage:24} {:>9.0} ({:.0})", rate(best), rate(median));
    };

    for (what, (best, median)) in [
        ("names", times(N_RUNS, || Names::load(&data).is_ok())),
        (
            "words of entities",
            times(N_RUNS, || Finder::load(&data).is_ok()),
        ),
        ("classes", times(N_RUNS, || Classes::load(&data).is_ok())),
        (
            "rules and all",
            times(N_RUNS, || Extractor::load(&data).is_ok()),
        ),
    ] {
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        println!("load {what:19} {:>9.1} ms ({:.1})", ms(best), ms(median));
    }
    report(
        "find entities",
        times(N_RUNS, || finder.find(&article.text, &sentences, &names)),
    );
    let mentions = finder.find(&article.text, &sentences, &names);
    let deepen = || -> Vec<DeepGraph> {
        let all = sentences.iter();
        all.map(|s| DeepGraph::new(s, &classes)).collect()
    };
    report("deepen syntax", times(N_RUNS, deepen));
    let deep = deepen();
    let view = || -> Vec<RuleGraph<'_>> {
        let all = sentences.iter().zip(&deep).enumerate();
        all.map(|(i, (sentence, deep))| {
            RuleGraph::new(&article.text, i, sentence, deep, &mentions, &classes)
        })
        .collect()
    };
    report("classes and entities", times(N_RUNS, view));
    let graphs = view();
    let run = || -> usize { graphs.iter().map(|graph| rules.matches(graph).len()).sum() };
    report("rules", times(N_RUNS, run));
    println!("{:24} {:>9}", "  matches", run());
    report(
        "extraction as a whole",
        times(N_RUNS, || extractor.extract(&article, &sentences)),
    );
    Ok(())
}
