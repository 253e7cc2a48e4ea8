//! Working days and hours of England and Wales, and the date in London.
//!
//! The time zone is compiled in, so no function depends on the machine's own. The bank holidays are
//! data with an end. After that, every weekday counts as a working day, and [`is_verified`] says
//! that nobody has checked.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, Zoned};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// A line that is not a date would be skipped. The test `every_line_of_the_data_is_a_date` fails on
/// one, so it cannot be shipped.
static BANK_HOLIDAYS: LazyLock<BTreeSet<Date>> = LazyLock::new(|| {
    let lines = include_str!("../data/bank-holidays.txt")
        .lines()
        .filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.parse().ok()).collect()
});

/// Opening time of the offices.
const OPENS: Time = Time::constant(9, 0, 0, 0);
/// Closing time of the offices.
const CLOSES: Time = Time::constant(17, 0, 0, 0);

/// More days than any run without a working day (four bank holidays and a weekend). It bounds the
/// loop at the ends of the calendar.
const LONGEST_CLOSED: usize = 31;

/// The contract's `Today`: the date in London.
pub fn london_today(now: Timestamp) -> Date {
    LONDON.to_datetime(now).date()
}

/// Whether the day is a weekday and not a bank holiday of England and Wales.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !BANK_HOLIDAYS.contains(&day)
}

/// The end of the known bank holidays. They are published for whole years.
pub fn calendar_ends() -> Date {
    BANK_HOLIDAYS
        .last()
        .map_or(Date::ZERO, |last| last.last_of_year())
}

/// Whether the bank holidays around `day` are known.
pub fn is_verified(day: Date) -> bool {
    BANK_HOLIDAYS
        .first()
        .is_some_and(|first| first.first_of_year() <= day)
        && day <= calendar_ends()
}

/// 17:00 in London on the `n`-th working day after today. 0 means today.
///
/// ```
/// use domain::calendar::end_of_working_day_after;
/// let christmas_eve = "2026-12-24T10:00:00Z".parse().unwrap();
/// // Christmas Day, Boxing Day and its substitute, and the days between are not working days.
/// assert_eq!(end_of_working_day_after(christmas_eve, 1).to_string(), "2026-12-29T17:00:00Z");
/// ```
pub fn end_of_working_day_after(now: Timestamp, working_days: u32) -> Timestamp {
    let mut day = london_today(now);
    for _ in 0..working_days {
        day = next_working_day(day);
    }
    in_london(day, CLOSES)
}

/// 17:00 in London today if today is a working day and it is not later, otherwise on the next
/// working day.
pub fn end_of_this_working_day(now: Timestamp) -> Timestamp {
    let today = london_today(now);
    let closes = in_london(today, CLOSES);
    if is_working_day(today) && now <= closes {
        closes
    } else {
        in_london(next_working_day(today), CLOSES)
    }
}

/// 17:00 in London, `months` calendar months after today, or on the last working day before that.
/// The person can still find an office open, and is never told a later day than the legal limit.
pub fn last_working_day_within_months(now: Timestamp, months: u32) -> Timestamp {
    let limit = Span::new()
        .try_months(i64::from(months))
        .and_then(|span| london_today(now).checked_add(span));
    let mut day = limit.unwrap_or(Date::MAX);
    for _ in 0..LONGEST_CLOSED {
        if is_working_day(day) {
            break;
        }
        day = day.yesterday().unwrap_or(day);
    }
    in_london(day, CLOSES)
}

/// 09:00 in London on the working day before the day of `moment`.
pub fn opening_of_the_working_day_before(moment: Timestamp) -> Timestamp {
    let mut day = london_today(moment);
    for _ in 0..LONGEST_CLOSED {
        day = day.yesterday().unwrap_or(day);
        if is_working_day(day) {
            break;
        }
    }
    in_london(day, OPENS)
}

/// The first midnight in London after all of `span` has passed since `moment`, even if the clocks
/// change in between.
pub fn midnight_after(moment: Timestamp, span: Span) -> Timestamp {
    let last = london_today(moment).checked_add(span).unwrap_or(Date::MAX);
    last.tomorrow()
        .map_or(Timestamp::MAX, |day| in_london(day, Time::midnight()))
}

/// The midnight in London with which the Monday of the week of `moment` begins.
pub fn start_of_week(moment: Timestamp) -> Timestamp {
    let day = london_today(moment);
    let back = Span::new().days(i64::from(day.weekday().to_monday_zero_offset()));
    in_london(day.checked_sub(back).unwrap_or(day), Time::midnight())
}

/// 09:00 in London on the day of `moment`.
pub fn opening_of_the_day(moment: Timestamp) -> Timestamp {
    in_london(london_today(moment), OPENS)
}

