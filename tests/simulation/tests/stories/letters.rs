//! Updates that no letter may tell: they are never lost, and nothing is told twice.

use crate::forgotten::task;
use crate::test_hub::{TestHub, recognisable_referral};
use domain::assess::automatic_contact;
use domain::case::commands::reassess::reassess;
use events::Reference;
use events::care::{Act, ContactOutcome};
use events::case::{
    Actor, Case, CaseChange, CloseReason, ConsentChanged, ContactChangeReason, ContactChanged,
    Matched, NotSentReason, Offered, Onward, OnwardState, Paused, ReopenReason, TaskDone, TaskKind,
    TaskOutcome,
};
use events::commands::{Commands, CoordinatorCommand};
use events::referral::{ChannelKind, Referral, Scope};
use events::update::UpdateKind;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::Method;
use platform::ports::{AppendEvents, People, SideWrites};
use serde_json::{Value, json};

/// A person with a safe mailbox and a safe phone, who wants updates that often.
fn reached(frequency: &str) -> Value {
    let mut document = recognisable_referral("self", 1);
    document["contact"] = json!({
        "channels": [
            {"kind": "email", "safe": true, "address": "robin.f@example.org"},
            {"kind": "phone", "safe": true, "address": "07700900114"}
        ],
        "preferred": "email",
        "frequency": frequency,
    });
    document
}

/// A hub that has acknowledged that person's referral, and has asked a service.
async fn with(document: &Value) -> (TestHub, Reference) {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(document).await;
    hub.deliver().await;
    hub.notify().await;
    (hub, reference)
}

/// The offer of the case lapses, and the clock queues updates.
async fn lapse_offer(hub: &mut TestHub, reference: &Reference) {
    let offered = |onward: &&Onward| onward.state == OnwardState::Offered;
    let first = hub
        .case(reference)
        .support
        .onwards
        .iter()
        .find(offered)
        .expect("an offer")
        .offered
        .onward
        .clone();
    hub.append(reference, |_| {
        vec![CaseChange::Expired {
            onward: first.clone(),
        }]
    })
    .await;
    hub.deliver().await;
}

/// Days pass, and queued updates are sent.
async fn days_go_by(hub: &mut TestHub, days: i64) {
    hours_go_by(hub, days * 24).await;
}

/// Hours pass, and queued updates are sent.
async fn hours_go_by(hub: &mut TestHub, hours: i64) {
    for _ in 0..hours {
        hub.wait(SignedDuration::from_hours(1));
        hub.minute().await;
        hub.notify().await;
    }
}

/// The person says that only these ways are safe.
async fn only_safe(hub: &mut TestHub, reference: &Reference, kinds: &[&str]) {
    let mut document = hub.twin.state().people[reference].clone();
    for channel in document["contact"]["channels"].as_array_mut().unwrap() {
        channel["safe"] = json!(kinds.contains(&channel["kind"].as_str().unwrap()));
    }
    let referral: Referral = serde_json::from_value(document.clone()).unwrap();
    let safe = referral
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe)
        .map(|channel| channel.kind);
    let changed = CaseChange::ContactChanged(ContactChanged {
        unconfirmed: Vec::new(),
        sends_code: false,
        tells_before: false,
        check_by: None,
        safe_channels: safe.collect(),
        frequency: referral.contact.frequency,
        contact: automatic_contact(&referral),
        mail_moved: false,
        why: ContactChangeReason::Asked,
        by: Actor::Person,
    });
    let (case, events) =
        domain::case::apply::append_all(&hub.case(reference), vec![changed], hub.now).unwrap();
    let side_writes = SideWrites {
        people: People::Rewritten(&document),
        ..SideWrites::default()
    };
    hub.twin.append(&case, &events, side_writes).await.unwrap();
    hub.deliver().await;
}

/// The tasks to tell the person something, and why no machine did.
fn tasks_to_tell(case: &Case) -> Vec<(UpdateKind, NotSentReason)> {
    case.coordination
        .open_tasks()
        .filter_map(|task| Some((task.update?, task.why?)))
        .collect()
}

fn mails_of(hub: &TestHub, kind: UpdateKind) -> usize {
    hub.twin
        .state()
        .mails
        .iter()
        .filter(|mail| mail.update.kind == kind)
        .count()
}

