//! The counters are always a recount of the stored events: after repeats, late and reordered deliveries, merges,
//! reopenings and erasures. `FIGURES_SEED` plays one run again.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::append;
use events::assessment::{Risk, Specialism, Tier};
use events::care::{Act, ContactOutcome, Outcome, Point, Scores};
use events::case::{
    Actor, Case, CaseChange, CaseEvent, CloseReason, Closed, DeclineReason, Joined, LeftOut,
    Matched, OfferReason, Offered, ReopenReason, UpliftReason, Uplifted,
};
use events::matching::WhyLeft;
use events::profile::ConsentModel;
use events::referral::{ChannelKind, Modality, Need, NeedCode, SourceKind, Weight};
use figures::{handle, publish};
use jiff::{SignedDuration, Timestamp};
use measures::{Measure, QUESTIONS, TOTAL, every_question, facts, sums};
use platform::ports::{AcceptReferral, AppendEvents, SideWrites, Standing};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{Rng, SeedableRng};
use std::collections::BTreeMap;
use suppression::{Cell, Period, Place, Published, Span};
use twins::{Faults, State, Twin, sample};

const NOW: &str = "2026-07-03T09:00:00Z";
const PROVIDERS: [&str; 2] = ["victims-first", "gone"];

fn pick<T: Copy>(chance: &mut StdRng, of: &[T]) -> T {
    *of.choose(chance).expect("something to choose")
}

fn scores(chance: &mut StdRng) -> Scores {
    let mut score = || chance.random_range(0..=Scores::MOST);
    Scores {
        health: score(),
        coping: score(),
        safety: score(),
        reintegration: score(),
        informed: score(),
        justice: score(),
    }
}

/// A change that may or may not be allowed now.
fn some_change(case: &Case, all: &[Case], at: Timestamp, chance: &mut StdRng) -> CaseChange {
    let chosen = case.support.onwards.choose(chance);
    let onward = chosen.map_or("none", |onward| &onward.offered.onward);
    let onward = onward.to_owned();
    let own = chosen.map_or("none", |onward| &onward.offered.provider);
    let own = own.to_owned();
    let coordinator = Actor::coordinator("one");
    match chance.random_range(0..18) {
        0..=2 => CaseChange::Offered(Offered {
            onward: format!("{}-{}", case.reference, case.version),
            service: format!("service-{}", case.version),
            provider: pick(chance, &PROVIDERS).to_owned(),
            needs: case.received.needs.iter().map(|need| need.code).collect(),
            reasons: if chance.random_bool(0.5) {
                vec![OfferReason::Universal.into()]
            } else {
                Vec::new()
            },
            ..sample::offer(case, "x", at)
        }),
        3..=4 => CaseChange::Accepted {
            onward,
            provider: own,
            first_contact_by: at + SignedDuration::from_hours(48),
        },
        5 => CaseChange::Declined {
            onward,
            provider: own,
            why: pick(chance, DeclineReason::ALL),
        },
        6 => CaseChange::Expired { onward },
        7..=8 | 15..=17 => CaseChange::Cared {
            onward,
            provider: own,
            act: match chance.random_range(0..4) {
                0 => Act::ContactTried {
                    by: ChannelKind::Phone,
                    outcome: pick(chance, ContactOutcome::ALL),
                },
                1 => Act::SessionHeld {
                    modality: pick(chance, Modality::ALL),
                    minutes: chance.random_range(1..=600),
                },
                2 => Act::Measured {
                    point: pick(chance, Point::ALL),
                    scores: chance.random_bool(0.8).then(|| scores(chance)),
                    needs: None,
                },
                _ => Act::Closed {
                    outcome: pick(chance, Outcome::ALL),
                },
            },
        },
        9 => CaseChange::Matched(Matched {
            left: vec![LeftOut {
                service: pick(chance, &["vf-counselling", "gone"]).to_owned(),
                why: WhyLeft::Full,
            }],
            unmet: vec![NeedCode::TroubleSleeping],
            newly_unmet: vec![NeedCode::TroubleSleeping],
            unserved: case.received.assessment.specialisms.clone(),
            local_authority: case.received.local_authority.clone(),
        }),
        10 => CaseChange::Closed(Closed {
            why: pick(chance, CloseReason::ALL),
            into: None,
            by: coordinator,
        }),
        11 => CaseChange::Reopened {
            why: pick(chance, ReopenReason::ALL),
            by: coordinator,
        },
        12 => CaseChange::Uplifted(Uplifted {
            tier: Some(Tier::Enhanced),
            risk: Some(Risk::High),
            reason: UpliftReason::Judgement,
            by: "one".to_owned(),
        }),
        13 => CaseChange::Joined(Joined {
            from: all.choose(chance).expect("a case").reference.clone(),
            needs: vec![Need {
                code: NeedCode::CourtAttendance,
                weight: Some(Weight::ALot),
            }],
            specialisms: vec![Specialism::Isva],
            unwanted: Vec::new(),
            updates_taken_back: false,
            reason: None,
            by: "one".to_owned(),
        }),
        _ if case.lifecycle.erasure.requested().is_some() => CaseChange::Erased { by: coordinator },
        _ => CaseChange::ToBeErased { by: coordinator },
    }
}

