//! The program from outside: commands, formats, exit codes, messages.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod common;

use common::{build, dump, run, run_with};
use std::fs;
use std::path::Path;

fn store() -> (tempfile::TempDir, String) {
    let dir = tempfile::tempdir().unwrap();
    let store = build(Path::new("examples"), dir.path());
    (dir, store.to_str().unwrap().to_owned())
}

#[test]
fn building_again_changes_nothing_and_a_changed_article_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let articles = dir.path().join("articles");
    fs::create_dir(&articles).unwrap();
    let article = articles.join("gao.txt");
    fs::write(&article, "Les rebelles ont attaqué Gao.").unwrap();
    fs::write(
        articles.join("kidal.md"),
        "# Kidal\n\nL’armée malienne a bombardé Kidal.",
    )
    .unwrap();
    let store = build(&articles, dir.path());
    let before = dump(&store);
    let again = [
        "build".as_ref(),
        articles.as_os_str(),
        "-l".as_ref(),
        store.as_os_str(),
    ];
    let unchanged = run(again);
    assert!(
        unchanged.stderr.contains("2 unchanged"),
        "{}",
        unchanged.stderr
    );
    assert_eq!(dump(&store), before);
    fs::write(&article, "Les rebelles ont quitté Gao.").unwrap();
    let changed = run(again);
    assert!(
        changed.stderr.contains("1 replaced, 1 unchanged"),
        "{}",
        changed.stderr
    );
    let fresh = tempfile::tempdir().unwrap();
    assert_eq!(dump(&store), dump(&build(&articles, fresh.path())));
}

#[test]
fn results_come_in_every_format() {
    let (_dir, store) = store();
    let ask = "SELECT ?l { ?a a griot:Article ; rdfs:label ?l } ORDER BY ?l LIMIT 1";
    for (format, start) in [
        ("csv", "l\r\n"),
        ("tsv", "?l\n"),
        ("json", "{\"head\""),
        ("xml", "<?xml"),
        ("table", "l\n─"),
    ] {
        let run = run(["query", "-l", &store, ask, "--results-format", format]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.starts_with(start), "{format}: {}", run.stdout);
    }
    assert_eq!(
        run(["query", "-l", &store, "ASK { ?s ?p ?o }"]).stdout,
        "true\n"
    );
    let graph = run([
        "query",
        "-l",
        &store,
        "CONSTRUCT WHERE { ?s a griot:Article }",
    ]);
    assert!(graph.stdout.contains("a griot:Article"), "{}", graph.stdout);
}