#[tokio::test]
async fn a_digest_that_became_unsafe_gives_one_task_per_kind() {
    let (mut hub, reference) = with(&reached("weekly")).await;
    lapse_offer(&mut hub, &reference).await;
    lapse_offer(&mut hub, &reference).await;
    assert!(
        tasks_to_tell(&hub.case(&reference)).is_empty(),
        "it is kept for the digest"
    );
    only_safe(&mut hub, &reference, &["phone"]).await;
    days_go_by(&mut hub, 8).await;
    let told = tasks_to_tell(&hub.case(&reference));
    let looking: Vec<_> = told
        .iter()
        .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
        .collect();
    assert_eq!(
        looking,
        [&(UpdateKind::LookingAgain, NotSentReason::NoSafeChannel)],
        "{told:?}"
    );
    assert_eq!(mails_of(&hub, UpdateKind::Digest), 0);
}

#[tokio::test]
async fn nobody_tells_a_digest_when_no_channel_is_safe() {
    let (mut hub, reference) = with(&reached("weekly")).await;
    lapse_offer(&mut hub, &reference).await;
    only_safe(&mut hub, &reference, &[]).await;
    days_go_by(&mut hub, 8).await;
    assert_eq!(tasks_to_tell(&hub.case(&reference)), []);
    assert_eq!(mails_of(&hub, UpdateKind::Digest), 0);
}

#[tokio::test]
async fn a_returned_digest_gives_a_task() {
    for (bounce, still_safe) in [("Permanent", false), ("Transient", true)] {
        let (mut hub, reference) = with(&reached("weekly")).await;
        lapse_offer(&mut hub, &reference).await;
        days_go_by(&mut hub, 8).await;
        assert_eq!(mails_of(&hub, UpdateKind::Digest), 1);
        let digest = hub
            .twin
            .state()
            .mails
            .iter()
            .find(|mail| mail.update.kind == UpdateKind::Digest)
            .unwrap()
            .clone();
        let open: Vec<_> = tasks_to_tell(&hub.case(&reference));
        assert!(
            !open
                .iter()
                .any(|(kind, _)| *kind == UpdateKind::LookingAgain),
            "{open:?}"
        );
        let tags = json!({"case": [reference], "kind": ["digest"], "number": [digest.update.about.to_string()]});
        let record = json!({"eventType": "Bounce", "bounce": {"bounceType": bounce}, "mail": {"messageId": "1", "tags": tags}});
        let returned = serde_json::from_value(record).unwrap();
        for _ in 0..2 {
            notify::came_back(&hub.twin, &returned, hub.now)
                .await
                .unwrap();
        }
        let told = tasks_to_tell(&hub.case(&reference));
        let looking = told
            .iter()
            .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
            .count();
        assert_eq!(looking, 1, "{bounce}: {told:?}");
        let safe = hub.twin.state().people[&reference]["contact"]["channels"][0]["safe"].clone();
        assert_eq!(safe, still_safe, "{bounce}");
    }
}

/// The person asks for a quiet time until then.
async fn pause(hub: &mut TestHub, reference: &Reference, until: Timestamp) {
    hub.append(reference, |_| {
        vec![CaseChange::Paused(Paused {
            until,
            by: Actor::Person,
        })]
    })
    .await;
    hub.deliver().await;
}

#[tokio::test]
async fn nobody_calls_during_a_quiet_time() {
    let mut document = reached("every-change");
    document["contact"]["channels"][0]["safe"] = json!(false);
    for resumes in [false, true] {
        let (mut hub, reference) = with(&document).await;
        let until = hub.now + SignedDuration::from_hours(24 * 5);
        pause(&mut hub, &reference, until).await;
        lapse_offer(&mut hub, &reference).await;
        hub.notify().await;
        let looking = |hub: &TestHub| {
            let told = tasks_to_tell(&hub.case(&reference));
            told.iter()
                .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
                .count()
        };
        days_go_by(&mut hub, 3).await;
        assert_eq!(looking(&hub), 0, "they want quiet");
        if resumes {
            hub.append(&reference, |_| {
                vec![CaseChange::Resumed { by: Actor::Person }]
            })
            .await;
            hub.deliver().await;
        }
        days_go_by(&mut hub, if resumes { 1 } else { 3 }).await;
        assert_eq!(looking(&hub), 1, "resumed by themselves: {resumes}");
        days_go_by(&mut hub, 5).await;
        assert_eq!(looking(&hub), 1, "and once");
    }
}

