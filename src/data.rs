//! The language data: lexicons, rules and model of `french/`, embedded or read from a folder.
//!
//! Everything French that is not code comes through here, so that another language or another
//! domain is another folder. A folder of rules of the user's own ([`Data::with_rules`]) adds to what
//! is there: rules, lexical classes, and the terms that its rules speak of.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

include!(concat!(env!("OUT_DIR"), "/french.rs"));

/// A folder of data that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// A file or folder could not be read.
    #[error("cannot read data file `{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A folder of rules has nothing that rules are made of.
    #[error("`{}`: no `.rule` and no `.tsv` file in this folder or below it", .0.display())]
    NoRules(PathBuf),
}

/// Named files, each a path with `/` relative to the data folder and its bytes.
#[derive(Clone, Debug)]
pub struct Data {
    files: Files,
    /// What the user's own rule folders hold, by the path under which the user named them.
    own: Files,
}

type Files = BTreeMap<Cow<'static, str>, Cow<'static, [u8]>>;

/// Where griot's rules lie, and its lexical classes.
const RULES: &str = "rules/";
const CLASSES: &str = "lexicon/classes/";
/// The file of a rule folder that names terms.
const TERMS: &str = "terms.tsv";

impl Data {
    /// The files of `french/` as they were when griot was built. Copies nothing.
    #[must_use]
    pub fn embedded() -> Self {
        let files = FRENCH
            .iter()
            .map(|&(name, bytes)| (Cow::Borrowed(name), Cow::Borrowed(bytes)))
            .collect();
        Self {
            files,
            own: Files::new(),
        }
    }

    /// The embedded files, with those of `folder` (recursively) added or put in their place.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read.
    pub fn with_folder(mut self, folder: &Path) -> Result<Self, DataError> {
        for path in walk(folder)? {
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let name = Cow::Owned(name.to_string_lossy().replace('\\', "/"));
            self.files.insert(name, Cow::Owned(read(&path)?));
        }
        Ok(self)
    }

    /// The same files and `bytes` as file `name`, in the place of one that has that name.
    #[must_use]
    pub fn with_file(mut self, name: String, bytes: Vec<u8>) -> Self {
        self.files.insert(Cow::Owned(name), Cow::Owned(bytes));
        self
    }

    /// Adds the rules of `folder` (recursively): `.rule` files, lexical classes in `.tsv` files, and
    /// terms of another domain in `terms.tsv`. Other files are left alone.
    ///
    /// # Errors
    /// When the folder or a file in it cannot be read, or none is of this kind.
    pub fn with_rules(mut self, folder: &Path) -> Result<Self, DataError> {
        let mut paths = walk(folder)?;
        paths.retain(|path| path.extension().is_some_and(|e| e == "rule" || e == "tsv"));
        if paths.is_empty() {
            return Err(DataError::NoRules(folder.to_owned()));
        }
        for path in paths {
            let name = Cow::Owned(path.to_string_lossy().into_owned());
            self.own.insert(name, Cow::Owned(read(&path)?));
        }
        Ok(self)
    }

    /// Leaves griot's own rules out, so that those of [`Self::with_rules`] stand alone. The lexical classes
    /// stay: the reading of syntax rests on them.
    #[must_use]
    pub fn without_rules(mut self) -> Self {
        self.files.retain(|name, _| !name.starts_with(RULES));
        self
    }

    /// The rule files, griot's first.
    pub fn rules(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let own = self.own_files(|name| name.ends_with(".rule"));
        let griots = self
            .folder(RULES)
            .filter(|(name, _)| name.ends_with(".rule"));
        griots.chain(own)
    }

    /// The tables of lexical classes, griot's first.
    pub fn classes(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let own = self.own_files(|name| name.ends_with(".tsv") && !is_terms(name));
        self.folder(CLASSES).chain(own)
    }

    /// The tables of terms of the user's own.
    pub fn terms(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.own_files(is_terms)
    }

    /// Every file, griot's first: what the reading of an article depends on.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.folder("").chain(self.own_files(|_| true))
    }

    fn own_files(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = (&str, &[u8])> {
        self.own
            .iter()
            .map(|(name, bytes)| (name.as_ref(), bytes.as_ref()))
            .filter(move |(name, _)| wanted(name))
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

fn is_terms(path: &str) -> bool {
    Path::new(path)
        .file_name()
        .is_some_and(|name| name == TERMS)
}

/// The files in `folder` at any depth, sorted.
fn walk(folder: &Path) -> Result<Vec<PathBuf>, DataError> {
    let error = |source| DataError::Io {
        path: folder.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(error)? {
        let path = entry.map_err(error)?.path();
        if path.is_dir() {
            files.extend(walk(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, DataError> {
    fs::read(path).map_err(|source| DataError::Io {
        path: path.to_owned(),
        source,
    })
}
