//! Consent, and who may see what of a case.

use events::assessment::{Assessment, Flag};
use events::case::{Case, CoordinatorReason, HandOnBasis, Onward, Routing};
use events::profile::Profile;
use events::referral::{Basis, Consent, Scope, SourceKind};

/// Whether a case may be offered to providers (contract, "Consent" and "What follows a 201").
///
/// It may if all of these are true:
///
/// - consent or an override covers sharing with providers;
/// - the sender cannot be the source of the danger;
/// - the home is in the hub's area, or no home is recorded.
pub fn routing(
    consent: Option<&Consent>,
    assessment: &Assessment,
    local_authority: Option<&str>,
    profile: &Profile,
) -> Routing {
    let shared = consent.is_some_and(|consent| reaches_providers(consent.basis, &consent.scope));
    routing_of(shared, assessment, local_authority, profile)
}

/// The same, if it is already known whether consent or an override covers sharing with providers.
pub(super) fn routing_of(
    shared: bool,
    assessment: &Assessment,
    local_authority: Option<&str>,
    profile: &Profile,
) -> Routing {
    if !shared {
        return Routing::ToCoordinators(CoordinatorReason::NotToBeShared);
    }
    if local_authority.is_some_and(|home| {
        profile
            .local_authorities
            .iter()
            .all(|council| council.code != home)
    }) {
        return Routing::ToCoordinators(CoordinatorReason::OutsideArea);
    }
    if assessment.has(Flag::GuardianConflict) {
        return Routing::ToCoordinators(CoordinatorReason::GuardianConflict);
    }
    Routing::ToProviders
}

/// Whether the ground covers sharing with providers (contract, "Consent").
pub(super) fn reaches_providers(basis: Option<Basis>, scope: &[Scope]) -> bool {
    matches!(basis, Some(Basis::Consent | Basis::SeriousHarmOverride))
        && scope.contains(&Scope::ShareWithProviders)
}

/// Whether a transfer by a coordinator remains after the person no longer agrees to sharing with
/// providers. A transfer to prevent serious harm remains. A transfer that the person agreed to in a
/// call remains unless they now withdraw something that they had agreed to before.
pub(super) fn rests_on_its_own(case: &Case, onward: &Onward, scope: &[Scope]) -> bool {
    let taken_back =
        scope.is_empty() || reaches_providers(case.received.basis, &case.received.scope);
    onward
        .offered
        .hand_on
        .as_ref()
        .is_some_and(|hand_on| match hand_on.basis {
            HandOnBasis::SeriousHarmOverride => true,
            HandOnBasis::Consent => !taken_back,
        })
}

/// Whether the police may not know about the person, because they came another way and have not
/// agreed to it (CA24).
pub(crate) fn hidden_from_police(source: SourceKind, scope: &[Scope]) -> bool {
    !came_by_police(source) && !scope.contains(&Scope::ShareWithPolice)
}

/// The council of the home, for routing. A person who said that they live in another area has none
/// here.
pub(super) fn home_for_routing(case: &Case) -> Option<&str> {
    if case.support.elsewhere {
        Some("elsewhere")
    } else {
        case.received.local_authority.as_deref()
    }
}

/// Whether the police know the case, because it came from a police force or one of its channels. A
/// coordinator who works for the police sees only these cases (CA4, CA24).
pub fn known_to_police(case: &Case) -> bool {
    came_by_police(case.received.source)
}

/// Whether the source is a police force or one of its channels.
const fn came_by_police(source: SourceKind) -> bool {
    matches!(
        source,
        SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud
    )
}
