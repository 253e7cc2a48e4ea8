//! Moments in plain words, as a page and a letter say them.

use jiff::Timestamp;

/// `5pm on Monday 23 November`, or `2:30pm on …`, in London.
pub fn moment(at: Timestamp) -> String {
    let here = at.to_zoned(jiff::tz::get!("Europe/London"));
    let half = if here.hour() < 12 { "am" } else { "pm" };
    let hour = match here.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let minutes = match here.minute() {
        0 => String::new(),
        minute => format!(":{minute:02}"),
    };
    format!("{hour}{minutes}{half} on {}", here.strftime("%A %-d %B"))
}

/// `by 5pm on Monday 23 November`.
pub fn by(at: Timestamp) -> String {
    format!("by {}", moment(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_people_say_it_in_london_time() {
        for (at, said) in [
            ("2026-11-23T17:00:00Z", "5pm on Monday 23 November"),
            ("2027-07-01T11:05:00Z", "12:05pm on Thursday 1 July"),
            ("2026-12-31T00:00:00Z", "12am on Thursday 31 December"),
        ] {
            assert_eq!(moment(at.parse().unwrap()), said);
        }
    }
}
