//! What codes are called on the page.

use events::profile::Profile;
use measures::{Dimension, ELSEWHERE, OTHER, UNKNOWN};
use words::{codes, oversight};

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
        Dimension::Source => oversight::source(code),
        Dimension::ConsentModel => oversight::consent_model(code),
        Dimension::Tier => codes::tier(code),
        Dimension::Risk => codes::risk(code),
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
        Dimension::Provider if code == OTHER => Some(oversight::other()),
        Dimension::Provider => {
            let provider = profile.provider(code);
            return provider.map_or_else(|| code.to_owned(), |provider| provider.name.clone());
        }
    };
    known.unwrap_or(code).to_owned()
}
