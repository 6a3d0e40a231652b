//! The full-form lexicon: what a form can be and what its lemmas are.
//!
//! It is one compact file, built from a table of forms by [`compile`] and read without parsing:
//! an automaton from forms to sets of analyses ([`FormLexicon`]).

mod compile;
mod lexicon;

pub use compile::{CompileError, compile};
pub use lexicon::{Analyses, Analysis, FormLexicon, LexiconError, lookup_form};
