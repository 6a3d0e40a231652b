use crate::article::{ArticleError, slug};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The longest article that is read, in bytes: a whole book fits, a disk image does not.
const MAX_BYTES: u64 = 64 << 20;

/// File extensions that a folder is searched for.
const EXTENSIONS: [&str; 3] = ["txt", "md", "markdown"];

/// Why an article could not be read. The others are read all the same.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file or folder is not there.
    #[error("`{}`: there is no such file or folder", .0.display())]
    Missing(PathBuf),
    /// The folder has no article in it.
    #[error("`{}`: no `.txt` or `.md` file in this folder or below it", .0.display())]
    NoArticle(PathBuf),
    /// The operating system refused.
    #[error("`{}`: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is too long.
    #[error("`{}`: longer than {} MiB, so hardly an article; split it", .0.display(), MAX_BYTES >> 20)]
    TooLong(PathBuf),
    /// The bytes are no text.
    #[error(transparent)]
    Article(#[from] ArticleError),
    /// griot failed where it must not.
    #[error("`{}`: griot failed on this article ({message}); this is a bug of griot, please report it with the article", .path.display())]
    Bug {
        /// The file.
        path: PathBuf,
        /// What the failure said.
        message: String,
    },
}

/// An article that is to be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The file, as the user named it; `-` is standard input.
    pub path: PathBuf,
    /// The local part of the article's IRI.
    pub id: String,
}

impl Source {
    /// All bytes of the file.
    ///
    /// # Errors
    /// When it cannot be read, or is too long.
    pub fn bytes(&self) -> Result<Vec<u8>, ReadError> {
        let io = |source| ReadError::Io {
            path: self.path.clone(),
            source,
        };
        let mut bytes = Vec::new();
        let n_read = if self.is_stdin() {
            io::stdin()
                .lock()
                .take(MAX_BYTES + 1)
                .read_to_end(&mut bytes)
        } else {
            File::open(&self.path).and_then(|f| f.take(MAX_BYTES + 1).read_to_end(&mut bytes))
        };
        if n_read.map_err(io)? as u64 > MAX_BYTES {
            return Err(ReadError::TooLong(self.path.clone()));
        }
        Ok(bytes)
    }

    /// How long the file is, in bytes, as far as the system knows.
    pub(super) fn length(&self) -> u64 {
        self.path.metadata().map_or(0, |m| m.len())
    }

    fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }
}

/// The articles that `paths` name: files as they are, folders searched for `.txt` and `.md` at any
/// depth, in the order of their names; beside them, what could not be read.
///
/// The id of an article is made from its path relative to the argument, without extension, so that
/// a folder gives the same ids wherever it lies. Where two files would get the same id, each of
/// them gets a hash of its path at the end.
#[must_use]
pub fn sources(paths: &[PathBuf]) -> (Vec<Source>, Vec<ReadError>) {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        let n = found.len();
        if path == Path::new("-") {
            found.push((path.clone(), "stdin".into()));
        } else if path.is_dir() {
            let n_errors = errors.len();
            walk(path, path, &mut found, &mut errors);
            if found.len() == n && errors.len() == n_errors {
                errors.push(ReadError::NoArticle(path.clone()));
            }
        } else if path.exists() {
            let name = path.file_stem().unwrap_or(path.as_os_str());
            found.push((path.clone(), name.into()));
        } else {
            errors.push(ReadError::Missing(path.clone()));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|(path, _)| seen.insert(path.clone()));
    (name_apart(found), errors)
}

fn walk(
    root: &Path,
    folder: &Path,
    found: &mut Vec<(PathBuf, PathBuf)>,
    errors: &mut Vec<ReadError>,
) {
    let error = |source| ReadError::Io {
        path: folder.to_owned(),
        source,
    };
    let entries: io::Result<Vec<PathBuf>> =
        std::fs::read_dir(folder).and_then(|d| d.map(|e| Ok(e?.path())).collect());
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(e) => return errors.push(error(e)),
    };
    entries.sort();
    for path in entries {
        // A link to a folder may lead back up; one to a file is a file.
        if path.is_dir() {
            if !path.is_symlink() {
                walk(root, &path, found, errors);
            }
        } else if is_article(&path) {
            let name = path.strip_prefix(root).unwrap_or(&path).with_extension("");
            found.push((path, name));
        }
    }
}

fn is_article(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| EXTENSIONS.iter().any(|x| x.eq_ignore_ascii_case(e)))
}

fn name_apart(found: Vec<(PathBuf, PathBuf)>) -> Vec<Source> {
    let ids: Vec<String> = found
        .iter()
        .map(|(_, name)| slug(&name.to_string_lossy()))
        .collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for id in &ids {
        *uses.entry(id.clone()).or_default() += 1;
    }
    found
        .into_iter()
        .zip(ids)
        .map(|((path, _), id)| {
            let id = if uses[&id] > 1 {
                let hash = Sha256::digest(path.to_string_lossy().as_bytes());
                let hash: String = hash.iter().take(4).map(|b| format!("{b:02x}")).collect();
                format!("{id}-{hash}")
            } else {
                id
            };
            Source { path, id }
        })
        .collect()
}
