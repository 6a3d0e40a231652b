//! Universal Dependencies: the sentence type in which analysis and extraction meet.
//!
//! Columns and their names are those of CoNLL-U (<https://universaldependencies.org/format.html>).

mod conllu;
mod feats;
mod sentence;
mod upos;

pub use conllu::{ConlluError, read_conllu, write_conllu};
pub use feats::Feats;
pub use sentence::{MultiwordToken, Sentence, Token};
pub use upos::Upos;
