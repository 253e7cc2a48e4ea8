//! Invariants while coordinators act in any order, providers answer and time passes: every case has
//! an owner and a due time, nothing that was concluded is lowered, and a closed case is closed for
//! everyone.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::{append_all, open};
use domain::case::commands::Refused;
use domain::case::commands::clock::overdue;
use domain::case::commands::tasks::NewTask;
use domain::case::commands::{coordinator, merge, record_for_person, safeguarding, tasks};
use domain::coordinator_queue::place;
use events::assessment::{Risk, Tier};
use events::case::{
    Case, CaseChange, CaseEvent, CloseReason, ComplaintAbout, ComplaintStep, CoordinatorReason,
    Criterion, HandOnBasis, Offered, OnwardState, OwnerKind, Pathway, ReopenReason, TaskKind,
    TaskOutcome, UpliftReason,
};
use events::profile::Profile;
use events::referral::{Basis, GivenBy, Scope};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

/// One action, or one event.
#[derive(Clone, Debug)]
enum Deed {
    Assign(u8),
    Look(CoordinatorReason),
    Task(TaskKind),
    TaskDone(usize, TaskOutcome),
    Uplift(Option<Tier>, Option<Risk>),
    Pathway(Pathway),
    Acknowledge(Pathway),
    Complain(ComplaintAbout),
    Answer(usize, ComplaintStep),
    Close(CloseReason),
    Merged,
    Reopen(ReopenReason),
    Pause(i64),
    Resume,
    Consent(Vec<Scope>),
    Home(bool),
    Given(CoordinatorReason),
    Offered(u8),
    Accepted,
    Declined,
    TimePasses(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let why = || select(CoordinatorReason::ALL.to_vec());
    let pathway = || select(Pathway::ALL.to_vec());
    let case = prop_oneof![
        (0_u8..3).prop_map(Deed::Assign),
        why().prop_map(Deed::Look),
        select(TaskKind::ALL.to_vec()).prop_map(Deed::Task),
        (0_usize..6, select(TaskOutcome::ALL.to_vec()))
            .prop_map(|(task, outcome)| Deed::TaskDone(task, outcome)),
        (
            prop::option::of(select(Tier::ALL.to_vec())),
            prop::option::of(select(Risk::ALL.to_vec()))
        )
            .prop_map(|(tier, risk)| Deed::Uplift(tier, risk)),
        pathway().prop_map(Deed::Pathway),
        pathway().prop_map(Deed::Acknowledge),
        select(ComplaintAbout::ALL.to_vec()).prop_map(Deed::Complain),
        (0_usize..3, select(ComplaintStep::ALL.to_vec()))
            .prop_map(|(one, step)| Deed::Answer(one, step)),
    ];
    let whole = prop_oneof![
        select(CloseReason::ALL.to_vec()).prop_map(Deed::Close),
        Just(Deed::Merged),
        select(ReopenReason::ALL.to_vec()).prop_map(Deed::Reopen),
        (-2_i64..40).prop_map(Deed::Pause),
        Just(Deed::Resume),
        proptest::sample::subsequence(Scope::ALL.to_vec(), 0..=3).prop_map(Deed::Consent),
        any::<bool>().prop_map(Deed::Home),
    ];
    let others = prop_oneof![
        2 => why().prop_map(Deed::Given),
        3 => (0_u8..4).prop_map(Deed::Offered),
        3 => Just(Deed::Accepted),
        1 => Just(Deed::Declined),
        3 => (1_i64..200).prop_map(Deed::TimePasses),
    ];
    prop_oneof![4 => case, 2 => whole, 4 => others]
}

/// The sample case, just received.
fn case() -> Case {
    let sample = include_str!("../../../events/samples/case-event.received.json");
    let event: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    open(event.reference, *received, event.at).0
}

fn profile() -> Profile {
    let text = include_str!("../../../infra/areas/thames-valley/profile.json");
    serde_json::from_str(text).unwrap()
}

fn offered(case: &Case, service: u8, now: Timestamp) -> CaseChange {
    CaseChange::Offered(Offered {
        onward: format!("{}-{}", case.reference, case.support.onwards.len() + 1),
        provider: format!("provider-{service}"),
        service: format!("service-{service}"),
        needs: Vec::new(),
        accept_by: now + SignedDuration::from_hours(4),
        reasons: Vec::new(),
        capacity: None,
        hand_on: None,
        referred_on: None,
        moved_from: None,
    })
}

/// The result of an action, or why it is refused.
fn follows(
    case: &Case,
    profile: &Profile,
    deed: &Deed,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    let by = "somebody";
    let first = |state| {
        case.support
            .onwards
            .iter()
            .find(|onward| onward.state == state)
    };
    match deed {
        Deed::Assign(who) => tasks::assign(case, &format!("coordinator-{who}"), by),
        Deed::Look(why) => Ok(tasks::mark_looked_at(case, *why, by)),
        Deed::Task(kind) => tasks::give_task(
            case,
            NewTask {
                kind: *kind,
                from: None,
                due: None,
            },
            now,
        ),
        Deed::TaskDone(place, outcome) => {
            let task = case
                .coordination
                .tasks
                .get(*place)
                .map_or(0, |task| task.task);
            tasks::finish_task(case, task, *outcome, None, by)
        }
        Deed::Uplift(tier, risk) => {
            coordinator::uplift(case, *tier, *risk, UpliftReason::Judgement, by, now)
        }
        Deed::Pathway(pathway) => safeguarding::put_to_meeting(
            case,
            *pathway,
            Criterion::ProfessionalJudgement,
            HandOnBasis::Consent,
            by,
            now,
        ),
        Deed::Acknowledge(pathway) => safeguarding::acknowledge_meeting(case, *pathway, by),
        Deed::Complain(about) => {
            record_for_person::complain(case, *about, "It was not right.", by, now)
        }
        Deed::Answer(place, step) => {
            let number = case
                .coordination
                .complaints
                .get(*place)
                .map_or(0, |complaint| complaint.complaint);
            record_for_person::answer_complaint(case, number, *step, by)
        }
        Deed::Close(why) => coordinator::close(case, *why, by),
        Deed::Merged => Ok(merge::close_merged(
            case,
            &events::Reference::from_number(7),
            by,
        )),
        Deed::Reopen(why) => coordinator::reopen(case, *why, by, now),
        Deed::Pause(days) => {
            coordinator::pause(case, now + SignedDuration::from_hours(24 * days), by, now)
        }
        Deed::Resume => Ok(coordinator::resume(case, by)),
        Deed::Consent(scope) => {
            let basis = (!scope.is_empty()).then_some(Basis::Consent);
            let agreed = (basis, basis.map(|_| GivenBy::Person), scope.clone());
            record_for_person::change_consent(case, profile, &json!({}), agreed, by, now)
                .map(|told| told.changes)
        }
        Deed::Home(here) => {
            record_for_person::record_home(case, profile, here.then_some("E06000038"))
        }
        Deed::Given(why) => Ok(vec![CaseChange::GivenToCoordinators {
            why: *why,
            due: now + SignedDuration::from_hours(1),
        }]),
        Deed::Offered(service) => Ok(vec![offered(case, *service, now)]),
        Deed::Accepted => Ok(first(OnwardState::Offered)
            .map(|onward| CaseChange::Accepted {
                onward: onward.offered.onward.clone(),
                provider: onward.offered.provider.clone(),
                first_contact_by: now + SignedDuration::from_hours(48),
            })
            .into_iter()
            .collect()),
        Deed::Declined => Ok(first(OnwardState::Offered)
            .map(|onward| CaseChange::Declined {
                onward: onward.offered.onward.clone(),
                provider: onward.offered.provider.clone(),
                why: events::case::DeclineReason::NoCapacity,
            })
            .into_iter()
            .collect()),
        Deed::TimePasses(_) => Ok(overdue(case, now)),
    }
}

fn check(before: &Case, after: &Case, deed: &Deed) {
    let open = after.lifecycle.ended.is_none();
    if open {
        assert!(
            after.owner.kind != OwnerKind::Nobody,
            "{deed:?}: an open case is nobody's"
        );
        let owner = after
            .owned()
            .unwrap_or_else(|| panic!("{deed:?}: an open case is nobody's"));
        assert_eq!(owner, after.owner, "{deed:?}");
    }
    assert!(
        after.tier() >= before.tier() && after.risk() >= before.risk(),
        "{deed:?} lowered something"
    );
    assert!(
        open || after.support.live().next().is_none(),
        "{deed:?}: over, and somebody has it"
    );
    let to_do = !after.coordination.holds.is_empty()
        || after.coordination.open_tasks().next().is_some()
        || after
            .coordination
            .pathways
            .iter()
            .any(|one| one.acknowledged_at.is_none())
        || after
            .coordination
            .complaints
            .iter()
            .any(|one| one.replied_at.is_none());
    assert!(
        !to_do || place(after).is_some(),
        "{deed:?}: what coordinators have to do is invisible"
    );
    let named = after.coordination.coordinator.is_some()
        || after.tier() == Tier::Standard
        || !after.support.routed;
    assert!(
        named || !open || place(after).is_some(),
        "{deed:?}: nobody sees that nobody is named"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_actions_keeps_the_invariants(
        deeds in prop::collection::vec(deed(), 1..60)
    ) {
        let profile = profile();
        let mut case = case();
        let mut now = case.opened_at;
        for deed in &deeds {
            now += SignedDuration::from_mins(if let Deed::TimePasses(hours) = deed { hours * 60 } else { 7 });
            let Ok(changes) = follows(&case, &profile, deed, now) else { continue };
            let Ok((after, _)) = append_all(&case, changes.clone(), now) else { continue };
            check(&case, &after, deed);
            // A second tap changes nothing more, or is refused.
            if !matches!(deed, Deed::Task(_) | Deed::Complain(_) | Deed::Offered(_) | Deed::Given(_) | Deed::TimePasses(_)
                | Deed::Accepted | Deed::Declined)
                && let Ok(again) = follows(&after, &profile, deed, now)
            {
                let twice = append_all(&after, again, now).map(|(twice, _)| twice);
                prop_assert!(twice.is_err() || twice.as_ref() == Ok(&after), "{:?} twice", deed);
            }
            case = after;
        }
    }
}
