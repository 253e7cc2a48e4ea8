//! Who supports people, and what they offer under which contract.

use crate::assessment::{Complexity, Funding, National, Risk, Specialism};
use crate::closed_set::closed_set;
use crate::referral::{AccessNeed, AgeBand, Day, Modality, NeedCode, Role, WorkerGender};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

closed_set! {
    /// What an organisation is to the hub.
    #[derive(Default)]
    pub enum ProviderKind {
        /// Supports people of the area.
        #[default]
        Local = "local",
        /// Serves the whole country for one kind of need: handed on to, not a local queue (AS6).
        National = "national",
        /// The hub of another area: people who live there are handed on to it, with a receipt (AS23, CA21, CA22).
        Hub = "hub",
    }
}

/// An organisation that supports people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its code: lower-case letters, digits and hyphens; it names the queue.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is to the hub.
    #[serde(default)]
    pub kind: ProviderKind,
    /// Whether the profile made it up, so that every stage and need is served.
    pub illustrative: bool,
    /// Whether it also works with people who offend: then it is not offered the case of somebody who lives with the
    /// suspect before a coordinator has looked.
    #[serde(default)]
    pub works_with_offenders: bool,
    /// Whether the police employ those who work there: then it is not asked about anybody who came by another way than the
    /// police and has not said that they may know (CA24).
    #[serde(default)]
    pub police_staffed: bool,
}

/// What a provider offers under one contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The national need it serves; then it takes those alone whose assessment names it (AS6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national: Option<National>,
    /// Which needs it meets; all where empty.
    pub needs: Vec<NeedCode>,
    /// What it specialises in.
    pub specialisms: Vec<Specialism>,
    /// The councils it serves, by code; all of the area's where empty.
    pub local_authorities: Vec<String>,
    /// Whom it takes by age; everyone where empty.
    #[serde(default)]
    pub ages: Vec<AgeBand>,
    /// Whom it takes by what they are to the crime (AS5); everyone where empty.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// At which risk it takes people (TV24); at any where empty.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// For how much there is to do (TV7, TV8); for anything where empty.
    #[serde(default)]
    pub complexities: Vec<Complexity>,
    /// Whose money it may spend.
    pub funding: Vec<Funding>,
    /// How it supports.
    pub modalities: Vec<Modality>,
    /// What it can adapt to.
    #[serde(default)]
    pub access_needs: Vec<AccessNeed>,
    /// The languages its workers speak beside English, as BCP 47 tags.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it works with interpreters.
    #[serde(default)]
    pub interpreters: bool,
    /// Which workers a person can ask for; none where it cannot promise that.
    #[serde(default)]
    pub worker_genders: Vec<WorkerGender>,
    /// How many open cases it can hold; no limit where absent (KE10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Who commissions it, where that is not the commissioner of the area (TV23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commissioner: Option<String>,
    /// Contract's first day.
    pub from: Date,
    /// Contract's last day, where it has one.
    pub until: Option<Date>,
    /// The last day on which somebody new is sent to it, where that is before the contract's last: it goes on for those whom
    /// it supports until others have taken over (TV12, AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_until: Option<Date>,
    /// Up to when the contract may be extended, as in three years and two more (TV1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extendable_until: Option<Date>,
    /// Whether it fills the gap that a contract ended early has left (TV12).
    #[serde(default)]
    pub interim: bool,
    /// Other areas that it serves under the same contract, by code (TV1, CA26).
    #[serde(default)]
    pub shared_with: Vec<String>,
    /// A public number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it is open. Unknown where empty.
    #[serde(default)]
    pub opening: Vec<Opening>,
    /// Where people can go, where there is such a place. A refuge has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whether it is a refuge, whose place nobody is ever shown.
    #[serde(default)]
    pub refuge: bool,
    /// Whether it is in the public directory.
    pub public: bool,
    /// Whether the profile made this contract up.
    #[serde(default)]
    pub illustrative: bool,
}

impl Service {
    /// Whether its contract runs on `day`.
    pub fn open_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The last day on which somebody new may be sent to it, where there is one.
    pub fn last_for_new(&self) -> Option<Date> {
        self.new_until.into_iter().chain(self.until).min()
    }

    /// Whether somebody new may be sent to it on `day`.
    pub fn takes_new_on(&self, day: Date) -> bool {
        self.open_on(day) && self.new_until.is_none_or(|last| day <= last)
    }
}

/// Hours on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// On which days.
    pub days: Vec<Day>,
    /// From when.
    pub from: Time,
    /// Until when; `23:59:59` where it is open to the end of the day.
    pub until: Time,
}

/// Where people can go.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// Street and town.
    pub address: String,
    /// Its postcode.
    pub postcode: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}
