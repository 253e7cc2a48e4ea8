use super::*;
use domain::gate::{ContactStatus, Decision, decide};
use platform::mime;

/// The moment at which the tests write letters: a Sunday evening.
const NOW: &str = "2026-11-22T20:00:00Z";

fn now() -> Timestamp {
    NOW.parse().expect("a moment")
}

/// Every letter, with the name of its snapshot.
fn letters() -> Vec<(&'static str, UpdateKind, Vec<Notification>)> {
    let by = "2026-11-23T17:00:00Z".parse().expect("a moment");
    let due = "2026-11-20T17:00:00Z".parse().expect("a moment");
    let asked = [
        RequestedChange::Stop,
        RequestedChange::Again,
        RequestedChange::Quiet,
        RequestedChange::Consent,
    ]
    .map(Notification::AsAsked);
    let everything = vec![
        Notification::HelpFound { by },
        Notification::LookingAgain { by: Some(by) },
        Notification::LookingAgain { by: None },
        Notification::OurTeam { by },
        Notification::SupportOver,
        Notification::PromiseBroken { due, by: Some(by) },
        Notification::PromiseBroken { due, by: None },
        Notification::OnYourPage,
        Notification::OnYourPage,
        Notification::ComplaintReceived { by },
        Notification::ContactChanged { at: due },
        Notification::AsAsked(RequestedChange::Quiet),
    ];
    let [stop, again, quiet, consent] = asked.map(|asked| vec![asked]);
    vec![
        (
            "acknowledgement",
            UpdateKind::Acknowledgement,
            vec![Notification::Acknowledged { by }],
        ),
        (
            "help-found",
            UpdateKind::HelpFound,
            vec![Notification::HelpFound { by }],
        ),
        (
            "looking-again",
            UpdateKind::LookingAgain,
            vec![Notification::LookingAgain { by: Some(by) }],
        ),
        (
            "looking-again.open",
            UpdateKind::LookingAgain,
            vec![Notification::LookingAgain { by: None }],
        ),
        (
            "our-team",
            UpdateKind::OurTeam,
            vec![Notification::OurTeam { by }],
        ),
        (
            "support-over",
            UpdateKind::SupportOver,
            vec![Notification::SupportOver],
        ),
        ("as-asked.stop", UpdateKind::AsAsked, stop),
        ("as-asked.again", UpdateKind::AsAsked, again),
        ("as-asked.quiet", UpdateKind::AsAsked, quiet),
        ("as-asked.consent", UpdateKind::AsAsked, consent),
        (
            "promise-broken",
            UpdateKind::PromiseBroken,
            vec![Notification::PromiseBroken { due, by: Some(by) }],
        ),
        (
            "promise-broken.open",
            UpdateKind::PromiseBroken,
            vec![Notification::PromiseBroken { due, by: None }],
        ),
        (
            "on-your-page",
            UpdateKind::OnYourPage,
            vec![Notification::OnYourPage],
        ),
        (
            "complaint-received",
            UpdateKind::ComplaintReceived,
            vec![Notification::ComplaintReceived { by }],
        ),
        (
            "contact-changed",
            UpdateKind::ContactChanged,
            vec![Notification::ContactChanged { at: due }],
        ),
        (
            "confirm-contact",
            UpdateKind::ConfirmContact,
            vec![Notification::ConfirmContact {
                code: "123456789".to_owned(),
            }],
        ),
        ("digest", UpdateKind::Digest, everything),
    ]
}

fn profile(area: &str) -> Profile {
    let path = format!(
        "{}/../../infra/areas/{area}/profile.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(&path).expect("the shipped profile");
    serde_json::from_str(&text).expect("the shipped profile")
}

fn areas() -> Vec<String> {
    let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/areas"))
        .expect("the areas");
    let folders = folders.filter_map(|entry| {
        entry
            .ok()
            .filter(|entry| entry.path().join("profile.json").exists())
    });
    folders
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// The complete message to a person with a safe address.
fn message(profile: &Profile, kind: UpdateKind, news: &[Notification]) -> String {
    let mut document = serde_json::json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Robin"},
        "consent": {"basis": "consent", "given_by": "person", "scope": ["updates"]},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]},
    });
    if kind == UpdateKind::ConfirmContact {
        document["page_change"] = serde_json::json!({
            "at": "2026-11-23T10:00:00Z",
            "unconfirmed": [{"kind": "email", "address": "robin@example.org"}],
            "code": {"address": "robin@example.org", "code": "123456789"},
        });
    }
    let referral = serde_json::from_value(document);
    let decision = decide(
        kind,
        &referral.expect("a referral"),
        ContactStatus::Open,
        now(),
    );
    let Decision::Send(permitted) = decision else {
        panic!("the gate says {decision:?}")
    };
    let letter = write(profile, kind, news, now()).expect("a letter");
    mime::message(&permitted, &letter).expect("a message")
}

/// The message as a mailbox shows it: lines are joined and characters decoded.
fn decoded(message: &str) -> String {
    message
        .replace("=\r\n", "")
        .replace("=3D", "=")
        .replace("=20", " ")
        .replace("\r\n", "\n")
}

/// Compares a text with its snapshot. `HUB_SNAPSHOTS=1` writes the snapshot.
fn check_snapshot(name: &str, said: &str) {
    let path = format!("{}/tests/snapshots/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("HUB_SNAPSHOTS").is_some() {
        std::fs::write(&path, said).expect("a snapshot");
    }
    let agreed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(said, agreed, "{name}");
}

