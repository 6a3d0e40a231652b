//! What other extractors and annotators found, as articles of griot: JSON Lines and brat standoff.
//!
//! Both become an [`Article`] and an [`Extraction`], and go through the same mapping as what griot reads
//! itself: the same IRIs, the same evidence, the same checks. Spans count code points, as both formats do.

mod brat;
mod draft;
mod jsonl;

pub use brat::brat;
pub use jsonl::json_line;

use crate::article::Article;
use crate::extract::fact::Extraction;

/// An article and what somebody else found in it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The article.
    pub article: Article,
    /// What it says.
    pub extraction: Extraction,
}

/// A line that cannot be taken over, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{file}`, line {line}: {message}")]
pub struct ImportError {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, what was expected, and how to mend it.
    pub message: String,
}

#[cfg(test)]
mod tests;
