//! Providers, and the services that they offer under contracts.

use crate::assessment::{Complexity, Funding, National, Risk, Specialism};
use crate::closed_set::closed_set;
use crate::referral::{AccessNeed, AgeBand, Day, Modality, NeedCode, Role, WorkerGender};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

closed_set! {
    /// The kind of provider.
    #[derive(Default)]
    pub enum ProviderKind {
        /// Supports people of the area.
        #[default]
        Local = "local",
        /// Serves the whole country for one kind of need. It is handed people and has no local
        /// queue (AS6).
        National = "national",
        /// The hub of another area. Coordinators transfer people who live there, with a receipt
        /// (AS23, CA21, CA22).
        Hub = "hub",
    }
}

/// An organisation that supports people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Its code: lower-case letters, digits and hyphens. It is part of the queue's name.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The kind of provider.
    #[serde(default)]
    pub kind: ProviderKind,
    /// Whether the profile invented it, so that every stage and need is served.
    pub illustrative: bool,
    /// Whether it also works with offenders. It is then not offered the case of a person who lives
    /// with the suspect until a coordinator has looked.
    #[serde(default)]
    pub works_with_offenders: bool,
    /// Whether its staff work for the police. It is then not offered the case of a person who came
    /// another way and has not agreed that the police may know (CA24).
    #[serde(default)]
    pub police_staffed: bool,
}

/// A service that a provider offers under one contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Its code, unique in the area.
    pub code: String,
    /// Its provider's code.
    pub provider: String,
    /// Its name.
    pub name: String,
    /// A description in plain words.
    pub about: String,
    /// The stage of support (AS26), 1 to 4.
    pub stage: u8,
    /// Whether it is universal: it accepts everyone and has no capacity limit (AS27).
    #[serde(default)]
    pub universal: bool,
    /// The national need that it serves. It then accepts only people whose assessment names that
    /// need (AS6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national: Option<National>,
    /// The needs that it meets. Empty means all.
    pub needs: Vec<NeedCode>,
    /// Its specialisms.
    pub specialisms: Vec<Specialism>,
    /// The councils that it covers, by code. Empty means the whole area.
    pub local_authorities: Vec<String>,
    /// The age bands that it accepts. Empty means everyone.
    #[serde(default)]
    pub ages: Vec<AgeBand>,
    /// The roles in the crime that it accepts (AS5). Empty means everyone.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The levels of risk that it accepts (TV24). Empty means all.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// The complexity that it accepts (TV7, TV8). Empty means all.
    #[serde(default)]
    pub complexities: Vec<Complexity>,
    /// Its sources of funding.
    pub funding: Vec<Funding>,
    /// The kinds of support that it offers.
    pub modalities: Vec<Modality>,
    /// The adaptations that it can make.
    #[serde(default)]
    pub access_needs: Vec<AccessNeed>,
    /// The languages of its staff besides English, as BCP 47 tags.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it works with interpreters.
    #[serde(default)]
    pub interpreters: bool,
    /// The kinds of worker that a person can ask for. Empty if it cannot promise that.
    #[serde(default)]
    pub worker_genders: Vec<WorkerGender>,
    /// Its capacity in open cases. `None` means no limit (KE10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Its commissioner, if it is not the area's (TV23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commissioner: Option<String>,
    /// The first day of the contract.
    pub from: Date,
    /// The last day of the contract, if it has one.
    pub until: Option<Date>,
    /// The last day on which it accepts somebody new, if that is before the end of the contract. It
    /// supports its current people until others have taken over (TV12, AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_until: Option<Date>,
    /// The date up to which the contract may be extended, as in "three years and two more" (TV1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extendable_until: Option<Date>,
    /// What the contract is worth, each value from its first day (TV29, DC32). Empty if nobody said.
    /// Only the commissioner's office and the provider itself see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ContractValue>,
    /// Whether it fills the gap after a contract that ended early (TV12).
    #[serde(default)]
    pub interim: bool,
    /// Other areas that it covers under the same contract, by code (TV1, CA26).
    #[serde(default)]
    pub shared_with: Vec<String>,
    /// A public number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// A public page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The page of this site that is the service, such as `/guides/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// Its opening hours. Empty means unknown.
    #[serde(default)]
    pub opening: Vec<Opening>,
    /// Its location, if people can go there. A refuge has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Whether it is a refuge, whose location is never shown.
    #[serde(default)]
    pub refuge: bool,
    /// Whether the public directory has it.
    pub public: bool,
    /// Whether the profile invented this contract.
    #[serde(default)]
    pub illustrative: bool,
}

impl Service {
    /// Whether its contract runs on `day`.
    pub fn open_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The last day on which the service may accept somebody new, if there is one.
    pub fn last_for_new(&self) -> Option<Date> {
        self.new_until.into_iter().chain(self.until).min()
    }

    /// Whether the service may accept somebody new on `day`.
    pub fn takes_new_on(&self, day: Date) -> bool {
        self.open_on(day) && self.new_until.is_none_or(|last| day <= last)
    }
}

/// What a contract is worth from a day on, until the next value or its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContractValue {
    /// Its first day.
    pub from: Date,
    /// Whole pounds a year.
    pub pounds_a_year: u64,
}

/// Opening hours on some days of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The days.
    pub days: Vec<Day>,
    /// The opening time.
    pub from: Time,
    /// The closing time. `23:59:59` means the end of the day.
    pub until: Time,
}

/// A location that people can go to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its name.
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
