//! The layers of `src/`: a module imports only from lower layers, never upward nor sideways.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module of the crate and its layer; equal numbers never import each other.
const LAYERS: &[(&str, u8)] = &[
    ("text", 0),
    ("data", 0),
    ("date", 0),
    ("ud", 1),
    ("article", 1),
    ("lexicon", 2),
    ("rule", 2),
    ("analysis", 3),
    ("extract", 3),
    ("rdf", 4),
    ("store", 5),
    ("pipeline", 6),
    ("analytics", 6),
    ("import", 6),
    ("score", 6),
    ("cli", 7),
];

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(m, _)| *m == module).map(|(_, l)| *l)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The modules that a line of code names after `crate::`, also in `use crate::{a::b, c}`.
fn imports(code: &str) -> Vec<String> {
    let name = |s: &str| -> String {
        s.trim_start()
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = 0;
            for (i, c) in list.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => {
                        found.push(name(&list[start..i]));
                        break;
                    }
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        found.push(name(&list[start..i]));
                        start = i + 1;
                    }
                    _ => {}
                }
            }
        } else {
            found.push(name(rest));
        }
    }
    found.retain(|m| !m.is_empty());
    found
}

/// The code of a file: no comments (documentation may link upward), no test modules at its end.
fn code(source: &str) -> String {
    let source = source
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(source);
    let lines = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn modules_import_only_from_lower_layers() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut wrong = Vec::new();
    for path in files {
        let inside = path.strip_prefix(&src).unwrap();
        let name = inside.to_string_lossy().replace('\\', "/");
        // Tests may look anywhere: they are about the whole.
        if matches!(name.as_str(), "lib.rs" | "main.rs") || name.contains("tests") {
            continue;
        }
        let own = name.split('/').next().unwrap().trim_end_matches(".rs");
        let Some(own_layer) = layer(own) else {
            wrong.push(format!(
                "{name}: module `{own}` has no layer; give it one in tests/architecture.rs"
            ));
            continue;
        };
        for import in imports(&code(&fs::read_to_string(&path).unwrap())) {
            let allowed = import == own || layer(&import).is_some_and(|l| l < own_layer);
            if !allowed {
                wrong.push(format!(
                    "{name} (layer {own_layer}) imports crate::{import} ({:?})",
                    layer(&import)
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_analytics_knows_petgraph_and_only_store_knows_sqlite() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    for path in files {
        let name = path
            .strip_prefix(&src)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        let code = code(&fs::read_to_string(&path).unwrap());
        for (library, home) in [
            ("petgraph", "analytics/"),
            ("rusqlite", "store/"),
            ("clap", "cli/"),
        ] {
            let uses = code.contains(&format!("use {library}::"))
                || code.contains(&format!(" {library}::"));
            assert!(
                !uses || name.starts_with(home),
                "{name} uses {library}, which only {home} may"
            );
        }
    }
}

#[test]
fn imports_are_found_in_every_form() {
    assert_eq!(imports("use crate::text::Span;"), ["text"]);
    assert_eq!(
        imports("use crate::{ud::{A, B}, data::Data};"),
        ["ud", "data"]
    );
    assert_eq!(
        imports("fn f(x: &crate::rdf::Base) -> crate::store::Store"),
        ["rdf", "store"]
    );
}
