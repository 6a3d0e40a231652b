//! The commands of the README work, and print what it shows.
#![allow(clippy::unwrap_used, reason = "in a test a failure is a panic")]

mod common;

use common::{build, griot, run};
use std::fs;
use std::path::Path;

/// The fenced blocks of language `language`.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let open = format!("```{language}\n");
    let parts = text.split(&open).skip(1);
    parts
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// Arguments of a shell line; quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn the_commands_of_the_readme_work() {
    let readme = fs::read_to_string("README.md").unwrap();
    let dir = tempfile::tempdir().unwrap();
    let store = build(Path::new("examples"), dir.path());
    let store = store.to_str().unwrap();
    let mut n = 0;
    for line in blocks(&readme, "sh").iter().flat_map(|b| b.lines()) {
        if let Some(rest) = line.strip_prefix("griot ") {
            let run = run(words(rest)
                .iter()
                .map(|w| if w == "conflict.griot" { store } else { w }));
            assert_eq!(run.code, Some(0), "{line}: {}", run.stderr);
            assert!(!run.stdout.is_empty(), "{line}");
            n += 1;
        } else {
            // Building and testing with cargo is what CI does, and what runs this test.
            assert!(line.starts_with("cargo "), "{line}");
        }
    }
    assert!(n >= 3);
    for block in blocks(&readme, "console") {
        let (command, shown) = block.split_once('\n').unwrap();
        let args = words(command.strip_prefix("$ griot ").unwrap());
        let args = args
            .iter()
            .map(|w| if w == "conflict.griot" { store } else { w });
        let output = griot(args).output().unwrap();
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            shown,
            "{command}"
        );
    }
}
