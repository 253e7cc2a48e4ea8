//! A UK postcode, by its shape. Whether it exists is in the table (`domain::place`).

use super::characters::is_invisible;
use crate::Code;
use std::fmt;

/// The letters of the second half: first those that are easy to read in handwriting, then the
/// others, which only made-up codes use.
const INWARD: &[u8; 26] = b"ABDEFGHJLNPQRSTUWXYZCIKMOV";
/// The number of letters that real postcodes use.
const REAL: u8 = 20;
/// The first half of codes that public services invent for people without a home in the United
/// Kingdom.
const MADE_UP: &str = "ZZ99";
/// Jersey, Guernsey, the Isle of Man and Gibraltar, which are outside every area.
const OUTSIDE: [&str; 4] = ["JE", "GY", "IM", "GX"];

/// A postcode in capitals with one space before its last three characters. It may not exist.
///
/// ```
/// use events::parse::Postcode;
/// assert_eq!(Postcode::parse(" bs56h u").map(|p| p.to_string()), Ok("BS5 6HU".to_owned()));
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Postcode {
    outward: String,
    digit: u8,
    letters: (u8, u8),
}

impl Postcode {
    /// Parses a postcode in any case, spacing and punctuation.
    ///
    /// The first half must have the right shape, without the letters that never come first (Q, V,
    /// X) or second (I, J). No postcode area has a Z there either, but public services invent
    /// `ZZ99` codes for people without a home, and refusing the code would refuse the person.
    ///
    /// # Errors
    ///
    /// [`Code::NotAPostcode`] if it cannot be a postcode. A valid shape that does not exist is
    /// accepted.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let punctuation = |c: char| {
            is_invisible(c)
                || (c.is_whitespace() && !c.is_control())
                || matches!(
                    c,
                    '.' | ',' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '\u{2010}'
                        ..='\u{2015}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
                )
        };
        let mut letters = String::with_capacity(7);
        for c in text.chars() {
            if c.is_ascii_alphanumeric() && letters.len() < 7 {
                letters.push(c.to_ascii_uppercase());
            } else if !punctuation(c) {
                return Err(Code::NotAPostcode);
            }
        }
        let text = letters;
        let [.., digit, first, second] = text.as_bytes() else {
            return Err(Code::NotAPostcode);
        };
        let place = |letter: &u8| {
            INWARD
                .iter()
                .position(|l| l == letter)
                .and_then(|i| u8::try_from(i).ok())
        };
        let (true, Some(first), Some(second)) =
            (digit.is_ascii_digit(), place(first), place(second))
        else {
            return Err(Code::NotAPostcode);
        };
        let digit = digit - b'0';
        let outward = text[..text.len() - 3].to_owned();
        let made_up = outward == MADE_UP;
        if !is_outward(outward.as_bytes()) || (!made_up && first.max(second) >= REAL) {
            return Err(Code::NotAPostcode);
        }
        Ok(Self {
            outward,
            digit,
            letters: (first, second),
        })
    }

    /// The first half, such as `BS5`: two to four characters.
    pub fn outward(&self) -> &str {
        &self.outward
    }

    /// The digit of the sector: the 6 of `BS5 6HU`.
    pub fn sector_digit(&self) -> u8 {
        self.digit
    }

    /// The last two letters as a number from 0 to 399: the position of the postcode in its sector.
    /// `None` for a made-up code.
    pub fn unit(&self) -> Option<u16> {
        let (first, second) = self.letters;
        let real = self.is_home() && first.max(second) < REAL;
        real.then(|| u16::from(first) * u16::from(REAL) + u16::from(second))
    }

    /// Whether somebody can live there. `false` for codes that mean no fixed abode.
    pub fn is_home(&self) -> bool {
        self.outward != MADE_UP
    }

    /// Whether it is outside every area: in Jersey, Guernsey, the Isle of Man or Gibraltar.
    pub fn is_outside_every_area(&self) -> bool {
        let digit = self.outward.find(|c: char| c.is_ascii_digit());
        digit.is_some_and(|digit| OUTSIDE.contains(&&self.outward[..digit]))
    }
}

