//! The Code's table of time limits, as it stands in the paper and not as the hub has it: who owes the person what, and
//! by when, for standard and for enhanced rights.

use jiff::Timestamp;
use workdays::{after_working_days, within_months};

/// What rights the person has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Everybody's.
    Standard,
    /// Of the most serious crimes, the persistently targeted, the vulnerable and the intimidated.
    Enhanced,
}

/// How long somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Working days; nought is the same working day.
    Days(u32),
    /// Months of the calendar.
    Months(u32),
}

impl Limit {
    /// By when, counted by hand.
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
    /// What happens.
    pub step: &'static str,
    /// What is owed for it, by the code that the hub gives it.
    pub rule: &'static str,
    /// Who owes it; nothing where it is whoever recorded the step.
    pub owner: Option<&'static str>,
    /// For everybody.
    pub standard: Limit,
    /// With enhanced rights.
    pub enhanced: Limit,
    /// Whether the figure was seen in a public source.
    pub sure: bool,
    /// Whether a court has five working days before, to tell whoever owes this.
    pub by_court: bool,
    /// The step that keeps it, where it is not kept by telling the person.
    pub kept_by: Option<&'static str>,
    /// The step from which the clock runs, where it is another.
    pub clock_from: Option<&'static str>,
    /// Whether only those have it who are asked before they are referred, by then at the latest; they all have enhanced rights.
    pub ask_first: bool,
}

impl Row {
    /// How long, for those rights.
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

    const fn likely(self) -> Self {
        Self {
            sure: false,
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
        sure: true,
        by_court: false,
        kept_by: None,
        clock_from: None,
        ask_first: false,
    }
}

/// What the person is told of a step, under the step's own name.
const fn told(step: &'static str, owner: &'static str, standard: u32, enhanced: u32) -> Row {
    row(step, step, owner, standard, enhanced)
}

/// A time within which the person may act.
const fn may(step: &'static str, rule: &'static str, months: u32) -> Row {
    let limit = Limit::Months(months);
    Row {
        standard: limit,
        enhanced: limit,
        ..row(step, rule, "person", 0, 0)
    }
}

/// The table, in its order. Where the Code has a duty and no figure (written confirmation, the way of updates, the
/// Victim Personal Statement) the hub's own is five working days.
pub const TABLE: [Row; 39] = [
    row("crime-reported", "written-confirmation", "police", 5, 5),
    row("crime-reported", "needs-assessment", "police", 0, 0).kept_by("needs-assessed"),
    Row {
        ask_first: true,
        ..row("crime-reported", "ask-first", "police", 2, 2).kept_by("asked-before-referral")
    },
    row("crime-reported", "referral", "police", 2, 2).kept_by("referred-to-support"),
    row("crime-reported", "updates", "police", 5, 5).kept_by("updates-agreed"),
    may("crime-reported", "compensation-claim", 24).likely(),
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
    .likely(),
    told("charged", "police", 5, 1).likely(),
    row("charged", "vps", "police", 5, 5)
        .kept_by("vps-offered")
        .likely(),
    told("not-prosecuted-by-police", "police", 5, 1).likely(),
    may("not-prosecuted-by-police", "ask-police-review", 3),
    told("not-prosecuted-by-cps", "cps", 5, 1).likely(),
    told("charge-dropped-or-altered", "cps", 5, 1).likely(),
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
        .likely(),
    row(
        "cps-independent-review-requested",
        "cps-independent-review",
        "cps",
        30,
        30,
    )
    .kept_by("cps-independent-review-decided")
    .likely(),
    told("hearing-set", "witness-care", 1, 1),
    told("court-bail-decided", "witness-care", 5, 1).by_court(),
    told("court-bail-changed", "witness-care", 5, 1).by_court(),
    told("warrant-issued", "witness-care", 5, 1).by_court(),
    told("re-arrested", "witness-care", 5, 1).by_court(),
    told("must-give-evidence", "witness-care", 1, 1),
    told("verdict", "witness-care", 1, 1).by_court(),
    told("sentenced", "witness-care", 1, 1).by_court(),
    told("appeal-notice", "witness-care", 1, 1).likely(),
    told("appeal-date-set", "witness-care", 1, 1).likely(),
    told("appeal-changed", "witness-care", 1, 1).likely(),
    told("appeal-outcome", "witness-care", 1, 1).likely(),
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
            .likely()
    },
];
