//! Ages: today, and at the time of the incident.

use events::parse::Days;
use events::referral::{AgeBand, Referral};
use jiff::civil::Date;

/// The person's age band today. If the date of birth and the band disagree, the younger counts.
pub fn age_band_today(referral: &Referral, today: Date) -> Option<AgeBand> {
    let by_birth = date_of_birth(referral).map(|born| band_of(years_old(born, today)));
    match (by_birth, referral.person.age_band) {
        (Some(by_birth), Some(said)) => Some(by_birth.min(said)),
        (by_birth, said) => by_birth.or(said),
    }
}

/// Whether the person is known to be under 18 today.
pub(super) fn under_18_today(referral: &Referral, today: Date) -> bool {
    age_band_today(referral, today).is_some_and(|band| band < AgeBand::From18To24)
}

/// Whether the person was under 18 at the time of the incident. If nobody said when it was, today's
/// age counts.
///
/// For a year or a month, its first day counts, because that gives the youngest possible age. With
/// only an age band, the person counts as under 18 if even the oldest in the band was. Either is
/// enough, because the younger age counts if they disagree.
pub(super) fn under_18_then(referral: &Referral, today: Date) -> bool {
    let occurred = referral
        .incident
        .as_ref()
        .and_then(|incident| incident.occurred.as_deref());
    let then = occurred
        .and_then(Days::read)
        .map_or(today, |days| days.first.min(today));
    let oldest = referral
        .person
        .age_band
        .and_then(|band| earliest_birth(band, today));
    [date_of_birth(referral), oldest]
        .into_iter()
        .flatten()
        .any(|born| years_old(born, then) < 18)
}

fn date_of_birth(referral: &Referral) -> Option<Date> {
    Days::read(referral.person.date_of_birth.as_deref()?).map(|days| days.first)
}

/// The age in whole years. A person born on 29 February has their birthday on 1 March in other
/// years.
fn years_old(born: Date, day: Date) -> i16 {
    let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
    day.year() - born.year() - i16::from(!had_birthday)
}

fn band_of(age: i16) -> AgeBand {
    match age {
        ..=11 => AgeBand::Under12,
        12..=15 => AgeBand::From12To15,
        16..=17 => AgeBand::From16To17,
        18..=24 => AgeBand::From18To24,
        25..=59 => AgeBand::From25To59,
        60.. => AgeBand::SixtyPlus,
    }
}

/// The earliest date of birth in the band today. The oldest band has none.
fn earliest_birth(band: AgeBand, today: Date) -> Option<Date> {
    let oldest: i16 = match band {
        AgeBand::Under12 => 11,
        AgeBand::From12To15 => 15,
        AgeBand::From16To17 => 17,
        AgeBand::From18To24 => 24,
        AgeBand::From25To59 => 59,
        AgeBand::SixtyPlus => return None,
    };
    // The latest birthday that somebody in the band has not had yet is tomorrow. Most years have no
    // 29 February.
    let year = today.year() - oldest - 1;
    let day = Date::new(year, today.month(), today.day()).or_else(|_| Date::new(year, 2, 28));
    day.and_then(|day| day.tomorrow()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_leap_day_birthday_is_on_1_march() {
        let born = date(2008, 2, 29);
        assert_eq!(years_old(born, date(2026, 2, 28)), 17);
        assert_eq!(years_old(born, date(2026, 3, 1)), 18);
        assert_eq!(years_old(born, date(2028, 2, 28)), 19);
        assert_eq!(years_old(born, date(2028, 2, 29)), 20);
    }

    #[test]
    fn the_earliest_birth_is_the_oldest_of_the_band() {
        for today in [
            date(2026, 11, 22),
            date(2028, 2, 29),
            date(2027, 2, 28),
            date(2027, 3, 1),
            date(2027, 12, 31),
        ] {
            for band in AgeBand::ALL {
                let Some(born) = earliest_birth(*band, today) else {
                    continue;
                };
                assert_eq!(band_of(years_old(born, today)), *band, "{band} {today}");
                assert_ne!(
                    band_of(years_old(born.yesterday().unwrap(), today)),
                    *band,
                    "{band} {today}"
                );
            }
        }
    }
}
