//! The tagger and parser: a bidirectional LSTM over word vectors, read by three scorers.
//!
//! One network does all (Dozat and Manning 2017 with the tagger of a multi-task model): part of speech and
//! features as one tag, heads by a bilinear form, relations by sums and products of the two words.
//! It computes in integers wherever sums are long, so that the answer is the same on every machine and
//! does not depend on which other sentences are analyzed with it.

mod aligned;
mod committee;
mod embed;
pub(crate) mod features;
pub(crate) mod format;
mod kernel;
mod layer;
mod lstm;
#[cfg(target_arch = "x86_64")]
mod madd;
pub(crate) mod math;
mod network;
mod scorer;
#[cfg(test)]
mod tests;
#[cfg(all(target_arch = "x86_64", target_os = "linux"))]
mod tiles;
pub(crate) mod tree;
mod valency;

pub use committee::Committee;
pub use features::Genre;
pub use format::ModelError;
pub use network::Network;
