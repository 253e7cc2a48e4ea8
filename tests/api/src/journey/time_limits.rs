//! The Code's table of time limits, taken from the paper and not from the hub's rules: who owes the person what, and by
//! when, for standard and for enhanced rights.

use jiff::Timestamp;
use workdays::{after_working_days, within_months};

/// The rights that a person has under the Code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// The rights of everybody.
    Standard,
    /// The rights of victims of the most serious crimes, and of persistently targeted, vulnerable or intimidated
    /// victims.
    Enhanced,
}

/// How much time there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Working days. Zero means the same working day.
    Days(u32),
    /// Calendar months.
    Months(u32),
}

impl Limit {
    /// The due time.
    pub fn after(self, from: Timestamp) -> Timestamp {
        match self {
            Self::Days(days) => after_working_days(from, days),
            Self::Months(months) => within_months(from, months),
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The step that starts the duty.
    pub step: &'static str,
    /// The hub's code for the duty.
    pub rule: &'static str,
    /// Who owes it. `None` means the agency that recorded the step.
    pub owner: Option<&'static str>,
    /// The limit with standard rights.
    pub standard: Limit,
    /// The limit with enhanced rights.
    pub enhanced: Limit,
    /// Whether a public source confirms the figure.
    pub verified: bool,
    /// Whether a court first has five working days to notify the owner.
    pub by_court: bool,
    /// The step that keeps it, if it is not kept by telling the person.
    pub kept_by: Option<&'static str>,
    /// The step from which the clock runs, if that is another step.
    pub clock_from: Option<&'static str>,
    /// Whether it applies only with enhanced rights, to people who must be asked before their referral.
    pub ask_first: bool,
}

impl Row {
    /// The limit for those rights.
    pub const fn limit(&self, rights: Rights) -> Limit {
        match rights {
            Rights::Standard => self.standard,
            Rights::Enhanced => self.enhanced,
        }
    }

    const fn kept_by(self, step: &'static str) -> Self {
        Self {
            kept_by: Some(step),
            ..self
        }
    }

    const fn unverified(self) -> Self {
        Self {
            verified: false,
            ..self
        }
    }

    const fn by_court(self) -> Self {
        Self {
            by_court: true,
            ..self
        }
    }
}

const fn row(
    step: &'static str,
    rule: &'static str,
    owner: &'static str,
    standard: u32,
    enhanced: u32,
) -> Row {
    Row {
        step,
        rule,
        owner: Some(owner),
        standard: Limit::Days(standard),
        enhanced: Limit::Days(enhanced),
        verified: true,
        by_court: false,
        kept_by: None,
        clock_from: None,
        ask_first: false,
    }
}

/// A duty to tell the person about a step. Its code is the step's name.
const fn told(step: &'static str, owner: &'static str, standard: u32, enhanced: u32) -> Row {
    row(step, step, owner, standard, enhanced)
}

/// A time limit for an act of the person.
const fn may(step: &'static str, rule: &'static str, months: u32) -> Row {
    let limit = Limit::Months(months);
    Row {
        standard: limit,
        enhanced: limit,
        ..row(step, rule, "person", 0, 0)
    }
}

/// The table in the order of the Code. If the Code has a duty but no figure (written confirmation, the way of updates,
/// the Victim Personal Statement), the hub's limit is five working days.
pub const TABLE: [Row; 39] = [
    row("crime-reported", "written-confirmation", "police", 5, 5),
    row("crime-reported", "needs-assessment", "police", 0, 0).kept_by("needs-assessed"),
    Row {
        ask_first: true,
        ..row("crime-reported", "ask-first", "police", 2, 2).kept_by("asked-before-referral")
    },
    row("crime-reported", "referral", "police", 2, 2).kept_by("referred-to-support"),
    row("crime-reported", "updates", "police", 5, 5).kept_by("updates-agreed"),
    may("crime-reported", "compensation-claim", 24).unverified(),
    told("not-investigated", "police", 5, 1),
    told("arrested", "police", 5, 1),
    told("interviewed-under-caution", "police", 5, 1),
    told("released-without-charge", "police", 5, 1),
    told("bailed-or-under-investigation", "police", 5, 1),
    told("bail-changed", "police", 5, 1),
    row(
        "out-of-court-disposal-considered",
        "out-of-court-disposal",
        "police",
        5,
        1,
    )
    .unverified(),
    told("charged", "police", 5, 1).unverified(),
    row("charged", "vps", "police", 5, 5)
        .kept_by("vps-offered")
        .unverified(),
    told("not-prosecuted-by-police", "police", 5, 1).unverified(),
    may("not-prosecuted-by-police", "ask-police-review", 3),
    told("not-prosecuted-by-cps", "cps", 5, 1).unverified(),
    told("charge-dropped-or-altered", "cps", 5, 1).unverified(),
    row(
        "police-review-requested",
        "police-review-acknowledged",
        "police",
        10,
        10,
    )
    .kept_by("police-review-acknowledged"),
    row(
        "police-review-requested",
        "police-review-decided",
        "police",
        30,
        30,
    )
    .kept_by("police-review-decided"),
    row("cps-review-requested", "cps-review", "cps", 10, 10)
        .kept_by("cps-review-decided")
        .unverified(),
    row(
        "cps-independent-review-requested",
        "cps-independent-review",
        "cps",
        30,
        30,
    )
    .kept_by("cps-independent-review-decided")
    .unverified(),
    told("hearing-set", "witness-care", 1, 1),
    told("court-bail-decided", "witness-care", 5, 1).by_court(),
    told("court-bail-changed", "witness-care", 5, 1).by_court(),
    told("warrant-issued", "witness-care", 5, 1).by_court(),
    told("re-arrested", "witness-care", 5, 1).by_court(),
    told("must-give-evidence", "witness-care", 1, 1),
    told("verdict", "witness-care", 1, 1).by_court(),
    told("sentenced", "witness-care", 1, 1).by_court(),
    told("appeal-notice", "witness-care", 1, 1).unverified(),
    told("appeal-date-set", "witness-care", 1, 1).unverified(),
    told("appeal-changed", "witness-care", 1, 1).unverified(),
    told("appeal-outcome", "witness-care", 1, 1).unverified(),
    Row {
        clock_from: Some("sentenced"),
        ..row(
            "contact-scheme-eligible",
            "contact-scheme",
            "witness-care",
            10,
            10,
        )
        .kept_by("contact-scheme-referred")
    },
    row(
        "contact-scheme-referred",
        "liaison-officer",
        "probation",
        20,
        20,
    )
    .kept_by("liaison-officer-contact"),
    Row {
        owner: None,
        ..row("complaint-made", "complaint-acknowledged", "", 10, 10)
            .kept_by("complaint-acknowledged")
    },
    Row {
        owner: None,
        ..row("complaint-made", "complaint-answered", "", 20, 20)
            .kept_by("complaint-answered")
            .unverified()
    },
];
