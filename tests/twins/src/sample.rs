//! Sample cases and profiles.

use domain::case::apply::open;
use events::case::{Case, CaseChange, CaseEvent, OfferReason, Offered, Received, Routing};
use events::profile::Profile;
use events::referral::{ChannelKind, Role, SourceKind};
use events::{Reference, assessment};
use jiff::{SignedDuration, Timestamp};
use platform::ports::{Answer, NewCase, Pace, Submission};
use std::path::Path;

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The shipped profile of an area.
pub fn profile(area: &str) -> Profile {
    let path = root().join("infra/areas").join(area).join("profile.json");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a file in `tests/data`.
pub fn lines(file: &str) -> Vec<serde_json::Value> {
    let path = root().join("tests/data").join(file);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What an accepted referral writes, with the reference and submission of this number.
pub fn new_case(number: u64, now: Timestamp) -> NewCase {
    let submission = Submission {
        sender: "self".to_owned(),
        id: format!("00000000-0000-4000-8000-{number:012x}"),
    };
    let (case, event) = open(Reference::from_number(number), received(&submission), now);
    NewCase {
        content: format!("content of {number}"),
        answer: Answer {
            reference: case.reference.clone(),
            answered_at: now,
            with_word: true,
            with_code: false,
            next: Vec::new(),
            help_now: Vec::new(),
            tier: None,
        },
        person: serde_json::json!({"id": submission.id, "person": {"name": "Robin"}, "dash": {"ticks": 1.0}}),
        submission,
        case,
        event,
        pace: Pace::Prompt,
    }
}

/// An offer of the case to `provider`.
pub fn offer(case: &Case, provider: &str, now: Timestamp) -> Offered {
    Offered {
        onward: format!("{}-1", case.reference),
        provider: provider.to_owned(),
        service: "service".to_owned(),
        needs: Vec::new(),
        accept_by: now + SignedDuration::from_hours(4),
        reasons: vec![OfferReason::Universal.into()],
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    }
}

/// The case with an offer to `provider`, and the event of the offer.
pub fn offered(case: &Case, provider: &str, now: Timestamp) -> (Case, Vec<CaseEvent>) {
    let what = CaseChange::Offered(offer(case, provider, now));
    domain::case::apply::append_all(case, vec![what], now)
        .expect("an offer follows from a new case")
}

fn received(submission: &Submission) -> Received {
    Received {
        source: SourceKind::SelfReferral,
        sender: submission.sender.clone(),
        submission: submission.id.clone(),
        basis: None,
        given_by: None,
        scope: Vec::new(),
        role: Role::Victim,
        age_band: None,
        language: "en".to_owned(),
        interpreter: false,
        access_needs: Vec::new(),
        modality: Vec::new(),
        worker_gender: None,
        ask_council: false,
        local_authority: None,
        elsewhere: false,
        needs: Vec::new(),
        frequency: None,
        contact_left_out: false,
        counted: false,
        set_aside: None,
        safe_channels: vec![ChannelKind::Online],
        touchpoint: None,
        consent_model: None,
        already_with: Vec::new(),
        identified: false,
        placed: false,
        assessment: assessment::Assessment {
            rules: "2021-04.1".to_owned(),
            tier: assessment::Tier::Standard,
            categories: Vec::new(),
            risk: assessment::Risk::Standard,
            complexity: assessment::Complexity::SelfHelp,
            flags: Vec::new(),
            national: Vec::new(),
            funding: assessment::Funding::MojGrant,
            stages: vec![1],
            specialisms: Vec::new(),
            contact: assessment::AutomaticContact {
                automatic: None,
                task: true,
            },
            reasons: Vec::new(),
        },
        routing: Routing::ToProviders,
        acknowledge_at: None,
    }
}

/// A staff account, with the identifier `id-NAME`.
pub fn staff(name: &str, groups: &[&str]) -> platform::http::Staff {
    platform::http::Staff {
        subject: format!("id-{name}"),
        username: Some(name.to_owned()),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
    }
}
