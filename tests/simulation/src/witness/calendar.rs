//! The observer's own calendar.

use jiff::civil::{Date, Weekday, time};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// How long the hub may take to look for services.
pub(super) const SEARCH_TIME: SignedDuration = SignedDuration::from_mins(2);

/// The bank holidays of England and Wales that runs can meet.
const HOLIDAYS: [(i16, i8, i8); 8] = [
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
];

/// 17:00 in London, that many working days after the day of `at`.
pub(crate) fn working_days_after(at: Timestamp, days: u32) -> Timestamp {
    let mut day = day_of(at);
    for _ in 0..days {
        day += 1.day();
        while !works(day) {
            day += 1.day();
        }
    }
    in_london(day, 17)
}

/// When to warn about a promise made at `since` and due at `due`: at nine on the working day before, or on the day
/// itself if that is too early. `None` if there is no time for it.
pub(super) fn warned_at(from: Timestamp, due: Timestamp) -> Option<Timestamp> {
    let mut before = day_of(due) - 1.day();
    while !works(before) {
        before -= 1.day();
    }
    [in_london(before, 9), in_london(day_of(due), 9)]
        .into_iter()
        .find(|nine| from < *nine && *nine < due)
}

fn works(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        && !HOLIDAYS.contains(&(day.year(), day.month(), day.day()))
}

fn day_of(at: Timestamp) -> Date {
    at.to_zoned(jiff::tz::get!("Europe/London")).date()
}

fn in_london(day: Date, hour: i8) -> Timestamp {
    let london = jiff::tz::get!("Europe/London");
    day.to_datetime(time(hour, 0, 0, 0))
        .to_zoned(london)
        .expect("an hour of a day")
        .timestamp()
}
