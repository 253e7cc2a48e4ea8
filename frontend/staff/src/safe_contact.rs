//! How to make contact safely: what somebody must know before they dial. Unknown is never safe.

use crate::json::{list, text};
use crate::wording::{label, options};
use serde_json::Value;
use words::{codes, staff, staff_pages};

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

/// The safe ways among these channels, the preferred one first.
pub fn ways(channels: &[Value], preferred: Option<&str>) -> Vec<Way> {
    let safe = channels.iter().filter(|channel| channel["safe"] == true);
    let mut ways: Vec<Way> = safe.map(|channel| way(channel, preferred)).collect();
    ways.sort_by_key(|way| !way.preferred);
    ways
}

fn way(channel: &Value, preferred: Option<&str>) -> Way {
    let (kind, address) = (text(channel, "kind"), text(channel, "address"));
    let digits: String = address
        .chars()
        .filter(|letter| letter.is_ascii_digit() || *letter == '+')
        .collect();
    let href = match kind.as_str() {
        "phone" => Some(format!("tel:{digits}")),
        "text" => Some(format!("sms:{digits}")),
        "email" => Some(format!("mailto:{address}")),
        _ => None,
    };
    Way {
        name: label(codes::channel_staff, &kind),
        when: when(channel),
        rules: rules(channel, &kind),
        preferred: preferred == Some(kind.as_str()),
        href: href.filter(|_| !address.is_empty()),
        address,
    }
}

fn when(channel: &Value) -> String {
    let (from, until) = (text(channel, "from"), text(channel, "until"));
    let hours = if from.is_empty() && until.is_empty() {
        staff_pages::contact_any_time().to_owned()
    } else {
        staff_pages::contact_between(from, until)
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
        assert_eq!(ways[0].href.as_deref(), Some("tel:07700900111"));
        assert!(
            ways[0].when.contains("09:00") && ways[0].when.contains("Monday"),
            "{}",
            ways[0].when
        );
        assert_eq!(ways[1].when, staff_pages::contact_any_time());
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
