use super::lexicon::MAGIC;
use crate::text::{Diagnostic, Span};
use fst::MapBuilder;
use std::collections::{BTreeMap, BTreeSet};

/// Why a table of forms cannot be compiled.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// A line of the table is not what it should be.
    #[error("{0}")]
    Table(Box<Diagnostic>),
    /// The table is larger than the layout allows.
    #[error("{0}: more than the layout of the compiled lexicon can hold")]
    TooMany(&'static str),
    /// The automaton could not be built.
    #[error("cannot build the automaton of forms")]
    Automaton(#[from] fst::Error),
}

const HEADER: &str = "form\tlemma\tpos\tfeats";

/// An analysis as stored: label, bytes to cut off the form, string to append.
type Entry<'a> = (usize, usize, &'a str);

/// Compiles a table of forms for [`FormLexicon`](super::FormLexicon).
///
/// `source` is the text of the table at `path`: `form`, `lemma`, `pos` and `feats` in columns separated
/// by tabs, under a header line with these names or none. Equal tables give equal bytes. Holds the table in memory, about a
/// second for half a million rows.
///
/// # Errors
/// When a line has not four columns or an empty form or lemma, or the table is too large.
pub fn compile(path: &str, source: &str) -> Result<Vec<u8>, CompileError> {
    let rows = rows(path, source)?;
    let labels: Vec<(&str, &str)> = rows
        .iter()
        .map(|r| (r.pos, r.feats))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let mut forms: BTreeMap<&str, BTreeSet<Entry<'_>>> = BTreeMap::new();
    for row in &rows {
        let label = labels
            .binary_search(&(row.pos, row.feats))
            .expect("every label of a row was collected");
        let stem = common_prefix(row.form, row.lemma);
        let entry = (label, row.form.len() - stem, &row.lemma[stem..]);
        forms.entry(row.form).or_default().insert(entry);
    }
    let sets = by_frequency(&forms);
    let mut automaton = MapBuilder::memory();
    for (form, set) in &forms {
        automaton.insert(form, sets[set])?;
    }
    let mut out = MAGIC.to_vec();
    push_number(&mut out, labels.len(), "labels")?;
    for (pos, feats) in &labels {
        push_string(&mut out, pos)?;
        push_string(&mut out, feats)?;
    }
    push_sets(&mut out, &sets)?;
    out.extend(automaton.into_inner()?);
    Ok(out)
}

/// One line of the table.
struct Row<'a> {
    form: &'a str,
    lemma: &'a str,
    pos: &'a str,
    feats: &'a str,
}

fn rows<'a>(path: &str, source: &'a str) -> Result<Vec<Row<'a>>, CompileError> {
    let mut rows = Vec::new();
    let mut offset = 0;
    for line in source.split('\n') {
        let span = Span::new(offset, offset + line.len());
        offset = span.end + 1;
        let line = line.trim_end_matches('\r');
        if line.is_empty() || line.starts_with("# ") || line == HEADER {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let error = |message: String| {
            let diagnostic = Diagnostic::error(path, source, span, message)
                .with_help("a line is form, lemma, part of speech and features");
            CompileError::Table(Box::new(diagnostic))
        };
        let [form, lemma, pos, feats] = columns[..] else {
            return Err(error(format!(
                "{} columns where four are expected",
                columns.len()
            )));
        };
        if form.is_empty() || lemma.is_empty() {
            return Err(error("empty form or lemma".to_owned()));
        }
        rows.push(Row {
            form,
            lemma,
            pos,
            feats,
        });
    }
    Ok(rows)
}

/// Bytes that two words share at their start, on a character boundary of both.
fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices()
        .zip(b.chars())
        .find(|((_, x), y)| x != y)
        .map_or(a.len().min(b.len()), |((i, _), _)| i)
}

/// Numbers the distinct sets of analyses, frequent ones first, so that most numbers are small.
fn by_frequency<'f, 'a>(
    forms: &'f BTreeMap<&str, BTreeSet<Entry<'a>>>,
) -> BTreeMap<&'f BTreeSet<Entry<'a>>, u64> {
    let mut counts: BTreeMap<&BTreeSet<Entry<'_>>, usize> = BTreeMap::new();
    for set in forms.values() {
        *counts.entry(set).or_default() += 1;
    }
    let mut order: Vec<_> = counts.into_iter().collect();
    order.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    (0..).zip(order).map(|(i, (set, _))| (set, i)).collect()
}

fn push_sets(
    out: &mut Vec<u8>,
    sets: &BTreeMap<&BTreeSet<Entry<'_>>, u64>,
) -> Result<(), CompileError> {
    let mut order: Vec<_> = sets.iter().collect();
    order.sort_by_key(|(_, number)| **number);
    push_number(out, order.len(), "sets of analyses")?;
    for (set, _) in order {
        push_byte(out, set.len(), "analyses of a form")?;
        for &(label, strip, append) in *set {
            push_number(out, label, "labels")?;
            push_byte(out, strip, "bytes of a form")?;
            push_string(out, append)?;
        }
    }
    Ok(())
}

fn push_string(out: &mut Vec<u8>, string: &str) -> Result<(), CompileError> {
    push_byte(out, string.len(), "bytes of a string")?;
    out.extend(string.as_bytes());
    Ok(())
}

fn push_byte(out: &mut Vec<u8>, n: usize, what: &'static str) -> Result<(), CompileError> {
    out.push(u8::try_from(n).map_err(|_| CompileError::TooMany(what))?);
    Ok(())
}

fn push_number(out: &mut Vec<u8>, n: usize, what: &'static str) -> Result<(), CompileError> {
    let n = u16::try_from(n).map_err(|_| CompileError::TooMany(what))?;
    out.extend(n.to_le_bytes());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_reported_with_its_place() {
        let table = "form\tlemma\tpos\tfeats\na\tavoir\n";
        let message = compile("forms.tsv", table).unwrap_err().to_string();
        assert!(
            message.starts_with("forms.tsv:2:1: error: 2 columns where four are expected"),
            "{message}"
        );
    }

    #[test]
    fn equal_tables_give_equal_bytes() {
        let table = "form\tlemma\tpos\tfeats\nmort\tmourir\tppas\tmas|sg\nmort\tmort\tnom\tsg\n";
        assert_eq!(compile("a", table).unwrap(), compile("b", table).unwrap());
    }
}
