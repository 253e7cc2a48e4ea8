//! Invariants of a case after any events in any order.

use super::lifecycle::{assigned, closed, moved, paused, raised, reopened, task};
use super::*;
use crate::promise::standing;
use crate::retention::remains;
use events::assessment::{AutomaticContact, Risk, Tier};
use events::case::{
    AccessChanged, AccessStep, Actor, ComplaintAbout, ComplaintStep, ConflictClearedReason,
    ConsentChanged, ContactChangeReason, ContactChanged, Criterion, Disclosed, DisclosedScope,
    DisclosedTo, DisclosureApproved, DisclosureReason, Feedback, HandOnBasis, Joined,
    NotSentReason, Pathway, PathwayTaken, ReferOnReason, ReferredOn, TaskDone, TaskKind,
    TaskOutcome, Triaged,
};
use events::justice::{
    Agency, Kept, NotesRequest, NotesRequestReason, NotificationMethod, Progress, PromiseId,
    PromiseOwner, PromiseStatus, RuleCode, Step,
};
use events::referral::{Basis, Scope};
use events::update::UpdateKind;
use std::collections::BTreeSet;

/// The number of kinds of step in [`any`].
const KINDS: u8 = 48;

/// One of all possible changes: `n` chooses the target, `k` the variant, `later` the due time.
fn any(case: &Case, kind: u8, n: usize, k: usize, later: i64, minute: i64) -> Vec<CaseChange> {
    let (by, who) = ("someone".to_owned(), Actor::Person);
    let onward = || format!("one-{n}");
    let code = case
        .justice
        .promises
        .get(k % case.justice.promises.len().max(1))
        .map_or_else(|| "none.0".parse().unwrap(), |one| one.code.clone());
    let number = u32::try_from(k).unwrap();
    let id = uuid::Uuid::from_u128(minute.unsigned_abs().into()).to_string();
    let tier = [None, Some(Tier::Standard), Some(Tier::Enhanced)][k % 3];
    let risk = [
        None,
        Some(Risk::Standard),
        Some(Risk::Medium),
        Some(Risk::High),
    ][k % 4];
    let shared = Routing::ToProviders;
    let not = Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    let pathway = Pathway::ALL[k % 2];
    let next = |what: CaseChange| {
        let CaseChange::Offered(offer) = what else {
            panic!("an offer")
        };
        CaseChange::Offered(Offered {
            onward: format!("one-{}", case.support.onwards.len() + 1),
            ..offer
        })
    };
    vec![match kind {
        0..=3 => next(offered(n, minute + later)),
        4..=6 => accepted(n, minute + later),
        7 => declined(n),
        8 => CaseChange::Expired { onward: onward() },
        9 => CaseChange::Withdrawn { onward: onward() },
        10 if k.is_multiple_of(2) => CaseChange::Transferred { onward: onward() },
        10 => CaseChange::HandedOver {
            onward: onward(),
            to: format!("one-{}", k % 8),
        },
        11 => next(moved(n, k % 8)),
        12 => {
            let CaseChange::Offered(offer) = offered(n, minute + later) else {
                panic!("an offer")
            };
            let on = ReferredOn {
                from: format!("one-{}", k % 8),
                reason: ReferOnReason::Moves,
                by,
                agreed_at: None,
            };
            next(CaseChange::Offered(Offered {
                referred_on: Some(on),
                ..offer
            }))
        }
        13 => matched(),
        14..=15 => given(
            CoordinatorReason::ALL[k % CoordinatorReason::ALL.len()],
            minute + later,
        ),
        16 => CaseChange::Triaged(Triaged {
            check_by: None,
            found: Vec::new(),
            tier: tier.unwrap_or(Tier::Standard),
            earlier: Vec::new(),
        }),
        17 => reached(n),
        18 => {
            let act = Act::Closed {
                outcome: Outcome::ALL[k % Outcome::ALL.len()],
            };
            CaseChange::Cared {
                onward: onward(),
                provider: format!("provider-{n}"),
                act,
            }
        }
        19 => {
            let outcome = ContactOutcome::ALL[k % ContactOutcome::ALL.len()];
            let act = Act::ContactTried {
                by: ChannelKind::Phone,
                outcome,
            };
            CaseChange::Cared {
                onward: onward(),
                provider: format!("provider-{n}"),
                act,
            }
        }
        20 => CaseChange::ConflictCleared {
            reason: ConflictClearedReason::SpokenAlone,
            by,
        },
        21 => chosen(),
        22 => CaseChange::HomeTold {
            local_authority: k.is_multiple_of(2).then(|| "E07000178".to_owned()),
        },
        23 => {
            let (kind, why) = (
                UpdateKind::Acknowledgement,
                NotSentReason::ALL[k % NotSentReason::ALL.len()],
            );
            CaseChange::UpdateNeedsPerson {
                kind,
                why,
                due: at(minute + later),
            }
        }
        24 => {
            let step = Step::ALL[k % Step::ALL.len()];
            CaseChange::Progress(Progress {
                id,
                step,
                at: at(minute),
                heard_at: None,
                recorded_by: Agency::Police,
            })
        }
        25 => CaseChange::PromiseKept(Kept {
            id,
            promise: code,
            how: NotificationMethod::Phone,
            at: at(minute),
            recorded_by: Agency::Police,
            in_time: true,
        }),
        26 => CaseChange::PromiseNear { promise: code },
        27 => CaseChange::PromiseBroken { promise: code },
        28 => CaseChange::NotesRequested(NotesRequest {
            id,
            reason: NotesRequestReason::LineOfEnquiry,
            asked_by: Agency::Police,
        }),
        29..=30 => paused(minute + later * 20 - 20),
        31 => CaseChange::Resumed { by: who },
        32 => closed(CloseReason::ALL[k % CloseReason::ALL.len()]),
        33 => {
            return crate::case::commands::lifecycle::close(
                case,
                CloseReason::ALL[k % CloseReason::ALL.len()],
                None,
                who,
            );
        }
        34 => reopened(),
        35 => CaseChange::Joined(Joined {
            reason: None,
            from: Reference::from_number(n as u64),
            needs: Vec::new(),
            specialisms: Vec::new(),
            unwanted: Vec::new(),
            updates_taken_back: false,
            by,
        }),
        36 => assigned(&format!("someone {n}")),
        37 => raised(tier, risk),
        38 => CaseChange::PathwayTaken(PathwayTaken {
            pathway,
            criterion: Criterion::Repeat,
            basis: HandOnBasis::Consent,
            acknowledge_by: at(minute + later),
            by,
        }),
        39 => CaseChange::PathwayAcknowledged { pathway, by },
        40 => CaseChange::Disclosed(Disclosed {
            to: DisclosedTo::Police,
            reason: DisclosureReason::DangerToLife,
            reader: None,
            scope: vec![DisclosedScope::Concern; k % 2],
            approver: "another".to_owned(),
            approve_by: (!k.is_multiple_of(7)).then_some(at(minute + later)),
            by,
        }),
        41 => task(TaskKind::ALL[k % TaskKind::ALL.len()], minute + later),
        42 => CaseChange::TaskDone(TaskDone {
            way: None,
            task: number,
            outcome: TaskOutcome::Done,
            by,
        }),
        43 => CaseChange::ConsentChanged(ConsentChanged {
            basis: Some(Basis::Consent),
            given_by: None,
            scope: if k.is_multiple_of(2) {
                vec![Scope::ShareWithProviders]
            } else {
                Vec::new()
            },
            routing: if k.is_multiple_of(2) { shared } else { not },
            by: who,
        }),
        44 => CaseChange::Complained {
            about: ComplaintAbout::ALL[k % 2],
            by: who,
        },
        45 => CaseChange::ComplaintAnswered {
            complaint: number,
            step: ComplaintStep::ALL[n % 2],
            by,
        },
        46 => CaseChange::DisclosureApproved(DisclosureApproved {
            disclosure: case
                .coordination
                .disclosures
                .last()
                .map_or(number, |one| one.disclosure),
            until: at(minute + later),
            by: ["someone", "another"][k % 2].to_owned(),
        }),
        _ => match k % 5 {
            4 => CaseChange::AccessChanged(AccessChanged {
                what: AccessStep::ALL[n % AccessStep::ALL.len()],
                id: None,
                by: who,
            }),
            0 => CaseChange::LegalHold {
                on: n.is_multiple_of(2),
                by,
            },
            1 => CaseChange::Erased { by: who },
            2 => CaseChange::FeedbackGiven(Feedback {
                helped: None,
                had_a_say: None,
                felt_safe: None,
                service: None,
            }),
            _ => CaseChange::ContactChanged(ContactChanged {
                unconfirmed: Vec::new(),
                sends_code: false,
                tells_before: false,
                check_by: None,
                safe_channels: Vec::new(),
                frequency: None,
                contact: AutomaticContact {
                    automatic: None,
                    task: true,
                },
                mail_moved: k.is_multiple_of(3),
                why: ContactChangeReason::Asked,
                by: who,
            }),
        },
    }]
}

