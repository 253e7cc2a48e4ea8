//! Where somebody lives: from a postcode to the council, by a table in one file and without a
//! service.
//!
//! A home postcode is never sent anywhere to be looked up. The table is read in place, so a
//! function that starts cold has nothing to build first.

mod builder;
mod table;
#[cfg(test)]
mod tests;

pub use builder::{BadRow, build, build_from_csv};
pub use events::parse::Postcode;
pub use table::{BadTable, PostcodeTable};

use events::referral::Residence;
use jiff::civil::Date;

/// When the list was published that the table of postcodes was made from. A postcode that is newer is in no list of ours.
pub fn postcodes_of() -> Option<Date> {
    include_str!("../../../infra/reference/postcodes.date")
        .trim()
        .parse()
        .ok()
}

/// The council of the home, as a 2025 code.
///
/// The postcode decides if the table has it: it is more precise, and its code is current, while
/// people and systems still send the codes of merged councils. Otherwise the given code counts.
/// Without either, the council is unknown, and the home does not count as being in another area. A
/// home outside every area has no council, whatever code was given.
pub fn home(residence: Option<&Residence>, table: &PostcodeTable<'_>) -> Option<String> {
    if is_outside_every_area(residence) {
        return None;
    }
    let postcode = postcode_of(residence);
    let residence = residence?;
    let known = postcode.and_then(|postcode| table.local_authority(&postcode));
    known
        .or(residence.local_authority.as_deref())
        .map(str::to_owned)
}

/// The postcode of a home. `None` for a made-up code that stands for no home.
pub fn postcode_of(residence: Option<&Residence>) -> Option<Postcode> {
    let postcode = Postcode::parse(residence?.postcode.as_deref()?).ok()?;
    Some(postcode).filter(Postcode::is_home)
}

/// Whether the home is known to lie outside every area: in Jersey, Guernsey, the Isle of Man or
/// Gibraltar (contract 1.1).
pub fn is_outside_every_area(residence: Option<&Residence>) -> bool {
    postcode_of(residence).is_some_and(|postcode| postcode.is_outside_every_area())
}
