//! How to make contact safely: what somebody must know before they dial. Unknown is never safe.

use crate::json::{list, text};
use crate::wording::{label, options};
use events::parse;
use serde_json::Value;
use words::{codes, staff, staff_pages};

/// What a page says about contact with one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub ways: Vec<Way>,
    /// Why nobody uses these ways now, most important first. While there is a reason, no address leads anywhere.
    pub stops: Vec<String>,
    /// The ways that somebody changed and nobody confirmed.
    pub not_confirmed: Vec<String>,
    /// Whether someone else may see the person's phone or computer, as the person answered.
    pub someone_may_see: Option<bool>,
}

impl Contact {
    /// The safe ways among these channels, the preferred one first.
    pub fn by(channels: &[Value], preferred: Option<&str>) -> Self {
        Self {
            ways: ways(channels, preferred),
            ..Self::default()
        }
    }

    /// The same, where nobody uses the ways now if there is a reason.
    #[must_use]
    pub fn unless(mut self, reason: Option<String>) -> Self {
        if reason.is_some() {
            for way in &mut self.ways {
                way.href = None;
            }
        }
        self.stops.extend(reason);
        self
    }
}

/// Why a provider or the police make no contact, by the hub's code. A code that is newer than this page stops them too.
pub fn stop(code: Option<&str>) -> Option<String> {
    let of = |code| staff_pages::contact_stop(code).or_else(|| staff_pages::contact_stop("over"));
    code.and_then(of).map(str::to_owned)
}

/// The same for a coordinator, who finds out what is true. `since` is since when it is not safe, as people write it.
pub fn stop_for_coordinator(code: Option<&str>, since: Option<String>) -> Option<String> {
    match (code?, since) {
        ("unsafe", Some(since)) => Some(staff_pages::contact_not_safe_since(since)),
        ("unsafe", None) => Some(staff_pages::contact_not_safe().to_owned()),
        ("perhaps-died", _) => Some(staff_pages::contact_check_death().to_owned()),
        (code, _) => stop(Some(code)),
    }
}

/// One safe way to make contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// What kind of way it is.
    pub name: String,
    pub address: String,
    /// Where a press on the address leads, if it leads anywhere.
    pub href: Option<String>,
    /// The safe hours and days.
    pub when: String,
    /// What to do and not to do, most important first.
    pub rules: Vec<String>,
    /// Whether the person prefers it.
    pub preferred: bool,
}

fn ways(channels: &[Value], preferred: Option<&str>) -> Vec<Way> {
    let safe = channels.iter().filter(|channel| channel["safe"] == true);
    let mut ways: Vec<Way> = safe.map(|channel| way(channel, preferred)).collect();
    ways.sort_by_key(|way| !way.preferred);
    ways
}

fn way(channel: &Value, preferred: Option<&str>) -> Way {
    let (kind, address) = (text(channel, "kind"), text(channel, "address"));
    Way {
        name: label(codes::channel_staff, &kind),
        when: when(channel),
        rules: rules(channel, &kind),
        preferred: preferred == Some(kind.as_str()),
        href: href(&kind, &address),
        address,
    }
}

/// Where a press on the address leads. Nowhere if the address cannot be read: a wrong number is somebody else's.
fn href(kind: &str, address: &str) -> Option<String> {
    match kind {
        "phone" | "text" => {
            let scheme = if kind == "phone" { "tel" } else { "sms" };
            let number = parse::phone(address).ok()?;
            Some(format!("{scheme}:+{number}"))
        }
        "email" => {
            let address = address.trim();
            parse::email(address).ok()?;
            let (local, domain) = address.split_once('@')?;
            Some(format!("mailto:{}@{domain}", percent_encoded(local)))
        }
        _ => None,
    }
}

/// A text without the characters that have a meaning in an address.
fn percent_encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn when(channel: &Value) -> String {
    let (from, until) = (text(channel, "from"), text(channel, "until"));
    let hours = match (from.is_empty(), until.is_empty()) {
        (true, true) => staff_pages::contact_no_hours().to_owned(),
        (false, true) => staff_pages::contact_after(from),
        (true, false) => staff_pages::contact_before(until),
        (false, false) => staff_pages::contact_between(from, until),
    };
    let days = list(channel, "/days").iter().filter_map(Value::as_str);
    let days: Vec<String> = options(codes::day, days)
        .into_iter()
        .map(|(_, label)| label)
        .collect();
    if days.is_empty() {
        hours
    } else {
        staff_pages::contact_on_days(days.join(staff::facts_between()), hours)
    }
}

