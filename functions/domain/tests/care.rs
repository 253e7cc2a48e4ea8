//! What a provider may do for a person, and in which order.
#![allow(clippy::unwrap_used, reason = "in a test a panic is how it fails")]

use domain::care::{IllegalAct, record};
use events::care::{Act, Care, ContactOutcome, Outcome, Point, Scores};
use events::referral::{ChannelKind, Modality, NeedCode};
use jiff::Timestamp;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn scores(all: u8) -> Option<Scores> {
    of([all; 6])
}

/// Health, coping, safety, reintegration, informed, justice.
fn of([health, coping, safety, reintegration, informed, justice]: [u8; 6]) -> Option<Scores> {
    Some(Scores {
        health,
        coping,
        safety,
        reintegration,
        informed,
        justice,
    })
}

fn done(acts: &[Act]) -> Result<Care, IllegalAct> {
    let mut care = Care::default();
    acts.iter()
        .try_for_each(|act| record(&mut care, act, at("2026-11-23T10:00:00Z")))?;
    Ok(care)
}

const REACHED: Act = Act::ContactTried {
    by: ChannelKind::Phone,
    outcome: ContactOutcome::Reached,
};
const SESSION: Act = Act::SessionHeld {
    modality: Modality::Phone,
    minutes: 45,
};

#[test]
fn completed_support_shows_the_progress() {
    let care = done(&[
        REACHED,
        Act::Measured {
            point: Point::Beginning,
            scores: of([2, 3, 1, 7, 0, 5]),
            needs: None,
        },
        SESSION,
        Act::Measured {
            point: Point::Middle,
            scores: scores(5),
            needs: None,
        },
        SESSION,
        Act::Measured {
            point: Point::End,
            scores: of([9, 8, 4, 5, 10, 9]),
            needs: None,
        },
        Act::Closed {
            outcome: Outcome::Completed,
        },
    ])
    .unwrap();
    assert_eq!((care.sessions, care.minutes, care.next_by), (2, 90, None));
    let travelled = [
        ("health", 7),
        ("coping", 5),
        ("safety", 3),
        ("reintegration", -2),
        ("informed", 10),
        ("justice", 4),
    ];
    assert_eq!(care.distance_travelled(), Some(travelled));
    let over = record(&mut care.clone(), &SESSION, Timestamp::UNIX_EPOCH);
    assert_eq!(over, Err(IllegalAct::Over));
}

#[test]
fn progress_after_a_takeover_counts_from_the_start() {
    let begun = done(&[Act::Measured {
        point: Point::Beginning,
        scores: scores(2),
        needs: None,
    }])
    .unwrap();
    let mut care = Care {
        begun: begun.measures.first().cloned(),
        ..Care::default()
    };
    let mut does = |act| record(&mut care, &act, at("2027-01-11T10:00:00Z"));
    does(REACHED).unwrap();
    does(Act::Measured {
        point: Point::End,
        scores: scores(9),
        needs: None,
    })
    .unwrap();
    does(Act::Closed {
        outcome: Outcome::Completed,
    })
    .unwrap();
    assert!(
        care.distance_travelled()
            .unwrap()
            .iter()
            .all(|(_, gone)| *gone == 7)
    );
    assert_eq!(
        care.measures.len(),
        1,
        "what another measured is not this provider's"
    );
}

#[test]
fn nothing_is_completed_that_was_not_begun() {
    let close = Act::Closed {
        outcome: Outcome::Completed,
    };
    assert_eq!(
        done(std::slice::from_ref(&close)),
        Err(IllegalAct::NotReached)
    );
    assert_eq!(done(&[REACHED, close]), Err(IllegalAct::NotMeasured));
    assert_eq!(
        done(&[Act::Measured {
            point: Point::End,
            scores: None,
            needs: None
        }]),
        Err(IllegalAct::NoBeginning)
    );
    assert!(
        done(&[Act::Closed {
            outcome: Outcome::NotReached
        }])
        .is_ok()
    );
}

