use super::batch::batches;
use super::{Pipeline, PipelineError, ReadError, Reading, Source};
use crate::date::Date;
use crate::rdf::Base;
use crate::store::{ArticleInfo, Fingerprint, StoreError, StoredArticle, Writer};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::path::PathBuf;

/// What a build is told to do.
pub struct Plan<'a> {
    /// The date of all articles, if it is given.
    pub date: Option<Date>,
    /// The base of the IRIs.
    pub base: &'a Base,
    /// How articles are read ([`super::digest`]).
    pub digest: Fingerprint,
    /// Whether articles that have not changed are read again.
    pub again: bool,
}

/// A step of a build.
pub enum Progress<'a> {
    /// The article is in the store already, just so.
    Unchanged(&'a Source),
    /// The article is in the store now, and on the disk.
    Stored {
        /// The article.
        source: &'a Source,
        /// Where another file's article, now replaced, came from.
        replaced_other: Option<PathBuf>,
    },
    /// The article could not be read.
    Failed(&'a ReadError),
}

/// What a build did.
#[derive(Debug, Default)]
pub struct Report {
    /// Articles that are new.
    pub added: usize,
    /// Articles that were there and have changed.
    pub replaced: usize,
    /// Articles that were there and have not changed.
    pub unchanged: usize,
    /// Articles that could not be read.
    pub failed: usize,
    /// Events in the articles added and replaced.
    pub events: usize,
    /// Plain triples between entities in them.
    pub facts: usize,
}

/// A build that could not go on. The articles acknowledged so far are safe.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The language data cannot be used.
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
}

/// Reads those of `sources` that are new or have changed and writes them to the store, batch by
/// batch, in the threads of `pool`; `load` is called when the first of them is met. The result does
/// not depend on the number of threads, nor on what was built before.
///
/// # Errors
/// When the store cannot be written, or `load` fails.
pub fn build(
    pool: &ThreadPool,
    sources: &[Source],
    plan: &Plan<'_>,
    writer: &mut Writer,
    load: impl FnOnce() -> Result<Pipeline, PipelineError>,
    mut on: impl FnMut(Progress<'_>),
) -> Result<Report, BuildError> {
    let mut report = Report::default();
    let mut pipeline = Lazy::Unloaded(load);
    for batch in batches(sources) {
        let inputs: Vec<_> = pool.install(|| batch.par_iter().map(|s| input(s, plan)).collect());
        let mut changed = Vec::new();
        for (source, input) in batch.iter().zip(inputs) {
            match input {
                Err(error) => fail(&error, &mut report, &mut on),
                Ok((bytes, fingerprint)) => {
                    let old = writer.article(&source.id)?;
                    if !plan.again && old.as_ref().is_some_and(|o| o.fingerprint == fingerprint) {
                        report.unchanged += 1;
                        on(Progress::Unchanged(source));
                    } else {
                        changed.push(Changed {
                            source,
                            bytes,
                            fingerprint,
                            old,
                        });
                    }
                }
            }
        }
        if changed.is_empty() {
            continue;
        }
        let pipeline = pipeline.get()?;
        let date = plan.date;
        let results: Vec<_> = pool.install(|| {
            let read = changed.into_par_iter().map(|c| c.read(pipeline, date));
            read.collect()
        });
        let (mut articles, mut done) = (Vec::new(), Vec::new());
        for result in results {
            match result {
                Err(error) => fail(&error, &mut report, &mut on),
                Ok((article, one)) => {
                    articles.push(article);
                    done.push(one);
                }
            }
        }
        writer.put(&articles)?;
        done.into_iter()
            .for_each(|one| one.tell(&mut report, &mut on));
    }
    Ok(report)
}

/// A pipeline that is loaded when it is first wanted: building again must be quick.
enum Lazy<F> {
    Unloaded(F),
    Loading,
    Loaded(Box<Pipeline>),
}

impl<F: FnOnce() -> Result<Pipeline, PipelineError>> Lazy<F> {
    fn get(&mut self) -> Result<&Pipeline, PipelineError> {
        *self = match std::mem::replace(self, Self::Loading) {
            Self::Unloaded(load) => Self::Loaded(Box::new(load()?)),
            other => other,
        };
        match self {
            Self::Loaded(pipeline) => Ok(pipeline),
            _ => unreachable!("an error of loading ends the build"),
        }
    }
}

/// An article that is not in the store as it is now.
struct Changed<'a> {
    source: &'a Source,
    bytes: Vec<u8>,
    fingerprint: Fingerprint,
    old: Option<ArticleInfo>,
}

/// An article that is on its way into the store.
struct Done<'a> {
    source: &'a Source,
    old: Option<ArticleInfo>,
    n_events: usize,
    n_facts: usize,
}

impl<'a> Changed<'a> {
    fn read(
        self,
        pipeline: &Pipeline,
        date: Option<Date>,
    ) -> Result<(StoredArticle, Done<'a>), ReadError> {
        let reading = pipeline.read(self.source, &self.bytes, date)?;
        let relations = &reading.extraction.relations;
        let done = Done {
            source: self.source,
            old: self.old,
            n_events: reading.extraction.events.len(),
            n_facts: relations.iter().filter(|r| r.status.is_plain()).count(),
        };
        let article = stored(pipeline, self.source, self.fingerprint, reading);
        Ok((article, done))
    }
}

impl Done<'_> {
    fn tell(self, report: &mut Report, on: &mut impl FnMut(Progress<'_>)) {
        report.events += self.n_events;
        report.facts += self.n_facts;
        let n = match self.old {
            Some(_) => &mut report.replaced,
            None => &mut report.added,
        };
        *n += 1;
        let replaced_other = self
            .old
            .map(|old| PathBuf::from(old.path))
            .filter(|path| path.to_string_lossy() != self.source.path.to_string_lossy());
        on(Progress::Stored {
            source: self.source,
            replaced_other,
        });
    }
}

fn fail(error: &ReadError, report: &mut Report, on: &mut impl FnMut(Progress<'_>)) {
    report.failed += 1;
    on(Progress::Failed(error));
}

/// The bytes of an article with the fingerprint of all that its quads depend on.
fn input(source: &Source, plan: &Plan<'_>) -> Result<(Vec<u8>, Fingerprint), ReadError> {
    let bytes = source.bytes()?;
    let date = plan.date.map(|d| d.to_string()).unwrap_or_default();
    let extension = source.path.extension().unwrap_or_default();
    let fingerprint = Fingerprint::of(&[
        plan.digest.as_bytes(),
        plan.base.as_str().as_bytes(),
        source.id.as_bytes(),
        extension.to_string_lossy().as_bytes(),
        date.as_bytes(),
        &bytes,
    ]);
    Ok((bytes, fingerprint))
}

fn stored(
    pipeline: &Pipeline,
    source: &Source,
    fingerprint: Fingerprint,
    reading: Reading,
) -> StoredArticle {
    let quads = pipeline.quads(&reading);
    let article = reading.article;
    StoredArticle {
        info: ArticleInfo {
            id: article.id,
            fingerprint,
            path: source.path.to_string_lossy().into_owned(),
            title: article.title.map(|t| t.of(&article.text).to_owned()),
            date: article.date.map(|d| d.to_string()),
            source: article.source,
        },
        text: article.text,
        quads,
    }
}
