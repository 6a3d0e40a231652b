//! Oxigraph's disk store (RocksDB) as an index of the store's file, for graphs larger than memory.
//!
//! The file stays the truth: it is written first, and the index catches up when the store is opened. RocksDB
//! syncs no commit by itself and detects no conflict, so it must not be what an acknowledgment rests
//! on. What has been applied stands in `oxigraph.index`, written after each flush; what was applied
//! since is applied again after a crash, to the same effect.

use super::codec::{Quads, encode};
use super::dataset::Dataset;
use super::file::File;
use super::{Fingerprint, StoreError};
use oxigraph::model::{GraphName, NamedNode, Quad};
use oxigraph::store::{StorageError, Store};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// How many articles are applied between two flushes.
const FLUSH_EVERY: usize = 1000;

/// What has been applied to the disk store: articles and other graphs, by key.
#[derive(Default)]
pub(super) struct Index(BTreeMap<String, Entry>);

#[derive(Default)]
struct Entry {
    /// `None` from the announcement to the flush.
    fingerprint: Option<Fingerprint>,
    /// The named graphs it stands in; of an article, its own graph first.
    graphs: Vec<String>,
}

impl Index {
    const NAME: &'static str = "oxigraph.index";

    /// The index in `dir`; `None` if it is missing or damaged.
    fn load(dir: &Path) -> Option<Self> {
        let text = fs::read_to_string(dir.join(Self::NAME)).ok()?;
        text.lines().map(read_line).collect::<Option<_>>().map(Self)
    }

    /// Notes which graphs `new` will stand in, beside those that are there, so that what a crash
    /// leaves behind can be found again.
    fn announce(&mut self, key: &str, new: &Quads) {
        let entry = self.0.entry(key.to_owned()).or_default();
        entry.fingerprint = None;
        for name in names(new) {
            if !entry.graphs.contains(&name) {
                entry.graphs.push(name);
            }
        }
    }

    fn save(&self, dir: &Path) -> Result<(), StoreError> {
        let (path, draft) = (dir.join(Self::NAME), dir.join("oxigraph.index.new"));
        let write = || -> io::Result<()> {
            let mut file = io::BufWriter::new(fs::File::create(&draft)?);
            for (key, entry) in &self.0 {
                let fingerprint = entry.fingerprint.map(|f| f.to_string());
                let fingerprint = fingerprint.unwrap_or_default();
                writeln!(file, "{fingerprint}\t{key}\t{}", entry.graphs.join("\t"))?;
            }
            file.into_inner()?.sync_all()?;
            fs::rename(&draft, &path)
        };
        write().map_err(|e| StoreError::io("write", &path, e))
    }
}

fn read_line(line: &str) -> Option<(String, Entry)> {
    let mut cells = line.split('\t');
    let fingerprint = match cells.next()? {
        "" => None,
        hex => Some(Fingerprint::from_hex(hex)?),
    };
    let key = cells.next()?.to_owned();
    let graphs = cells.map(str::to_owned).collect();
    Some((
        key,
        Entry {
            fingerprint,
            graphs,
        },
    ))
}

/// Opens the disk store in `dir` and brings it up to `file`.
#[cfg(feature = "rocksdb")]
pub(super) fn open(file: &File, dir: &Path) -> Result<Dataset, StoreError> {
    let store = Store::open(dir.join("oxigraph"))?;
    catch_up(file, store, dir, Store::flush)
}

