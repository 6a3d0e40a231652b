//! Loads the words and patterns of time, and finds them in folded text.

use super::surface::without_accents;
use crate::data::Data;
use crate::text::{Diagnostic, Span};
use regex::{Captures, Regex, RegexSet};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const WORDS: &str = "lexicon/time.tsv";
const PATTERNS: &str = "lexicon/time_patterns.tsv";

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
}

/// From where an expression counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The article's date.
    Article,
    /// The date last told.
    Reference,
}

/// How the groups of a pattern are to be read; the names are those of `time_patterns.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Date,
    Month,
    Year,
    YearOf,
    Numbered,
    List,
    Range,
    Night,
    Weekday,
    Weekend,
    Season,
    Shift(i32, Unit, Origin),
    Ago,
    Since,
    Later,
    Earlier,
    LaterEnd,
    EarlierEnd,
    Recent,
    Daypart,
    Vague,
    Duration,
    Recurring,
    Anniversary,
}

/// A pattern found in a folded text.
#[derive(Clone, Debug)]
pub(super) struct Match<'t> {
    pub(super) reading: Reading,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) groups: Groups<'t>,
}

/// The named groups of a match.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups<'t>(Vec<(&'static str, usize, &'t str)>);

/// The names that patterns may give to groups.
const GROUPS: [&str; 17] = [
    "d", "m", "y", "w", "d1", "d2", "d3", "m2", "y2", "w2", "n", "u", "s", "o", "items", "e", "x",
];

impl<'t> Groups<'t> {
    fn new(caps: &Captures<'t>) -> Self {
        Self(
            GROUPS
                .iter()
                .filter_map(|&name| caps.name(name).map(|m| (name, m.start(), m.as_str())))
                .collect(),
        )
    }

    /// The words of group `name`.
    pub(super) fn get(&self, name: &str) -> Option<&'t str> {
        self.0
            .iter()
            .find(|(n, ..)| *n == name)
            .map(|&(_, _, words)| words)
    }

    /// Where group `name` starts and ends, in bytes of the folded text.
    pub(super) fn span(&self, name: &str) -> Option<(usize, usize)> {
        self.0
            .iter()
            .find(|(n, ..)| *n == name)
            .map(|&(_, at, words)| (at, at + words.len()))
    }
}

/// A row of the patterns. Most are met in few articles: each is compiled when the set first finds it.
#[derive(Clone, Debug)]
struct Pattern {
    reading: Reading,
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&self.source).ok())
            .as_ref()
    }
}

/// The tables of time.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    set: RegexSet,
    patterns: Vec<Pattern>,
    item: Regex,
    words: BTreeMap<String, BTreeMap<String, String>>,
}

impl Patterns {
    pub(super) fn load(data: &Data) -> Result<Self, Diagnostic> {
        let words = load_words(data)?;
        let mut macros: BTreeMap<String, String> = words
            .iter()
            .map(|(class, forms)| (class.clone(), alternation(forms.keys())))
            .collect();
        let text = file(data, PATTERNS)?;
        let mut patterns = Vec::new();
        let mut lines = Vec::new();
        for line in rows(text).skip(1) {
            let (reading, source) = line.split_once('\t').unwrap_or((line, ""));
            let source = expand(&without_accents(source), &macros);
            if reading == "let" {
                let (name, value) = source.split_once('=').unwrap_or((&source, ""));
                macros.insert(name.to_owned(), value.to_owned());
                continue;
            }
            let Some(reading) = reading_of(reading) else {
                return Err(error(
                    PATTERNS,
                    text,
                    reading,
                    format!("unknown reading `{reading}`"),
                ));
            };
            patterns.push(Pattern {
                reading,
                // Folded text is ASCII: so may be the classes, which makes the automata small.
                source: format!(r"(?-u)\b(?:{source})\b"),
                compiled: OnceLock::new(),
            });
            lines.push(line);
        }
        let item = expand("(?:(?P<w>{weekday}) )?(?P<d>{dnum})", &macros);
        let item = Regex::new(&item).map_err(|_| {
            error(
                PATTERNS,
                text,
                "",
                "the macros `weekday` and `dnum` are needed".to_owned(),
            )
        })?;
        let set = RegexSet::new(patterns.iter().map(|p| &p.source))
            .map_err(|e| wrong_pattern(text, &lines, &patterns, &e))?;
        Ok(Self {
            set,
            patterns,
            item,
            words,
        })
    }

