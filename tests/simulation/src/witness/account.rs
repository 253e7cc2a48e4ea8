//! One case by what was recorded of it: who is asked, who has it, what the coordinators were given, what has to be looked
//! for, what is owed.

use super::given::{Given, Stand};
use super::owed::Owed;
use super::refold;
use events::assessment::{Risk, Tier};
use events::care::Act;
use events::case::{
    Case, CaseEvent, Chosen, OwnerKind, Received, Routing, TaskKind, TaskOutcome, What, WhyClosed,
    WhyCoordinators,
};
use events::justice::{Progress, PromiseOwner};
use events::referral::Scope;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How long the hub may take to look for services.
pub(super) const LOOKING: SignedDuration = SignedDuration::from_mins(2);

/// One case.
#[derive(Default)]
pub(crate) struct Account {
    /// How many events were taken in.
    pub(crate) events: usize,
    /// The hub's own fold of them.
    pub(crate) folded: Option<Case>,
    pub(crate) received: Option<Box<Received>>,
    pub(crate) tier: Option<Tier>,
    pub(crate) risk: Option<Risk>,
    pub(crate) onwards: BTreeMap<String, Given>,
    /// Why the coordinators have it: the place of the event that gave it, and by when one of them looks.
    pub(crate) held: BTreeMap<WhyCoordinators, (u32, Timestamp)>,
    /// What a provider found and nobody was given yet.
    pub(crate) found: BTreeSet<WhyCoordinators>,
    /// Whether the person agrees to be told, once they did: no from when they took it back.
    pub(crate) told: Option<bool>,
    /// Whether a provider found that it was not safe to reach the person, and nobody who knows has said how it is since.
    pub(crate) not_safe: bool,
    /// What is to be done by hand, by the place of the event that gave it, and by when.
    pub(crate) tasks: BTreeMap<u32, (TaskKind, Timestamp)>,
    /// By when the hub must have looked for services.
    pub(crate) look_by: Option<Timestamp>,
    /// Whether there is a need that nobody meets.
    pub(super) unmet: bool,
    /// Whether the hub has looked at least once, or seen that it must not.
    pub(super) routed: bool,
    pub(crate) cleared: bool,
    /// Whether the person, or an override, lets services have it.
    pub(crate) shared: bool,
    /// Whether what the person agreed to is another thing than they sent.
    pub(crate) agreed_anew: bool,
    pub(super) routing: Option<Routing>,
    pub(crate) wanted: BTreeSet<String>,
    /// What the person said of their council; nothing in it for another area's.
    pub(crate) home_told: Option<Option<String>>,
    /// What was recorded of care: the place in the case, the onward referral, the act.
    pub(crate) cared: Vec<(u32, String, Act)>,
    /// The steps of the justice system, with their places and the tier at that time.
    pub(crate) steps: Vec<(u32, Progress, Tier)>,
    /// The places of those that were recorded when the person had died, and what they are.
    pub(crate) steps_for_nobody: BTreeMap<u32, Progress>,
    /// What the closing let go, should it have been a mistake: what was owed, and what was to be done by hand.
    pub(super) let_go: (BTreeSet<String>, BTreeMap<u32, (TaskKind, Timestamp)>),
    /// What the hub and its services owe.
    pub(crate) owed: BTreeMap<String, Owed>,
    /// Where and when each promise was said to be broken.
    pub(crate) broken: BTreeMap<String, (u32, Timestamp)>,
    /// The promises that telling kept, with the moment and the place.
    pub(crate) kept: BTreeMap<String, (u32, Timestamp)>,
    /// The senders' ids of what the police recorded.
    pub(crate) police_ids: BTreeSet<String>,
    /// Until when the person wants quiet.
    pub(crate) paused: Option<Timestamp>,
    /// Why it is over, and whether somebody said so.
    pub(crate) ended: Option<(WhyClosed, bool)>,
    /// When they died, where they have; and each time that somebody said so, also by mistake.
    pub(crate) died: Option<Timestamp>,
    pub(crate) deaths: BTreeSet<Timestamp>,
    /// Whether a provider heard that they had, and nobody was given it yet; and whether anybody ever was.
    pub(crate) death_heard: bool,
    pub(crate) silenced: bool,
    /// Whether an agency of justice broke a promise that nobody was given to chase.
    pub(crate) to_chase: bool,
    /// Whether what says who the person is has to be deleted, was ever to be, and is.
    pub(crate) erasing: bool,
    pub(crate) ever_erasing: bool,
    pub(crate) erased: bool,
    pub(super) legal_hold: bool,
    pub(crate) coordinator: Option<String>,
    pub(crate) handovers: u32,
    pub(super) joined: BTreeSet<events::Reference>,
    pub(super) needs: BTreeSet<events::referral::NeedCode>,
    /// The meetings that have not acknowledged it, and the place of what put it to them.
    pub(super) meetings: BTreeMap<events::case::Pathway, u32>,
    /// What is to be shared without consent, by the place of what asked for it.
    pub(crate) shares: BTreeMap<u32, super::whole::Shares>,
    /// How far each complaint has come: acknowledged, replied.
    pub(super) complaints: BTreeMap<u32, (bool, bool)>,
    /// How often the way to reach the person was changed.
    pub(crate) contact_changed: u32,
    /// How often each kind of event was recorded.
    pub(crate) names: BTreeMap<&'static str, u64>,
}

