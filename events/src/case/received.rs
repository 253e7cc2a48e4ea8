//! What is known when a referral is accepted, without anything that says who.

use super::CoordinatorReason;
use crate::assessment::Assessment;
use crate::profile::ConsentModel;
use crate::referral::{
    AccessNeed, AgeBand, Basis, ChannelKind, Frequency, GivenBy, Modality, Need, Role, Scope,
    SourceKind, WorkerGender,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known when a referral is accepted, without anything that says who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// What kind of sender.
    pub source: SourceKind,
    /// The authenticated sender's client, or `self`.
    pub sender: String,
    /// The sender's id of the submission: with the sender and a key, it yields the memorable word.
    pub submission: String,
    /// The ground of consent.
    pub basis: Option<Basis>,
    /// Who gave consent.
    pub given_by: Option<GivenBy>,
    /// To what.
    pub scope: Vec<Scope>,
    /// What the person is to the crime.
    pub role: Role,
    /// How old, coarsely, on the day of the referral.
    pub age_band: Option<AgeBand>,
    /// BCP 47.
    pub language: String,
    /// Whether an interpreter is needed.
    pub interpreter: bool,
    /// What a service must be able to do.
    pub access_needs: Vec<AccessNeed>,
    /// How the person would like to be supported.
    pub modality: Vec<Modality>,
    /// Whom the person would rather speak to.
    pub worker_gender: Option<WorkerGender>,
    /// The council of the home, where known.
    pub local_authority: Option<String>,
    /// Whether a postcode was given that is in no list, so that the person is asked for their council.
    #[serde(default)]
    pub ask_council: bool,
    /// Whether the home is known to lie outside every area, where no council is known either.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
    /// What the person needs.
    pub needs: Vec<Need>,
    /// How often the person wants to hear.
    pub frequency: Option<Frequency>,
    /// The kinds of channel the person called safe, each once: kinds, never addresses.
    pub safe_channels: Vec<ChannelKind>,
    /// The touchpoint or partner whose code it carries, where the profile has it (TV10, TV14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touchpoint: Option<String>,
    /// The consent model in force on the day (TV3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_model: Option<ConsentModel>,
    /// Providers that support the person already, by code (AS7).
    #[serde(default)]
    pub already_with: Vec<String>,
    /// Whether it says enough to recognise the person again: name, full date of birth and home postcode.
    #[serde(default)]
    pub identified: bool,
    /// Whether it says where it happened, to the postcode.
    #[serde(default)]
    pub placed: bool,
    /// What the hub concluded.
    pub assessment: Assessment,
    /// Whether the case goes to providers, and if not, why.
    pub routing: Routing,
    /// When the acknowledgement may be asked for: the start of the channel's next window, or nothing.
    pub acknowledge_at: Option<Timestamp>,
}

/// Whether a case may be offered to providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Routing {
    /// It may: consent or an override reaches providers, and the home is not known to be elsewhere.
    ToProviders,
    /// It may not.
    ToCoordinators(CoordinatorReason),
}
