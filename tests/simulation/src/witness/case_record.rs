//! One case, derived from its events, and what follows from them at any moment.

use super::calendar::working_days_after;
use super::onward_referral::{OnwardReferral, Stage};
use super::promises::HubPromises;
use events::Reference;
use events::assessment::{Flag, Risk, Specialism, Tier};
use events::care::{Act, Outcome};
use events::case::{
    Case, CloseReason, CoordinatorReason, DisclosedTo, OwnerKind, Pathway, ProposedAct, Received,
    Routing, TaskKind,
};
use events::justice::Progress;
use events::referral::NeedCode;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// The tasks that nobody but coordinators may notice, so that they promise nothing and keep no case open.
pub(crate) const HIDDEN: [TaskKind; 4] = [
    TaskKind::Duplicate,
    TaskKind::CheckStopped,
    TaskKind::ApproveErasure,
    TaskKind::ApproveMerge,
];

#[derive(Default)]
pub(crate) struct CaseRecord {
    /// How many events it has.
    pub(crate) event_count: usize,
    /// How often each kind of event was recorded.
    pub(crate) events_by_name: BTreeMap<&'static str, u64>,
    /// The hub's own state after the same events. The stored state must equal it.
    pub(crate) hub_state: Option<Case>,
    pub(crate) received: Option<Box<Received>>,
    pub(crate) tier: Option<Tier>,
    pub(crate) risk: Option<Risk>,
    /// What the hub concluded at first and each time that something was learned: the event's number, tier and risk.
    pub(crate) assessed: Vec<(u32, Tier, Risk)>,
    /// What coordinators raised by hand.
    pub(crate) by_hand: (Option<Tier>, Option<Risk>),
    /// Why a coordinator has to look at a danger that was learned, until one has the task: by when.
    pub(crate) must_look_at_danger: Option<Timestamp>,
    pub(crate) onwards: BTreeMap<String, OnwardReferral>,
    /// Acts of care: the event's number, the onward referral, the act.
    pub(crate) acts: Vec<(u32, String, Act)>,
    /// The promises of the hub and its services.
    pub(crate) promises: HubPromises,
    pub(crate) routing: RoutingRecord,
    pub(crate) coordinators: CoordinatorRecord,
    pub(crate) contact: ContactRecord,
    pub(crate) access: AccessRecord,
    pub(crate) justice: JusticeRecord,
    pub(crate) lifecycle: LifecycleRecord,
}

/// Whether the hub looks for services, and which needs they must meet.
#[derive(Default)]
pub(crate) struct RoutingRecord {
    pub(super) decided: Option<Routing>,
    /// By when the hub must have looked for services.
    pub(crate) search_by: Option<Timestamp>,
    /// Whether the hub has looked at least once, or found that it must not.
    pub(super) searched: bool,
    pub(super) needs: BTreeSet<NeedCode>,
    /// Whether a need is unmet.
    pub(super) has_unmet_need: bool,
    /// The services that the person wants.
    pub(crate) wanted: BTreeSet<String>,
    pub(crate) conflict_cleared: bool,
    /// Whether the person, or an override, lets services have the case.
    pub(crate) shared: bool,
    /// Whether consent has changed since the referral.
    pub(crate) consent_changed: bool,
    /// The council that was recorded later. It has none if the home is in another area.
    pub(crate) council_given: Option<Option<String>>,
}

/// The coordinators' work.
#[derive(Default)]
pub(crate) struct CoordinatorRecord {
    /// Why they have the case: the number of the event that gave it to them, and when one of them must have looked.
    pub(crate) held: BTreeMap<CoordinatorReason, (u32, Timestamp)>,
    /// Whether it was set aside, because many came from one connection, and nobody let it go on.
    pub(crate) aside: bool,
    /// What a provider found and nobody was given yet.
    pub(crate) findings: BTreeSet<CoordinatorReason>,
    /// The open tasks: the number of the event that added each, and when it is due.
    pub(crate) tasks: BTreeMap<u32, (TaskKind, Timestamp)>,
    /// The tasks that are hidden although their kind is not.
    pub(crate) quiet: BTreeSet<u32>,
    /// Whether the person's page stopped something that is a warning, and nobody was given a look at it.
    pub(crate) must_look_at_stop: bool,
    /// Whether a MARAC ever had the case.
    pub(super) had_marac: bool,
    /// The person's named coordinator.
    pub(crate) named: Option<String>,
    pub(crate) handovers: u32,
    /// The meetings that have not acknowledged the case, each with the number of the event that put it to them.
    pub(super) meetings: BTreeMap<Pathway, u32>,
    /// The steps of each complaint: acknowledged, replied.
    pub(super) complaints: BTreeMap<u32, (bool, bool)>,
    /// Requests to share without consent, by the number of the event.
    pub(crate) disclosures: BTreeMap<u32, Disclosure>,
    /// What one proposed and another has to approve, by the number of the event.
    pub(crate) proposals: BTreeMap<u32, Proposal>,
    /// The accounts of the team that may open the case; `None` if the whole team may.
    pub(crate) only: Option<BTreeSet<String>>,
    /// The accounts that may never open it.
    pub(crate) kept_out: BTreeSet<String>,
    /// Whether a justice agency broke a promise and nobody has the task to chase it.
    pub(crate) must_chase: bool,
}