#[tokio::test]
async fn requests_before_a_quiet_time_wait_for_its_end() {
    let mut document = reached("every-change");
    document["contact"]["channels"][0]["safe"] = json!(false);
    let (mut hub, reference) = with(&document).await;
    lapse_offer(&mut hub, &reference).await;
    let until = hub.now + SignedDuration::from_hours(24 * 5);
    pause(&mut hub, &reference, until).await;
    hub.notify().await;
    let told = |hub: &TestHub| {
        tasks_to_tell(&hub.case(&reference))
            .iter()
            .any(|(kind, _)| *kind == UpdateKind::LookingAgain)
    };
    days_go_by(&mut hub, 3).await;
    assert!(!told(&hub), "they want quiet");
    days_go_by(&mut hub, 3).await;
    assert!(told(&hub));
}

#[tokio::test]
async fn an_acknowledgement_that_comes_after_a_digest_is_sent() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&reached("weekly")).await;
    hub.deliver().await;
    // The queue holds it up.
    let late = std::mem::take(&mut hub.twin.state().requests);
    lapse_offer(&mut hub, &reference).await;
    days_go_by(&mut hub, 8).await;
    assert_eq!(mails_of(&hub, UpdateKind::Digest), 1);
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 0);
    hub.twin.state().requests.extend(late);
    hub.notify().await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 1);
}

#[tokio::test]
async fn two_digests_due_together_are_one_letter() {
    let (mut hub, reference) = with(&reached("weekly")).await;
    lapse_offer(&mut hub, &reference).await;
    let until = "2026-12-09T09:00:00Z".parse().unwrap();
    pause(&mut hub, &reference, until).await;
    let on = |day: &str| {
        domain::notifications::digest_on(
            &hub.case(&reference),
            format!("{day}T09:00:00Z").parse().unwrap(),
        )
    };
    // Two updates from two different days are delivered during the quiet time.
    let requests = [on("2026-11-30"), on("2026-12-07")];
    days_go_by(&mut hub, 10).await;
    for request in &requests {
        notify::handle(&hub.twin, request, hub.now).await.unwrap();
    }
    days_go_by(&mut hub, 5).await;
    hub.wait(until.duration_since(hub.now));
    hub.minute().await;
    let asked = hub.twin.state().requests.clone();
    assert_eq!(
        asked
            .iter()
            .filter(|request| request.kind == UpdateKind::Digest)
            .count(),
        1,
        "{asked:?}"
    );
    // And two messages from two days are delivered at the same moment.
    let (one, two) = tokio::join!(
        notify::handle(&hub.twin, &requests[0], hub.now),
        notify::handle(&hub.twin, &requests[1], hub.now),
    );
    one.and(two).unwrap();
    assert_eq!(mails_of(&hub, UpdateKind::Digest), 1);
}

#[tokio::test]
async fn closing_a_case_keeps_unsafe_contact_unsafe() {
    let (mut hub, reference) = with(&reached("every-change")).await;
    let offered = hub.case(&reference).support.onwards[0].offered.clone();
    let group = format!("provider-{}", offered.provider);
    let accept = format!("/provider/onwards/{}/accept", offered.onward);
    assert_eq!(hub.ask(&group, Method::POST, &accept, None).await.0, 200);
    let found = |case: &Case| {
        let (onward, provider) = (offered.onward.clone(), offered.provider.clone());
        let act = Act::ContactTried {
            by: ChannelKind::Phone,
            outcome: ContactOutcome::Unsafe,
        };
        let follows = domain::case::commands::provider::follow_up(case, &onward, &act, hub.now);
        [
            vec![CaseChange::Cared {
                onward,
                provider,
                act,
            }],
            follows,
        ]
        .concat()
    };
    hub.append(&reference, found).await;
    hub.deliver().await;
    hub.notify().await;
    hub.twin.state().mails.clear();
    hub.close(&reference, CloseReason::NotReached).await;
    hub.deliver().await;
    hub.notify().await;
    days_go_by(&mut hub, 2).await;
    assert_eq!(
        hub.twin.state().mails.len(),
        0,
        "a letter about the closing would reach the person who was the danger"
    );
    // A coordinator has spoken to the person, so they may be told what happens from now on.
    hub.append(&reference, |_| vec![task(TaskKind::Call)]).await;
    let number = hub
        .case(&reference)
        .coordination
        .open_tasks()
        .last()
        .unwrap()
        .task;
    let done = TaskDone {
        way: None,
        task: number,
        outcome: TaskOutcome::Done,
        by: "someone".to_owned(),
    };
    hub.append(&reference, |_| vec![CaseChange::TaskDone(done.clone())])
        .await;
    hub.append(&reference, |_| {
        vec![CaseChange::Reopened {
            why: ReopenReason::Asked,
            by: Actor::Person,
        }]
    })
    .await;
    hub.deliver().await;
    hub.notify().await;
    assert_eq!(mails_of(&hub, UpdateKind::AsAsked), 1);
}

