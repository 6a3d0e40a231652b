use std::io;
use std::path::{Path, PathBuf};

/// Why a store could not be opened, read or written. Nothing is half written when one is returned.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder is not there, or has no store in it.
    #[error("no griot store in `{}`; make one with `griot build PATH -l {}`", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The folder holds files that are not a store's.
    #[error("`{}` is a folder of other files (`{found}`), not a griot store; name a new or empty folder", .path.display())]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// One of the files in it.
        found: String,
    },
    /// Another process writes to the store.
    #[error("another griot process is writing to the store `{}`; wait until it ends, or build into another folder", .0.display())]
    Locked(PathBuf),
    /// The file has a layout that this version does not know.
    #[error("`{}` has store layout {found}, this griot knows up to {known}; use a newer griot, or build the store again", .path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its layout.
        found: i32,
        /// The newest known layout.
        known: i32,
    },
    /// The disk is full.
    #[error("the disk is full while writing `{}`; the articles stored so far are safe: make room and run the same command again", .0.display())]
    Full(PathBuf),
    /// The file is damaged, or is something else.
    #[error("`{}` is damaged or no griot store ({detail}); move it away and build again from the articles", .path.display())]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The operating system refused.
    #[error("cannot {action} `{}`: {source}", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// SQLite refused for another reason.
    #[error("cannot use `{}`: {source}", .path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// Oxigraph refused.
    #[error("the dataset of the store cannot be used: {0}")]
    Dataset(#[from] oxigraph::store::StorageError),
}

impl StoreError {
    /// Wraps what SQLite said about the file at `path` into what a user can act on.
    pub(super) fn sqlite(path: &Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full(path),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt {
                path,
                detail: source.to_string(),
            },
            _ => Self::Sqlite { path, source },
        }
    }

    /// Wraps what the system said when griot tried to `action` the file or folder at `path`.
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        if source.kind() == io::ErrorKind::StorageFull {
            return Self::Full(path.to_owned());
        }
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }
}
