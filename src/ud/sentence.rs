use super::{Feats, Upos};
use crate::text::Span;
use smol_str::SmolStr;
use std::ops::Range;

/// A syntactic word: one CoNLL-U line with an integer ID.
///
/// Inside a sentence, words are addressed by index from 0; the CoNLL-U ID is the index plus 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Word form. For a part of a multiword token it is the syntactic word (*de*, *le*), not the surface.
    pub form: SmolStr,
    /// Dictionary form.
    pub lemma: SmolStr,
    /// Universal part of speech.
    pub upos: Upos,
    /// Morphological features.
    pub feats: Feats,
    /// Index of the head; `None` for the root.
    pub head: Option<usize>,
    /// Relation to the head, with subtype (`nsubj:pass`); `root` for the root.
    pub deprel: SmolStr,
    /// Bytes of the article that the word covers; the words of a multiword token share its span.
    pub span: Span,
}

impl Token {
    /// The relation without its subtype: `nsubj` for `nsubj:pass`.
    #[must_use]
    pub fn udeprel(&self) -> &str {
        let subtype = self.deprel.bytes().position(|b| b == b':');
        &self.deprel[..subtype.unwrap_or(self.deprel.len())]
    }
}

/// A surface token that stands for several words: *du* = *de* + *le*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultiwordToken {
    /// Indices of its words.
    pub words: Range<usize>,
    /// The surface form.
    pub form: SmolStr,
    /// Bytes of the article that it covers.
    pub span: Span,
}

/// One analyzed sentence of an article.
///
/// Invariants: spans are ordered, and those of different surface tokens are disjoint; heads form a
/// tree with one root (an empty sentence has no root).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Sentence {
    /// Bytes of the article from the first to the last token.
    pub span: Span,
    /// The syntactic words, in order.
    pub tokens: Vec<Token>,
    /// The multiword tokens, in order.
    pub multiword_tokens: Vec<MultiwordToken>,
}

impl Sentence {
    /// Index of the root, if the sentence has a word.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|t| t.head.is_none())
    }

    /// Indices of the dependents of word `head`, in order. Linear in the sentence.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.tokens.len()).filter(move |&i| self.tokens[i].head == Some(head))
    }

    /// The words of the article under this sentence.
    #[must_use]
    pub fn text<'a>(&self, article: &'a str) -> &'a str {
        self.span.of(article)
    }
}
