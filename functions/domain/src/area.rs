//! An area's profile: whether the hub can use it, and which needs have no service.
//!
//! A new area is a folder, not code. [`check`] therefore reports all errors together, with the
//! field and how to fix it. [`coverage()`] reports where only the universal service is available.

mod bounds;
mod coverage;
mod fallback;
mod faults;
mod head;
mod service;
mod shape;
#[cfg(test)]
mod tests;
mod ways_in;

pub use coverage::{Coverage, Ending, Gap, Row, Sought, coverage};
pub use faults::Fault;

use crate::place::PostcodeTable;
use events::profile::Profile;
use faults::Faults;
use jiff::civil::Date;

/// The data that a profile is checked against.
struct Ground<'a> {
    profile: &'a Profile,
    table: &'a PostcodeTable<'a>,
    today: Date,
}

impl Ground<'_> {
    /// Whether the council belongs to the area.
    fn has_council(&self, code: &str) -> bool {
        self.profile
            .local_authorities
            .iter()
            .any(|council| council.code == code)
    }
}

/// Returns everything that is wrong with a profile. The hub may use it from `today` (London) if the
/// list is empty.
///
/// `folder` is the name of the folder that holds the profile. A profile that passes has a universal
/// service for everyone (AS27), councils with known postcodes, codes that can name a queue, and no
/// limit that is looser than the contract's.
pub fn check(
    profile: &Profile,
    folder: &str,
    table: &PostcodeTable<'_>,
    today: Date,
) -> Vec<Fault> {
    let ground = Ground {
        profile,
        table,
        today,
    };
    let mut faults = Faults::default();
    head::check(&ground, folder, &mut faults);
    bounds::check(&ground, &mut faults);
    head::councils(&ground, &mut faults);
    ways_in::helplines(profile, &mut faults);
    ways_in::providers(profile, &mut faults);
    service::check(&ground, &mut faults);
    fallback::check(&ground, &mut faults);
    ways_in::partners(profile, &mut faults);
    ways_in::touchpoints(&ground, &mut faults);
    faults.into_vec()
}
