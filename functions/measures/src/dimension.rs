//! What figures are broken down by. Each dimension is a closed set, or a list of the area profile.

use events::assessment::{Risk, Specialism, Tier};
use events::justice::PromiseOwner;
use events::referral::{Modality, NeedCode, SourceKind};
use serde::{Deserialize, Serialize};

/// The code where something is not known.
pub const UNKNOWN: &str = "unknown";
/// The code of a provider that the profile no longer has.
pub const OTHER: &str = "other";
/// The code of a home in another area.
pub const ELSEWHERE: &str = "elsewhere";

/// The codes that a dimension can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Exactly these, in this order.
    Closed(&'static [&'static str]),
    /// The councils of the profile, and [`UNKNOWN`] and [`ELSEWHERE`].
    Districts,
    /// The providers of the profile, and [`OTHER`].
    Providers,
}

macro_rules! dimensions {
    ($($(#[$meta:meta])* $variant:ident = $text:literal => $codes:expr,)+) => {
        /// What figures are broken down by.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Dimension { $($(#[$meta])* #[serde(rename = $text)] $variant,)+ }

        impl Dimension {
            /// Every dimension.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The codes that it can have.
            pub const fn codes(self) -> Codes {
                match self { $(Self::$variant => $codes,)+ }
            }
        }
    };
}

/// How long something took, from the referral, in hours that have passed. The bands add up, and so a median can be
/// placed in a band, and no person's own time is kept.
const BANDS: Codes = Codes::Closed(&[
    "within-1-hour",
    "within-4-hours",
    "within-1-day",
    "within-2-days",
    "within-5-days",
    "within-10-days",
    "later",
    "not-yet",
    "never",
]);

dimensions! {
    /// Who sent the referral.
    Source = "source" => Codes::Closed(SourceKind::SET.codes),
    /// The consent model under which a partner's systems sent it. It does not apply to people who came alone, or whom a
    /// partner referred after asking them.
    ConsentModel = "consent-model" => Codes::Closed(&["automatic-transfer", "opt-in", UNKNOWN, "does-not-apply"]),
    /// The council of the home.
    District = "district" => Codes::Districts,
    /// The level of rights.
    Tier = "tier" => Codes::Closed(Tier::SET.codes),
    /// The risk.
    Risk = "risk" => Codes::Closed(Risk::SET.codes),
    /// The furthest stage that was reached.
    Stage = "stage" => Codes::Closed(&["received", "offered", "accepted", "reached", "supported", "completed"]),
    /// How the case ended, or that it is open.
    Ending = "ending" => Codes::Closed(&[
        "open", "support-over", "withdrew", "not-reached", "no-more-needs", "moved-on", "died",
    ]),
    /// A need that the person named.
    Need = "need" => Codes::Closed(NeedCode::SET.codes),
    /// Whether a service has the need.
    Met = "met" => Codes::Closed(&["service-for-it", "universal-only", "on-offer", "no-service", "not-settled"]),
    /// A specialism that the person needs.
    Specialism = "specialism" => Codes::Closed(Specialism::SET.codes),
    /// Whether a service has the specialism.
    Served = "served" => Codes::Closed(&["specialist-found", "no-specialist", "not-searched"]),
    /// A provider.
    Provider = "provider" => Codes::Providers,
    /// What became of an offer, and why it was declined.
    Answer = "answer" => Codes::Closed(&[
        "offered", "accepted", "closed", "expired", "withdrawn", "handed-over", "declined", "no-capacity", "out-of-area",
        "not-eligible", "conflict-of-interest", "duplicate", "unsafe", "wrong-details", "needs-more-specialist-help",
    ]),
    /// The time from referral to the first offer.
    ToOffer = "to-offer" => BANDS,
    /// The time from referral to the first acceptance.
    ToAcceptance = "to-acceptance" => BANDS,
    /// The time from referral until a service first reached the person.
    ToContact = "to-contact" => BANDS,
    /// Who owes a promise.
    Agency = "agency" => Codes::Closed(PromiseOwner::SET.codes),
    /// Whether a promise was kept.
    Kept = "kept" => Codes::Closed(&["kept", "kept-late", "broken", "open", "waiting", "released"]),
    /// The kind of session.
    Modality = "modality" => Codes::Closed(Modality::SET.codes),
}
