use crate::data::Data;
use crate::lexicon::{NamesError, Table};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// The words that do not tell names apart (`lexicon/name_words.tsv`).
#[derive(Clone, Debug, Default)]
pub struct NameWords {
    skip: BTreeSet<String>,
    kind: BTreeSet<String>,
}

/// The forms under which a name is compared. Two names are the same if they share one.
pub(super) type Keys = BTreeSet<String>;

impl NameWords {
    /// Reads the words from `data`.
    ///
    /// # Errors
    /// When the table is missing or has a line that is wrong.
    pub fn load(data: &Data) -> Result<Self, NamesError> {
        let mut words = Self::default();
        let table = Table::open(data, "lexicon/name_words.tsv", &["word", "role"])?;
        for row in table.rows() {
            let row = row?;
            let [word, role] = row.fields();
            let set = match role {
                "skip" => &mut words.skip,
                "kind" => &mut words.kind,
                _ => return Err(row.error(role, "unknown role; expected `skip` or `kind`")),
            };
            set.insert(word.to_owned());
        }
        Ok(words)
    }

    /// Adds the keys of `name`: its words without articles, and the same without words of kind such as
    /// *base* or *province*, unless none is left. Case, accents and punctuation do not count.
    pub(super) fn add_keys(&self, name: &str, keys: &mut Keys) {
        let words = words(name);
        let compared = || words.iter().filter(|w| !self.skip.contains(*w));
        let whole: Vec<&str> = compared().map(String::as_str).collect();
        let bare: Vec<&str> = compared()
            .filter(|w| !self.kind.contains(*w))
            .map(String::as_str)
            .collect();
        for form in [whole, bare] {
            if !form.is_empty() {
                keys.insert(form.join(" "));
            }
        }
    }
}

/// Runs of ASCII letters and digits of `name`, folded.
fn words(name: &str) -> Vec<String> {
    let lower = name.to_lowercase().replace('œ', "oe");
    let folded: String = lower
        .nfd()
        .filter(|&c| canonical_combining_class(c) == 0)
        .collect();
    folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_by_what_tells_them_apart() {
        let words = NameWords::load(&Data::embedded()).unwrap();
        let keys = |name: &str| {
            let mut keys = Keys::new();
            words.add_keys(name, &mut keys);
            keys.into_iter().collect::<Vec<_>>()
        };
        assert_eq!(
            keys("la base d’Aïn al-Asad"),
            ["ain al asad", "base ain al asad"]
        );
        assert_eq!(keys("Manœuvre"), ["manoeuvre"]);
        assert_eq!(keys("e\u{301}te\u{301}"), ["ete"]);
        // Nothing but kind words: they are the name.
        assert_eq!(keys("une base militaire"), ["base militaire"]);
        assert!(keys("« les »").is_empty());
    }
}