/// 09:00 in London, `weeks` calendar weeks after today, even if the clocks change in between.
pub fn opening_after_weeks(now: Timestamp, weeks: u8) -> Timestamp {
    let day = london_today(now).checked_add(Span::new().weeks(weeks));
    in_london(day.unwrap_or(Date::MAX), OPENS)
}

/// The moment when `hours` of office time (09:00 to 17:00 on working days in London) have passed.
/// Nights and weekends do not count.
pub fn after_working_hours(now: Timestamp, hours: u32) -> Timestamp {
    let mut left = SignedDuration::from_hours(i64::from(hours));
    let mut at = office_time_from(now);
    loop {
        let closes = in_london(london_today(at), CLOSES);
        let today = closes.duration_since(at);
        // If the date cannot be computed, the deadline is the end of the calendar.
        if left <= today || !today.is_positive() {
            return at.checked_add(left).unwrap_or(closes);
        }
        left -= today;
        at = in_london(next_working_day(london_today(at)), OPENS);
    }
}

/// `now` if the offices are open, otherwise when they next open.
fn office_time_from(now: Timestamp) -> Timestamp {
    let today = london_today(now);
    if !is_working_day(today) {
        return in_london(next_working_day(today), OPENS);
    }
    if now >= in_london(today, CLOSES) {
        in_london(next_working_day(today), OPENS)
    } else {
        now.max(in_london(today, OPENS))
    }
}

/// The first working day after `day`.
fn next_working_day(day: Date) -> Date {
    let mut next = day;
    for _ in 0..LONGEST_CLOSED {
        next = next.tomorrow().unwrap_or(next);
        if is_working_day(next) {
            break;
        }
    }
    next
}

