//! Any bytes in: an answer or a clear error; never a panic, a hang, or a half-written store.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod common;

use common::{Random, build, dump, griot, run, run_with};
use griot::data::Data;
use griot::pipeline::{Pipeline, Source};
use griot::rdf::Base;
use griot::rdf::vocab::{self, other};
use oxigraph::model::{NamedNodeRef, NamedOrBlankNode, Quad, Term, Triple};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

const FRENCH: &str =
    "Les rebelles ont attaqué la base de Gao, au Mali, le 15 août 2022, tuant trois soldats.";

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn an_empty_file_is_an_article_that_says_nothing() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("vide.txt"), "").unwrap();
    let store = build(dir.path(), &dir.path().join("out"));
    assert!(dump(&store).contains("article/vide"));
    assert!(!dump(&store).contains("#Statement>"));
}

#[test]
fn ten_megabytes_of_one_line_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("long.txt");
    fs::write(&file, "a".repeat(10 << 20)).unwrap();
    let long_word = run(["extract", text(&file), "--format", "nquads"]);
    assert_eq!(long_word.code, Some(0), "{}", long_word.stderr);
    // A sentence that never ends. Ten megabytes of words would be read too, but take minutes.
    fs::write(&file, "il pleut et ".repeat(1 << 14)).unwrap();
    let words = run(["extract", text(&file), "--format", "nquads"]);
    assert_eq!(words.code, Some(0), "{}", words.stderr);
}

#[test]
fn bytes_that_are_no_text_are_named_and_do_not_stop_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    let mut random = Random(1);
    let noise: Vec<u8> = (0..4096).map(|_| random.below(256) as u8).collect();
    fs::write(dir.path().join("bruit.txt"), noise).unwrap();
    fs::copy(
        env!("CARGO_BIN_EXE_griot"),
        dir.path().join("programme.txt"),
    )
    .unwrap();
    fs::write(dir.path().join("bon.txt"), FRENCH).unwrap();
    let store = dir.path().join("store.griot");
    let run = run(["build", text(dir.path()), "-l", text(&store)]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    for name in ["bruit.txt", "programme.txt"] {
        let named = run
            .stderr
            .lines()
            .any(|l| l.starts_with("error: ") && l.contains(name));
        assert!(named, "{name} is not named in\n{}", run.stderr);
    }
    assert!(
        run.stderr.contains("1 added, 2 not readable"),
        "{}",
        run.stderr
    );
    assert!(dump(&store).contains("article/bon"));
}

#[test]
fn random_bytes_on_standard_input_never_panic() {
    let mut random = Random(7);
    for _ in 0..8 {
        let length = random.below(600);
        let noise: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
        let run = run_with(["extract", "-", "--format", "nquads"], &noise);
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[test]
fn other_encodings_are_read_without_loss_or_named() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(FRENCH.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let decoded = run_with(["extract", "-", "--format", "nquads"], &utf16);
    let plain = run_with(["extract", "-", "--format", "nquads"], FRENCH.as_bytes());
    assert_eq!(
        (decoded.code, plain.code),
        (Some(0), Some(0)),
        "{}",
        decoded.stderr
    );
    assert_eq!(decoded.stdout, plain.stdout);
}

#[test]
fn missing_paths_and_empty_folders_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store.griot");
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let missing = dir.path().join("nowhere");
    let good = dir.path().join("bon.txt");
    fs::write(&good, FRENCH).unwrap();
    let run = run([
        "build",
        text(&missing),
        text(&empty),
        text(&good),
        "-l",
        text(&store),
    ]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stderr.contains("nowhere") && run.stderr.contains("no such file"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("empty") && run.stderr.contains("no `.txt`"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("1 added"), "{}", run.stderr);
}

#[test]
fn a_missing_store_is_an_error_and_is_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let typo = dir.path().join("typo");
    for args in [
        vec!["query", "-l", text(&typo), "ASK {}"],
        vec!["export", "-l", text(&typo)],
        vec!["explain", "-l", text(&typo), "Mali"],
        vec!["rank", "-l", text(&typo)],
        vec!["validate", "-l", text(&typo)],
    ] {
        let run = run(&args);
        assert_eq!(run.code, Some(3), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("griot build"), "{}", run.stderr);
        assert!(!typo.exists());
    }
}

#[test]
fn a_store_opened_by_another_writer_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store.griot");
    let _writer = griot::store::Writer::open(&store).unwrap();
    let good = dir.path().join("bon.txt");
    fs::write(&good, FRENCH).unwrap();
    let build = run(["build", text(&good), "-l", text(&store)]);
    assert_eq!(build.code, Some(3));
    assert!(
        build.stderr.contains("another griot process"),
        "{}",
        build.stderr
    );
    // Readers go on beside the writer.
    let query = run(["query", "-l", text(&store), "ASK {}"]);
    assert_eq!(query.code, Some(0), "{}", query.stderr);
}

#[test]
fn a_full_disk_under_the_output_is_an_error() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    for args in [
        ["extract", "-", "--format", "nquads"],
        ["parse", "-", "--file", "/dev/full"],
    ] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut child = griot(args)
            .stdin(Stdio::piped())
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), FRENCH.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(3), "{message}");
        assert!(message.starts_with("error: cannot write"), "{message}");
    }
}