impl Account {
    /// Takes in the next event.
    pub(crate) fn take_in(&mut self, event: &CaseEvent) {
        self.events += 1;
        self.folded = Some(refold(self.folded.take(), event));
        *self.names.entry(event.what.name()).or_default() += 1;
        self.apply(&event.what, event.seq, event.at);
        let pursued = self
            .onwards
            .values()
            .any(|given| given.live() && given.pursued);
        if !pursued {
            self.looked_at(event.seq, event.at, |why| why == WhyCoordinators::Overdue);
        }
        self.ends_or_goes_on(event.at);
    }

    fn apply(&mut self, what: &What, seq: u32, at: Timestamp) {
        match what {
            What::Received(received) => self.came(received, at),
            What::Triaged(triaged) => self.tier = self.tier.max(Some(triaged.tier)),
            What::Matched(matched) => {
                (self.look_by, self.routed, self.unmet) = (None, true, !matched.unmet.is_empty());
            }
            What::Offered(offered) => self.asked(offered, seq, at),
            What::GivenToCoordinators { why, due } => self.given(*why, *due, seq, at),
            What::Looked { why, .. } => self.planned(*why, seq, at),
            What::Accepted {
                onward,
                first_contact_by,
                ..
            } => self.accepted(onward, *first_contact_by, seq, at),
            What::Declined { onward, .. } => self.declined(onward, seq, at),
            What::Expired { onward } => self.lapsed(onward, at),
            What::Withdrawn { onward } => self.taken_back(onward, at),
            What::HandedOver { onward, to } => self.handed_over(onward, to, seq, at),
            What::Transferred { onward } => self.transferred(onward, at),
            What::Cared { onward, act, .. } => self.cared_for(onward, act, seq, at),
            What::ConflictCleared { .. } => {
                self.cleared = true;
                self.look_by = self
                    .may_be_offered()
                    .then_some(at + LOOKING)
                    .or(self.look_by);
            }
            What::Chosen(chosen) => {
                self.wanted.retain(|code| !chosen.unwanted.contains(code));
                self.wanted.extend(chosen.wanted.iter().cloned());
                self.look_by = Some(at + LOOKING);
                // A coordinator who writes it down has spoken to the person; who does it on their page has spoken to nobody.
                let spoken = [WhyCoordinators::Unsafe, WhyCoordinators::NotReached];
                let spoke = chosen.by != Chosen::BY_PERSON;
                self.looked_at(seq, at, |why| spoke && spoken.contains(&why));
            }
            What::HomeTold { local_authority } => self.told_home(local_authority.clone(), at),
            What::UpdateNeedsPerson { due, .. } => {
                self.by_hand_from(seq, TaskKind::TellPerson, *due, at)
            }
            What::TaskGiven(given) => self.by_hand_from(seq, given.kind, given.due, at),
            What::TaskDone(done) => {
                let (kind, _) = self
                    .tasks
                    .remove(&done.task)
                    .expect("a task that somebody had");
                let to_the_person =
                    [TaskKind::Call, TaskKind::Letter, TaskKind::CheckContact].contains(&kind);
                self.not_safe &= !(to_the_person && done.outcome == TaskOutcome::Done);
                self.keeps("task", done.task, at, seq);
                self.nothing_is_left(seq, at);
            }
            What::Progress(progress) => {
                self.new_id(&progress.id);
                // Whoever mourns them has a case of their own.
                if self.died.is_none() {
                    self.steps
                        .push((seq, progress.clone(), self.tier.expect("a tier")));
                } else {
                    self.steps_for_nobody.insert(seq, progress.clone());
                }
            }
            What::PromiseKept(kept) => {
                self.new_id(&kept.id);
                let before = self.kept.insert(kept.promise.to_string(), (seq, kept.at));
                assert!(before.is_none(), "{} was kept twice", kept.promise);
                self.told(&kept.promise.to_string(), seq, kept.at);
            }
            What::PromiseBroken { promise } => self.is_broken(&promise.to_string(), seq, at),
            What::PromiseNear { promise } => self.is_near(&promise.to_string(), at),
            What::NotesRequested(request) => self.new_id(&request.id),
            other => self.whole(other, seq, at),
        }
    }

