//! Two stories of the justice system that together use every row of the Code's table: one from the report to the last
//! appeal, and one without a charge. Times are days after the story's first day, and a clock time in London.

use jiff::civil::{Date, date};
use jiff::{Span, Timestamp};
use workdays::london_at;

/// A moment in a story: days after its first, hour and minute in London.
#[derive(Clone, Copy, Debug)]
pub struct When(i32, i8, i8);

impl When {
    /// The moment in a story that begins on `start`.
    pub fn in_story_from(self, start: Date) -> Timestamp {
        let day = start
            .checked_add(Span::new().days(self.0))
            .expect("a day of a story");
        london_at(day, self.1, self.2)
    }
}

/// What an agency reports to the hub.
#[derive(Clone, Copy, Debug)]
pub enum Report {
    /// A step, and when the court notified witness care, if it had to.
    Step {
        step: &'static str,
        /// The agency that records it.
        by: &'static str,
        /// When it happened.
        at: When,
        /// When witness care was notified.
        notified: Option<When>,
    },
    /// That the latest promise of a rule was kept.
    Told {
        rule: &'static str,
        /// The agency that records it.
        by: &'static str,
        how: &'static str,
        at: When,
    },
}

const POLICE: &str = "police";
const CARE: &str = "witness-care";

const fn step(step: &'static str, by: &'static str, day: i32, hour: i8, minute: i8) -> Report {
    Report::Step {
        step,
        by,
        at: When(day, hour, minute),
        notified: None,
    }
}

/// A court's step that witness care records, and how many days later it was notified.
const fn notified(step: &'static str, day: i32, hour: i8, later: i32) -> Report {
    Report::Step {
        step,
        by: CARE,
        at: When(day, hour, 30),
        notified: Some(When(day + later, 16, 59)),
    }
}

const fn told(
    rule: &'static str,
    by: &'static str,
    how: &'static str,
    day: i32,
    hour: i8,
) -> Report {
    Report::Told {
        rule,
        by,
        how,
        at: When(day, hour, 0),
    }
}

/// The court's notice reached witness care.
const fn notice(rule: &'static str, day: i32, hour: i8) -> Report {
    told(rule, CARE, "court-notice", day, hour)
}

/// From the report through arrest, charge and sentence to the appeal and the Victim Contact Scheme. Some promises are
/// kept in time, some late, some never.
pub const REPORT_TO_APPEAL: [Report; 59] = [
    step("crime-reported", POLICE, 0, 22, 50),
    step("needs-assessed", POLICE, 1, 9, 30),
    told("written-confirmation", POLICE, "letter", 4, 12),
    step("updates-agreed", POLICE, 2, 11, 0),
    // Late in the evening: in summer London already has the next day when Greenwich does not.
    step("arrested", POLICE, 3, 23, 40),
    told("arrested", POLICE, "phone", 4, 10),
    step("interviewed-under-caution", POLICE, 4, 2, 10),
    told("interviewed-under-caution", POLICE, "in-person", 16, 9),
    step("bailed-or-under-investigation", POLICE, 4, 15, 0),
    told("bailed-or-under-investigation", POLICE, "text", 4, 16),
    // Nobody tells the person.
    step("bail-changed", POLICE, 18, 12, 0),
    step("charged", POLICE, 60, 16, 55),
    told("charged", POLICE, "phone", 61, 9),
    step("vps-offered", POLICE, 64, 10, 0),
    step("hearing-set", CARE, 61, 15, 0),
    told("hearing-set", CARE, "letter", 61, 16),
    step("court-bail-decided", POLICE, 62, 14, 20),
    notice("court-bail-decided-court", 66, 9),
    told("court-bail-decided", CARE, "phone", 67, 10),
    notified("court-bail-changed", 90, 11, 2),
    told("court-bail-changed", CARE, "online", 93, 8),
    // The court never notifies witness care, so the second clock never begins.
    step("warrant-issued", POLICE, 92, 10, 0),
    notified("re-arrested", 94, 4, 0),
    told("re-arrested", CARE, "phone", 110, 12),
    step("must-give-evidence", CARE, 113, 17, 1),
    told("must-give-evidence", CARE, "email", 113, 18),
    step("charge-dropped-or-altered", POLICE, 125, 12, 0),
    told("charge-dropped-or-altered", CARE, "phone", 126, 12),
    // The hearing is moved, so the promise is owed again.
    step("hearing-set", CARE, 130, 9, 0),
    told("hearing-set", CARE, "text", 139, 9),
    notified("court-bail-decided", 135, 10, 3),
    step("court-bail-changed", POLICE, 136, 10, 0),
    notice("court-bail-changed-court", 150, 9),
    told("court-bail-changed", CARE, "letter", 151, 9),
    notified("warrant-issued", 152, 10, 1),
    told("warrant-issued", CARE, "phone", 153, 17),
    step("re-arrested", POLICE, 158, 23, 55),
    notice("re-arrested-court", 159, 10),
    told("re-arrested", CARE, "in-person", 159, 11),
    notified("verdict", 163, 15, 1),
    told("verdict", CARE, "phone", 164, 17),
    step("verdict", POLICE, 175, 12, 0),
    notice("verdict-court", 177, 12),
    step("sentenced", POLICE, 176, 11, 15),
    notice("sentenced-court", 190, 10),
    told("sentenced", CARE, "in-person", 190, 12),
    step("contact-scheme-eligible", CARE, 191, 9, 0),
    step("contact-scheme-referred", CARE, 193, 9, 0),
    step("liaison-officer-contact", CARE, 209, 13, 0),
    step("appeal-notice", CARE, 212, 8, 0),
    told("appeal-notice", CARE, "phone", 212, 9),
    step("appeal-date-set", CARE, 240, 12, 0),
    told("appeal-date-set", CARE, "email", 247, 12),
    step("appeal-changed", CARE, 250, 0, 5),
    notified("sentenced", 268, 10, 1),
    step("appeal-outcome", CARE, 269, 16, 0),
    told("appeal-outcome", CARE, "in-person", 269, 17),
    step("complaint-made", CARE, 270, 10, 0),
    step("complaint-acknowledged", CARE, 281, 10, 0),
];