/// Checks the invariants of every case.
fn holds(case: &Case, now: Timestamp) {
    // The stored owner is the one that has to act, and an open case has an owner with a due time.
    match case.owned() {
        Some(owner) => assert_eq!(owner, case.owner),
        None => assert_eq!(
            (case.owner.kind, case.lifecycle.ended.is_some()),
            (OwnerKind::Nobody, true)
        ),
    }
    if let Some(ended) = case.lifecycle.ended.as_ref().filter(|ended| ended.said) {
        assert_eq!(
            (
                case.support.live().count(),
                case.support.match_by,
                case.contact.paused_until
            ),
            (0, None, None),
            "{:?} goes on",
            ended.why
        );
        assert!(case.coordination.holds.is_empty());
    }
    let codes: BTreeSet<&PromiseId> = case
        .justice
        .promises
        .iter()
        .map(|promise| &promise.code)
        .collect();
    assert_eq!(
        codes.len(),
        case.justice.promises.len(),
        "two promises have one code"
    );
    let own = case
        .justice
        .promises
        .iter()
        .filter(|one| matches!(one.owner, PromiseOwner::Hub | PromiseOwner::Provider));
    for promise in own {
        assert!(
            promise.released_at.is_none() || promise.kept_at.is_none(),
            "{} is kept and released",
            promise.code
        );
        assert!(
            promise.released_at.is_none() || promise.broken_at.is_none(),
            "{} is broken and released",
            promise.code
        );
        assert!(
            promise.broken_at.is_none_or(|at| promise.due < at),
            "{} was broken before its time",
            promise.code
        );
        assert!(
            promise.released_at.is_none_or(|at| at <= promise.due),
            "{} was released when broken",
            promise.code
        );
        assert!(
            promise.kept_at.is_some() == promise.proof.is_some(),
            "{} is kept and nothing says so",
            promise.code
        );
        let open = matches!(
            standing(promise, now),
            PromiseStatus::Open | PromiseStatus::DueSoon | PromiseStatus::Broken
        );
        let watched = promise.is_watched() || promise.broken_at.is_some();
        assert!(!open || watched, "{} is lost", promise.code);
    }
    // Each live onward referral, hold and open task has its promise, unless it is already kept or
    // broken.
    for onward in case.support.live() {
        let code = if onward.state == OnwardState::Offered {
            RuleCode::ANSWER
        } else {
            RuleCode::FIRST_CONTACT
        };
        assert!(codes.contains(&PromiseId::new(code, onward.seq)));
    }
    assert!(
        case.coordination
            .holds
            .iter()
            .all(|hold| codes.contains(&PromiseId::new(RuleCode::LOOK, hold.seq)))
    );
    assert!(
        case.coordination
            .tasks
            .iter()
            .all(|task| task.is_hidden()
                != codes.contains(&PromiseId::new(RuleCode::TASK, task.task)))
    );
}

