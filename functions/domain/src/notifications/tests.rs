//! The updates that the person gets, when, and what happens when a mail comes back.

mod doubt;
mod returned;
mod together;

use super::*;
use crate::case::apply::{append_all, open};
use crate::gate::ContactStatus;
use events::care::ContactOutcome;
use events::case::{CaseFile, Closed, ContactChanged, DeclineReason, Offered, Paused, Update};
use events::case::{TaskDone, TaskGiven, TaskKind, TaskOutcome};
use events::justice::{Agency, Kept, Progress, Step};
use jiff::SignedDuration;
use jiff::civil::Weekday;
use proptest::prelude::*;

fn at(minutes: i64) -> Timestamp {
    "2026-11-23T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

/// The sample case and its events: the first at the start, then one every ten minutes.
fn file(change: impl Fn(&mut events::case::Received), changes: Vec<CaseChange>) -> CaseFile {
    let sample = include_str!("../../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(mut received) = event.what else {
        panic!("the sample is a received case")
    };
    change(&mut received);
    let (mut case, first) = open(event.reference, *received, at(0));
    let mut events = vec![first];
    for (what, minutes) in changes.into_iter().zip((10..).step_by(10)) {
        let (after, more) = append_all(&case, vec![what], at(minutes)).unwrap();
        case = after;
        events.extend(more);
    }
    CaseFile {
        case,
        events,
        updates: Vec::new(),
    }
}

fn offered(number: usize) -> CaseChange {
    CaseChange::Offered(Offered {
        onward: format!("one-{number}"),
        provider: format!("provider-{number}"),
        service: format!("service-{number}"),
        needs: Vec::new(),
        accept_by: at(240),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    })
}

fn accepted(number: usize) -> CaseChange {
    let (onward, provider) = (format!("one-{number}"), format!("provider-{number}"));
    CaseChange::Accepted {
        onward,
        provider,
        first_contact_by: at(2_000),
    }
}

fn declined(number: usize) -> CaseChange {
    let (onward, provider) = (format!("one-{number}"), format!("provider-{number}"));
    CaseChange::Declined {
        onward,
        provider,
        why: DeclineReason::NoCapacity,
    }
}

fn given_to_coordinators(why: CoordinatorReason) -> CaseChange {
    CaseChange::GivenToCoordinators { why, due: at(600) }
}

fn closed(why: CloseReason) -> CaseChange {
    CaseChange::Closed(Closed {
        why,
        into: None,
        by: Actor::Machine,
    })
}

fn weekly(received: &mut events::case::Received) {
    received.frequency = Some(Frequency::Weekly);
}

fn unchanged(_: &mut events::case::Received) {}

/// When the last event leads to an update, checked as soon as it happened.
fn last(file: &CaseFile) -> When {
    let event = file.events.last().unwrap();
    when(&file.case, event, event.at)
}

/// The kind of update that is sent immediately.
fn immediate_update(file: &CaseFile) -> Option<UpdateKind> {
    match last(file) {
        When::Now(request) => Some(request.kind),
        When::Never => None,
        When::Then(..) => panic!("it is kept for later"),
    }
}

#[test]
fn what_changes_for_the_person_is_told_and_nothing_twice() {
    for (changes, expected) in [
        (vec![offered(1)], None),
        (vec![offered(1), accepted(1)], Some(UpdateKind::HelpFound)),
        (
            vec![offered(1), declined(1)],
            Some(UpdateKind::LookingAgain),
        ),
        (
            vec![
                offered(1),
                CaseChange::Expired {
                    onward: "one-1".to_owned(),
                },
            ],
            Some(UpdateKind::LookingAgain),
        ),
        // The person knows of the decline, and the acknowledgement says when somebody looks first.
        (
            vec![
                offered(1),
                declined(1),
                given_to_coordinators(CoordinatorReason::NoService),
            ],
            None,
        ),
        (
            vec![given_to_coordinators(CoordinatorReason::NoService)],
            None,
        ),
        (
            vec![given_to_coordinators(CoordinatorReason::NotToBeShared)],
            None,
        ),
        (
            vec![
                offered(1),
                accepted(1),
                given_to_coordinators(CoordinatorReason::NotReached),
            ],
            Some(UpdateKind::OurTeam),
        ),
        (
            vec![
                offered(1),
                accepted(1),
                given_to_coordinators(CoordinatorReason::Unsafe),
            ],
            None,
        ),
        (
            vec![closed(CloseReason::NoMoreNeeds)],
            Some(UpdateKind::SupportOver),
        ),
        (
            vec![closed(CloseReason::Withdrew)],
            Some(UpdateKind::AsAsked),
        ),
        (vec![closed(CloseReason::Died)], None),
        (vec![closed(CloseReason::Duplicate)], None),
    ] {
        assert_eq!(
            immediate_update(&file(unchanged, changes.clone())),
            expected,
            "{changes:?}"
        );
    }
}

#[test]
fn whoever_owes_the_person_the_telling_tells_them_first() {
    let step = Progress {
        id: "0b9c2f5a-8c0e-4d0a-9a35-0f6f5a4b7c10".to_owned(),
        step: Step::Arrested,
        at: at(5),
        heard_at: None,
        recorded_by: Agency::Police,
    };
    let mut arrested = file(unchanged, vec![CaseChange::Progress(step)]);
    assert_eq!(
        immediate_update(&arrested),
        None,
        "an arrest is the police's to tell"
    );
    let promise = arrested.case.justice.promises.last().unwrap().code.clone();
    let broken = CaseChange::PromiseBroken {
        promise: promise.clone(),
    };
    let (case, events) = append_all(&arrested.case, vec![broken], at(40_000)).unwrap();
    assert_eq!(
        when(&case, &events[0], at(40_000)),
        When::Never,
        "nor does a letter point to what they did not tell"
    );
    let kept = |how| Kept {
        id: "1b9c2f5a-8c0e-4d0a-9a35-0f6f5a4b7c10".to_owned(),
        promise: promise.clone(),
        how,
        at: at(15),
        recorded_by: Agency::Police,
        in_time: true,
    };
    let (case, events) = append_all(
        &arrested.case,
        vec![CaseChange::PromiseKept(kept(NotificationMethod::Phone))],
        at(20),
    )
    .unwrap();
    arrested.case = case;
    arrested.events.extend(events);
    assert_eq!(immediate_update(&arrested), Some(UpdateKind::OnYourPage));
    assert_eq!(
        kind_of(&CaseChange::PromiseKept(kept(
            NotificationMethod::CourtNotice
        ))),
        None
    );
}

#[test]
fn weekly_updates_still_send_receipts_immediately() {
    let yes = file(weekly, vec![offered(1), accepted(1)]);
    // Monday to Monday, at 09:00.
    let due: Timestamp = "2026-11-30T09:00:00Z".parse().unwrap();
    assert_eq!(last(&yes), When::Then(digest_on(&yes.case, due), due));
    assert_eq!(
        last(&file(weekly, Vec::new())),
        When::Never,
        "its time is yet to come, and the timer asks"
    );
    assert_eq!(
        immediate_update(&file(weekly, vec![closed(CloseReason::Withdrew)])),
        Some(UpdateKind::AsAsked)
    );
    let silent =
        |received: &mut events::case::Received| received.frequency = Some(Frequency::OnlyWhenAsked);
    assert_eq!(
        immediate_update(&file(silent, vec![offered(1), accepted(1)])),
        None
    );
}

#[test]
fn updates_wait_for_the_end_of_a_pause() {
    let pause = CaseChange::Paused(Paused {
        until: at(5_000),
        by: Actor::Person,
    });
    let quiet = file(unchanged, vec![offered(1), pause, declined(1)]);
    assert_eq!(
        last(&quiet),
        When::Then(digest_on(&quiet.case, at(5_000)), at(5_000))
    );
    let (case, events) = append_all(
        &quiet.case,
        vec![CaseChange::Resumed { by: Actor::Person }],
        at(100),
    )
    .unwrap();
    assert_eq!(
        when(&case, &events[0], at(100)),
        When::Then(digest_on(&case, at(100)), at(100))
    );
    let after = CaseFile {
        case,
        events: [quiet.events, events].concat(),
        updates: Vec::new(),
    };
    let (news, through) = digest_of(&after, at(101));
    assert_eq!(
        news,
        [
            Notification::LookingAgain { by: None },
            Notification::AsAsked(RequestedChange::Quiet)
        ]
    );
    assert_eq!(through, 5);
}

#[test]
fn a_digest_has_current_news_once() {
    let mut week = file(
        weekly,
        vec![offered(1), declined(1), offered(2), accepted(2)],
    );
    let (news, through) = digest_of(&week, at(60));
    assert_eq!(
        news,
        [Notification::HelpFound { by: at(2_000) }],
        "that somebody else was looked for is no longer so"
    );
    week.updates.push(Update::claimed(
        UpdateKind::Digest,
        20_785,
        Some(through),
        at(60),
    ));
    assert_eq!(
        digest_of(&week, at(70)).0,
        [],
        "what was in a digest is in no other"
    );
    week.updates[0].through = Some(1);
    week.updates
        .push(Update::claimed(UpdateKind::HelpFound, 5, None, at(60)));
    assert_eq!(
        digest_of(&week, at(70)).0,
        [],
        "nor what was said by itself"
    );
    week.updates.pop();
    assert_eq!(digest_of(&week, at(60 * 24 * 40)).0, [], "nor what is old");
}

#[test]
fn held_back_news_never_expires() {
    let weeks = |weeks: i64| 60 * 24 * 7 * weeks;
    let mut quiet = file(
        weekly,
        vec![CaseChange::Paused(Paused {
            until: at(weeks(12)),
            by: Actor::Person,
        })],
    );
    let resumed = CaseChange::Resumed { by: Actor::Machine };
    for (what, minutes) in [
        (offered(1), weeks(1)),
        (declined(1), weeks(1) + 5),
        (resumed, weeks(12)),
    ] {
        let (case, events) = append_all(&quiet.case, vec![what], at(minutes)).unwrap();
        quiet.case = case;
        quiet.events.extend(events);
    }
    let looking = Notification::LookingAgain { by: None };
    assert_eq!(
        digest_of(&quiet, at(weeks(12) + 1)).0,
        [
            looking.clone(),
            Notification::AsAsked(RequestedChange::Quiet)
        ]
    );
    assert_eq!(
        digest_of(&quiet, at(weeks(24))).0,
        [],
        "months after the quiet it is no news"
    );
    let mut late = file(weekly, vec![offered(1), declined(1)]);
    assert_eq!(
        digest_of(&late, at(weeks(8))).0,
        [],
        "it was not to be told when it was new"
    );
    late.updates
        .push(Update::claimed(UpdateKind::Digest, 20_785, Some(1), at(5)));
    assert_eq!(
        digest_of(&late, at(weeks(8))).0,
        [looking],
        "since the last digest"
    );
}

#[test]
fn what_is_no_longer_so_is_not_said() {
    let request = |file: &CaseFile, kind, about| UpdateRequest {
        reference: file.case.reference.clone(),
        kind,
        about,
    };
    let yes = file(unchanged, vec![offered(1), accepted(1)]);
    let asked = request(&yes, UpdateKind::HelpFound, 3);
    assert_eq!(
        content_of(&yes, &asked, at(100)),
        Some(Notification::HelpFound { by: at(2_000) })
    );
    assert_eq!(
        content_of(&yes, &asked, at(2_000)),
        None,
        "the time has passed"
    );
    assert_eq!(
        content_of(&yes, &request(&yes, UpdateKind::LookingAgain, 3), at(100)),
        None,
        "the event is another"
    );
    assert_eq!(
        content_of(&yes, &request(&yes, UpdateKind::HelpFound, 9), at(100)),
        None,
        "there is no such event"
    );
    let act = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::Reached,
    };
    let (onward, provider) = ("one-1".to_owned(), "provider-1".to_owned());
    let reached = file(
        unchanged,
        vec![
            offered(1),
            accepted(1),
            CaseChange::Cared {
                onward,
                provider,
                act,
            },
        ],
    );
    assert_eq!(
        content_of(&reached, &asked, at(100)),
        None,
        "they have spoken"
    );
    let over = file(
        unchanged,
        vec![offered(1), declined(1), closed(CloseReason::Withdrew)],
    );
    assert_eq!(
        content_of(&over, &request(&over, UpdateKind::LookingAgain, 3), at(100)),
        None,
        "nobody looks any more"
    );
}

