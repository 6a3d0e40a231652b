//! Dates for the expressions that were found: counted from the article's date, or from the date last told.

mod absolute;
mod relative;

use super::calendar::add_days;
use super::infer;
use super::patterns::{Groups, Match, Origin, Patterns, Reading, Unit};
use super::surface::Surface;
use super::{TimeKind, TimeMention, TimeValue, Times, before};
use crate::date::Date;
use crate::ud::Sentence;
use relative::{shift, since};

/// For how many sentences a date stays the one that « la veille » counts from.
const MEMORY: usize = 6;
/// For how many sentences a quotation may stay open.
const QUOTE_SENTENCES: usize = 4;
/// How many days ahead a day without a year is still the coming one.
const AHEAD_DAYS: i32 = 60;

/// The date last told.
#[derive(Clone, Copy, Debug)]
struct Reference {
    date: Date,
    /// Weekday that the text gave it, 1 for Monday.
    weekday: Option<i32>,
    sentence: usize,
    /// Whether the text itself gave the year.
    explicit: bool,
}

struct Resolver<'p> {
    patterns: &'p Patterns,
    article: Option<Date>,
    reference: Option<Reference>,
    /// The last one that is a day.
    day: Option<Reference>,
    sentence: usize,
}

/// A value found, with where it stands in the folded text.
struct Found {
    start: usize,
    end: usize,
    value: TimeValue,
    weekday: Option<i32>,
    explicit: bool,
}

