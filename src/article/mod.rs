//! One news article as read: its text, title, date and source, and which parts of it are prose.
//!
//! A file holds more than the article: share buttons, cookie notices, comment forms, credits. The
//! reader never rewrites the text; it keeps the original and lists the spans that are prose, so that
//! every offset found later is an offset of the file's text. What counts as furniture is data:
//! `lexicon/boilerplate.tsv` and `lexicon/dateline.tsv`, each pattern with its own tests.

mod clean;
mod dateline;
mod decode;
mod fold;
mod lines;
mod patterns;
mod slug;

pub use decode::DecodeError;
pub use slug::slug;

use crate::data::Data;
use crate::date::Date;
use crate::text::{Diagnostic, Span};
use clean::Cleaner;
use dateline::Datelines;

/// One article, ready for analysis.
///
/// ```
/// use griot::{article::ArticleReader, data::Data};
/// let reader = ArticleReader::load(&Data::embedded())?;
/// let bytes = "Un raid au Nord-Kivu\n\nGOMA, 3 mars 2018 (AFP) – Des rebelles ont attaqué Sake.\n\nPartager".as_bytes();
/// let article = reader.read("kivu", "kivu.txt", bytes, None)?;
/// assert_eq!(article.date.map(|d| d.to_string()).as_deref(), Some("2018-03-03"));
/// let kept: Vec<&str> = article.regions.iter().map(|r| r.of(&article.text)).collect();
/// assert_eq!(kept, ["Un raid au Nord-Kivu", "Des rebelles ont attaqué Sake."]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Safe as a segment of an IRI: ASCII letters, digits, `-`, `_`, `.`.
    pub id: String,
    /// The whole text as decoded, without a byte order mark; every span indexes it.
    pub text: String,
    /// The title, if the text has one; also the first of the regions.
    pub title: Option<Span>,
    /// The prose: paragraphs, title and subheadings, ordered, disjoint, without blanks at their ends.
    pub regions: Vec<Span>,
    /// Date of publication, from the caller, a header line or a dateline.
    pub date: Option<Date>,
    /// BCP 47 tag of its language.
    pub language: &'static str,
    /// Publisher, agency or address, if the text says it.
    pub source: Option<String>,
}

/// A file that is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArticleError {
    /// Its bytes are no text in an encoding that griot reads.
    #[error("`{path}`: {source}")]
    Decode {
        /// The file, as the caller names it.
        path: String,
        /// What is wrong, and where.
        source: DecodeError,
    },
}

/// A file of patterns that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReaderError {
    /// The data folder lacks it.
    #[error(
        "data file `{0}` is missing; expected it under `french/` or in the folder given by `--data`"
    )]
    Missing(&'static str),
    /// A line of it is wrong.
    #[error("{0}")]
    Line(Box<Diagnostic>),
}

/// Reads articles. Load once, share between threads.
#[derive(Clone, Debug)]
pub struct ArticleReader {
    cleaner: Cleaner,
    datelines: Datelines,
}

impl ArticleReader {
    /// The reader with the patterns of `data`.
    ///
    /// # Errors
    /// When a file of patterns is missing or a pattern in it is no regular expression.
    pub fn load(data: &Data) -> Result<Self, ReaderError> {
        Ok(Self {
            cleaner: Cleaner::load(data)?,
            datelines: Datelines::load(data)?,
        })
    }

    /// The article in `bytes`. `date`, if given, overrides what the text says of its own date.
    ///
    /// Total time is linear in `bytes`. An empty text is an article without regions.
    ///
    /// # Errors
    /// When the bytes are no text: `path_for_messages` then stands in the message.
    pub fn read(
        &self,
        id: &str,
        path_for_messages: &str,
        bytes: &[u8],
        date: Option<Date>,
    ) -> Result<Article, ArticleError> {
        let text =
            decode::decode(bytes, path_for_messages).map_err(|source| ArticleError::Decode {
                path: path_for_messages.to_owned(),
                source,
            })?;
        let markdown = has_extension(path_for_messages, &["md", "markdown"]);
        let mut lines = lines::lines(&text, markdown);
        let found = self.datelines.strip(&text, &mut lines);
        let title = self.cleaner.clean(&text, &mut lines);
        let regions = lines::join_wrapped(&text, &lines);
        let title = title.and_then(|t| regions.iter().copied().find(|r| r.contains(t)));
        Ok(Article {
            id: slug(id),
            title,
            regions,
            date: date.or(found.date),
            language: "fr",
            source: found.source,
            text,
        })
    }
}

fn has_extension(path: &str, extensions: &[&str]) -> bool {
    std::path::Path::new(path)
        .extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| extensions.iter().any(|x| x.eq_ignore_ascii_case(e)))
}

#[cfg(test)]
mod tests;
