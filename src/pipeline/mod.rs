//! Article in, quads out: the only place where all stages meet.
//!
//! [`Pipeline::read`] takes one file's bytes through article, sentences and extraction;
//! [`for_each`] does so for many, side by side, and hands the results over in their order;
//! [`build`] writes what is new into a store. Memory holds one batch of articles at a time.

mod batch;
mod build;
mod source;
#[cfg(test)]
mod tests;

pub use batch::for_each;
pub use build::{BuildError, Plan, Progress, Report, build};
pub use source::{ReadError, Source, sources};

use crate::analysis::{AnalysisError, Analyzer};
use crate::article::{Article, ArticleReader, ReaderError};
use crate::data::Data;
use crate::date::Date;
use crate::extract::{ExtractError, Extraction, Extractor};
use crate::rdf::{Base, Provenance, to_quads};
use crate::rule::TestReport;
use crate::store::Fingerprint;
use crate::ud::Sentence;
use oxigraph::model::Quad;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Why the language data cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The patterns of the article reader.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The lexicons or the model of the analysis.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// The lexicons or the rules of the extraction.
    #[error(transparent)]
    Extract(#[from] ExtractError),
}

/// All stages, loaded once and shared between threads.
pub struct Pipeline {
    reader: ArticleReader,
    analyzer: Analyzer,
    extractor: Extractor,
    base: Base,
    provenance: Provenance,
}

/// One article after all stages.
pub struct Reading {
    /// The article as read.
    pub article: Article,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// What it says.
    pub extraction: Extraction,
}

impl Pipeline {
    /// Loads all stages from `data`; resources get their IRIs under `base`.
    ///
    /// # Errors
    /// When a data file is missing or wrong.
    pub fn load(data: &Data, base: Base) -> Result<Self, PipelineError> {
        Ok(Self {
            reader: ArticleReader::load(data)?,
            analyzer: Analyzer::load(data)?,
            extractor: Extractor::load(data)?,
            base,
            provenance: provenance(data),
        })
    }

    /// The analyzer.
    #[must_use]
    pub const fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// The extractor, with its rules.
    #[must_use]
    pub const fn extractor(&self) -> &Extractor {
        &self.extractor
    }

    /// The base of the IRIs.
    #[must_use]
    pub const fn base(&self) -> &Base {
        &self.base
    }

    /// Runs every rule on its own examples.
    #[must_use]
    pub fn test_rules(&self) -> TestReport {
        self.extractor
            .test_rules(&|text| self.analyzer.analyze(text, &[]))
    }

    /// Takes `bytes`, the content of `source`, through all stages. `date`, if given, is the
    /// article's.
    ///
    /// # Errors
    /// When the bytes are no text, or griot itself fails on them: one bad article must never stop
    /// the others, so a bug that panics is caught here and named.
    pub fn read(
        &self,
        source: &Source,
        bytes: &[u8],
        date: Option<Date>,
    ) -> Result<Reading, ReadError> {
        guard(source, || {
            let article = self.article(source, bytes, date)?;
            let sentences = self.sentences(&article);
            let extraction = self.extractor.extract(&article, &sentences);
            Ok(Reading {
                article,
                sentences,
                extraction,
            })
        })
    }

    /// Takes `bytes` as far as the analysis: the article and its sentences.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn analyze(
        &self,
        source: &Source,
        bytes: &[u8],
    ) -> Result<(Article, Vec<Sentence>), ReadError> {
        guard(source, || {
            let article = self.article(source, bytes, None)?;
            let sentences = self.sentences(&article);
            Ok((article, sentences))
        })
    }

    fn article(
        &self,
        source: &Source,
        bytes: &[u8],
        date: Option<Date>,
    ) -> Result<Article, ReadError> {
        let path = source.path.to_string_lossy();
        Ok(self.reader.read(&source.id, &path, bytes, date)?)
    }

    /// An article without prose has no sentences; to the analyzer no region means all of the text.
    fn sentences(&self, article: &Article) -> Vec<Sentence> {
        if article.regions.is_empty() {
            return Vec::new();
        }
        self.analyzer.analyze(&article.text, &article.regions)
    }

    /// What `reading` says as quads: of the default graph, the article's graph and its evidence graph.
    #[must_use]
    pub fn quads(&self, reading: &Reading) -> Vec<Quad> {
        let quads = to_quads(
            &reading.article,
            &reading.extraction,
            &self.base,
            &self.provenance,
        );
        quads.default_graph().chain(quads.iter().cloned()).collect()
    }
}

fn guard<T>(source: &Source, work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_default();
        Err(ReadError::Bug {
            path: source.path.clone(),
            message,
        })
    })
}

/// How articles are read, as a fingerprint: the version of griot and all of its language data.
///
/// Part of every article's fingerprint, so that a changed rule reads all articles again.
#[must_use]
pub fn digest(data: &Data) -> Fingerprint {
    let mut parts: Vec<&[u8]> = vec![env!("CARGO_PKG_VERSION").as_bytes()];
    for (name, bytes) in data.all() {
        parts.push(name.as_bytes());
        parts.push(bytes);
    }
    Fingerprint::of(&parts)
}

/// The parts of the language data by their hashes: one for each folder (`lexicon`, `model`, `rules`).
fn provenance(data: &Data) -> Provenance {
    let mut hashes: BTreeMap<&str, Sha256> = BTreeMap::new();
    for (name, bytes) in data.folder("") {
        let part = name.split('/').next().unwrap_or(name);
        let hash = hashes.entry(part).or_default();
        for field in [name.as_bytes(), bytes] {
            hash.update((field.len() as u64).to_le_bytes());
            hash.update(field);
        }
    }
    let hex = |hash: Sha256| hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    let parts = hashes
        .into_iter()
        .map(|(part, hash)| (part.to_owned(), hex(hash)));
    Provenance::new(parts.collect())
}