#[test]
fn who_would_rather_not_say_is_not_made_to() {
    let care = done(&[
        REACHED,
        Act::Measured {
            point: Point::Beginning,
            scores: None,
            needs: None,
        },
        Act::Measured {
            point: Point::End,
            scores: scores(9),
            needs: None,
        },
        Act::Closed {
            outcome: Outcome::Completed,
        },
    ])
    .unwrap();
    assert_eq!(care.distance_travelled(), None);
}

#[test]
fn remaining_needs_are_recorded_once_per_measurement() {
    let left = |needs: &[NeedCode]| Act::Measured {
        point: Point::Beginning,
        scores: None,
        needs: Some(needs.to_vec()),
    };
    let care = done(&[left(&[
        NeedCode::TroubleSleeping,
        NeedCode::DamageToProperty,
    ])])
    .unwrap();
    let needs = care.measures[0].needs.clone().unwrap();
    let areas: Vec<&str> = needs.into_iter().map(events::care::area_of).collect();
    assert_eq!(areas, ["health", "coping"]);
    assert!(done(&[left(&[])]).is_ok(), "nothing remains");
    let twice = done(&[left(&[
        NeedCode::TroubleSleeping,
        NeedCode::TroubleSleeping,
    ])]);
    assert_eq!(twice, Err(IllegalAct::NeedTwice));
}

#[test]
fn a_failed_contact_is_repeated_in_two_days() {
    let tried = Act::ContactTried {
        by: ChannelKind::Phone,
        outcome: ContactOutcome::NoAnswer,
    };
    let mut care = Care::default();
    // A Friday: two working days later is Tuesday.
    record(&mut care, &tried, at("2026-11-20T15:00:00Z")).unwrap();
    assert_eq!(
        care.next_by
            .unwrap()
            .to_zoned(jiff::tz::TimeZone::UTC)
            .date()
            .to_string(),
        "2026-11-24"
    );
}

fn some_needs() -> impl Strategy<Value = Vec<NeedCode>> {
    prop::collection::vec(prop::sample::select(NeedCode::ALL), 0..4)
}

fn any_act() -> impl Strategy<Value = Act> {
    let score = 0..12_u8;
    let six = prop::array::uniform6(score).prop_map(|s| Scores {
        health: s[0],
        coping: s[1],
        safety: s[2],
        reintegration: s[3],
        informed: s[4],
        justice: s[5],
    });
    prop_oneof![
        (
            prop::sample::select(ChannelKind::ALL),
            prop::sample::select(ContactOutcome::ALL)
        )
            .prop_map(|(by, outcome)| Act::ContactTried { by, outcome }),
        (prop::sample::select(Modality::ALL), 0..700_u16)
            .prop_map(|(modality, minutes)| Act::SessionHeld { modality, minutes }),
        (
            prop::sample::select(Point::ALL),
            prop::option::of(six),
            prop::option::of(some_needs())
        )
            .prop_map(|(point, scores, needs)| Act::Measured {
                point,
                scores,
                needs
            }),
        prop::sample::select(Outcome::ALL).prop_map(|outcome| Act::Closed { outcome }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_refused_action_changes_nothing(acts in prop::collection::vec(any_act(), 0..12)) {
        let mut care = Care::default();
        let now = at("2026-11-23T10:00:00Z");
        for act in &acts {
            let before = care.clone();
            let outcome = record(&mut care, act, now);
            if outcome.is_err() {
                prop_assert_eq!(&care, &before);
            }
            if before.outcome.is_some() {
                prop_assert_eq!(outcome, Err(IllegalAct::Over));
            }
            // While support is running, a next contact is always due.
            prop_assert!(care.attempts.is_empty() && care.sessions == 0 || care.outcome.is_some() || care.next_by.is_some());
        }
    }
}
