//! Where somebody lives: from a postcode to the council, by a table that is one file and no service.
//!
//! A home postcode is never sent to anyone to be looked up. The table is read where it lies, without being unpacked:
//! a function that starts cold has nothing to build first.

mod builder;
mod table;
#[cfg(test)]
mod tests;

pub use builder::{BadRow, build, build_from_csv};
pub use events::parse::Postcode;
pub use table::{BadTable, PostcodeTable};

use events::referral::Residence;

/// The council of the home, as a 2025 code.
///
/// The postcode decides where the table knows it: it is the more exact answer, and its code is of this year, while
/// people and systems still send the codes of councils that were merged. Where it is not known, the code that was
/// given counts. Where neither says, nobody knows: then the home is not held to be elsewhere. A home outside every area has
/// no council, whatever code was given.
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

/// The postcode of a home. A made-up code says that there is no home, so it is none.
pub fn postcode_of(residence: Option<&Residence>) -> Option<Postcode> {
    let postcode = Postcode::parse(residence?.postcode.as_deref()?).ok()?;
    Some(postcode).filter(Postcode::is_home)
}

/// Whether the home is known to lie outside every area: in Jersey, Guernsey, the Isle of Man or Gibraltar (contract 1.1).
pub fn is_outside_every_area(residence: Option<&Residence>) -> bool {
    postcode_of(residence).is_some_and(|postcode| postcode.is_outside_every_area())
}
