//! The language data: lexicons, rules and model of `french/`, embedded or read from a folder.
//!
//! Everything French that is not code comes through here, so that another language or another
//! domain is another folder.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

include!(concat!(env!("OUT_DIR"), "/french.rs"));

/// A file of the data folder that could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read data file `{}`: {source}", path.display())]
pub struct DataError {
    path: PathBuf,
    source: io::Error,
}

/// Named files, each a path with `/` relative to the data folder and its bytes.
#[derive(Clone, Debug)]
pub struct Data {
    files: BTreeMap<Cow<'static, str>, Cow<'static, [u8]>>,
}

impl Data {
    /// The files of `french/` as they were when griot was built. Copies nothing.
    #[must_use]
    pub fn embedded() -> Self {
        let files = FRENCH
            .iter()
            .map(|&(name, bytes)| (Cow::Borrowed(name), Cow::Borrowed(bytes)))
            .collect();
        Self { files }
    }

    /// The embedded files, with those of `folder` (recursively) added or put in their place.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, DataError> {
        self.add(folder, folder)?;
        Ok(self)
    }

    fn add(&mut self, root: &Path, folder: &Path) -> Result<(), DataError> {
        let error = |path: &Path, source| DataError {
            path: path.to_owned(),
            source,
        };
        for entry in fs::read_dir(folder).map_err(|e| error(folder, e))? {
            let path = entry.map_err(|e| error(folder, e))?.path();
            if path.is_dir() {
                self.add(root, &path)?;
            } else {
                let bytes = fs::read(&path).map_err(|e| error(&path, e))?;
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
                self.files
                    .insert(Cow::Owned(name.replace('\\', "/")), Cow::Owned(bytes));
            }
        }
        Ok(())
    }

    /// The bytes of file `name`, such as `lexicon/countries.tsv`.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(AsRef::as_ref)
    }

    /// Every file whose name starts with `prefix` (`rules/`), sorted by name.
    pub fn folder<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> + 'a {
        self.files
            .iter()
            .filter(move |(name, _)| name.starts_with(prefix))
            .map(|(name, bytes)| (name.as_ref(), bytes.as_ref()))
    }
}
