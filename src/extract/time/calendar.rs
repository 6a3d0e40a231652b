//! Arithmetic on dates that may be a day, a month or a year.

use super::patterns::Unit;
use crate::date::Date;
use jiff::ToSpan;
use jiff::civil;

/// The finest date that holds both days: a day, a month or a year; nothing across years.
pub(super) fn covering(a: civil::Date, b: civil::Date) -> Option<Date> {
    if a == b {
        return Some(Date::from_civil(a));
    }
    let month = Date::from_civil(b).to_month();
    if Date::from_civil(a).to_month() == month {
        return month;
    }
    (a.year() == b.year()).then_some(Date::Year { year: a.year() })
}

/// `date` moved by `days`; a month or year stays as it is, for a move that is small beside it.
pub(super) fn plus_days(date: Date, days: i32) -> Option<Date> {
    match date {
        Date::Day { .. } => Some(Date::from_civil(add_days(date.to_civil()?, days)?)),
        Date::Month { .. } => (days.abs() <= 14).then_some(date),
        Date::Year { .. } => (days.abs() <= 60).then_some(date),
        Date::MonthDay { month, day } => {
            // Any year will do that is no leap year: what crosses 29 February is then a day off at most.
            match Date::from_civil(add_days(Date::day(2001, month, day)?.to_civil()?, days)?) {
                Date::Day { month, day, .. } => Date::month_day(month, day),
                _ => None,
            }
        }
    }
}

pub(super) fn add_days(date: civil::Date, days: i32) -> Option<civil::Date> {
    date.checked_add(days.days()).ok()
}

/// The month `months` after that of `date`.
pub(super) fn plus_months(date: Date, months: i32) -> Option<Date> {
    match date {
        Date::Day { year, month, .. } | Date::Month { year, month } => {
            let first = Date::day(year, month, 1)?.to_civil()?;
            Date::from_civil(first.checked_add(months.months()).ok()?).to_month()
        }
        Date::Year { .. } => (months == 0).then_some(date),
        Date::MonthDay { .. } => None,
    }
}

/// The year `years` after that of `date`.
pub(super) fn plus_years(date: Date, years: i32) -> Option<Date> {
    let year = i16::try_from(i32::from(date.year()?) + years).ok()?;
    (1..=9999).contains(&year).then_some(Date::Year { year })
}

/// The week (Monday to Sunday) `weeks` after that of `date`, up to `date` itself for this week.
pub(super) fn plus_weeks(date: Date, weeks: i32) -> Option<Date> {
    let Some(day) = date.to_civil() else {
        return plus_days(date, 7 * weeks);
    };
    let monday = add_days(day, -i32::from(day.weekday().to_monday_zero_offset()))?;
    let from = add_days(monday, 7 * weeks)?;
    let to = if weeks == 0 { day } else { add_days(from, 6)? };
    covering(from, to)
}

/// `n` units from `date`, no finer than the unit lets one say.
pub(super) fn plus(date: Date, n: i32, unit: Unit) -> Option<Date> {
    match unit {
        // « Quelques heures plus tard »: the same day, as a rule.
        Unit::Hour => (n.abs() < 24).then_some(date),
        Unit::Day if n.abs() < 7 => plus_days(date, n),
        Unit::Day => around(date, n, 1),
        Unit::Week => around(date, 7 * n, 3),
        Unit::Month => plus_months(date, n),
        Unit::Year => plus_years(date, n),
        Unit::Decade => None,
    }
}

/// The days from `margin` before to `margin` after `date` moved by `days`.
fn around(date: Date, days: i32, margin: i32) -> Option<Date> {
    let Some(day) = date.to_civil() else {
        return plus_days(date, days);
    };
    covering(add_days(day, days - margin)?, add_days(day, days + margin)?)
}

/// The last day up to `date` that is weekday `weekday` (1 for Monday); strictly before it if `strict`.
pub(super) fn last_weekday(date: civil::Date, weekday: i32, strict: bool) -> Option<civil::Date> {
    let back = (i32::from(date.weekday().to_monday_one_offset()) - weekday).rem_euclid(7);
    add_days(date, if strict && back == 0 { -7 } else { -back })
}

/// The weekday of a day, 1 for Monday.
pub(super) fn weekday(date: civil::Date) -> i32 {
    i32::from(date.weekday().to_monday_one_offset())
}
