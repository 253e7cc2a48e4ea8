//! Which members of staff may open a case, beyond the limits of their roles, and why one opens a case that is not theirs.

use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Why a coordinator opens a case that is a colleague's, or closed.
    pub enum LookReason {
        /// They cover for a colleague who is away.
        Covering = "covering",
        /// The person asked for it.
        AskedByPerson = "asked-by-person",
        /// Somebody may be in danger.
        Safeguarding = "safeguarding",
        /// They answer a complaint.
        Complaint = "complaint",
        /// They check the quality of the work.
        QualityCheck = "quality-check",
        /// They approve or check what a colleague proposed.
        SecondPerson = "second-person",
        /// They correct a mistake in the case.
        Correction = "correction",
        /// The law asks for it, such as a request for the person's data.
        LegalDuty = "legal-duty",
    }
}

closed_set! {
    /// How the readers of a case were limited.
    pub enum ReaderStep {
        /// Of the hub's team only this account, others that were named before, and duty managers may open it.
        Restricted = "restricted",
        /// The whole team may open it again.
        Unrestricted = "unrestricted",
        /// This account may never open it.
        Excluded = "excluded",
        /// This account is not excluded any more.
        Included = "included",
    }
}

closed_set! {
    /// Why the readers of a case were limited, or are not limited any more.
    pub enum LimitReason {
        /// The member of staff knows the person.
        KnowsPerson = "knows-person",
        /// The member of staff knows somebody who harmed the person, or may be that somebody.
        KnowsSuspect = "knows-suspect",
        /// The person, or somebody close to them, works with the hub, a service or the police.
        WorksHere = "works-here",
        /// The person asked for it.
        AskedByPerson = "asked-by-person",
        /// The press or the public watches the case.
        PublicInterest = "public-interest",
        /// Somebody may be in danger.
        Safeguarding = "safeguarding",
        /// The reason for the limit is gone, or it was a mistake.
        NoLongerNeeded = "no-longer-needed",
    }
}

closed_set! {
    /// What is unusual about a look at a case.
    pub enum LookMark {
        /// The account opened unusually many cases within the hour.
        OverBudget = "over-budget",
        /// The case was a colleague's, or closed.
        NotTheirs = "not-theirs",
        /// The account may not open the case, and tried.
        Denied = "denied",
    }
}

/// Other members of staff may open the case from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReadersChanged {
    /// What was changed.
    pub step: ReaderStep,
    /// The account that it is about. `None` if it is about the whole team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The same account as the sign-in service knows it, if that is another name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The reason.
    pub reason: LimitReason,
    /// The coordinator's account.
    pub by: String,
}

/// The limits on who may open a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readers {
    /// Whether only the named accounts of the hub's team may open it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub restricted: bool,
    /// The accounts that may open a restricted case, under each of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub named: Vec<String>,
    /// The accounts that may never open the case, under each of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<String>,
}

impl Readers {
    /// Whether nobody is limited.
    pub fn is_everybody(&self) -> bool {
        !self.restricted && self.named.is_empty() && self.excluded.is_empty()
    }

    /// Whether an account with these names may never open the case.
    pub fn excludes(&self, names: &[&str]) -> bool {
        has_one(&self.excluded, names)
    }

    /// Whether an account with these names may open the case although it is restricted.
    pub fn names(&self, names: &[&str]) -> bool {
        has_one(&self.named, names)
    }
}

/// The sign-in service ignores case.
fn has_one(list: &[String], names: &[&str]) -> bool {
    list.iter()
        .any(|one| names.iter().any(|name| name.eq_ignore_ascii_case(one)))
}
