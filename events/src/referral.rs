//! A referral, version 1 of the contract (`events/contract/referral.schema.json`).
//!
//! A value of these types was accepted by [`crate::parse`] or written by the hub itself. `None`
//! means that the question was not answered: unknown, which is never "no" and never "safe".

mod codes;
mod contact;
mod people;
mod story;

pub use codes::*;
pub use contact::*;
pub use people::*;
pub use story::*;

use serde::{Deserialize, Serialize};

/// What one sender says about one person. The fields are those of the contract's schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// The idempotency key, created by the sender for each submission: a hyphenated UUID in lower
    /// case.
    pub id: String,
    /// The sender.
    pub source: Source,
    /// The person's consent. It may be missing from `self`, and the case is then never routed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// The person.
    pub person: Person,
    /// The ways to contact the person.
    pub contact: Contact,
    /// The person's home, which decides who helps (AS23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<Residence>,
    /// The incident, as far as the person wants to describe it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// The person's needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Circumstances that affect tier and risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circumstances: Option<Circumstances>,
    /// The short safety screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<Safety>,
    /// A trained practitioner's DASH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash: Option<Dash>,
    /// The person's preferences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Wishes>,
    /// What changed on the person's page and is not confirmed. Only the hub adds it: see
    /// [`crate::parse::stored`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_change: Option<PageChange>,
    /// What was known before each change after the referral, oldest first. The hub adds it to the
    /// stored document. No sender may send it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_answers: Vec<EarlierAnswers>,
}

/// Who sends a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The kind of sender.
    pub kind: SourceKind,
    /// The sender's code in the area profile: a touchpoint, force, provider or hub.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The code of the poster or campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
}

/// Consent, or the ground that replaces it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The ground. Only `self` may leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<GivenBy>,
    /// When, as RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<String>,
    /// How consent was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<ConsentHow>,
    /// The scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<Scope>,
    /// The reason for sharing without consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The person who approved sharing without consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
}

/// The person. The name may be an alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Their relation to the crime.
    pub role: Role,
    /// A name or an alias, in any script.
    pub name: String,
    /// How to address them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<String>,
    /// Pronouns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// Date of birth in ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Today's age band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// Language as a BCP 47 tag. `None` means English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether an interpreter is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<bool>,
    /// The adaptations that the person needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_needs: Vec<AccessNeed>,
}
