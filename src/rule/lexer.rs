//! Cuts a rule file into lexemes. Total: what it cannot read becomes a diagnostic and is skipped.

use crate::text::{Diagnostic, Span};

/// What a lexeme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A bare word: `rule`, `attack-verb`, `obl:agent`, `obl:*`.
    Word,
    /// `"…"`
    Text,
    /// `re"…"`
    Regex,
    /// Something unreadable, which has been reported.
    Broken,
    /// Punctuation, by its spelling.
    Sign(&'static str),
    /// The end of the file.
    End,
}

/// A lexeme and where it is (bytes).
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// Signs, longer ones before those that they begin with.
const SIGNS: [&str; 23] = [
    "]->", "-[", "->", "<<", "!=", "<", "=", "!", "{", "}", "[", "]", "(", ")", ";", ",", "|", "^",
    "/", "*", "+", "?", ".",
];

/// The lexemes of `source`, with one [`Kind::End`] at the end; comments and blanks are dropped.
pub(super) fn lex(path: &str, source: &str) -> (Vec<Lexeme>, Vec<Diagnostic>) {
    let mut lexemes = Vec::new();
    let mut errors = Vec::new();
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        let rest = &source[at..];
        let (kind, len) = if c.is_whitespace() || c == '\u{feff}' {
            at += c.len_utf8();
            continue;
        } else if c == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if c == '"' || rest.starts_with("re\"") {
            let open = if c == '"' { 1 } else { 3 };
            let Some(len) = quoted_len(&rest[open..]) else {
                let line = rest.lines().next().map_or(1, str::len);
                let span = Span::new(at, at + line);
                errors.push(
                    Diagnostic::error(path, source, span, "string without an end")
                        .with_help("close it with `\"` on the same line"),
                );
                let kind = Kind::Broken;
                lexemes.push(Lexeme { kind, span });
                at = span.end;
                continue;
            };
            (if open == 1 { Kind::Text } else { Kind::Regex }, open + len)
        } else if let len @ 1.. = word_len(rest) {
            (Kind::Word, len)
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            (Kind::Sign(sign), sign.len())
        } else {
            let span = Span::new(at, at + c.len_utf8());
            errors.push(unknown_sign(path, source, span, c));
            (Kind::Broken, c.len_utf8())
        };
        lexemes.push(Lexeme {
            kind,
            span: Span::new(at, at + len),
        });
        at += len;
    }
    lexemes.push(Lexeme {
        kind: Kind::End,
        span: Span::new(at, at),
    });
    (lexemes, errors)
}

fn unknown_sign(path: &str, source: &str, span: Span, c: char) -> Diagnostic {
    let diagnostic = Diagnostic::error(path, source, span, format!("`{c}` means nothing here"));
    match c {
        '“' | '”' | '«' | '»' | '‘' | '’' | '\'' => {
            diagnostic.with_help("quote with `\"`")
        }
        _ => diagnostic.with_help("put words with signs in them between `\"`"),
    }
}

/// Bytes up to and including the closing quote; none if the line ends before.
fn quoted_len(rest: &str) -> Option<usize> {
    let mut escaped = false;
    for (i, b) in rest.bytes().enumerate() {
        match b {
            b'\n' => return None,
            b'"' if !escaped => return Some(i + 1),
            _ => escaped = b == b'\\' && !escaped,
        }
    }
    None
}

/// Bytes of the word at the start of `rest`, 0 if there is none.
///
/// Hyphens and colons belong to a word when a letter or digit follows, `:*` when it ends the word.
pub(super) fn word_len(rest: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut len = 0;
    loop {
        let tail = &rest[len..];
        let mut chars = tail.chars();
        match chars.next() {
            Some(c) if is_word(c) => len += c.len_utf8(),
            Some('-' | ':') if len > 0 && chars.next().is_some_and(is_word) => len += 1,
            Some(':') if len > 0 && tail.starts_with(":*") => return len + 2,
            _ => return len,
        }
    }
}
