//! CoNLL-U, the exchange format of Universal Dependencies
//! (<https://universaldependencies.org/format.html>).

mod read;
mod write;

pub use read::{ConlluError, read_conllu};
pub use write::write_conllu;

#[cfg(test)]
mod tests;