/// A file system of 200 KiB under the store. Needs the right to mount; skipped without it.
#[test]
fn a_full_disk_under_the_store_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let disk = dir.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=200k", "griot-test", text(&disk)])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success());
    if !mounted {
        return;
    }
    let articles = dir.path().join("articles");
    fs::create_dir(&articles).unwrap();
    for i in 0..200 {
        fs::write(
            articles.join(format!("a{i:03}.txt")),
            format!("{FRENCH} Numéro {i}.").repeat(4),
        )
        .unwrap();
    }
    let store = disk.join("store.griot");
    let build = run(["build", text(&articles), "-l", text(&store), "--verbose"]);
    let acknowledged = build.stdout.lines().count();
    let articles = dump_ids(&store);
    let unmounted = std::process::Command::new("umount").arg(&disk).status();
    assert_eq!(build.code, Some(3), "{}", build.stderr);
    assert!(build.stderr.contains("disk is full"), "{}", build.stderr);
    assert_eq!(articles, acknowledged);
    assert!(unmounted.unwrap().success());
}

fn dump_ids(store: &Path) -> usize {
    let run = run([
        "query",
        "-l",
        text(store),
        "SELECT ?a { ?a a griot:Article }",
        "--results-format",
        "csv",
    ]);
    // A store that never saw a commit has no article at all.
    if run.code == Some(0) {
        run.stdout.lines().count() - 1
    } else {
        0
    }
}

fn write_articles(folder: &Path, n: usize) {
    fs::create_dir_all(folder).unwrap();
    for i in 0..n {
        let article =
            format!("{FRENCH}\n\nUne frappe de drone a tué {i} civils à Gao, selon l’armée.");
        fs::write(folder.join(format!("depeche-{i:04}.txt")), article).unwrap();
    }
}

/// Ten builds of several batches, each killed five times after a pseudo-random number of
/// acknowledgments and microseconds, and then run to its end.
#[test]
fn killed_at_fifty_points_a_build_loses_no_acknowledged_article() {
    const N: usize = 320;
    let dir = tempfile::tempdir().unwrap();
    let articles = dir.path().join("articles");
    write_articles(&articles, N);
    let undisturbed = dump(&build(&articles, &dir.path().join("undisturbed")));
    let mut random = Random(42);
    for round in 0..10 {
        let store = dir.path().join(format!("store-{round}.griot"));
        let mut acknowledged: Vec<String> = Vec::new();
        for _ in 0..5 {
            acknowledged.extend(kill_build(&articles, &store, &mut random));
            let kept = kept_ids(&store);
            for id in &acknowledged {
                assert!(kept.contains(id), "{id} was acknowledged and is lost");
            }
        }
        let last = run(["build", text(&articles), "-l", text(&store)]);
        assert_eq!(last.code, Some(0), "{}", last.stderr);
        assert!(
            dump(&store) == undisturbed,
            "round {round}: other bytes than undisturbed"
        );
    }
}

