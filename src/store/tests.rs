use super::codec::{Quads, encode};
use super::*;
use oxigraph::model::{
    GraphName, Literal, NamedNode, Quad, Term, Triple, vocab::rdf, vocab::rdfs, vocab::xsd,
};
use oxigraph::store::Store as Oxigraph;
use std::collections::BTreeSet;
use std::path::Path;

fn iri(local: &str) -> NamedNode {
    NamedNode::new(format!("https://w3id.org/griot/id/{local}")).unwrap()
}

/// An article that says `facts`, each a triple of local names, with one piece of evidence for each.
fn article(id: &str, facts: &[(&str, &str, &str)]) -> StoredArticle {
    let own = iri(&format!("article/{id}"));
    let evidence = iri(&format!("article/{id}/evidence"));
    let mut quads = Vec::new();
    for (n, (s, p, o)) in facts.iter().enumerate() {
        let triple = Triple::new(iri(s), iri(p), iri(o));
        quads.push(triple.clone().in_graph(GraphName::DefaultGraph));
        quads.push(triple.clone().in_graph(own.clone()));
        let node = iri(&format!("evidence/{id}/{n}"));
        quads.push(Quad::new(
            node.clone(),
            rdf::REIFIES,
            Term::Triple(Box::new(triple)),
            evidence.clone(),
        ));
        let confidence = Literal::new_typed_literal("0.5", xsd::DECIMAL);
        quads.push(Quad::new(
            node.clone(),
            iri("confidence"),
            confidence,
            evidence.clone(),
        ));
        let label = Literal::new_language_tagged_literal("« été »", "fr").unwrap();
        quads.push(Quad::new(node, rdfs::LABEL, label, evidence.clone()));
    }
    StoredArticle {
        info: ArticleInfo {
            id: id.to_owned(),
            fingerprint: Fingerprint::of(&[id.as_bytes(), format!("{facts:?}").as_bytes()]),
            path: format!("{id}.txt"),
            title: None,
            date: Some("2022-08-15".to_owned()),
            source: None,
        },
        text: format!("Texte de {id}."),
        quads,
    }
}

fn quads(store: &Oxigraph) -> BTreeSet<String> {
    store.iter().map(|q| q.unwrap().to_string()).collect()
}

fn default_graph(store: &Oxigraph) -> BTreeSet<String> {
    store
        .quads_for_pattern(None, None, None, Some((&GraphName::DefaultGraph).into()))
        .map(|q| q.unwrap().to_string())
        .collect()
}

#[test]
fn quads_survive_encoding_whatever_their_order() {
    let mut given = article("a", &[("x", "attacked", "y"), ("y", "attacked", "x")]).quads;
    given.push(Quad::new(
        oxigraph::model::BlankNode::new("b0").unwrap(),
        iri("p"),
        Literal::new_simple_literal("e\u{301}té 🙂\n\"'\\"),
        GraphName::DefaultGraph,
    ));
    let bytes = encode(&given);
    let read: BTreeSet<String> = Quads::decode(&bytes)
        .unwrap()
        .iter()
        .map(|q| q.to_string())
        .collect();
    assert_eq!(read, given.iter().map(ToString::to_string).collect());
    given.reverse();
    given.extend_from_within(..3);
    assert_eq!(encode(&given), bytes);
}

#[test]
fn damaged_bytes_are_an_error_and_never_a_panic() {
    let bytes = encode(&article("a", &[("x", "attacked", "y")]).quads);
    for i in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[i] ^= 0x55;
        assert!(Quads::decode(&bad).is_err(), "byte {i}");
        assert!(Quads::decode(&bytes[..i]).is_err(), "cut at {i}");
    }
}

#[test]
fn the_default_graph_is_what_all_articles_say() {
    let dir = tempfile::tempdir().unwrap();
    let both = ("x", "attacked", "y");
    let mut writer = Writer::open(dir.path()).unwrap();
    let a = article("a", &[both, ("x", "backedBy", "z")]);
    let b = article("b", &[both]);
    writer.put(&[a, b]).unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(default_graph(store.dataset()).len(), 2);
    assert_eq!(store.text("a").unwrap().as_deref(), Some("Texte de a."));
    assert_eq!(store.articles().unwrap().len(), 2);
    assert_eq!(quads(store.dataset()).len(), 2 + 3 + 9);
    // A disk store can be open once.
    #[cfg(feature = "rocksdb")]
    drop(store);
    writer.remove("a").unwrap();
    let after = Store::open(dir.path()).unwrap();
    assert_eq!(default_graph(after.dataset()).len(), 1);
    assert!(after.article("a").unwrap().is_none());
    #[cfg(not(feature = "rocksdb"))]
    assert_eq!(
        quads(store.dataset()).len(),
        2 + 3 + 9,
        "an open store keeps its snapshot"
    );
}