pub(super) fn resolve(patterns: &Patterns, sentences: &[Sentence], article: Option<Date>) -> Times {
    let surfaces = surfaces(sentences);
    let found: Vec<(Surface, Vec<Match<'_>>)> = surfaces
        .iter()
        .map(|s| (s.clone(), patterns.find(&s.text)))
        .collect();
    let article = article.or_else(|| infer::article_date(patterns, &found));
    let mut resolver = Resolver {
        patterns,
        article,
        reference: None,
        day: None,
        sentence: 0,
    };
    let mut mentions = Vec::new();
    for (index, (surface, matches)) in found.iter().enumerate() {
        resolver.sentence = index;
        for m in matches {
            for mut found in resolver.read(surface, m, matches) {
                resolver.bound(surface, &mut found);
                resolver.remember(&found);
                if let Some((tokens, span)) = surface.place(found.start, found.end) {
                    mentions.push(TimeMention {
                        sentence: index,
                        tokens,
                        span,
                        value: found.value,
                    });
                }
            }
        }
    }
    Times {
        mentions,
        recent: article.and_then(before),
    }
}

fn surfaces(sentences: &[Sentence]) -> Vec<Surface> {
    let (mut open, mut since) = (false, 0);
    sentences
        .iter()
        .map(|sentence| {
            since = if open { since + 1 } else { 0 };
            // A quotation that nobody closed must not swallow the rest of the article.
            open &= since < QUOTE_SENTENCES;
            Surface::new(sentence, &mut open)
        })
        .collect()
}

const fn value(kind: TimeKind, date: Option<Date>) -> TimeValue {
    TimeValue {
        kind,
        date,
        until: None,
        next: None,
    }
}

impl Resolver<'_> {
    /// What `m` says, one of the expressions `beside` each other in a sentence.
    fn read(&self, surface: &Surface, m: &Match<'_>, beside: &[Match<'_>]) -> Vec<Found> {
        let g = &m.groups;
        let mut found = Found {
            start: m.start,
            end: m.end,
            value: value(TimeKind::Point, None),
            weekday: g.get("w").and_then(|w| self.patterns.number("weekday", w)),
            explicit: g.get("y").is_some(),
        };
        let v = &mut found.value;
        match m.reading {
            Reading::List => return self.list(m),
            Reading::Date => {
                let month = self.month(g, "m");
                // « le 8 janvier dernier »: the last one, whatever year was told before
                let last = g.get("s").and_then(|_| self.last_year(month?, g.get("d")?));
                *v = self.date(month, g.get("d"), year_of(g, "y").or(last), found.weekday);
            }
            Reading::Month => *v = self.month_alone(g),
            Reading::Year => v.date = year_of(g, "y").map(|year| Date::Year { year }),
            Reading::YearOf => {
                if !is_year_before(self.patterns, &surface.text[m.end..]) {
                    return Vec::new();
                }
                v.date = year_of(g, "y").map(|year| Date::Year { year });
            }
            Reading::Numbered => self.numbered(&mut found, g),
            Reading::Range => *v = self.range(g),
            Reading::Night => *v = self.night(g),
            Reading::Weekday => *v = self.weekday(found.weekday, g.get("s")),
            Reading::Weekend => v.date = self.weekend(),
            Reading::Season => v.date = self.season(g.get("s")),
            Reading::Shift(n, unit, Origin::Article) => {
                let quoted = unit == Unit::Day && surface.is_quoted(m.start);
                v.date = if quoted {
                    self.shift_of_speech(surface, n, beside)
                } else {
                    self.article.and_then(|a| shift(a, n, unit))
                };
            }
            Reading::Shift(n, unit, Origin::Reference) => {
                // « La veille » of a day, whatever year was named since.
                let told = if unit == Unit::Day {
                    self.not_long_ago(self.day)
                } else {
                    self.not_long_ago(self.reference)
                };
                v.date = match (told, unit) {
                    (Some(r), _) => shift(r.date, n, unit),
                    // « La veille » of a day that is not told: one of the last days.
                    (None, Unit::Day) => self.article.and_then(Date::to_month),
                    (None, _) => None,
                };
                found.weekday = told
                    .and_then(|r| r.weekday)
                    .map(|w| (w - 1 + n).rem_euclid(7) + 1);
            }
            Reading::Ago => *v = self.ago(g),
            Reading::Since => {
                v.kind = TimeKind::Since;
                v.date = self
                    .counted(g)
                    .and_then(|(n, unit)| since(self.article?, n, unit));
            }
            Reading::Later => v.date = self.from_reference(g, 1),
            Reading::Earlier => v.date = self.from_reference(g, -1),
            Reading::LaterEnd | Reading::EarlierEnd => {
                let sign = if m.reading == Reading::LaterEnd {
                    1
                } else {
                    -1
                };
                if surface.text[m.end..]
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_alphanumeric())
                {
                    v.kind = TimeKind::Duration;
                } else {
                    v.date = self.from_reference(g, sign);
                }
            }
            Reading::Recent => {
                v.kind = TimeKind::Vague;
                v.date = self.recent(g);
            }
            Reading::Daypart => {
                v.kind = TimeKind::Vague;
                v.date = self
                    .day_told()
                    .or_else(|| self.article.and_then(Date::to_month));
            }
            Reading::Vague => v.kind = TimeKind::Vague,
            Reading::Duration => v.kind = TimeKind::Duration,
            Reading::Recurring => v.kind = TimeKind::Recurring,
            Reading::Anniversary => return Vec::new(),
        }
        vec![found]
    }

    /// « depuis », « jusqu'à » before the expression or at its beginning.
    fn bound(&self, surface: &Surface, found: &mut Found) {
        if found.value.kind != TimeKind::Point {
            return;
        }
        for (class, kind) in [("since", TimeKind::Since), ("until", TimeKind::Until)] {
            let before = surface.text[..found.start].trim_end();
            let words = &surface.text[found.start..found.end];
            for form in self.patterns.forms(class) {
                let inside = words.strip_prefix(form).is_some_and(|r| {
                    !r.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
                });
                let outside = before
                    .strip_suffix(form)
                    .is_some_and(|r| !r.ends_with(|c: char| c.is_ascii_alphanumeric()));
                if !inside && !outside {
                    continue;
                }
                if outside {
                    found.start = before.len() - form.len();
                }
                found.value.kind = kind;
                if kind == TimeKind::Until {
                    found.value.until = found.value.date.take();
                }
                return;
            }
        }
    }

    fn remember(&mut self, found: &Found) {
        let told = matches!(found.value.kind, TimeKind::Point | TimeKind::Range)
            || found.value.kind == TimeKind::Since
                && matches!(found.value.date, Some(Date::Day { .. }));
        if let (true, Some(date)) = (told, found.value.date) {
            let reference = Reference {
                date,
                weekday: found.weekday,
                sentence: self.sentence,
                // What began long ago, « depuis le 15 avril 2023 », sets no year for what follows.
                explicit: found.explicit && found.value.kind != TimeKind::Since,
            };
            self.reference = Some(reference);
            if matches!(date, Date::Day { .. } | Date::MonthDay { .. }) {
                self.day = Some(reference);
            }
        }
    }

    /// « Ce soir », said by somebody: of the day on which he said it, where the sentence or what stands before tells
    /// that.
    fn shift_of_speech(&self, surface: &Surface, days: i32, beside: &[Match<'_>]) -> Option<Date> {
        let outside = beside
            .iter()
            .filter(|other| !surface.is_quoted(other.start))
            .flat_map(|other| self.read(surface, other, &[]))
            .find_map(|found| found.value.date);
        let said = outside
            .or_else(|| self.day_told())
            .filter(|day| matches!(day, Date::Day { .. }));
        match said {
            Some(day) => shift(day, days, Unit::Day),
            None => shift(self.article?, days, Unit::Day)?.to_month(),
        }
    }

    fn recent_reference(&self) -> Option<Reference> {
        self.not_long_ago(self.reference)
    }

    fn not_long_ago(&self, reference: Option<Reference>) -> Option<Reference> {
        reference.filter(|r| self.sentence - r.sentence <= MEMORY)
    }

    /// The day that the story is at, if it is one of the last days.
    fn day_told(&self) -> Option<Date> {
        let told = self.recent_reference()?;
        let date = told.date;
        match (date.to_civil(), self.article.and_then(Date::to_civil)) {
            (Some(day), Some(article)) => (add_days(day, 8)? >= article).then_some(date),
            // Without a date of the article, only a weekday beside the date says that it is news.
            (Some(_), None) => told.weekday.map(|_| date),
            (None, _) => matches!(date, Date::MonthDay { .. }).then_some(date),
        }
    }
}

/// Whether what follows « de 2015 » lets it be a year: « l'accord de 2015 », not « de 2000 soldats ».
fn is_year_before(patterns: &Patterns, rest: &str) -> bool {
    let next = rest.trim_start();
    let word = next
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    let figure = next.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '%' | '~' | '$'));
    !figure && (word.is_empty() || patterns.forms("grammar").any(|w| w == word))
}

pub(super) fn day_of_month(form: &str) -> Option<u8> {
    let digits = form.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    // « premier » has no digit.
    if digits.is_empty() {
        Some(1)
    } else {
        digits.parse().ok()
    }
}

pub(super) fn year_of(g: &Groups<'_>, name: &str) -> Option<i16> {
    g.get(name)?.parse().ok()
}
