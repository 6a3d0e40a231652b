//! What the formats in JSON share.

use crate::analytics::network::{Column, Value};
use serde_json::{Map, Value as Json};
use std::io::{self, Write};

/// The attributes that are known, by name.
pub(super) fn attributes(columns: &[Column], values: &[Option<Value>]) -> Map<String, Json> {
    let known = columns.iter().zip(values);
    known
        .filter_map(|((name, _), value)| Some(((*name).to_owned(), json(value.as_ref()?))))
        .collect()
}

fn json(value: &Value) -> Json {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Integer(number) => (*number).into(),
        Value::Real(number) => (*number).into(),
    }
}

/// Writes the members of a list, one a line.
pub(super) fn lines(out: &mut dyn Write, members: impl Iterator<Item = Json>) -> io::Result<()> {
    for (n, member) in members.enumerate() {
        write!(out, "{}\n{member}", if n > 0 { "," } else { "" })?;
    }
    Ok(())
}
