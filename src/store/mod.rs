//! The embedded store: one directory with every article, its text and its quads, for SPARQL by Oxigraph.
//!
//! A store is a folder with
//! - `articles.sqlite`: per article its fingerprint, text, metadata and quads ([`codec`]). SQLite in
//!   write-ahead mode, every commit fsynced: what [`Writer::put`] acknowledged survives `kill -9` and a
//!   power cut, and readers in other processes go on beside the writer. (redb was measured too: as fast,
//!   a file 40 % larger, and no reader can open the file while a writer has it.)
//! - `writer.lock`: held by the one process that may write; the lock dies with its holder.
//! - `oxigraph/`, only with the feature `rocksdb`: Oxigraph's disk store, an index of the file that is
//!   brought up to date when the store is opened. Without the feature the index is built in memory.
//!
//! The default graph of the dataset is the union of what all articles say. A triple stays there as
//! long as one article says it.

pub mod codec;
mod dataset;
#[cfg(any(feature = "rocksdb", test))]
mod disk;
mod error;
mod file;
mod record;
mod scan;
#[cfg(test)]
mod tests;
mod writer;

pub use dataset::{Dataset, Store};
pub use error::StoreError;
pub use record::{ArticleInfo, Fingerprint, StoredArticle};
pub use scan::Scan;
pub use writer::Writer;
