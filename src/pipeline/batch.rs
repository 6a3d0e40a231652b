use super::{ReadError, Source};
use rayon::ThreadPool;
use rayon::prelude::*;

/// How many articles are in memory at a time: enough to keep every core busy.
const BATCH_ARTICLES: usize = 64;
/// How many bytes of articles are in memory at a time, unless one alone is longer.
const BATCH_BYTES: u64 = 8 << 20;

/// Reads `sources` and does `work` on their bytes in the threads of `pool`, and hands the results
/// to `take`, in this thread and in the order of `sources`.
///
/// # Errors
/// The first error of `take`, which ends the work.
pub fn for_each<T: Send, E>(
    pool: &ThreadPool,
    sources: &[Source],
    work: impl Fn(&Source, Vec<u8>) -> Result<T, ReadError> + Sync,
    mut take: impl FnMut(Result<T, ReadError>) -> Result<(), E>,
) -> Result<(), E> {
    for batch in batches(sources) {
        let one = |source: &Source| source.bytes().and_then(|bytes| work(source, bytes));
        let results: Vec<_> = pool.install(|| batch.par_iter().map(one).collect());
        results.into_iter().try_for_each(&mut take)?;
    }
    Ok(())
}

/// Cuts `sources` into runs that fit in memory together.
pub(super) fn batches(sources: &[Source]) -> impl Iterator<Item = &[Source]> {
    let mut rest = sources;
    std::iter::from_fn(move || {
        let mut n_bytes = 0;
        let mut n = 0;
        while n < rest.len().min(BATCH_ARTICLES) && (n == 0 || n_bytes < BATCH_BYTES) {
            n_bytes += rest[n].length();
            n += 1;
        }
        let (batch, after) = rest.split_at(n);
        rest = after;
        (n > 0).then_some(batch)
    })
}
