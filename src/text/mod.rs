//! Places in a text: byte spans, lines and columns, and the one printer of diagnostics.

mod diagnostic;
mod line_index;
mod span;

pub use diagnostic::{Diagnostic, Severity};
pub use line_index::{CharIndex, LineColumn, LineIndex};
pub use span::Span;