/// A request to share without consent.
pub(crate) struct Disclosure {
    pub(super) to: DisclosedTo,
    /// The account in the police that may read it.
    pub(super) reader: Option<String>,
    pub(super) by: String,
    /// When it stops being shown, after somebody else has approved it.
    pub(super) until: Option<Timestamp>,
}

/// What one coordinator proposed.
pub(crate) struct Proposal {
    pub(super) act: ProposedAct,
    pub(crate) into: Option<Reference>,
    pub(super) by: String,
    pub(super) approver: Option<String>,
    /// Who approved it.
    pub(crate) approved_by: Option<String>,
    /// Whether the case has changed since.
    pub(super) lapsed: bool,
}

/// Whether and how the person may be contacted.
#[derive(Default)]
pub(crate) struct ContactRecord {
    /// Whether the person agrees to updates. Withdrawn consent has its time.
    pub(crate) agreed_to_updates: Option<bool>,
    /// Whether a provider found that contact was not safe, and nobody has cleared that since.
    pub(crate) not_safe: bool,
    /// The end of the quiet time.
    pub(crate) quiet_until: Option<Timestamp>,
    /// Whether somebody showed that the person reads their address.
    pub(crate) address_confirmed: bool,
    /// How often the ways of contact were changed.
    pub(crate) changes: u32,
}

/// Who can open the person's page.
#[derive(Default)]
pub(crate) struct AccessRecord {
    /// How often it was changed.
    pub(crate) changes: u32,
    pub(crate) closed: bool,
    /// Whether the page is called safe, and when the case was received.
    pub(super) safe: bool,
    pub(super) since: Option<Timestamp>,
    /// Why the page must be closed, until it is.
    pub(crate) must_close: Option<&'static str>,
}

/// What the justice agencies did, and what they owe.
#[derive(Default)]
pub(crate) struct JusticeRecord {
    /// The steps, with their events' numbers and the tier at that time.
    pub(crate) steps: Vec<(u32, Progress, Tier)>,
    /// The steps that were recorded after the person had died.
    pub(crate) steps_after_death: BTreeMap<u32, Progress>,
    /// Where and when each promise was recorded as broken.
    pub(crate) broken: BTreeMap<String, (u32, Timestamp)>,
    /// The promises that telling kept, with the event's number and the moment.
    pub(crate) kept: BTreeMap<String, (u32, Timestamp)>,
    /// The senders' ids of the police's records.
    pub(crate) police_ids: BTreeSet<String>,
}

/// Whether the case is open, and whether the person is still known.
#[derive(Default)]
pub(crate) struct LifecycleRecord {
    /// Why it is closed, and whether somebody closed it.
    pub(crate) ended: Option<(CloseReason, bool)>,
    /// When they died, and each report of their death, including mistaken ones.
    pub(crate) died: Option<Timestamp>,
    pub(crate) deaths: BTreeSet<Timestamp>,
    /// Whether a provider reported a death that nobody was given yet, and whether anybody ever was.
    pub(crate) death_reported: bool,
    pub(crate) death_checked: bool,
    /// What the closing released, in case it was a mistake: the promises and the tasks.
    pub(super) released_by_closing: (BTreeSet<String>, BTreeMap<u32, (TaskKind, Timestamp)>),
    /// Whether the person's data must be deleted, ever had to be, and has been.
    pub(crate) erasing: bool,
    pub(crate) ever_erasing: bool,
    pub(crate) erased: bool,
    pub(super) legal_hold: bool,
    /// The cases that were joined to this one.
    pub(crate) joined: BTreeSet<Reference>,
}

impl CaseRecord {
    /// Whether somebody closed it.
    pub(crate) fn closed(&self) -> bool {
        self.lifecycle.ended.is_some_and(|(_, said)| said)
    }

    /// Whether the hub may offer it without a coordinator, decided at first or since; never with a home in another
    /// area.
    pub(crate) fn may_be_offered(&self) -> bool {
        let decided = match self.routing.decided.expect("a referral") {
            Routing::ToProviders => true,
            Routing::ToCoordinators(why) => {
                why == CoordinatorReason::GuardianConflict && self.routing.conflict_cleared
            }
        };
        decided && self.routing.council_given != Some(None)
    }

    /// Whether somebody must find out if they have died.
    pub(crate) fn perhaps_died(&self) -> bool {
        self.coordinators
            .tasks
            .values()
            .any(|(kind, _)| *kind == TaskKind::CheckDeath)
    }

    /// By when somebody has to do a task, other than naming a coordinator, which is needed only while there is other
    /// work.
    pub(super) fn first_task_due(&self) -> Option<Timestamp> {
        let tasks = self.coordinators.tasks.iter().filter(|(seq, (kind, _))| {
            *kind != TaskKind::NameCoordinator && !self.is_hidden(**seq, *kind)
        });
        tasks.map(|(_, (_, due))| *due).min()
    }

