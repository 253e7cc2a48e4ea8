//! The shape of a language tag: RFC 5646, section 2.1. It does not check that subtags are
//! registered.

use crate::Code;

/// Tags that were registered before the grammar existed and do not follow it.
const IRREGULAR: [&str; 17] = [
    "en-gb-oed",
    "i-ami",
    "i-bnn",
    "i-default",
    "i-enochian",
    "i-hak",
    "i-klingon",
    "i-lux",
    "i-mingo",
    "i-navajo",
    "i-pwn",
    "i-tao",
    "i-tay",
    "i-tsu",
    "sgn-be-fr",
    "sgn-be-nl",
    "sgn-ch-de",
];

/// Whether a tag is well-formed, in any case.
pub(super) fn language(text: &str) -> Result<String, Code> {
    let lower = text.to_ascii_lowercase();
    let fits = IRREGULAR.contains(&lower.as_str()) || is_well_formed(&lower);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(Code::NotALanguage)
    }
}

/// The subtags in the grammar's order: language, extended, script, region, variants, extensions, private use.
fn is_well_formed(tag: &str) -> bool {
    let subtags: Vec<&str> = tag.split('-').collect();
    if subtags
        .iter()
        .any(|s| !(1..=8).contains(&s.len()) || !s.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        return false;
    }
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_alphabetic());
    let mut rest = subtags.as_slice();
    // Takes the next subtag if it is of that kind.
    let take = |rest: &mut &[&str], is: &dyn Fn(&str) -> bool| match **rest {
        [first, ref others @ ..] if is(first) => {
            *rest = others;
            true
        }
        _ => false,
    };
    if tag != "x" && subtags.first() != Some(&"x") {
        let length = rest.first().map_or(0, |s| s.len());
        if !take(&mut rest, &|s| letters(s) && s.len() >= 2) {
            return false;
        }
        if length <= 3 {
            for _ in 0..3 {
                take(&mut rest, &|s| letters(s) && s.len() == 3);
            }
        }
        take(&mut rest, &|s| letters(s) && s.len() == 4);
        take(&mut rest, &|s| {
            (letters(s) && s.len() == 2) || (s.len() == 3 && s.bytes().all(|b| b.is_ascii_digit()))
        });
        while take(&mut rest, &|s| {
            s.len() >= 5 || (s.len() == 4 && s.starts_with(|c: char| c.is_ascii_digit()))
        }) {}
        while take(&mut rest, &|s| s.len() == 1 && s != "x") {
            if !take(&mut rest, &|s| s.len() >= 2) {
                return false;
            }
            while take(&mut rest, &|s| s.len() >= 2) {}
        }
    }
    match rest {
        [] => true,
        ["x", private @ ..] => !private.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_people_and_machines_use_are_taken() {
        for tag in [
            "en",
            "cy",
            "bfi",
            "zh-Hans",
            "zh-Hans-CN",
            "en-GB",
            "es-419",
            "de-CH-1901",
            "sl-rozaj-biske",
            "zh-yue-HK",
            "de-a-value",
            "en-u-ca-gregory",
            "x-whatever",
            "az-Arab-x-AZE-derbend",
            "i-klingon",
            "sgn-BE-FR",
            "qaa-QM",
            "EN-gb",
            "hy-Latn-IT-arevela",
        ] {
            assert_eq!(language(tag), Ok(tag.to_owned()));
        }
    }

    #[test]
    fn what_is_not_shaped_like_a_tag_is_refused() {
        for tag in [
            "",
            "e",
            "1",
            "12",
            "en_GB",
            "en-",
            "-en",
            "en--GB",
            "English, please",
            "en GB",
            "en-GB-x",
            "x",
            "x-",
            "abcdefghi",
            "en-abcdefghi",
            "en-a",
            "en-a-b",
            "français",
            "en\n",
            "e\u{43d}",
            "a-DE",
            "en-12",
        ] {
            assert_eq!(language(tag), Err(Code::NotALanguage), "{tag}");
        }
    }
}
