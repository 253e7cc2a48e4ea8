//! Counts the working days of England and Wales in a different way from the hub.
//!
//! The hub reads bank holidays from a list. This crate computes them from their rules: Easter, the Mondays by their
//! place in the month, the substitute days for weekends, and the few that a proclamation made or moved. It counts
//! days one by one. It uses no code or data of the hub, so that a comparison of the two means something.
#![expect(
    clippy::expect_used,
    reason = "test support: a day that cannot be reckoned with stops the test"
)]

use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday, date};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The last year whose bank holidays have been announced. Up to it, the rules below match the list on GOV.UK.
pub const LAST_YEAR: i16 = 2028;

/// Holidays that a royal proclamation made for one year.
const PROCLAIMED: [(i16, i8, i8); 4] = [
    // The Diamond Jubilee.
    (2012, 6, 5),
    // The Platinum Jubilee.
    (2022, 6, 3),
    // The funeral of Queen Elizabeth II.
    (2022, 9, 19),
    // The coronation of King Charles III.
    (2023, 5, 8),
];

/// The bank holidays of England and Wales in that year; right from 2012 to [`LAST_YEAR`].
///
/// ```
/// use jiff::civil::date;
/// let days = workdays::bank_holidays(2027);
/// assert_eq!(days.len(), 8);
/// assert!(days.contains(&date(2027, 3, 26)) && days.contains(&date(2027, 3, 29)), "Easter is on 28 March");
/// assert!(days.contains(&date(2027, 12, 27)) && days.contains(&date(2027, 12, 28)), "Christmas is on a Saturday");
/// ```
pub fn bank_holidays(year: i16) -> BTreeSet<Date> {
    let easter = easter_sunday(year);
    let mut days = BTreeSet::from([
        plus(easter, -2),
        plus(easter, 1),
        match year {
            // Moved for the 75th anniversary of the end of the war in Europe.
            2020 => date(2020, 5, 8),
            _ => first_monday(year, 5),
        },
        match year {
            // Moved for the two jubilees.
            2012 => date(2012, 6, 4),
            2022 => date(2022, 6, 2),
            _ => last_monday(year, 5),
        },
        last_monday(year, 8),
    ]);
    // A holiday on a weekend, or on a day that is a holiday already, moves to the next working day.
    for fixed in [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)] {
        let mut held = fixed;
        while is_weekend(held) || days.contains(&held) {
            held = plus(held, 1);
        }
        days.insert(held);
    }
    days.extend(
        PROCLAIMED
            .iter()
            .filter(|(of, ..)| *of == year)
            .map(|(year, month, day)| date(*year, *month, *day)),
    );
    days
}

/// Whether offices are open on that day. After [`LAST_YEAR`] a proclamation may change it.
pub fn works(day: Date) -> bool {
    static HOLIDAYS: LazyLock<BTreeSet<Date>> =
        LazyLock::new(|| (2012..2050).flat_map(bank_holidays).collect());
    !is_weekend(day) && !HOLIDAYS.contains(&day)
}

/// The day in London.
pub fn day_of(at: Timestamp) -> Date {
    london().to_datetime(at).date()
}

/// The moment of this time on this day in London.
pub fn london_at(day: Date, hour: i8, minute: i8) -> Timestamp {
    let time = Time::new(hour, minute, 0, 0).expect("a time of day");
    day.to_datetime(time)
        .to_zoned(london())
        .expect("a moment")
        .timestamp()
}

/// The moment as a wall clock in London shows it, with its offset: `2022-06-04T23:40:00+01:00`.
pub fn on_the_wall(at: Timestamp) -> String {
    at.display_with_offset(london().to_offset(at)).to_string()
}

/// 5pm in London on that day.
pub fn five(day: Date) -> Timestamp {
    london_at(day, 17, 0)
}

/// 5pm on the `n`-th working day after the day of `at`. For 0, the next 5pm on a working day.
pub fn after_working_days(at: Timestamp, n: u32) -> Timestamp {
    let mut day = day_of(at);
    if n == 0 {
        while !works(day) || five(day) < at {
            day = plus(day, 1);
        }
        return five(day);
    }
    let mut counted = 0;
    while counted < n {
        day = plus(day, 1);
        counted += u32::from(works(day));
    }
    five(day)
}

/// 5pm on the same day of the month `n` months later, or on the last working day before it.
pub fn within_months(at: Timestamp, n: u32) -> Timestamp {
    let start = day_of(at);
    let months = i32::from(start.year()) * 12 + i32::from(start.month()) - 1
        + i32::try_from(n).expect("a few months");
    let year = i16::try_from(months / 12).expect("a year");
    let month = i8::try_from(months % 12 + 1).expect("a month");
    let last = date(year, month, 1).days_in_month();
    let mut day = date(year, month, start.day().min(last));
    while !works(day) {
        day = plus(day, -1);
    }
    five(day)
}

