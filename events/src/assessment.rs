//! What the hub concludes from a referral, in the contract's words (`events/contract/README.md`, "The assessment").

use crate::closed_set::closed_set;
use crate::referral::ChannelKind;
pub use crate::referral::Risk;
use serde::{Deserialize, Serialize};

closed_set! {
    /// The level of rights under the Victims' Code.
    pub enum Tier {
        /// The rights of every victim.
        Standard = "standard",
        /// Enhanced rights.
        Enhanced = "enhanced",
    }
}

closed_set! {
    /// Why a person has enhanced rights (Victims' Code 2020).
    pub enum Category {
        /// A victim of one of the most serious crimes.
        MostSeriousCrime = "most-serious-crime",
        /// Persistently targeted.
        PersistentlyTargeted = "persistently-targeted",
        /// Vulnerable.
        Vulnerable = "vulnerable",
        /// Intimidated.
        Intimidated = "intimidated",
    }
}

closed_set! {
    /// How much support the person needs. It is separate from the tier (TV7).
    pub enum Complexity {
        /// Signposted to self-help.
        SelfHelp = "self-help",
        /// Short support.
        Low = "low",
        /// Longer, holistic support.
        Complex = "complex",
    }
}

closed_set! {
    /// A concern that somebody must look at.
    pub enum Flag {
        /// Immediate danger.
        ImmediateDanger = "immediate-danger",
        /// The case meets the criteria of a multi-agency risk assessment conference.
        Marac = "marac",
        /// A child's case for the safeguarding hub.
        MashChild = "mash-child",
        /// An adult's case for the safeguarding hub.
        MashAdult = "mash-adult",
        /// Thoughts of suicide.
        SuicideRisk = "suicide-risk",
        /// Somebody may see the person's phone or computer.
        DeviceUnsafe = "device-unsafe",
        /// The person lives with the suspect. A provider that works with offenders may not be
        /// offered the case.
        ConflictCheck = "conflict-check",
        /// The person who referred them may be the source of the danger. The case is not offered
        /// until a coordinator clears it.
        GuardianConflict = "guardian-conflict",
    }
}

closed_set! {
    /// National services to which the hub hands people on. They have no local queue (AS6).
    pub enum National {
        /// The homicide service, for bereaved families.
        Homicide = "homicide",
        /// Support for victims of trafficking.
        Trafficking = "trafficking",
        /// Rape support centres.
        RapeSupport = "rape-support",
        /// The Witness Service, for witnesses at court.
        CourtWitness = "court-witness",
    }
}

closed_set! {
    /// The source of funding (AS4).
    pub enum Funding {
        /// The Ministry of Justice's grant: crime.
        MojGrant = "moj-grant",
        /// The commissioner's own budget, for antisocial behaviour.
        PccBudget = "pcc-budget",
    }
}

closed_set! {
    /// A service's specialism. The assessment derives it from flags and answers, never from the
    /// crime type (AS2).
    pub enum Specialism {
        /// Independent sexual violence adviser.
        Isva = "isva",
        /// Independent domestic violence adviser: domestic abuse at high risk.
        Idva = "idva",
        /// Domestic abuse at any risk.
        DomesticAbuse = "domestic-abuse",
        /// Hate crime.
        HateCrime = "hate-crime",
        /// Stalking or harassment.
        Stalking = "stalking",
        /// Under 18.
        YoungPeople = "young-people",
        /// Bereaved by crime.
        Bereavement = "bereavement",
        /// Exploitation.
        Exploitation = "exploitation",
        /// Modern slavery or trafficking.
        ModernSlavery = "modern-slavery",
        /// Fraud.
        Fraud = "fraud",
        /// Learning disability.
        LearningDisability = "learning-disability",
        /// Interested in restorative justice.
        RestorativeJustice = "restorative-justice",
    }
}

/// How the hub may contact the person automatically.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticContact {
    /// `email`, `online` or `None`. Never a channel that the person did not call safe.
    pub automatic: Option<ChannelKind>,
    /// Whether somebody has to make contact by hand.
    pub task: bool,
}

/// One reason of an assessment, in words that a coordinator can read to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's code, such as `R-DA`.
    pub rule: String,
    /// The text of the reason, which follows "because".
    pub because: String,
    /// The source of the rule.
    pub authority: String,
}

/// The result of the assessment. Lists are in the order of their closed set, without repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The version of the rule set that was used, for the record.
    pub rules: String,
    /// Standard or enhanced.
    pub tier: Tier,
    /// The reasons for enhanced rights.
    pub categories: Vec<Category>,
    /// How great the risk is.
    pub risk: Risk,
    /// How much support the person needs.
    pub complexity: Complexity,
    /// The concerns that somebody must look at.
    pub flags: Vec<Flag>,
    /// The national services to which the hub hands the person on.
    pub national: Vec<National>,
    /// The source of funding.
    pub funding: Funding,
    /// The stages of support (AS26).
    pub stages: Vec<u8>,
    /// The specialisms that a service must have. They are part of the offer, not of the contract's
    /// response.
    pub specialisms: Vec<Specialism>,
    /// How a machine may reach the person.
    pub contact: AutomaticContact,
    /// The rules that applied, with their reasons.
    pub reasons: Vec<Reason>,
}

impl Assessment {
    /// Whether `flag` was raised.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}
