//! A change of the person's consent, and what it withdraws.

use crate::case::sharing::{
    hidden_from_police, home_for_routing, reaches_providers, rests_on_its_own, routing_of,
};
use events::case::{Actor, Case, CaseChange, ConsentChanged, Onward};
use events::profile::Profile;
use events::referral::{Basis, GivenBy, Scope};

/// Records the person's consent from now on. If it no longer covers sharing with providers, live
/// onward referrals are withdrawn. If it no longer covers the police, those with providers that
/// have police staff are withdrawn (CA24). Transfers to prevent serious harm remain. Transfers that
/// the person agreed to in a call remain unless the person withdraws something that they had agreed
/// to before.
pub fn change_consent(
    case: &Case,
    profile: &Profile,
    basis: Option<Basis>,
    given_by: Option<GivenBy>,
    scope: Vec<Scope>,
    by: Actor,
) -> Vec<CaseChange> {
    let shared = reaches_providers(basis, &scope);
    let routing = routing_of(
        shared,
        &case.received.assessment,
        home_for_routing(case),
        profile,
    );
    let by_police = |code: &str| {
        profile
            .providers
            .iter()
            .any(|one| one.code == code && one.police_staffed)
    };
    let hidden = hidden_from_police(case.received.source, &scope);
    let no_more = |onward: &&Onward| {
        let to_police =
            hidden && onward.offered.hand_on.is_none() && by_police(&onward.offered.provider);
        to_police || (!shared && !rests_on_its_own(case, onward, &scope))
    };
    let gone = case.support.live().filter(no_more);
    let mut events: Vec<CaseChange> = gone
        .map(|onward| CaseChange::Withdrawn {
            onward: onward.offered.onward.clone(),
        })
        .collect();
    events.push(CaseChange::ConsentChanged(ConsentChanged {
        basis,
        given_by,
        scope,
        routing,
        by,
    }));
    events
}
