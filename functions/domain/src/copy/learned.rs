//! What followed from what was learned after the referral, and is not on the person's own page.

use events::assessment::Flag;
use events::case::{
    CaseChange, CaseFile, CoordinatorReason, OfferReason, Offered, Reassessment, Routing,
    StoredOfferReason,
};
use events::referral::NeedCode;
use jiff::Timestamp;

/// Where a case goes while the person who referred them may be the source of the danger.
const IN_CONFLICT: Routing = Routing::ToCoordinators(CoordinatorReason::GuardianConflict);

/// Where it goes while the person does not agree to sharing.
const NOT_SHARED: Routing = Routing::ToCoordinators(CoordinatorReason::NotToBeShared);

/// What nobody who reads the page may see. Everything else is there, whenever it happened.
pub(super) struct Learned {
    /// The services that were asked and have not reached the person: the onward referral, and the number of its offer.
    offers: Vec<(String, u32)>,
    /// The numbers of the events that gave the case to the coordinators.
    holds: Vec<u32>,
    /// Whether the hub is about to search because of it.
    pub(super) is_searching: bool,
}

impl Learned {
    /// Finds what followed from `first` and from each later reassessment: the result of the search that it started, of
    /// each search that a hidden service led to, and every offer that says what was learned. What a search found that the
    /// person or a coordinator started is not hidden, if it does not say what was learned.
    pub(super) fn of(file: &CaseFile, first: &Reassessment) -> Self {
        let mut learned = Self {
            offers: Vec::new(),
            holds: Vec::new(),
            is_searching: false,
        };
        let conflicts = [Flag::GuardianConflict, Flag::ConflictCheck];
        let had_conflict = conflicts
            .iter()
            .any(|flag| first.before.flags.contains(flag));
        let known = || file.events.iter().filter(|one| one.seq < first.number);
        let mut routed = known().any(|event| is_routed_by(&event.what));
        let mut held = known().fold(false, |held, event| is_held(held, &event.what));
        // Whether the conflict was known at first, or the page shows that the coordinators have the case since.
        let mut conflict_shown = had_conflict;
        let mut needs = first.before.needs.clone();
        // When the search was whose result follows, if what was learned had started it.
        let mut result: Option<Timestamp> = None;
        // When a hidden service acted, if that was the event before.
        let mut acted: Option<Timestamp> = None;
        for event in file.events.iter().filter(|one| one.seq >= first.number) {
            result = result.filter(|at| *at == event.at && is_result(&event.what));
            match &event.what {
                CaseChange::Reassessed(reassessed) => {
                    // Before the first search it starts none, and while a conflict is open nothing changes.
                    let waits = held && reassessed.routing == IN_CONFLICT;
                    learned.is_searching |= routed && !waits && leads_to_search(reassessed.routing);
                }
                CaseChange::ConflictCleared { .. } => learned.is_searching |= !conflict_shown,
                CaseChange::Matched(_) => {
                    result = learned.is_searching.then_some(event.at);
                    learned.is_searching = false;
                }
                CaseChange::Offered(offered) => {
                    let found = result.is_some() || is_for_what_was_learned(offered, first, &needs);
                    let hidden = learned.has_source_of(offered) || found && !has_source(offered);
                    if hidden && !was_reached(file, &offered.onward) {
                        learned.offers.push((offered.onward.clone(), event.seq));
                    } else {
                        needs.extend(&offered.needs);
                    }
                }
                CaseChange::GivenToCoordinators { why, .. } => {
                    let hidden = match why {
                        CoordinatorReason::NoService | CoordinatorReason::GuardianConflict => {
                            learned.is_searching || result.is_some()
                        }
                        CoordinatorReason::Overdue => {
                            !learned.has_other_support(file, event.seq, event.at)
                        }
                        CoordinatorReason::NotReached | CoordinatorReason::Unsafe => {
                            acted == Some(event.at)
                        }
                        _ => false,
                    };
                    if hidden {
                        learned.holds.push(event.seq);
                    } else {
                        conflict_shown |= *why == CoordinatorReason::GuardianConflict;
                    }
                }
                CaseChange::Withdrawn { onward } => {
                    learned.is_searching |=
                        learned.hides(onward) && !learned.ends_with_others(file, event.at);
                }
                CaseChange::Declined { onward, .. }
                | CaseChange::Expired { onward }
                | CaseChange::HandedOver { onward, .. } => {
                    learned.is_searching |= learned.hides(onward);
                }
                // No search follows until somebody starts one.
                CaseChange::Closed(_) | CaseChange::Reopened { .. } => learned.is_searching = false,
                CaseChange::ConsentChanged(changed) if changed.routing == NOT_SHARED => {
                    learned.is_searching = false;
                }
                _ => {}
            }
            routed |= is_routed_by(&event.what);
            held = is_held(held, &event.what);
            let hidden = event.what.onward().filter(|code| learned.hides(code));
            acted = hidden.map(|_| event.at);
        }
        learned
    }

