//! What the facts of one case say about its providers, and about the person before and after.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

use domain::case::apply::{append, open};
use events::assessment::Category;
use events::assessment::{Risk, Tier};
use events::care::{Act, ContactOutcome, Outcome, Point, Scores};
use events::case::{
    Actor, Case, CaseChange, CaseEvent, CloseReason, Closed, Joined, LeftOut, Matched, OfferReason,
    Offered, Paused, ReopenReason, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use events::matching::WhyLeft;
use events::profile::ConsentModel;
use events::referral::{Basis, ChannelKind, Modality, Need, NeedCode, SourceKind};
use jiff::{SignedDuration, Timestamp};
use measures::{Dimension, Measure, facts};
use twins::sample;

/// A case with its events, to which hours pass.
struct Story {
    case: Case,
    events: Vec<CaseEvent>,
    now: Timestamp,
}

impl Story {
    fn new() -> Self {
        let now: Timestamp = "2026-07-06T09:00:00Z".parse().unwrap();
        let new = sample::new_case(1, now);
        let (case, event) = open(new.case.reference.clone(), new.case.received.clone(), now);
        Self {
            case,
            events: vec![event],
            now,
        }
    }

    fn wait(&mut self, hours: i64) -> &mut Self {
        self.now += SignedDuration::from_hours(hours);
        self
    }

    fn does(&mut self, change: CaseChange) -> &mut Self {
        let event = append(&mut self.case, change, self.now).expect("an allowed change");
        self.events.push(event);
        self
    }

    /// An offer to a service that is not the universal one.
    fn offer(&mut self, onward: &str, provider: &str) -> &mut Self {
        let offered = Offered {
            onward: onward.to_owned(),
            service: format!("{provider}-{onward}"),
            provider: provider.to_owned(),
            reasons: Vec::new(),
            ..sample::offer(&self.case, "x", self.now)
        };
        self.does(CaseChange::Offered(offered))
    }

    fn accept(&mut self, onward: &str, provider: &str) -> &mut Self {
        let first_contact_by = self.now + SignedDuration::from_hours(48);
        self.does(CaseChange::Accepted {
            onward: onward.to_owned(),
            provider: provider.to_owned(),
            first_contact_by,
        })
    }

    fn act(&mut self, onward: &str, provider: &str, act: Act) -> &mut Self {
        self.does(CaseChange::Cared {
            onward: onward.to_owned(),
            provider: provider.to_owned(),
            act,
        })
    }

    /// The code of a dimension in each fact of a measure.
    fn codes(&self, measure: Measure, dimension: Dimension) -> Vec<String> {
        let facts = facts(&self.case, &self.events).into_iter();
        facts
            .filter(|fact| fact.measure == measure)
            .map(|fact| fact.codes[&dimension].clone())
            .collect()
    }

    /// The month of each fact of a measure.
    fn months(&self, measure: Measure) -> Vec<String> {
        let facts = facts(&self.case, &self.events).into_iter();
        facts
            .filter(|fact| fact.measure == measure)
            .map(|fact| fact.month)
            .collect()
    }

    fn pause(&mut self, hours: i64) -> &mut Self {
        let until = self.now + SignedDuration::from_hours(hours);
        self.does(CaseChange::Paused(Paused {
            until,
            by: Actor::coordinator("one"),
        }))
    }

    fn contact(&self) -> String {
        self.codes(Measure::Contacts, Dimension::FirstContact)
            .join(" ")
    }

    fn ending(&self, dimension: Dimension) -> String {
        self.codes(Measure::Endings, dimension).join(" ")
    }

    fn person(&self, dimension: Dimension) -> String {
        self.codes(Measure::People, dimension).join(" ")
    }
}

fn tried(outcome: ContactOutcome) -> Act {
    Act::ContactTried {
        by: ChannelKind::Phone,
        outcome,
    }
}

fn session(minutes: u16) -> Act {
    Act::SessionHeld {
        modality: Modality::Phone,
        minutes,
    }
}

fn measured(point: Point, each: u8) -> Act {
    Act::Measured {
        point,
        scores: Some(Scores {
            health: each,
            coping: each,
            safety: each,
            reintegration: each,
            informed: each,
            justice: each,
        }),
        needs: None,
    }
}

#[test]
fn first_contact_is_kept_by_reaching_or_trying_in_time() {
    let accepted = || {
        let mut story = Story::new();
        story.offer("a", "one").wait(1).accept("a", "one");
        story
    };
    let mut story = accepted();
    assert_eq!(story.contact(), "waiting");
    story
        .wait(20)
        .act("a", "one", tried(ContactOutcome::Reached));
    assert_eq!(story.contact(), "reached-in-time");
    let mut story = accepted();
    story
        .wait(20)
        .act("a", "one", tried(ContactOutcome::NoAnswer));
    assert_eq!(story.contact(), "tried-in-time");
    let mut story = accepted();
    story
        .wait(49)
        .act("a", "one", tried(ContactOutcome::Reached));
    assert_eq!(story.contact(), "reached-late");
}

#[test]
fn a_pause_moves_first_contact_only_before_its_time() {
    let mut story = Story::new();
    story.offer("a", "one").accept("a", "one");
    story.wait(24).pause(24 * 60);
    assert_eq!(story.contact(), "waiting");
    assert_eq!(story.months(Measure::Contacts), ["2026-09"]);
    let mut story = Story::new();
    story.offer("a", "one").accept("a", "one");
    story.wait(49).pause(24 * 60);
    assert_eq!(story.contact(), "overdue");
    assert_eq!(story.months(Measure::Contacts), ["2026-07"]);
    story
        .wait(1)
        .act("a", "one", tried(ContactOutcome::Reached));
    assert_eq!(story.contact(), "reached-late");
    assert_eq!(story.months(Measure::Contacts), ["2026-07"]);
}

#[test]
fn distance_in_an_area_counts_in_the_month_after_the_end() {
    let mut story = Story::new();
    story
        .offer("a", "one")
        .accept("a", "one")
        .act("a", "one", tried(ContactOutcome::Reached))
        .act("a", "one", measured(Point::Beginning, 2))
        .wait(24 * 40)
        .act("a", "one", measured(Point::End, 6));
    let outcome = Outcome::Completed;
    story.act("a", "one", Act::Closed { outcome });
    assert_eq!(story.months(Measure::Endings), ["2026-08"]);
    assert_eq!(story.months(Measure::Journeys), ["2026-09"]);
}

#[test]
fn somebody_whom_nobody_had_asked_never_counts_under_opt_in() {
    let mut story = Story::new();
    story.case.received.source = SourceKind::Police;
    story.case.received.consent_model = Some(ConsentModel::OptIn);
    assert_eq!(story.person(Dimension::Route), "police-opt-in");
    story.case.received.basis = Some(Basis::AwaitingConsent);
    story.events[0].what = CaseChange::Received(Box::new(story.case.received.clone()));
    assert_eq!(story.person(Dimension::Route), "police-automatic-transfer");
    story.case.received.basis = Some(Basis::Consent);
    assert_eq!(story.person(Dimension::Route), "police-automatic-transfer");
}

#[test]
fn rights_and_risk_say_whether_they_were_the_same_at_first() {
    let codes = |first: (Tier, Risk), now: (Tier, Risk)| {
        let mut story = Story::new();
        let assessment = &mut story.case.received.assessment;
        (assessment.tier, assessment.risk) = first;
        story.events[0].what = CaseChange::Received(Box::new(story.case.received.clone()));
        let assessment = &mut story.case.received.assessment;
        (assessment.tier, assessment.risk) = now;
        [Dimension::Tier, Dimension::Risk].map(|dimension| story.person(dimension))
    };
    let low = (Tier::Standard, Risk::Standard);
    let high = (Tier::Enhanced, Risk::High);
    assert_eq!(codes(low, low), ["standard", "standard"]);
    assert_eq!(codes(high, high), ["enhanced-at-first", "high-at-first"]);
    assert_eq!(codes(low, high), ["enhanced-since", "high-since"]);
    let medium = (Tier::Standard, Risk::Medium);
    assert_eq!(codes(medium, medium), ["standard", "medium-at-first"]);
    assert_eq!(codes(low, medium), ["standard", "medium-since"]);
    assert_eq!(codes(medium, high), ["enhanced-since", "high-since"]);
    // An entry that was wrong was taken back.
    assert_eq!(codes(high, medium), ["standard", "medium-at-first"]);
}

#[test]
fn distance_travelled_says_where_the_person_started() {
    let ended = |measures: &[(Point, u8)]| {
        let mut story = Story::new();
        story
            .offer("a", "one")
            .accept("a", "one")
            .act("a", "one", tried(ContactOutcome::Reached));
        for (point, each) in measures {
            story.act("a", "one", measured(*point, *each));
        }
        assert_eq!(story.ending(Dimension::Distance), "", "support goes on");
        let outcome = Outcome::MovedOn;
        story.act("a", "one", Act::Closed { outcome });
        assert_eq!(story.ending(Dimension::Outcome), "moved-on");
        let areas = story.codes(Measure::Journeys, Dimension::DistanceSafety);
        (story.ending(Dimension::Distance), areas)
    };
    let none = Vec::<String>::new();
    assert_eq!(ended(&[]), ("not-measured".to_owned(), none.clone()));
    let start = (Point::Beginning, 2);
    assert_eq!(ended(&[start]), ("start-only".to_owned(), none));
    let both = [start, (Point::Middle, 9), (Point::End, 6)];
    let better = "low-better".to_owned();
    assert_eq!(ended(&both), (better.clone(), vec![better]));
    let worse = "high-worse".to_owned();
    let both = [(Point::Beginning, 7), (Point::End, 6)];
    assert_eq!(ended(&both), (worse.clone(), vec![worse]));
}

#[test]
fn a_person_supported_twice_by_one_provider_is_one_person() {
    let mut story = Story::new();
    for onward in ["a", "b"] {
        story
            .offer(onward, "one")
            .accept(onward, "one")
            .act(onward, "one", tried(ContactOutcome::Reached))
            .act(onward, "one", session(45));
    }
    let mut first = story.codes(Measure::Sessions, Dimension::First);
    first.sort();
    assert_eq!(first, ["first-session", "later-session"]);
    let lengths = story.codes(Measure::Sessions, Dimension::Length);
    assert_eq!(lengths, ["up-to-45", "up-to-45"]);
}

#[test]
fn a_full_service_counts_once_for_each_person() {
    let mut story = Story::new();
    let full = |service: &str| LeftOut {
        service: service.to_owned(),
        why: WhyLeft::Full,
    };
    for left in [vec![full("one-a")], vec![full("one-a"), full("two-b")]] {
        story.does(CaseChange::Matched(Matched {
            left,
            unmet: Vec::new(),
            newly_unmet: Vec::new(),
            unserved: Vec::new(),
            local_authority: None,
        }));
    }
    let mut services = story.codes(Measure::TurnedAway, Dimension::Service);
    services.sort();
    assert_eq!(services, ["one-a", "two-b"]);
    let then = story.codes(Measure::TurnedAway, Dimension::AfterFull);
    assert_eq!(then, ["nobody", "nobody"]);
    story.offer("a", "one").accept("a", "one");
    let mut then = story.codes(Measure::TurnedAway, Dimension::AfterFull);
    then.sort();
    assert_eq!(then, ["another-service", "taken-later"]);
}

#[test]
fn harmed_again_is_what_somebody_recorded() {
    let mut story = Story::new();
    assert_eq!(story.person(Dimension::Repeat), "no-sign");
    story.does(CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::Duplicate,
        from: None,
        due: story.now,
    }));
    assert_eq!(story.person(Dimension::Repeat), "being-checked");
    let mut story = Story::new();
    story.case.received.assessment.categories = vec![Category::PersistentlyTargeted];
    assert_eq!(story.person(Dimension::Repeat), "targeted-before");
    story.does(CaseChange::Joined(Joined {
        from: sample::new_case(2, story.now).case.reference,
        needs: Vec::new(),
        specialisms: Vec::new(),
        unwanted: Vec::new(),
        updates_taken_back: false,
        reason: None,
        by: "one".to_owned(),
    }));
    assert_eq!(story.person(Dimension::Repeat), "same-person");
    story.does(CaseChange::Closed(Closed {
        why: CloseReason::NoMoreNeeds,
        into: None,
        by: Actor::coordinator("one"),
    }));
    story.does(CaseChange::Reopened {
        why: ReopenReason::HarmedAgain,
        by: Actor::coordinator("one"),
    });
    assert_eq!(story.person(Dimension::Repeat), "harmed-again");
}

