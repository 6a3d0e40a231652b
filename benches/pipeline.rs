//! How fast articles become N-Quads, all stages, one core: `cargo bench --bench pipeline [-- FILE…]`.
//!
//! Without files, the text is the dispatches of `examples/` and `wikinews.txt`. Prints sentences and words per
//! second of processor time, best and median of the runs, and the share of each stage. Loading, which
//! happens once, is apart.

#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

mod clock;

use clock::{Clock, times};
use griot::data::Data;
use griot::pipeline::{Pipeline, Source, sources};
use griot::rdf::{self, Base, Format, Options};
use std::path::PathBuf;
use std::time::Duration;

const N_RUNS: usize = 9;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let clock = Clock::start();
    let pipeline = Pipeline::load(&Data::embedded(), Base::default())?;
    println!("loaded in {:.0} ms", clock.elapsed().as_secs_f64() * 1e3);
    let mut paths: Vec<PathBuf> = std::env::args_os()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .map(PathBuf::from)
        .collect();
    if paths.is_empty() {
        paths = vec!["examples".into(), "benches/wikinews.txt".into()];
    }
    let (sources, errors) = sources(&paths);
    if let Some(error) = errors.into_iter().next() {
        return Err(error.into());
    }
    let articles: Vec<(Source, Vec<u8>)> = sources
        .into_iter()
        .map(|source| source.bytes().map(|bytes| (source, bytes)))
        .collect::<Result<_, _>>()?;
    let readings = articles
        .iter()
        .map(|(source, bytes)| pipeline.read(source, bytes, None))
        .collect::<Result<Vec<_>, _>>()?;
    let n_sentences: usize = readings.iter().map(|r| r.sentences.len()).sum();
    let sentences = readings.iter().flat_map(|r| &r.sentences);
    let n_words: usize = sentences.map(|s| s.tokens.len()).sum();
    println!(
        "{} articles, {n_sentences} sentences, {n_words} words; a second of one core, best (median)",
        articles.len()
    );
    let report = |stage: &str, (best, median): (Duration, Duration)| {
        let rate = |n: usize, time: Duration| n as f64 / time.as_secs_f64();
        println!(
            "{stage:22} {:>7.0} ({:.0}) sentences, {:>8.0} ({:.0}) words",
            rate(n_sentences, best),
            rate(n_sentences, median),
            rate(n_words, best),
            rate(n_words, median)
        );
    };
    let options = Options::default();
    let whole = || {
        let mut out = Vec::new();
        for (source, bytes) in &articles {
            let reading = pipeline.read(source, bytes, None).expect("was read before");
            let quads = pipeline.quads(&reading);
            rdf::write(quads, Format::NQuads, &options, &mut out).expect("memory does not fail");
        }
        out
    };
    report("articles → N-Quads", times(N_RUNS, whole));
    report(
        "  analysis",
        times(N_RUNS, || {
            for (source, bytes) in &articles {
                std::hint::black_box(pipeline.analyze(source, bytes).is_ok());
            }
        }),
    );
    report(
        "  extraction",
        times(N_RUNS, || {
            for r in &readings {
                let extractor = pipeline.extractor();
                std::hint::black_box(extractor.extract(&r.article, &r.sentences));
            }
        }),
    );
    report(
        "  quads, written",
        times(N_RUNS, || {
            let mut out = Vec::new();
            for reading in &readings {
                let quads = pipeline.quads(reading);
                rdf::write(quads, Format::NQuads, &options, &mut out).expect("as above");
            }
            out
        }),
    );
    Ok(())
}
