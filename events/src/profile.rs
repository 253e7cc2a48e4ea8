//! An area profile: what makes one deployment the hub of one police area. Read from `infra/areas/<area>/profile.json`.

use crate::assessment::{Funding, Specialism};
use crate::referral::{AccessNeed, AgeBand, Modality, NeedCode, SourceKind};
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
}

/// A council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalAuthority {
    /// Its 2025 code: a letter of `ENSW` and eight digits.
    pub code: String,
    /// Its name.
    pub name: String,
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

/// An organisation that supports people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its code: lower-case letters, digits and hyphens; it names the queue.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether the profile made it up, so that every stage and need is served.
    pub illustrative: bool,
}

/// What a provider offers under one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its code, unique in the area.
    pub code: String,
    /// Its provider's code.
    pub provider: String,
    /// Its name.
    pub name: String,
    /// What it does, in plain words.
    pub about: String,
    /// The stage of support (AS26), 1 to 4.
    pub stage: u8,
    /// Takes everyone, without a capacity limit (AS27).
    #[serde(default)]
    pub universal: bool,
    /// Which needs it meets; all where empty.
    pub needs: Vec<NeedCode>,
    /// What it specialises in.
    pub specialisms: Vec<Specialism>,
    /// The councils it serves, by code; all of the area's where empty.
    pub local_authorities: Vec<String>,
    /// Whom it takes by age; everyone where empty.
    #[serde(default)]
    pub ages: Vec<AgeBand>,
    /// Whose money it may spend.
    pub funding: Vec<Funding>,
    /// How it supports.
    pub modalities: Vec<Modality>,
    /// What it can adapt to.
    #[serde(default)]
    pub access_needs: Vec<AccessNeed>,
    /// Contract's first day.
    pub from: Date,
    /// Contract's last day, where it has one.
    pub until: Option<Date>,
    /// A public number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it is open, in plain words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Whether it is in the public directory. A refuge's place never is.
    pub public: bool,
}

impl Service {
    /// Whether its contract runs on `day`.
    pub fn open_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
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