/// That person, whom the police referred, so that no form is counted for the address.
fn referred() -> Value {
    let mut document = reached("every-change");
    document["source"] = json!({"kind": "police", "code": "TVP"});
    document
}

/// The person changes what they agree to, starts again or stops, as on their page.
async fn asks(hub: &mut TestHub, reference: &Reference, what: &str) {
    hub.append(reference, |case| match what {
        "again" => vec![CaseChange::Reopened {
            why: ReopenReason::Asked,
            by: Actor::Person,
        }],
        "stop" => domain::case::commands::lifecycle::close(
            case,
            CloseReason::Withdrew,
            None,
            Actor::Person,
        ),
        scope => {
            let mut scopes = vec![Scope::Assess, Scope::Updates];
            scopes.extend((scope == "police").then_some(Scope::ShareWithPolice));
            vec![CaseChange::ConsentChanged(ConsentChanged {
                basis: case.received.basis,
                given_by: case.received.given_by,
                scope: scopes,
                routing: case.routing(),
                by: Actor::Person,
            })]
        }
    })
    .await;
    hub.deliver().await;
    hub.notify().await;
}

#[tokio::test]
async fn what_is_asked_within_minutes_is_two_letters_and_the_second_says_all() {
    let (mut hub, reference) = with(&referred()).await;
    let start = hub.now;
    for (number, what) in ["police", "less", "police", "less", "stop"]
        .into_iter()
        .enumerate()
    {
        asks(&mut hub, &reference, what).await;
        assert_eq!(
            mails_of(&hub, UpdateKind::AsAsked),
            1,
            "{number}: the first, immediately"
        );
        hub.wait(SignedDuration::from_secs(10));
    }
    while mails_of(&hub, UpdateKind::AsAsked) < 2 {
        assert!(
            hub.now < start + SignedDuration::from_mins(20),
            "it came too late"
        );
        hub.wait(SignedDuration::from_mins(1));
        hub.minute().await;
        hub.notify().await;
    }
    assert!(hub.now >= start + domain::notifications::APART);
    let text = hub
        .twin
        .state()
        .mails
        .last()
        .unwrap()
        .raw
        .replace("=\r\n", "");
    let text = text.split("text/html").next().unwrap();
    for said in ["We have updated your choices", "We have stopped"] {
        assert_eq!(text.matches(said).count(), 1, "{text}");
    }
    days_go_by(&mut hub, 2).await;
    assert_eq!(mails_of(&hub, UpdateKind::AsAsked), 2, "and no more");
}

#[tokio::test]
async fn what_is_asked_later_is_a_letter_at_once() {
    let (mut hub, reference) = with(&referred()).await;
    for count in 1..=3 {
        asks(
            &mut hub,
            &reference,
            if count % 2 == 0 { "less" } else { "police" },
        )
        .await;
        assert_eq!(mails_of(&hub, UpdateKind::AsAsked), count);
        hub.wait(domain::notifications::APART);
    }
}

#[tokio::test]
async fn a_receipt_waits_for_the_safe_hours_for_days_and_is_sent() {
    // On a Monday. The mailbox is safe on Saturdays.
    for (later, letters) in [(None, 1), (Some(72), 2), (Some(23), 1)] {
        let mut document = referred();
        document["contact"]["channels"][0]["days"] = json!(["sat"]);
        let (mut hub, reference) = with(&document).await;
        asks(&mut hub, &reference, "police").await;
        if let Some(hours) = later {
            hours_go_by(&mut hub, hours).await;
            asks(&mut hub, &reference, "stop").await;
        }
        days_go_by(&mut hub, 7).await;
        assert_eq!(mails_of(&hub, UpdateKind::AsAsked), letters, "{later:?}");
        let state = hub.twin.state();
        let written: String = state
            .mails
            .iter()
            .filter(|mail| mail.update.kind == UpdateKind::AsAsked)
            .map(|mail| mail.raw.replace("=\r\n", ""))
            .collect();
        assert!(
            written.contains("We have updated your choices"),
            "{later:?}"
        );
        let stopped = written.contains("We have stopped");
        assert_eq!(stopped, later.is_some(), "{later:?}");
    }
}

