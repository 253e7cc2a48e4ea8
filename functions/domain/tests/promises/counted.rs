//! Working days counted another way: day by day over the list as GOV.UK has it, with summer time worked out from its
//! rule, and nothing of the calendar that is under test.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday, date};
use std::collections::HashSet;
use std::path::Path;

/// The bank holidays of England and Wales, read from the list.
pub fn holidays() -> HashSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/bank-holidays.txt");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|line| line.starts_with('2')).map(|line| line.trim().to_owned()).collect()
}

/// Whether offices are open on that day.
pub fn works(day: Date, holidays: &HashSet<String>) -> bool {
    day.weekday().to_monday_zero_offset() < 5 && !holidays.contains(&day.to_string())
}

/// The last Sunday of a month.
fn last_sunday(year: i16, month: i8) -> Date {
    let mut day = date(year, month, 1).last_of_month();
    while day.weekday() != Weekday::Sunday {
        day = day.yesterday().unwrap();
    }
    day
}

/// A civil day and hour of Greenwich as a moment.
fn greenwich(day: Date, hour: i8) -> Timestamp {
    format!("{day}T{hour:02}:00:00Z").parse().unwrap()
}

/// Whether London is an hour before Greenwich at that moment.
fn summer(at: Timestamp, year: i16) -> bool {
    at >= greenwich(last_sunday(year, 3), 1) && at < greenwich(last_sunday(year, 10), 1)
}

/// The day in London.
pub fn day_of(at: Timestamp) -> Date {
    let text = at.to_string();
    let in_greenwich: Date = text[..10].parse().unwrap();
    let late = &text[11..13] == "23";
    if late && summer(at, in_greenwich.year()) { in_greenwich.tomorrow().unwrap() } else { in_greenwich }
}

/// Five in the afternoon in London on that day.
pub fn five(day: Date) -> Timestamp {
    let hour = if summer(greenwich(day, 12), day.year()) { 16 } else { 17 };
    greenwich(day, hour)
}

/// Five on the `n`-th working day after the day of `at`; for none, the next five on a working day.
pub fn after_working_days(at: Timestamp, n: u32, holidays: &HashSet<String>) -> Timestamp {
    let mut day = day_of(at);
    if n == 0 {
        while !works(day, holidays) || five(day) < at {
            day = day.tomorrow().unwrap();
        }
        return five(day);
    }
    let mut counted = 0;
    while counted < n {
        day = day.tomorrow().unwrap();
        counted += u32::from(works(day, holidays));
    }
    five(day)
}

/// Five on the same day of the month so many months later, or on the last working day before it.
pub fn within_months(at: Timestamp, n: u32, holidays: &HashSet<String>) -> Timestamp {
    let start = day_of(at);
    let months = i32::from(start.year()) * 12 + i32::from(start.month()) - 1 + i32::try_from(n).unwrap();
    let (year, month) = (i16::try_from(months / 12).unwrap(), i8::try_from(months % 12 + 1).unwrap());
    let last = date(year, month, 1).last_of_month().day();
    let mut day = date(year, month, start.day().min(last));
    while !works(day, holidays) {
        day = day.yesterday().unwrap();
    }
    five(day)
}