/// A report that ends without a charge: an out-of-court disposal is considered, the police and then the prosecutor
/// decide against a prosecution, each is asked for a review, and in the end the investigation closes.
pub const NO_CHARGE: [Report; 25] = [
    step("asked-before-referral", POLICE, 0, 18, 30),
    step("crime-reported", POLICE, 0, 17, 30),
    step("referred-to-support", POLICE, 1, 9, 0),
    step("needs-assessed", POLICE, 20, 9, 0),
    step("interviewed-under-caution", POLICE, 2, 3, 30),
    told("interviewed-under-caution", POLICE, "phone", 2, 20),
    step("released-without-charge", POLICE, 3, 8, 0),
    told("released-without-charge", POLICE, "phone", 3, 9),
    step("out-of-court-disposal-considered", POLICE, 6, 12, 0),
    told("out-of-court-disposal", POLICE, "in-person", 7, 12),
    step("not-prosecuted-by-police", POLICE, 60, 12, 0),
    told("not-prosecuted-by-police", POLICE, "letter", 90, 12),
    step("police-review-requested", POLICE, 92, 12, 0),
    step("police-review-acknowledged", POLICE, 99, 12, 0),
    step("police-review-decided", POLICE, 160, 12, 0),
    step("not-prosecuted-by-cps", POLICE, 161, 18, 0),
    told("not-prosecuted-by-cps", CARE, "phone", 162, 9),
    step("cps-review-requested", CARE, 163, 9, 0),
    step("cps-review-decided", CARE, 174, 9, 0),
    step("cps-independent-review-requested", POLICE, 176, 9, 0),
    step("cps-independent-review-decided", POLICE, 260, 9, 0),
    step("not-investigated", POLICE, 268, 9, 0),
    told("not-investigated", POLICE, "letter", 269, 9),
    step("complaint-made", POLICE, 270, 9, 0),
    step("complaint-answered", POLICE, 275, 9, 0),
];

/// The first days of the stories, one for each area. Together the stories cross every kind of day: ends of years with
/// substitute days, Easters, one of them on the day when the clocks go forward, jubilees, a coronation, a leap day,
/// both changes of the clocks. All days are in the past, because a future step cannot be recorded.
pub const FIRST_DAYS: [(&str, Date); 5] = [
    ("avon-somerset", date(2021, 12, 22)),
    ("thames-valley", date(2022, 12, 23)),
    ("kent", date(2023, 12, 28)),
    ("devon-cornwall", date(2024, 10, 24)),
    ("cambridgeshire", date(2025, 3, 28)),
];

/// The first day of the stories of that area. A new area gets the last of those days.
pub fn first_day_in(area: &str) -> Date {
    FIRST_DAYS
        .iter()
        .find(|(name, _)| *name == area)
        .unwrap_or(&FIRST_DAYS[FIRST_DAYS.len() - 1])
        .1
}
