//! Where somebody is in the application, as the address has it after `#`: which page, which filters, which case. What is
//! after `#` is never sent to a server. It holds codes and references only, never anything about a person.

use events::Reference;

/// The members that an address may have. Anything else is left out.
const NAMES: [&str; 7] = [
    "view", "case", "onward", "filter", "task", "service", "after",
];
/// No code is longer.
const LONGEST: usize = 100;

/// A place in the application.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place(Vec<(&'static str, String)>);

impl Place {
    /// The page of that name.
    pub fn of(view: &str) -> Self {
        Self::default().with("view", view)
    }

    /// The place in what an address has after `#`. `None` if it names an element of the page instead.
    pub fn parse(hash: &str) -> Option<Self> {
        let hash = hash.trim_start_matches('#');
        if hash.is_empty() {
            return Some(Self::default());
        }
        if !hash.contains('=') {
            return None;
        }
        let mut place = Self::default();
        for pair in hash.split('&') {
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let value = value.replace("%3A", ":").replace("%7E", "~");
            place = place.with(name, &value);
        }
        Some(place)
    }

    /// A member. Empty if the place does not have it.
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| *known == name)
            .map_or("", |(_, value)| value)
    }

    /// The name of the page.
    pub fn view(&self) -> &str {
        self.get("view")
    }

    /// The same place with that member, or without it if the value is empty or is not a code.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else {
            return self;
        };
        self.0.retain(|(known, _)| *known != name);
        let fits = match name {
            "case" => is_reference(value),
            "onward" => is_onward(value),
            _ => is_code(value),
        };
        if !value.is_empty() && fits {
            self.0.push((name, value.to_owned()));
        }
        self
    }

    /// What the address has after `#`, with it.
    pub fn hash(&self) -> String {
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        format!("#{}", pairs.join("&"))
    }

    /// The address, for a link.
    pub fn href(&self) -> String {
        format!("/staff/{}", self.hash())
    }
}

/// Whether it is the reference of a case, as the hub writes it.
fn is_reference(value: &str) -> bool {
    value
        .parse::<Reference>()
        .is_ok_and(|reference| reference.as_str() == value)
}

/// Whether it is the code of an onward referral: the reference of its case, and a number.
fn is_onward(value: &str) -> bool {
    value.split_once('-').is_some_and(|(reference, number)| {
        is_reference(reference)
            && number.len() <= 10
            && number.bytes().all(|digit| digit.is_ascii_digit())
            && !number.is_empty()
    })
}

fn is_code(value: &str) -> bool {
    value.len() <= LONGEST
        && value
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_.:~".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_back_to_the_same_place() {
        let place = Place::of("open")
            .with("service", "open-door-all")
            .with("after", "2026-11-23T14:15:01.123Z~22222222-1");
        let hash = place.hash();
        assert_eq!(
            hash,
            "#view=open&service=open-door-all&after=2026-11-23T14:15:01.123Z~22222222-1"
        );
        assert_eq!(Place::parse(&hash), Some(place.clone()));
        assert_eq!(
            place.with("after", "").hash(),
            "#view=open&service=open-door-all"
        );
    }

    #[test]
    fn an_address_never_holds_what_somebody_typed() {
        let place = Place::parse("#view=open&name=Robin&case=Quiet Robin&service=a@b.c").unwrap();
        assert_eq!(place.hash(), "#view=open");
    }

    #[test]
    fn only_a_reference_names_a_case() {
        let reference = Reference::from_number(20_211);
        let reference = reference.as_str();
        let onward = format!("{reference}-2");
        let place = Place::of("case")
            .with("case", reference)
            .with("onward", &onward);
        assert_eq!(
            (place.get("case"), place.get("onward")),
            (reference, onward.as_str())
        );
        let mut wrong = reference.to_owned();
        let last = if wrong.pop() == Some('2') { '3' } else { '2' };
        wrong.push(last);
        for typed in ["ROBINSMITH", "ROBIN234", wrong.as_str(), "07700900123"] {
            for name in ["case", "onward"] {
                assert_eq!(
                    Place::of("case").with(name, typed),
                    Place::of("case"),
                    "{typed}"
                );
            }
            let onward = format!("{typed}-1");
            assert_eq!(Place::of("case").with("onward", &onward), Place::of("case"));
        }
        for typed in ["", "-", "-1", "-x"] {
            let onward = format!("{reference}{typed}x");
            assert_eq!(Place::of("case").with("onward", &onward), Place::of("case"));
        }
    }

    #[test]
    fn a_link_has_the_whole_path() {
        assert_eq!(Place::of("open").href(), "/staff/#view=open");
    }

    #[test]
    fn a_link_to_a_part_of_the_page_is_no_place() {
        assert_eq!(Place::parse("#main"), None);
        assert_eq!(Place::parse(""), Some(Place::default()));
    }
}
