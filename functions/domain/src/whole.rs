//! What is done to a case as a whole, as events: closing it, taking back what was shared, raising what was concluded.

use crate::moves::came_by_police;
use crate::routing::{case_due, routing_of};
use events::Reference;
use events::assessment::Tier;
use events::case::{
    By, Case, Closed, ConsentChanged, HandOnBasis, Onward, OnwardState, TaskGiven, TaskKind, Uplifted, What, WhyClosed,
    WhyReopened,
};
use events::profile::Profile;
use events::referral::{Basis, GivenBy, Scope, SourceKind};
use jiff::Timestamp;

/// The end of a case: what is live is taken back first, so that each provider hears of it. But where the case has moved on,
/// whoever it was handed on to and said yes keeps the person (CA21, CA22).
pub fn close(case: &Case, why: WhyClosed, into: Option<Reference>, by: By) -> Vec<What> {
    let stays = |onward: &Onward| {
        why == WhyClosed::MovedOn && onward.offered.hand_on.is_some() && onward.state == OnwardState::Accepted
    };
    let ended = case.live().map(|live| {
        let onward = live.offered.onward.clone();
        if stays(live) { What::Transferred { onward } } else { What::Withdrawn { onward } }
    });
    ended.chain([What::Closed(Closed { why, into, by })]).collect()
}

/// A case that goes on. Who has enhanced rights is to have one coordinator who stays with them, also now (AS8, CA12).
pub fn reopen(case: &Case, why: WhyReopened, by: By, now: Timestamp) -> Vec<What> {
    let unnamed = case.tier() == Tier::Enhanced && case.coordinator.is_none();
    let to_name = !case.open_tasks().any(|task| task.kind == TaskKind::NameCoordinator);
    let name = TaskGiven { kind: TaskKind::NameCoordinator, from: None, due: case_due(case, now) };
    let reopened = What::Reopened { why, by };
    std::iter::once(reopened).chain((unnamed && to_name).then_some(What::TaskGiven(name))).collect()
}

/// What the person agrees to from now on. Where it no longer reaches providers, what is live is taken back; where it no
/// longer reaches the police, what is live with whom the police staff (CA24); but not what rests on a ground of its own
/// ([`rests_on_its_own`]).
pub fn consent(
    case: &Case,
    profile: &Profile,
    basis: Option<Basis>,
    given_by: Option<GivenBy>,
    scope: Vec<Scope>,
    by: By,
) -> Vec<What> {
    let shared = shares(basis, &scope);
    let routing = routing_of(shared, &case.received.assessment, home(case), profile);
    let by_police = |code: &str| profile.providers.iter().any(|one| one.code == code && one.police_staffed);
    let hidden = hidden_from_police(case.received.source, &scope);
    let no_more = |onward: &&Onward| {
        let to_police = hidden && onward.offered.hand_on.is_none() && by_police(&onward.offered.provider);
        to_police || (!shared && !rests_on_its_own(case, onward, &scope))
    };
    let gone = case.live().filter(no_more);
    let mut events: Vec<What> = gone.map(|onward| What::Withdrawn { onward: onward.offered.onward.clone() }).collect();
    events.push(What::ConsentChanged(ConsentChanged { basis, given_by, scope, routing, by }));
    events
}

/// Whether what a coordinator handed on stays where the person does not let providers have the case any more: to prevent
/// serious harm it does; what they agreed to in a call only as long as they take nothing back that they had agreed to
/// before.
pub(crate) fn rests_on_its_own(case: &Case, onward: &Onward, scope: &[Scope]) -> bool {
    let taken_back = scope.is_empty() || shares(case.received.basis, &case.received.scope);
    onward.offered.hand_on.as_ref().is_some_and(|hand_on| match hand_on.basis {
        HandOnBasis::SeriousHarmOverride => true,
        HandOnBasis::Consent => !taken_back,
    })
}

/// Whether the police may not know of somebody: they came by another way, and have not said that the police may (CA24).
pub(crate) fn hidden_from_police(source: SourceKind, scope: &[Scope]) -> bool {
    !came_by_police(source) && !scope.contains(&Scope::ShareWithPolice)
}

/// A raised tier or risk, and the coordinator who has to be named where the person has enhanced rights from now on.
pub fn uplift(case: &Case, uplifted: Uplifted, now: Timestamp) -> Vec<What> {
    let enhanced = uplifted.tier == Some(Tier::Enhanced) && case.tier() != Tier::Enhanced;
    let name = enhanced && case.coordinator.is_none();
    let task = TaskGiven { kind: TaskKind::NameCoordinator, from: None, due: case_due(case, now) };
    std::iter::once(What::Uplifted(uplifted)).chain(name.then_some(What::TaskGiven(task))).collect()
}

/// Whether the ground reaches providers (contract, "Consent").
fn shares(basis: Option<Basis>, scope: &[Scope]) -> bool {
    matches!(basis, Some(Basis::Consent | Basis::SeriousHarmOverride)) && scope.contains(&Scope::ShareWithProviders)
}

/// The home as routing knows it: whoever said that it is elsewhere lives in no council of the area.
fn home(case: &Case) -> Option<&str> {
    if case.elsewhere { Some("elsewhere") } else { case.received.local_authority.as_deref() }
}