    fn came(&mut self, received: &Received, at: Timestamp) {
        (self.tier, self.risk) = (
            Some(received.assessment.tier),
            Some(received.assessment.risk),
        );
        self.needs = received.needs.iter().map(|need| need.code).collect();
        self.routing = Some(received.routing);
        self.shared = received.routing != Routing::ToCoordinators(WhyCoordinators::NotToBeShared);
        self.told = received.scope.contains(&Scope::Updates).then_some(true);
        self.received = Some(Box::new(received.clone()));
        self.look_by = Some(at + LOOKING);
    }

    pub(super) fn by_hand_from(&mut self, seq: u32, kind: TaskKind, due: Timestamp, at: Timestamp) {
        assert!(due > at, "a task is due before it is given");
        if kind == TaskKind::CheckDeath {
            (self.death_heard, self.silenced) = (false, true);
        }
        self.to_chase &= kind != TaskKind::ChasePromise;
        self.tasks.insert(seq, (kind, due));
        self.owes("task", seq, PromiseOwner::Hub, due, at);
    }

    fn given(&mut self, why: WhyCoordinators, due: Timestamp, seq: u32, at: Timestamp) {
        assert!(due > at, "coordinators are to look before they are asked");
        assert!(
            !self.closed(),
            "coordinators are given a case that is closed"
        );
        self.found.remove(&why);
        self.not_safe |= why == WhyCoordinators::Unsafe;
        match why {
            WhyCoordinators::Overdue => {
                let late = |given: &&mut Given| {
                    given.stand == Stand::Has && !given.pursued && given.due() <= at
                };
                let pursued = self
                    .onwards
                    .values_mut()
                    .filter(late)
                    .map(|given| given.pursued = true)
                    .count();
                assert!(pursued > 0, "coordinators pursue nobody");
            }
            // What a provider found does not end the hub's own search for another.
            WhyCoordinators::Unsafe | WhyCoordinators::NotReached => {}
            WhyCoordinators::NothingLeft => panic!("that nothing is left nobody has to say"),
            WhyCoordinators::NotToBeShared
            | WhyCoordinators::OutsideArea
            | WhyCoordinators::GuardianConflict
            | WhyCoordinators::NoService => (self.look_by, self.routed) = (None, true),
        }
        // Given twice for one thing, it is to be looked at by the time that was said first.
        let first = *self.held.entry(why).or_insert((seq, due)) == (seq, due);
        if first {
            self.owes("look", seq, PromiseOwner::Hub, due, at);
        }
    }

