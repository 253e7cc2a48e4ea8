//! Moments in words, for pages and letters.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use words::times;

/// `5pm on Monday 23 November` in London, with the year if it is not the year of `now`.
pub fn time(at: Timestamp, now: Timestamp) -> String {
    let (here, today) = (in_london(at), in_london(now));
    let (day, month, weekday) = (here.day(), month(&here), weekday(&here));
    let clock = time_of_day(here.time());
    if here.year() == today.year() {
        times::moment(day, month, clock, weekday)
    } else {
        times::moment_with_year(day, month, clock, weekday, here.year())
    }
}

/// `by 5pm on Monday 23 November`, with the year if it is not the year of `now`.
pub fn by_time(at: Timestamp, now: Timestamp) -> String {
    times::by(time(at, now))
}

/// `23 November 2026`.
pub fn date(day: Date) -> String {
    times::date(day.day(), name_of(day.month()), day.year())
}

fn in_london(at: Timestamp) -> Zoned {
    let london: TimeZone = jiff::tz::get!("Europe/London");
    at.to_zoned(london)
}

/// `5pm`, `5:30pm`, `midday` or `midnight`. It never says 12am or 12pm, because people read those in two ways.
pub fn time_of_day(time: Time) -> String {
    match (time.hour(), time.minute()) {
        (0, 0) => return times::midnight().to_owned(),
        (12, 0) => return times::midday().to_owned(),
        _ => {}
    }
    let half = if time.hour() < 12 { "am" } else { "pm" };
    let hour = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    match time.minute() {
        0 => times::hour(half, hour),
        minute => times::hour_and_minutes(half, hour, format!("{minute:02}")),
    }
}

fn weekday(here: &Zoned) -> &'static str {
    let code = match here.weekday() {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    };
    times::weekday(code).unwrap_or(code)
}

fn month(here: &Zoned) -> &'static str {
    name_of(here.month())
}

fn name_of(month: i8) -> &'static str {
    let month = usize::from(month.unsigned_abs()).saturating_sub(1);
    let code = times::MONTH.get(month).copied().unwrap_or_default();
    times::month(code).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_people_say_it() {
        let now = "2026-11-22T20:00:00Z".parse().unwrap();
        for (at, expected) in [
            ("2026-11-23T17:00:00Z", "5pm on Monday 23 November"),
            ("2027-07-01T11:05:00Z", "12:05pm on Thursday 1 July 2027"),
            ("2026-12-31T00:00:00Z", "midnight on Thursday 31 December"),
            ("2026-12-31T00:05:00Z", "12:05am on Thursday 31 December"),
            ("2026-12-31T23:59:00Z", "11:59pm on Thursday 31 December"),
            ("2026-07-01T11:00:00Z", "midday on Wednesday 1 July"),
            // In London it is summer, and the next day.
            ("2026-06-30T23:30:00Z", "12:30am on Wednesday 1 July"),
            ("2027-01-01T00:00:00Z", "midnight on Friday 1 January 2027"),
        ] {
            let at = at.parse().unwrap();
            assert_eq!(time(at, now), expected);
            assert_eq!(by_time(at, now), format!("by {expected}"));
        }
    }

    #[test]
    fn every_weekday_and_month_has_a_name() {
        let first: Timestamp = "2026-01-01T12:00:00Z".parse().unwrap();
        for days in 0..365 {
            let at = first + jiff::SignedDuration::from_hours(24 * days);
            let expected = in_london(at).strftime("%A %-d %B").to_string();
            assert!(time(at, first).ends_with(&expected), "{expected}");
        }
    }
}
