//! What figures are broken down by. Each dimension is a closed set, or a list of the area profile.

use events::justice::PromiseOwner;
use events::profile::Profile;
use events::referral::{Modality, NeedCode};
use serde::{Deserialize, Serialize};

/// The code where something is not known.
pub const UNKNOWN: &str = "unknown";
/// The code where a referral names no touchpoint.
pub const NONE: &str = "none";
/// The code of every partner whose code a referral has. Each partner's own number could be worked out from who referred.
pub const PARTNER: &str = domain::attribution::PARTNER;
/// The code of a provider, service or touchpoint that the profile no longer has.
pub const OTHER: &str = "other";
/// The code of a home in another area.
pub const ELSEWHERE: &str = "elsewhere";

/// The code of people whom the police's systems sent before anybody had asked them.
pub const POLICE_TRANSFER: &str = "police-automatic-transfer";
/// The code of people whom the police's systems sent after they agreed.
pub const POLICE_OPT_IN: &str = "police-opt-in";

/// The codes that a dimension can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codes {
    /// Exactly these, in this order.
    Closed(&'static [&'static str]),
    /// The councils of the profile, and [`UNKNOWN`] and [`ELSEWHERE`].
    Districts,
    /// The providers of the profile, and [`OTHER`].
    Providers,
    /// The services of the profile, and [`OTHER`].
    Services,
    /// The touchpoints of the profile, [`PARTNER`], [`NONE`] and [`OTHER`].
    Touchpoints,
}

impl Codes {
    /// The codes in that area, in the order of the page.
    pub fn of(self, profile: &Profile) -> Vec<String> {
        let own = |code: &str| code.to_owned();
        match self {
            Self::Closed(codes) => codes.iter().copied().map(own).collect(),
            Self::Districts => {
                let councils = profile.local_authorities.iter();
                let codes = councils.map(|council| council.code.clone());
                codes.chain([ELSEWHERE, UNKNOWN].map(own)).collect()
            }
            Self::Providers => {
                let providers = profile.providers.iter();
                let codes = providers.map(|provider| provider.code.clone());
                codes.chain([own(OTHER)]).collect()
            }
            Self::Services => {
                let services = profile.services.iter();
                let codes = services.map(|service| service.code.clone());
                codes.chain([own(OTHER)]).collect()
            }
            Self::Touchpoints => {
                let touchpoints = profile.touchpoints.iter();
                let codes = touchpoints.map(|place| place.code.clone());
                codes.chain([PARTNER, NONE, OTHER].map(own)).collect()
            }
        }
    }