fn check_death() -> CaseChange {
    CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::CheckDeath,
        from: None,
        due: at(500),
    })
}

fn task_done(task: u32) -> CaseChange {
    CaseChange::TaskDone(TaskDone {
        way: None,
        task,
        outcome: TaskOutcome::NotNeeded,
        by: "someone".to_owned(),
    })
}

#[test]
fn nothing_is_said_where_nobody_is_there_to_hear_it() {
    for (changes, standing) in [
        (vec![closed(CloseReason::Died)], ContactStatus::Silent),
        (
            vec![
                closed(CloseReason::Withdrew),
                CaseChange::Erased { by: Actor::Machine },
            ],
            ContactStatus::Silent,
        ),
        (
            vec![
                offered(1),
                accepted(1),
                given_to_coordinators(CoordinatorReason::Unsafe),
            ],
            ContactStatus::Unsafe,
        ),
        (
            vec![offered(1), accepted(1), check_death()],
            ContactStatus::PerhapsDied,
        ),
        (vec![check_death(), task_done(2)], ContactStatus::Open),
        (
            vec![CaseChange::Paused(Paused {
                until: at(500),
                by: Actor::Person,
            })],
            ContactStatus::Quiet(at(500)),
        ),
        (vec![closed(CloseReason::Withdrew)], ContactStatus::Open),
    ] {
        assert_eq!(
            ContactStatus::of(&file(unchanged, changes.clone()).case),
            standing,
            "{changes:?}"
        );
    }
}

