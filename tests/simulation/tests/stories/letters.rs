//! What a person is owed to hear where no letter may say it: it never vanishes, and nothing is said twice.

use crate::forgotten::task;
use crate::house::{House, somebody};
use domain::assess::automatic_contact;
use events::Reference;
use events::care::{Act, ContactOutcome};
use events::case::{
    Actor, Case, CaseChange, CloseReason, ContactChangeReason, ContactChanged, NotSentReason,
    Onward, OnwardState, Paused, ReopenReason, TaskDone, TaskKind, TaskOutcome,
};
use events::referral::{ChannelKind, Referral};
use events::update::UpdateKind;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::Method;
use platform::ports::{AppendEvents, People, SideWrites};
use serde_json::{Value, json};

/// Somebody with a safe mailbox and a safe phone, who wants to hear so often.
fn reached(frequency: &str) -> Value {
    let mut document = somebody("self", 1);
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

/// A hub that has acknowledged the referral of that person, on whose behalf somebody is asked.
async fn with(document: &Value) -> (House, Reference) {
    let mut house = House::of("thames-valley");
    let reference = house.refer(document).await;
    house.deliver().await;
    house.notify().await;
    (house, reference)
}

/// The offer of the case lapses, and what follows is asked for.
async fn nobody_answers(house: &mut House, reference: &Reference) {
    let offered = |onward: &&Onward| onward.state == OnwardState::Offered;
    let first = house
        .case(reference)
        .onwards
        .iter()
        .find(offered)
        .expect("an offer")
        .offered
        .onward
        .clone();
    house
        .happens(reference, |_| {
            vec![CaseChange::Expired {
                onward: first.clone(),
            }]
        })
        .await;
    house.deliver().await;
}

/// Days pass, and what the clock asks for is told.
async fn days_go_by(house: &mut House, days: i64) {
    for _ in 0..days * 24 {
        house.wait(SignedDuration::from_hours(1));
        house.minute().await;
        house.notify().await;
    }
}

/// The person says that only these ways are safe.
async fn only_safe(house: &mut House, reference: &Reference, kinds: &[&str]) {
    let mut document = house.twin.state().people[reference].clone();
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
        safe_channels: safe.collect(),
        frequency: referral.contact.frequency,
        contact: automatic_contact(&referral),
        mail_moved: false,
        why: ContactChangeReason::Asked,
        by: Actor::Person,
    });
    let (case, events) =
        domain::case::apply::append_all(&house.case(reference), vec![changed], house.now).unwrap();
    let side_writes = SideWrites {
        people: People::Rewritten(&document),
        ..SideWrites::default()
    };
    house
        .twin
        .append(&case, &events, side_writes)
        .await
        .unwrap();
    house.deliver().await;
}

/// What somebody has to tell the person, and why no machine did.
fn to_tell(case: &Case) -> Vec<(UpdateKind, NotSentReason)> {
    case.open_tasks()
        .filter_map(|task| Some((task.update?, task.why?)))
        .collect()
}

fn mails_of(house: &House, kind: UpdateKind) -> usize {
    house
        .twin
        .state()
        .mails
        .iter()
        .filter(|mail| mail.update.kind == kind)
        .count()
}

#[tokio::test]
async fn what_a_digest_may_no_longer_say_is_somebodys_task_once_for_each_kind() {
    let (mut house, reference) = with(&reached("weekly")).await;
    nobody_answers(&mut house, &reference).await;
    nobody_answers(&mut house, &reference).await;
    assert!(
        to_tell(&house.case(&reference)).is_empty(),
        "it is kept for the digest"
    );
    only_safe(&mut house, &reference, &["phone"]).await;
    days_go_by(&mut house, 8).await;
    let told = to_tell(&house.case(&reference));
    let looking: Vec<_> = told
        .iter()
        .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
        .collect();
    assert_eq!(
        looking,
        [&(UpdateKind::LookingAgain, NotSentReason::NoSafeChannel)],
        "{told:?}"
    );
    assert_eq!(mails_of(&house, UpdateKind::Digest), 0);
}

#[tokio::test]
async fn who_calls_nothing_safe_is_told_by_nobody_what_a_digest_held() {
    let (mut house, reference) = with(&reached("weekly")).await;
    nobody_answers(&mut house, &reference).await;
    only_safe(&mut house, &reference, &[]).await;
    days_go_by(&mut house, 8).await;
    assert_eq!(to_tell(&house.case(&reference)), []);
    assert_eq!(mails_of(&house, UpdateKind::Digest), 0);
}

#[tokio::test]
async fn what_a_digest_said_that_came_back_is_somebodys_task() {
    for (bounce, still_safe) in [("Permanent", false), ("Transient", true)] {
        let (mut house, reference) = with(&reached("weekly")).await;
        nobody_answers(&mut house, &reference).await;
        days_go_by(&mut house, 8).await;
        assert_eq!(mails_of(&house, UpdateKind::Digest), 1);
        let digest = house
            .twin
            .state()
            .mails
            .iter()
            .find(|mail| mail.update.kind == UpdateKind::Digest)
            .unwrap()
            .clone();
        let open: Vec<_> = to_tell(&house.case(&reference));
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
            notify::came_back(&house.twin, &returned, house.now)
                .await
                .unwrap();
        }
        let told = to_tell(&house.case(&reference));
        let looking = told
            .iter()
            .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
            .count();
        assert_eq!(looking, 1, "{bounce}: {told:?}");
        let safe = house.twin.state().people[&reference]["contact"]["channels"][0]["safe"].clone();
        assert_eq!(safe, still_safe, "{bounce}");
    }
}

