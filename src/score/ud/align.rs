//! Gold and system words on common ground: the characters of the text without spaces.

use crate::text::Span;
use crate::ud::{Sentence, Token};
use std::ops::Range;

/// One analysis of a text as sequences over its characters.
#[derive(Default)]
pub(super) struct Side<'a> {
    /// Characters of all tokens, without spaces.
    pub(super) characters: Vec<char>,
    /// Surface tokens, as ranges of characters.
    pub(super) tokens: Vec<Range<usize>>,
    /// Sentences, as ranges of characters.
    pub(super) sentences: Vec<Range<usize>>,
    /// Syntactic words of all sentences.
    pub(super) words: Vec<Word<'a>>,
}

/// A syntactic word among those of all sentences.
pub(super) struct Word<'a> {
    /// Its characters, or those of the multiword token it is part of.
    pub(super) range: Range<usize>,
    pub(super) is_multiword: bool,
    /// Index of the head among the words of all sentences; `None` for a root.
    pub(super) parent: Option<usize>,
    pub(super) token: &'a Token,
}

impl<'a> Side<'a> {
    /// Adds a sentence of `text`.
    pub(super) fn push(&mut self, text: &str, sentence: &'a Sentence) {
        let start = self.characters.len();
        let first = self.words.len();
        let mut i = 0;
        let mut multiword = sentence.multiword_tokens.iter().peekable();
        while i < sentence.tokens.len() {
            let whole = multiword.next_if(|m| m.words.start == i);
            let span = whole.map_or(sentence.tokens[i].span, |m| m.span);
            let end = whole.map_or(i + 1, |m| m.words.end);
            let range = self.push_token(text, span);
            for token in &sentence.tokens[i..end] {
                self.words.push(Word {
                    range: range.clone(),
                    is_multiword: whole.is_some(),
                    parent: token.head.map(|head| first + head),
                    token,
                });
            }
            i = end;
        }
        self.sentences.push(start..self.characters.len());
    }

    fn push_token(&mut self, text: &str, span: Span) -> Range<usize> {
        let start = self.characters.len();
        let visible = span.of(text).chars().filter(|c| !c.is_whitespace());
        self.characters.extend(visible);
        self.tokens.push(start..self.characters.len());
        start..self.characters.len()
    }
}

/// The pairs of gold and system words that are the same word, in order.
///
/// Words that are tokens match by their characters; within the reach of a multiword token on either
/// side they match by their forms, as a longest common subsequence.
pub(super) fn align(gold: &[Word<'_>], system: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while g < gold.len() && s < system.len() {
        if gold[g].is_multiword || system[s].is_multiword {
            let (golds, systems) = multiword_reach(gold, system, g, s);
            (g, s) = (golds.end, systems.end);
            common_forms(gold, system, golds, systems, &mut pairs);
        } else if gold[g].range == system[s].range {
            pairs.push((g, s));
            g += 1;
            s += 1;
        } else if gold[g].range.start <= system[s].range.start {
            g += 1;
        } else {
            s += 1;
        }
    }
    pairs
}

/// The words around a multiword token at `g` or `s`, as few as hold all multiword tokens they meet.
fn multiword_reach(
    gold: &[Word<'_>],
    system: &[Word<'_>],
    mut g: usize,
    mut s: usize,
) -> (Range<usize>, Range<usize>) {
    let mut end = if gold[g].is_multiword {
        if !system[s].is_multiword && system[s].range.start < gold[g].range.start {
            s += 1;
        }
        gold[g].range.end
    } else {
        if !gold[g].is_multiword && gold[g].range.start < system[s].range.start {
            g += 1;
        }
        system[s].range.end
    };
    let (first_gold, first_system) = (g, s);
    let is_beyond = |words: &[Word<'_>], i: usize, end: usize| {
        words.get(i).is_none_or(|w| {
            if w.is_multiword {
                w.range.start >= end
            } else {
                w.range.end > end
            }
        })
    };
    while !is_beyond(gold, g, end) || !is_beyond(system, s, end) {
        let takes_gold =
            g < gold.len() && (s >= system.len() || gold[g].range.start <= system[s].range.start);
        let word = if takes_gold { &gold[g] } else { &system[s] };
        if word.is_multiword {
            end = end.max(word.range.end);
        }
        if takes_gold {
            g += 1;
        } else {
            s += 1;
        }
    }
    (first_gold..g, first_system..s)
}

/// Adds the pairs of a longest common subsequence of forms, compared without case.
fn common_forms(
    gold: &[Word<'_>],
    system: &[Word<'_>],
    golds: Range<usize>,
    systems: Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let same = |g: usize, s: usize| {
        gold[golds.start + g].token.form.to_lowercase()
            == system[systems.start + s].token.form.to_lowercase()
    };
    let mut longest = vec![vec![0usize; systems.len() + 1]; golds.len() + 1];
    for g in (0..golds.len()).rev() {
        for s in (0..systems.len()).rev() {
            let matched = usize::from(same(g, s)) * (1 + longest[g + 1][s + 1]);
            longest[g][s] = matched.max(longest[g + 1][s]).max(longest[g][s + 1]);
        }
    }
    let (mut g, mut s) = (0, 0);
    while g < golds.len() && s < systems.len() {
        if same(g, s) {
            pairs.push((golds.start + g, systems.start + s));
            g += 1;
            s += 1;
        } else if longest[g][s] == longest[g + 1][s] {
            g += 1;
        } else {
            s += 1;
        }
    }
}
