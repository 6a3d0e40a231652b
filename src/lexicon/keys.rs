use super::index::Posting;
use crate::text::WordMap;
use fst::raw::Output;
use std::ops::Range;
use std::sync::Arc;

/// Keys in byte order with their postings: an automaton read from a file, or sorted in memory.
///
/// A few thousand names sort faster at load than an automaton is built; a hundred thousand are
/// smaller, and ready at once, as one.
pub(super) enum Keys {
    /// An automaton whose values are a posting or an offset into the lists.
    Automaton(fst::Map<Vec<u8>>, Arc<[u8]>),
    /// Entries in memory.
    Sorted(Sorted),
}

/// Sorted entries.
pub(super) struct Sorted {
    arena: String,
    entries: Vec<Entry>,
    /// The entries whose keys open with a word.
    by_word: WordMap<String, Range<usize>>,
}

/// One posting under one key.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    start: u32,
    end: u32,
    posting: Posting,
}

/// Where the postings of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Value(u64);

/// Collects keys.
#[derive(Default)]
pub(super) struct KeysBuilder {
    arena: String,
    entries: Vec<Entry>,
    is_sorted: bool,
}

/// Marks a value that is an offset into the lists, not a posting.
const LIST: u64 = 1 << 40;

impl KeysBuilder {
    /// Adds a posting under a key.
    pub(super) fn add(&mut self, key: &str, posting: Posting) {
        if key.is_empty() {
            return;
        }
        let start = self.arena.len();
        self.arena.push_str(key);
        let at = |i: usize| u32::try_from(i).unwrap_or(u32::MAX);
        self.entries.push(Entry {
            start: at(start),
            end: at(self.arena.len()),
            posting,
        });
        self.is_sorted = false;
    }

    /// Sorts by key, then record; of two aliases of one thing with one key the laxer demands hold.
    fn sort(&mut self) {
        if self.is_sorted {
            return;
        }
        let arena = &self.arena;
        self.entries.sort_unstable_by(|a, b| {
            let by_key = a.key(arena).cmp(b.key(arena));
            by_key.then_with(|| a.posting.cmp(&b.posting))
        });
        self.entries.dedup_by(|later, first| {
            let same = later.posting.record == first.posting.record
                && later.key(arena) == first.key(arena);
            if same {
                first.posting.ambiguous &= later.posting.ambiguous;
            }
            same
        });
        self.is_sorted = true;
    }

    /// Each key with its postings, in order.
    pub(super) fn groups(&mut self) -> Vec<(&str, Vec<Posting>)> {
        self.sort();
        let same = |a: &Entry, b: &Entry| a.key(&self.arena) == b.key(&self.arena);
        let groups = self.entries.chunk_by(same);
        groups
            .map(|g| (g[0].key(&self.arena), g.iter().map(|e| e.posting).collect()))
            .collect()
    }

    /// The keys, kept in memory.
    pub(super) fn sorted(mut self) -> Keys {
        self.sort();
        let (arena, entries) = (self.arena, self.entries);
        let mut by_word: WordMap<String, Range<usize>> = WordMap::default();
        for (i, entry) in entries.iter().enumerate() {
            let word = first_word(entry.key(&arena));
            match by_word.get_mut(word) {
                Some(range) => range.end = i + 1,
                None => {
                    by_word.insert(word.to_owned(), i..i + 1);
                }
            }
        }
        Keys::Sorted(Sorted {
            arena,
            entries,
            by_word,
        })
    }

    /// The keys as the bytes of an automaton; postings of shared keys go to `lists`.
    pub(super) fn automaton(&mut self, lists: &mut Vec<u8>) -> Result<Vec<u8>, fst::Error> {
        let mut builder = fst::MapBuilder::memory();
        for (key, postings) in self.groups() {
            builder.insert(key, value(&postings, lists))?;
        }
        builder.into_inner()
    }
}

impl Entry {
    fn key<'a>(&self, arena: &'a str) -> &'a str {
        arena
            .get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// What stands before the first space.