#[test]
fn restorative_justice_goes_from_asking_to_taking_part() {
    let mut story = Story::new();
    story.case.received.needs = Vec::new();
    story.case.received.assessment.specialisms = Vec::new();
    assert_eq!(story.person(Dimension::Restorative), "not-asked");
    story.case.received.needs = vec![Need {
        code: NeedCode::RestorativeJustice,
        weight: None,
    }];
    assert_eq!(story.person(Dimension::Restorative), "asked");
    story.does(CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::RestorativeJustice,
        from: None,
        due: story.now,
    }));
    let task = story.case.coordination.tasks[0].task;
    story.does(CaseChange::TaskDone(TaskDone {
        task,
        outcome: TaskOutcome::Done,
        by: "one".to_owned(),
        way: None,
    }));
    assert_eq!(story.person(Dimension::Restorative), "told");
    let offered = |story: &Story, onward: &str, reasons| {
        CaseChange::Offered(Offered {
            onward: onward.to_owned(),
            service: onward.to_owned(),
            provider: "one".to_owned(),
            needs: vec![NeedCode::RestorativeJustice],
            reasons,
            ..sample::offer(&story.case, "x", story.now)
        })
    };
    // The universal service takes every need, and is no service of restorative justice.
    let universal = offered(&story, "u", vec![OfferReason::Universal.into()]);
    story.does(universal);
    assert_eq!(story.person(Dimension::Restorative), "told");
    let own = offered(&story, "a", Vec::new());
    story.does(own);
    assert_eq!(story.person(Dimension::Restorative), "offered");
    story.accept("a", "one");
    assert_eq!(story.person(Dimension::Restorative), "accepted");
    story
        .act("a", "one", tried(ContactOutcome::Reached))
        .act("a", "one", session(60));
    assert_eq!(story.person(Dimension::Restorative), "took-part");
}
