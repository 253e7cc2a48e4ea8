//! Invariants while a service is wound down: everybody has an owner, nobody has two services for
//! one, and no need is lost.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::{append_all, load_changes, open};
use domain::case::commands::clock::overdue;
use domain::case::commands::routing::{limited_services, route};
use domain::case::commands::wind_down::{WindDown, WindDownOutcome, wind_down};
use domain::case::deadlines::{accept_by, first_contact_by};
use domain::matching::Loads;
use events::Reference;
use events::assessment::Flag;
use events::case::{
    Case, CaseChange, CaseEvent, DeclineReason, HandOn, HandOnBasis, HandOnReason, Offered, Onward,
    OnwardState, Received, ReferOn, ReferOnReason, TaskKind, WindDownReason,
};
use events::profile::Profile;
use events::referral::NeedCode;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;
use std::collections::BTreeMap;

fn profile() -> Profile {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../infra/areas/thames-valley/profile.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A person in Oxford who needs that.
fn received(needs: &serde_json::Value) -> Received {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../events/samples/case-event.received.json"
    );
    let mut event: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let what = &mut event["what"];
    what["local_authority"] = json!("E07000178");
    what["needs"] = needs.clone();
    what["assessment"]["specialisms"] = json!([]);
    match serde_json::from_value::<CaseEvent>(event).unwrap().what {
        CaseChange::Received(received) => *received,
        other => panic!("{other:?}"),
    }
}

/// The next event. An index chooses the onward referral.
#[derive(Clone, Debug)]
enum Step {
    Accept(Index),
    Decline(Index),
    Withdraw(Index),
    Close(Index),
    /// Some hours pass, and the clock looks.
    Wait(u8),
    /// The hub searches for services, if a search is due.
    Look,
    /// The service of an onward referral is wound down, towards another service of the area or the
    /// best match.
    WindDown(Index, Option<Index>),
    ReferOn(Index, Index),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        4 => any::<Index>().prop_map(Step::Accept),
        2 => any::<Index>().prop_map(Step::Decline),
        1 => any::<Index>().prop_map(Step::Withdraw),
        1 => any::<Index>().prop_map(Step::Close),
        2 => (1_u8..60).prop_map(Step::Wait),
        4 => Just(Step::Look),
        4 => (any::<Index>(), prop::option::of(any::<Index>())).prop_map(|(of, to)| Step::WindDown(of, to)),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(of, to)| Step::ReferOn(of, to)),
    ];
    prop::collection::vec(one, 0..40)
}

struct World {
    profile: Profile,
    case: Case,
    held: BTreeMap<String, i64>,
    now: Timestamp,
}

impl World {
    fn begin(needs: &serde_json::Value) -> Self {
        let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
        let (case, _) = open(Reference::from_number(1), received(needs), now);
        let mut world = Self {
            profile: profile(),
            case,
            held: BTreeMap::new(),
            now,
        };
        world.look();
        world
    }

    fn loads(&self) -> Loads {
        Loads(
            self.held
                .iter()
                .map(|(code, held)| (code.clone(), u32::try_from(*held).unwrap()))
                .collect(),
        )
    }

    /// Appends the events, with loads counted as in the store.
    fn append(&mut self, changes: Vec<CaseChange>) {
        let (after, events) = append_all(&self.case, changes, self.now).unwrap();
        for change in load_changes(&after, &events) {
            *self.held.entry(change.service.to_owned()).or_default() +=
                if change.takes.is_some() { 1 } else { -1 };
        }
        self.case = after;
    }

    fn look(&mut self) {
        let loads = self.loads();
        let events = route(&self.case, &self.profile, &loads, self.now);
        self.append(events);
    }

    fn chosen(&self, index: Index, state: OnwardState) -> Option<Onward> {
        let all: Vec<_> = self
            .case
            .support
            .onwards
            .iter()
            .filter(|onward| onward.state == state)
            .collect();
        if all.is_empty() {
            None
        } else {
            Some((*index.get(&all)).clone())
        }
    }

