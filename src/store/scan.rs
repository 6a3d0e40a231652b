use super::StoreError;
use super::codec::Quads;
use super::file::File;
use std::path::Path;

/// The quads of a store, article by article, read from its file alone: for whole exports.
///
/// Nothing is loaded into Oxigraph, so that memory holds one article at a time and the first quad
/// comes at once.
pub struct Scan {
    file: File,
}

impl Scan {
    /// Opens the store in `dir` for reading.
    ///
    /// # Errors
    /// When there is no store in `dir`, or it is damaged.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        File::open_read(dir).map(|file| Self { file })
    }

    /// Hands the quads of every article to `take`, by id, then those of every other graph, by name:
    /// one state of the store, whatever a writer does meanwhile. What several articles say comes
    /// several times in the default graph.
    ///
    /// # Errors
    /// The first error of `take`, or when the file cannot be read.
    pub fn for_each<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(Quads) -> Result<(), E>,
    ) -> Result<(), E> {
        self.file
            .for_each_quads(|blob| take(self.file.decode(&blob)?))
    }
}
