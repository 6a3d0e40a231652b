//! When: French expressions of time, and the dates they stand for.
//!
//! The words are found on the surface, whatever the parser made of the sentence; how they are written
//! is data (`lexicon/time.tsv`, `lexicon/time_patterns.tsv`). A date is as precise as text and article
//! date allow and no more: with an article dated `2023-10`, *mercredi* is `2023-10`; with none,
//! *le 15 août* is `--08-15` and *mercredi* nothing. The article's date itself is never taken for the
//! date of what it tells. Which event a date belongs to is decided elsewhere, by syntax.

mod calendar;
mod infer;
mod patterns;
mod resolve;
mod surface;

use crate::data::Data;
use crate::date::Date;
use crate::text::{Diagnostic, Span};
use crate::ud::Sentence;
use patterns::Patterns;
use std::ops::Range;

/// How an expression places something in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeKind {
    /// At a date: *mercredi*, *en juin 2021*, *la semaine dernière*.
    Point,
    /// From a date on: *depuis le 17 octobre*.
    Since,
    /// Up to a date: *jusqu'au 3 mars*, *avant la fin de l'année*.
    Until,
    /// From one date to another: *entre mars et juin 2020*, *dans la nuit de mardi à mercredi*.
    Range,
    /// How long: *pendant deux heures*, *deux jours après l'attaque*.
    Duration,
    /// How often: *chaque nuit*, *tous les vendredis*.
    Recurring,
    /// Near the article's date, or at no date that can be told: *récemment*, *à l'aube*, *ces derniers jours*.
    Vague,
}

/// What an expression of time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeValue {
    /// How it places things in time.
    pub kind: TimeKind,
    /// The date, as precise as the text allows; of a range or of [`TimeKind::Since`], its beginning; of
    /// [`TimeKind::Until`], nothing.
    pub date: Option<Date>,
    /// The end of a range or of [`TimeKind::Until`].
    pub until: Option<Date>,
    /// What the expression means where the sentence speaks of the future, if that is another date:
    /// *mercredi* is the last Wednesday, *les pourparlers reprendront mercredi* the next.
    pub next: Option<Date>,
}

impl TimeValue {
    /// The date of what happened then: of a night its morning, *dans la nuit de lundi à mardi*.
    pub(super) fn day_of_event(&self) -> Option<Date> {
        let morning = self.until.filter(|until| {
            self.kind == TimeKind::Range
                && calendar::plus_days(*until, -1) == self.date
                && self.date != self.until
        });
        morning.or(self.date)
    }
}

/// An expression of time in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeMention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Its words, preposition and article included.
    pub tokens: Range<usize>,
    /// The same in bytes of the article.
    pub span: Span,
    /// What it says.
    pub value: TimeValue,
}

/// How many days news is new.
const NEWS_DAYS: i32 = 6;

/// The finest date that holds `date` and the days before it, in which what is told on it as news happened:
/// the month, at the start of a month the year, at the start of a year nothing. A date that is no day
/// stands for itself, unless it has no year.
#[must_use]
pub fn before(date: Date) -> Option<Date> {
    match date {
        Date::Day { .. } => {
            let day = date.to_civil()?;
            calendar::covering(calendar::add_days(day, -NEWS_DAYS)?, day)
        }
        Date::Month { .. } | Date::Year { .. } => Some(date),
        Date::MonthDay { .. } => None,
    }
}

/// When an article tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// The expressions of time, with their dates, in the order of the text; disjoint.
    pub mentions: Vec<TimeMention>,
    /// When what it tells as news without a date happened: see [`before`].
    pub recent: Option<Date>,
}

/// The words and patterns of French expressions of time. Load once, share between threads.
#[derive(Clone, Debug)]
pub struct TimeTables {
    patterns: Patterns,
}

impl TimeTables {
    /// The tables in `data`.
    ///
    /// # Errors
    /// When a file is missing, or a line of it cannot be used: the first such line.
    pub fn load(data: &Data) -> Result<Self, Diagnostic> {
        let patterns = Patterns::load(data)?;
        Ok(Self { patterns })
    }

    /// When the article of `sentences`, in order, tells of; `article_date` is the date of publication, if it
    /// is known, and otherwise the date that the text itself fixes stands for it.
    #[must_use]
    pub fn resolve(&self, sentences: &[Sentence], article_date: Option<Date>) -> Times {
        resolve::resolve(&self.patterns, sentences, article_date)
    }
}

#[cfg(test)]
mod tests;
