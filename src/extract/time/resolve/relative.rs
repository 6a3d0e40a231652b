//! Dates that count from the article's date or from the date last told.

use super::{Resolver, value};
use crate::date::Date;
use crate::extract::time::calendar::{
    add_days, covering, last_weekday, plus, plus_days, plus_weeks, weekday,
};
use crate::extract::time::patterns::{Groups, Unit};
use crate::extract::time::{TimeKind, TimeValue};

impl Resolver<'_> {
    pub(super) fn weekday(&self, on: Option<i32>, which: Option<&str>) -> TimeValue {
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

    pub(super) fn weekday_from_reference(&self, on: i32, sign: i32) -> TimeValue {
        let date = self.recent_reference().and_then(|r| {
            let day = r.date.to_civil()?;
            let apart = (sign * (on - weekday(day))).rem_euclid(7);
            add_days(day, sign * if apart == 0 { 7 } else { apart })
        });
        value(TimeKind::Point, date.map(Date::from_civil))
    }

    /// « lundi 20 avril … mardi »: the Tuesday nearest to a day whose weekday the text gives.
    pub(super) fn weekday_near_reference(&self, on: i32) -> Option<Date> {
        let r = self.reference?;
        plus_days(r.date, (on - r.weekday? + 3).rem_euclid(7) - 3)
    }

    pub(super) fn weekend(&self) -> Option<Date> {
        let Some(day) = self.article?.to_civil() else {
            return self.article.filter(|a| a.year().is_some());
        };
        let saturday = last_weekday(day, 6, false)?;
        covering(saturday, add_days(saturday, 1)?)
    }

    /// « l'été dernier »: of this year if it is over, else of the last.
    pub(super) fn season(&self, season: Option<&str>) -> Option<Date> {
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
    pub(super) fn counted(&self, g: &Groups<'_>) -> Option<(i32, Unit)> {
        let form = g.get("n")?;
        let n = form
            .parse()
            .ok()
            .or_else(|| self.patterns.number("number", form))?;
        Some((n, self.patterns.unit(g.get("u")?)?))
    }

    pub(super) fn ago(&self, g: &Groups<'_>) -> TimeValue {
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

    pub(super) fn from_reference(&self, g: &Groups<'_>, sign: i32) -> Option<Date> {
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
    pub(super) fn recent(&self, g: &Groups<'_>) -> Option<Date> {
        match self.patterns.unit(g.get("u")?)? {
            Unit::Hour => days_before(self.article?, 2),
            Unit::Day => days_before(self.article?, 7),
            _ => None,
        }
    }
}

pub(super) fn shift(date: Date, n: i32, unit: Unit) -> Option<Date> {
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
pub(super) fn since(article: Date, n: i32, unit: Unit) -> Option<Date> {
    if n < 0 {
        return None;
    }
    match (unit, article.to_civil()) {
        (Unit::Hour, _) => days_before(article, 2),
        (Unit::Day, Some(day)) => covering(add_days(day, -n)?, add_days(day, 1 - n)?),
        _ => plus(article, -n, unit),
    }
}
