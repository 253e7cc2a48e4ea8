//! The reference of a case: eight characters that people can read out, write down and type in.

use crate::parse::is_invisible;
use serde::{Deserialize, Deserializer, Serialize};
use std::{fmt, str::FromStr};

/// Digits and capitals without look-alikes: no 0 and O, no 1, I and L. There are 31 of them.
/// Because 31 is prime, the check character detects every single wrong character and every swap of
/// two.
pub(crate) const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/// Seven characters and a check character. It finds a case and is never a secret.
///
/// ```
/// use events::Reference;
/// let reference = Reference::from_number(20_211);
/// assert_eq!(Ok(reference.clone()), reference.spaced().to_lowercase().parse());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reference(String);

/// The text is not a reference: it has the wrong length, an unknown character or a mistake that the
/// check character detects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAReference;

impl fmt::Display for NotAReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a reference: eight letters and digits, and the last one checks the others")
    }
}

impl std::error::Error for NotAReference {}

impl Reference {
    /// The reference for a (random) number. Numbers that differ by a multiple of 31⁷ have the same
    /// reference.
    pub fn from_number(number: u64) -> Self {
        let mut rest = number;
        let mut digits = [0_usize; 7];
        for digit in &mut digits {
            *digit = (rest % 31) as usize;
            rest /= 31;
        }
        let mut text: String = digits.iter().map(|&d| char::from(ALPHABET[d])).collect();
        text.push(char::from(ALPHABET[check(&digits)]));
        Self(text)
    }

    /// The eight characters, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Two groups of four, as a page shows it.
    pub fn spaced(&self) -> String {
        format!("{} {}", &self.0[..4], &self.0[4..])
    }
}

/// A weighted sum modulo 31, with weights from 1 to 7.
fn check(digits: &[usize; 7]) -> usize {
    digits
        .iter()
        .enumerate()
        .map(|(place, digit)| (place + 1) * digit)
        .sum::<usize>()
        % 31
}

impl FromStr for Reference {
    type Err = NotAReference;

    /// Accepts any case, and spaces, hyphens and invisible characters anywhere, because people write
    /// and paste them.
    fn from_str(text: &str) -> Result<Self, NotAReference> {
        let mut digits = Vec::with_capacity(8);
        let between = |c: char| {
            is_invisible(c) || matches!(c, ' ' | '-' | '\u{a0}' | '\u{2010}'..='\u{2015}')
        };
        for c in text.chars().filter(|c| !between(*c)) {
            let upper = c.to_ascii_uppercase();
            let digit = ALPHABET
                .iter()
                .position(|&a| char::from(a) == upper)
                .ok_or(NotAReference)?;
            digits.push(digit);
            if digits.len() > 8 {
                return Err(NotAReference);
            }
        }
        let (body, last) = match digits.as_slice() {
            [a, b, c, d, e, f, g, last] => ([*a, *b, *c, *d, *e, *f, *g], *last),
            _ => return Err(NotAReference),
        };
        if check(&body) != last {
            return Err(NotAReference);
        }
        Ok(Self(
            digits.iter().map(|&d| char::from(ALPHABET[d])).collect(),
        ))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_noticed() {
        for number in [0, 1, 30, 31, 123_456_789, 27_512_614_110, u64::MAX] {
            let right = Reference::from_number(number);
            for place in 0..8 {
                for other in ALPHABET {
                    let mut bytes = right.as_str().as_bytes().to_vec();
                    bytes[place] = *other;
                    let slip = String::from_utf8(bytes).unwrap();
                    assert!(
                        slip == right.as_str() || slip.parse::<Reference>().is_err(),
                        "{slip}"
                    );
                }
            }
            for place in 0..7 {
                let mut bytes = right.as_str().as_bytes().to_vec();
                bytes.swap(place, place + 1);
                let swapped = String::from_utf8(bytes).unwrap();
                assert!(
                    swapped == right.as_str() || swapped.parse::<Reference>().is_err(),
                    "{swapped}"
                );
            }
        }
    }

    #[test]
    fn it_is_read_as_people_write_it() {
        let right = Reference::from_number(987_654_321);
        let lower = right.spaced().to_lowercase().replace(' ', " - ");
        assert_eq!(lower.parse(), Ok(right));
    }
}