#[test]
fn a_case_gets_three_receipts_a_day_whatever_they_are_about() {
    let mut file = file(unchanged, Vec::new());
    let receipts = [
        UpdateKind::AsAsked,
        UpdateKind::ContactChanged,
        UpdateKind::ConfirmContact,
    ];
    for (number, kind) in (0..).zip(receipts) {
        assert_eq!(room_for_receipt(&file, kind, at(number)), None);
        file.updates.push(Update::claimed(
            kind,
            number.try_into().unwrap(),
            None,
            at(number),
        ));
    }
    for kind in receipts {
        let room = at(24 * 60);
        assert_eq!(room_for_receipt(&file, kind, at(10)), Some(room), "{kind}");
        assert_eq!(room_for_receipt(&file, kind, room), None, "{kind}");
    }
    assert_eq!(room_for_receipt(&file, UpdateKind::HelpFound, at(10)), None);
}

#[test]
fn changed_contact_is_confirmed_except_after_a_bounce() {
    let changed = |why| {
        CaseChange::ContactChanged(ContactChanged {
            unconfirmed: Vec::new(),
            sends_code: false,
            tells_before: false,
            check_by: None,
            safe_channels: vec![ChannelKind::Email],
            frequency: None,
            contact: events::assessment::AutomaticContact {
                automatic: Some(ChannelKind::Email),
                task: false,
            },
            mail_moved: false,
            why,
            by: Actor::Person,
        })
    };
    assert_eq!(
        immediate_update(&file(unchanged, vec![changed(ContactChangeReason::Asked)])),
        Some(UpdateKind::ContactChanged)
    );
    assert_eq!(
        immediate_update(&file(
            unchanged,
            vec![changed(ContactChangeReason::Bounced)]
        )),
        None
    );
}