/// A disk store can be open once, so that there is nothing to compare with.
#[cfg(not(feature = "rocksdb"))]
#[test]
fn replacing_in_an_open_dataset_gives_what_loading_gives() {
    let (x, y) = (("x", "attacked", "y"), ("y", "attacked", "x"));
    let steps: [(&str, &[(&str, &str, &str)]); 5] = [
        ("a", &[x, y]),
        ("b", &[x]),
        ("a", &[y]),
        ("b", &[]),
        ("a", &[x]),
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    let mut live = Store::open(dir.path()).unwrap();
    for (id, facts) in steps {
        let old = live.quads(id).unwrap();
        let article = article(id, facts);
        let new = Quads::decode(&encode(&article.quads)).unwrap();
        writer.put(&[article]).unwrap();
        live.dataset_mut()
            .replace(old.as_ref(), Some(&new))
            .unwrap();
        let loaded = Store::open(dir.path()).unwrap();
        assert_eq!(
            quads(live.dataset()),
            quads(loaded.dataset()),
            "{id} {facts:?}"
        );
        let names = |s: &Store| -> BTreeSet<String> {
            s.dataset()
                .named_graphs()
                .map(|g| g.unwrap().to_string())
                .collect()
        };
        assert_eq!(names(&live), names(&loaded));
    }
}

#[test]
fn other_graphs_do_not_count_for_the_default_graph() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer
        .put(&[article("a", &[("x", "attacked", "y")])])
        .unwrap();
    let inferred = Triple::new(iri("x"), iri("fights"), iri("y"));
    writer
        .put_graph(&iri("graph/inferred"), &[inferred])
        .unwrap();
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(default_graph(store.dataset()).len(), 1);
    assert_eq!(quads(store.dataset()).len(), 6);
    drop(store);
    assert!(writer.remove_graph(&iri("graph/inferred")).unwrap());
    assert_eq!(quads(Store::open(dir.path()).unwrap().dataset()).len(), 5);
}

#[test]
fn a_missing_store_is_an_error_and_is_not_made() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("typo");
    let error = Store::open(&missing).err().unwrap();
    assert!(matches!(error, StoreError::Missing(_)), "{error}");
    assert!(error.to_string().contains("griot build"), "{error}");
    assert!(!missing.exists());
}

#[test]
fn a_second_writer_is_told_and_readers_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = Writer::open(dir.path()).unwrap();
    assert!(matches!(
        Writer::open(dir.path()).err(),
        Some(StoreError::Locked(_))
    ));
    first
        .put(&[article("a", &[("x", "attacked", "y")])])
        .unwrap();
    assert_eq!(
        Store::open(dir.path()).unwrap().articles().unwrap().len(),
        1
    );
    drop(first);
    Writer::open(dir.path()).unwrap();
}

#[test]
fn a_folder_of_other_files_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("notes.txt"), "x").unwrap();
    let error = Writer::open(dir.path()).err().unwrap();
    assert!(error.to_string().contains("notes.txt"), "{error}");
    assert!(!dir.path().join("writer.lock").exists());
}

#[test]
fn a_file_that_is_no_store_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("articles.sqlite");
    std::fs::write(
        &file,
        b"this is not a database, however long it may be".repeat(99),
    )
    .unwrap();
    for error in [
        Store::open(dir.path()).err(),
        Writer::open(dir.path()).err(),
    ] {
        assert!(
            matches!(error, Some(StoreError::Corrupt { .. })),
            "{error:?}"
        );
    }
}

/// `PRAGMA max_page_count` makes SQLite meet a full disk after so many pages.
#[test]
fn a_full_disk_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    let limit = "PRAGMA max_page_count = 60";
    let _: i64 = writer
        .file()
        .connection()
        .query_row(limit, [], |r| r.get(0))
        .unwrap();
    let facts: Vec<String> = (0..40).map(|i| format!("city-{i}")).collect();
    let facts: Vec<_> = facts
        .iter()
        .map(|f| ("x", "attacked", f.as_str()))
        .collect();
    let mut acknowledged = 0;
    let error = loop {
        let id = format!("a{acknowledged}");
        match writer.put(&[article(&id, &facts), article(&format!("{id}-2"), &facts)]) {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full(_)), "{error}");
    assert!(acknowledged > 0);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.articles().unwrap().len(), 2 * acknowledged);
    assert_eq!(default_graph(store.dataset()).len(), 40);
    drop(writer);
    Writer::open(dir.path())
        .unwrap()
        .put(&[article("later", &facts)])
        .unwrap();
}