fn first_word(key: &str) -> &str {
    key.split_once(' ').map_or(key, |(word, _)| word)
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

impl Keys {
    /// The keys of an automaton in `bytes`, which share `lists` with others.
    pub(super) fn read(bytes: Vec<u8>, lists: Arc<[u8]>) -> Result<Self, fst::Error> {
        Ok(Self::Automaton(fst::Map::new(bytes)?, lists))
    }

    /// Calls `f` with the postings of `key`.
    pub(super) fn get(&self, key: &str, f: impl FnMut(Posting)) {
        let mut walk = self.walk();
        if walk.step(key)
            && let Some(value) = walk.value()
        {
            self.each(value, f);
        }
    }

    /// Whether a key may open with the first of `words`.
    pub(super) fn opens(&self, words: &str) -> bool {
        match self {
            Self::Automaton(..) => true,
            Self::Sorted(sorted) => sorted.by_word.contains_key(first_word(words)),
        }
    }

    /// A walk from the start of all keys.
    pub(super) fn walk(&self) -> Walk<'_> {
        match self {
            Self::Automaton(map, _) => Walk::Automaton {
                fst: map.as_fst(),
                node: map.as_fst().root(),
                output: Output::zero(),
            },
            Self::Sorted(sorted) => Walk::Sorted {
                sorted,
                range: 0..sorted.entries.len(),
                depth: 0,
            },
        }
    }

    /// Calls `f` with each posting at `value`.
    pub(super) fn each(&self, value: Value, f: impl FnMut(Posting)) {
        match self {
            Self::Automaton(_, lists) => each_listed(value.0, lists, f),
            Self::Sorted(sorted) => {
                let first = usize::try_from(value.0).unwrap_or(usize::MAX);
                let rest = sorted.entries.get(first..).unwrap_or_default();
                let key = rest.first().map(|e| e.key(&sorted.arena));
                let same = rest
                    .iter()
                    .take_while(|e| Some(e.key(&sorted.arena)) == key);
                same.map(|e| e.posting).for_each(f);
            }
        }
    }
}

fn each_listed(value: u64, lists: &[u8], mut f: impl FnMut(Posting)) {
    if value & LIST == 0 {
        f(Posting::unpack(u32::try_from(value).unwrap_or_default()));
        return;
    }
    let offset = usize::try_from(value & (LIST - 1)).unwrap_or(usize::MAX);
    let list = lists.get(offset..).unwrap_or_default();
    let n = list.first().copied().map_or(0, usize::from);
    for word in list.get(1..).unwrap_or_default().chunks_exact(4).take(n) {
        f(Posting::unpack(u32::from_le_bytes([
            word[0], word[1], word[2], word[3],
        ])));
    }
}

/// A walk along the keys, some words at a time.
pub(super) enum Walk<'a> {
    /// At a node of an automaton.
    Automaton {
        fst: &'a fst::raw::Fst<Vec<u8>>,
        node: fst::raw::Node<'a>,
        output: Output,
    },
    /// Among the sorted entries of a range, which share their first `depth` bytes.
    Sorted {
        sorted: &'a Sorted,
        range: Range<usize>,
        depth: usize,
    },
}

impl Walk<'_> {
    /// Goes on along whole `words`; false when no key does, after which the walk is over.
    pub(super) fn step(&mut self, words: &str) -> bool {
        let bytes = words.as_bytes();
        match self {
            Self::Automaton { fst, node, output } => {
                for &byte in bytes {
                    let Some(i) = node.find_input(byte) else {
                        return false;
                    };
                    let transition = node.transition(i);
                    *output = output.cat(transition.out);
                    *node = fst.node(transition.addr);
                }
                true
            }
            Self::Sorted {
                sorted,
                range,
                depth,
            } => {
                if *depth == 0 {
                    let Some(opening) = sorted.by_word.get(first_word(words)) else {
                        return false;
                    };
                    *range = opening.clone();
                }
                let key = |e: &Entry| e.key(&sorted.arena).as_bytes();
                let tail = |e: &Entry| key(e).get(*depth..).unwrap_or_default();
                let entries = &sorted.entries[range.clone()];
                let low = entries.partition_point(|e| tail(e) < bytes);
                let n = entries[low..].partition_point(|e| tail(e).starts_with(bytes));
                *range = range.start + low..range.start + low + n;
                *depth += bytes.len();
                n > 0
            }
        }
    }

    /// The value of the key walked so far, if it is one.
    pub(super) fn value(&self) -> Option<Value> {
        match self {
            Self::Automaton { node, output, .. } => {
                let value = output.cat(node.final_output()).value();
                node.is_final().then_some(Value(value))
            }
            Self::Sorted {
                sorted,
                range,
                depth,
            } => {
                let first = sorted.entries[range.clone()].first();
                let whole = first.is_some_and(|e| e.key(&sorted.arena).len() == *depth);
                whole.then_some(Value(range.start as u64))
            }
        }
    }
}
