//! From a JSON document to a [`Referral`], or to everything that is wrong with it at once.
//!
//! Parsing is the only way in: behind it nobody asks again whether an address is one. It knows no clock and no token;
//! `today` (London) is the caller's, and whether the sender is who it says is judged before, by [`claimed_source`].

mod characters;
mod format;
mod language;
mod postcode;
mod reader;
mod rules;
mod sections;
#[cfg(test)]
mod tests;

pub use format::Days;
pub use postcode::Postcode;

use crate::FieldError;
use crate::referral::{Referral, SourceKind};
use jiff::civil::Date;
use reader::{Errors, Field};
use serde_json::Value;

/// Reads a referral as the contract has it.
///
/// A value that has a format of its own is kept as it was sent, but for `id`, which is made lower case.
///
/// # Errors
///
/// One entry for each field that is wrong, all of them, in the contract's closed list of codes.
///
/// ```
/// use events::{Code, FieldError, parse};
/// let today = jiff::civil::date(2026, 11, 22);
/// let wrong = parse::referral(&serde_json::json!("help"), today).unwrap_err();
/// assert_eq!(wrong, [FieldError::new("", Code::WrongType)]);
/// ```
pub fn referral(value: &Value, today: Date) -> Result<Referral, Vec<FieldError>> {
    let errors = Errors::default();
    let referral = sections::referral(&Field::root(value, &errors), today);
    rules::check(value, today, &errors);
    match (referral, errors.into_vec()) {
        (Some(referral), errors) if errors.is_empty() => Ok(referral),
        (_, errors) => Err(errors),
    }
}

/// The sender that the document names, where it names one of the contract's: what the token is judged against before
/// the content is.
pub fn claimed_source(value: &Value) -> Option<SourceKind> {
    SourceKind::parse(value.get("source")?.get("kind")?.as_str()?)
}

/// The moment at which a clock in London shows that day and time, as a browser's field has it. Of an hour that comes twice
/// it is the first; what a clock skips is the hour after.
///
/// ```
/// use events::parse::london;
/// assert_eq!(london("2026-07-01T09:00").unwrap().to_string(), "2026-07-01T08:00:00Z");
/// assert_eq!(london("tomorrow"), None);
/// ```
pub fn london(text: &str) -> Option<jiff::Timestamp> {
    format::london(text)
}

/// Whether it is a council's code as the contract has it: a letter of `ENSW` and eight digits.
pub fn is_local_authority(text: &str) -> bool {
    format::local_authority(text).is_ok()
}

/// Whether it is shaped like a language tag (RFC 5646, which BCP 47 names).
pub fn is_language(text: &str) -> bool {
    language::language(text).is_ok()
}

/// Whether it is a domain of two names or more, such as an address has after its `@`; never an IP address.
pub fn is_domain(text: &str) -> bool {
    format::is_domain(text)
}