#[tokio::test]
async fn a_letter_that_was_refused_is_sent_later_and_is_no_task() {
    let document = reached("every-change");
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&document).await;
    hub.deliver().await;
    // The mail service says no three times: too many at the same time, or the account is paused.
    hub.twin.state().refusals = 3;
    hub.notify().await;
    // It waits for 5 minutes, for 15, and for an hour.
    for _ in 0..79 {
        assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 0);
        assert_eq!(tasks_to_tell(&hub.case(&reference)), []);
        hub.wait(SignedDuration::from_mins(1));
        hub.minute().await;
        hub.notify().await;
    }
    hub.wait(SignedDuration::from_mins(1));
    hub.minute().await;
    hub.notify().await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 1);
    days_go_by(&mut hub, 1).await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 1);
    assert_eq!(tasks_to_tell(&hub.case(&reference)), []);
}

#[tokio::test]
async fn a_letter_refused_for_four_hours_is_a_task_and_never_sent() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&reached("every-change")).await;
    hub.deliver().await;
    hub.twin.state().refusals = u32::MAX;
    hub.notify().await;
    let mut told_after = None;
    for minute in 1..=300 {
        hub.wait(SignedDuration::from_mins(1));
        hub.minute().await;
        hub.notify().await;
        if !tasks_to_tell(&hub.case(&reference)).is_empty() {
            told_after = told_after.or(Some(minute));
        }
    }
    assert_eq!(told_after, Some(240));
    hub.twin.state().refusals = 0;
    days_go_by(&mut hub, 1).await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 0);
    let mut told = tasks_to_tell(&hub.case(&reference));
    told.retain(|(kind, _)| *kind == UpdateKind::Acknowledgement);
    assert_eq!(
        told,
        [(UpdateKind::Acknowledgement, NotSentReason::NotConfirmed)]
    );
}

#[tokio::test]
async fn a_letter_that_no_mail_service_takes_is_a_task_at_once() {
    let mut hub = TestHub::of("thames-valley");
    let reference = hub.refer(&reached("every-change")).await;
    hub.deliver().await;
    hub.twin.state().rejects = true;
    hub.notify().await;
    let given = [(UpdateKind::Acknowledgement, NotSentReason::NotConfirmed)];
    assert_eq!(tasks_to_tell(&hub.case(&reference)), given);
    hub.twin.state().rejects = false;
    days_go_by(&mut hub, 1).await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 0);
    assert_eq!(tasks_to_tell(&hub.case(&reference)), given);
}

#[tokio::test]
async fn a_refused_letter_is_not_the_letter_of_the_day() {
    // Nobody has confirmed the address, so that it gets one letter a day of what strangers can cause.
    let mut hub = TestHub::of("thames-valley");
    hub.refer(&reached("every-change")).await;
    hub.deliver().await;
    hub.twin.state().refusals = 1;
    hub.notify().await;
    let counted = |hub: &TestHub| -> u32 { hub.twin.state().tries.values().map(|(n, _)| n).sum() };
    let before = counted(&hub);
    hub.wait(SignedDuration::from_mins(5));
    hub.minute().await;
    hub.notify().await;
    assert_eq!(mails_of(&hub, UpdateKind::Acknowledgement), 1);
    assert_eq!(counted(&hub), before + 1);
}

/// A coordinator records what happened, and the hub looks for services.
async fn learn(hub: &mut TestHub, reference: &Reference) {
    let spec = CoordinatorCommand::spec_of("reassess").unwrap();
    let body = json!({"why": "person-told", "spoken": "yes", "happened": ["sexual-offence"]});
    let body = body.as_object().cloned().unwrap();
    let command = CoordinatorCommand::from_body(spec, body).unwrap();
    let (case, person) = (
        hub.case(reference),
        hub.twin.state().people[reference].clone(),
    );
    let told = reassess(
        &case,
        hub.twin.profile(),
        &person,
        &command,
        "coordinator",
        hub.now,
    );
    let told = told.unwrap().expect("a document that can be read");
    hub.append(reference, |_| told.changes.clone()).await;
    hub.twin
        .state()
        .people
        .insert(reference.clone(), told.document);
    hub.deliver().await;
}

