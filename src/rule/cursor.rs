//! A place in the lexemes of a rule file, and what the parser says when it finds something else there.

use super::ast::{Located, Name};
use super::lexer::{Kind, Lexeme};
use crate::text::{Diagnostic, Span, did_you_mean};
use smol_str::SmolStr;

/// The words that open an item of a rule.
pub(super) const ITEMS: [&str; 6] = ["rule", "pattern", "without", "emit", "matches", "rejects"];

/// An error has been reported; the caller goes on at a place where it can.
pub(super) struct Reported;

/// Something read, or an error that has been reported.
pub(super) type Parsed<T> = Result<T, Reported>;

/// A rule file being read.
pub(super) struct Parser<'a> {
    pub(super) path: &'a str,
    pub(super) source: &'a str,
    pub(super) lexemes: Vec<Lexeme>,
    pub(super) at: usize,
    pub(super) errors: Vec<Diagnostic>,
}

/// Looking at lexemes, and complaining about them.
impl Parser<'_> {
    pub(super) fn peek(&self) -> Lexeme {
        self.lexemes[self.at.min(self.lexemes.len() - 1)]
    }

    pub(super) fn peek_second(&self) -> Kind {
        self.lexemes.get(self.at + 1).map_or(Kind::End, |l| l.kind)
    }

    pub(super) fn bump(&mut self) {
        self.at = (self.at + 1).min(self.lexemes.len() - 1);
    }

    pub(super) fn text_of(&self, lexeme: Lexeme) -> &str {
        lexeme.span.of(self.source)
    }

    pub(super) fn at_sign(&self, sign: &str) -> bool {
        matches!(self.peek().kind, Kind::Sign(s) if s == sign)
    }

    /// Whether the item `word` begins here; `rule="…"` after an example is a binding instead.
    pub(super) fn at_item(&self, word: &str) -> bool {
        let at = self.peek();
        at.kind == Kind::Word && self.text_of(at) == word && self.peek_second() != Kind::Sign("=")
    }

    pub(super) fn sign(&mut self, sign: &str) -> Parsed<Span> {
        if !self.at_sign(sign) {
            return self.fail(&format!("`{sign}`"));
        }
        let span = self.peek().span;
        self.bump();
        Ok(span)
    }

    pub(super) fn word(&mut self, expected: &str) -> Parsed<Name> {
        let at = self.peek();
        if at.kind != Kind::Word {
            return self.fail(expected);
        }
        self.bump();
        Ok(Located {
            value: SmolStr::new(self.text_of(at)),
            span: at.span,
        })
    }

    pub(super) fn quoted(&mut self, expected: &str) -> Parsed<Located<String>> {
        let at = self.peek();
        if at.kind != Kind::Text {
            return self.fail(expected);
        }
        let value = self.unquote(at)?;
        self.bump();
        Ok(Located {
            value,
            span: at.span,
        })
    }

    /// The string that a quoted lexeme stands for.
    pub(super) fn unquote(&mut self, lexeme: Lexeme) -> Parsed<String> {
        let inner = Span::new(lexeme.span.start + 1, lexeme.span.end - 1);
        let mut value = String::with_capacity(inner.len());
        let mut chars = inner.of(self.source).char_indices();
        while let Some((i, c)) = chars.next() {
            match (
                c,
                if c == '\\' {
                    chars.next().map(|(_, c)| c)
                } else {
                    None
                },
            ) {
                ('\\', Some(c @ ('"' | '\\'))) => value.push(c),
                ('\\', Some('n')) => value.push('\n'),
                ('\\', Some('t')) => value.push('\t'),
                ('\\', other) => {
                    let at = inner.start + i;
                    let span = Span::new(at, at + 1 + other.map_or(0, char::len_utf8));
                    self.error(
                        span,
                        "unknown escape".to_owned(),
                        "known are `\\\"`, `\\\\`, `\\n` and `\\t`",
                    );
                    return Err(Reported);
                }
                (c, _) => value.push(c),
            }
        }
        Ok(value)
    }

    /// Reports that something else than `expected` is here, unless that has been reported already.
    pub(super) fn fail<T>(&mut self, expected: &str) -> Parsed<T> {
        let at = self.peek();
        let (found, span) = match at.kind {
            Kind::Broken => return Err(Reported),
            Kind::End => (
                "the end of the file".to_owned(),
                Span::new(at.span.start, at.span.start),
            ),
            _ => (format!("`{}`", self.text_of(at)), at.span),
        };
        let mut error = Diagnostic::error(
            self.path,
            self.source,
            span,
            format!("expected {expected}, found {found}"),
        );
        let items = ITEMS
            .iter()
            .filter(|item| expected.contains(&format!("`{item}`")));
        if at.kind == Kind::Word
            && let Some(help) = did_you_mean(self.text_of(at), items.copied())
        {
            error = error.with_help(help);
        }
        self.errors.push(error);
        Err(Reported)
    }

    pub(super) fn error(&mut self, span: Span, message: String, help: &str) {
        self.errors
            .push(Diagnostic::error(self.path, self.source, span, message).with_help(help));
    }

    /// Skips to the next of `items` that begins a line.
    pub(super) fn recover(&mut self, items: &[&str]) {
        while self.peek().kind != Kind::End {
            let start = self.peek().span.start;
            let line = self.source[..start].rfind('\n').map_or(0, |i| i + 1);
            if self.source[line..start].trim().is_empty()
                && items.iter().any(|item| self.at_item(item))
            {
                return;
            }
            self.bump();
        }
    }

    /// Skips to the next `;` or `}`; gives the block up where the next item begins first.
    pub(super) fn recover_in_block(&mut self) -> Parsed<()> {
        while !self.at_sign(";") && !self.at_sign("}") {
            if self.peek().kind == Kind::End || ITEMS.iter().any(|item| self.at_item(item)) {
                return Err(Reported);
            }
            self.bump();
        }
        Ok(())
    }
}
