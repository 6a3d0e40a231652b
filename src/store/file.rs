use super::codec::{self, Quads};
use super::{ArticleInfo, Fingerprint, StoreError, StoredArticle};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as griot's (`grio`), for `file` and for us.
const APPLICATION_ID: i32 = 0x6772_696f;
/// The newest layout; older ones are read as they are or not at all.
const LAYOUT: i32 = 1;
/// How long a reader waits for the short moments in which the file is not to be read.
const PATIENCE: Duration = Duration::from_secs(10);

const SCHEMA: &str = "
    CREATE TABLE article (
        id          TEXT PRIMARY KEY,
        fingerprint BLOB NOT NULL,
        path        TEXT NOT NULL,
        title       TEXT,
        date        TEXT,
        source      TEXT,
        graph       TEXT -- the named graph whose triples also stand in the default graph
    ) WITHOUT ROWID;
    CREATE TABLE article_text (id TEXT PRIMARY KEY, text TEXT NOT NULL);
    CREATE TABLE article_quads (id TEXT PRIMARY KEY, quads BLOB NOT NULL);
    CREATE TABLE graph (name TEXT PRIMARY KEY, quads BLOB NOT NULL);
";

const INFO_COLUMNS: &str = "id, fingerprint, path, title, date, source";

/// The durable file of a store.
pub(super) struct File {
    path: PathBuf,
    connection: Connection,
}

impl File {
    /// The name of the file in the store's folder.
    pub(super) const NAME: &'static str = "articles.sqlite";

    /// Opens the file for reading, beside a writer or on a disk that cannot be written.
    pub(super) fn open_read(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(Self::NAME);
        if !path.is_file() {
            return Err(StoreError::Missing(dir.to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let open = |name: &Path, flags| {
            Connection::open_with_flags(name, flags)
                .map_err(|e| StoreError::sqlite(&path, e))
                .map(|connection| Self {
                    path: path.clone(),
                    connection,
                })
                .and_then(|file| file.check_layout().map(|()| file))
        };
        let file = match open(&path, flags) {
            // SQLite wants to put its shared-memory index beside the file. Where it cannot, nobody
            // writes either, unless a log that was not folded in lies there.
            Err(StoreError::Sqlite { source, .. })
                if source.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen)
                    && !path.with_extension("sqlite-wal").exists() =>
            {
                let uri = immutable_uri(&path);
                open(Path::new(&uri), flags | OpenFlags::SQLITE_OPEN_URI)?
            }
            other => other?,
        };
        Ok(file)
    }

    /// Opens the file for writing, and makes it when it is not there. The caller holds the lock.
    pub(super) fn open_write(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(Self::NAME);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(&path, flags).map_err(|e| StoreError::sqlite(&path, e))?;
        let mut file = Self { path, connection };
        file.connection
            .busy_timeout(PATIENCE)
            .and_then(|()| {
                file.connection
                    .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            })
            .map_err(|e| file.error(e))?;
        if file.layout()? == (0, 0) {
            file.create().map_err(|e| file.error(e))?;
        }
        file.check_layout()?;
        Ok(file)
    }

    fn create(&mut self) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", LAYOUT)?;
        transaction.commit()
    }

    fn layout(&self) -> Result<(i32, i32), StoreError> {
        let pragma = |name| self.connection.pragma_query_value(None, name, |r| r.get(0));
        pragma("application_id")
            .and_then(|id| Ok((id, pragma("user_version")?)))
            .map_err(|e| self.error(e))
    }

    fn check_layout(&self) -> Result<(), StoreError> {
        self.connection
            .busy_timeout(PATIENCE)
            .map_err(|e| self.error(e))?;
        match self.layout()? {
            (APPLICATION_ID, LAYOUT) => Ok(()),
            (APPLICATION_ID, found) => Err(StoreError::Version {
                path: self.path.clone(),
                found,
                known: LAYOUT,
            }),
            // A writer died, or still is, before the first commit.
            (0, 0) => Err(StoreError::Missing(
                self.path.parent().unwrap_or(&self.path).to_owned(),
            )),
            _ => Err(self.corrupt("another program made it")),
        }
    }

    /// Writes `articles` in one transaction, durable on return. What was there under their ids goes.
    pub(super) fn put(&mut self, articles: &[StoredArticle]) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.write(articles)
            .map_err(|e| StoreError::sqlite(&path, e))
    }