/// The service accepts, and has that many hours for the first contact.
async fn accept(hub: &mut TestHub, reference: &Reference, offered: &Offered, hours: i64) {
    let accepted = CaseChange::Accepted {
        onward: offered.onward.clone(),
        provider: offered.provider.clone(),
        first_contact_by: hub.now + SignedDuration::from_hours(hours),
    };
    hub.append(reference, |_| vec![accepted.clone()]).await;
    hub.deliver().await;
    hub.notify().await;
}

#[tokio::test]
async fn no_letter_tells_of_a_service_that_was_asked_because_of_what_was_learned() {
    let (mut hub, reference) = with(&reached("every-change")).await;
    let first = hub.case(&reference).support.onwards[0].clone();
    let known = hub.case(&reference).support.onwards.len();
    learn(&mut hub, &reference).await;
    let hidden = hub.case(&reference).support.onwards[known].clone();
    for (onward, letters) in [(hidden, 0), (first, 1)] {
        accept(&mut hub, &reference, &onward.offered, 24).await;
        assert_eq!(mails_of(&hub, UpdateKind::HelpFound), letters);
    }
}

#[tokio::test]
async fn a_letter_tells_of_the_help_that_is_found_after_the_person_starts_again() {
    let (mut hub, reference) = with(&reached("every-change")).await;
    let first = hub.case(&reference).support.onwards[0].offered.clone();
    let known = hub.case(&reference).support.onwards.len();
    learn(&mut hub, &reference).await;
    assert!(hub.case(&reference).support.onwards.len() > known);
    hub.wait(SignedDuration::from_hours(1));
    asks(&mut hub, &reference, "stop").await;
    hub.wait(SignedDuration::from_hours(1));
    // The search finds the service of the first search again.
    let found = Offered {
        onward: format!("{reference}-99"),
        accept_by: hub.now + SignedDuration::from_hours(4),
        ..first
    };
    hub.append(&reference, |_| {
        vec![
            CaseChange::Reopened {
                why: ReopenReason::Asked,
                by: Actor::Person,
            },
            CaseChange::Matched(Matched {
                left: Vec::new(),
                unmet: Vec::new(),
                newly_unmet: Vec::new(),
                unserved: Vec::new(),
                local_authority: None,
            }),
            CaseChange::Offered(found.clone()),
        ]
    })
    .await;
    hub.deliver().await;
    hub.notify().await;
    accept(&mut hub, &reference, &found, 24).await;
    assert_eq!(mails_of(&hub, UpdateKind::HelpFound), 1);
}

#[tokio::test]
async fn a_returned_digest_gives_no_task_about_what_it_did_not_say() {
    let (mut hub, reference) = with(&reached("weekly")).await;
    let known: Vec<Onward> = hub.case(&reference).support.onwards;
    learn(&mut hub, &reference).await;
    let hidden = hub.case(&reference).support.onwards[known.len()].clone();
    hub.wait(SignedDuration::from_mins(1));
    // The digest says this. Nobody has to say it by hand.
    for onward in &known {
        accept(&mut hub, &reference, &onward.offered, 24 * 30).await;
    }
    hub.wait(SignedDuration::from_mins(1));
    let expired = CaseChange::Expired {
        onward: hidden.offered.onward,
    };
    hub.append(&reference, |_| vec![expired.clone()]).await;
    hub.deliver().await;
    days_go_by(&mut hub, 8).await;
    assert_eq!(mails_of(&hub, UpdateKind::Digest), 1);
    let digest = hub
        .twin
        .state()
        .mails
        .iter()
        .find(|mail| mail.update.kind == UpdateKind::Digest)
        .unwrap()
        .update
        .about;
    let before = tasks_to_tell(&hub.case(&reference));
    let tags = json!({"case": [reference], "kind": ["digest"], "number": [digest.to_string()]});
    let record = json!({"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}, "mail": {"messageId": "1", "tags": tags}});
    let returned = serde_json::from_value(record).unwrap();
    notify::came_back(&hub.twin, &returned, hub.now)
        .await
        .unwrap();
    let safe = hub.twin.state().people[&reference]["contact"]["channels"][0]["safe"].clone();
    assert_eq!(safe, false, "it came back");
    assert_eq!(tasks_to_tell(&hub.case(&reference)), before);
}
