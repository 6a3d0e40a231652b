//! Dates for the expressions that were found: counted from the article's date, or from the date last told.

use super::calendar::{add_days, covering, last_weekday, plus, plus_days, plus_weeks, weekday};
use super::infer;
use super::patterns::{Groups, Match, Origin, Patterns, Reading, Unit};
use super::surface::Surface;
use super::{TimeKind, TimeMention, TimeValue};
use crate::date::Date;
use crate::ud::Sentence;

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

pub(super) fn resolve(
    patterns: &Patterns,
    sentences: &[Sentence],
    article: Option<Date>,
) -> Vec<TimeMention> {
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
        sentence: 0,
    };
    let mut mentions = Vec::new();
    for (index, (surface, matches)) in found.iter().enumerate() {
        resolver.sentence = index;
        for m in matches {
            for mut found in resolver.read(surface, m) {
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
    mentions
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
    fn read(&self, surface: &Surface, m: &Match<'_>) -> Vec<Found> {
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
                *v = self.date(
                    self.month(g, "m"),
                    g.get("d"),
                    year_of(g, "y"),
                    found.weekday,
                )
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
                let day = self.article.and_then(|a| shift(a, n, unit));
                let quoted = unit == Unit::Day && surface.is_quoted(m.start);
                // « Ce soir », said by somebody on a day that is not told.
                v.date = if quoted {
                    day.and_then(Date::to_month)
                } else {
                    day
                };
            }
            Reading::Shift(n, unit, Origin::Reference) => {
                let told = self.recent_reference();
                v.date = match (told, unit) {
                    (Some(r), _) => shift(r.date, n, unit),
                    // « La veille » of a day that is not told: one of the last days.
                    (None, Unit::Day) => self.article.and_then(Date::to_month),
                    (None, _) => None,
                };
                found.weekday = self
                    .recent_reference()
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
            self.reference = Some(Reference {
                date,
                weekday: found.weekday,
                sentence: self.sentence,
                // What began long ago, « depuis le 15 avril 2023 », sets no year for what follows.
                explicit: found.explicit && found.value.kind != TimeKind::Since,
            });
        }
    }

    fn recent_reference(&self) -> Option<Reference> {
        self.reference
            .filter(|r| self.sentence - r.sentence <= MEMORY)
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

    fn month(&self, g: &Groups<'_>, name: &str) -> Option<u8> {
        let form = g.get(name)?;
        let number = self
            .patterns
            .number("month", form)
            .or_else(|| form.parse().ok())?;
        u8::try_from(number).ok()
    }

    fn weekday_number(&self, g: &Groups<'_>, name: &str) -> Option<i32> {
        self.patterns.number("weekday", g.get(name)?)
    }

    /// A day, with or without a year.
    fn date(
        &self,
        month: Option<u8>,
        day: Option<&str>,
        year: Option<i16>,
        on: Option<i32>,
    ) -> TimeValue {
        let Some(month) = month else {
            return value(TimeKind::Point, None);
        };
        match (day, year) {
            (Some(day), Some(year)) => {
                let date = day_of_month(day).and_then(|d| Date::day(year, month, d));
                value(TimeKind::Point, date)
            }
            (None, Some(year)) => value(TimeKind::Point, Date::month(year, month)),
            (Some(day), None) => day_of_month(day).map_or(value(TimeKind::Point, None), |d| {
                self.without_year(month, d, on)
            }),
            (None, None) => value(TimeKind::Point, None),
        }
    }

    /// « le 24 août »: the last one, or the coming one if it is near; the year told just before, if one was.
    fn without_year(&self, month: u8, day: u8, on: Option<i32>) -> TimeValue {
        if let Some(year) = self.told_year(month, day) {
            return value(TimeKind::Point, Date::day(year, month, day));
        }
        let Some((year, limit)) = self.article.and_then(|a| Some((a.year()?, a.bounds()?.1)))
        else {
            return value(TimeKind::Point, Date::month_day(month, day));
        };
        let years = [year, year - 1, year + 1];
        let candidates: Vec<_> = years
            .iter()
            .filter_map(|&y| Date::day(y, month, day)?.to_civil())
            .collect();
        let near = |d: &&jiff::civil::Date| add_days(**d, -AHEAD_DAYS).is_some_and(|d| d <= limit);
        let fits = |d: &&jiff::civil::Date| on.is_none_or(|w| weekday(**d) == w);
        let date = candidates
            .iter()
            .filter(near)
            .find(fits)
            .or_else(|| candidates.iter().find(near));
        let next = candidates.iter().filter(|d| **d > limit).min();
        TimeValue {
            next: next
                .filter(|n| Some(*n) != date)
                .map(|d| Date::from_civil(*d)),
            ..value(TimeKind::Point, date.map(|d| Date::from_civil(*d)))
        }
    }

    /// The year of a date told just before, « En mars 2015, …, puis le 3 juin … »; where the article has
    /// no date, of any date told before.
    fn told_year(&self, month: u8, day: u8) -> Option<i16> {
        let r = self.reference.filter(|r| r.explicit)?;
        let year = r.date.year()?;
        if self.article.is_none() {
            return (!matches!(r.date, Date::Year { .. })).then_some(year);
        }
        let (told, _) = r.date.bounds()?;
        let later = Date::day(year, month, day)?.to_civil()? >= told;
        let past = year < self.article?.year()?;
        (past && later && self.sentence - r.sentence <= 1).then_some(year)
    }

    fn month_alone(&self, g: &Groups<'_>) -> TimeValue {
        let Some(month) = self.month(g, "m") else {
            return value(TimeKind::Point, None);
        };
        if let Some(year) = self.told_year(month, 28) {
            return value(TimeKind::Point, Date::month(year, month));
        }
        let (year, now) = match self.article {
            Some(Date::Day { year, month, .. } | Date::Month { year, month }) => (year, month),
            Some(Date::Year { year }) => return value(TimeKind::Point, Date::month(year, month)),
            _ => return value(TimeKind::Point, None),
        };
        let back = i16::from(month > now);
        TimeValue {
            next: if back == 1 {
                Date::month(year, month)
            } else {
                None
            },
            ..value(TimeKind::Point, Date::month(year - back, month))
        }
    }

    fn weekday(&self, on: Option<i32>, which: Option<&str>) -> TimeValue {
        let Some(on) = on else {
            return value(TimeKind::Point, None);
        };
        match which.map(|w| &w[..1]) {
            // « suivant », « d'après » and « précédent », « d'avant » count from the date last told.
            Some("s") => return self.weekday_from_reference(on, 1),
            Some("d") if which != Some("dernier") => {
                return self
                    .weekday_from_reference(on, if which == Some("d'apres") { 1 } else { -1 });
            }
            Some("p") if which == Some("precedent") => return self.weekday_from_reference(on, -1),
            _ => {}
        }
        let Some(day) = self.article.and_then(Date::to_civil) else {
            let coarse = self.article.filter(|a| !matches!(a, Date::MonthDay { .. }));
            let date = coarse.or_else(|| self.weekday_near_reference(on));
            return value(TimeKind::Point, date);
        };
        let next = last_weekday(day, on, false)
            .and_then(|d| add_days(d, 7))
            .map(Date::from_civil);
        let date = match which {
            Some("prochain") => next,
            Some(_) => last_weekday(day, on, true).map(Date::from_civil),
            None => last_weekday(day, on, false).map(Date::from_civil),
        };
        TimeValue {
            next: next.filter(|n| Some(*n) != date),
            ..value(TimeKind::Point, date)
        }
    }

    fn weekday_from_reference(&self, on: i32, sign: i32) -> TimeValue {
        let date = self.recent_reference().and_then(|r| {
            let day = r.date.to_civil()?;
            let apart = (sign * (on - weekday(day))).rem_euclid(7);
            add_days(day, sign * if apart == 0 { 7 } else { apart })
        });
        value(TimeKind::Point, date.map(Date::from_civil))
    }

    /// « lundi 20 avril … mardi »: the Tuesday nearest to a day whose weekday the text gives.
    fn weekday_near_reference(&self, on: i32) -> Option<Date> {
        let r = self.reference?;
        plus_days(r.date, (on - r.weekday? + 3).rem_euclid(7) - 3)
    }

    /// « mercredi 14 », without a month; « mercredi, 14 soldats » if no such day is near.
    fn numbered(&self, found: &mut Found, g: &Groups<'_>) {
        let day = g.get("d").and_then(day_of_month);
        let near = self
            .article
            .and_then(|a| a.bounds())
            .and_then(|(from, to)| {
                let span = if from == to { 35 } else { 62 };
                let days = (0..span).chain((1..35).map(|n| -n));
                days.filter_map(|n| add_days(to, -n)).find(|d| {
                    Some(d.day().unsigned_abs()) == day && Some(weekday(*d)) == found.weekday
                })
            });
        if let Some(date) = near {
            found.value.date = Some(Date::from_civil(date));
            return;
        }
        found.value = self.weekday(found.weekday, None);
        if let Some((_, end)) = g.span("w") {
            found.end = end;
        }
    }

    fn list(&self, m: &Match<'_>) -> Vec<Found> {
        let g = &m.groups;
        let (Some(items), Some((at, _))) = (g.get("items"), g.span("items")) else {
            return Vec::new();
        };
        let month = self.month(g, "m");
        let all = self.patterns.items(items);
        let last = all.len().saturating_sub(1);
        all.iter()
            .enumerate()
            .map(|(i, &(start, end, on, day))| {
                let on = on.and_then(|w| self.patterns.number("weekday", w));
                Found {
                    start: if i == 0 { m.start } else { at + start },
                    end: if i == last { m.end } else { at + end },
                    value: self.date(month, Some(day), year_of(g, "y"), on),
                    weekday: on,
                    explicit: g.get("y").is_some(),
                }
            })
            .collect()
    }

    fn range(&self, g: &Groups<'_>) -> TimeValue {
        let until_year = year_of(g, "y2");
        let year = year_of(g, "y").or(until_year);
        if let (Some(w), Some(w2)) = (self.weekday_number(g, "w"), self.weekday_number(g, "w2")) {
            let until = self.weekday(Some(w2), None).date;
            let back = (w2 - w).rem_euclid(7);
            let date = until.and_then(|d| plus_days(d, -back));
            return TimeValue {
                until,
                ..value(TimeKind::Range, date)
            };
        }
        let Some(until_month) = self.month(g, "m2") else {
            let until = until_year.map(|year| Date::Year { year });
            return TimeValue {
                until,
                ..value(
                    TimeKind::Range,
                    year_of(g, "y").map(|year| Date::Year { year }),
                )
            };
        };
        let month = self.month(g, "m").or(Some(until_month));
        let until = match (g.get("d2"), until_year) {
            (None, None) => self.month_named(until_month),
            (day, year) => self.date(Some(until_month), day, year, None).date,
        };
        let date = match (g.get("d"), year) {
            (None, None) => month.and_then(|m| self.month_named(m)),
            (day, year) => self.date(month, day, year, None).date,
        };
        TimeValue {
            until,
            ..value(TimeKind::Range, date)
        }
    }

    fn month_named(&self, month: u8) -> Option<Date> {
        let (year, now) = match self.article? {
            Date::Day { year, month, .. } | Date::Month { year, month } => (year, month),
            Date::Year { year } => (year, 12),
            Date::MonthDay { .. } => return None,
        };
        Date::month(year - i16::from(month > now), month)
    }

    /// « dans la nuit de mardi à mercredi »: dated by the evening it begins in, up to the morning.
    fn night(&self, g: &Groups<'_>) -> TimeValue {
        let day = g.get("d2").or_else(|| g.get("d3"));
        let month = self.month(g, "m2").or_else(|| self.month(g, "m"));
        let year = year_of(g, "y2").or_else(|| year_of(g, "y"));
        let on = self.weekday_number(g, "w2");
        let until = if day.is_some() && month.is_some() {
            self.date(month, day, year, on).date
        } else {
            self.weekday(on, None).date
        };
        TimeValue {
            until,
            ..value(TimeKind::Range, until.and_then(|d| plus_days(d, -1)))
        }
    }

    fn weekend(&self) -> Option<Date> {
        let Some(day) = self.article?.to_civil() else {
            return self.article.filter(|a| a.year().is_some());
        };
        let saturday = last_weekday(day, 6, false)?;
        covering(saturday, add_days(saturday, 1)?)
    }

    /// « l'été dernier »: of this year if it is over, else of the last.
    fn season(&self, season: Option<&str>) -> Option<Date> {
        let (year, month) = match self.article? {
            Date::Day { year, month, .. } | Date::Month { year, month } => (year, month),
            _ => return None,
        };
        let first_month_after = match season?.as_bytes() {
            [b'p', ..] => 6,
            [b'e', ..] => 9,
            [b'a', ..] => 12,
            // Winter lies in two years.
            _ => return None,
        };
        Some(Date::Year {
            year: if month >= first_month_after {
                year
            } else {
                year - 1
            },
        })
    }

    /// Number and unit of « trois mois »; the number is -1 for « quelques ».
    fn counted(&self, g: &Groups<'_>) -> Option<(i32, Unit)> {
        let form = g.get("n")?;
        let n = form
            .parse()
            .ok()
            .or_else(|| self.patterns.number("number", form))?;
        Some((n, self.patterns.unit(g.get("u")?)?))
    }

    fn ago(&self, g: &Groups<'_>) -> TimeValue {
        let Some((n, unit)) = self.counted(g) else {
            return value(TimeKind::Vague, None);
        };
        if n < 0 {
            let date = match unit {
                Unit::Hour | Unit::Day => self.article.and_then(|a| days_before(a, 10)),
                _ => None,
            };
            return value(TimeKind::Vague, date);
        }
        let date = self.article.and_then(|a| match unit {
            Unit::Hour => a.to_month(),
            _ => plus(a, -n, unit),
        });
        value(TimeKind::Point, date)
    }

    fn from_reference(&self, g: &Groups<'_>, sign: i32) -> Option<Date> {
        let (n, unit) = self.counted(g)?;
        if unit == Unit::Hour {
            return self
                .day_told()
                .or_else(|| self.article.and_then(Date::to_month));
        }
        let reference = self.recent_reference()?;
        if n < 0 {
            None
        } else {
            plus(reference.date, sign * n, unit)
        }
    }

    /// « ces derniers jours », « dans les dernières 24 heures ».
    fn recent(&self, g: &Groups<'_>) -> Option<Date> {
        match self.patterns.unit(g.get("u")?)? {
            Unit::Hour => days_before(self.article?, 2),
            Unit::Day => days_before(self.article?, 7),
            _ => None,
        }
    }
}

fn shift(date: Date, n: i32, unit: Unit) -> Option<Date> {
    match unit {
        Unit::Week => plus_weeks(date, n),
        _ => plus(date, n, unit),
    }
}

/// The month, or year, of the last `days` days.
fn days_before(article: Date, days: i32) -> Option<Date> {
    let Some(day) = article.to_civil() else {
        return article.year().map(|_| article);
    };
    covering(add_days(day, -days)?, day)
}

/// « depuis trois jours »: three days ago, or two, with today as the third.
fn since(article: Date, n: i32, unit: Unit) -> Option<Date> {
    if n < 0 {
        return None;
    }
    match (unit, article.to_civil()) {
        (Unit::Hour, _) => days_before(article, 2),
        (Unit::Day, Some(day)) => covering(add_days(day, -n)?, add_days(day, 1 - n)?),
        _ => plus(article, -n, unit),
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
