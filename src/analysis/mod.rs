//! Text to analyzed sentences: tokens, sentences, syntactic words, tags, lemmas, trees.
//!
//! Analysis is total: any string gives sentences, never an error. It keeps to the conventions
//! of the French treebanks of Universal Dependencies.

mod lemmatize;
mod mood;
pub mod mwt;
pub mod net;
mod participle;
mod segment;
mod table;
mod tokenize;
pub mod train;
mod voice;

use crate::data::Data;
use crate::lexicon::forms::FormLexicon;
use crate::text::{Span, WordMap};
use crate::ud::{MultiwordToken, Sentence, Token, Upos};
use lemmatize::Lemmatizer;
use mwt::MultiwordRules;
use net::Network;
use smol_str::SmolStr;
use std::ops::Range;
use tokenize::{Piece, TokenRules, Tokenizer};
use unicode_normalization::{UnicodeNormalization, is_nfc};
use voice::Voice;

/// Analyzes French text. Load it once; it is shared between threads by reference.
pub struct Analyzer {
    lexicon: FormLexicon,
    tokens: TokenRules,
    multiword: MultiwordRules,
    lemmatizer: Lemmatizer,
    network: Network,
    voice: Voice,
}

impl Analyzer {
    /// An analyzer with the lexicons and the model of `data`.
    ///
    /// # Errors
    /// When a file is missing or not what it should be.
    pub fn load(data: &Data) -> Result<Self, AnalysisError> {
        Ok(Self {
            lexicon: load_lexicon(data)?,
            tokens: TokenRules::load(data)?,
            multiword: MultiwordRules::load(data)?,
            lemmatizer: Lemmatizer::load(data)?,
            network: load_network(data)?,
            voice: Voice::load(data)?,
        })
    }

    /// The sentences of `text` inside `regions`, ordered and disjoint byte spans such as paragraphs; no
    /// sentence crosses the end of a region. The whole text is one region for an empty list.
    ///
    /// Any text has sentences: white space alone has none, and everything else lies in a token.
    #[must_use]
    pub fn analyze(&self, text: &str, regions: &[Span]) -> Vec<Sentence> {
        let mut sentences = self.segment(text, regions);
        self.annotate(&mut sentences);
        sentences
    }

    /// Tokens, sentences and syntactic words only: every word an `X` that hangs on the first.
    #[must_use]
    pub fn segment(&self, text: &str, regions: &[Span]) -> Vec<Sentence> {
        let whole = [Span::new(0, text.len())];
        let regions = if regions.is_empty() { &whole } else { regions };
        let tokenizer = Tokenizer {
            rules: &self.tokens,
            lexicon: &self.lexicon,
        };
        let mut sentences = Vec::new();
        for &region in regions {
            let pieces = tokenizer.tokenize(text, region);
            for range in segment::segment(&tokenizer, text, &pieces) {
                sentences.push(self.sentence(text, &pieces[range]));
            }
        }
        sentences
    }

    /// Tags, lemmatizes and parses sentences that have their words, whatever they had before.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        self.network.annotate(sentences, &self.lexicon);
        // Words repeat, and what their lemma hangs on repeats with them.
        let mut known: WordMap<_, SmolStr> = WordMap::default();
        for sentence in sentences {
            participle::correct(sentence, &self.lexicon);
            mood::correct(sentence, &self.lexicon);
            for token in &mut sentence.tokens {
                let key = (token.form.clone(), token.upos, token.feats.clone());
                let lemma = || self.lemmatizer.lemma(&self.lexicon, token);
                token.lemma = known.entry(key).or_insert_with(lemma).clone();
            }
            self.voice.correct(sentence);
        }
    }

    /// The lemma of a word whose form, part of speech and features are known.
    #[must_use]
    pub fn lemma(&self, token: &Token) -> SmolStr {
        self.lemmatizer.lemma(&self.lexicon, token)
    }

    /// Learns from treebank `sentences` the text of `lexicon/lemmas.tsv`, for this analyzer's lexicon and endings.
    #[must_use]
    pub fn learn_lemmas(&self, sentences: &[Sentence]) -> String {
        lemmatize::exceptions(&self.lexicon, &self.lemmatizer, sentences)
    }

    /// Learns from this analyzer's lexicon the text of `lexicon/lemma_endings.tsv`.
    #[must_use]
    pub fn learn_lemma_endings(&self) -> String {
        lemmatize::endings(&self.lexicon, &self.lemmatizer)
    }

    /// The full-form lexicon.
    #[must_use]
    pub const fn lexicon(&self) -> &FormLexicon {
        &self.lexicon
    }

    fn sentence(&self, text: &str, pieces: &[Piece]) -> Sentence {
        let forms: Vec<SmolStr> = pieces.iter().map(|p| form(p.span.of(text))).collect();
        let mut sentence = Sentence {
            span: pieces[0].span.cover(pieces[pieces.len() - 1].span),
            ..Sentence::default()
        };
        for (i, piece) in pieces.iter().enumerate() {
            let words = self.multiword.split(&self.lexicon, &forms, i);
            let Some(words) = words else {
                push_word(&mut sentence.tokens, forms[i].clone(), piece.span);
                continue;
            };
            let first = sentence.tokens.len();
            for word in words {
                push_word(&mut sentence.tokens, word, piece.span);
            }
            let words: Range<usize> = first..sentence.tokens.len();
            sentence.multiword_tokens.push(MultiwordToken {
                words,
                form: forms[i].clone(),
                span: piece.span,
            });
        }
        sentence
    }
}

