use super::AnalysisError;
use crate::data::Data;
use crate::text::{Diagnostic, Span};

/// The rows of the TSV file `name`, which must have the columns `header`, in that order.
pub(super) fn rows<'a, const N: usize>(
    data: &'a Data,
    name: &str,
    header: [&str; N],
) -> Result<Vec<[&'a str; N]>, AnalysisError> {
    let bytes = data
        .file(name)
        .ok_or_else(|| AnalysisError::Missing(name.to_owned()))?;
    let text = std::str::from_utf8(bytes).map_err(|_| AnalysisError::Utf8(name.to_owned()))?;
    let mut rows = Vec::new();
    let mut offset = 0;
    let mut has_header = false;
    for line in text.split('\n') {
        let span = Span::new(offset, offset + line.len());
        offset = span.end + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let error = |message: String| {
            AnalysisError::Table(Box::new(Diagnostic::error(name, text, span, message)))
        };
        let columns: [&str; N] = columns
            .try_into()
            .map_err(|_| error(format!("expected {N} columns separated by tabs")))?;
        if has_header {
            rows.push(columns);
        } else if columns == header {
            has_header = true;
        } else {
            return Err(error(format!(
                "unexpected header; expected `{}`",
                header.join("`, `")
            )));
        }
    }
    Ok(rows)
}
