use super::codec::Quads;
use super::file::File;
use super::{ArticleInfo, StoreError};
use oxigraph::model::{GraphName, GraphNameRef, QuadRef};
use oxigraph::store::Transaction;
use std::collections::HashSet;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

#[cfg(any(not(feature = "rocksdb"), test))]
/// How many quads one transaction of loading takes: few enough that its log stays small.
const LOAD_BATCH: usize = 100_000;

/// An open store: the dataset for SPARQL, and the articles behind it.
pub struct Store {
    dataset: Dataset,
    file: File,
}

impl Store {
    /// Opens the store in `dir` for reading, as it is now: what a writer adds later is not seen.
    ///
    /// Cost: loads all quads, some 4 µs each.
    ///
    /// # Errors
    /// When there is no store in `dir` (none is made), or it is damaged.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        let file = File::open_read(dir)?;
        #[cfg(feature = "rocksdb")]
        let dataset = super::disk::open(&file, dir)?;
        #[cfg(not(feature = "rocksdb"))]
        let dataset = Dataset::load(&file)?;
        Ok(Self { dataset, file })
    }

    /// The dataset, for queries.
    #[must_use]
    pub fn dataset(&self) -> &oxigraph::store::Store {
        &self.dataset.store
    }

    /// The dataset with what keeps its default graph in step, for a process that also writes.
    pub fn dataset_mut(&mut self) -> &mut Dataset {
        &mut self.dataset
    }

    /// What the store knows of every article, sorted by id.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn articles(&self) -> Result<Vec<ArticleInfo>, StoreError> {
        self.file.infos()
    }

    /// What the store knows of article `id`.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<ArticleInfo>, StoreError> {
        self.file.info(id)
    }

    /// The text of article `id`, which the spans of its evidence count in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.file.text(id)
    }

    /// What article `id` says.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn quads(&self, id: &str) -> Result<Option<Quads>, StoreError> {
        self.file.quads(id)
    }
}

/// Oxigraph's dataset with the default graph kept as the union of what all articles say.
pub struct Dataset {
    store: oxigraph::store::Store,
    /// The named graphs that count for the default graph.
    own_graphs: HashSet<String>,
}

impl Dataset {
    /// A dataset whose `own_graphs` count for the default graph.
    #[cfg(any(feature = "rocksdb", test))]
    pub(super) const fn new(store: oxigraph::store::Store, own_graphs: HashSet<String>) -> Self {
        Self { store, own_graphs }
    }

    /// The dataset itself.
    #[cfg(any(feature = "rocksdb", test))]
    pub(super) const fn store(&self) -> &oxigraph::store::Store {
        &self.store
    }

    /// A dataset in memory with all the quads of `file`.
    #[cfg(any(not(feature = "rocksdb"), test))]
    fn load(file: &File) -> Result<Self, StoreError> {
        let store = oxigraph::store::Store::new()?;
        // Reading and decoding go on in this thread while the other one inserts.
        let (send, receive) = mpsc::sync_channel::<Quads>(64);
        thread::scope(|scope| {
            let store = &store;
            let inserter = scope.spawn(move || insert_all(store, receive));
            let read = file.for_each_quads(|blob| {
                // The other end hangs up only when inserting failed; its error is taken below.
                let _ = send.send(file.decode(&blob)?);
                Ok(())
            });
            drop(send);
            match inserter.join() {
                Ok(inserted) => inserted.and(read),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })?;
        Ok(Self {
            store,
            own_graphs: file.own_graphs()?.into_iter().collect(),
        })
    }

    /// Puts what an article says now (`new`) in the place of what it said before (`old`), in one
    /// transaction. A triple of the default graph goes only if no other article says it.
    ///
    /// One writer at a time: Oxigraph does not detect conflicts.
    ///
    /// # Errors
    /// When Oxigraph fails.
    pub fn replace(&mut self, old: Option<&Quads>, new: Option<&Quads>) -> Result<(), StoreError> {
        let mut transaction = self.store.start_transaction()?;
        if let Some(old) = old {
            if let Some(own) = old.own_graph() {
                self.own_graphs.remove(own.as_str());
            }
            for quad in old.iter().filter(|q| !q.graph_name.is_default_graph()) {
                transaction.remove(quad);
            }
            for quad in old.iter().filter(|q| q.graph_name.is_default_graph()) {
                if !said_elsewhere(&transaction, quad, &self.own_graphs)? {
                    transaction.remove(quad);
                }
            }
        }
        if let Some(new) = new {
            transaction.extend(new.iter());
        }
        drop_empty_graphs(&mut transaction, old)?;
        transaction.commit()?;
        if let Some(own) = new.and_then(Quads::own_graph) {
            self.own_graphs.insert(own.as_str().to_owned());
        }
        Ok(())
    }
}

#[cfg(any(not(feature = "rocksdb"), test))]
fn insert_all(
    store: &oxigraph::store::Store,
    quads: mpsc::Receiver<Quads>,
) -> Result<(), StoreError> {
    let mut quads = quads.into_iter().peekable();
    while quads.peek().is_some() {
        let mut transaction = store.start_transaction()?;
        let mut n = 0;
        while n < LOAD_BATCH {
            let Some(next) = quads.next() else { break };
            transaction.extend(next.iter().inspect(|_| n += 1));
        }
        transaction.commit()?;
    }
    Ok(())
}

fn said_elsewhere(
    transaction: &Transaction<'_>,
    quad: QuadRef<'_>,
    own_graphs: &HashSet<String>,
) -> Result<bool, StoreError> {
    for other in transaction.quads_for_pattern(
        Some(quad.subject),
        Some(quad.predicate),
        Some(quad.object),
        None,
    ) {
        if let GraphName::NamedNode(graph) = other?.graph_name
            && own_graphs.contains(graph.as_str())
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Oxigraph keeps the names of graphs that have become empty; a loaded dataset would not have them.
fn drop_empty_graphs(
    transaction: &mut Transaction<'_>,
    old: Option<&Quads>,
) -> Result<(), StoreError> {
    for graph in old.into_iter().flat_map(Quads::graphs) {
        let GraphNameRef::NamedNode(name) = graph else {
            continue;
        };
        let empty = transaction
            .quads_for_pattern(None, None, None, Some(graph))
            .next()
            .is_none();
        if empty {
            transaction.remove_named_graph(name)?;
        }
    }
    Ok(())
}