fn load_lexicon(data: &Data) -> Result<FormLexicon, AnalysisError> {
    const FORMS: &str = "lexicon/forms.bin";
    const SPEECH_VERBS: &str = "lexicon/speech_verbs.tsv";
    let bytes = data
        .file(FORMS)
        .ok_or_else(|| AnalysisError::Missing(FORMS.to_owned()))?;
    let speech_verbs = data
        .file(SPEECH_VERBS)
        .ok_or_else(|| AnalysisError::Missing(SPEECH_VERBS.to_owned()))?;
    let speech_verbs = std::str::from_utf8(speech_verbs)
        .map_err(|_| AnalysisError::Utf8(SPEECH_VERBS.to_owned()))?;
    let lemmas = speech_verbs
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(FormLexicon::load(bytes)?.with_speech_verbs(lemmas))
}

fn load_network(data: &Data) -> Result<Network, AnalysisError> {
    const MODEL: &str = "model/french.griot";
    let bytes = data
        .file(MODEL)
        .ok_or_else(|| AnalysisError::Missing(MODEL.to_owned()))?;
    Ok(Network::load(bytes)?)
}

/// A surface as a form: in NFC, as treebanks are, and otherwise as written.
fn form(surface: &str) -> SmolStr {
    if surface.is_ascii() || is_nfc(surface) {
        SmolStr::new(surface)
    } else {
        surface.nfc().collect()
    }
}

fn push_word(tokens: &mut Vec<Token>, form: SmolStr, span: Span) {
    let first = tokens.is_empty();
    tokens.push(Token {
        lemma: form.clone(),
        form,
        upos: Upos::X,
        feats: crate::ud::Feats::default(),
        head: (!first).then_some(0),
        deprel: if first { "root" } else { "dep" }.into(),
        span,
    });
}

/// Why the data folder does not make an analyzer.
#[derive(Debug, thiserror::Error)]
pub enum AnalysisError {
    /// A file is not there.
    #[error(
        "data file `{0}` is missing; expected it under `french/` or in the folder given by `--data`"
    )]
    Missing(String),
    /// A file is not text.
    #[error("data file `{0}` is not UTF-8")]
    Utf8(String),
    /// A line of a table is wrong.
    #[error("{0}")]
    Table(Box<crate::text::Diagnostic>),
    /// A value in a table is none of those it may be.
    #[error("{file}: unknown value `{value}`; expected one of `{expected}`")]
    Value {
        /// The file, relative to the data folder.
        file: String,
        /// The value found.
        value: String,
        /// The values that may stand there.
        expected: String,
    },
    /// The full-form lexicon is unusable.
    #[error("`lexicon/forms.bin`: {0}")]
    Lexicon(#[from] crate::lexicon::forms::LexiconError),
    /// The model of the tagger and parser is unusable.
    #[error("`model/french.griot`: {0}")]
    Model(#[from] net::ModelError),
}

impl AnalysisError {
    fn value(file: &str, value: &str, expected: &[&str]) -> Self {
        Self::Value {
            file: file.to_owned(),
            value: value.to_owned(),
            expected: expected.join("`, `"),
        }
    }
}

#[cfg(test)]
mod tests;
