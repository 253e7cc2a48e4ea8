//! When a service is open, as text; and whether it is open at a moment.

use crate::words;
use ::words::parts;
use domain::directory::open_at;
use domain::times::time_of_day;
use events::profile::{Opening, Service};
use events::referral::Day;
use jiff::civil::{DateTime, Time, Weekday};

/// Hours on some days, as people say them: `Monday to Friday, 9am to 5pm`.
pub(crate) fn hours(opening: &Opening) -> String {
    let times = match (opening.from == Time::midnight(), ends_with_the_day(opening)) {
        (true, true) => parts::hours_always().to_owned(),
        (_, true) => parts::hours_to_midnight(time_of_day(opening.from)),
        (_, false) => parts::hours(time_of_day(opening.from), time_of_day(opening.until)),
    };
    parts::hours_on_days(days(&opening.days), times)
}

/// Whether a service says that it is open at `now`, in London.
pub(crate) fn open_now(service: &Service, now: DateTime) -> bool {
    open_at(service, day_of(now), now.time())
}

/// Whether it says that it is open at `now`, or later on the same day.
pub(crate) fn open_today(service: &Service, now: DateTime) -> bool {
    let later = |hours: &Opening| hours.days.contains(&day_of(now)) && now.time() < hours.from;
    open_now(service, now) || service.opening.iter().any(later)
}

/// The day of the week, as profiles name it.
pub(crate) fn day_of(now: DateTime) -> Day {
    match now.date().weekday() {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}

fn ends_with_the_day(opening: &Opening) -> bool {
    opening.until >= Time::constant(23, 59, 0, 0)
}

/// Days, as people say them: a row of days by its first and last.
fn days(days: &[Day]) -> String {
    let row = Day::ALL
        .windows(days.len().max(1))
        .any(|window| window == days);
    match days {
        [] => String::new(),
        _ if days.len() == Day::ALL.len() => parts::days_all().to_owned(),
        [first, .., last] if row && days.len() > 2 => {
            parts::days(words::day(*first), words::day(*last))
        }
        _ => days
            .iter()
            .map(|day| words::day(*day))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(days: &[Day], from: (i8, i8), until: (i8, i8)) -> Opening {
        let time =
            |(hour, minute)| Time::constant(hour, minute, if minute == 59 { 59 } else { 0 }, 0);
        Opening {
            days: days.to_vec(),
            from: time(from),
            until: time(until),
        }
    }

    #[test]
    fn hours_read_as_people_say_them() {
        let week = &Day::ALL[..5];
        for (hours_of, said) in [
            (
                opening(week, (9, 0), (17, 30)),
                "Monday to Friday, 9am to 5:30pm",
            ),
            (
                opening(Day::ALL, (0, 0), (23, 59)),
                "Every day, day and night",
            ),
            (
                opening(&[Day::Tue, Day::Sat], (12, 0), (23, 59)),
                "Tuesday, Saturday, midday to midnight",
            ),
            (
                opening(&[Day::Sun], (0, 30), (12, 15)),
                "Sunday, 12:30am to 12:15pm",
            ),
        ] {
            assert_eq!(hours(&hours_of), said);
        }
    }

    #[test]
    fn a_service_is_open_today_until_its_last_hour() {
        let mut service: Service = serde_json::from_str(
            r#"{"code": "a", "provider": "b", "name": "", "about": "", "stage": 1, "needs": [], "specialisms": [],
                "local_authorities": [], "funding": [], "modalities": [], "from": "2020-01-01", "until": null,
                "public": true}"#,
        )
        .expect("a service");
        service.opening = vec![
            opening(&[Day::Mon], (9, 0), (17, 0)),
            opening(&[Day::Tue], (22, 0), (6, 0)),
        ];
        // 23 November 2026 is a Monday.
        let at = |day, hour, minute| DateTime::constant(2026, 11, day, hour, minute, 0, 0);
        for (moment, now, today) in [
            (at(23, 8, 59), false, true),
            (at(23, 9, 0), true, true),
            (at(23, 17, 0), false, false),
            (at(24, 21, 59), false, true),
            (at(24, 23, 0), true, true),
            (at(25, 5, 0), true, true),
            (at(25, 10, 0), false, false),
        ] {
            assert_eq!(
                (open_now(&service, moment), open_today(&service, moment)),
                (now, today),
                "{moment}"
            );
        }
    }
}
