//! Calendar dates as precise as a text gives them.

use std::fmt;

/// A date of the proleptic Gregorian calendar, to the day, month or year, or a day without year.
///
/// Its `Display` is ISO 8601 as XML Schema writes it: `2022-08-15` (`xsd:date`), `2021-02`
/// (`xsd:gYearMonth`), `2019` (`xsd:gYear`), `--08-15` (`xsd:gMonthDay`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Date {
    /// A day.
    Day {
        /// Year, of the common era.
        year: i16,
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, from 1.
        day: u8,
    },
    /// A month.
    Month {
        /// Year, of the common era.
        year: i16,
        /// Month, 1 to 12.
        month: u8,
    },
    /// A year.
    Year {
        /// Year, of the common era.
        year: i16,
    },
    /// A day of an unknown year.
    MonthDay {
        /// Month, 1 to 12.
        month: u8,
        /// Day of the month, from 1.
        day: u8,
    },
}

impl Date {
    /// The local name of the XML Schema datatype that fits.
    #[must_use]
    pub const fn datatype(self) -> &'static str {
        match self {
            Self::Day { .. } => "date",
            Self::Month { .. } => "gYearMonth",
            Self::Year { .. } => "gYear",
            Self::MonthDay { .. } => "gMonthDay",
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Day { year, month, day } => write!(f, "{year:04}-{month:02}-{day:02}"),
            Self::Month { year, month } => write!(f, "{year:04}-{month:02}"),
            Self::Year { year } => write!(f, "{year:04}"),
            Self::MonthDay { month, day } => write!(f, "--{month:02}-{day:02}"),
        }
    }
}

/// A text that is no date in the form that griot reads.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no date; expected a day such as `2022-08-15`, a month `2022-08`, a year `2022`, or a day without year `--08-15`"
)]
pub struct DateError(String);

impl std::str::FromStr for Date {
    type Err = DateError;

    /// Reads what `Display` writes, and refuses days that no calendar has.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let error = || DateError(text.to_owned());
        let (lead, rest) = text
            .strip_prefix("--")
            .map_or((false, text), |rest| (true, rest));
        let parts: Vec<&str> = rest.split('-').collect();
        let number = |i: usize, width: usize| -> Option<u8> {
            let part = parts.get(i)?;
            let sound = part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
            if sound { part.parse().ok() } else { None }
        };
        let year = || -> Option<i16> {
            let part = parts.first()?;
            let sound = part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
            if sound { part.parse().ok() } else { None }
        };
        let date = match (lead, parts.len()) {
            (true, 2) => number(0, 2)
                .zip(number(1, 2))
                .and_then(|(month, day)| Self::month_day(month, day)),
            (false, 1) => year().map(|year| Self::Year { year }),
            (false, 2) => year()
                .zip(number(1, 2))
                .and_then(|(year, month)| Self::month(year, month)),
            (false, 3) => year()
                .zip(number(1, 2))
                .zip(number(2, 2))
                .and_then(|((year, month), day)| Self::day(year, month, day)),
            _ => None,
        };
        date.ok_or_else(error)
    }
}

impl Date {
    /// The day, if the calendar has it.
    #[must_use]
    pub fn day(year: i16, month: u8, day: u8) -> Option<Self> {
        civil(year, month, day).map(Self::from_civil)
    }

    /// The month, if the calendar has it.
    #[must_use]
    pub fn month(year: i16, month: u8) -> Option<Self> {
        (1..=12)
            .contains(&month)
            .then_some(Self::Month { year, month })
    }

    /// The day of an unknown year, if some year has it.
    #[must_use]
    pub fn month_day(month: u8, day: u8) -> Option<Self> {
        civil(2000, month, day).map(|_| Self::MonthDay { month, day })
    }

    /// The same day as jiff counts it; `None` unless the date is a day.
    #[must_use]
    pub fn to_civil(self) -> Option<jiff::civil::Date> {
        match self {
            Self::Day { year, month, day } => civil(year, month, day),
            _ => None,
        }
    }

    /// The day of a jiff date.
    #[must_use]
    pub fn from_civil(date: jiff::civil::Date) -> Self {
        Self::Day {
            year: date.year(),
            month: date.month().unsigned_abs(),
            day: date.day().unsigned_abs(),
        }
    }

    /// First and last day of the date; `None` for a day of an unknown year.
    #[must_use]
    pub fn bounds(self) -> Option<(jiff::civil::Date, jiff::civil::Date)> {
        match self {
            Self::Day { year, month, day } => civil(year, month, day).map(|d| (d, d)),
            Self::Month { year, month } => civil(year, month, 1).map(|d| (d, d.last_of_month())),
            Self::Year { year } => civil(year, 1, 1).map(|d| (d, d.last_of_year())),
            Self::MonthDay { .. } => None,
        }
    }

    /// The year, where it is known.
    #[must_use]
    pub const fn year(self) -> Option<i16> {
        match self {
            Self::Day { year, .. } | Self::Month { year, .. } | Self::Year { year } => Some(year),
            Self::MonthDay { .. } => None,
        }
    }

    /// The date without its day: the month of a day; months and years as they are.
    #[must_use]
    pub const fn to_month(self) -> Option<Self> {
        match self {
            Self::Day { year, month, .. } => Some(Self::Month { year, month }),
            Self::Month { .. } | Self::Year { .. } => Some(self),
            Self::MonthDay { .. } => None,
        }
    }
}

fn civil(year: i16, month: u8, day: u8) -> Option<jiff::civil::Date> {
    jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes() {
        for text in [
            "2022-08-15",
            "2021-02",
            "2019",
            "--08-15",
            "--02-29",
            "2024-02-29",
        ] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "22",
            "2022-13",
            "2023-02-29",
            "2022-8-15",
            "--13-01",
            "-2022",
            "2022-08-15T00:00",
            "+022",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