    fn write(&mut self, articles: &[StoredArticle]) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        for StoredArticle { info, text, quads } in articles {
            let quads = codec::encode(quads);
            let graph = Quads::decode(&quads)
                .ok()
                .and_then(|q| q.own_graph().map(|g| g.as_str().to_owned()));
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO article VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    info.id,
                    info.fingerprint.as_bytes(),
                    info.path,
                    info.title,
                    info.date,
                    info.source,
                    graph,
                ])?;
            transaction
                .prepare_cached("INSERT OR REPLACE INTO article_text VALUES (?1, ?2)")?
                .execute(params![info.id, text])?;
            transaction
                .prepare_cached("INSERT OR REPLACE INTO article_quads VALUES (?1, ?2)")?
                .execute(params![info.id, quads])?;
        }
        transaction.commit()
    }

    /// Removes the article `id` in one transaction; `false` when there is none.
    pub(super) fn remove(&mut self, id: &str) -> Result<bool, StoreError> {
        let path = self.path.clone();
        let mut remove = || {
            let transaction = self.connection.transaction()?;
            let n = transaction.execute("DELETE FROM article WHERE id = ?1", [id])?;
            transaction.execute("DELETE FROM article_text WHERE id = ?1", [id])?;
            transaction.execute("DELETE FROM article_quads WHERE id = ?1", [id])?;
            transaction.commit()?;
            Ok(n > 0)
        };
        remove().map_err(|e| StoreError::sqlite(&path, e))
    }

    /// Writes, replaces or (without quads) removes a graph that no article says.
    pub(super) fn put_graph(&mut self, name: &str, quads: &[u8]) -> Result<(), StoreError> {
        self.connection
            .execute(
                "INSERT OR REPLACE INTO graph VALUES (?1, ?2)",
                params![name, quads],
            )
            .map_err(|e| self.error(e))?;
        Ok(())
    }

    /// Removes a graph that no article says; `false` when there is none.
    pub(super) fn remove_graph(&mut self, name: &str) -> Result<bool, StoreError> {
        self.connection
            .execute("DELETE FROM graph WHERE name = ?1", [name])
            .map(|n| n > 0)
            .map_err(|e| self.error(e))
    }

    /// What is known of article `id`.
    pub(super) fn info(&self, id: &str) -> Result<Option<ArticleInfo>, StoreError> {
        self.connection
            .prepare_cached(&format!("SELECT {INFO_COLUMNS} FROM article WHERE id = ?1"))
            .and_then(|mut select| select.query_row([id], read_info).optional())
            .map_err(|e| self.error(e))
    }

    /// What is known of every article, sorted by id.
    pub(super) fn infos(&self) -> Result<Vec<ArticleInfo>, StoreError> {
        let read = || {
            self.connection
                .prepare(&format!("SELECT {INFO_COLUMNS} FROM article ORDER BY id"))?
                .query_map([], read_info)?
                .collect::<Result<_, _>>()
        };
        read().map_err(|e| self.error(e))
    }

    /// The text of article `id`.
    pub(super) fn text(&self, id: &str) -> Result<Option<String>, StoreError> {
        self.connection
            .prepare_cached("SELECT text FROM article_text WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get(0)).optional())
            .map_err(|e| self.error(e))
    }

    /// The quads of article `id`.
    pub(super) fn quads(&self, id: &str) -> Result<Option<Quads>, StoreError> {
        let blob: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT quads FROM article_quads WHERE id = ?1")
            .and_then(|mut select| select.query_row([id], |row| row.get(0)).optional())
            .map_err(|e| self.error(e))?;
        blob.map(|blob| self.decode(&blob)).transpose()
    }

    /// Hands the quads of every article, by id, then those of every other graph, by name, to `take`:
    /// one consistent state of the file, whatever a writer does meanwhile.
    pub(super) fn for_each_quads<E: From<StoreError>>(
        &self,
        mut take: impl FnMut(Vec<u8>) -> Result<(), E>,
    ) -> Result<(), E> {
        let snapshot = self
            .connection
            .unchecked_transaction()
            .map_err(|e| self.error(e))?;
        for select in [
            "SELECT quads FROM article_quads ORDER BY id",
            "SELECT quads FROM graph ORDER BY name",
        ] {
            let mut select = snapshot.prepare(select).map_err(|e| self.error(e))?;
            let mut rows = select.query([]).map_err(|e| self.error(e))?;
            while let Some(row) = rows.next().map_err(|e| self.error(e))? {
                take(row.get(0).map_err(|e| self.error(e))?)?;
            }
        }
        Ok(())
    }

    /// The graphs that no article says, by name, with the bytes of their quads.
    #[cfg(any(feature = "rocksdb", test))]
    pub(super) fn graphs(&self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let read = || {
            self.connection
                .prepare("SELECT name, quads FROM graph ORDER BY name")?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<Result<_, _>>()
        };
        read().map_err(|e| self.error(e))
    }

    /// The own graphs of all articles.
    pub(super) fn own_graphs(&self) -> Result<Vec<String>, StoreError> {
        let read = || {
            self.connection
                .prepare("SELECT graph FROM article WHERE graph IS NOT NULL ORDER BY graph")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()
        };
        read().map_err(|e| self.error(e))
    }

    /// Reads the bytes of a `quads` column.
    pub(super) fn decode(&self, blob: &[u8]) -> Result<Quads, StoreError> {
        Quads::decode(blob).map_err(|e| self.corrupt(&e.to_string()))
    }

    fn corrupt(&self, detail: &str) -> StoreError {
        StoreError::Corrupt {
            path: self.path.clone(),
            detail: detail.to_owned(),
        }
    }

    fn error(&self, source: rusqlite::Error) -> StoreError {
        StoreError::sqlite(&self.path, source)
    }

    /// The connection, for tests that make the file misbehave.
    #[cfg(test)]
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }
}

fn read_info(row: &Row<'_>) -> rusqlite::Result<ArticleInfo> {
    let fingerprint: Vec<u8> = row.get(1)?;
    Ok(ArticleInfo {
        id: row.get(0)?,
        fingerprint: Fingerprint::from_bytes(&fingerprint).ok_or(rusqlite::Error::InvalidQuery)?,
        path: row.get(2)?,
        title: row.get(3)?,
        date: row.get(4)?,
        source: row.get(5)?,
    })
}

/// The file as a URI that tells SQLite that nobody writes (<https://sqlite.org/uri.html>).
fn immutable_uri(path: &Path) -> String {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .map(|c| match c {
            '%' => "%25".to_owned(),
            '?' => "%3f".to_owned(),
            '#' => "%23".to_owned(),
            c => c.to_string(),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}
