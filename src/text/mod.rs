//! Places in a text: byte spans, lines and columns; the one printer of diagnostics, and what it suggests;
//! maps by words.

mod diagnostic;
mod hash;
mod line_index;
mod span;
mod suggest;

pub use diagnostic::{Diagnostic, Severity};
pub(crate) use hash::{FormHasher, WordMap};
pub use line_index::{CharIndex, LineColumn, LineIndex};
pub use span::Span;
pub use suggest::{did_you_mean, nearest, nearest_within};
