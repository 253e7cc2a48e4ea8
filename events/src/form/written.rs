//! Reads what people and spreadsheets write: dates, times of day and whole numbers in the usual
//! spellings, and single lines with white space around them (contract 1.1). JSON stays strict.
//!
//! A browser reads a form with the same code, so it is small.

use crate::parse::{Days, ascii_digit, is_invisible, trimmed};
use jiff::civil::Date;

/// The months, which may be shortened to three letters or more.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How many years ahead a year of two digits may be. It is then an error that the person sees, and
/// not a year of the century before.
const AHEAD: i16 = 10;

/// The text in the contract's spelling, for the field with this form name. A text that cannot be
/// read stays unchanged, so that the parser reports it. Without `today`, that is also a year of two
/// digits.
///
/// ```
/// use events::form::written;
/// let today = Some(jiff::civil::date(2026, 11, 22));
/// assert_eq!(written("/incident/occurred", "14/03/2026", today), "2026-03-14");
/// assert_eq!(written("/incident/occurred", "last Tuesday", today), "last Tuesday");
/// ```
pub fn written(name: &str, text: &str, today: Option<Date>) -> String {
    written_with(name, text, today, time)
}

/// The same, in a browser: its own control writes a time of day in the contract's spelling.
pub fn written_in_browser(name: &str, text: &str, today: Option<Date>) -> String {
    written_with(name, text, today, |_| None)
}

fn written_with(
    name: &str,
    text: &str,
    today: Option<Date>,
    time: fn(&str) -> Option<String>,
) -> String {
    let field = name.rsplit('/').next().unwrap_or_default();
    let line = trimmed(text);
    let read = match field {
        "own_words" | "reason" => return text.to_owned(),
        // A letter's address has several lines.
        "address" if line.contains('\n') => return text.to_owned(),
        "date_of_birth" => date(line, today, 0),
        "occurred" => date(line, today, AHEAD),
        "from" | "until" => time(line),
        "times_in_12_months" | "ticks" | "events_in_12_months" => whole(line),
        _ => None,
    };
    read.unwrap_or_else(|| line.to_owned())
}

/// Digits in ASCII, letters in lower case, and nothing invisible.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| ascii_digit(c).to_ascii_lowercase())
        .collect()
}

/// A day, month or year, with the day first. A year of two digits is the last one that is at most
/// so many years `ahead`.
fn date(text: &str, today: Option<Date>, ahead: i16) -> Option<String> {
    let text = plain(text);
    let parts = parts(&text)?;
    let year = |digits: &str| match digits.len() {
        _ if !is_number(digits) => None,
        4 => Some(value(digits)),
        2 => {
            let now = today?.year();
            let year = now - now % 100 + value(digits);
            Some(if year > now + ahead { year - 100 } else { year })
        }
        _ => None,
    };
    let month = |word: &str| {
        let named = |name: &&str| word.len() > 2 && name.starts_with(word);
        (1..)
            .zip(MONTHS)
            .find(|(_, name)| named(name))
            .map(|(month, _)| month)
    };
    let number = |digits: &str| (is_number(digits) && digits.len() < 3).then(|| value(digits));
    let (year, month, day) = match *parts.as_slice() {
        [y] => (year(y)?, None, None),
        [y, m] if y.len() == 4 && is_number(y) => (year(y)?, number(m), None),
        [m, y] if is_number(m) => (
            Some(y).filter(|y| y.len() == 4).and_then(year)?,
            number(m),
            None,
        ),
        [m, y] => (year(y)?, Some(month(m)?), None),
        [y, m, d] if y.len() == 4 && is_number(y) => (year(y)?, number(m), Some(number(d)?)),
        [d, m, y] if is_number(m) => (year(y)?, number(m), Some(number(d)?)),
        [d, m, y] if is_number(d) => (year(y)?, Some(month(m)?), Some(number(d)?)),
        _ => return None,
    };
    let mut read = format!("{year:04}");
    for part in [month, day].into_iter().flatten() {
        read.push_str(&format!("-{part:02}"));
    }
    // A missing month must not turn into a whole year.
    (parts.len() == 1 || month.is_some())
        .then_some(read)
        .filter(|read| Days::read(read).is_some())
}

