//! What a text without a date of its own lets one say of when it was written.

use super::calendar::covering;
use super::patterns::{Match, Patterns, Reading};
use super::resolve::{day_of_month, year_of};
use super::surface::Surface;
use crate::date::Date;

/// How many days after the latest day that it names without a year a text is written, at most.
const FRESH_DAYS: u8 = 14;

/// The date of the article as far as its text fixes it, or nothing.
///
/// - « coïncide avec le deuxième anniversaire de … le 3 janvier 2020 »: January 2022;
/// - « depuis le début de 2022 » beside days without a year, « le 15 août », and no later year: 2022,
///   and the month of the latest of those days, unless it ends soon after: news names days of its own weeks.
pub(super) fn article_date(
    patterns: &Patterns,
    sentences: &[(Surface, Vec<Match<'_>>)],
) -> Option<Date> {
    for (_, matches) in sentences {
        if let Some(date) = anniversary(patterns, matches) {
            return Some(date);
        }
    }
    let all = || sentences.iter().flat_map(|(_, matches)| matches);
    let year = all()
        .filter(|m| opens_year(m))
        .filter_map(|m| year_of(&m.groups, "y"))
        .max()?;
    if all()
        .filter_map(|m| year_of(&m.groups, "y"))
        .any(|y| y > year)
    {
        return None;
    }
    let latest = all()
        .filter(|m| m.reading == Reading::Date && m.groups.get("y").is_none())
        .filter_map(|m| {
            let month = patterns.number("month", m.groups.get("m")?)?;
            Some((u8::try_from(month).ok()?, day_of_month(m.groups.get("d")?)?))
        })
        .max();
    // Without such a day the year may be long past: « 30 000 soldats tués depuis début 2015 ».
    let (month, day) = latest?;
    let (_, last) = Date::month(year, month)?.bounds()?;
    if day + FRESH_DAYS <= last.day().unsigned_abs() {
        return Date::month(year, month);
    }
    Some(Date::Year { year })
}

/// « depuis le début de 2022 »: not « depuis 2015 », which any later text may say.
fn opens_year(m: &Match<'_>) -> bool {
    m.reading == Reading::Year && m.groups.get("o").is_some()
}

fn anniversary(patterns: &Patterns, matches: &[Match<'_>]) -> Option<Date> {
    let years = matches
        .iter()
        .find(|m| m.reading == Reading::Anniversary)
        .and_then(|m| patterns.number("ordinal", m.groups.get("o")?))?;
    let of = matches
        .iter()
        .filter(|m| m.reading == Reading::Date)
        .find_map(|m| {
            let month = patterns.number("month", m.groups.get("m")?)?;
            Date::day(
                year_of(&m.groups, "y")? + i16::try_from(years).ok()?,
                u8::try_from(month).ok()?,
                day_of_month(m.groups.get("d")?)?,
            )
        })?;
    let day = of.to_civil()?;
    let monday = super::calendar::last_weekday(day, 1, false)?;
    covering(monday, super::calendar::add_days(monday, 6)?)
}
