//! The hub sends only what is safe, for every referral that can exist.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod generate;

use domain::gate::{ContactStatus, Decision, decide, needs_a_person};
use domain::notifications::{MailAddress, stopped};
use events::Referral;
use events::update::UpdateKind;
use generate::{accepted, config, read};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Any moment of two years, on any day, at any hour, in summer and winter.
fn moment() -> impl Strategy<Value = Timestamp> {
    (1_790_000_000_i64..1_853_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn kind() -> impl Strategy<Value = UpdateKind> {
    select(UpdateKind::ALL)
}

/// Any contact status, at about `now`.
fn standing() -> impl Strategy<Value = ContactStatus> {
    prop_oneof![
        Just(ContactStatus::Open),
        Just(ContactStatus::Unsafe),
        Just(ContactStatus::PerhapsDied),
        Just(ContactStatus::Unwanted),
        Just(ContactStatus::Silent),
        moment().prop_map(ContactStatus::Quiet),
    ]
}

/// Any accepted referral, more often than not with e-mail, with and without hours.
fn mailed() -> impl Strategy<Value = Value> {
    let channel = (
        select(&["email", "email", "phone", "online", "text"][..]),
        any::<bool>(),
        select(&["a@example.org", "b@example.org", "c@example.org"][..]),
        prop::option::of((0_u32..24, 0_u32..24)),
        prop::sample::subsequence(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"], 0..=7),
    );
    let channels = prop::collection::vec(channel, 0..4).prop_map(|channels| {
        let channel =
            |(kind, safe, address, hours, days): (_, _, _, Option<(u32, u32)>, Vec<&str>)| {
                let mut channel = json!({"kind": kind, "safe": safe, "days": days});
                if kind != "online" {
                    channel["address"] = json!(address);
                }
                if let Some((from, until)) = hours {
                    channel["from"] = json!(format!("{from:02}:30"));
                    channel["until"] = json!(format!("{until:02}:15"));
                }
                channel
            };
        channels.into_iter().map(channel).collect::<Value>()
    });
    let frequency = select(vec![
        Value::Null,
        json!("every-change"),
        json!("weekly"),
        json!("only-when-asked"),
    ]);
    let agreed = select(vec![
        Value::Null,
        json!(["updates"]),
        json!(["assess"]),
        json!(["assess", "updates"]),
    ]);
    (accepted(), channels, frequency, agreed).prop_map(
        |(mut document, channels, frequency, agreed)| {
            document["contact"]["channels"] = channels;
            if !frequency.is_null() {
                document["contact"]["frequency"] = frequency;
            }
            if !agreed.is_null() {
                document["consent"] =
                    json!({"basis": "consent", "given_by": "person", "scope": agreed});
            }
            document
        },
    )
}

/// The document as the gate reads it: accepted, or changed since by the person.
fn stored(document: &Value) -> Referral {
    serde_json::from_value(document.clone()).unwrap_or_else(|_| read(document))
}

/// Whether `at` is within the channel's hours and days in London, from the document.
fn is_open(channel: &Value, at: Timestamp) -> bool {
    let here = at.to_zoned(jiff::tz::get!("Europe/London"));
    let time = here.strftime("%H:%M").to_string();
    let day = here.strftime("%a").to_string().to_lowercase();
    let days = channel["days"].as_array();
    channel["from"]
        .as_str()
        .is_none_or(|from| from <= time.as_str())
        && channel["until"]
            .as_str()
            .is_none_or(|until| time.as_str() < until)
        && days.is_none_or(|days| days.is_empty() || days.iter().any(|one| *one == day.as_str()))
}

/// The first e-mail channel that the person called safe, from the document.
fn first_safe(document: &Value) -> Option<&Value> {
    let channels = document["contact"]["channels"].as_array()?;
    channels
        .iter()
        .find(|channel| channel["kind"] == "email" && channel["safe"] == true)
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn mail_goes_only_to_safe_addresses_in_safe_hours(
        document in mailed(), kind in kind(), standing in standing(), now in moment(),
    ) {
        let decision = decide(kind, &stored(&document), standing, now);
        let first = first_safe(&document);
        if let Decision::Send(permitted) = &decision {
            let channel = first.expect("a safe channel");
            prop_assert_eq!(&channel["address"], permitted.address());
            prop_assert!(is_open(channel, now));
            prop_assert_eq!(permitted.kind(), kind);
        }
        if decision != Decision::Never {
            prop_assert!(first.is_some());
            prop_assert_ne!(&document["contact"]["frequency"], "only-when-asked");
            prop_assert_ne!(&document["consent"]["basis"], "awaiting-consent");
            let agreed = document["consent"]["scope"].as_array().is_some_and(|scope| scope.contains(&json!("updates")));
            prop_assert!(agreed || kind == UpdateKind::Acknowledgement);
        }
    }

    #[test]
    fn a_waiting_mail_waits_for_an_allowed_moment(
        document in mailed(), kind in kind(), standing in standing(), now in moment(),
    ) {
        let referral = stored(&document);
        if let Decision::Wait(at) = decide(kind, &referral, standing, now) {
            prop_assert!(at > now);
            prop_assert!(matches!(decide(kind, &referral, standing, at), Decision::Send(_)));
            // And not later than necessary.
            let before = at - SignedDuration::from_secs(1);
            prop_assert!(before < now || !matches!(decide(kind, &referral, standing, before), Decision::Send(_)));
        }
    }

    #[test]
    fn nothing_is_sent_in_a_pause_or_to_nobody(
        document in mailed(), kind in kind(), until in moment(), now in moment(),
    ) {
        let referral = stored(&document);
        match decide(kind, &referral, ContactStatus::Quiet(until), now) {
            Decision::Send(_) => prop_assert!(until <= now),
            Decision::Wait(at) => prop_assert!(at >= until),
            Decision::Never => {}
        }
        // A task to tell the person waits as long. A task that was due earlier still is.
        let by_hand = |standing| needs_a_person(kind, &referral, standing, now);
        prop_assert_eq!(by_hand(ContactStatus::Quiet(until)), by_hand(ContactStatus::Open).map(|at| at.max(until)));
        prop_assert_eq!(by_hand(ContactStatus::Silent).or(by_hand(ContactStatus::Unwanted)), None);
        for silent in [ContactStatus::Silent, ContactStatus::Unwanted, ContactStatus::Unsafe] {
            prop_assert_eq!(decide(kind, &referral, silent, now), Decision::Never);
        }
    }

    #[test]
    fn who_calls_nothing_safe_is_never_told_anything_by_anybody(
        document in mailed(), kind in kind(), now in moment(),
    ) {
        let mut document = document;
        for channel in document["contact"]["channels"].as_array_mut().unwrap() {
            channel["safe"] = json!(false);
        }
        let referral = stored(&document);
        prop_assert_eq!(decide(kind, &referral, ContactStatus::Open, now), Decision::Never);
        prop_assert_eq!(needs_a_person(kind, &referral, ContactStatus::Open, now), None);
    }

    #[test]
    fn taking_back_that_a_channel_is_safe_never_opens_it(
        document in mailed(), kind in kind(), standing in standing(), now in moment(), which in 0_usize..4,
    ) {
        let before = decide(kind, &stored(&document), standing, now);
        let mut less = document.clone();
        let channels = less["contact"]["channels"].as_array_mut().unwrap();
        let Some(channel) = channels.get_mut(which) else { return Ok(()) };
        let taken_back = channel["address"].clone();
        channel["safe"] = json!(false);
        let elsewhere_safe = channels.iter().any(|one| one["safe"] == true && one["address"] == taken_back);
        let after = decide(kind, &stored(&less), standing, now);
        if let (Decision::Send(permitted), false) = (&after, elsewhere_safe) {
            prop_assert_ne!(&taken_back, permitted.address(), "it goes where it is no longer safe");
        }
        // What was not allowed before is still not allowed, except to another safe address. Without
        // one, nothing is.
        if first_safe(&less).is_none() {
            prop_assert_eq!(&after, &Decision::Never);
        }
        // If the person no longer calls the channel safe that they prefer, the next safe channel takes its place.
        let preferred = document["contact"]["channels"][which]["kind"] == document["contact"]["preferred"];
        if before == Decision::Never && after != Decision::Never && !preferred {
            let (was, is) = (first_safe(&document), first_safe(&less));
            prop_assert_ne!(was, is, "less is safe, and more is sent");
        }
    }

    #[test]
    fn a_channel_that_was_stopped_is_never_written_to(
        document in mailed(), kind in kind(), standing in standing(), now in moment(),
    ) {
        let Some(address) = first_safe(&document).map(|channel| channel["address"].clone()) else { return Ok(()) };
        let after = stopped(&document, UpdateKind::AsAsked, MailAddress::ThereToday).unwrap();
        if let Decision::Send(permitted) = decide(kind, &stored(&after), standing, now) {
            prop_assert_ne!(&address, permitted.address());
        }
        prop_assert_eq!(after["person"].clone(), document["person"].clone(), "nothing else is changed");
        let silent = stopped(&document, UpdateKind::AsAsked, MailAddress::Unsure).unwrap();
        prop_assert_eq!(decide(kind, &stored(&silent), standing, now), Decision::Never);
    }

    #[test]
    fn without_consent_a_referred_person_gets_no_mail(
        document in mailed(), kind in kind(), standing in standing(), now in moment(),
    ) {
        let mut sent = document.clone();
        sent["source"] = json!({"kind": "police"});
        for nothing in [json!({"scope": []}), json!({"basis": "awaiting-consent", "scope": []}), Value::Null] {
            sent["consent"] = nothing;
            prop_assert_eq!(decide(kind, &stored(&sent), standing, now), Decision::Never);
        }
    }
}

/// A moment within a day and a half of a night on which the clocks change.
fn about_a_change() -> impl Strategy<Value = Timestamp> {
    const NIGHTS: [&str; 2] = ["2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z"];
    (select(&NIGHTS[..]), -129_600_i64..129_600).prop_map(|(night, seconds)| {
        night.parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
    })
}

/// An e-mail channel that is safe for some minutes of some days, most often at night.
fn hours_at_night() -> impl Strategy<Value = Value> {
    let first = prop_oneof![3 => 0_u32..240, 1 => 0_u32..1_439];
    let days = vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    (first, 1_u32..180, prop::sample::subsequence(days, 0..=7)).prop_map(
        move |(first, length, days)| {
            let last = (first + length).min(1_439);
            json!({"kind": "email", "safe": true, "address": "a@example.org", "days": days,
                   "from": time(first), "until": time(last)})
        },
    )
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn the_safe_hours_hold_on_nights_when_the_clocks_change(
        channel in hours_at_night(), now in about_a_change(),
    ) {
        let document = json!({"id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10", "source": {"kind": "self"},
            "person": {"role": "victim", "name": "Robin"}, "contact": {"channels": [channel.clone()]}});
        let referral = stored(&document);
        let said = |at| decide(UpdateKind::Acknowledgement, &referral, ContactStatus::Open, at);
        match said(now) {
            Decision::Send(_) => prop_assert!(is_open(&channel, now)),
            Decision::Wait(at) => {
                prop_assert!(!is_open(&channel, now));
                prop_assert!(at > now && is_open(&channel, at));
                prop_assert!(matches!(said(at), Decision::Send(_)));
                let before = at - SignedDuration::from_secs(1);
                prop_assert!(before < now || !is_open(&channel, before));
            }
            Decision::Never => prop_assert!(false, "hours that come every week are reached"),
        }
    }
}