    fn apply_step(&mut self, step: &Step) {
        match step {
            Step::Accept(index) => {
                let Some(onward) = self.chosen(*index, OnwardState::Offered) else {
                    return;
                };
                let Offered {
                    onward,
                    provider,
                    moved_from,
                    ..
                } = onward.offered;
                let first_contact_by = first_contact_by(&self.profile.clocks, self.now);
                let mut changes = vec![CaseChange::Accepted {
                    onward: onward.clone(),
                    provider,
                    first_contact_by,
                }];
                let from = moved_from.and_then(|from| self.case.support.onward(&from).cloned());
                if let Some(from) = from.filter(|from| from.state == OnwardState::Accepted) {
                    changes.push(CaseChange::HandedOver {
                        onward: from.offered.onward,
                        to: onward,
                    });
                }
                self.append(changes);
            }
            Step::Decline(index) => {
                let Some(onward) = self.chosen(*index, OnwardState::Offered) else {
                    return;
                };
                let Offered {
                    onward, provider, ..
                } = onward.offered;
                self.append(vec![CaseChange::Declined {
                    onward,
                    provider,
                    why: DeclineReason::NoCapacity,
                }]);
            }
            Step::Withdraw(index) => {
                let Some(onward) = self.chosen(*index, OnwardState::Offered) else {
                    return;
                };
                self.append(vec![CaseChange::Withdrawn {
                    onward: onward.offered.onward,
                }]);
            }
            Step::Close(index) => {
                let Some(onward) = self.chosen(*index, OnwardState::Accepted) else {
                    return;
                };
                let act = events::care::Act::Closed {
                    outcome: events::care::Outcome::Declined,
                };
                let leads_to = domain::case::commands::provider::follow_up(
                    &self.case,
                    &onward.offered.onward,
                    &act,
                    self.now,
                );
                let Offered {
                    onward, provider, ..
                } = onward.offered;
                self.append(
                    [
                        vec![CaseChange::Cared {
                            onward,
                            provider,
                            act,
                        }],
                        leads_to,
                    ]
                    .concat(),
                );
            }
            Step::Wait(hours) => {
                self.now += SignedDuration::from_hours(i64::from(*hours));
                let events = overdue(&self.case, self.now);
                self.append(events);
            }
            Step::Look => self.look(),
            Step::WindDown(index, to) => {
                let Some(onward) = self
                    .chosen(*index, OnwardState::Accepted)
                    .or_else(|| self.chosen(*index, OnwardState::Offered))
                else {
                    return;
                };
                let to = to.map(|to| to.get(&self.profile.services).code.clone());
                let down = WindDown {
                    service: &onward.offered.service,
                    to: to.as_deref(),
                    reason: WindDownReason::EndsEarly,
                };
                self.winds_down(down);
            }
            Step::ReferOn(index, to) => {
                let Some(from) = self.chosen(*index, OnwardState::Accepted) else {
                    return;
                };
                let asked = ReferOn {
                    service: to.get(&self.profile.services).code.clone(),
                    needs: vec![NeedCode::IsolationOrLoneliness],
                    reason: ReferOnReason::OtherNeed,
                    agreed: true,
                };
                let loads = self.loads();
                if let Ok(what) = domain::case::commands::refer_on::refer_on(
                    &self.case,
                    &self.profile,
                    &loads,
                    &from,
                    &asked,
                    self.now,
                ) {
                    self.append(vec![what]);
                }
            }
        }
    }

    fn winds_down(&mut self, down: WindDown<'_>) {
        let before: Vec<_> = services_of(&self.case);
        let (events, became) =
            wind_down(&self.case, &self.profile, &self.loads(), down, self.now).unwrap();
        self.append(events);
        assert_eq!(
            services_of(&self.case),
            before,
            "somebody lost their provider"
        );
        // Repeating it changes nothing.
        let (again, then) =
            wind_down(&self.case, &self.profile, &self.loads(), down, self.now).unwrap();
        assert!(again.is_empty(), "{became:?}, then {then:?}: {again:?}");
        let asked = |onward: &&Onward| {
            onward.state == OnwardState::Offered && onward.offered.service == down.service
        };
        assert!(
            !self
                .case
                .support
                .onwards
                .iter()
                .any(|onward| asked(&onward)),
            "it is asked, and ends"
        );
        if became == WindDownOutcome::Told {
            assert!(!self.case.coordination.holds.is_empty(), "nobody was told");
        }
    }

    fn judge(&self) {
        let case = &self.case;
        assert!(
            case.owned().is_some() || case.lifecycle.ended.is_some(),
            "nobody has it"
        );
        for onward in &case.support.onwards {
            let code = &onward.offered.onward;
            let takes = |other: &&Onward| other.offered.moved_from.as_ref() == Some(code);
            let live = case.support.live().filter(takes).count();
            assert!(live <= 1, "{live} take over from {code}");
            let accepted = case
                .support
                .onwards
                .iter()
                .filter(takes)
                .any(|other| other.state == OnwardState::Accepted);
            assert!(
                !accepted || onward.state != OnwardState::Accepted,
                "{code} is with two"
            );
            let over = matches!(onward.state, OnwardState::HandedOver);
            let taken = case
                .support
                .onwards
                .iter()
                .filter(takes)
                .any(|other| !other.refused());
            assert!(!over || taken, "{code} was handed over to nobody");
        }
        for code in limited_services(&self.profile, self.now) {
            let live = case
                .support
                .live()
                .filter(|onward| onward.offered.service == code)
                .count();
            assert_eq!(
                self.held.get(code).copied().unwrap_or(0),
                i64::try_from(live).unwrap(),
                "{code}"
            );
        }
    }
}