    /// Whether the codes are a list of the profile, from which a code can disappear.
    pub const fn can_lose_a_code(self) -> bool {
        matches!(self, Self::Providers | Self::Services | Self::Touchpoints)
    }
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

/// How long a wait took, from the referral, in hours that have passed. The bands add up, and so a median can be placed in
/// a band, and no person's own time is kept. People who still wait have none: "not yet" would be the same people as a
/// stage, and the two tables together could give away what each hides.
const BANDS: Codes = Codes::Closed(&[
    "within-1-hour",
    "within-4-hours",
    "within-1-day",
    "within-2-days",
    "within-5-days",
    "within-10-days",
    "later",
]);

/// How far a person came, with the point where they started: the score at the beginning is low (0 to 3), middle (4 to 6)
/// or high (7 to 10).
const DISTANCES: Codes = Codes::Closed(&[
    "low-better",
    "low-same",
    "low-worse",
    "middle-better",
    "middle-same",
    "middle-worse",
    "high-better",
    "high-same",
    "high-worse",
]);

/// The specialisms without restorative justice. People who are interested in it are among those who asked for it, so the
/// two tables together could give away what each hides.
const SPECIALISMS: Codes = Codes::Closed(&[
    "isva",
    "idva",
    "domestic-abuse",
    "hate-crime",
    "stalking",
    "young-people",
    "bereavement",
    "exploitation",
    "modern-slavery",
    "fraud",
    "learning-disability",
]);

dimensions! {
    /// Who sent the referral. The police are divided by the consent model under which their systems sent it. In a
    /// separate dimension, the model would say again who did not come from the police.
    Route = "route" => Codes::Closed(&[
        "self", "phone", "touchpoint", "provider", "hub", POLICE_TRANSFER, POLICE_OPT_IN, "police-unknown",
        "british-transport-police", "action-fraud",
    ]),
    /// The council of the home.
    District = "district" => Codes::Districts,
    /// The level of rights, and whether it was the same at first.
    Tier = "tier" => Codes::Closed(&["standard", "enhanced-at-first", "enhanced-since"]),
    /// The risk, and whether it was the same at first.
    Risk = "risk" => Codes::Closed(&[
        "standard", "medium-at-first", "medium-since", "high-at-first", "high-since",
    ]),
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
    /// A specialism that the person needs, apart from restorative justice.
    Specialism = "specialism" => SPECIALISMS,
    /// Whether a service has the specialism.
    Served = "served" => Codes::Closed(&["specialist-found", "no-specialist", "not-searched"]),
    /// A provider.
    Provider = "provider" => Codes::Providers,
    /// What became of an offer, and why it was declined.
    Answer = "answer" => Codes::Closed(&[
        "offered", "accepted", "closed", "expired", "withdrawn", "handed-over", "declined", "no-capacity", "out-of-area",
        "not-eligible", "conflict-of-interest", "duplicate", "unsafe", "wrong-details", "needs-more-specialist-help",
    ]),
    /// The time from the referral to the first offer.
    ToOffer = "to-offer" => BANDS,
    /// The time from the referral to the first acceptance.
    ToAcceptance = "to-acceptance" => BANDS,
    /// The time from the referral until a service first reached the person.
    ToContact = "to-contact" => BANDS,
    /// Whether the person was harmed before, or is known from an earlier case.
    Repeat = "repeat" => Codes::Closed(&[
        "harmed-again", "same-person", "targeted-before", "being-checked", "no-sign",
    ]),
    /// What became of restorative justice for the person.
    Restorative = "restorative" => Codes::Closed(&[
        "took-part", "accepted", "offered", "told", "not-wanted", "asked", "not-asked",
    ]),
    /// The touchpoint that the referral names, or that it names a partner.
    Touchpoint = "touchpoint" => Codes::Touchpoints,
    /// Whether a service reached the person in the agreed time.
    FirstContact = "first-contact" => Codes::Closed(&[
        "reached-in-time", "tried-in-time", "reached-late", "waiting", "overdue", "not-reached",
    ]),
    /// How support ended.
    Outcome = "outcome" => Codes::Closed(&[
        "completed", "declined", "not-reached", "wrong-details", "unsafe", "no-capacity", "out-of-area", "moved-on",
        "duplicate", "died", "handed-over", "stopped",
    ]),
    /// Distance travelled over the six outcome areas together.
    Distance = "distance" => Codes::Closed(&[
        "low-better", "low-same", "low-worse", "middle-better", "middle-same", "middle-worse", "high-better",
        "high-same", "high-worse", "start-only", "not-measured",
    ]),
    /// Distance travelled in health and wellbeing.
    DistanceHealth = "distance-health" => DISTANCES,
    /// Distance travelled in the ability to cope.
    DistanceCoping = "distance-coping" => DISTANCES,
    /// Distance travelled in safety.
    DistanceSafety = "distance-safety" => DISTANCES,
    /// Distance travelled in reintegration.
    DistanceReintegration = "distance-reintegration" => DISTANCES,
    /// Distance travelled in feeling informed and supported.
    DistanceInformed = "distance-informed" => DISTANCES,
    /// Distance travelled in the experience of the criminal justice system.
    DistanceJustice = "distance-justice" => DISTANCES,
    /// A service.
    Service = "service" => Codes::Services,
    /// What happened to a person whom a full service could not take.
    AfterFull = "after-full" => Codes::Closed(&["taken-later", "another-service", "on-offer", "nobody"]),
    /// Whether a session is the person's first with the provider.
    First = "first" => Codes::Closed(&["first-session", "later-session"]),
    /// The length of a session.
    Length = "length" => Codes::Closed(&[
        "up-to-15", "up-to-30", "up-to-45", "up-to-60", "up-to-90", "up-to-120", "longer",
    ]),
    /// Who owes a promise.
    Agency = "agency" => Codes::Closed(PromiseOwner::SET.codes),
    /// Whether a promise was kept.
    Kept = "kept" => Codes::Closed(&["kept", "kept-late", "broken", "open", "waiting", "released"]),
    /// The kind of session.
    Modality = "modality" => Codes::Closed(Modality::SET.codes),
}
