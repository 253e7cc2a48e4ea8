//! Invisible characters, and digits of every script (contract 1.1).

/// Whether the character is invisible. White space is not: it has a width.
pub(crate) const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
    )
}

/// The text without invisible characters and white space at both ends.
///
/// ```
/// assert_eq!(events::parse::trimmed(" \u{200b}Robin\u{feff}\n"), "Robin");
/// ```
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Whether a text has only invisible characters and white space.
pub fn is_blank(text: &str) -> bool {
    trimmed(text).is_empty()
}

/// Turns a decimal digit of any script into an ASCII digit. Other characters stay unchanged.
pub(crate) fn ascii_digit(c: char) -> char {
    let zero = ZEROS.partition_point(|zero| *zero <= c).checked_sub(1);
    let value = zero.and_then(|at| u32::from(c).checked_sub(u32::from(*ZEROS.get(at)?)));
    value
        .and_then(|value| char::from_digit(value, 10))
        .unwrap_or(c)
}

/// The zeros of all scripts (Unicode 16, category Nd), in order. The nine other digits follow each
/// zero.
const ZEROS: &[char] = &[
    '\u{30}',
    '\u{660}',
    '\u{6f0}',
    '\u{7c0}',
    '\u{966}',
    '\u{9e6}',
    '\u{a66}',
    '\u{ae6}',
    '\u{b66}',
    '\u{be6}',
    '\u{c66}',
    '\u{ce6}',
    '\u{d66}',
    '\u{de6}',
    '\u{e50}',
    '\u{ed0}',
    '\u{f20}',
    '\u{1040}',
    '\u{1090}',
    '\u{17e0}',
    '\u{1810}',
    '\u{1946}',
    '\u{19d0}',
    '\u{1a80}',
    '\u{1a90}',
    '\u{1b50}',
    '\u{1bb0}',
    '\u{1c40}',
    '\u{1c50}',
    '\u{a620}',
    '\u{a8d0}',
    '\u{a900}',
    '\u{a9d0}',
    '\u{a9f0}',
    '\u{aa50}',
    '\u{abf0}',
    '\u{ff10}',
    '\u{104a0}',
    '\u{10d30}',
    '\u{10d40}',
    '\u{11066}',
    '\u{110f0}',
    '\u{11136}',
    '\u{111d0}',
    '\u{112f0}',
    '\u{11450}',
    '\u{114d0}',
    '\u{11650}',
    '\u{116c0}',
    '\u{116d0}',
    '\u{116da}',
    '\u{11730}',
    '\u{118e0}',
    '\u{11950}',
    '\u{11bf0}',
    '\u{11c50}',
    '\u{11d50}',
    '\u{11da0}',
    '\u{11f50}',
    '\u{16130}',
    '\u{16a60}',
    '\u{16ac0}',
    '\u{16b50}',
    '\u{16d70}',
    '\u{1ccf0}',
    '\u{1d7ce}',
    '\u{1d7d8}',
    '\u{1d7e2}',
    '\u{1d7ec}',
    '\u{1d7f6}',
    '\u{1e140}',
    '\u{1e2f0}',
    '\u{1e4f0}',
    '\u{1e5f1}',
    '\u{1e950}',
    '\u{1fbf0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digit_of_any_script_is_its_value() {
        for (written, read) in [
            ("0123456789", "0123456789"),
            ("\u{660}\u{669}", "09"),
            ("\u{966}\u{96f}", "09"),
            ("\u{ff10}\u{ff19}", "09"),
            ("\u{1d7ce}\u{1d7ff}", "09"),
            ("/:x\u{b2}\u{2460}", "/:x\u{b2}\u{2460}"),
        ] {
            let digits: String = written.chars().map(ascii_digit).collect();
            assert_eq!(digits, read, "{written}");
        }
        assert!(ZEROS.is_sorted());
    }
}
