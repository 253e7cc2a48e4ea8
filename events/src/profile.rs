//! An area profile: the settings that make a deployment the hub of one police area. Stored in
//! `infra/areas/<area>/profile.json`.

mod area;
mod provider;

pub use area::{Clocks, ConsentModel, ConsentPeriod, FigureLimits, Labels, Thresholds, Touchpoint};
pub use provider::{ContractValue, Opening, Place, Provider, ProviderKind, Service};

use crate::assessment::Specialism;
use crate::justice::Step;
use crate::referral::SourceKind;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One police area.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The area's code, which is the folder's name, such as `thames-valley`.
    pub area: String,
    /// The area's name, such as `Thames Valley`.
    pub name: String,
    /// The name of the hub on its pages.
    pub hub_name: String,
    /// The sender's name in e-mails. It is bland: no organisation and no purpose.
    pub sender_name: String,
    /// The neutral domain of sender and links.
    pub neutral_domain: String,
    /// The harmless site that the exit button opens.
    pub exit_url: String,
    /// The version of the rule set in force.
    pub rules: String,
    /// The consent models, each from its first day. The latest that has begun applies (TV2, TV4).
    pub consent_models: Vec<ConsentPeriod>,
    /// Who is responsible for people's information. The privacy page names them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy: Option<Privacy>,
    /// How people call the hub itself, if they can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<HubContact>,
    /// The area's own words.
    pub labels: Labels,
    /// Deadlines that are tighter than the contract's.
    #[serde(default)]
    pub clocks: Clocks,
    /// Thresholds of risk that are tighter than the rule set's.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// The steps of the justice system after which a coordinator offers restorative justice again (AS16).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restorative_justice_after: Vec<Step>,
    /// Which numbers of the figures are hidden.
    #[serde(default)]
    pub figures: FigureLimits,
    /// Its councils.
    pub local_authorities: Vec<LocalAuthority>,
    /// The helplines, those open day and night first.
    pub helplines: Vec<Helpline>,
    /// The providers.
    pub providers: Vec<Provider>,
    /// Their services. At least one open service is universal (AS27).
    pub services: Vec<Service>,
    /// The partners that may refer people.
    pub partners: Vec<Partner>,
    /// The touchpoints, where people get help to ask for support (TV10).
    pub touchpoints: Vec<Touchpoint>,
}

impl Profile {
    /// The service with that code.
    pub fn service(&self, code: &str) -> Option<&Service> {
        self.services.iter().find(|service| service.code == code)
    }

    /// The provider with that code.
    pub fn provider(&self, code: &str) -> Option<&Provider> {
        self.providers.iter().find(|provider| provider.code == code)
    }

    /// The council with that code.
    pub fn local_authority(&self, code: &str) -> Option<&LocalAuthority> {
        self.local_authorities
            .iter()
            .find(|council| council.code == code)
    }
}

/// Who is responsible for people's information (UK GDPR, article 13).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// The name of the controller, written for the start of a sentence.
    pub controller: String,
    /// Its postal address on one line.
    pub address: String,
    /// The e-mail address of the data protection officer.
    pub contact: String,
    /// The controller's number in the register of the Information Commissioner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register_number: Option<String>,
    /// Whether these are made up, for a trial. A deployment refuses them.
    #[serde(default)]
    pub illustrative: bool,
}

/// The hub's own number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HubContact {
    /// The number, as people write it.
    pub phone: String,
    /// When somebody answers.
    pub opening: Vec<Opening>,
}

/// A council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalAuthority {
    /// Its 2025 code: a letter of `ENSW` and eight digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The county, for commissioning by county (TV23). The council's own name if it is one.
    pub county: String,
    /// Its Community Safety Partnership (AS32).
    pub csp: String,
    /// The first day on which the police refer only people of this council who agreed, if that is
    /// not decided for the whole area. From then on the daily file is refused for their homes
    /// (TV21, TV27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opt_in_from: Option<Date>,
}

/// A helpline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helpline {
    /// The name of the organisation that answers.
    pub name: String,
    /// The number, as people write it.
    pub phone: String,
    /// Its website, if it has one.
    pub url: Option<String>,
    /// Its opening hours in plain words.
    pub hours: String,
    /// Whether it is open day and night.
    pub always_open: bool,
    /// What it is for, in plain words.
    pub why: String,
    /// The situations in which it is shown. Empty means everyone.
    pub specialisms: Vec<Specialism>,
    /// Whether it is for people with thoughts of suicide.
    #[serde(default)]
    pub suicide: bool,
    /// When the number was last checked.
    pub checked: Date,
}

/// A partner that may refer people with a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// Its code: lower-case letters, digits and hyphens.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The kind of sender that its token represents. Never `self`.
    pub kind: SourceKind,
}

impl Partner {
    /// Whether its systems send a daily file of people whom nobody has asked yet (TV2, DC24, CA23).
    /// Other partners refer one person at a time, after asking them.
    pub fn sends_files(&self) -> bool {
        matches!(
            self.kind,
            SourceKind::Police | SourceKind::BritishTransportPolice | SourceKind::ActionFraud
        )
    }
}
