//! One case by what was recorded of it: who is asked, who has it, what the coordinators were given, what has to be looked for.

use super::given::{Given, Stand};
use super::refold;
use events::assessment::Tier;
use events::care::{Act, ContactOutcome, Outcome};
use events::case::{Case, CaseEvent, Offered, OwnerKind, Received, Routing, TaskKind, What, WhyCoordinators};
use events::justice::Progress;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// How long the hub may take to look for services.
const LOOKING: SignedDuration = SignedDuration::from_mins(2);
/// One case.
#[derive(Default)]
pub(crate) struct Account {
    /// How many events were taken in.
    pub(crate) events: usize,
    /// The hub's own fold of them.
    pub(crate) folded: Option<Case>,
    pub(crate) received: Option<Box<Received>>,
    pub(crate) tier: Option<Tier>,
    pub(crate) onwards: BTreeMap<String, Given>,
    /// Why the coordinators have it, but for a provider that they pursue.
    pub(crate) held: BTreeSet<WhyCoordinators>,
    /// What is to be done by hand, by the place of the event that gave it, and by when.
    pub(crate) tasks: BTreeMap<u32, (TaskKind, Timestamp)>,
    /// By when coordinators had to look, each time.
    pub(crate) coordinators_by: BTreeSet<Timestamp>,
    /// By when the hub must have looked for services.
    pub(crate) look_by: Option<Timestamp>,
    pub(crate) cleared: bool,
    pub(crate) wanted: BTreeSet<String>,
    /// What the person said of their council; nothing in it for another area's.
    pub(crate) home_told: Option<Option<String>>,
    /// What was recorded of care: the place in the case, the onward referral, the act.
    pub(crate) cared: Vec<(u32, String, Act)>,
    /// The steps of the justice system, with their places and the tier at that time.
    pub(crate) steps: Vec<(u32, Progress, Tier)>,
    /// Where and when each promise was said to be broken.
    pub(crate) broken: BTreeMap<String, (u32, Timestamp)>,
    /// The promises that telling kept, with the moment and the place.
    pub(crate) kept: BTreeMap<String, (u32, Timestamp)>,
    /// The senders' ids of what the police recorded.
    pub(crate) police_ids: BTreeSet<String>,
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
    }

    fn apply(&mut self, what: &What, seq: u32, at: Timestamp) {
        match what {
            What::Received(received) => {
                self.tier = Some(received.assessment.tier);
                self.received = Some(received.clone());
                self.look_by = Some(at + LOOKING);
            }
            What::Triaged(triaged) => self.tier = self.tier.max(Some(triaged.tier)),
            What::Matched(_) => self.look_by = None,
            What::Offered(offered) => self.asked(offered, at),
            What::GivenToCoordinators { why, due } => self.given(*why, *due, at),
            What::Accepted { onward, first_contact_by, .. } => {
                let given = self.asked_still(onward);
                assert!(at < given.by, "{onward} was accepted when the offer had lapsed");
                (given.stand, given.since, given.by) = (Stand::Has, at, *first_contact_by);
            }
            What::Declined { onward, .. } => {
                self.asked_still(onward).end(at);
                self.look_by = Some(at + LOOKING);
            }
            What::Expired { onward } => {
                let given = self.asked_still(onward);
                assert!(given.by <= at, "{onward} lapsed before its time");
                given.end(at);
                self.look_by = Some(at + LOOKING);
            }
            What::Withdrawn { onward } => {
                let given = self.onwards.get_mut(onward).expect("an onward referral");
                assert!(given.live(), "{onward} was over and is taken back");
                given.end(at);
                self.look_by = Some(at + LOOKING);
            }
            What::Cared { onward, act, .. } => {
                self.onwards.get_mut(onward).expect("an onward referral").did(act, at);
                self.cared.push((seq, onward.clone(), act.clone()));
                self.found(act);
            }
            What::ConflictCleared { .. } => {
                self.cleared = true;
                self.look_by = self.may_be_offered().then_some(at + LOOKING).or(self.look_by);
            }
            What::Chosen(chosen) => {
                self.wanted.retain(|code| !chosen.unwanted.contains(code));
                self.wanted.extend(chosen.wanted.iter().cloned());
                self.look_by = Some(at + LOOKING);
                // Somebody has spoken to the person.
                self.held.remove(&WhyCoordinators::Unsafe);
                self.held.remove(&WhyCoordinators::NotReached);
            }
            What::HomeTold { local_authority } => self.told_home(local_authority.clone(), at),
            What::UpdateNeedsPerson { due, .. } => self.by_hand_from(seq, TaskKind::TellPerson, *due, at),
            What::TaskGiven(given) => self.by_hand_from(seq, given.kind, given.due, at),
            What::TaskDone(done) => {
                assert!(self.tasks.remove(&done.task).is_some(), "a task was done that nobody had");
            }
            What::Progress(progress) => {
                self.new_id(&progress.id);
                self.steps.push((seq, progress.clone(), self.tier.expect("a tier")));
            }
            What::PromiseKept(kept) => {
                self.new_id(&kept.id);
                let before = self.kept.insert(kept.promise.clone(), (seq, kept.at));
                assert!(before.is_none(), "{} was kept twice", kept.promise);
            }
            What::PromiseBroken { promise } => {
                let before = self.broken.insert(promise.clone(), (seq, at));
                assert!(before.is_none(), "{promise} was broken twice");
            }
            What::NotesRequested(request) => self.new_id(&request.id),
            What::PromiseNear { .. } | What::ContactChanged(_) => {}
            other => panic!("nobody in this world does {}", other.name()),
        }
    }

    fn by_hand_from(&mut self, seq: u32, kind: TaskKind, due: Timestamp, at: Timestamp) {
        assert!(due > at, "a task is due before it is given");
        self.tasks.insert(seq, (kind, due));
    }

    fn asked(&mut self, offered: &Offered, at: Timestamp) {
        let same = |given: &&Given| given.offered.service == offered.service;
        assert!(!self.onwards.values().filter(same).any(Given::live), "{} has a case twice", offered.service);
        if offered.hand_on.is_none() {
            assert!(self.may_be_offered(), "{} is offered what may not be offered to it", offered.service);
            let over = self.onwards.values().filter(same).any(|given| given.closed().is_some());
            assert!(!over || self.wanted.contains(&offered.service), "{} had done its part", offered.service);
        }
        // What is not safe, and whom nobody reached, a person looks at: the hub's own offer is no answer to that.
        let needs_person = [WhyCoordinators::Unsafe, WhyCoordinators::NotReached];
        self.held.retain(|why| needs_person.contains(why) && offered.hand_on.is_none());
        let given = Given {
            offered: offered.clone(),
            stand: Stand::Asked,
            since: at,
            by: offered.accept_by,
            pursued: false,
            acts: Vec::new(),
        };
        assert!(self.onwards.insert(offered.onward.clone(), given).is_none(), "{} is there twice", offered.onward);
    }

    fn given(&mut self, why: WhyCoordinators, due: Timestamp, at: Timestamp) {
        assert!(due > at, "coordinators are to look before they are asked");
        self.coordinators_by.insert(due);
        match why {
            WhyCoordinators::Overdue => {
                let late = |given: &&mut Given| given.stand == Stand::Has && !given.pursued && given.by <= at;
                let pursued = self.onwards.values_mut().filter(late).map(|given| given.pursued = true).count();
                assert!(pursued > 0, "coordinators pursue nobody");
            }
            // What a provider found does not end the hub's own search for another.
            WhyCoordinators::Unsafe | WhyCoordinators::NotReached => {
                self.held.insert(why);
            }
            WhyCoordinators::NotToBeShared
            | WhyCoordinators::OutsideArea
            | WhyCoordinators::GuardianConflict
            | WhyCoordinators::NoService => {
                self.held.insert(why);
                self.look_by = None;
            }
        }
    }

    /// What a provider finds somebody has to look at, whatever else is recorded of it.
    fn found(&mut self, act: &Act) {
        match act {
            Act::ContactTried { outcome: ContactOutcome::Unsafe, .. } => {
                self.held.insert(WhyCoordinators::Unsafe);
            }
            Act::Closed { outcome: Outcome::NotReached } => {
                self.held.insert(WhyCoordinators::NotReached);
            }
            _ => {}
        }
    }

    fn told_home(&mut self, council: Option<String>, at: Timestamp) {
        assert!(self.home_told.is_none(), "a council was told twice");
        assert!(self.received.as_ref().is_some_and(|received| received.ask_council), "nobody asked for a council");
        let offerable =
            self.may_be_offered() || self.routing() == Routing::ToCoordinators(WhyCoordinators::GuardianConflict);
        let look = if council.is_some() { self.may_be_offered() } else { offerable };
        self.home_told = Some(council);
        self.look_by = look.then_some(at + LOOKING).or(self.look_by);
    }

    fn asked_still(&mut self, onward: &str) -> &mut Given {
        let given = self.onwards.get_mut(onward).expect("an onward referral");
        assert!(given.stand == Stand::Asked, "{onward} was answered twice, or is over");
        given
    }

    fn new_id(&mut self, id: &str) {
        assert!(self.police_ids.insert(id.to_owned()), "a record of the police was taken twice");
    }

    fn routing(&self) -> Routing {
        self.received.as_ref().expect("a referral").routing
    }

    /// Whether the hub may offer it by itself: decided at first, or since; and never of a home that is elsewhere.
    pub(crate) fn may_be_offered(&self) -> bool {
        let decided = match self.routing() {
            Routing::ToProviders => true,
            Routing::ToCoordinators(why) => why == WhyCoordinators::GuardianConflict && self.cleared,
        };
        decided && self.home_told != Some(None)
    }

    /// By when somebody has something to do by hand, but for naming a coordinator, which is needed only beside other work.
    fn by_hand(&self) -> Option<Timestamp> {
        let tasks = self.tasks.values().filter(|(kind, _)| *kind != TaskKind::NameCoordinator);
        tasks.map(|(_, due)| *due).min()
    }

    /// Who has to act, of which kind, and by when; for coordinators any time that they were given.
    pub(crate) fn owner(&self) -> (OwnerKind, BTreeSet<Timestamp>, BTreeSet<&str>) {
        let nobody = BTreeSet::new();
        let live = || self.onwards.values().filter(|given| given.live());
        if !self.held.is_empty() || live().any(|given| given.pursued) {
            return (OwnerKind::Coordinators, self.coordinators_by.clone(), nobody);
        }
        let by = live().map(|given| given.by).chain(self.look_by).min();
        let first = |stand| {
            let of = || live().filter(move |given| given.stand == stand);
            let since = of().map(|given| given.since).min();
            of().filter(|given| Some(given.since) == since)
                .map(|g| g.offered.provider.as_str())
                .collect::<BTreeSet<_>>()
        };
        let (has, asked) = (first(Stand::Has), first(Stand::Asked));
        let (kind, who) = match (has.is_empty(), asked.is_empty(), self.look_by) {
            (false, ..) => (OwnerKind::Provider, has),
            (true, false, _) => (OwnerKind::Queue, asked),
            (true, true, Some(_)) => (OwnerKind::Hub, nobody),
            (true, true, None) => match self.by_hand() {
                Some(due) => return (OwnerKind::Coordinators, BTreeSet::from([due]), nobody),
                None => (OwnerKind::Nobody, nobody),
            },
        };
        (kind, by.into_iter().collect(), who)
    }
}