#[test]
fn the_same_articles_give_the_same_file_contents_in_any_order_of_writing() {
    let articles: Vec<_> = (0..9)
        .map(|i| {
            article(
                &format!("a{i}"),
                &[("x", "attacked", "y"), ("y", "attacked", "x")],
            )
        })
        .collect();
    let dump = |order: &[StoredArticle]| {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        order
            .iter()
            .for_each(|a| writer.put(std::slice::from_ref(a)).unwrap());
        let mut bytes = Vec::new();
        let mut take = |blob: Vec<u8>| {
            bytes.extend(blob);
            Ok::<(), StoreError>(())
        };
        writer.file().for_each_quads(&mut take).unwrap();
        bytes
    };
    let mut reversed = articles.clone();
    reversed.reverse();
    assert_eq!(dump(&articles), dump(&reversed));
}

/// Oxigraph in memory stands for its disk store here: the code is the same but for opening and flushing.
#[test]
fn a_disk_store_catches_up_with_the_file_from_any_state() {
    let (x, y, z) = (
        ("x", "attacked", "y"),
        ("y", "attacked", "x"),
        ("x", "backedBy", "z"),
    );
    let steps: [(&str, &[(&str, &str, &str)]); 5] = [
        ("a", &[x, y]),
        ("b", &[x]),
        ("a", &[z]),
        ("b", &[y]),
        ("c", &[x, z]),
    ];
    let (dir, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let applied = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    let disk = Oxigraph::new().unwrap();
    let behind = Oxigraph::new().unwrap();
    let catch_up = |writer: &Writer, store: &Oxigraph, index: &Path| {
        super::disk::catch_up(writer.file(), store.clone(), index, |_| Ok(())).unwrap();
    };
    for (n, (id, facts)) in steps.into_iter().enumerate() {
        writer.put(&[article(id, facts)]).unwrap();
        if n == 2 {
            writer
                .put_graph(
                    &iri("graph/g"),
                    &[Triple::new(iri("x"), iri("fights"), iri("y"))],
                )
                .unwrap();
            catch_up(&writer, &behind, index.path());
            // As after a crash before the index was written.
            std::fs::remove_file(index.path().join("oxigraph.index")).unwrap();
        }
        if n == 3 {
            writer.remove("a").unwrap();
        }
        catch_up(&writer, &disk, applied.path());
        let loaded = Store::open(dir.path()).unwrap();
        assert_eq!(quads(&disk), quads(loaded.dataset()), "step {n}");
    }
    catch_up(&writer, &behind, index.path());
    let kept = quads(&behind);
    assert!(
        quads(&disk).is_subset(&kept),
        "what the file has is applied again"
    );
    writer.remove_graph(&iri("graph/g")).unwrap();
    catch_up(&writer, &disk, applied.path());
    assert_eq!(
        quads(&disk),
        quads(Store::open(dir.path()).unwrap().dataset())
    );
}

/// How fast they open is measured by `cargo bench --bench store`.
#[test]
fn a_hundred_thousand_quads_are_all_there() {
    let dir = tempfile::tempdir().unwrap();
    write_many(dir.path(), 2_000);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.dataset().len().unwrap(), 100_000);
}

/// Articles of 50 quads each: 10 facts, 2 quads for each fact and 3 for its evidence.
fn write_many(dir: &Path, n_articles: usize) {
    let mut writer = Writer::open(dir).unwrap();
    let ids: Vec<usize> = (0..n_articles).collect();
    for chunk in ids.chunks(64) {
        let articles: Vec<_> = chunk
            .iter()
            .map(|i| {
                let names: Vec<String> = (0..10).map(|f| format!("entity/{i}-{f}")).collect();
                let facts: Vec<_> = names
                    .iter()
                    .map(|n| (n.as_str(), "attacked", "y"))
                    .collect();
                article(&format!("article-{i:06}"), &facts)
            })
            .collect();
        writer.put(&articles).unwrap();
    }
}
