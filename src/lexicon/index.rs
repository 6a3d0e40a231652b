use super::gazetteer_compile::GazetteerReport;
use super::normalize::{loose_key, loose_key_joined, push_exact};
use fst::raw::Output;
use std::collections::{BTreeMap, BTreeSet};

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
    fn pack(self) -> u32 {
        self.record << 3 | u32::from(self.ambiguous) << 2 | self.case as u32
    }

    fn unpack(word: u32) -> Self {
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

/// Marks a value that is an offset into the lists, not a posting.
const LIST: u64 = 1 << 40;

/// Names under their exact and loose keys, each with its postings, as two automata and their lists.
pub(super) struct Index {
    exact: fst::Map<Vec<u8>>,
    loose: fst::Map<Vec<u8>>,
    lists: Vec<u8>,
}

/// Collects names for an [`Index`].
#[derive(Default)]
pub(super) struct IndexBuilder {
    exact: BTreeMap<String, Vec<Posting>>,
    loose: BTreeMap<String, Vec<Posting>>,
}

impl IndexBuilder {
    /// Adds one alias.
    pub(super) fn add(&mut self, alias: &str, posting: Posting) {
        let mut key = String::with_capacity(alias.len());
        if !push_exact(alias, &mut key) {
            return;
        }
        // An acronym has no transliterations.
        if posting.case != Case::Capitals && key.len() > 3 {
            put(&mut self.loose, loose_key(&key), posting);
            if let Some(joined) = loose_key_joined(&key) {
                put(&mut self.loose, joined, posting);
            }
        }
        put(&mut self.exact, key, posting);
    }

    /// Figures about the keys collected so far.
    pub(super) fn report(&self) -> GazetteerReport {
        let shared = |map: &BTreeMap<String, Vec<Posting>>| map.values().filter(|p| p.len() > 1).count();
        GazetteerReport {
            exact_keys: self.exact.len(),
            loose_keys: self.loose.len(),
            exact_shared: shared(&self.exact),
            loose_shared: shared(&self.loose),
            loose_collisions: self.collisions(),
            ..GazetteerReport::default()
        }
    }

    /// Loose keys whose records fall into several groups when those that share an exact key are joined.
    fn collisions(&self) -> usize {
        let mut by_exact: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for (key, postings) in &self.exact {
            for posting in postings {
                by_exact.entry(posting.record).or_default().insert(key);
            }
        }
        let apart = |postings: &Vec<Posting>| {
            let names = |p: &Posting| by_exact.get(&p.record);
            let Some(first) = postings.first().and_then(names) else {
                return false;
            };
            postings[1..]
                .iter()
                .filter_map(names)
                .any(|other| other.is_disjoint(first))
        };
        self.loose.values().filter(|postings| apart(postings)).count()
    }

    /// The automata and lists: exact, loose, lists.
    pub(super) fn build(self) -> Result<[Vec<u8>; 3], fst::Error> {
        let mut lists = Vec::new();
        let mut automata = [self.exact, self.loose].into_iter().map(|map| {
            let mut builder = fst::MapBuilder::memory();
            for (key, postings) in map {
                builder.insert(key, value(&postings, &mut lists))?;
            }
            builder.into_inner()
        });
        let exact = automata.next().unwrap_or_else(|| Ok(Vec::new()))?;
        let loose = automata.next().unwrap_or_else(|| Ok(Vec::new()))?;
        drop(automata);
        Ok([exact, loose, lists])
    }
}

fn put(map: &mut BTreeMap<String, Vec<Posting>>, key: String, posting: Posting) {
    if key.is_empty() {
        return;
    }
    let postings = map.entry(key).or_default();
    match postings.iter_mut().find(|p| p.record == posting.record) {
        // Two aliases of one thing with one key: the laxer case holds.
        Some(old) => {
            old.case = old.case.min(posting.case);
            old.ambiguous &= posting.ambiguous;
        }
        None => postings.push(posting),
    }
}

fn value(postings: &[Posting], lists: &mut Vec<u8>) -> u64 {
    if let [single] = postings {
        return u64::from(single.pack());
    }
    let offset = lists.len() as u64;
    lists.push(u8::try_from(postings.len()).unwrap_or(u8::MAX));
    for posting in postings.iter().take(usize::from(u8::MAX)) {
        lists.extend(posting.pack().to_le_bytes());
    }
    LIST | offset
}

impl Index {
    /// An index over what [`IndexBuilder::build`] returned.
    pub(super) fn new([exact, loose, lists]: [Vec<u8>; 3]) -> Result<Self, fst::Error> {
        Ok(Self {
            exact: fst::Map::new(exact)?,
            loose: fst::Map::new(loose)?,
            lists,
        })
    }

    /// Calls `f` with the postings of an exact key.
    pub(super) fn exact(&self, key: &str, f: impl FnMut(Posting)) {
        if let Some(value) = self.exact.get(key) {
            self.each(value, f);
        }
    }

    /// Calls `f` with the postings of a loose key.
    pub(super) fn loose(&self, key: &str, f: impl FnMut(Posting)) {
        if let Some(value) = self.loose.get(key) {
            self.each(value, f);
        }
    }

    /// A walk along the exact keys from their start.
    pub(super) fn walk(&self) -> Walk<'_> {
        let fst = self.exact.as_fst();
        Walk {
            fst,
            node: Some(fst.root()),
            output: Output::zero(),
        }
    }

    /// Calls `f` with each posting of an automaton's value.
    pub(super) fn each(&self, value: u64, mut f: impl FnMut(Posting)) {
        if value & LIST == 0 {
            f(Posting::unpack(u32::try_from(value).unwrap_or_default()));
            return;
        }
        let offset = usize::try_from(value & (LIST - 1)).unwrap_or(usize::MAX);
        let list = self.lists.get(offset..).unwrap_or_default();
        let n = list.first().copied().map_or(0, usize::from);
        for word in list.get(1..).unwrap_or_default().chunks_exact(4).take(n) {
            f(Posting::unpack(u32::from_le_bytes([word[0], word[1], word[2], word[3]])));
        }
    }
}

/// A walk from the root of an automaton, key byte after key byte.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    fst: &'a fst::raw::Fst<Vec<u8>>,
    node: Option<fst::raw::Node<'a>>,
    output: Output,
}

impl Walk<'_> {
    /// Goes on along `bytes`; false when no key does.
    pub(super) fn step(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            let Some(node) = self.node else { return false };
            let Some(i) = node.find_input(byte) else {
                self.node = None;
                return false;
            };
            let transition = node.transition(i);
            self.output = self.output.cat(transition.out);
            self.node = Some(self.fst.node(transition.addr));
        }
        self.node.is_some()
    }

    /// The value of the key walked so far, if it is one.
    pub(super) fn value(&self) -> Option<u64> {
        let node = self.node.filter(fst::raw::Node::is_final)?;
        Some(self.output.cat(node.final_output()).value())
    }
}