    /// The expressions in `text`, in order, disjoint.
    pub(super) fn find<'t>(&self, text: &'t str) -> Vec<Match<'t>> {
        let mut found: Vec<Match<'t>> = Vec::new();
        for row in self.set.matches(text) {
            let pattern = &self.patterns[row];
            let Some(regex) = pattern.regex() else {
                continue;
            };
            for caps in regex.captures_iter(text) {
                let Some(whole) = caps.get(0) else { continue };
                found.push(Match {
                    reading: pattern.reading,
                    start: whole.start(),
                    end: whole.end(),
                    groups: Groups::new(&caps),
                });
            }
        }
        // A stable sort: of two matches of one place and length, that of the earlier row stays.
        found.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end)));
        let mut end = 0;
        found.retain(|m| {
            let free = m.start >= end && m.start < m.end;
            if free {
                end = m.end;
            }
            free
        });
        found
    }

    /// The items of a list of days: start, end, weekday, day of the month.
    pub(super) fn items<'t>(
        &self,
        items: &'t str,
    ) -> Vec<(usize, usize, Option<&'t str>, &'t str)> {
        self.item
            .captures_iter(items)
            .filter_map(|c| {
                let whole = c.get(0)?;
                Some((
                    whole.start(),
                    whole.end(),
                    c.name("w").map(|m| m.as_str()),
                    c.name("d")?.as_str(),
                ))
            })
            .collect()
    }

    /// The number that `class` gives to `form`.
    pub(super) fn number(&self, class: &str, form: &str) -> Option<i32> {
        self.words.get(class)?.get(form)?.parse().ok()
    }

    /// The unit that `form` names.
    pub(super) fn unit(&self, form: &str) -> Option<Unit> {
        unit_of(self.words.get("unit")?.get(form)?)
    }

    /// The forms of `class`.
    pub(super) fn forms(&self, class: &str) -> impl Iterator<Item = &str> {
        self.words
            .get(class)
            .into_iter()
            .flat_map(|forms| forms.keys().map(String::as_str))
    }
}

/// The first row that is no regular expression.
fn wrong_pattern(
    text: &str,
    lines: &[&str],
    patterns: &[Pattern],
    whole: &regex::Error,
) -> Diagnostic {
    let bad = patterns
        .iter()
        .zip(lines)
        .find_map(|(p, line)| Some((*line, Regex::new(&p.source).err()?)));
    let (line, problem) = bad.map_or(("", whole.to_string()), |(line, e)| (line, e.to_string()));
    let last = problem.lines().last().unwrap_or_default();
    error(
        PATTERNS,
        text,
        line,
        format!("no regular expression: {last}"),
    )
}

fn load_words(data: &Data) -> Result<BTreeMap<String, BTreeMap<String, String>>, Diagnostic> {
    let text = file(data, WORDS)?;
    let mut words: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for line in rows(text).skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [class, form, value] = fields[..] else {
            return Err(error(
                WORDS,
                text,
                line,
                format!("{} fields; expected 3", fields.len()),
            ));
        };
        words
            .entry(class.to_owned())
            .or_default()
            .insert(without_accents(form), value.to_owned());
    }
    Ok(words)
}

fn file<'a>(data: &'a Data, name: &str) -> Result<&'a str, Diagnostic> {
    let place = Span::new(0, 0);
    let bytes = data.file(name).ok_or_else(|| {
        Diagnostic::error(name, "", place, "the file is missing")
            .with_help("expected it under `french/` or in the folder given by `--data`")
    })?;
    std::str::from_utf8(bytes).map_err(|e| {
        Diagnostic::error(
            name,
            "",
            place,
            format!("byte {} is not UTF-8", e.valid_up_to()),
        )
    })
}

fn rows(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
}

fn error(name: &str, text: &str, part: &str, message: String) -> Diagnostic {
    let start = text.find(part).unwrap_or(0);
    Diagnostic::error(name, text, Span::new(start, start + part.len()), message)
}

/// `(?:a|b)`, longest first: an alternation takes the first form that fits.
fn alternation<'a>(forms: impl Iterator<Item = &'a String>) -> String {
    let mut forms: Vec<String> = forms.map(|f| regex::escape(f)).collect();
    forms.sort_by_key(|f| std::cmp::Reverse(f.len()));
    format!("(?:{})", forms.join("|"))
}

fn expand(source: &str, macros: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(source.len() * 2);
    let mut rest = source;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let value = rest[1..]
            .split_once('}')
            .and_then(|(name, after)| Some((macros.get(name)?, after)));
        if let Some((value, after)) = value {
            out.push_str(value);
            rest = after;
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out + rest
}

fn unit_of(name: &str) -> Option<Unit> {
    Some(match name {
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        _ => return None,
    })
}

fn reading_of(name: &str) -> Option<Reading> {
    let mut words = name.split(' ');
    Some(match words.next()? {
        "date" => Reading::Date,
        "month" => Reading::Month,
        "year" => Reading::Year,
        "yearof" => Reading::YearOf,
        "numbered" => Reading::Numbered,
        "list" => Reading::List,
        "range" => Reading::Range,
        "night" => Reading::Night,
        "weekday" => Reading::Weekday,
        "weekend" => Reading::Weekend,
        "season" => Reading::Season,
        "ago" => Reading::Ago,
        "since" => Reading::Since,
        "later" => Reading::Later,
        "earlier" => Reading::Earlier,
        "laterEnd" => Reading::LaterEnd,
        "earlierEnd" => Reading::EarlierEnd,
        "recent" => Reading::Recent,
        "daypart" => Reading::Daypart,
        "vague" => Reading::Vague,
        "duration" => Reading::Duration,
        "recurring" => Reading::Recurring,
        "anniversary" => Reading::Anniversary,
        "shift" => {
            let n = words.next()?.parse().ok()?;
            let unit = unit_of(words.next()?)?;
            let origin = match words.next()? {
                "article" => Origin::Article,
                "reference" => Origin::Reference,
                _ => return None,
            };
            Reading::Shift(n, unit, origin)
        }
        _ => return None,
    })
}