proptest! {
    #[test]
    fn a_digest_comes_at_nine_in_london(
        opened in 1_600_000_000_i64..2_500_000_000, after in 0_i64..400_000_000, monthly: bool,
    ) {
        let mut case = file(unchanged, Vec::new()).case;
        case.opened_at = Timestamp::from_second(opened).unwrap();
        let now = Timestamp::from_second(opened + after).unwrap();
        let frequency = Some(if monthly { Frequency::Monthly } else { Frequency::Weekly });
        let london = |at: Timestamp| at.to_zoned(jiff::tz::get!("Europe/London"));
        let due = digest_due(&case, frequency, now).unwrap();
        let (here, first) = (london(due), london(case.opened_at));
        prop_assert!(due > now);
        prop_assert_eq!((here.hour(), here.minute(), here.second()), (9, 0, 0));
        let next = digest_due(&case, frequency, due).unwrap();
        let days = here.date().until(london(next).date()).unwrap().get_days();
        if monthly {
            prop_assert_eq!(here.day(), first.day().min(here.date().days_in_month()));
            prop_assert!((28..=31).contains(&days));
            prop_assert!(due.duration_since(now) <= SignedDuration::from_hours(31 * 24 + 1));
        } else {
            prop_assert_eq!(here.weekday(), first.weekday());
            prop_assert_eq!(days, 7);
            prop_assert!(due.duration_since(now) <= SignedDuration::from_hours(7 * 24 + 1));
        }
        prop_assert_ne!(day_of(due), day_of(next));
        prop_assert_eq!(digest_due(&case, frequency, due - SignedDuration::from_secs(1)), Some(due));
    }
}

#[test]
fn nobody_gets_a_digest_who_did_not_ask_for_one() {
    let case = file(unchanged, Vec::new()).case;
    for frequency in [
        None,
        Some(Frequency::EveryChange),
        Some(Frequency::OnlyWhenAsked),
    ] {
        assert_eq!(digest_due(&case, frequency, at(0)), None);
    }
    assert_eq!(
        at(0).to_zoned(jiff::tz::get!("Europe/London")).weekday(),
        Weekday::Monday
    );
}
