use super::file::File;
use super::{ArticleInfo, StoreError, StoredArticle, codec};
use oxigraph::model::{NamedNode, Quad, Triple};
use std::fs::{self, TryLockError};
use std::path::Path;

const LOCK: &str = "writer.lock";

/// The one process that may write to a store, with the store's file.
pub struct Writer {
    file: File,
    // Released by the system when it is dropped or the process dies.
    _lock: fs::File,
}

impl Writer {
    /// Opens the store in `dir` for writing, and makes it when it is not there.
    ///
    /// # Errors
    /// When another process writes, the folder holds other files, or the file cannot be used.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|e| StoreError::io("make the folder", dir, e))?;
        refuse_foreign(dir)?;
        let path = dir.join(LOCK);
        let io = |e| StoreError::io("lock", &path, e);
        let lock = fs::File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(io)?;
        lock.try_lock().map_err(|e| match e {
            TryLockError::WouldBlock => StoreError::Locked(dir.to_owned()),
            TryLockError::Error(e) => io(e),
        })?;
        let file = File::open_write(dir)?;
        // The folder's entries for the new files must survive a power cut too.
        fs::File::open(dir)
            .and_then(|d| d.sync_all())
            .map_err(|e| StoreError::io("sync the folder", dir, e))?;
        Ok(Self { file, _lock: lock })
    }

    /// Opens the store in `dir` for writing, if it is there.
    ///
    /// # Errors
    /// When there is none, or as [`Self::open`].
    pub fn open_existing(dir: &Path) -> Result<Self, StoreError> {
        File::open_read(dir)?;
        Self::open(dir)
    }

    /// Writes `articles` in one transaction; each replaces what was there under its id.
    ///
    /// On return they are on the disk, all of them; on error none is.
    ///
    /// # Errors
    /// When the disk is full or the file cannot be written.
    pub fn put(&mut self, articles: &[StoredArticle]) -> Result<(), StoreError> {
        self.file.put(articles)
    }

    /// Removes article `id` with all it said; `false` when there is none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, id: &str) -> Result<bool, StoreError> {
        self.file.remove(id)
    }

    /// Writes or replaces the graph `name`, which holds what no article says by itself: what was
    /// inferred, imported or added by a user. It does not count for the default graph.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn put_graph(&mut self, name: &NamedNode, triples: &[Triple]) -> Result<(), StoreError> {
        let quads: Vec<Quad> = triples
            .iter()
            .map(|t| t.clone().in_graph(name.clone()))
            .collect();
        self.file.put_graph(name.as_str(), &codec::encode(&quads))
    }

    /// Removes the graph `name` that [`Self::put_graph`] wrote; `false` when there is none.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove_graph(&mut self, name: &NamedNode) -> Result<bool, StoreError> {
        self.file.remove_graph(name.as_str())
    }

    /// What the store knows of article `id`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<ArticleInfo>, StoreError> {
        self.file.info(id)
    }

    /// What the store knows of every article, sorted by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn articles(&self) -> Result<Vec<ArticleInfo>, StoreError> {
        self.file.infos()
    }

    #[cfg(test)]
    pub(super) fn file(&self) -> &File {
        &self.file
    }
}

/// A folder of other files was probably named by mistake: griot does not put a store among them.
fn refuse_foreign(dir: &Path) -> Result<(), StoreError> {
    let read = |e| StoreError::io("read the folder", dir, e);
    let mut found = None;
    for entry in fs::read_dir(dir).map_err(read)? {
        let name = entry
            .map_err(read)?
            .file_name()
            .to_string_lossy()
            .into_owned();
        if name == File::NAME {
            return Ok(());
        }
        if name != LOCK {
            found = found.min(Some(name.clone())).or(Some(name));
        }
    }
    match found {
        None => Ok(()),
        Some(found) => Err(StoreError::Foreign {
            path: dir.to_owned(),
            found,
        }),
    }
}
