use smol_str::SmolStr;
use std::fmt;

/// Morphological features in CoNLL-U form, `Gender=Fem|Number=Sing`, sorted by name; empty for none.
///
/// Kept as one string: sentences carry few distinct ones, and analysis hands out shared copies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Feats(SmolStr);

impl Feats {
    /// Features from their CoNLL-U column; `_` and the empty string are none.
    #[must_use]
    pub fn new(column: &str) -> Self {
        if column == "_" {
            return Self::default();
        }
        Self(SmolStr::new(column))
    }

    /// The value of feature `name`, if it is there.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut rest = self.as_str();
        loop {
            let end = rest.bytes().position(|b| b == b'|');
            let pair = &rest[..end.unwrap_or(rest.len())];
            let value = pair
                .strip_prefix(name)
                .and_then(|value| value.strip_prefix('='));
            if value.is_some() {
                return value;
            }
            rest = &rest[end? + 1..];
        }
    }

    /// Whether feature `name` has value `value`.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// Every name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.split('|').filter_map(|pair| pair.split_once('='))
    }

    /// These features with `name` set to `value`, or without it.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> Self {
        let kept = self.iter().filter(|(n, _)| *n != name);
        let mut pairs: Vec<_> = kept.chain(value.map(|v| (name, v))).collect();
        pairs.sort_unstable();
        let pairs: Vec<String> = pairs.iter().map(|(n, v)| format!("{n}={v}")).collect();
        Self::new(&pairs.join("|"))
    }

    /// The features as a string, empty for none.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "_" } else { &self.0 })
    }
}
