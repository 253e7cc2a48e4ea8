//! The formats of single fields: one function for each, from a text to a value or an error code.
//!
//! They do not depend on documents and pointers, so that a page can use them for one field.

use super::characters::{ascii_digit, is_invisible};
use crate::Code;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// The earliest possible date, in years before today.
const YEARS_BACK: i16 = 130;

/// The time zone of all times in the contract.
static LONDON: TimeZone = jiff::tz::get!("Europe/London");

/// 8-4-4-4-12 hexadecimal digits, in lower case: two spellings of an id are the same id.
pub(super) fn uuid(text: &str) -> Result<String, Code> {
    let groups: Vec<_> = text.split('-').collect();
    let shaped = groups.iter().map(|g| g.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|g| g.bytes().all(|b| b.is_ascii_hexdigit()));
    if shaped {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(Code::NotAUuid)
    }
}

/// A letter of `ENSW` and eight digits.
pub(super) fn local_authority(text: &str) -> Result<String, Code> {
    match text.as_bytes() {
        [b'E' | b'N' | b'S' | b'W', digits @ ..] if digits.len() == 8 && all_digits(digits) => {
            Ok(text.to_owned())
        }
        _ => Err(Code::NotALocalAuthority),
    }
}

/// `HH:MM` between `00:00` and `23:59`.
pub(super) fn time(text: &str) -> Result<Time, Code> {
    match text.as_bytes() {
        [h1, h2, b':', m1, m2] if all_digits(&[*h1, *h2, *m1, *m2]) => {
            let two = |tens: &u8, ones: &u8| number(&[*tens, *ones]);
            let (hour, minute) = (two(h1, h2), two(m1, m2));
            let (Ok(hour), Ok(minute)) = (i8::try_from(hour), i8::try_from(minute)) else {
                return Err(Code::NotATime);
            };
            Time::new(hour, minute, 0, 0).map_err(|_| Code::NotATime)
        }
        _ => Err(Code::NotATime),
    }
}

/// The days of a date, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day. For a date, the same day.
    pub last: Date,
}

impl Days {
    /// Parses `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. `None` if it is not a valid date, month or year.
    ///
    /// ```
    /// use events::parse::Days;
    /// let november = Days::read("2026-11").unwrap();
    /// assert_eq!(november.last, jiff::civil::date(2026, 11, 30));
    /// ```
    pub fn read(text: &str) -> Option<Self> {
        let part = |digits: &str, length| {
            let fits = digits.len() == length && all_digits(digits.as_bytes());
            fits.then(|| number(digits.as_bytes()))
                .and_then(|number| i16::try_from(number).ok())
        };
        let two = |digits: &str| part(digits, 2).and_then(|number| i8::try_from(number).ok());
        let mut parts = text.split('-');
        let year = part(parts.next()?, 4)?;
        let (month, day) = (parts.next(), parts.next());
        if parts.next().is_some() {
            return None;
        }
        let first = Date::new(year, month.map_or(Some(1), two)?, day.map_or(Some(1), two)?).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, _) => first.last_of_year(),
        };
        Some(Self { first, last })
    }

    /// Checks that the days are not in the future and at most 130 years ago. A month or
    /// year is valid if any of its days is, so that nobody has to know the day.
    fn believable(self, today: Date) -> Result<Self, Code> {
        // Today's date in that year, or 28 February where the year has no 29th. A span of jiff would do the same
        // with far more code, which a browser has to load.
        let year = today.year() - YEARS_BACK;
        let earliest = Date::new(year, today.month(), today.day())
            .or_else(|_| Date::new(year, today.month(), 28))
            .map_err(|_| Code::OutOfRange)?;
        if self.first > today {
            Err(Code::DateInFuture)
        } else if self.last < earliest {
            Err(Code::OutOfRange)
        } else {
            Ok(self)
        }
    }
}

/// A day of the calendar, `YYYY-MM-DD`, not later than today.
pub(super) fn day(text: &str, today: Date) -> Result<Date, Code> {
    let days = if text.len() == 10 {
        Days::read(text)
    } else {
        None
    };
    days.ok_or(Code::NotADate)?
        .believable(today)
        .map(|days| days.first)
}

/// A year, month or day that is not later than today.
pub(super) fn year_month_or_day(text: &str, today: Date) -> Result<Days, Code> {
    Days::read(text).ok_or(Code::NotADate)?.believable(today)
}

/// A moment in RFC 3339 whose date in London is not later than today.
pub(super) fn moment(text: &str, today: Date) -> Result<(), Code> {
    let timestamp = rfc3339(text).ok_or(Code::NotADate)?;
    let day = LONDON.to_datetime(timestamp).date();
    Days {
        first: day,
        last: day,
    }
    .believable(today)
    .map(|_| ())
}