/// Easter Sunday in the Gregorian calendar (the anonymous computus of 1876).
fn easter_sunday(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let part = |number: i32| i8::try_from(number).expect("a part of a date");
    date(year, part(n / 31), part(n % 31 + 1))
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn first_monday(year: i16, month: i8) -> Date {
    (1..=7)
        .map(|day| date(year, month, day))
        .find(|day| day.weekday() == Weekday::Monday)
        .expect("a Monday")
}

/// The last Monday of May or August, which have 31 days.
fn last_monday(year: i16, month: i8) -> Date {
    (25..=31)
        .map(|day| date(year, month, day))
        .find(|day| day.weekday() == Weekday::Monday)
        .expect("a Monday")
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days))
        .expect("a day")
}

fn london() -> TimeZone {
    jiff::tz::get!("Europe/London")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    #[test]
    fn easter_is_where_the_almanacs_have_it() {
        for (year, month, day) in [
            (2021, 4, 4),
            (2022, 4, 17),
            (2023, 4, 9),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
        ] {
            assert_eq!(easter_sunday(year), date(year, month, day));
        }
        assert_eq!(
            easter_sunday(2038),
            date(2038, 4, 25),
            "as late as it can be"
        );
        assert_eq!(easter_sunday(1818), date(1818, 3, 22), "and as early");
    }

    #[test]
    fn the_bank_holidays_are_those_that_gov_uk_lists() {
        let of = |year: i16| {
            bank_holidays(year)
                .iter()
                .map(|day| day.strftime("%m-%d").to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            of(2021),
            [
                "01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"
            ]
        );
        assert_eq!(
            of(2022),
            [
                "01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26",
                "12-27"
            ]
        );
        assert_eq!(
            of(2023),
            [
                "01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"
            ]
        );
        assert_eq!(
            of(2026),
            [
                "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"
            ]
        );
        assert_eq!(
            of(LAST_YEAR),
            [
                "01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"
            ]
        );
    }

    #[test]
    fn summer_time_is_from_the_last_sunday_of_march_to_the_last_of_october() {
        for year in 2021..=LAST_YEAR {
            let last_sunday = |month| plus(last_monday_after(year, month), -1);
            let noon = |day| london_at(day, 12, 0).to_string();
            for (month, before, after) in [(3, "12", "11"), (10, "11", "12")] {
                let day = last_sunday(month);
                assert!(
                    noon(plus(day, -1)).contains(&format!("T{before}:00")),
                    "{day}"
                );
                assert!(noon(day).contains(&format!("T{after}:00")), "{day}");
            }
        }
    }

    /// The Monday after the last Sunday of a month with 31 days.
    fn last_monday_after(year: i16, month: i8) -> Date {
        let sunday = (25..=31)
            .map(|day| date(year, month, day))
            .find(|day| day.weekday() == Weekday::Sunday);
        plus(sunday.expect("a Sunday"), 1)
    }

    #[test]
    fn days_and_months_are_counted_as_on_a_wall_calendar() {
        // The Thursday before Christmas 2021: Friday, Wednesday, Thursday, Friday, and the Tuesday of the new year.
        assert_eq!(
            after_working_days(at("2021-12-23T10:00:00Z"), 5),
            at("2022-01-04T17:00:00Z")
        );
        assert_eq!(
            after_working_days(at("2022-06-01T10:00:00Z"), 1),
            at("2022-06-06T16:00:00Z")
        );
        assert_eq!(
            after_working_days(at("2024-03-28T10:00:00Z"), 1),
            at("2024-04-02T16:00:00Z")
        );
        assert_eq!(
            after_working_days(at("2025-10-24T22:59:59Z"), 1),
            at("2025-10-27T17:00:00Z")
        );
        assert_eq!(
            after_working_days(at("2026-06-30T23:00:00Z"), 1),
            at("2026-07-02T16:00:00Z")
        );
        assert_eq!(
            after_working_days(at("2026-11-23T17:00:01Z"), 0),
            at("2026-11-24T17:00:00Z")
        );
        assert_eq!(
            within_months(at("2026-09-26T09:00:00Z"), 3),
            at("2026-12-24T17:00:00Z")
        );
        assert_eq!(
            within_months(at("2026-11-30T09:00:00Z"), 3),
            at("2027-02-26T17:00:00Z")
        );
    }
}
