//! When a service is open. Unknown hours do not count as open.

use events::profile::{Opening, Service};
use events::referral::Day;
use jiff::civil::Time;

/// The last whole minute. Opening hours that reach it last until the end of the day.
const LAST_MINUTE: Time = Time::constant(23, 59, 0, 0);

/// Whether the service is open at that time on that day in London, according to its profile. Hours
/// that end before they begin continue on the next day.
pub fn open_at(service: &Service, day: Day, time: Time) -> bool {
    service.opening.iter().any(|opening| {
        let today = opening.days.contains(&day);
        let since_yesterday = opening.days.contains(&before(day));
        if opening.until > opening.from {
            return today && opening.from <= time && (time < opening.until || to_the_end(opening));
        }
        (today && opening.from <= time) || (since_yesterday && time < opening.until)
    })
}

/// Whether the service is open day and night, every day, according to its profile.
pub fn always_open(service: &Service) -> bool {
    Day::ALL.iter().all(|day| {
        service.opening.iter().any(|opening| {
            opening.days.contains(day) && opening.from == Time::midnight() && to_the_end(opening)
        })
    })
}

fn to_the_end(opening: &Opening) -> bool {
    opening.until >= LAST_MINUTE
}

fn before(day: Day) -> Day {
    let place = Day::ALL
        .iter()
        .position(|other| *other == day)
        .unwrap_or_default();
    Day::ALL[(place + Day::ALL.len() - 1) % Day::ALL.len()]
}