#[test]
fn the_graph_is_exported_in_every_format() {
    let (_dir, store) = store();
    for format in [
        "turtle", "ntriples", "nquads", "trig", "rdfxml", "jsonld", "dot", "graphml",
    ] {
        let run = run(["export", "-l", &store, "--format", format]);
        assert_eq!(run.code, Some(0), "{format}: {}", run.stderr);
        assert!(!run.stdout.is_empty(), "{format}");
    }
    let wrong = run(["export", "-l", &store, "--format", "word"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.stderr.contains("turtle"), "{}", wrong.stderr);
}

#[test]
fn extraction_writes_every_format() {
    let article = "Les rebelles ont attaqué Gao.".as_bytes();
    for format in [
        "nquads", "trig", "turtle", "ntriples", "jsonld", "rdfxml", "jsonl",
    ] {
        let run = run_with(
            ["extract", "-", "--format", format, "--date", "2018-03"],
            article,
        );
        assert_eq!(run.code, Some(0), "{format}: {}", run.stderr);
        assert!(run.stdout.contains("2018-03"), "{format}: {}", run.stdout);
    }
}

#[test]
fn an_export_read_back_is_the_same_dataset() {
    use oxigraph::io::{RdfFormat, RdfParser};
    let (_dir, store) = store();
    let quads = |text: &str, format| {
        let parser = RdfParser::from_format(format).for_slice(text.as_bytes());
        let mut quads: Vec<String> = parser.map(|q| q.unwrap().to_string()).collect();
        quads.sort();
        quads
    };
    let trig = run(["export", "-l", &store, "--format", "trig"]).stdout;
    assert_eq!(
        quads(&trig, RdfFormat::TriG),
        quads(&dump(Path::new(&store)), RdfFormat::NQuads)
    );
}

#[test]
fn a_statement_is_explained_by_its_words() {
    let (_dir, store) = store();
    let pair = "SELECT ?a ?b { ?a griot:attacked ?b } ORDER BY ?a ?b LIMIT 1";
    let pair = run(["query", "-l", &store, pair, "--results-format", "csv"]).stdout;
    let (a, b) = pair.lines().nth(1).unwrap().split_once(',').unwrap();
    let text = run(["explain", "-l", &store, a, b]);
    assert_eq!(text.code, Some(0), "{}", text.stderr);
    assert!(
        text.stdout.contains('⟦') && text.stdout.contains("rule "),
        "{}",
        text.stdout
    );
    let json = run(["explain", "-l", &store, a, b, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert!(
        json[0]["sentence"]
            .as_str()
            .unwrap()
            .contains(json[0]["text"].as_str().unwrap())
    );
    let nothing = run(["explain", "-l", &store, "Atlantide"]);
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.stderr.contains("Atlantide"), "{}", nothing.stderr);
}

#[test]
fn trigger_arguments_source_and_dates_of_a_statement_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    let article = "Mali : attaque à Gao 🙂\n\nBAMAKO, 5 mars 2018 (AFP) – Les rebelles ont attaqué la ville de Gao \
        le 3 mars, selon l’armée malienne. L’armée malienne a démenti avoir bombardé Kidal.\n";
    fs::write(dir.path().join("gao.txt"), article).unwrap();
    let store = build(dir.path(), &dir.path().join("out"));
    let explain = ["explain", "-l", store.to_str().unwrap()];
    let about = |args: &[&str]| run(explain.iter().chain(args)).stdout;
    let told = about(&["rebelles", "Gao", "--property", "attacked"]);
    assert_eq!(
        told,
        "rebelles · attacked · Gao
    ⟦[Les rebelles] ont *attaqué* [la ville de Gao]⟧ le 3 mars, selon l’armée malienne.
    — gao of 2018-03-05, code points 52 to 92, rule attack-verb-agent, according to armée malienne, dated 2018-03-03
"
    );
    let denied = about(&["armée malienne", "Kidal", "--property", "attacked"]);
    assert!(
        denied.contains("[Denied]") && denied.contains("*bombardé* [Kidal]⟧"),
        "{denied}"
    );
    let json = about(&["Gao", "--format", "json"]);
    let statements: serde_json::Value = serde_json::from_str(&json).unwrap();
    let statements = statements.as_array().unwrap();
    let chars: Vec<char> = article.chars().collect();
    for statement in statements {
        for words in [
            &statement["trigger"],
            &statement["object"]["words"],
            statement,
        ] {
            let place = |key: &str| usize::try_from(words[key].as_u64().unwrap()).unwrap();
            let quoted: String = chars[place("start")..place("end")].iter().collect();
            assert_eq!(words["text"], quoted.as_str(), "{statement}");
        }
        assert_eq!(statement["articleDate"], "2018-03-05");
    }
    assert_eq!(statements[0]["source"]["label"], "armée malienne");
    assert_eq!(statements[0]["date"], "2018-03-03");
}

#[test]
fn the_graph_of_the_examples_holds_to_the_ontology() {
    let (_dir, store) = store();
    let run = run(["validate", "-l", &store]);
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn analysis_is_shown_as_conllu() {
    let run = run_with(["parse", "-"], "Les rebelles ont attaqué Gao.".as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(
        run.stdout
            .contains("# text = Les rebelles ont attaqué Gao."),
        "{}",
        run.stdout
    );
}

#[test]
fn wrong_usage_says_what_is_right() {
    for (args, says) in [
        (vec!["build"], "PATH"),
        (vec!["extract", "-", "--date", "3 mars 2018"], "2018-03-03"),
        (vec!["extract", "-", "--format", "doc"], "turtle"),
        (vec!["extract", "-", "--base", "id"], "absolute IRI"),
        (vec!["query", "-l", "x"], "QUERY"),
        (vec!["query", "-l", "x", "SELEC"], "no SPARQL query"),
    ] {
        let run = run_with(&args, b"");
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{args:?}: {}", run.stderr);
    }
}

#[test]
fn every_command_has_help_that_teaches() {
    for command in [
        "build", "extract", "query", "export", "explain", "rank", "parse", "score", "rules",
        "validate",
    ] {
        let run = run([command, "--help"]);
        assert_eq!(run.code, Some(0), "{command}");
        assert!(run.stdout.lines().count() > 8, "{command}: {}", run.stdout);
    }
}

#[test]
fn ids_come_from_paths_and_never_collide() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a b.txt", "a-b.txt", "2018/été à Gao.txt", "notes.pdf"] {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "Gao.").unwrap();
    }
    let (sources, errors) = griot::pipeline::sources(&[dir.path().to_owned()]);
    assert!(errors.is_empty());
    let ids: Vec<&str> = sources.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids[0], "2018-ete-a-Gao");
    assert!(
        ids[1].starts_with("a-b-") && ids[2].starts_with("a-b-") && ids[1] != ids[2],
        "{ids:?}"
    );
    assert_eq!(ids.len(), 3);
}
