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