    /// Whether the onward referral is hidden.
    pub(super) fn hides(&self, onward: &str) -> bool {
        self.offers.iter().any(|(code, _)| code == onward)
    }

    /// Whether the event with that number made a hidden offer.
    pub(super) fn hides_offer(&self, seq: u32) -> bool {
        self.offers.iter().any(|(_, number)| *number == seq)
    }

    /// Whether the event with that number gave the case to the coordinators, and is hidden.
    pub(super) fn hides_hold(&self, seq: u32) -> bool {
        self.holds.contains(&seq)
    }

    /// Whether any event that gave the case to the coordinators is hidden.
    pub(super) const fn hides_holds(&self) -> bool {
        !self.holds.is_empty()
    }

    /// Whether the offer replaces a hidden one, or comes from it.
    fn has_source_of(&self, offered: &Offered) -> bool {
        let referred_on = offered.referred_on.as_ref().map(|on| on.from.as_str());
        let source = referred_on.or(offered.moved_from.as_deref());
        source.is_some_and(|from| self.hides(from))
    }

    /// Whether a choice, or the end of a service that the page shows, starts the same search as the withdrawal of a hidden
    /// service then.
    fn ends_with_others(&self, file: &CaseFile, at: Timestamp) -> bool {
        let mut then = file.events.iter().filter(|event| event.at == at);
        then.any(|event| match &event.what {
            CaseChange::Chosen(_) => true,
            CaseChange::Withdrawn { onward } => !self.hides(onward),
            _ => false,
        })
    }

    /// Whether a service that the page shows supported the person then, and may have been late.
    fn has_other_support(&self, file: &CaseFile, seq: u32, at: Timestamp) -> bool {
        file.case.support.onwards.iter().any(|onward| {
            let supported = onward.was_accepted() && onward.seq < seq;
            supported
                && (onward.live() || onward.since >= at)
                && !self.hides(&onward.offered.onward)
        })
    }
}

/// Whether what was learned leads to a search, or keeps the case from one.
const fn leads_to_search(routing: Routing) -> bool {
    !matches!(
        routing,
        Routing::ToCoordinators(CoordinatorReason::NotToBeShared | CoordinatorReason::OutsideArea)
    )
}

/// Whether the case counts as routed from that event on. What is learned before starts no search.
const fn is_routed_by(what: &CaseChange) -> bool {
    matches!(
        what,
        CaseChange::Matched(_)
            | CaseChange::GivenToCoordinators {
                why: CoordinatorReason::NotToBeShared
                    | CoordinatorReason::OutsideArea
                    | CoordinatorReason::GuardianConflict
                    | CoordinatorReason::NoService,
                ..
            }
    )
}

/// Whether the coordinators have the case because of a conflict after the event, if they had it so before: `held`.
fn is_held(held: bool, what: &CaseChange) -> bool {
    match what {
        CaseChange::GivenToCoordinators {
            why: CoordinatorReason::GuardianConflict,
            ..
        } => true,
        CaseChange::ConflictCleared { .. } => false,
        CaseChange::Reassessed(reassessed) => held && reassessed.routing == IN_CONFLICT,
        CaseChange::ConsentChanged(changed) => held && changed.routing == IN_CONFLICT,
        _ => held,
    }
}

/// Whether the event may follow a search as its result.
const fn is_result(what: &CaseChange) -> bool {
    matches!(
        what,
        CaseChange::Offered(_)
            | CaseChange::GivenToCoordinators { .. }
            | CaseChange::TaskGiven(_)
            | CaseChange::UpdateNeedsPerson { .. }
    )
}

/// Whether a service or a coordinator made the offer in place of another, and not the search.
const fn has_source(offered: &Offered) -> bool {
    offered.hand_on.is_some() || offered.referred_on.is_some() || offered.moved_from.is_some()
}

/// Whether the offer alone says what was learned: it is for needs that were not known, or to a specialist for what was not
/// known. A later search may find such a service too, for any reason.
fn is_for_what_was_learned(offered: &Offered, first: &Reassessment, needs: &[NeedCode]) -> bool {
    let new_needs =
        !offered.needs.is_empty() && !offered.needs.iter().any(|need| needs.contains(need));
    let known = &first.before.specialisms;
    let specialist = offered.reasons.iter().any(|reason| match reason {
        StoredOfferReason::Reason(OfferReason::Specialises { specialisms }) => {
            !specialisms.iter().any(|one| known.contains(one))
        }
        _ => false,
    });
    new_needs || specialist
}

/// Whether the service has spoken to the person, so that they know it.
fn was_reached(file: &CaseFile, onward: &str) -> bool {
    let onward = file.case.support.onward(onward);
    onward.is_some_and(|onward| onward.care.reached_at.is_some())
}
