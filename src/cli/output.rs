//! Where results and messages go.

use anyhow::Context as _;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Runs `write` on standard output or, if `file` is given, on that file, and sees to it that all
/// has arrived.
pub(super) fn with_output<T>(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn Write) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let Some(path) = file else {
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let result = write(&mut out)?;
        out.flush().context("cannot write to standard output")?;
        return Ok(result);
    };
    let context = || format!("cannot write `{}`", path.display());
    let mut out = BufWriter::with_capacity(1 << 16, File::create(path).with_context(context)?);
    let result = write(&mut out).with_context(context)?;
    out.flush().with_context(context)?;
    Ok(result)
}

/// Writes a line to standard error. Nobody is left to tell when that fails.
pub(super) fn message(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}
