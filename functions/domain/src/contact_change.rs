//! Changes to how the person is contacted, and which of them may have been made by somebody else.
//!
//! Anyone who opens the person's page can change it. What makes a way less safe applies immediately. A way
//! that is new, or safe again, or safe at more hours, is not confirmed: it is used for nothing but one
//! message with a code until somebody confirms it.

use crate::assess::automatic_contact;
use events::case::{Actor, ContactChangeReason, ContactChanged};
use events::referral::{Channel, ChannelKind, PageChange, Referral, Way, WayCode};
use jiff::Timestamp;

/// The event for the ways to contact the person in `referral`, as kinds of channel.
pub fn contact_changed(
    referral: &Referral,
    mail_moved: bool,
    why: ContactChangeReason,
    by: Actor,
) -> ContactChanged {
    let doubtful = referral
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe && referral.is_unconfirmed(channel));
    ContactChanged {
        safe_channels: kinds(referral.usable()),
        frequency: referral.contact.frequency,
        contact: automatic_contact(referral),
        mail_moved,
        unconfirmed: kinds(doubtful),
        sends_code: false,
        tells_before: false,
        check_by: None,
        why,
        by,
    }
}

fn kinds<'a>(channels: impl Iterator<Item = &'a Channel>) -> Vec<ChannelKind> {
    let mut kinds: Vec<ChannelKind> = channels.map(|channel| channel.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// What is not confirmed after the person's page changed the ways of `before` to those of `after`.
/// `tell_before` is the answer to whether the e-mail address from before is still safe. `code` makes
/// the code for an address.
pub fn page_change(
    before: &Referral,
    after: &Referral,
    tell_before: bool,
    at: Timestamp,
    code: impl FnOnce(&str) -> String,
) -> Option<PageChange> {
    let was_usable = |channel: &Channel| {
        before
            .usable()
            .any(|old| channel.is(&old.way()) && is_within(channel, old))
    };
    let unconfirmed: Vec<Way> = after
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe && !was_usable(channel))
        .map(Channel::way)
        .collect();
    let lost = |old: &&Channel| {
        !after
            .contact
            .channels
            .iter()
            .any(|channel| channel.safe && channel.is(&old.way()) && was_usable(channel))
    };
    let earlier = before.page_change.as_ref();
    // The last ones first: a letter about this change goes to the address that it takes away, and to no earlier one.
    let mut ways_before: Vec<Channel> = before.usable().filter(lost).cloned().collect();
    let loses_mail = ways_before.iter().any(|way| way.kind == ChannelKind::Email);
    for old in earlier.iter().flat_map(|change| &change.before) {
        if !ways_before.iter().any(|known| known.is(&old.way())) {
            ways_before.push(old.clone());
        }
    }
    if unconfirmed.is_empty() && ways_before.is_empty() {
        return None;
    }
    let mail = after
        .contact
        .channels
        .iter()
        .find(|channel| channel.kind == ChannelKind::Email && channel.safe && !was_usable(channel))
        .and_then(|channel| channel.address.clone());
    let same = |known: &&WayCode| {
        Some(known.address.to_lowercase()) == mail.as_deref().map(str::to_lowercase)
    };
    let known = earlier
        .and_then(|change| change.code.as_ref())
        .filter(same)
        .cloned();
    let code = known.or_else(|| {
        mail.map(|address| WayCode {
            code: code(&address),
            address,
        })
    });
    Some(PageChange {
        at,
        unconfirmed,
        code,
        tell_before: tell_before
            && (loses_mail || earlier.is_some_and(|change| change.tell_before)),
        before: ways_before,
    })
}

/// What is left after the address of the code is confirmed. The ways from before stay for anyone who
/// checks the change.
pub fn without_code(change: &PageChange) -> PageChange {
    let confirmed = change.code.as_ref().map(|code| Channel {
        kind: ChannelKind::Email,
        address: Some(code.address.clone()),
        safe: true,
        from: None,
        until: None,
        days: Vec::new(),
        voicemail: None,
        code_word: None,
    });
    let waits = |way: &&Way| !confirmed.as_ref().is_some_and(|channel| channel.is(way));
    PageChange {
        unconfirmed: change.unconfirmed.iter().filter(waits).cloned().collect(),
        code: None,
        tell_before: false,
        ..change.clone()
    }
}

/// Whether the hours of `new` are within those of `old`. Hours of the day are compared as text, which is `HH:MM`.
fn is_within(new: &Channel, old: &Channel) -> bool {
    let start = |channel: &Channel| channel.from.clone().unwrap_or_default();
    let end = |channel: &Channel| channel.until.clone().unwrap_or_else(|| "24:00".to_owned());
    let days = old.days.is_empty()
        || (!new.days.is_empty() && new.days.iter().all(|day| old.days.contains(day)));
    start(new) >= start(old) && end(new) <= end(old) && days
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn with(channels: serde_json::Value) -> Referral {
        serde_json::from_value(json!({
            "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": channels},
        }))
        .unwrap()
    }

    fn changed(before: &Referral, after: &Referral) -> Option<PageChange> {
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        page_change(before, after, false, at, |_| "123456789".to_owned())
    }

    #[test]
    fn a_new_way_is_not_confirmed_and_a_lost_way_is_lost_at_once() {
        let mail =
            |address: &str, safe: bool| json!({"kind": "email", "safe": safe, "address": address});
        let before = with(json!([mail("a@example.org", true)]));
        let mut after = with(json!([mail("b@example.org", true)]));
        after.page_change = changed(&before, &after);
        let change = after.page_change.clone().unwrap();
        assert_eq!(
            after.usable().count(),
            0,
            "the old is lost, and the new is not confirmed"
        );
        assert_eq!(change.before, before.contact.channels);
        assert_eq!(change.code.unwrap().address, "b@example.org");
        let event = contact_changed(&after, true, ContactChangeReason::Asked, Actor::Person);
        assert_eq!(
            (event.safe_channels, event.unconfirmed),
            (vec![], vec![ChannelKind::Email])
        );
        assert_eq!(event.contact.automatic, None);
        // Ticked again: it was lost, so it is not confirmed either.
        let mut again = with(json!([mail("A@example.org", true)]));
        again.page_change = changed(&after, &again);
        assert_eq!(again.usable().count(), 0);
        let same = with(json!([
            mail("a@example.org", true),
            mail("c@example.org", false)
        ]));
        assert_eq!(changed(&before, &same), None, "nothing is new that is safe");
    }

    #[test]
    fn the_letter_goes_to_the_address_that_this_change_takes_away() {
        let mail = |address: &str| {
            with(json!([
                {"kind": "email", "safe": true, "address": address},
                {"kind": "online", "safe": true}
            ]))
        };
        let at = "2026-11-23T10:00:00Z".parse().unwrap();
        let change = |before: &Referral, after: &Referral| {
            page_change(before, after, true, at, |_| "123456789".to_owned()).unwrap()
        };
        let first = mail("a@example.org");
        let mut second = mail("b@example.org");
        let changed = change(&first, &second);
        assert!(changed.tell_before);
        second.page_change = Some(without_code(&changed));
        let third = mail("c@example.org");
        let changed = change(&second, &third);
        assert!(changed.tell_before);
        let address = |channel: &Channel| channel.address.clone().unwrap();
        let told: Vec<String> = changed.before.iter().map(address).collect();
        assert_eq!(told, ["b@example.org", "a@example.org"], "the last first");
        // A change that takes no address away tells none of them.
        let mut same = second.clone();
        same.contact.channels.push(
            serde_json::from_value(
                json!({"kind": "phone", "safe": true, "address": "07700900114"}),
            )
            .unwrap(),
        );
        assert!(!change(&second, &same).tell_before);
    }

    #[test]
    fn only_more_hours_need_confirming() {
        let phone = |from: &str, until: &str, days: serde_json::Value| {
            with(
                json!([{"kind": "phone", "safe": true, "address": "07700900114",
                "from": from, "until": until, "days": days}]),
            )
        };
        let before = phone("09:00", "17:00", json!(["mon", "tue"]));
        for (after, confirmed) in [
            (phone("09:00", "17:00", json!(["tue", "mon"])), true),
            (phone("10:00", "16:00", json!(["mon"])), true),
            (phone("08:00", "17:00", json!(["mon"])), false),
            (phone("09:00", "18:00", json!(["mon"])), false),
            (phone("09:00", "17:00", json!([])), false),
            (phone("09:00", "17:00", json!(["wed"])), false),
        ] {
            let change = changed(&before, &after);
            let waits = change.is_some_and(|change| !change.unconfirmed.is_empty());
            assert_eq!(!waits, confirmed, "{:?}", after.contact);
        }
    }

    #[test]
    fn a_code_confirms_its_address_alone() {
        let before = with(json!([]));
        let mut after = with(json!([
            {"kind": "phone", "safe": true, "address": "07700900114"},
            {"kind": "email", "safe": true, "address": "b@example.org"},
        ]));
        let change = changed(&before, &after).unwrap();
        assert_eq!(change.unconfirmed.len(), 2);
        after.page_change = Some(without_code(&change));
        let usable: Vec<_> = after.usable().map(|channel| channel.kind).collect();
        assert_eq!(usable, [ChannelKind::Email]);
    }
}
