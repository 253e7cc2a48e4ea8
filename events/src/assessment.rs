//! What the hub concludes from a referral, in the contract's words (`events/contract/README.md`, "The assessment").

use crate::closed_set::closed_set;
use crate::referral::ChannelKind;
pub use crate::referral::Risk;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Which rights the Victims' Code gives.
    pub enum Tier {
        /// The rights everybody has.
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
    /// How much there is to do for the person; separate from the tier (TV7).
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
    /// What somebody must look at.
    pub enum Flag {
        /// In danger now.
        ImmediateDanger = "immediate-danger",
        /// For the multi-agency risk assessment conference.
        Marac = "marac",
        /// For the safeguarding hub: a child.
        MashChild = "mash-child",
        /// For the safeguarding hub: an adult.
        MashAdult = "mash-adult",
        /// Thoughts of suicide.
        SuicideRisk = "suicide-risk",
        /// Someone may see the phone or computer.
        DeviceUnsafe = "device-unsafe",
        /// Lives with the suspect: nobody who serves the suspect may serve this person.
        ConflictCheck = "conflict-check",
        /// Whoever signed may be the danger: no provider is offered the case until a coordinator clears it.
        GuardianConflict = "guardian-conflict",
    }
}

closed_set! {
    /// National services to hand on to; not local queues (AS6).
    pub enum National {
        /// Homicide bereavement.
        Homicide = "homicide",
        /// Trafficking.
        Trafficking = "trafficking",
        /// Rape support centres.
        RapeSupport = "rape-support",
        /// Witnesses at court.
        CourtWitness = "court-witness",
    }
}

closed_set! {
    /// Whose money pays (AS4).
    pub enum Funding {
        /// The Ministry of Justice's grant: crime.
        MojGrant = "moj-grant",
        /// The commissioner's own budget: antisocial behaviour.
        PccBudget = "pcc-budget",
    }
}

closed_set! {
    /// What a service must specialise in, derived by the assessment from flags and answers: never the crime type (AS2).
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

/// How a machine may reach the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticContact {
    /// `email`, `online` or nothing: never a channel that was not called safe.
    pub automatic: Option<ChannelKind>,
    /// Whether a person has to do what the machine cannot.
    pub task: bool,
}

/// One reason of an assessment, in words that a coordinator can read to the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's code, such as `R-DA`.
    pub rule: String,
    /// Because …
    pub because: String,
    /// The source of the rule.
    pub authority: String,
}

/// What the hub concludes. Lists are in the order of their closed set and hold nothing twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// The version of the rule set that was used; a case keeps it.
    pub rules: String,
    /// Standard or enhanced.
    pub tier: Tier,
    /// Why enhanced.
    pub categories: Vec<Category>,
    /// How great the risk is.
    pub risk: Risk,
    /// How much there is to do.
    pub complexity: Complexity,
    /// What somebody must look at.
    pub flags: Vec<Flag>,
    /// National services to hand on to.
    pub national: Vec<National>,
    /// Whose money pays.
    pub funding: Funding,
    /// The stages of support (AS26).
    pub stages: Vec<u8>,
    /// What a service must specialise in; not part of the contract's answer but of the offer.
    pub specialisms: Vec<Specialism>,
    /// How a machine may reach the person.
    pub contact: AutomaticContact,
    /// Why, in words.
    pub reasons: Vec<Reason>,
}

impl Assessment {
    /// Whether `flag` was raised.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}