/// Earlier promises remain, and nothing that was decided about them changes.
fn nothing_is_lost(before: &Case, after: &Case) {
    assert!(
        after.tier() >= before.tier() && after.risk() >= before.risk(),
        "somebody was lowered"
    );
    assert!(after.coordination.handovers >= before.coordination.handovers);
    for (was, is) in before.justice.promises.iter().zip(&after.justice.promises) {
        assert_eq!(
            (&was.code, &was.what, was.owner),
            (&is.code, &is.what, is.owner)
        );
        assert!(
            was.broken_at.is_none() || was.broken_at == is.broken_at,
            "{} was fixed",
            was.code
        );
        assert!(
            was.kept_at.is_none() || was.kept_at == is.kept_at,
            "{} was kept twice",
            was.code
        );
        assert!(was.released_at.is_none() || was.released_at == is.released_at);
    }
    assert!(
        after.justice.promises.len() >= before.justice.promises.len()
            && after.coordination.tasks.len() >= before.coordination.tasks.len()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_somebody_has_it_and_nothing_owed_is_lost(
        steps in proptest::collection::vec((0..KINDS, 1..8_usize, 0..60_usize, 1..500_i64), 0..60)
    ) {
        let mut case = case();
        let mut minute = 0;
        for (kind, n, k, later) in steps {
            minute += i64::try_from(k).unwrap();
            let now = at(minute);
            let clock = if k.is_multiple_of(3) { overdue(&case, now) } else { Vec::new() };
            for changes in [clock, any(&case, kind, n, k, later, minute)] {
                if let Ok((after, events)) = append_all(&case, changes, now) {
                    let mut again = case.clone();
                    for event in &events {
                        append(&mut again, event.what.clone(), event.at).unwrap();
                    }
                    prop_assert_eq!(&again, &after, "the events say something else");
                    nothing_is_lost(&case, &after);
                    holds(&after, now);
                    case = after;
                }
            }
            // The clock's own findings are always allowed.
            prop_assert!(append_all(&case, overdue(&case, now), now).is_ok(), "{:?}", overdue(&case, now));
        }
        // Nobody acts for a year: each promise is kept, found broken or dropped.
        for day in 1..=4 {
            let now = at(minute + day * 90 * 24 * 60);
            let (after, _) = append_all(&case, overdue(&case, now), now).unwrap();
            case = after;
            holds(&case, now);
        }
        let now = at(minute + 360 * 24 * 60);
        for promise in case.justice.promises.iter().filter(|one| matches!(one.owner, PromiseOwner::Hub | PromiseOwner::Provider)) {
            let seen = promise.kept_at.is_some() || promise.broken_at.is_some() || promise.released_at.is_some();
            prop_assert!(seen, "{} is {:?} and nobody saw it", promise.code, standing(promise, now));
        }
        prop_assert!(case.watch_at().is_none_or(|at| at > now || case.support.match_by.is_some()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]
    #[test]
    fn the_remains_of_any_case_are_a_closed_and_erased_case(
        steps in proptest::collection::vec((0..KINDS, 1..8_usize, 0..60_usize, 1..500_i64), 0..40)
    ) {
        let mut case = case();
        let mut minute = 7;
        for (kind, n, k, later) in steps {
            minute += i64::try_from(k).unwrap();
            if let Ok((after, _)) = append_all(&case, any(&case, kind, n, k, later, minute), at(minute)) {
                case = after;
            }
        }
        let now = at(minute + 1);
        prop_assert_eq!(remains(&case).unwrap().is_none(), !case.lifecycle.erasure.is_done());
        if case.lifecycle.legal_hold {
            case = append_all(&case, vec![CaseChange::LegalHold { on: false, by: "someone".to_owned() }], now).unwrap().0;
        }
        if case.lifecycle.ended.is_none() {
            let ends = crate::case::commands::lifecycle::close(&case, CloseReason::Withdrew, None, Actor::Person);
            case = append_all(&case, ends, now).unwrap().0;
        }
        if !case.lifecycle.erasure.is_done() {
            let erased = CaseChange::Erased { by: Actor::coordinator("someone") };
            case = append_all(&case, vec![erased], now).unwrap().0;
        }
        let left = remains(&case).unwrap().unwrap();
        let stored: Vec<CaseEvent> = serde_json::from_str(&serde_json::to_string(&left.events).unwrap()).unwrap();
        prop_assert_eq!(&replay(&stored).unwrap(), &left.case, "the events say something else");
        holds(&left.case, now);
        prop_assert!(left.case.has_only_remains() && left.case.lifecycle.is_closed());
        prop_assert_eq!(left.case.version, case.version);
        prop_assert_eq!(left.case.watch_at(), None);
        prop_assert_eq!(crate::retention::keeping(&left.case), None);
        prop_assert_eq!(&remains(&left.case).unwrap().unwrap(), &left, "it is done once");
        let text = serde_json::to_string(&(&left.case, &left.events)).unwrap();
        for told in ["someone", "provider-", "one-", &case.received.submission, "E07000178"] {
            prop_assert!(!text.contains(told), "{} is left in {}", told, text);
        }
        for time in text.split('"').filter_map(|text| text.parse::<Timestamp>().ok()) {
            prop_assert_eq!(time, crate::calendar::start_of_week(time), "a time is left");
        }
    }
}
