//! How languages count: the plural categories of Unicode's CLDR for whole numbers.

use super::Language;

/// The category of `number` in the current language.
#[allow(dead_code, reason = "there may be no text that counts")]
pub(crate) fn of(number: u64) -> &'static str {
    in_language(Language::current().tag(), number)
}

/// The category of `number` in the language of that tag. A new language gets its line here; the checks compare each with
/// the reference implementation.
pub(crate) fn in_language(tag: &str, number: u64) -> &'static str {
    match (tag.split('-').next().unwrap_or(tag), number) {
        ("cy", 0) => "zero",
        ("cy", 2) => "two",
        ("cy", 3) => "few",
        ("cy", 6) => "many",
        ("pl", number) if number != 1 => {
            let few = (2..=4).contains(&(number % 10)) && !(12..=14).contains(&(number % 100));
            if few { "few" } else { "many" }
        }
        (_, 1) => "one",
        _ => "other",
    }
}