    /// Whether nobody but coordinators may notice the task.
    pub(super) fn is_hidden(&self, task: u32, kind: TaskKind) -> bool {
        HIDDEN.contains(&kind) || self.coordinators.quiet.contains(&task)
    }

    /// The page stopped something. At high risk, and where somebody else may have stopped it, a coordinator has to look.
    pub(super) fn stops_suddenly(&mut self) {
        let assessment = &self.received.as_ref().expect("a referral").assessment;
        let warns = [Flag::Marac, Flag::ImmediateDanger, Flag::DeviceUnsafe];
        let danger = self.risk == Some(Risk::High)
            || assessment.specialisms.contains(&Specialism::Idva)
            || self.coordinators.had_marac
            || assessment.flags.iter().any(|flag| warns.contains(flag));
        let looks = self
            .coordinators
            .tasks
            .values()
            .any(|(kind, _)| *kind == TaskKind::CheckStopped);
        self.coordinators.must_look_at_stop |= danger && !looks;
    }

    /// Who has to act: the kind, the time, and the providers.
    pub(crate) fn owner(&self) -> (OwnerKind, Option<Timestamp>, BTreeSet<&str>) {
        let nobody = BTreeSet::new();
        let live = || self.onwards.values().filter(|referral| referral.is_live());
        if let Some(due) = self.coordinators.held.values().map(|(_, due)| *due).min() {
            return (OwnerKind::Coordinators, Some(due), nobody);
        }
        let by = live()
            .map(OnwardReferral::due)
            .chain(self.routing.search_by)
            .min();
        let first = |stage| {
            let of = || live().filter(move |referral| referral.stage == stage);
            let since = of().map(|referral| referral.since).min();
            of().filter(|referral| Some(referral.since) == since)
                .map(|g| g.offered.provider.as_str())
                .collect::<BTreeSet<_>>()
        };
        let (has, asked) = (first(Stage::Accepted), first(Stage::Offered));
        match (has.is_empty(), asked.is_empty(), self.routing.search_by) {
            (false, ..) => (OwnerKind::Provider, by, has),
            (true, false, _) => (OwnerKind::Queue, by, asked),
            (true, true, Some(_)) => (OwnerKind::Hub, by, nobody),
            (true, true, None) => match self.first_task_due() {
                Some(due) => (OwnerKind::Coordinators, Some(due), nobody),
                None => (OwnerKind::Nobody, None, nobody),
            },
        }
    }

    /// Whether that account of the police is shown something without consent. Of an erased case there is nothing left to show.
    pub(crate) fn police_are_shown(&self, account: &str, now: Timestamp) -> bool {
        !self.lifecycle.erased
            && self.coordinators.disclosures.values().any(|one| {
                one.to == DisclosedTo::Police
                    && one.reader.as_deref() == Some(account)
                    && one.until.is_some_and(|until| now < until)
            })
    }

    /// Whether the case exists for that coordinator.
    pub(crate) fn exists_for(&self, account: &str, duty_manager: bool) -> bool {
        let coordinators = &self.coordinators;
        let named = coordinators.only.as_ref().is_none_or(|only| {
            duty_manager || only.contains(account) || coordinators.named.as_deref() == Some(account)
        });
        named && !coordinators.kept_out.contains(account)
    }

    /// Whether a coordinator without anything to approve must say why they open it: because a colleague has it, or
    /// because it is closed and nothing is left to do.
    pub(crate) fn asks_why(&self, account: &str) -> bool {
        let coordinators = &self.coordinators;
        let colleagues = coordinators
            .named
            .as_deref()
            .is_some_and(|named| named != account);
        let to_do = !coordinators.tasks.is_empty()
            || !coordinators.held.is_empty()
            || !coordinators.meetings.is_empty()
            || coordinators
                .complaints
                .values()
                .any(|(_, replied)| !replied);
        colleagues || self.closed() && !to_do
    }

    /// Whether a provider has ended support so that nobody has to look: it did what it was asked for, another service
    /// does, or the person does not want it.
    pub(crate) fn supported(&self) -> bool {
        let settles = [
            Outcome::Completed,
            Outcome::Declined,
            Outcome::MovedOn,
            Outcome::Duplicate,
        ];
        self.onwards
            .values()
            .filter_map(OnwardReferral::outcome)
            .any(|outcome| settles.contains(&outcome))
    }

    /// By when a coordinator looks: a quarter of an hour in danger, an hour at high risk, otherwise a working day.
    pub(super) fn coordinators_look_by(&self, at: Timestamp) -> Timestamp {
        let assessment = &self.received.as_ref().expect("a referral").assessment;
        if assessment.has(Flag::ImmediateDanger) || assessment.has(Flag::SuicideRisk) {
            at + SignedDuration::from_mins(15)
        } else if self.risk == Some(Risk::High) {
            at + SignedDuration::from_hours(1)
        } else {
            working_days_after(at, 1)
        }
    }

    /// The current tier and risk.
    pub(crate) fn raised_to(&self) -> (Tier, Risk) {
        (self.tier.expect("a tier"), self.risk.expect("a risk"))
    }
}
