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

fn written(args: &[&str]) -> String {
    let run = run(args);
    assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn what_is_inferred_has_a_graph_of_its_own_and_can_be_dropped() {
    let (_dir, store) = store();
    let before = dump(Path::new(&store));
    let turtle = written(&["export", "-l", &store]);
    assert!(written(&["infer", "-l", &store]).is_empty());
    let ask = "ASK { ?x griot:attackedBy ?y }";
    assert_eq!(written(&["query", "-l", &store, ask]), "false\n");
    let union = ["query", "-l", &store, "--union-default-graph", ask];
    assert_eq!(written(&union), "true\n");
    assert_eq!(
        written(&["export", "-l", &store]),
        turtle,
        "what articles say is as it was"
    );
    assert!(written(&["export", "-l", &store, "--inferred"]).contains("griot:attackedBy"));
    assert!(written(&["validate", "-l", &store]).ends_with(" 0 violations\n"));
    written(&["infer", "-l", &store, "--drop"]);
    assert!(dump(Path::new(&store)) == before);
}

#[test]
fn a_build_that_changes_the_store_drops_what_was_inferred() {
    let (dir, store) = store();
    written(&["infer", "-l", &store]);
    let article = dir.path().join("gao.txt");
    fs::write(&article, "Les rebelles ont attaqué Gao.").unwrap();
    let build = run(["build", article.to_str().unwrap(), "-l", &store]);
    assert!(
        build.stderr.contains("run `griot infer` again"),
        "{}",
        build.stderr
    );
    assert!(!dump(Path::new(&store)).contains("graph/inferred"));
}

#[test]
fn json_lines_read_back_give_the_same_graph() {
    let (dir, store) = store();
    let lines = written(&["extract", "examples", "--format", "jsonl"]);
    let other = dir.path().join("other.griot").to_str().unwrap().to_owned();
    let import = run_with(
        ["import", "-", "--format", "jsonl", "-l", &other],
        lines.as_bytes(),
    );
    assert_eq!(import.code, Some(0), "{}", import.stderr);
    let facts = |store: &str| {
        let format = ["--format", "nquads", "--evidence", "spans", "--canonical"];
        written(&[&["export", "-l", store], format.as_slice()].concat())
    };
    assert!(facts(&store) == facts(&other));
}

#[test]
fn a_graph_of_others_is_kept_apart() {
    let (dir, store) = store();
    let before = dump(Path::new(&store));
    let file = dir.path().join("fond.ttl");
    fs::write(&file, "@prefix e: <https://w3id.org/griot/id/entity/> .\ne:a <https://w3id.org/griot/ontology#attacked> [] , e:b .").unwrap();
    let import = ["import", file.to_str().unwrap(), "-l", &store];
    written(&import);
    let after = dump(Path::new(&store));
    assert!(
        after.starts_with(&before) && after.contains("/id/graph/fond> .\n"),
        "{after}"
    );
    written(&import);
    assert!(dump(Path::new(&store)) == after, "again changes nothing");
    let drop = [
        "import",
        "--drop",
        "https://w3id.org/griot/id/graph/fond",
        "-l",
        &store,
    ];
    written(&drop);
    assert!(dump(Path::new(&store)) == before);
    let nothing = run(drop);
    assert_eq!(nothing.code, Some(2), "{}", nothing.stderr);
    fs::write(&file, "e:a e:b").unwrap();
    let wrong = run(import);
    assert_eq!(wrong.code, Some(2));
    assert!(
        wrong.stderr.contains("fond.ttl") && wrong.stderr.contains("line 1"),
        "{}",
        wrong.stderr
    );
}

#[test]
fn a_view_is_for_graphs_and_says_so() {
    let (_dir, store) = store();
    let part = written(&[
        "export",
        "-l",
        &store,
        "--format",
        "csv",
        "--about",
        "hezbollah",
    ]);
    assert!(part.lines().skip(1).count() > 0);
    assert!(
        part.lines()
            .skip(1)
            .all(|line| line.contains("Hezbollah") || line.contains(","))
    );
    for (args, expected) in [
        (["--format", "turtle", "--about", "Iran"], "griot query"),
        (
            ["--format", "csv", "--relations", "loves"],
            "expected some of attacked",
        ),
        (["--format", "csv", "--about", "Atlantis"], "Atlantis"),
        (["--format", "csv", "--since", "hier"], "2018-03-03"),
    ] {
        let run = run([&["export", "-l", &store], args.as_slice()].concat());
        assert_eq!(run.code, Some(2), "{args:?}");
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
}

#[test]
fn files_are_validated_too() {
    let (dir, store) = store();
    let file = dir.path().join("x.trig").to_str().unwrap().to_owned();
    written(&["export", "-l", &store, "--file", &file]);
    assert!(written(&["validate", &file]).ends_with(" 0 violations\n"));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("griot:status griot:Asserted ;", "")).unwrap();
    let broken = run(["validate", &file]);
    assert_eq!(broken.code, Some(1), "{}", broken.stdout);
    assert!(broken.stdout.contains("event-status"));
}

#[test]
fn the_ontology_and_the_description_are_written() {
    let (_dir, store) = store();
    let page = written(&["ontology", "--html"]);
    for term in griot::rdf::vocab::TERMS {
        let name = griot::rdf::vocab::local_name(term.as_str()).unwrap();
        assert!(page.contains(&format!("<section id=\"{name}\">")), "{name}");
    }
    assert!(written(&["ontology"]).contains("owl:Ontology"));
    assert!(written(&["ontology", "--shapes"]).contains("sh:NodeShape"));
    let about = written(&[
        "describe",
        "-l",
        &store,
        "--license",
        "https://example.org/by",
    ]);
    for expected in [
        "a void:Dataset , dcat:Dataset",
        "void:triples",
        "dcterms:license <https://example.org/by>",
        "prov:wasGeneratedBy",
    ] {
        assert!(about.contains(expected), "{expected}\n{about}");
    }
}

const ALIASES: &str = "\
# our own names
alias\tentity\tlabel\tclass\tcountry
Parti du Bien\tparti-du-bien\tParti du Bien\tOrganization\tFR
Durandal\tparti-du-bien\t\t\t
le Guide\tiran\t\t\t
Mossoul\t-\t\t\t
";

#[test]
fn aliases_mean_what_their_file_says() {
    let dir = tempfile::tempdir().unwrap();
    let (aliases, article) = (dir.path().join("a.tsv"), dir.path().join("t.txt"));
    fs::write(&aliases, ALIASES).unwrap();
    fs::write(
        &article,
        "Le Guide a attaqué Durandal à Mossoul. Des combattants du Parti du Bien ont tué deux civils.",
    )
    .unwrap();
    let store = dir.path().join("store");
    let [aliases, article, store] =
        [&aliases, &article, &store].map(|p| p.to_str().unwrap().to_owned());
    let found = run(["extract", &article, "--aliases", &aliases]);
    assert_eq!(found.code, Some(0), "{}", found.stderr);
    assert!(
        found
            .stdout
            .contains("griot:attacked <entity/parti-du-bien>")
    );
    assert!(!found.stdout.contains("Mossoul\"@fr"), "{}", found.stdout);
    assert_eq!(
        run(["build", &article, "-l", &store, "--aliases", &aliases]).code,
        Some(0)
    );
    let listed = run(["entities", "-l", &store, "--format", "csv"]).stdout;
    assert!(
        listed.contains("Parti du Bien,Organization,3,1,,parti-du-bien\r\n"),
        "{listed}"
    );
    let lacking = run(["entities", "-l", &store, "--unlinked", "--format", "json"]).stdout;
    assert!(
        lacking.contains("parti-du-bien") && !lacking.contains("iran"),
        "{lacking}"
    );
}

#[test]
fn every_wrong_line_of_an_alias_file_is_reported_with_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let aliases = dir.path().join("a.tsv");
    fs::write(
        &aliases,
        "alias\tentity\tlabel\tclass\tcountry\n\
         X\thezbolah\t\t\t\n\
         Y\tnew thing\tA\tCity\t\n\
         Z\tnew\tA\tTown\t\n\
         T\tiran\tA\t\t\n\
         U\tnew\tA\tCity\tSyrie\n\
         V\tiran\t\t\t\n\
         V\tirak\t\t\t\n\
         …\tiran\t\t\t\n\
         W\n",
    )
    .unwrap();
    let article = "examples/gaza-liban.txt";
    let wrong = run(["extract", article, "--aliases", aliases.to_str().unwrap()]);
    assert_eq!(wrong.code, Some(2));
    for message in [
        "a.tsv:2:3: error: griot knows no `hezbolah`; did you mean `hezbollah`?",
        "a.tsv:3:3: error: `new thing` is no id",
        "a.tsv:4:9: error: unknown entity class `Town`",
        "a.tsv:5:8: error: griot knows `iran`",
        "a.tsv:6:14: error: `Syrie` is no country code",
        "a.tsv:8:3: error: `V` already means `iran`",
        "a.tsv:9:1: error: an alias needs a letter or digit",
        "a.tsv:10:1: error: 1 fields; expected 5",
    ] {
        assert!(
            wrong.stderr.contains(message),
            "{message}\n{}",
            wrong.stderr
        );
    }
    let missing = run(["extract", article, "--aliases", "no-such.tsv"]);
    assert_eq!(missing.code, Some(2));
}