/// The service that supports the person.
fn services_of(case: &Case) -> Vec<String> {
    let accepted = case
        .support
        .onwards
        .iter()
        .filter(|onward| onward.state == OnwardState::Accepted);
    accepted
        .map(|onward| onward.offered.onward.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn winding_down_loses_and_duplicates_nobody(steps in steps()) {
        let needs = json!([{"code": "trouble-sleeping", "weight": "a-lot"}, {"code": "compensation-claim"}]);
        let mut world = World::begin(&needs);
        for step in &steps {
            world.apply_step(step);
            world.judge();
        }
        // After everybody has answered and the hub has searched, the coordinators hold every person
        // who was declined.
        for _ in 0..4 {
            world.apply_step(&Step::Wait(59));
            world.look();
            world.judge();
        }
        let refused = |onward: &&Onward| {
            let takes = |other: &&Onward| other.offered.moved_from.as_ref() == Some(&onward.offered.onward);
            onward.state == OnwardState::Accepted && world.case.support.onwards.iter().any(|other| takes(&other) && other.refused())
        };
        for onward in world.case.support.onwards.iter().filter(refused) {
            let asked = world.case.support.live().any(|o| o.offered.moved_from.as_ref() == Some(&onward.offered.onward));
            prop_assert!(asked || !world.case.coordination.holds.is_empty(), "nobody was told about {}", onward.offered.onward);
        }
    }
}

#[test]
fn a_takeover_offer_has_a_longer_deadline() {
    let mut world = World::begin(&json!([{"code": "trouble-sleeping"}]));
    let universal = |code: &str| {
        world
            .profile
            .services
            .iter()
            .any(|service| service.code == code && service.universal)
    };
    let offered = { world.case.support.live() }.map(|onward| onward.offered.clone());
    let first = offered
        .into_iter()
        .find(|offered| !universal(&offered.service))
        .unwrap();
    let (onward, provider) = (first.onward.clone(), first.provider.clone());
    world.append(vec![CaseChange::Accepted {
        onward,
        provider,
        first_contact_by: world.now,
    }]);
    let down = WindDown {
        service: &first.service,
        to: None,
        reason: WindDownReason::ContractEnds,
    };
    let by = |world: &World| {
        let (events, _) =
            wind_down(&world.case, &world.profile, &world.loads(), down, world.now).unwrap();
        match events.first() {
            Some(CaseChange::Offered(offered)) => offered.accept_by,
            other => panic!("{other:?}"),
        }
    };
    let soon = accept_by(world.case.risk(), &world.profile.clocks, world.now);
    assert!(by(&world) > soon);
    let service = world
        .profile
        .services
        .iter_mut()
        .find(|service| service.code == first.service)
        .unwrap();
    service.until = Some("2026-11-22".parse().unwrap());
    assert_eq!(
        by(&world),
        soon,
        "the old service is gone, so the next one is asked like any other"
    );
}

/// A coordinator may hand a case on in the moment before its first routing. What a new case needs must not be lost then.
#[test]
fn a_case_that_was_handed_on_before_its_first_routing_still_gets_its_first_tasks() {
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().unwrap();
    let mut received = received(&json!([{"code": "trouble-sleeping"}]));
    received.assessment.flags = vec![Flag::ImmediateDanger, Flag::Marac];
    let (case, _) = open(Reference::from_number(1), received, now);
    let profile = profile();
    let service = profile
        .services
        .iter()
        .find(|service| service.code == "vf-counselling")
        .unwrap();
    let offered = Offered {
        onward: format!("{}-1", case.reference),
        provider: service.provider.clone(),
        service: service.code.clone(),
        needs: Vec::new(),
        accept_by: now + SignedDuration::from_hours(1),
        reasons: Vec::new(),
        capacity: None,
        hand_on: Some(HandOn {
            basis: HandOnBasis::Consent,
            reason: HandOnReason::LivesThere,
            by: "someone".to_owned(),
        }),
        referred_on: None,
        moved_from: None,
    };
    let (case, _) = append_all(&case, vec![CaseChange::Offered(offered)], now).unwrap();
    let down = WindDown {
        service: "vf-counselling",
        to: None,
        reason: WindDownReason::ContractEnds,
    };
    let (events, _) = wind_down(&case, &profile, &Loads::default(), down, now).unwrap();
    let (after, _) = append_all(&case, events, now).unwrap();
    let all = &after.support.onwards[1..];
    assert!(
        !all.is_empty()
            && all
                .iter()
                .all(|onward| onward.offered.service != "vf-counselling")
    );
    for kind in [TaskKind::LookAtDanger, TaskKind::ConsiderMarac] {
        assert!(after.coordination.has_open_task(kind), "{kind}");
    }
}
