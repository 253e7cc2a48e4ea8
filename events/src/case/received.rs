//! What the hub knows when it accepts a referral. It does not identify the person.

use super::CoordinatorReason;
use crate::assessment::Assessment;
use crate::profile::ConsentModel;
use crate::referral::{
    AccessNeed, AgeBand, Basis, ChannelKind, Frequency, GivenBy, Modality, Need, Role, Scope,
    SourceKind, WorkerGender,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What the hub knows when it accepts a referral. It does not identify the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The kind of sender.
    pub source: SourceKind,
    /// The client id of the authenticated sender, or `self`.
    pub sender: String,
    /// The sender's id of the submission. The memorable word is derived from it, the sender and a
    /// key. Empty in what is left of an erased case.
    pub submission: String,
    /// The ground of consent.
    pub basis: Option<Basis>,
    /// Who gave consent.
    pub given_by: Option<GivenBy>,
    /// The scope of consent.
    pub scope: Vec<Scope>,
    /// The person's relation to the crime.
    pub role: Role,
    /// The person's age band on the day of the referral.
    pub age_band: Option<AgeBand>,
    /// The person's language, as a BCP 47 tag.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// The adaptations that the person needs in order to use a service.
    pub access_needs: Vec<AccessNeed>,
    /// The kinds of support that the person prefers.
    pub modality: Vec<Modality>,
    /// The kind of worker that the person prefers.
    pub worker_gender: Option<WorkerGender>,
    /// The council of the home, if known.
    pub local_authority: Option<String>,
    /// Whether the referral gave a postcode that the hub does not know, so that the person is asked
    /// for their council.
    #[serde(default)]
    pub ask_council: bool,
    /// Whether the home is known to be outside every area, where the hub knows no councils.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// The person's needs.
    pub needs: Vec<Need>,
    /// How often the person wants updates.
    pub frequency: Option<Frequency>,
    /// The kinds of channel that the person called safe, without repeats. Addresses are never kept
    /// here.
    pub safe_channels: Vec<ChannelKind>,
    /// Whether a way to contact the person could not be read and was left out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub contact_left_out: bool,
    /// Whether the sender has no account and came over the internet, so that what the hub does for them is
    /// counted: one letter a day to an address that nobody has confirmed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counted: bool,
    /// The mark of the connection that it came from, where many referrals came from there. A coordinator
    /// looks before anything else happens. The mark is a keyed hash of the connection and the day, and
    /// says nothing else. Only coordinators see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<String>,
    /// The code of the touchpoint that the referral came from, or `partner`, if the profile has it
    /// (TV10, TV14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// The area's consent model on that day (TV3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_model: Option<ConsentModel>,
    /// Providers that support the person already, by code (AS7).
    #[serde(default)]
    pub already_with: Vec<String>,
    /// Whether the referral can recognise the person in other cases: it has a name, a full date of
    /// birth and a home postcode.
    #[serde(default)]
    pub identified: bool,
    /// Whether it gives the place of the incident, with a postcode.
    #[serde(default)]
    pub placed: bool,
    /// The assessment.
    pub assessment: Assessment,
    /// Whether the case may go to providers, and if not, why.
    pub routing: Routing,
    /// When the acknowledgement may be sent: the start of the channel's next safe window. `None` if
    /// no channel is safe.
    pub acknowledge_at: Option<Timestamp>,
}

/// Whether a case may be offered to providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// It may: consent or an override covers sharing with providers, and the home is in the area or
    /// unknown.
    ToProviders,
    /// It may not, for this reason.
    ToCoordinators(CoordinatorReason),
}
