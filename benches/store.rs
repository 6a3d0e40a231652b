//! How fast a store opens and answers, from a cold start: `cargo bench --bench store`.
//!
//! Writes articles of 50 quads each with made-up names, then has a new process (this program again) open
//! the store and answer a query. Prints the time from before the opening to the answer, as the wall and
//! the processor have it, and the most memory that the process held.

#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

use griot::rdf::Base;
use griot::store::{ArticleInfo, Fingerprint, Store, StoredArticle, Writer};
use oxigraph::model::{GraphName, Literal, NamedNode, Quad, Triple};
use oxigraph::sparql::{QueryResults, SparqlEvaluator};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const SIZES: [usize; 2] = [2_000, 20_000];
const N_RUNS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    if let (Some(command), Some(dir)) = (args.next(), args.next())
        && command == "open"
    {
        return open(Path::new(&dir));
    }
    for n_articles in SIZES {
        let dir = std::env::temp_dir().join(format!("griot-bench-store-{}", std::process::id()));
        let start = Instant::now();
        write(&dir, n_articles)?;
        println!(
            "{} quads of {n_articles} articles written in {:.2} s",
            50 * n_articles,
            start.elapsed().as_secs_f64()
        );
        for _ in 0..N_RUNS {
            let status = Command::new(std::env::current_exe()?)
                .arg("open")
                .arg(&dir)
                .status()?;
            if !status.success() {
                return Err("the store did not open".into());
            }
        }
        std::fs::remove_dir_all(&dir)?;
    }
    Ok(())
}

fn open(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let store = Store::open(dir)?;
    let opened = start.elapsed();
    let query = "SELECT (COUNT(*) AS ?n) { ?a <https://w3id.org/griot/ontology#attacked> ?b }";
    let results = SparqlEvaluator::new()
        .parse_query(query)?
        .on_store(store.dataset())
        .execute()?;
    let QueryResults::Solutions(solutions) = results else {
        return Err("no solutions".into());
    };
    let n = solutions.count();
    println!(
        "  open {:.2} s, with {n} answer {:.2} s; processor {} s; at most {} MB",
        opened.as_secs_f64(),
        start.elapsed().as_secs_f64(),
        // User and system time of all threads, in hundredths of a second (`man 5 proc_pid_stat`).
        proc("/proc/self/stat", |text| {
            let fields: Vec<&str> = text.split(' ').collect();
            let ticks = |i: usize| fields.get(i)?.parse::<f64>().ok();
            Some(format!("{:.2}", (ticks(13)? + ticks(14)?) / 100.0))
        }),
        proc("/proc/self/status", |text| {
            let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
            let kib: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
            Some((kib / 1024).to_string())
        }),
    );
    Ok(())
}

/// What `read` finds in a file of the system; `?` where there is none.
fn proc(path: &str, read: impl Fn(&str) -> Option<String>) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    read(&text).unwrap_or_else(|| "?".to_owned())
}

fn write(dir: &Path, n_articles: usize) -> Result<(), Box<dyn std::error::Error>> {
    let mut writer = Writer::open(dir)?;
    let ids: Vec<usize> = (0..n_articles).collect();
    for chunk in ids.chunks(64) {
        let articles: Vec<_> = chunk.iter().map(|&i| article(i)).collect();
        writer.put(&articles)?;
    }
    Ok(())
}

/// Ten facts, each in the default graph and the article's, and three quads of evidence for each.
fn article(i: usize) -> StoredArticle {
    let base = Base::default();
    let id = format!("article-{i:06}");
    let own: GraphName = base.article(&id).into();
    let evidence: GraphName = base.evidence_graph(&id).into();
    let term =
        |local: &str| NamedNode::new_unchecked(format!("https://w3id.org/griot/ontology#{local}"));
    let reifies = NamedNode::new_unchecked("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies");
    let mut quads = Vec::new();
    for fact in 0..10 {
        let triple = Triple::new(
            base.entity(&format!("actor-{}", (i * 7 + fact * 13) % 5_000)),
            term("attacked"),
            base.entity(&format!("place-{i}-{fact}")),
        );
        let node = base.evidence(&id, griot::text::Span::new(fact, fact + 9), &triple);
        quads.push(triple.clone().in_graph(GraphName::DefaultGraph));
        quads.push(triple.clone().in_graph(own.clone()));
        quads.push(Quad::new(
            node.clone(),
            reifies.clone(),
            triple,
            evidence.clone(),
        ));
        let span = base.span(&id, fact, fact + 9);
        quads.push(Quad::new(
            node,
            term("span"),
            span.clone(),
            evidence.clone(),
        ));
        let words = Literal::new_simple_literal(format!("les mots {fact} de {i}"));
        quads.push(Quad::new(span, term("words"), words, evidence.clone()));
    }
    StoredArticle {
        info: ArticleInfo {
            fingerprint: Fingerprint::of(&[id.as_bytes()]),
            path: format!("{id}.txt"),
            title: None,
            date: None,
            source: None,
            id,
        },
        text: "Les mots.".to_owned(),
        quads,
    }
}
