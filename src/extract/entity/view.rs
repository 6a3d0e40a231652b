//! One sentence as the entity stage reads it: surface words, with what the tree and the tags say.

use crate::lexicon::{Candidate, Names};
use crate::text::Span;
use crate::ud::{Sentence, Token, Upos};
use std::borrow::Cow;
use std::cell::OnceCell;
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
    lower: Vec<Cow<'a, str>>,
    /// The longest name of the lexicons at each surface word, once it was asked for.
    longest: Vec<OnceCell<Option<Known>>>,
}

/// How many words a name of the lexicons spans, and what it may stand for.
pub(super) type Known = (usize, Vec<Candidate>);

impl<'a> View<'a> {
    pub(super) fn new(text: &'a str, sentence: &'a Sentence) -> Self {
        let tokens = &sentence.tokens;
        let n = tokens.len();
        let mut forms = Vec::with_capacity(n);
        let mut words: Vec<Range<usize>> = Vec::with_capacity(n);
        let mut surface = Vec::with_capacity(n);
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
        let lower = forms.iter().map(|f| lower(f)).collect();
        let longest = vec![OnceCell::new(); forms.len()];
        Self {
            sentence,
            forms,
            words,
            surface,
            lower,
            longest,
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
        self.lower.get(i).map_or("", |low| &**low)
    }

    /// The lowercase forms of surface words `range`.
    pub(super) fn lows(&self, range: Range<usize>) -> Vec<&str> {
        self.lower[range].iter().map(|low| &**low).collect()
    }

    /// The longest name of the lexicons that starts at surface word `i`.
    pub(super) fn longest_name(&self, i: usize, names: &Names) -> Option<&Known> {
        self.longest[i]
            .get_or_init(|| names.longest_match(&self.forms[i..]))
            .as_ref()
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

/// A form in lowercase, with ASCII apostrophes.
fn lower(form: &str) -> Cow<'_, str> {
    let is_lower = |c: char| match c {
        'a'..='z' | 'à'..='ö' | 'ø'..='ÿ' | 'œ' => true,
        c => c.is_ascii() && !c.is_ascii_uppercase(),
    };
    if form.chars().all(is_lower) {
        Cow::Borrowed(form)
    } else {
        Cow::Owned(form.to_lowercase().replace('’', "'"))
    }
}
