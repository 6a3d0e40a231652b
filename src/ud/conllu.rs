use super::{Feats, MultiwordToken, Sentence, Token, Upos};
use crate::text::{Diagnostic, Span};
use smol_str::SmolStr;

/// What can be wrong with a CoNLL-U file: a place in it and a message.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConlluError(#[from] pub Diagnostic);

/// Placeholder, replaced by the CoNLL-U reader.
pub fn read_conllu(_path: &str, _source: &str) -> Result<Vec<(String, Sentence)>, ConlluError> {
    let _ = (Feats::default(), Upos::X, SmolStr::default(), Span::default());
    let _: Option<(MultiwordToken, Token)> = None;
    Ok(Vec::new())
}

/// Placeholder, replaced by the CoNLL-U writer.
pub fn write_conllu() {}
