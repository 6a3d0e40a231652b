//! Files of patterns: `kind`, `pattern`, and examples that must and must not match.

use super::ReaderError;
use crate::data::Data;
use crate::text::{Diagnostic, Span};
use regex::Regex;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A row of a file of patterns.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What to do where it matches.
    pub(super) kind: String,
    /// The pattern, compiled.
    pub(super) regex: Regex,
    /// Examples that match.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read the examples"))]
    pub(super) matches: Vec<String>,
    /// Examples that do not.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read the examples"))]
    pub(super) rejects: Vec<String>,
}

/// The rows of file `name`, whose kinds must be among `kinds`; kind `let` defines a `{macro}` as
/// `name=expression` for the rows after it, on top of `macros`.
pub(super) fn load(
    data: &Data,
    name: &'static str,
    kinds: &[&str],
    mut macros: BTreeMap<String, String>,
) -> Result<Vec<Pattern>, ReaderError> {
    let mut patterns = Vec::new();
    for row in rows(data, name)? {
        let [kind, source, matches, rejects] = row.fields;
        if kind == "let" {
            let (name, value) = source.split_once('=').unwrap_or((source, ""));
            let value = expand(value, &macros);
            macros.insert(name.to_owned(), value);
            continue;
        }
        if !kinds.contains(&kind) {
            let expected = kinds.join("`, `");
            return Err(row.error(
                kind,
                format!("unknown kind `{kind}`; expected one of `{expected}`, `let`"),
            ));
        }
        let regex = regex::RegexBuilder::new(&expand(source, &macros))
            .case_insensitive(!kind.ends_with("Case"))
            .build()
            .map_err(|e| {
                row.error(
                    source,
                    format!("no regular expression: {}", last_line(&e.to_string())),
                )
            })?;
        let list = |field: &str| {
            field
                .split(" | ")
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect()
        };
        patterns.push(Pattern {
            kind: kind.to_owned(),
            regex,
            matches: list(matches),
            rejects: list(rejects),
        });
    }
    Ok(patterns)
}

/// A line of a data file, cut at its tabs; missing fields are empty.
pub(super) struct Row<'a> {
    /// The first four fields.
    pub(super) fields: [&'a str; 4],
    name: &'static str,
    text: &'a str,
}

impl Row<'_> {
    fn error(&self, field: &str, message: String) -> ReaderError {
        let start = (field.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let span = Span::new(start, start + field.len());
        ReaderError::Line(Box::new(Diagnostic::error(
            self.name, self.text, span, message,
        )))
    }
}

/// The rows of a data file after its header, without comments.
pub(super) fn rows<'a>(data: &'a Data, name: &'static str) -> Result<Vec<Row<'a>>, ReaderError> {
    let bytes = data.file(name).ok_or(ReaderError::Missing(name))?;
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let sound = String::from_utf8_lossy(&bytes[..e.valid_up_to()]).into_owned();
        let span = Span::new(sound.len(), sound.len());
        ReaderError::Line(Box::new(Diagnostic::error(
            name,
            &sound,
            span,
            "the file is not UTF-8 from here on",
        )))
    })?;
    Ok(text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| {
            let mut fields = line.split('\t');
            Row {
                fields: std::array::from_fn(|_| fields.next().unwrap_or_default()),
                name,
                text,
            }
        })
        .collect())
}

/// `{name}` by its macro; a space by any blanks, no-break ones too; `'` also by its typographic
/// forms; an accented letter also by letter and combining accent.
pub(super) fn expand(source: &str, macros: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut in_class = false;
    while let Some(c) = rest.chars().next() {
        if let Some((name, after)) = rest.strip_prefix('{').and_then(|r| r.split_once('}')) {
            if let Some(value) = macros.get(name) {
                out.push_str(value);
                rest = after;
                continue;
            }
        }
        match c {
            '\\' => {
                let width = 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
                out.push_str(&rest[..width]);
                rest = &rest[width..];
                continue;
            }
            ' ' if in_class => out.push_str(r"\s"),
            ' ' => out.push_str(r"(?:\s+)"),
            '\'' => out.push_str("['’ʼ]"),
            _ => {
                let decomposed: String = std::iter::once(c).nfd().collect();
                if c.is_alphabetic() && decomposed.chars().nth(1).is_some() {
                    out.push_str(&format!("(?:{c}|{decomposed})"));
                } else {
                    out.push(c);
                }
            }
        }
        in_class = c == '[' || (in_class && c != ']');
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn last_line(message: &str) -> &str {
    message.lines().last().unwrap_or_default().trim()
}
