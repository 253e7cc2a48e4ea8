//! A UK postcode, by its shape: whether it exists is the table's to say (`domain::place`).

use crate::Code;
use std::fmt;

/// The letters of the second half: those that are not taken for others in handwriting.
const INWARD: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

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
    /// Reads it in any case and any spacing.
    ///
    /// The first half is judged by its shape and by the letters that never come first (Q, V, X) or second (I, J). No
    /// area has a Z there either, but public services make up codes of `ZZ99` where there is no home, and to refuse the
    /// code would be to refuse the person.
    ///
    /// # Errors
    ///
    /// [`Code::NotAPostcode`] where it cannot be one. One that merely does not exist is none of this type's business.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let mut letters = Vec::with_capacity(7);
        for c in text
            .chars()
            .filter(|c| !c.is_whitespace() || c.is_control())
        {
            if !c.is_ascii_alphanumeric() || letters.len() == 7 {
                return Err(Code::NotAPostcode);
            }
            letters.push(c.to_ascii_uppercase());
        }
        let text: String = letters.into_iter().collect();
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
        if !is_outward(outward.as_bytes()) {
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

    /// The digit that makes a sector of the first half: the 6 of `BS5 6HU`.
    pub fn sector_digit(&self) -> u8 {
        self.digit
    }

    /// The last two letters as one number from 0 to 399: the place of the postcode in its sector.
    pub fn unit(&self) -> u16 {
        u16::from(self.letters.0) * 20 + u16::from(self.letters.1)
    }
}

/// One or two letters, then a digit, then perhaps a digit or a letter; or one of the two that are words: Girobank's, and
/// Newport's of old, which lists still have.
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
    /// Where somebody lives does not belong in a log.
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
            "BS5-6HU",
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
        for a in INWARD {
            for b in INWARD {
                let postcode =
                    Postcode::parse(&format!("BS5 6{}{}", char::from(*a), char::from(*b))).unwrap();
                assert!(postcode.unit() < 400);
                seen.insert(postcode.unit());
            }
        }
        assert_eq!(seen.len(), 400);
    }
}
