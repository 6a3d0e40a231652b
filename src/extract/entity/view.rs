//! One sentence as the entity stage reads it: surface words, with what the tree and the tags say.

use crate::text::Span;
use crate::ud::{Sentence, Token, Upos};
use std::ops::Range;

/// A sentence and its surface words.
pub(super) struct View<'a> {
    pub(super) sentence: &'a Sentence,
    /// Surface words as the article writes them: *du* once.
    pub(super) forms: Vec<&'a str>,
    /// The syntactic words of each.
    pub(super) words: Vec<Range<usize>>,
    /// The surface word of each syntactic word.
    pub(super) surface: Vec<usize>,
    /// Lowercase forms.
    pub(super) lower: Vec<String>,
}

impl<'a> View<'a> {
    pub(super) fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let tokens = &sentence.tokens;
        let (mut forms, mut words, mut surface) =
            (Vec::new(), Vec::<Range<usize>>::new(), Vec::new());
        for (i, token) in tokens.iter().enumerate() {
            let joined = i > 0 && tokens[i - 1].span == token.span;
            match words.last_mut() {
                Some(last) if joined => last.end = i + 1,
                _ => {
                    forms.push(text.get(token.span.range()).unwrap_or_default());
                    words.push(i..i + 1);
                }
            }
            surface.push(words.len() - 1);
        }
        let lower = forms
            .iter()
            .map(|f| f.to_lowercase().replace('’', "'"))
            .collect();
        Self {
            sentence,
            forms,
            words,
            surface,
            lower,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// The first syntactic word of surface word `i`.
    pub(super) fn token(&self, i: usize) -> &'a Token {
        &self.sentence.tokens[self.words[i].start]
    }

    pub(super) fn upos(&self, i: usize) -> Upos {
        self.token(i).upos
    }

    /// The lowercase form of `i`, or nothing past the end.
    pub(super) fn low(&self, i: usize) -> &str {
        self.lower.get(i).map_or("", String::as_str)
    }

    /// The syntactic words of surface words `range`.
    pub(super) fn tokens(&self, range: &Range<usize>) -> Range<usize> {
        self.words[range.start].start..self.words[range.end - 1].end
    }

    /// The bytes of the article that surface words `range` cover.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let tokens = self.tokens(range);
        let all = &self.sentence.tokens;
        all[tokens.start].span.cover(all[tokens.end - 1].span)
    }

    /// Whether the first letter of surface word `i` is a capital.
    pub(super) fn capital(&self, i: usize) -> bool {
        self.forms
            .get(i)
            .is_some_and(|f| f.chars().next().is_some_and(char::is_uppercase))
    }

    /// Whether surface word `i` opens a sentence, a quotation or a title, where any word has a capital.
    pub(super) fn opens(&self, i: usize) -> bool {
        let word = |f: &str| f.chars().any(char::is_alphanumeric);
        match i.checked_sub(1).map(|j| self.forms[j]) {
            None => true,
            Some(before) if !word(before) => {
                before.chars().all(|c| "«“\":–—[.!?…−»/•*-".contains(c))
                    || !self.forms[..i].iter().any(|f| word(f))
            }
            Some(_) => false,
        }
    }

    /// The word of `tokens` whose head in the tree lies outside.
    pub(super) fn head(&self, tokens: &Range<usize>) -> usize {
        let outside = |i: &usize| {
            self.sentence.tokens[*i]
                .head
                .is_none_or(|h| !tokens.contains(&h))
        };
        let nominal = |i: &usize| {
            matches!(
                self.sentence.tokens[*i].upos,
                Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj | Upos::X | Upos::Pron
            )
        };
        let mut tops = tokens.clone().filter(outside);
        tops.clone()
            .find(nominal)
            .or_else(|| tops.next())
            .unwrap_or(tokens.start)
    }

    pub(super) fn plural(&self, i: usize) -> bool {
        self.token(i).feats.has("Number", "Plur")
    }
}