/// See [`super::london`].
pub(super) fn london(text: &str) -> Option<jiff::Timestamp> {
    let (day, clock) = text.split_once('T')?;
    let date = Days::read(day)
        .filter(|days| days.first == days.last)?
        .first;
    LONDON
        .to_ambiguous_timestamp(date.to_datetime(time(clock).ok()?))
        .compatible()
        .ok()
}

/// Strict RFC 3339: a date, `T`, a time with seconds, and an offset. A leap second counts as the
/// second before it.
fn rfc3339(text: &str) -> Option<jiff::Timestamp> {
    let (day, rest) = text.split_at_checked(10)?;
    let date = Days::read(day)?.first;
    let (clock, zone) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let minute = time(clock.get(..5)?).ok()?;
    let second = match clock.as_bytes() {
        [_, _, _, _, _, b':', tens, ones] if all_digits(&[*tens, *ones]) => number(&[*tens, *ones]),
        _ => return None,
    };
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if zone.len() == fraction.len() {
                return None;
            }
            zone
        }
        None => zone,
    };
    let ahead = match zone.as_bytes() {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), ..] => {
            let offset = time(zone.get(1..)?).ok()?;
            let seconds = (i64::from(offset.hour()) * 60 + i64::from(offset.minute())) * 60;
            if *sign == b'+' { seconds } else { -seconds }
        }
        _ => return None,
    };
    let leap = second == 60;
    if second > 60 {
        return None;
    }
    let second = i8::try_from(second.min(59)).ok()?;
    let there = date.at(minute.hour(), minute.minute(), second, 0);
    let timestamp = there.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let timestamp = jiff::Timestamp::from_second(timestamp.as_second().checked_sub(ahead)?).ok()?;
    // Leap seconds occur only at the end of a day in UTC.
    let ends_a_day = timestamp.as_second().rem_euclid(86_400) == 86_399;
    (!leap || ends_a_day).then_some(timestamp)
}

/// One plain ASCII address. The tests list what is not accepted.
///
/// # Errors
///
/// [`Code::NotAnEmail`].
pub fn email(text: &str) -> Result<(), Code> {
    let fits = text
        .split_once('@')
        .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    if fits { Ok(()) } else { Err(Code::NotAnEmail) }
}

fn is_local_part(text: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~-".contains(&b))
    };
    text.len() <= 64 && text.split('.').all(atom)
}

/// Labels of letters, digits and inner hyphens.
pub(super) fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    // The last label is not a number, because that would be an IP address.
    let top = |part: &str| part.len() >= 2 && part.bytes().any(|b| b.is_ascii_alphabetic());
    text.len() <= 255
        && text.split('.').all(label)
        && text.rsplit_once('.').is_some_and(|(_, last)| top(last))
}

/// Normalises a telephone number to digits without the `+`. A leading 0 becomes 44 (United
/// Kingdom), and so does a mobile number of ten digits without it. Digits of any script are
/// accepted, and invisible characters from address books are dropped.
///
/// # Errors
///
/// [`Code::NotAPhoneNumber`] unless there are 7 to 15 digits, with an optional leading `+` and
/// separators in between.
pub fn phone(text: &str) -> Result<String, Code> {
    let text: String = text
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(ascii_digit)
        .collect();
    let text = text.trim_matches([' ', '\u{a0}']);
    let opening = text.trim_start_matches('(');
    let (plus, rest) = opening
        .strip_prefix('+')
        .map_or((false, opening), |rest| (true, rest));
    let separator = |c: char| {
        matches!(
            c,
            ' ' | '\u{a0}' | '-' | '\u{2010}'..='\u{2013}' | '.' | '/' | '(' | ')'
        )
    };
    if text.len() - opening.len() > 1
        || !rest.chars().all(|c| c.is_ascii_digit() || separator(c))
        || !rest.ends_with(|c: char| c.is_ascii_digit())
    {
        return Err(Code::NotAPhoneNumber);
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    if !(7..=15).contains(&digits.len()) {
        return Err(Code::NotAPhoneNumber);
    }
    // People in Britain dial 00 for a +, and many write "+44 (0)…".
    let international = match (plus, digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (false, Some(rest), _) => rest.to_owned(),
        (false, None, Some(rest)) => format!("44{rest}"),
        (false, None, None) if digits.len() == 10 && digits.starts_with('7') => {
            format!("44{digits}")
        }
        _ => digits.clone(),
    };
    Ok(match international.strip_prefix("440") {
        Some(rest) => format!("44{rest}"),
        None => international,
    })
}

fn all_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

/// The number of at most four ASCII digits.
fn number(digits: &[u8]) -> u16 {
    digits.iter().fold(0, |sum, digit| {
        sum * 10 + u16::from(digit.saturating_sub(b'0'))
    })
}
