//! The article's own date and source: header lines, datelines, lines of publication.

use super::ReaderError;
use super::fold::Folded;
use super::lines::{Line, trim_blanks};
use super::patterns::{self, Pattern, Patterns};
use crate::data::Data;
use crate::date::Date;
use crate::text::Span;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const FILE: &str = "lexicon/dateline.tsv";

/// How many lines from the top may carry a date.
const ZONE: usize = 16;
/// How many bytes of a line's beginning a dateline may take.
const HEAD: usize = 240;

/// What header lines and datelines say.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub(super) date: Option<Date>,
    pub(super) source: Option<String>,
}

/// The patterns of `lexicon/dateline.tsv`.
#[derive(Clone, Debug)]
pub(super) struct Datelines {
    patterns: Patterns,
    months: BTreeMap<String, u8>,
}

/// Kinds of patterns, the most trusted first.
const KINDS: [&str; 5] = ["header", "dateline", "datelineCase", "updated", "source"];

impl Datelines {
    pub(super) fn load(data: &Data) -> Result<Self, ReaderError> {
        let mut months = BTreeMap::new();
        let mut macros = BTreeMap::new();
        let mut names = Vec::new();
        for row in patterns::rows(data, "lexicon/time.tsv")? {
            let [class, form, value, _] = row.fields;
            if class != "month" {
                continue;
            }
            if let Ok(number) = value.parse() {
                months.insert(form.to_owned(), number);
                names.push(patterns::expand(&regex::escape(form), &BTreeMap::new()));
            }
        }
        // Longest first: an alternation takes the first that fits, « janv » inside « janvier ».
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        macros.insert("month".to_owned(), format!("(?:{})", names.join("|")));
        let patterns = patterns::load(data, FILE, &KINDS, &KINDS, macros)?;
        Ok(Self { patterns, months })
    }

    /// Takes datelines off the lines near the top, and gives what they say.
    pub(super) fn strip(&self, text: &str, lines: &mut [Line]) -> Found {
        let mut found = Found::default();
        let mut best = (usize::MAX, None);
        for line in lines.iter_mut().take(ZONE) {
            // « Publié le … », the city and the agency may share a line.
            for _ in 0..3 {
                let Some((pattern, cut, date, source)) = self.first_match(text, line.span) else {
                    break;
                };
                let rank = KINDS
                    .iter()
                    .position(|k| *k == pattern.kind)
                    .unwrap_or(KINDS.len());
                let rank = rank + 10 * usize::from(matches!(date, Some(Date::MonthDay { .. })));
                if date.is_some() && rank < best.0 {
                    best = (rank, date);
                }
                found.source = found.source.or(source);
                line.span = trim_blanks(text, Span::new(line.span.start + cut, line.span.end));
                line.dropped |= line.span.is_empty();
            }
        }
        found.date = best.1;
        found
    }

    /// The first pattern that matches the beginning of `span`, how many bytes it takes, and its values.
    fn first_match(
        &self,
        text: &str,
        span: Span,
    ) -> Option<(&Pattern, usize, Option<Date>, Option<String>)> {
        let words = span.of(text);
        let mut head = words.len().min(HEAD);
        while !words.is_char_boundary(head) {
            head -= 1;
        }
        // A pattern that ends in `$` must not take the cut for the end of the line.
        let whole = head == words.len();
        let folded = Folded::new(&words[..head]);
        self.patterns
            .set
            .matches(&folded.bytes)
            .iter()
            .find_map(|i| {
                let pattern = &self.patterns.rows[i];
                let caps = pattern.regex()?.captures(&folded.bytes)?;
                let taken = folded.place(caps.get(0)?.end());
                if taken == 0 || (taken == head && !whole) {
                    return None;
                }
                let group = |name: &str| {
                    caps.name(name)
                        .map(|m| &words[folded.place(m.start())..folded.place(m.end())])
                };
                let date = group("date").and_then(|d| self.read_date(d));
                // A dateline whose date no calendar has is no dateline.
                if group("date").is_some() && date.is_none() {
                    return None;
                }
                let source = group("source").map(|s| s.trim().to_owned());
                Some((pattern, taken, date, source))
            })
    }

    /// A date as people write it: `3 mars 2018`, `03/03/2018`, `2018-03-03`, `mars 2018`, `2018`.
    pub(super) fn read_date(&self, words: &str) -> Option<Date> {
        let lower: String = words.nfc().flat_map(char::to_lowercase).collect();
        let mut numbers: Vec<(usize, i16)> = Vec::new();
        let mut month = None;
        for part in lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|p| !p.is_empty())
        {
            let digits = part.trim_end_matches(|c: char| c.is_alphabetic());
            if let Ok(n) = digits.parse() {
                numbers.push((digits.len(), n));
            } else if let Some(&m) = self
                .months
                .get(part)
                .or_else(|| self.months.get(&format!("{part}.")))
            {
                month = Some(m);
            }
        }
        let small = |n: i16| u8::try_from(n).ok();
        match (month, numbers.as_slice()) {
            (Some(m), [(..=2, d), (4, y)] | [(4, y), (..=2, d)]) => Date::day(*y, m, small(*d)?),
            (Some(m), [(4, y)]) => Date::month(*y, m),
            (Some(m), [(..=2, d)]) => Date::month_day(m, small(*d)?),
            (None, [(4, y), (..=2, m), (..=2, d)]) => Date::day(*y, small(*m)?, small(*d)?),
            (None, [(..=2, d), (..=2, m), (4, y)]) => Date::day(*y, small(*m)?, small(*d)?),
            (None, [(2, d), (2, m), (2, y)]) => Date::day(2000 + *y, small(*m)?, small(*d)?),
            (None, [(4, y), (..=2, m)] | [(..=2, m), (4, y)]) => Date::month(*y, small(*m)?),
            (None, [(4, y)]) => Some(Date::Year { year: *y }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_keeps_its_examples() {
        let datelines = Datelines::load(&Data::embedded()).unwrap();
        for p in &datelines.patterns.rows {
            assert!(!p.matches.is_empty(), "`{}` has no example", p.source);
            for example in &p.matches {
                let (line, date) = example.split_once(" => ").unwrap_or((example, ""));
                let folded = Folded::new(line);
                let caps = p.regex().unwrap().captures(&folded.bytes);
                assert!(caps.is_some(), "`{}` misses `{line}`", p.source);
                let group = caps.as_ref().and_then(|c| c.name("date"));
                let words = group.map(|m| &line[folded.place(m.start())..folded.place(m.end())]);
                let found = words.and_then(|d| datelines.read_date(d));
                assert_eq!(
                    found.map(|d| d.to_string()).unwrap_or_default(),
                    date,
                    "{line}"
                );
            }
            for example in &p.rejects {
                let taken = p.regex().unwrap().is_match(&Folded::new(example).bytes);
                assert!(!taken, "`{}` takes `{example}`", p.source);
            }
        }
    }
}