/// Applies to `store` what `file` has and the index in `dir` lacks, and removes what `file` lacks.
pub(super) fn catch_up(
    file: &File,
    store: Store,
    dir: &Path,
    flush: impl Fn(&Store) -> Result<(), StorageError>,
) -> Result<Dataset, StoreError> {
    let mut index = match Index::load(dir) {
        Some(index) => index,
        None => {
            store.clear()?;
            Index::default()
        }
    };
    let own = index
        .0
        .iter()
        .filter(|(key, _)| key.starts_with("article "));
    let own = own.filter_map(|(_, entry)| entry.graphs.first().cloned());
    let mut dataset = Dataset::new(store, own.collect());
    let mut wanted: BTreeMap<String, Fingerprint> = file
        .infos()?
        .into_iter()
        .map(|info| (format!("article {}", info.id), info.fingerprint))
        .collect();
    let graphs: BTreeMap<String, Vec<u8>> = file.graphs()?.into_iter().collect();
    let graph_keys = graphs
        .iter()
        .map(|(name, blob)| (format!("graph {name}"), Fingerprint::of(&[blob])));
    wanted.extend(graph_keys);

    let gone: Vec<String> = index
        .0
        .keys()
        .filter(|k| !wanted.contains_key(*k))
        .cloned()
        .collect();
    for key in gone {
        let old = said(dataset.store(), &index, &key, None)?;
        dataset.replace(Some(&old), None)?;
        index.0.remove(&key);
    }
    wanted.retain(|key, fingerprint| {
        let applied = index.0.get(key).and_then(|entry| entry.fingerprint);
        applied != Some(*fingerprint)
    });
    let wanted: Vec<(String, Fingerprint)> = wanted.into_iter().collect();
    for batch in wanted.chunks(FLUSH_EVERY) {
        let mut news = Vec::new();
        for (key, fingerprint) in batch {
            let new = match key.split_once(' ') {
                Some(("article", id)) => file.quads(id)?,
                Some((_, name)) => graphs.get(name).map(|blob| file.decode(blob)).transpose()?,
                None => None,
            };
            let Some(new) = new else { continue };
            index.announce(key, &new);
            news.push((key, *fingerprint, new));
        }
        index.save(dir)?;
        for (key, fingerprint, new) in news {
            let old = said(dataset.store(), &index, key, Some(&new))?;
            dataset.replace(Some(&old), Some(&new))?;
            let graphs = names(&new);
            let fingerprint = Some(fingerprint);
            index.0.insert(
                key.clone(),
                Entry {
                    fingerprint,
                    graphs,
                },
            );
        }
        flush(dataset.store())?;
        index.save(dir)?;
    }
    flush(dataset.store())?;
    index.save(dir)?;
    Ok(dataset)
}

/// The named graphs of `quads`, the own graph first.
fn names(quads: &Quads) -> Vec<String> {
    let own = quads.own_graph().map(NamedNode::as_str);
    let mut names: Vec<String> = quads
        .graphs()
        .filter_map(|graph| match graph {
            oxigraph::model::GraphNameRef::NamedNode(n) => Some(n.as_str().to_owned()),
            _ => None,
        })
        .collect();
    names.sort_by_key(|name| (Some(name.as_str()) != own, name.clone()));
    names
}

/// What the disk store holds under `key`: in the graphs of the index and in those of `new`.
fn said(store: &Store, index: &Index, key: &str, new: Option<&Quads>) -> Result<Quads, StoreError> {
    let mut graphs: Vec<String> = index
        .0
        .get(key)
        .map(|e| e.graphs.clone())
        .unwrap_or_default();
    let is_article = key.starts_with("article ");
    let mut own: Vec<String> = graphs.first().cloned().into_iter().collect();
    for name in new.map(names).unwrap_or_default() {
        if !graphs.contains(&name) {
            graphs.push(name);
        }
    }
    own.extend(
        new.and_then(Quads::own_graph)
            .map(|g| g.as_str().to_owned()),
    );
    let mut quads: Vec<Quad> = Vec::new();
    for name in &graphs {
        let graph: GraphName = NamedNode::new_unchecked(name).into();
        for quad in store.quads_for_pattern(None, None, None, Some(graph.as_ref())) {
            let quad = quad?;
            if is_article && own.contains(name) {
                quads.push(Quad {
                    graph_name: GraphName::DefaultGraph,
                    ..quad.clone()
                });
            }
            quads.push(quad);
        }
    }
    Ok(Quads::decode(&encode(&quads)).expect("what was encoded can be decoded"))
}
