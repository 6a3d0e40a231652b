//! Dates of the calendar: days, months, years, lists and ranges of them.

use super::{AHEAD_DAYS, Found, Resolver, day_of_month, value, year_of};
use crate::date::Date;
use crate::extract::time::calendar::{add_days, plus_days, weekday};
use crate::extract::time::patterns::{Groups, Match};
use crate::extract::time::{TimeKind, TimeValue};

/// After how many years a year alone tells nothing of the month that follows it.
const LONG: i16 = 5;

impl Resolver<'_> {
    /// A day, with or without a year.
    pub(super) fn date(
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
    pub(super) fn without_year(&self, month: u8, day: u8, on: Option<i32>) -> TimeValue {
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

    /// The year of the last such day before the article's date.
    pub(super) fn last_year(&self, month: u8, day: &str) -> Option<i16> {
        let day = day_of_month(day)?;
        let (year, (_, limit)) = (self.article?.year()?, self.article?.bounds()?);
        let this = Date::day(year, month, day)?.to_civil()?;
        Some(year - i16::from(this > limit))
    }

    /// The year of a date told just before, « En mars 2015, …, puis le 3 juin … »; where the article has
    /// no date, of any date told before.
    pub(super) fn told_year(&self, month: u8, day: u8) -> Option<i16> {
        let r = self.reference.filter(|r| r.explicit)?;
        let year = r.date.year()?;
        // « Fondée en 1964, elle a mené en septembre »: long ago
        let long_ago = (self.article.and_then(Date::year)).is_some_and(|now| now - year > LONG);
        if matches!(r.date, Date::Year { .. }) && long_ago {
            return None;
        }
        if self.article.is_none() {
            return (!matches!(r.date, Date::Year { .. })).then_some(year);
        }
        let (told, _) = r.date.bounds()?;
        let later = Date::day(year, month, day)?.to_civil()? >= told;
        let past = year < self.article?.year()?;
        (past && later && self.sentence - r.sentence <= 1).then_some(year)
    }

    pub(super) fn month_alone(&self, g: &Groups<'_>) -> TimeValue {
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

    /// « mercredi 14 », without a month; « mercredi, 14 soldats » if no such day is near.
    pub(super) fn numbered(&self, found: &mut Found, g: &Groups<'_>) {
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

    pub(super) fn list(&self, m: &Match<'_>) -> Vec<Found> {
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

    pub(super) fn range(&self, g: &Groups<'_>) -> TimeValue {
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

    pub(super) fn month_named(&self, month: u8) -> Option<Date> {
        let (year, now) = match self.article? {
            Date::Day { year, month, .. } | Date::Month { year, month } => (year, month),
            Date::Year { year } => (year, 12),
            Date::MonthDay { .. } => return None,
        };
        Date::month(year - i16::from(month > now), month)
    }

    /// « dans la nuit de mardi à mercredi »: dated by the evening it begins in, up to the morning.
    pub(super) fn night(&self, g: &Groups<'_>) -> TimeValue {
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

    pub(super) fn month(&self, g: &Groups<'_>, name: &str) -> Option<u8> {
        let form = g.get(name)?;
        let number = self
            .patterns
            .number("month", form)
            .or_else(|| form.parse().ok())?;
        u8::try_from(number).ok()
    }

    pub(super) fn weekday_number(&self, g: &Groups<'_>, name: &str) -> Option<i32> {
        self.patterns.number("weekday", g.get(name)?)
    }
}
