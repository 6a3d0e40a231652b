//! How fast text becomes sentences, stage by stage: `cargo bench --bench analysis`.
//!
//! The text is `wikinews.txt`: eight whole articles of French Wikinews (2016 and 2017, CC BY 2.5, its authors), taken from
//! WiNER-fr 0.2 and unchanged. Prints words per second on one thread, the best and the median of the runs.
//! `cargo bench --bench analysis -- FILE` prints the words of another text and the seconds of its analysis.

#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

use griot::analysis::Analyzer;
use griot::analysis::net::Network;
use griot::data::Data;
use griot::ud::Sentence;
use std::hint::black_box;
use std::time::{Duration, Instant};

const TEXT: &str = include_str!("wikinews.txt");
const N_RUNS: usize = 15;

fn main() {
    let data = Data::embedded();
    if let Some(file) = std::env::args().skip(1).find(|arg| !arg.starts_with("--")) {
        return analyze_file(&data, &file);
    }
    let model = data
        .file("model/french.griot")
        .expect("the model is embedded");
    let (best, median) = times(|| Network::load(model).expect("the model loads"));
    println!(
        "load network   {:8.2} ms, median {:.2} ms",
        ms(best),
        ms(median)
    );
    let (best, median) = times(|| Analyzer::load(&data).expect("the data is whole"));
    println!(
        "load analyzer  {:8.2} ms, median {:.2} ms",
        ms(best),
        ms(median)
    );

    let network = Network::load(model).expect("the model loads");
    let analyzer = Analyzer::load(&data).expect("the data is whole");
    let sentences = analyzer.segment(TEXT, &[]);
    let words: usize = sentences.iter().map(|s| s.tokens.len()).sum();
    println!(
        "{words} words, {} sentences, {} bytes",
        sentences.len(),
        TEXT.len()
    );
    report("segment", words, || analyzer.segment(TEXT, &[]));
    report("tag and parse", words, || {
        let mut copy = sentences.clone();
        network.annotate(&mut copy, analyzer.lexicon());
        copy
    });
    report("lemmatize", words, || {
        let lemma = |s: &Sentence| {
            s.tokens
                .iter()
                .map(|t| analyzer.lemma(t))
                .collect::<Vec<_>>()
        };
        sentences.iter().map(lemma).collect::<Vec<_>>()
    });
    report("analyze", words, || analyzer.analyze(TEXT, &[]));
}

/// Prints how many words `file` has and the seconds of its analysis, the best of three runs.
fn analyze_file(data: &Data, file: &str) {
    let analyzer = Analyzer::load(data).expect("the data is whole");
    let text = std::fs::read_to_string(file).expect("the file is text");
    let run = || {
        let start = Instant::now();
        let sentences = black_box(analyzer.analyze(&text, &[]));
        let seconds = start.elapsed().as_secs_f64();
        (
            seconds,
            sentences.iter().map(|s| s.tokens.len()).sum::<usize>(),
        )
    };
    let runs = [run(), run(), run()];
    let seconds = runs.iter().fold(f64::MAX, |best, run| best.min(run.0));
    println!("{} {seconds:.6}", runs[0].1);
}

fn report<T>(stage: &str, words: usize, run: impl FnMut() -> T) {
    let (best, median) = times(run);
    let rate = |time: Duration| words as f64 / time.as_secs_f64();
    println!(
        "{stage:14} {:8.0} words/s, median {:.0}",
        rate(best),
        rate(median)
    );
}

/// The best and the median time of the runs.
fn times<T>(mut run: impl FnMut() -> T) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..N_RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[N_RUNS / 2])
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