/// A world with cases that somebody worked on for three months. Nothing is counted yet.
async fn played(cases: u64, steps: usize, chance: &mut StdRng) -> Twin {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    let mut now: Timestamp = NOW.parse().expect("a time");
    let councils: Vec<String> = twin.profile().local_authorities[..3]
        .iter()
        .map(|council| council.code.clone())
        .collect();
    let mut all = Vec::new();
    for number in 1..=cases {
        now += SignedDuration::from_mins(chance.random_range(1..3_000));
        let mut new = sample::new_case(number, now);
        let received = &mut new.case.received;
        received.source = pick(chance, SourceKind::ALL);
        received.consent_model = Some(pick(chance, ConsentModel::ALL));
        received.local_authority = councils.choose(chance).cloned().filter(|_| number % 5 > 0);
        let named = chance.random_range(0..4);
        received.needs = NeedCode::ALL
            .choose_multiple(chance, named)
            .map(|code| Need {
                code: *code,
                weight: Some(Weight::ALot),
            })
            .collect();
        received.assessment.specialisms = vec![pick(chance, Specialism::ALL)];
        new.event.what = CaseChange::Received(Box::new(received.clone()));
        twin.accept(&new).await.expect("accepted");
        all.push(new.case);
    }
    for _ in 0..steps {
        now += SignedDuration::from_mins(chance.random_range(1..90));
        let index = chance.random_range(0..all.len());
        let mut after = all[index].clone();
        let change = some_change(&after, &all, now, chance);
        let Ok(event) = append(&mut after, change, now) else {
            continue;
        };
        twin.append(&after, &[event], SideWrites::default())
            .await
            .expect("appended");
        all[index] = after;
    }
    twin
}

/// Delivers those events in any order, some of them more than once.
async fn deliver(twin: &Twin, events: &[CaseEvent], chance: &mut StdRng) {
    let mut deliveries: Vec<&CaseEvent> = events.iter().collect();
    deliveries.extend(events.choose_multiple(chance, events.len() / 2));
    deliveries.shuffle(chance);
    for event in deliveries {
        let mut tries = 0;
        while handle(twin, event.clone()).await.is_err() {
            tries += 1;
            assert!(tries < 1_000, "a delivery never succeeds");
        }
    }
}

fn stored(state: &State) -> measures::Changes {
    let mut counters = state.counters.clone();
    for cells in counters.values_mut() {
        cells.retain(|_, count| *count != 0);
    }
    counters.retain(|_, cells| !cells.is_empty());
    counters
}

fn recount(state: &State) -> measures::Changes {
    let all: Vec<_> = state
        .cases
        .iter()
        .flat_map(|(reference, case)| facts(case, &state.events[reference]))
        .collect();
    sums(&all, &every_question().collect::<Vec<_>>())
}

fn seeds() -> Vec<u64> {
    match std::env::var("FIGURES_SEED").ok() {
        Some(seed) => vec![seed.parse().expect("a seed")],
        None => (0..20).collect(),
    }
}

#[tokio::test]
async fn counters_are_a_recount_however_events_come() {
    for seed in seeds() {
        let mut chance = StdRng::seed_from_u64(seed);
        let twin = played(30, 800, &mut chance).await;
        let stream = twin.state().stream.clone();
        let (early, late) = stream.split_at(stream.len() / 2);
        deliver(&twin, late, &mut chance).await;
        deliver(&twin, early, &mut chance).await;
        deliver(&twin, &stream, &mut chance).await;
        let state = twin.state();
        let (stored, recount) = (stored(&state), recount(&state));
        assert_eq!(stored, recount, "FIGURES_SEED={seed}");
        assert_eq!(state.facts.len(), 30, "FIGURES_SEED={seed}");
    }
}

#[tokio::test]
async fn each_breakdown_adds_up_to_its_total() {
    for seed in seeds() {
        let mut chance = StdRng::seed_from_u64(seed);
        let twin = played(30, 800, &mut chance).await;
        for question in every_question() {
            for (key, cells) in recount(&twin.state()) {
                if !key.starts_with(&question.mark()) {
                    continue;
                }
                let mut parts: BTreeMap<(String, String), i64> = BTreeMap::new();
                for (name, count) in cells {
                    let cell = measures::Cell::parse(&name).expect("a cell");
                    *parts.entry((cell.district, cell.breakdown)).or_default() += count;
                }
                let totals = parts.clone().into_iter().filter(|((_, b), _)| b == TOTAL);
                for ((district, _), total) in totals {
                    for breakdown in question.breakdowns {
                        let part = parts.get(&(district.clone(), breakdown.name.to_owned()));
                        assert_eq!(part, Some(&total), "{key} {} seed {seed}", breakdown.name);
                    }
                }
            }
        }
    }
}

