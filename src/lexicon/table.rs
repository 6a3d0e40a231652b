//! The reader of the sorted TSV files that hold the lexicons.

use crate::data::Data;
use crate::text::{Diagnostic, Span};

/// A lexicon that cannot be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NamesError {
    /// The data folder lacks a file that griot needs.
    #[error(
        "data file `{0}` is missing; expected it under `french/` or in the folder given by `--data`"
    )]
    Missing(String),
    /// A line of a lexicon is wrong.
    #[error("{0}")]
    Line(Box<Diagnostic>),
    /// Several lines of the user's aliases are wrong.
    #[error("{}", super::aliases::all(.0))]
    Lines(Vec<Diagnostic>),
    /// A binary lexicon is damaged or of another version.
    #[error("data file `{file}` is damaged: {what}; rebuild it with `griot lexicon compile`")]
    Binary {
        /// The file, relative to the data folder.
        file: String,
        /// What was found wrong.
        what: String,
    },
}

/// A TSV file: `#` comments, one header row, then one fact a line.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    path: String,
    text: &'a str,
    columns: Vec<&'a str>,
}

/// One fact of a [`Table`].
#[derive(Clone, Copy, Debug)]
pub struct Row<'t, 'a> {
    table: &'t Table<'a>,
    line: &'a str,
}

impl<'a> Table<'a> {
    /// The table in file `name` of `data`, which must have the columns `expected`, in that order.
    ///
    /// # Errors
    /// When the file is missing, is no UTF-8, or has another header.
    pub fn open(data: &'a Data, name: &str, expected: &[&str]) -> Result<Self, NamesError> {
        Self::open_as(data, name, name, expected)
    }

    /// The same, called `path` in messages.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_as(
        data: &'a Data,
        name: &str,
        path: &str,
        expected: &[&str],
    ) -> Result<Self, NamesError> {
        let bytes = data
            .file(name)
            .ok_or_else(|| NamesError::Missing(name.to_owned()))?;
        let text = std::str::from_utf8(bytes).map_err(|e| NamesError::Binary {
            file: path.to_owned(),
            what: format!("byte {} is not UTF-8", e.valid_up_to()),
        })?;
        Self::parse(path, text, expected)
    }

    /// The same for the text of a file; `path` is for messages only.
    ///
    /// # Errors
    /// When the header is missing or not `expected`.
    pub fn parse(path: &str, text: &'a str, expected: &[&str]) -> Result<Self, NamesError> {
        let mut table = Table {
            path: path.to_owned(),
            text,
            columns: Vec::new(),
        };
        let header = lines(text).next().unwrap_or_default();
        table.columns = header.split('\t').collect();
        if table.columns != expected {
            let want = expected.join("`, `");
            let message =
                format!("unexpected header; expected the columns `{want}`, parted by tabs");
            return Err(table.error(header, message));
        }
        Ok(table)
    }

    /// The facts, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row<'_, 'a>, NamesError>> + '_ {
        lines(self.text).skip(1).map(move |line| {
            let n = line.split('\t').count();
            if n == self.columns.len() {
                Ok(Row { table: self, line })
            } else {
                let message = format!("{n} fields; expected {}", self.columns.len());
                Err(self.error(line, message))
            }
        })
    }

    fn error(&self, part: &str, message: impl Into<String>) -> NamesError {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = if start > self.text.len() { 0 } else { start };
        let span = Span::new(start, start + part.len());
        NamesError::Line(Box::new(Diagnostic::error(
            &self.path, self.text, span, message,
        )))
    }
}

impl<'a> Row<'_, 'a> {
    /// Field number `i`, from 0; empty past the last.
    #[must_use]
    pub fn field(&self, i: usize) -> &'a str {
        self.line.split('\t').nth(i).unwrap_or_default()
    }

    /// The fields, as many as the header has columns.
    pub fn fields<const N: usize>(&self) -> [&'a str; N] {
        let mut fields = self.line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    }

    /// An error about field `field` of this row.
    #[must_use]
    pub fn error(&self, field: &str, message: impl Into<String>) -> NamesError {
        self.table.error(field, message)
    }

    /// `field` read as a `T`, or `None` where it is empty.
    ///
    /// # Errors
    /// When it is neither.
    pub fn parse<T: std::str::FromStr>(&self, field: &str) -> Result<Option<T>, NamesError> {
        if field.is_empty() {
            return Ok(None);
        }
        let expected = std::any::type_name::<T>();
        field.parse().map(Some).map_err(|_| {
            self.error(
                field,
                format!("`{field}` is not what this column holds ({expected})"),
            )
        })
    }
}

/// The lines that are neither comments nor empty.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_point_at_the_field() {
        let text = "# c\na\tb\n1\tx\n2\n";
        let table = Table::parse("t.tsv", text, &["a", "b"]).unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].as_ref().unwrap().field(1), "x");
        let error = rows[1].as_ref().unwrap_err().to_string();
        assert!(
            error.starts_with("t.tsv:4:1: error: 1 fields; expected 2"),
            "{error}"
        );
        let row = rows[0].as_ref().unwrap();
        let error = row.parse::<u32>(row.field(1)).unwrap_err().to_string();
        assert!(error.starts_with("t.tsv:3:3: error: `x`"), "{error}");
        assert!(Table::parse("t.tsv", "a\n", &["b"]).is_err());
    }
}