#[test]
fn each_letter_matches_its_snapshot() {
    for (name, kind, news) in letters() {
        let letter = write(&profile("thames-valley"), kind, &news, now()).expect("a letter");
        check_snapshot(
            &format!("{name}.txt"),
            &format!("{}\n\n{}\n", letter.subject, letter.text),
        );
        check_snapshot(&format!("{name}.html"), &format!("{}\n", letter.html));
    }
}

#[test]
fn every_kind_of_update_has_a_letter() {
    for kind in UpdateKind::ALL {
        assert!(letters().iter().any(|(_, of, _)| of == kind), "{kind}");
    }
}

#[test]
fn a_whole_message_matches_its_snapshot() {
    let (_, kind, news) = &letters()[0];
    let message = message(&profile("thames-valley"), *kind, news);
    check_snapshot("acknowledgement.eml", &message.replace("\r\n", "\n"));
    assert!(
        message
            .split("\r\n")
            .all(|line| !line.contains('\n') && line.len() <= 78)
    );
}

/// Words that would give away the subject of a message. The list is closed: other words were considered.
const TELLING: [&str; 40] = [
    "victim",
    "police",
    "crime",
    "abuse",
    "support",
    "hub",
    "commissioner",
    "violence",
    "refuge",
    "witness",
    "justice",
    "court",
    "case",
    "referral",
    "refer",
    "offender",
    "suspect",
    "offence",
    "assault",
    "rape",
    "sexual",
    "hate",
    "stalk",
    "harass",
    "domestic",
    "partner",
    "safe",
    "danger",
    "risk",
    "harm",
    "charity",
    "counsel",
    "advoca",
    "trauma",
    "recover",
    "evidence",
    "robin",
    "reference",
    "memorable",
    "report",
];

#[test]
fn no_message_of_any_area_gives_anything_away() {
    assert!(areas().len() >= 5);
    for area in areas() {
        let profile = profile(&area);
        let own = [&profile.hub_name, &profile.name]
            .into_iter()
            .chain(profile.providers.iter().map(|one| &one.name));
        let names: Vec<String> = own
            .chain(profile.services.iter().map(|one| &one.name))
            .chain(profile.partners.iter().map(|one| &one.name))
            .chain(profile.helplines.iter().map(|one| &one.name))
            .chain(profile.local_authorities.iter().map(|one| &one.name))
            .map(|name| name.to_lowercase())
            .collect();
        for (name, kind, news) in letters() {
            let message = decoded(&message(&profile, kind, &news)).to_lowercase();
            // The person's own address appears in one header only.
            let said = message.replacen("to: robin@example.org\n", "", 1);
            for word in TELLING.into_iter().chain(names.iter().map(String::as_str)) {
                assert!(!said.contains(word), "{area}: {name} says {word}");
            }
        }
    }
}

#[test]
fn no_message_has_a_link_or_another_domain() {
    for area in areas() {
        let profile = profile(&area);
        for (name, kind, news) in letters() {
            let message = decoded(&message(&profile, kind, &news));
            for way in [
                "http", "www.", "href", "src=", "mailto", "<img", "url(", "<link", "<script",
                "<style", "tel:",
            ] {
                assert!(
                    !message.to_lowercase().contains(way),
                    "{area}: {name} has {way}"
                );
            }
            let addresses: Vec<&str> = message
                .split(['<', '>', ' ', '\n'])
                .filter(|word| word.contains('@'))
                .collect();
            let own = format!("hello@{}", profile.neutral_domain);
            assert_eq!(
                addresses,
                [own.as_str(), "robin@example.org"],
                "{area}: {name}"
            );
            let headers: Vec<&str> = message
                .lines()
                .take_while(|line| !line.is_empty())
                .filter_map(|line| line.split_once(": ").map(|(header, _)| header))
                .collect();
            let all = [
                "From",
                "To",
                "Subject",
                "Auto-Submitted",
                "MIME-Version",
                "Content-Type",
            ];
            assert_eq!(headers, all, "{area}: {name}");
        }
    }
}

#[test]
fn a_letter_reads_easily() {
    for (name, kind, news) in letters() {
        let letter = write(&profile("thames-valley"), kind, &news, now()).expect("a letter");
        for sentence in letter.text.split(['.', '\n']) {
            assert!(
                sentence.split_whitespace().count() <= 20,
                "{name}: {sentence}"
            );
        }
        assert!(letter.text.is_ascii() && letter.html.is_ascii(), "{name}");
    }
}

#[test]
fn a_letter_starts_with_its_line_in_a_digest() {
    let everything = letters().into_iter().last().expect("the digest").2;
    for news in everything {
        let kind = UpdateKind::AsAsked;
        let letter = write(&profile("kent"), kind, std::slice::from_ref(&news), now());
        let text = letter.expect("a letter").text;
        assert!(text.starts_with(&format!("Hello,\n\n{}\n", line(&news, now()))));
    }
}

#[test]
fn every_subject_belongs_to_a_kind_of_update() {
    let kinds: Vec<&str> = UpdateKind::ALL.iter().map(|kind| kind.as_str()).collect();
    for code in letters::SUBJECT {
        assert!(kinds.contains(code), "{code}");
    }
}
