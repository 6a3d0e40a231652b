//! What is known of words before any text is read.
//!
//! [`forms`] holds the full-form lexicon of French, and [`Readings`] the same knowledge as a set of
//! bits, for the network.

pub mod forms;
mod readings;

pub use readings::{ReadForms, Readings};
