use super::gazetteer_compile::GazetteerReport;
use super::keys::{Keys, KeysBuilder};
use super::normalize::{loose_key, loose_key_joined, push_exact};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How an alias must be written to be one in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Case {
    /// Any way: *talibans*, *armée israélienne*.
    Any = 0,
    /// With a capital somewhere: *Alep*, *bande de Gaza*.
    Capital = 1,
    /// All in capitals: *EI*, *ADF*.
    Capitals = 2,
}

impl Case {
    /// The case that an alias asks for, from how the lexicon writes it.
    pub(super) fn of(alias: &str) -> Self {
        let mut letters = alias.chars().filter(|c| c.is_alphabetic());
        if !alias.chars().any(char::is_uppercase) {
            Self::Any
        } else if letters.all(|c| !c.is_lowercase()) && alias.chars().count() <= 5 {
            Self::Capitals
        } else {
            Self::Capital
        }
    }

    /// The case in which a text writes a name.
    pub(super) fn written(text: &str) -> Self {
        let upper = text.chars().any(char::is_uppercase);
        if upper && !text.chars().any(char::is_lowercase) {
            Self::Capitals
        } else if upper {
            Self::Capital
        } else {
            Self::Any
        }
    }
}

/// One meaning of a name: number of the record, and what the alias asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) record: u32,
    pub(super) case: Case,
    pub(super) ambiguous: bool,
}

impl Posting {
    pub(super) fn pack(self) -> u32 {
        self.record << 3 | u32::from(self.ambiguous) << 2 | self.case as u32
    }

    pub(super) fn unpack(word: u32) -> Self {
        let case = match word & 3 {
            0 => Case::Any,
            1 => Case::Capital,
            _ => Case::Capitals,
        };
        Self {
            record: word >> 3,
            case,
            ambiguous: word & 4 != 0,
        }
    }
}

/// Names under their exact and loose keys, each with its postings.
pub(super) struct Index {
    exact: Keys,
    loose: Keys,
}

/// Collects names for an [`Index`].
#[derive(Default)]
pub(super) struct IndexBuilder {
    exact: KeysBuilder,
    loose: KeysBuilder,
    key: String,
}

impl IndexBuilder {
    /// Adds one alias.
    pub(super) fn add(&mut self, alias: &str, posting: Posting) {
        self.key.clear();
        if !push_exact(alias, &mut self.key) {
            return;
        }
        // An acronym has no transliterations.
        if posting.case != Case::Capitals && self.key.len() > 3 {
            self.loose.add(&loose_key(&self.key), posting);
            if let Some(joined) = loose_key_joined(&self.key) {
                self.loose.add(&joined, posting);
            }
        }
        self.exact.add(&self.key, posting);
    }

    /// Figures about the keys collected so far.
    pub(super) fn report(&mut self) -> GazetteerReport {
        let count = |keys: &mut KeysBuilder| {
            let groups = keys.groups();
            let shared = groups.iter().filter(|(_, postings)| postings.len() > 1);
            (groups.len(), shared.count())
        };
        let (exact_keys, exact_shared) = count(&mut self.exact);
        let (loose_keys, loose_shared) = count(&mut self.loose);
        GazetteerReport {
            exact_keys,
            loose_keys,
            exact_shared,
            loose_shared,
            loose_collisions: self.collisions(),
            ..GazetteerReport::default()
        }
    }

    /// Loose keys with a record that shares no exact key with the first one.
    fn collisions(&mut self) -> usize {
        let mut by_record: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for (key, postings) in self.exact.groups() {
            for posting in postings {
                by_record.entry(posting.record).or_default().insert(key);
            }
        }
        let apart = |postings: &[Posting]| {
            let Some(first) = postings.first().and_then(|p| by_record.get(&p.record)) else {
                return false;
            };
            let others = postings[1..]
                .iter()
                .filter_map(|p| by_record.get(&p.record));
            others.into_iter().any(|other| other.is_disjoint(first))
        };
        self.loose.groups().iter().filter(|(_, p)| apart(p)).count()
    }

    /// The index, kept in memory as sorted keys.
    pub(super) fn build(self) -> Index {
        Index {
            exact: self.exact.sorted(),
            loose: self.loose.sorted(),
        }
    }

    /// Automata and lists for a file: exact keys, loose keys, lists.
    pub(super) fn compile(mut self) -> Result<[Vec<u8>; 3], fst::Error> {
        let mut lists = Vec::new();
        let exact = self.exact.automaton(&mut lists)?;
        let loose = self.loose.automaton(&mut lists)?;
        Ok([exact, loose, lists])
    }
}

impl Index {
    /// The index that [`IndexBuilder::compile`] wrote.
    pub(super) fn read([exact, loose, lists]: [Vec<u8>; 3]) -> Result<Self, fst::Error> {
        let lists: Arc<[u8]> = lists.into();
        Ok(Self {
            exact: Keys::read(exact, Arc::clone(&lists))?,
            loose: Keys::read(loose, lists)?,
        })
    }

    /// The exact keys.
    pub(super) const fn exact(&self) -> &Keys {
        &self.exact
    }

    /// The loose keys.
    pub(super) const fn loose(&self) -> &Keys {
        &self.loose
    }
}
