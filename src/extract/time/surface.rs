//! A sentence as patterns see it: lower case, no accents, plain ASCII, each byte tied to its word.

use crate::text::Span;
use crate::ud::Sentence;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The folded text of a sentence.
#[derive(Clone, Debug, Default)]
pub(super) struct Surface {
    /// Folded text, ASCII only.
    pub(super) text: String,
    /// For each byte of it, the index of its surface token in `tokens`.
    owners: Vec<usize>,
    /// Words and span of each surface token.
    tokens: Vec<(Range<usize>, Span)>,
    /// For each surface token, whether it stands inside quotation marks.
    quoted: Vec<bool>,
}

impl Surface {
    /// Folds `sentence`. `in_quote` says whether a quotation was open before it, then after it.
    pub(super) fn new(sentence: &Sentence, in_quote: &mut bool) -> Self {
        let mut surface = Self::default();
        let mut multiword = sentence.multiword_tokens.iter().peekable();
        let mut word = 0;
        let mut end = None;
        while word < sentence.tokens.len() {
            while multiword.peek().is_some_and(|m| m.words.start < word) {
                multiword.next();
            }
            let token = &sentence.tokens[word];
            let (form, words, span) = match multiword.peek() {
                Some(m) if m.words.start == word && m.words.end > word => {
                    (&m.form, m.words.clone(), m.span)
                }
                _ => (&token.form, word..word + 1, token.span),
            };
            if end.is_some_and(|end| end < span.start) {
                surface.push(' ');
            }
            surface.tokens.push((words.clone(), span));
            for c in form.chars() {
                match c {
                    '«' | '“' | '„' => *in_quote = true,
                    '»' | '”' => *in_quote = false,
                    '"' => *in_quote = !*in_quote,
                    _ => {}
                }
            }
            surface.quoted.push(*in_quote);
            for c in form.nfd().filter(|&c| !is_combining_mark(c)) {
                surface.fold(c);
            }
            end = Some(span.end);
            word = words.end.min(sentence.tokens.len());
        }
        surface
    }

    fn fold(&mut self, c: char) {
        match c {
            '’' | 'ʼ' => self.push('\''),
            '–' | '—' | '−' | '‑' | '‐' => self.push('-'),
            'œ' | 'Œ' => "oe".chars().for_each(|c| self.push(c)),
            _ if c.is_whitespace() => self.push(' '),
            _ if c.is_ascii() => self.push(c.to_ascii_lowercase()),
            _ => self.push('~'),
        }
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.owners.push(self.tokens.len().saturating_sub(1));
    }

    /// The words and the article's bytes under bytes `start..end` of the folded text.
    pub(super) fn place(&self, start: usize, end: usize) -> Option<(Range<usize>, Span)> {
        let bytes = self.text.as_bytes();
        let first = (start..end).find(|&i| bytes[i] != b' ')?;
        let last = (start..end).rev().find(|&i| bytes[i] != b' ')?;
        let (from, to) = (
            &self.tokens[self.owners[first]],
            &self.tokens[self.owners[last]],
        );
        Some((from.0.start..to.0.end, from.1.cover(to.1)))
    }

    /// Whether byte `at` of the folded text stands inside quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.owners
            .get(at)
            .and_then(|&t| self.quoted.get(t))
            .copied()
            .unwrap_or(false)
    }
}

/// `text` without accents.
pub(super) fn without_accents(text: &str) -> String {
    text.nfd().filter(|&c| !is_combining_mark(c)).collect()
}
