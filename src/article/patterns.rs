//! Files of patterns: `kind`, `pattern`, and examples that must and must not match.

use super::ReaderError;
use super::fold::fold;
use crate::data::Data;
use crate::text::{Diagnostic, Span};
use regex::bytes::{Regex, RegexSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A row of a file of patterns.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// What to do where it matches.
    pub(super) kind: String,
    /// The pattern over folded text, with its flags.
    pub(super) source: String,
    regex: OnceLock<Option<Regex>>,
    /// Examples that match.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read the examples"))]
    pub(super) matches: Vec<String>,
    /// Examples that do not.
    #[cfg_attr(not(test), expect(dead_code, reason = "only tests read the examples"))]
    pub(super) rejects: Vec<String>,
}

impl Pattern {
    /// The pattern compiled, at its first use: few are met in an article.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.regex
            .get_or_init(|| Regex::new(&self.source).ok())
            .as_ref()
    }
}

/// The patterns of a file, and all of them as one automaton.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    /// In the order of the file.
    pub(super) rows: Vec<Pattern>,
    /// Tells by index which of them match.
    pub(super) set: RegexSet,
}

/// The rows of file `name` of the kinds `wanted`; the others must be among `kinds` nevertheless. Kind
/// `let` defines a `{macro}` as `name=expression` for the rows after it, on top of `macros`.
pub(super) fn load(
    data: &Data,
    name: &'static str,
    kinds: &[&str],
    wanted: &[&str],
    mut macros: BTreeMap<String, String>,
) -> Result<Patterns, ReaderError> {
    let mut patterns = Vec::new();
    let mut places = Vec::new();
    for row in rows(data, name)? {
        let [kind, pattern, matches, rejects] = row.fields;
        if kind == "let" {
            let (name, value) = pattern.split_once('=').unwrap_or((pattern, ""));
            let value = expand(value, &macros);
            macros.insert(name.to_owned(), value);
            continue;
        }
        if !kinds.contains(&kind) {
            let expected = kinds.join("`, `");
            let message = format!("unknown kind `{kind}`; expected one of `{expected}`, `let`");
            return Err(row.error(kind, message));
        }
        if !wanted.contains(&kind) {
            continue;
        }
        let flag = if kind.ends_with("Case") { "" } else { "i" };
        patterns.push(Pattern {
            kind: kind.to_owned(),
            source: format!("(?{flag}-u:{})", expand(pattern, &macros)),
            regex: OnceLock::new(),
            matches: examples(matches),
            rejects: examples(rejects),
        });
        places.push(row);
    }
    let set = RegexSet::new(patterns.iter().map(|p| &p.source))
        .map_err(|e| wrong_pattern(&patterns, &places, name, &e))?;
    let rows = patterns;
    Ok(Patterns { rows, set })
}

/// The first row that is no regular expression.
fn wrong_pattern(
    patterns: &[Pattern],
    places: &[Row<'_>],
    name: &'static str,
    whole: &regex::Error,
) -> ReaderError {
    let message = |e: &regex::Error| {
        let text = e.to_string();
        let last = text.lines().last().unwrap_or_default().trim();
        format!("no regular expression: {last}")
    };
    let bad = patterns.iter().zip(places).find_map(|(pattern, row)| {
        let error = Regex::new(&pattern.source).err()?;
        Some(row.error(row.fields[1], message(&error)))
    });
    bad.unwrap_or_else(|| {
        let place = Span::new(0, 0);
        ReaderError::Line(Box::new(Diagnostic::error(name, "", place, message(whole))))
    })
}

fn examples(field: &str) -> Vec<String> {
    field
        .split(" | ")
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
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

/// `{name}` by its macro, a space by any blanks, and every other character as folded text has it.
pub(super) fn expand(source: &str, macros: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut in_class = false;
    while let Some(c) = rest.chars().next() {
        let name = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
        if let Some((value, after)) = name.and_then(|(n, after)| Some((macros.get(n)?, after))) {
            out.push_str(value);
            rest = after;
            continue;
        }
        let escaped = c == '\\';
        let width = c.len_utf8() + usize::from(escaped && rest.len() > 1);
        match c {
            '\\' => out.push_str(rest.get(..width).unwrap_or_default()),
            ' ' if in_class => out.push_str(r"\s"),
            ' ' => out.push_str(r"(?:\s+)"),
            // « – » and « … » become signs that patterns give a meaning to.
            _ if !c.is_ascii() && matches!(fold(c), Some(b'-' | b'.' | b'~')) => {
                out.push('\\');
                out.extend(fold(c).map(char::from));
            }
            _ => out.extend(fold(c).map(char::from)),
        }
        in_class = !escaped && (c == '[' || (in_class && c != ']'));
        rest = rest.get(width..).unwrap_or_default();
    }
    out
}