/// A table is published in its own words: each code that a fact can have is declared.
#[tokio::test]
async fn what_is_published_is_the_count_or_hidden() {
    let mut chance = StdRng::seed_from_u64(7);
    let twin = played(60, 1_500, &mut chance).await;
    let stream = twin.state().stream.clone();
    deliver(&twin, &stream, &mut chance).await;
    let now: Timestamp = "2026-11-02T05:00:00Z".parse().expect("a time");
    publish(&twin, now).await.expect("published");
    let third = Period::of(
        suppression::Month::new(2026, 7).expect("July"),
        Span::Quarter,
    );
    let state = twin.state();
    let (mut shown, mut hidden) = (0, 0);
    for question in QUESTIONS {
        let release = &state.releases[&Standing::Final.key(&question, &third.to_string())];
        let published = Published::of([release.clone()]);
        for breakdown in question.breakdowns {
            for (row, count) in by_row(&state, &question, breakdown.name) {
                let cell = published.cell(
                    question.name,
                    third,
                    Place::Area,
                    &[(breakdown.rows.as_str(), &row)],
                );
                match cell {
                    Cell::Value(value) => {
                        assert_eq!(value as i64, count, "{} {row}", breakdown.name);
                        assert!(value == 0 || value >= 5, "{} {row}", breakdown.name);
                        shown += 1;
                    }
                    Cell::Confidential => hidden += 1,
                    other => panic!("{} {row} is {other:?}", breakdown.name),
                }
            }
        }
    }
    assert!(shown > 10 && hidden > 10, "{shown} shown, {hidden} hidden");
    assert!(
        state
            .releases
            .contains_key(&Standing::Provisional.key(&QUESTIONS[0], "2026-Q4"))
    );
}

/// The counts of a breakdown's rows in the third quarter of 2026.
fn by_row(state: &State, question: &measures::Question, breakdown: &str) -> BTreeMap<String, i64> {
    let mut rows = BTreeMap::new();
    for month in ["2026-07", "2026-08", "2026-09"] {
        for (name, count) in state
            .counters
            .get(&question.key(month))
            .into_iter()
            .flatten()
        {
            let cell = measures::Cell::parse(name).expect("a cell");
            if cell.breakdown == breakdown {
                let row = if cell.row == "gone" {
                    "other".to_owned()
                } else {
                    cell.row
                };
                *rows.entry(row).or_default() += count;
            }
        }
    }
    rows
}

#[tokio::test]
async fn a_final_figure_never_changes() {
    let mut chance = StdRng::seed_from_u64(3);
    let twin = played(60, 500, &mut chance).await;
    let stream = twin.state().stream.clone();
    let (early, late) = stream.split_at(stream.len() / 2);
    let early: Vec<CaseEvent> = early.to_vec();
    deliver(&twin, &early, &mut chance).await;
    let [first, next] = ["2026-11-02T05:00:00Z", "2026-11-03T05:00:00Z"]
        .map(|day| day.parse::<Timestamp>().expect("a time"));
    publish(&twin, first).await.expect("published");
    let key = Standing::Final.key(&QUESTIONS[0], "2026-Q3");
    let before = twin.state().releases[&key].clone();
    deliver(&twin, late, &mut chance).await;
    publish(&twin, next).await.expect("published");
    assert_eq!(twin.state().releases[&key], before);
}

#[tokio::test]
async fn facts_hold_no_reference_no_account_and_no_time() {
    let mut chance = StdRng::seed_from_u64(5);
    let twin = played(30, 4_000, &mut chance).await;
    let stream = twin.state().stream.clone();
    deliver(&twin, &stream, &mut chance).await;
    let state = twin.state();
    for (key, kept) in &state.facts {
        let text = format!("{key} {}", serde_json::to_string(kept).expect("JSON"));
        for case in state.cases.values() {
            assert!(!text.contains(case.reference.as_str()));
            assert!(!text.contains(&case.received.submission));
        }
        assert!(!text.contains("\"one\"") && !text.contains("T0") && !text.contains("T1"));
    }
    let measured: Vec<Measure> = Measure::ALL.to_vec();
    for measure in measured {
        let has = |kept: &platform::ports::KeptFacts| {
            kept.facts.iter().any(|fact| fact.measure == measure)
        };
        assert!(state.facts.values().any(has), "no {}", measure.as_str());
    }
}

#[test]
fn the_declared_questions_fit_every_area() {
    for area in [
        "avon-somerset",
        "cambridgeshire",
        "devon-cornwall",
        "kent",
        "thames-valley",
    ] {
        let family = figures::family(&sample::profile(area));
        assert!(family.is_ok(), "{area}: {family:?}");
    }
}

/// A case is counted in one transaction, which has at most 100 items, and whose expressions have at most 4 KB.
#[tokio::test]
async fn a_long_case_is_counted_in_one_transaction() {
    let mut chance = StdRng::seed_from_u64(11);
    let twin = played(5, 2_500, &mut chance).await;
    let state = twin.state();
    for (reference, case) in &state.cases {
        let facts = facts(case, &state.events[reference]);
        let changes = measures::changes(&[], &[], &facts);
        assert!(changes.len() < 100, "{} items", changes.len());
        for cells in changes.values() {
            let terms = (0..cells.len()).map(|place| format!("#c{place} :v{place}, ").len());
            let length = terms.sum::<usize>();
            assert!(length < 4_000, "{} cells", cells.len());
        }
    }
}