/// Starts a build, kills it, and returns the ids it has acknowledged.
fn kill_build(articles: &Path, store: &Path, random: &mut Random) -> Vec<String> {
    let mut child = griot([
        "build",
        text(articles),
        "-l",
        text(store),
        "--verbose",
        "--threads",
        "2",
    ])
    .stdout(Stdio::piped())
    .stderr(Stdio::null())
    .spawn()
    .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut ids = Vec::new();
    for _ in 0..random.below(320) {
        match lines.next() {
            Some(line) => ids.extend(acknowledged(&line.unwrap())),
            None => break,
        }
    }
    std::thread::sleep(Duration::from_micros(random.next() % 20_000));
    child.kill().unwrap();
    child.wait().unwrap();
    // What was written to the pipe before the kill was acknowledged, too.
    for line in lines.map_while(Result::ok) {
        ids.extend(acknowledged(&line));
    }
    ids
}

fn acknowledged(line: &str) -> Option<String> {
    let id = line
        .strip_prefix("stored ")
        .or_else(|| line.strip_prefix("unchanged "))?;
    (id.len() == "depeche-0000".len()).then(|| id.to_owned())
}

fn kept_ids(store: &Path) -> std::collections::BTreeSet<String> {
    match griot::store::Store::open(store) {
        Ok(store) => store
            .articles()
            .unwrap()
            .into_iter()
            .map(|a| a.id)
            .collect(),
        Err(griot::store::StoreError::Missing(_)) => Default::default(),
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn the_same_bytes_come_out_of_every_run_and_number_of_threads() {
    let extract = |threads: &str| {
        let run = run([
            "extract",
            "examples",
            "--format",
            "nquads",
            "--threads",
            threads,
        ]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    let one = extract("1");
    assert!(one == extract("1"), "two runs differ");
    assert!(one == extract("2"), "one and two threads differ");
    assert!(one.contains("#Statement>"));
}

#[test]
fn a_closed_pipe_is_quiet_success() {
    let mut child = griot(["extract", "examples", "--format", "nquads"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut message = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut message)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{message}");
    assert_eq!(message, "");
}

/// Sentences put together from pieces that break careless offsets.
fn odd_text(random: &mut Random) -> String {
    const PIECES: &[&str] = &[
        "Les rebelles ont attaqué Gao.",
        "L’Iran soutient le Hezbollah.",
        "L'arme\u{301}e syrienne a bombarde\u{301} Alep.",
        "« Nous riposterons », a dit le ministre.",
        "🙂",
        "👩‍👩‍👧‍👦",
        "\u{a0}",
        "\u{202f}",
        "\u{200b}",
        "\u{feff}",
        "\n\n",
        "\r\n",
        "\t",
        "e\u{301}",
        "œ",
        "ﬁ",
        "Ⅷ",
        "سوريا",
        "北京",
        "\u{1f1eb}\u{1f1f7}",
        "\u{85}",
        "\u{2028}",
        "a\u{300}\u{301}\u{302}",
        " ",
        ". ",
        "Une frappe israélienne a tué 12 civils à Gaza le 3 mars 2018.",
        "M. Macron",
        "10 000",
        "« ",
        " »",
        "–",
        "…",
        "Les États-Unis ont visé l’avant-poste de Tanf.",
    ];
    (0..random.below(30))
        .map(|_| PIECES[random.below(PIECES.len())])
        .collect()
}

#[test]
fn every_evidence_span_equals_its_words_on_any_unicode() {
    let pipeline = Pipeline::load(&Data::embedded(), Base::default()).unwrap();
    let mut random = Random(3);
    let (mut n_spans, mut n_statements) = (0, 0);
    let examples = fs::read_dir("examples")
        .unwrap()
        .map(|f| fs::read_to_string(f.unwrap().path()));
    let mut texts: Vec<String> = examples.map_while(Result::ok).collect();
    texts.sort();
    for i in 0..texts.len() {
        use unicode_normalization::UnicodeNormalization as _;
        texts.push(texts[i].nfd().collect());
        texts.push(texts[i].replace(' ', "\u{a0}").replace("é", "🙂é"));
    }
    texts.extend((0..120).map(|_| odd_text(&mut random)));
    for text in texts {
        let source = Source {
            path: "odd.txt".into(),
            id: "odd".to_owned(),
        };
        let reading = pipeline.read(&source, text.as_bytes(), None).unwrap();
        let chars: Vec<char> = reading.article.text.chars().collect();
        let quads = pipeline.quads(&reading);
        n_statements += every_statement_has_its_evidence(&quads);
        let mut spans: BTreeMap<String, [Option<String>; 3]> = BTreeMap::new();
        for quad in quads {
            let (NamedOrBlankNode::NamedNode(s), Term::Literal(o)) = (&quad.subject, &quad.object)
            else {
                continue;
            };
            if let Some(slot) = slot(quad.predicate.as_ref()) {
                spans.entry(s.as_str().to_owned()).or_default()[slot] = Some(o.value().to_owned());
            }
        }
        for (iri, slots) in spans {
            let [Some(words), Some(begin), Some(end)] = slots else {
                panic!("{iri} is incomplete");
            };
            let (begin, end): (usize, usize) = (begin.parse().unwrap(), end.parse().unwrap());
            assert_eq!(
                chars[begin..end].iter().collect::<String>(),
                words,
                "{iri} in {text:?}"
            );
            assert!(iri.ends_with(&format!("#char={begin},{end}")), "{iri}");
            n_spans += 1;
        }
    }
    assert!(n_spans > 100, "only {n_spans} spans were seen");
    assert!(n_statements > 1000, "only {n_statements} statements");
}

/// Every plain relation and every class and slot of an event has evidence that does not only deny it,
/// and no statement takes more than four quads of evidence beside its span. Returns their number.
fn every_statement_has_its_evidence(quads: &[Quad]) -> usize {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut n_quads: BTreeMap<String, usize> = BTreeMap::new();
    let mut statuses: BTreeMap<String, String> = BTreeMap::new();
    for quad in quads {
        let node = quad.subject.to_string();
        if let Term::Triple(triple) = &quad.object {
            said.entry(triple.to_string())
                .or_default()
                .push(node.clone());
        }
        if node.contains("/evidence#") {
            *n_quads.entry(node.clone()).or_default() += 1;
        }
        if quad.predicate == vocab::STATUS_OF {
            statuses.insert(node, quad.object.to_string());
        }
    }
    assert!(n_quads.values().all(|&n| n <= 4), "{n_quads:?}");
    let mut n_statements = 0;
    for quad in quads.iter().filter(|q| q.graph_name.is_default_graph()) {
        let local = vocab::local_name(quad.predicate.as_str());
        let relation = local.and_then(vocab::relation).is_some();
        let of_event = quad.subject.to_string().contains("/event/");
        let told = quad.predicate != other::LABEL
            && quad.predicate != vocab::STATUS_OF
            && quad.predicate != vocab::BEGIN_DATE
            && quad.predicate != vocab::END_DATE;
        if !relation && !(of_event && told) {
            continue;
        }
        let triple = Triple::new(
            quad.subject.clone(),
            quad.predicate.clone(),
            quad.object.clone(),
        );
        let evidence = said.get(&triple.to_string());
        let evidence = evidence.unwrap_or_else(|| panic!("no evidence for {triple}"));
        let plain = |node: &String| {
            let status = statuses.get(node).map_or("", String::as_str);
            status.ends_with("#Asserted>") || status.ends_with("#Hedged>")
        };
        assert!(
            of_event || evidence.iter().any(plain),
            "{triple} is only denied"
        );
        n_statements += 1;
    }
    n_statements
}

/// Which of words, begin and end a property of NIF 2.0 gives.
fn slot(property: NamedNodeRef<'_>) -> Option<usize> {
    match property.as_str().rsplit('#').next() {
        Some("anchorOf") => Some(0),
        Some("beginIndex") => Some(1),
        Some("endIndex") => Some(2),
        _ => None,
    }
}