/// The person wants quiet until then.
async fn hush(house: &mut House, reference: &Reference, until: Timestamp) {
    house
        .happens(reference, |_| {
            vec![CaseChange::Paused(Paused {
                until,
                by: Actor::Person,
            })]
        })
        .await;
    house.deliver().await;
}

#[tokio::test]
async fn in_a_quiet_nobody_rings_and_after_it_somebody_does() {
    let mut document = reached("every-change");
    document["contact"]["channels"][0]["safe"] = json!(false);
    for resumes in [false, true] {
        let (mut house, reference) = with(&document).await;
        let until = house.now + SignedDuration::from_hours(24 * 5);
        hush(&mut house, &reference, until).await;
        nobody_answers(&mut house, &reference).await;
        house.notify().await;
        let looking = |house: &House| {
            let told = to_tell(&house.case(&reference));
            told.iter()
                .filter(|(kind, _)| *kind == UpdateKind::LookingAgain)
                .count()
        };
        days_go_by(&mut house, 3).await;
        assert_eq!(looking(&house), 0, "they want quiet");
        if resumes {
            house
                .happens(&reference, |_| {
                    vec![CaseChange::Resumed { by: Actor::Person }]
                })
                .await;
            house.deliver().await;
        }
        days_go_by(&mut house, if resumes { 1 } else { 3 }).await;
        assert_eq!(looking(&house), 1, "resumed by themselves: {resumes}");
        days_go_by(&mut house, 5).await;
        assert_eq!(looking(&house), 1, "and once");
    }
}

#[tokio::test]
async fn what_was_asked_for_before_a_quiet_waits_for_its_end_also_by_voice() {
    let mut document = reached("every-change");
    document["contact"]["channels"][0]["safe"] = json!(false);
    let (mut house, reference) = with(&document).await;
    nobody_answers(&mut house, &reference).await;
    let until = house.now + SignedDuration::from_hours(24 * 5);
    hush(&mut house, &reference, until).await;
    house.notify().await;
    let told = |house: &House| {
        to_tell(&house.case(&reference))
            .iter()
            .any(|(kind, _)| *kind == UpdateKind::LookingAgain)
    };
    days_go_by(&mut house, 3).await;
    assert!(!told(&house), "they want quiet");
    days_go_by(&mut house, 3).await;
    assert!(told(&house));
}

#[tokio::test]
async fn two_digests_that_waited_for_one_moment_are_one_letter() {
    let (mut house, reference) = with(&reached("weekly")).await;
    nobody_answers(&mut house, &reference).await;
    let until = "2026-12-09T09:00:00Z".parse().unwrap();
    hush(&mut house, &reference, until).await;
    let on = |day: &str| {
        domain::notifications::digest_on(
            &house.case(&reference),
            format!("{day}T09:00:00Z").parse().unwrap(),
        )
    };
    // Two that were asked for on two days before, and are delivered in the quiet.
    let requests = [on("2026-11-30"), on("2026-12-07")];
    days_go_by(&mut house, 10).await;
    for request in &requests {
        notify::handle(&house.twin, request, house.now)
            .await
            .unwrap();
    }
    days_go_by(&mut house, 5).await;
    house.wait(until.duration_since(house.now));
    house.minute().await;
    let asked = house.twin.state().requests.clone();
    assert_eq!(
        asked
            .iter()
            .filter(|request| request.kind == UpdateKind::Digest)
            .count(),
        1,
        "{asked:?}"
    );
    // And two messages of two days, delivered at one moment.
    let (one, two) = tokio::join!(
        notify::handle(&house.twin, &requests[0], house.now),
        notify::handle(&house.twin, &requests[1], house.now),
    );
    one.and(two).unwrap();
    assert_eq!(mails_of(&house, UpdateKind::Digest), 1);
}

#[tokio::test]
async fn closing_a_case_does_not_make_safe_what_a_provider_found_was_not() {
    let (mut house, reference) = with(&reached("every-change")).await;
    let offered = house.case(&reference).onwards[0].offered.clone();
    let group = format!("provider-{}", offered.provider);
    let accept = format!("/provider/onwards/{}/accept", offered.onward);
    assert_eq!(house.ask(&group, Method::POST, &accept, None).await.0, 200);
    let found = |case: &Case| {
        let (onward, provider) = (offered.onward.clone(), offered.provider.clone());
        let act = Act::ContactTried {
            by: ChannelKind::Phone,
            outcome: ContactOutcome::Unsafe,
        };
        let follows = domain::case::commands::provider::follow_up(case, &onward, &act, house.now);
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
    house.happens(&reference, found).await;
    house.deliver().await;
    house.notify().await;
    house.twin.state().mails.clear();
    house.close(&reference, CloseReason::NotReached).await;
    house.deliver().await;
    house.notify().await;
    days_go_by(&mut house, 2).await;
    assert_eq!(
        house.twin.state().mails.len(),
        0,
        "a letter says that it is over, to whoever was the danger"
    );
    // A coordinator has spoken to the person; what happens from then on they may be told.
    house
        .happens(&reference, |_| vec![task(TaskKind::Call)])
        .await;
    let number = house.case(&reference).open_tasks().last().unwrap().task;
    let done = TaskDone {
        task: number,
        outcome: TaskOutcome::Done,
        by: "someone".to_owned(),
    };
    house
        .happens(&reference, |_| vec![CaseChange::TaskDone(done.clone())])
        .await;
    house
        .happens(&reference, |_| {
            vec![CaseChange::Reopened {
                why: ReopenReason::Asked,
                by: Actor::Person,
            }]
        })
        .await;
    house.deliver().await;
    house.notify().await;
    assert_eq!(mails_of(&house, UpdateKind::AsAsked), 1);
}