/// The numbers and words of a date, without endings such as the `th` of `14th`. `None` if there is
/// anything else.
fn parts(text: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let of_kind = |c: char| match first {
            '0'..='9' => c.is_ascii_digit(),
            'a'..='z' => c.is_ascii_lowercase(),
            _ => c == first,
        };
        let end = rest.find(|c| !of_kind(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at_checked(end)?;
        match first {
            '0'..='9' => parts.push(part),
            'a'..='z' if matches!(part, "st" | "nd" | "rd" | "th" | "of") && !parts.is_empty() => {}
            'a'..='z' => parts.push(part),
            '.' | '/' | '-' | ',' | '\'' | '\u{2010}'..='\u{2015}' | '\u{2019}' => {}
            _ if first.is_whitespace() => {}
            _ => return None,
        }
        rest = after;
    }
    Some(parts)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A time of day as `HH:MM`. An hour alone needs `am` or `pm`: a guess could be twelve hours wrong.
fn time(text: &str) -> Option<String> {
    let mut text = plain(text);
    text.retain(|c| !c.is_whitespace());
    let (hour, rest) = split_digits(&text);
    let (hour, minute, rest) = match hour.len() {
        // Four digits without a sign between.
        4 => (&hour[..2], Some(&hour[2..]), rest),
        1 | 2 => match rest.strip_prefix([':', '.']).map(split_digits) {
            Some((minute, rest)) => (hour, Some(minute), rest),
            None => (hour, None, rest),
        },
        _ => return None,
    };
    // Browsers and spreadsheets add seconds.
    let rest = rest.strip_prefix(":00").unwrap_or(rest);
    let after_noon = match rest {
        "" => None,
        "am" | "a.m." => Some(0),
        "pm" | "p.m." => Some(12),
        _ => return None,
    };
    let minute = match minute {
        Some(minute) if minute.len() == 2 => minute,
        None if after_noon.is_some() => "00",
        _ => return None,
    };
    let hour = value(hour);
    let hour = match after_noon {
        None => hour,
        Some(_) if hour == 0 || hour > 12 => return None,
        Some(after) => hour % 12 + after,
    };
    Some(format!("{hour:02}:{minute}"))
}

/// The digits at the start of a text, and the rest.
fn split_digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at(end)
}

/// The number that a few digits make.
fn value(digits: &str) -> i16 {
    let digits = digits.bytes().take(4);
    digits.fold(0, |sum, digit| sum * 10 + i16::from(digit - b'0'))
}

/// A whole number in digits, without the full stop or the zeros that may follow it.
fn whole(text: &str) -> Option<String> {
    let text = plain(text);
    let digits = text
        .split_once('.')
        .filter(|(_, zeros)| zeros.bytes().all(|b| b == b'0'))
        .map_or(text.as_str(), |(digits, _)| digits);
    let amount = digits.strip_prefix('-').unwrap_or(digits);
    (!amount.is_empty() && is_number(amount)).then(|| digits.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TODAY: Option<Date> = Some(jiff::civil::date(2026, 11, 22));

    fn check(name: &str, cases: &[(&str, &str)]) {
        for (typed, read) in cases {
            assert_eq!(written(name, typed, TODAY), *read, "{name}={typed}");
        }
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        check(
            "/incident/occurred",
            &[
                ("14/03/2026", "2026-03-14"),
                ("14/3/26", "2026-03-14"),
                ("14.3.26", "2026-03-14"),
                ("14 03 2026", "2026-03-14"),
                ("14-03-2026", "2026-03-14"),
                ("14\u{2013}3\u{2013}2026", "2026-03-14"),
                ("14 March 2026", "2026-03-14"),
                ("14th of March, 2026", "2026-03-14"),
                ("14 MAR 26", "2026-03-14"),
                ("March 2026", "2026-03"),
                ("mar 26", "2026-03"),
                ("Sept '25", "2025-09"),
                ("03/2026", "2026-03"),
                ("2026/3", "2026-03"),
                ("2026/3/4", "2026-03-04"),
                (" 2026-03-14 ", "2026-03-14"),
                ("\u{200e}2026\u{feff}", "2026"),
                (
                    "\u{661}\u{664}/\u{663}/\u{662}\u{660}\u{662}\u{666}",
                    "2026-03-14",
                ),
            ],
        );
    }

    #[test]
    fn a_date_that_could_be_another_stays_as_it_is() {
        for typed in [
            "last Tuesday",
            "03/14/2026",
            "31/02/2026",
            "3/12",
            "14 March",
            "1 2 3 4",
            "14/03/026",
            "ma 2026",
            "14:03:2026",
            "2026-13",
            "March 123",
            "th 2026",
        ] {
            assert_eq!(written("/incident/occurred", typed, TODAY), typed);
        }
    }

    #[test]
    fn a_year_of_two_digits_is_near() {
        check(
            "/person/date_of_birth",
            &[
                ("3.2.71", "1971-02-03"),
                ("3.2.26", "2026-02-03"),
                ("3.2.27", "1927-02-03"),
            ],
        );
        // A mistake about the future is reported, not taken for the century before.
        check(
            "/incident/occurred",
            &[
                ("3.2.27", "2027-02-03"),
                ("3.2.36", "2036-02-03"),
                ("3.2.37", "1937-02-03"),
            ],
        );
    }

    #[test]
    fn without_a_clock_a_year_has_four_digits() {
        let read = |typed| written("/incident/occurred", typed, None);
        assert_eq!(read("14/3/26"), "14/3/26");
        assert_eq!(read("14/3/2026"), "2026-03-14");
    }

    #[test]
    fn a_time_is_read_as_people_write_it() {
        check(
            "/contact/channels/0/from",
            &[
                ("9am", "09:00"),
                ("9 AM", "09:00"),
                ("9.30 p.m.", "21:30"),
                ("12am", "00:00"),
                ("12pm", "12:00"),
                ("9.00", "09:00"),
                ("9:05", "09:05"),
                ("0930", "09:30"),
                ("09:00:00", "09:00"),
                ("17:30", "17:30"),
                ("25:00", "25:00"),
            ],
        );
        for typed in [
            "9", "21", "13pm", "0am", "9:5", "09:00:30", "noon", "am", "9..", "930",
        ] {
            assert_eq!(written("/contact/channels/0/until", typed, TODAY), typed);
        }
    }

    #[test]
    fn a_whole_number_may_have_a_full_stop() {
        check(
            "/circumstances/times_in_12_months",
            &[
                ("3 ", "3"),
                (" 3", "3"),
                ("3.", "3"),
                ("3.0", "3"),
                ("-3", "-3"),
                ("\u{663}", "3"),
                ("three", "three"),
                ("3-4", "3-4"),
                ("3.5", "3.5"),
                (".", "."),
            ],
        );
    }

    #[test]
    fn ends_of_a_line_are_dropped_and_texts_stay() {
        check(
            "/person/name",
            &[
                (" Robin \u{200b}\t", "Robin"),
                ("\u{202a}\u{202c} ", ""),
                ("Ann\u{200d}e Lee", "Ann\u{200d}e Lee"),
            ],
        );
        for (name, text) in [
            ("/wishes/own_words", " a \n"),
            ("/consent/reason", "\u{200b}b "),
            ("/contact/channels/3/address", "1 High Street\nReading \n"),
        ] {
            assert_eq!(written(name, text, TODAY), text);
        }
        check(
            "/contact/channels/0/address",
            &[("\u{200b} robin@example.org ", "robin@example.org")],
        );
    }

    proptest! {
        #[test]
        fn what_the_contract_writes_stays(year in 1900_i16..2026, month in 1_i8..13, day in 1_i8..29, hour in 0..24, minute in 0..60) {
            for date in [format!("{year}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-{day:02}")] {
                prop_assert_eq!(written("/incident/occurred", &date, TODAY), date);
            }
            let time = format!("{hour:02}:{minute:02}");
            prop_assert_eq!(written("/contact/channels/0/from", &time, TODAY), time);
        }

        #[test]
        fn reading_again_changes_nothing(text in "[0-9a-z ./:'-]{0,14}|\\PC{0,8}") {
            for name in ["/incident/occurred", "/person/date_of_birth", "/contact/channels/0/from", "/dash/ticks", "/person/name"] {
                let once = written(name, &text, TODAY);
                prop_assert_eq!(written(name, &once, TODAY), once);
            }
        }

        #[test]
        fn any_day_is_read_in_every_spelling(year in 1930_i16..2026, month in 1_i8..13, day in 1_i8..29) {
            let right = format!("{year}-{month:02}-{day:02}");
            let name = MONTHS[usize::try_from(month).unwrap() - 1];
            for typed in [
                format!("{day}/{month}/{year}"),
                format!("{day:02}.{month:02}.{year}"),
                format!("{day} {name} {year}"),
                format!("{day} {} {year}", &name[..3].to_uppercase()),
            ] {
                prop_assert_eq!(written("/person/date_of_birth", &typed, TODAY), right.as_str());
            }
        }
    }
}
