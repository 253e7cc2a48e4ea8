//! What an area's profile promises: whether it can be used, and which needs it has no service for.
//!
//! A sixth area is a folder and not code, so whoever writes it is told everything that is wrong with it at once, by
//! field and with the mend ([`check`]), and where nobody but the universal service would be there ([`coverage()`]).

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

/// What a profile is judged against.
struct Ground<'a> {
    profile: &'a Profile,
    table: &'a PostcodeTable<'a>,
    today: Date,
}

impl Ground<'_> {
    /// Whether the council is one of the area's.
    fn has_council(&self, code: &str) -> bool {
        self.profile
            .local_authorities
            .iter()
            .any(|council| council.code == code)
    }
}

/// Everything that is wrong with a profile; empty where the hub of the area may run on it `today` (London).
///
/// `folder` is the name of the folder that it was read from. A profile that passes has a universal service for everyone
/// (AS27), councils whose postcodes are known, codes that can name a queue, and nothing looser than the contract.
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