    /// The coordinators have looked at what they were given for those reasons.
    pub(super) fn looked_at(
        &mut self,
        proof: u32,
        at: Timestamp,
        which: impl Fn(WhyCoordinators) -> bool,
    ) {
        let gone: Vec<(WhyCoordinators, u32)> = self
            .held
            .iter()
            .filter(|(why, _)| which(**why))
            .map(|(why, (seq, _))| (*why, *seq))
            .collect();
        for (why, seq) in gone {
            self.held.remove(&why);
            self.keeps("look", seq, at, proof);
        }
    }

    /// A coordinator looked, and something that is to be done says what follows. A late provider is not looked away.
    fn planned(&mut self, why: WhyCoordinators, seq: u32, at: Timestamp) {
        assert!(
            self.held.contains_key(&why) && why != WhyCoordinators::Overdue,
            "nobody was given that to look at"
        );
        assert!(
            self.by_hand().is_some(),
            "what was given is let go, and nothing follows"
        );
        self.looked_at(seq, at, |held| held == why);
    }

    fn new_id(&mut self, id: &str) {
        assert!(
            self.police_ids.insert(id.to_owned()),
            "a record of the police was taken twice"
        );
    }

    /// Whether somebody said that it is over.
    pub(crate) fn closed(&self) -> bool {
        self.ended.is_some_and(|(_, said)| said)
    }

    /// Whether the hub may offer it by itself: decided at first, or since; and never of a home that is elsewhere.
    pub(crate) fn may_be_offered(&self) -> bool {
        let decided = match self.routing.expect("a referral") {
            Routing::ToProviders => true,
            Routing::ToCoordinators(why) => {
                why == WhyCoordinators::GuardianConflict && self.cleared
            }
        };
        decided && self.home_told != Some(None)
    }

    /// Whether somebody is to find out if they have died.
    pub(crate) fn perhaps_died(&self) -> bool {
        self.tasks
            .values()
            .any(|(kind, _)| *kind == TaskKind::CheckDeath)
    }

    /// By when somebody has something to do by hand, but for naming a coordinator, which is needed only beside other work.
    fn by_hand(&self) -> Option<Timestamp> {
        let tasks = self
            .tasks
            .values()
            .filter(|(kind, _)| *kind != TaskKind::NameCoordinator);
        tasks.map(|(_, due)| *due).min()
    }

    /// Who has to act, of which kind, and by when.
    pub(crate) fn owner(&self) -> (OwnerKind, Option<Timestamp>, BTreeSet<&str>) {
        let nobody = BTreeSet::new();
        let live = || self.onwards.values().filter(|given| given.live());
        if let Some(due) = self.held.values().map(|(_, due)| *due).min() {
            return (OwnerKind::Coordinators, Some(due), nobody);
        }
        let by = live().map(Given::due).chain(self.look_by).min();
        let first = |stand| {
            let of = || live().filter(move |given| given.stand == stand);
            let since = of().map(|given| given.since).min();
            of().filter(|given| Some(given.since) == since)
                .map(|g| g.offered.provider.as_str())
                .collect::<BTreeSet<_>>()
        };
        let (has, asked) = (first(Stand::Has), first(Stand::Asked));
        match (has.is_empty(), asked.is_empty(), self.look_by) {
            (false, ..) => (OwnerKind::Provider, by, has),
            (true, false, _) => (OwnerKind::Queue, by, asked),
            (true, true, Some(_)) => (OwnerKind::Hub, by, nobody),
            (true, true, None) => match self.by_hand() {
                Some(due) => (OwnerKind::Coordinators, Some(due), nobody),
                None => (OwnerKind::Nobody, None, nobody),
            },
        }
    }
}