/// A time of day in London. The clocks change between 1am and 2am, when no office is open.
fn in_london(day: Date, time: Time) -> Timestamp {
    let zoned: Result<Zoned, _> = day.to_datetime(time).to_zoned(LONDON.clone());
    zoned.map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_in_london_changes_an_hour_earlier_in_summer() {
        assert_eq!(london_today(at("2026-11-22T23:59:59Z")), date(2026, 11, 22));
        assert_eq!(london_today(at("2027-06-30T22:59:59Z")), date(2027, 6, 30));
        assert_eq!(london_today(at("2027-06-30T23:00:00Z")), date(2027, 7, 1));
    }

    #[test]
    fn weekends_and_bank_holidays_are_no_working_days() {
        for day in [
            date(2026, 11, 21),
            date(2026, 11, 22),
            date(2026, 12, 25),
            date(2026, 12, 28),
            date(2027, 3, 26),
        ] {
            assert!(!is_working_day(day), "{day}");
        }
        assert!(is_working_day(date(2026, 11, 23)));
        assert!(
            is_working_day(date(2026, 11, 30)),
            "Saint Andrew's Day is Scotland's"
        );
        assert!(
            !is_working_day(date(2022, 9, 19)),
            "a holiday proclaimed for one year"
        );
    }

    #[test]
    fn the_nth_working_day_ends_at_five_in_london() {
        for (now, days, due) in [
            ("2026-11-23T09:00:00Z", 1, "2026-11-24T17:00:00Z"),
            ("2026-11-23T23:30:00Z", 1, "2026-11-24T17:00:00Z"),
            ("2026-11-21T12:00:00Z", 1, "2026-11-23T17:00:00Z"),
            ("2026-11-20T12:00:00Z", 2, "2026-11-24T17:00:00Z"),
            // The clocks go forward on Sunday 28 March 2027, in the Easter weekend. 17:00 is then
            // 16:00 UTC.
            ("2027-03-25T12:00:00Z", 1, "2027-03-30T16:00:00Z"),
            // The clocks go back on Sunday 31 October 2027.
            ("2027-10-29T12:00:00Z", 1, "2027-11-01T17:00:00Z"),
            ("2027-06-30T23:30:00Z", 1, "2027-07-02T16:00:00Z"),
            ("2026-11-23T09:00:00Z", 0, "2026-11-23T17:00:00Z"),
        ] {
            assert_eq!(
                end_of_working_day_after(at(now), days),
                at(due),
                "{now} + {days}"
            );
        }
    }

    #[test]
    fn after_closing_time_the_same_working_day_is_the_next() {
        for (now, due) in [
            ("2026-11-23T09:00:00Z", "2026-11-23T17:00:00Z"),
            ("2026-11-23T17:00:00Z", "2026-11-23T17:00:00Z"),
            ("2026-11-23T17:00:01Z", "2026-11-24T17:00:00Z"),
            ("2026-11-21T12:00:00Z", "2026-11-23T17:00:00Z"),
            ("2026-12-25T12:00:00Z", "2026-12-29T17:00:00Z"),
        ] {
            assert_eq!(end_of_this_working_day(at(now)), at(due), "{now}");
        }
    }

    #[test]
    fn months_end_on_the_last_working_day_within() {
        for (now, months, due) in [
            ("2026-11-23T09:00:00Z", 3, "2027-02-23T17:00:00Z"),
            // February has no 30th; the 28th is a Sunday.
            ("2026-11-30T09:00:00Z", 3, "2027-02-26T17:00:00Z"),
            // Boxing Day is a Saturday, Christmas Day a Friday.
            ("2026-09-26T09:00:00Z", 3, "2026-12-24T17:00:00Z"),
            ("2026-06-30T23:30:00Z", 24, "2028-06-30T16:00:00Z"),
        ] {
            assert_eq!(
                last_working_day_within_months(at(now), months),
                at(due),
                "{now} + {months}"
            );
        }
    }

    #[test]
    fn the_working_day_before_is_found_over_a_holiday() {
        assert_eq!(
            opening_of_the_working_day_before(at("2027-03-30T16:00:00Z")),
            at("2027-03-25T09:00:00Z")
        );
        assert_eq!(
            opening_of_the_day(at("2027-07-01T16:00:00Z")),
            at("2027-07-01T08:00:00Z")
        );
    }

    #[test]
    fn a_span_has_passed_at_the_next_midnight_in_london() {
        for (now, span, midnight) in [
            (
                "2026-11-23T10:00:00Z",
                Span::new().weeks(6),
                "2027-01-05T00:00:00Z",
            ),
            // The clocks go forward on 28 March 2027 and back on 31 October.
            ("2027-03-27T23:30:00Z", Span::new(), "2027-03-28T00:00:00Z"),
            ("2027-03-28T23:30:00Z", Span::new(), "2027-03-29T23:00:00Z"),
            ("2027-10-30T23:30:00Z", Span::new(), "2027-11-01T00:00:00Z"),
            (
                "2026-10-01T10:00:00Z",
                Span::new().months(6),
                "2027-04-01T23:00:00Z",
            ),
            (
                "2028-02-29T10:00:00Z",
                Span::new().years(6),
                "2034-03-01T00:00:00Z",
            ),
        ] {
            assert_eq!(midnight_after(at(now), span), at(midnight), "{now}");
        }
    }

    #[test]
    fn only_office_hours_count() {
        for (now, hours, due) in [
            ("2026-11-23T10:00:00Z", 4, "2026-11-23T14:00:00Z"),
            ("2026-11-23T13:00:00Z", 4, "2026-11-23T17:00:00Z"),
            ("2026-11-23T15:30:00Z", 4, "2026-11-24T11:30:00Z"),
            ("2026-11-23T03:00:00Z", 4, "2026-11-23T13:00:00Z"),
            ("2026-11-23T17:00:00Z", 4, "2026-11-24T13:00:00Z"),
            ("2026-11-20T16:00:00Z", 4, "2026-11-23T12:00:00Z"),
            ("2026-11-22T16:00:00Z", 4, "2026-11-23T13:00:00Z"),
            ("2026-12-24T16:00:00Z", 4, "2026-12-29T12:00:00Z"),
            ("2026-11-23T16:00:00Z", 20, "2026-11-26T12:00:00Z"),
            // The weekends on which the clocks go forward and back.
            ("2027-03-25T16:00:00Z", 4, "2027-03-30T11:00:00Z"),
            ("2027-10-29T15:00:00Z", 4, "2027-11-01T12:00:00Z"),
            ("2027-07-01T15:30:00Z", 1, "2027-07-02T08:30:00Z"),
        ] {
            assert_eq!(
                after_working_hours(at(now), hours),
                at(due),
                "{now} + {hours}"
            );
        }
    }

    #[test]
    fn after_the_data_ends_weekdays_count_unverified() {
        assert_eq!(calendar_ends(), date(2028, 12, 31));
        assert!(is_verified(date(2012, 1, 1)) && is_verified(date(2028, 12, 31)));
        assert!(!is_verified(date(2029, 1, 1)) && !is_verified(date(2011, 12, 31)));
        assert!(
            is_working_day(date(2029, 12, 25)),
            "a Tuesday that nobody has checked"
        );
        assert!(!is_working_day(date(2029, 12, 29)), "a Saturday");
    }

    #[test]
    fn every_line_of_the_data_is_a_date() {
        let lines = include_str!("../data/bank-holidays.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .count();
        assert_eq!(BANK_HOLIDAYS.len(), lines);
    }

    #[test]
    fn the_end_of_time_is_answered() {
        let _ = end_of_working_day_after(Timestamp::MAX, 3);
        let _ = last_working_day_within_months(Timestamp::MAX, 400);
        let _ = opening_of_the_working_day_before(Timestamp::MIN);
        let _ = end_of_this_working_day(Timestamp::MAX);
        let _ = midnight_after(Timestamp::MAX, Span::new().years(6));
        let _ = after_working_hours(Timestamp::MAX, 400);
        let _ = after_working_hours(Timestamp::MIN, 400);
    }
}