fn rules(channel: &Value, kind: &str) -> Vec<String> {
    let word = text(channel, "code_word");
    let word = (!word.is_empty()).then(|| staff_pages::contact_code_word(word));
    let voicemail = (kind == "phone").then(|| {
        match channel["voicemail"].as_bool() {
            Some(true) => staff_pages::contact_voicemail_yes(),
            Some(false) => staff_pages::contact_voicemail_no(),
            None => staff_pages::contact_voicemail_unknown(),
        }
        .to_owned()
    });
    word.into_iter().chain(voicemail).collect()
}

/// Who else may see or answer it. `known` is what the person said about their phone and computer.
pub fn who_else(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => staff_pages::contact_someone_may_see(),
        Some(false) => staff_pages::contact_nobody_sees(),
        None => staff_pages::contact_not_known_who_sees(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_safe_ways_are_shown_the_preferred_one_first() {
        let channels = [
            json!({"kind": "email", "safe": true, "address": "robin@example.org"}),
            json!({"kind": "text", "safe": false, "address": "07700 900222"}),
            json!({"kind": "phone", "safe": true, "address": "07700 900111", "from": "09:00", "until": "17:00", "days": ["mon"]}),
        ];
        let ways = ways(&channels, Some("phone"));
        assert_eq!(ways.len(), 2);
        assert_eq!(ways[0].href.as_deref(), Some("tel:+447700900111"));
        assert!(
            ways[0].when.contains("09:00") && ways[0].when.contains("Monday"),
            "{}",
            ways[0].when
        );
        assert_eq!(ways[1].when, staff_pages::contact_no_hours());
    }

    #[test]
    fn hours_may_have_both_ends_or_one_or_none() {
        for (from, until, expected) in [
            (json!("09:00"), json!("17:00"), "from 09:00 until 17:00"),
            (json!("09:00"), json!(null), "after 09:00"),
            (json!(null), json!("17:00"), "before 17:00"),
            (json!(null), json!(null), "they gave no hours"),
        ] {
            let channel = json!({"kind": "phone", "safe": true, "address": "07700 900111", "from": from, "until": until});
            assert_eq!(ways(&[channel], None)[0].when, expected);
        }
    }

    #[test]
    fn an_address_leads_only_to_the_person() {
        for (kind, address, expected) in [
            ("phone", "+44 (0)7700 900111", Some("tel:+447700900111")),
            ("text", "00447700900111", Some("sms:+447700900111")),
            ("phone", "07700 900111 ask for Ann", None),
            ("phone", "12", None),
            ("email", "a.b@example.org", Some("mailto:a.b@example.org")),
            (
                "email",
                "a?cc=b%x&y@example.org",
                Some("mailto:a%3Fcc%3Db%25x%26y@example.org"),
            ),
            ("email", "a@example.org?cc=b@example.org", None),
            ("online", "robin", None),
            ("phone", "", None),
        ] {
            assert_eq!(href(kind, address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn no_address_leads_anywhere_while_contact_is_stopped() {
        let channel = json!({"kind": "phone", "safe": true, "address": "07700 900111"});
        let known = || Contact::by(std::slice::from_ref(&channel), None);
        assert!(known().unless(stop(None)).ways[0].href.is_some());
        for code in ["unsafe", "perhaps-died", "died", "over", "newer"] {
            let since = Some("Monday".to_owned());
            for reason in [stop(Some(code)), stop_for_coordinator(Some(code), since)] {
                assert!(reason.is_some(), "{code}");
                let contact = known().unless(reason);
                assert_eq!(contact.ways[0].href, None, "{code}");
                assert_eq!(contact.ways[0].address, "07700 900111");
                assert_eq!(contact.stops.len(), 1);
            }
        }
        let paused = known().unless(Some(staff_pages::contact_quiet("Monday")));
        assert_eq!(paused.ways[0].href, None);
    }

    #[test]
    fn a_message_is_left_only_where_the_person_said_so() {
        for (known, expected) in [
            (json!(true), staff_pages::contact_voicemail_yes()),
            (json!(false), staff_pages::contact_voicemail_no()),
            (json!(null), staff_pages::contact_voicemail_unknown()),
        ] {
            let channel =
                json!({"kind": "phone", "safe": true, "voicemail": known, "code_word": "birch"});
            let way = &ways(&[channel], None)[0];
            assert_eq!(
                way.rules,
                [staff_pages::contact_code_word("birch"), expected.to_owned()]
            );
        }
    }

    #[test]
    fn unknown_is_not_nobody() {
        assert_ne!(who_else(None), who_else(Some(false)));
    }
}
