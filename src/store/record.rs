use oxigraph::model::Quad;
use sha2::{Digest, Sha256};
use std::fmt;

/// SHA-256 over everything that an article's quads depend on: its bytes, and how griot reads them.
///
/// An article whose fingerprint is in the store need not be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of `parts`, each taken with its length, in order.
    #[must_use]
    pub fn of(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A fingerprint from its 32 bytes; `None` for another number of bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// A fingerprint as it is displayed; `None` for anything else.
    #[must_use]
    pub fn from_hex(hex: &str) -> Option<Self> {
        let byte = |i: usize| u8::from_str_radix(hex.get(2 * i..2 * i + 2)?, 16).ok();
        let bytes: Vec<u8> = (0..hex.len().div_ceil(2))
            .map(byte)
            .collect::<Option<_>>()?;
        Self::from_bytes(&bytes)
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

/// What the store knows of an article beside its text and quads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleInfo {
    /// The local part of its IRI.
    pub id: String,
    /// What its quads depend on.
    pub fingerprint: Fingerprint,
    /// Where it was read from, as given on the command line.
    pub path: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Its date in ISO 8601, as precise as it is known.
    pub date: Option<String>,
    /// Its publisher or address, if the text says it.
    pub source: Option<String>,
}

/// An article as the store keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredArticle {
    /// Everything but its text and quads.
    pub info: ArticleInfo,
    /// Its text, which every span of its quads counts in.
    pub text: String,
    /// What it says: quads of its own graphs, and of the default graph.
    pub quads: Vec<Quad>,
}
