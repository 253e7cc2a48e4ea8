//! An area profile: what makes one deployment the hub of one police area. Read from `infra/areas/<area>/profile.json`.

mod area;
mod provider;

pub use area::{Clocks, ConsentModel, ConsentPeriod, Labels, Thresholds, Touchpoint};
pub use provider::{Opening, Place, Provider, ProviderKind, Service};

use crate::assessment::Specialism;
use crate::referral::SourceKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One police area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its code: the folder's name, such as `thames-valley`.
    pub area: String,
    /// What people call the area, such as `Thames Valley`.
    pub name: String,
    /// What the hub calls itself on its pages.
    pub hub_name: String,
    /// The bland name under which mail is sent: no organisation, no purpose.
    pub sender_name: String,
    /// The neutral domain of sender and links.
    pub neutral_domain: String,
    /// A harmless site for the exit button.
    pub exit_url: String,
    /// The version of the rule set in force.
    pub rules: String,
    /// What it takes for a case to come in, each from its first day; the latest that has begun counts (TV2, TV4).
    pub consent_models: Vec<ConsentPeriod>,
    /// What this area calls things.
    pub labels: Labels,
    /// Clocks that are tighter than the contract's.
    #[serde(default)]
    pub clocks: Clocks,
    /// Bounds of risk that are tighter than the rule set's.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// Its councils.
    pub local_authorities: Vec<LocalAuthority>,
    /// Lines to ring, those open day and night first.
    pub helplines: Vec<Helpline>,
    /// Who supports people.
    pub providers: Vec<Provider>,
    /// What they offer. At least one open service is the universal fallback (AS27).
    pub services: Vec<Service>,
    /// Who may refer, beyond the person themselves.
    pub partners: Vec<Partner>,
    /// Where people can come and be helped to ask for support (TV10).
    pub touchpoints: Vec<Touchpoint>,
}

impl Profile {
    /// The service of that code.
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }

    /// The provider of that code.
    pub fn provider(&self, code: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.code == code)
    }

    /// The council of that code.
    pub fn local_authority(&self, code: &str) -> Option<&LocalAuthority> {
        self.local_authorities
            .iter()
            .find(|council| council.code == code)
    }
}

/// A council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalAuthority {
    /// Its 2025 code: a letter of `ENSW` and eight digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The county it lies in, for those who commission by county (TV23); its own name where it is one.
    pub county: String,
    /// The Community Safety Partnership it belongs to (AS32).
    pub csp: String,
}

/// A number to ring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpline {
    /// Whose.
    pub name: String,
    /// The number, as people write it.
    pub phone: String,
    /// A page, where there is one.
    pub url: Option<String>,
    /// When it answers, in plain words.
    pub hours: String,
    /// Whether it answers day and night.
    pub always_open: bool,
    /// Why one would ring it, in plain words.
    pub why: String,
    /// For whom it is shown: everyone where empty.
    pub specialisms: Vec<Specialism>,
    /// Whether it is for someone who thinks of ending their life.
    #[serde(default)]
    pub suicide: bool,
    /// When the number was last checked.
    pub checked: Date,
}

/// Who may refer with a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its code: lower-case letters, digits and hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of sender its token stands for: never `self`.
    pub kind: SourceKind,
}

impl Partner {
    /// Whether its own systems send a file each day, of people whom nobody has asked yet (TV2, DC24, CA23). Others refer one
    /// person at a time, having asked them.
    pub fn sends_files(&self) -> bool {
        matches!(
            self.kind,
            SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud
        )
    }
}