/// One or two letters, then a digit, then optionally a digit or a letter. The two exceptions are
/// Girobank's, and Newport's old one, which is still in lists.
fn is_outward(text: &[u8]) -> bool {
    let area = text.iter().take_while(|c| c.is_ascii_alphabetic()).count();
    let (area, district) = text.split_at(area);
    let area_fits = match area {
        [first] => !b"QVX".contains(first),
        [first, second] => !b"QVX".contains(first) && !b"IJ".contains(second),
        _ => false,
    };
    let district_fits = match district {
        [first] => first.is_ascii_digit(),
        [first, _] => first.is_ascii_digit(),
        _ => false,
    };
    (area_fits && district_fits) || text == b"GIR" || text == b"NPT"
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |place: u8| char::from(INWARD[usize::from(place)]);
        write!(
            f,
            "{} {}{}{}",
            self.outward,
            self.digit,
            letter(self.letters.0),
            letter(self.letters.1)
        )
    }
}

impl fmt::Debug for Postcode {
    /// Keeps the person's home out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Postcode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_and_spacing_are_one_postcode() {
        for (typed, right) in [
            ("bs5 6hu", "BS5 6HU"),
            ("BS56HU", "BS5 6HU"),
            (" B S5  6HU ", "BS5 6HU"),
            ("sw1a\u{a0}1aa", "SW1A 1AA"),
            ("M1 1AE", "M1 1AE"),
            ("w1A0aX", "W1A 0AX"),
            ("dn551pt", "DN55 1PT"),
            ("gir0aa", "GIR 0AA"),
            ("npt 0ad", "NPT 0AD"),
            ("ZZ99 3WZ", "ZZ99 3WZ"),
            ("zz99 3vz", "ZZ99 3VZ"),
            ("OX1-1PT", "OX1 1PT"),
            ("OX1 1PT.", "OX1 1PT"),
            ("(OX1\u{2013}1PT),", "OX1 1PT"),
            ("\u{200e}OX1 1PT\u{feff}", "OX1 1PT"),
            ("im1 1ad", "IM1 1AD"),
        ] {
            assert_eq!(
                Postcode::parse(typed).map(|p| p.to_string()),
                Ok(right.to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn what_cannot_be_one_is_refused() {
        for text in [
            "",
            " ",
            "SOMEWHERE",
            "BS5",
            "BS5 6H",
            "BS5 6HUU",
            "5BS 6HU",
            "BS5 6CI",
            "BS5 AHU",
            "BSX 6HU",
            "BS555 6HU",
            "QS5 6HU",
            "BI5 6HU",
            "B\u{405}5 6HU",
            "BS\u{ff15} 6HU",
            "BS5\n6HU",
            "12345",
            "ABC 1AA",
            "6HU",
            "\u{1f600}6HU",
        ] {
            assert_eq!(
                Postcode::parse(text).err(),
                Some(Code::NotAPostcode),
                "{text:?}"
            );
        }
    }

    #[test]
    fn every_unit_of_a_sector_has_its_own_place() {
        let mut seen = std::collections::BTreeSet::new();
        for a in &INWARD[..20] {
            for b in &INWARD[..20] {
                let postcode =
                    Postcode::parse(&format!("BS5 6{}{}", char::from(*a), char::from(*b))).unwrap();
                let unit = postcode.unit().unwrap();
                assert!(unit < 400);
                seen.insert(unit);
            }
        }
        assert_eq!(seen.len(), 400);
    }

    #[test]
    fn made_up_codes_and_islands_are_in_no_area() {
        let read = |text: &str| Postcode::parse(text).unwrap();
        for (text, home, outside) in [
            ("OX1 1PT", true, false),
            ("ZZ99 3VZ", false, false),
            ("ZZ99 3WZ", false, false),
            ("JE2 3AB", true, true),
            ("GY1 1AA", true, true),
            ("IM1 1AD", true, true),
            ("GX11 1AA", true, true),
            ("G1 1AA", true, false),
            ("GL1 1AA", true, false),
        ] {
            let postcode = read(text);
            let said = (postcode.is_home(), postcode.is_outside_every_area());
            assert_eq!(said, (home, outside), "{text}");
            assert_eq!(postcode.unit().is_some(), home, "{text}");
        }
        assert_eq!(Postcode::parse("OX1 1PV"), Err(Code::NotAPostcode));
        for between in ["OX1/1PT", "OX1_1PT", "OX1\n1PT", "OX1:1PT"] {
            assert_eq!(Postcode::parse(between), Err(Code::NotAPostcode));
        }
    }
}
