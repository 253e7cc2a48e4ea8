//! The format of a profile's single fields.

use events::parse::is_domain;
use events::profile::Profile;

/// Words that reveal the purpose of a message to somebody who looks over the person's shoulder.
const TELLING: [&str; 10] = [
    "victim", "police", "crime", "abuse", "support", "hub", "violence", "refuge", "witness",
    "justice",
];

/// Words of letters and digits with single hyphens between them, starting with a letter. Such a
/// code can name a queue, a role and a client.
pub(super) fn is_code(text: &str, most: usize) -> bool {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= most
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(word)
}

/// 3 to 15 digits in groups, such as `111` and `0808 168 9111`. Numbers abroad start with `+`.
pub(super) fn is_phone(text: &str) -> bool {
    let group = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let groups = text.strip_prefix('+').unwrap_or(text);
    let digits = groups.bytes().filter(u8::is_ascii_digit).count();
    (3..=15).contains(&digits) && groups.split(' ').all(group)
}

/// An `https` URL of a domain, without a user or a port.
pub(super) fn is_https(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    is_domain(host)
        && rest
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b))
}

/// The first word that reveals what the hub is, or which area it serves.
///
/// Short words of an area's name, such as "and", reveal nothing.
pub(super) fn telling_word(text: &str, profile: &Profile) -> Option<String> {
    let text = text.to_lowercase();
    let of_area = format!("{} {}", profile.area, profile.name).to_lowercase();
    let of_area = of_area
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3);
    TELLING
        .into_iter()
        .chain(of_area)
        .find(|word| text.contains(word))
        .map(str::to_owned)
}
