//! What codes are called on the page.

use events::profile::Profile;
use measures::{Dimension, ELSEWHERE, NONE, OTHER, PARTNER, UNKNOWN};
use words::{codes, oversight, oversight_more};

/// The name of a council, or of a home that has none.
pub(crate) fn district_label(code: &str, profile: &Profile) -> String {
    match code {
        ELSEWHERE => oversight::elsewhere().to_owned(),
        UNKNOWN => oversight::unknown().to_owned(),
        council => profile
            .local_authority(council)
            .map_or_else(|| council.to_owned(), |council| council.name.clone()),
    }
}

/// The name of a code of a dimension.
pub(crate) fn code_label(dimension: Dimension, code: &str, profile: &Profile) -> String {
    let known = match dimension {
        Dimension::Route => oversight::route(code),
        Dimension::Tier => oversight_more::tier(code),
        Dimension::Risk => oversight_more::risk(code),
        Dimension::Stage => oversight::stage(code),
        Dimension::Ending => oversight::ending(code),
        Dimension::Need => codes::need_staff(code),
        Dimension::Met => oversight::met(code),
        Dimension::Specialism => codes::specialism_staff(code),
        Dimension::Served => oversight::served(code),
        Dimension::Answer => oversight::answer(code),
        Dimension::ToOffer | Dimension::ToAcceptance | Dimension::ToContact => {
            oversight::took(code)
        }
        Dimension::Agency => codes::promise_owner(code),
        Dimension::Kept => oversight::kept(code),
        Dimension::Modality => codes::modality(code),
        Dimension::District => return district_label(code, profile),
        Dimension::Repeat => oversight_more::repeat(code),
        Dimension::Restorative => oversight_more::restorative(code),
        Dimension::FirstContact => oversight_more::first_contact(code),
        Dimension::First => oversight_more::first(code),
        Dimension::Outcome => oversight_more::outcome(code),
        Dimension::Distance
        | Dimension::DistanceHealth
        | Dimension::DistanceCoping
        | Dimension::DistanceSafety
        | Dimension::DistanceReintegration
        | Dimension::DistanceInformed
        | Dimension::DistanceJustice => oversight_more::distance(code),
        Dimension::AfterFull => oversight_more::after_full(code),
        Dimension::Length => oversight_more::length(code),
        Dimension::Provider | Dimension::Service | Dimension::Touchpoint if code == OTHER => {
            Some(oversight::other())
        }
        Dimension::Touchpoint if code == NONE => Some(oversight_more::no_touchpoint()),
        Dimension::Touchpoint if code == PARTNER => Some(oversight_more::any_partner()),
        Dimension::Touchpoint => {
            let mut places = profile.touchpoints.iter();
            let found = places.find(|one| one.code == code);
            return found.map_or_else(|| code.to_owned(), |one| one.name.clone());
        }
        Dimension::Service => {
            let service = profile.service(code);
            return service.map_or_else(|| code.to_owned(), |service| service.name.clone());
        }
        Dimension::Provider => {
            let provider = profile.provider(code);
            return provider.map_or_else(|| code.to_owned(), |provider| provider.name.clone());
        }
    };
    known.unwrap_or(code).to_owned()
}
