//! Parses a JSON document into a [`Referral`], or reports everything that is wrong with it.
//!
//! Parsing is the only way in, so later code does not validate again. It has no clock and no token:
//! the caller passes `today` (London), and checks the sender first with [`claimed_source`].

mod characters;
mod format;
mod language;
mod postcode;
mod reader;
mod rules;
mod sections;
#[cfg(test)]
mod tests;

pub(crate) use characters::{ascii_digit, is_invisible};
pub use characters::{is_blank, trimmed};
pub use format::{Days, email, phone};
pub use postcode::Postcode;

use crate::FieldError;
use crate::referral::{ChannelKind, Referral, SourceKind};
use jiff::civil::Date;
use reader::{Errors, Field};
use serde_json::Value;

/// Parses a referral.
///
/// A value with a specific format is kept unchanged, except `id`, which becomes lower case.
///
/// # Errors
///
/// One entry for each field that is wrong, in the contract's closed list of codes.
///
/// ```
/// use events::{Code, FieldError, parse};
/// let today = jiff::civil::date(2026, 11, 22);
/// let wrong = parse::referral(&serde_json::json!("help"), today).unwrap_err();
/// assert_eq!(wrong, [FieldError::new("", Code::WrongType)]);
/// ```
pub fn referral(value: &Value, today: Date) -> Result<Referral, Vec<FieldError>> {
    read(value, today, format::moment)
}

/// Parses a referral in a browser. Its form asks for no moment in time, so it does without the
/// changes of London's clocks since 1847.
///
/// # Errors
///
/// As for [`referral`], but no moment is ever wrong.
pub fn referral_in_browser(value: &Value, today: Date) -> Result<Referral, Vec<FieldError>> {
    read(value, today, |_, _| Ok(()))
}

fn read(value: &Value, today: Date, moment: sections::Moment) -> Result<Referral, Vec<FieldError>> {
    let errors = Errors::default();
    let referral = sections::referral(&Field::root(value, &errors), today, moment);
    rules::check(value, today, &errors);
    match (referral, errors.into_vec()) {
        (Some(referral), errors) if errors.is_empty() => Ok(referral),
        (_, errors) => Err(errors),
    }
}

/// The value at a path of names, such as `/contact/channels`. Unlike a JSON pointer it has no
/// indexes and no escapes, so that a browser needs no code for them.
pub fn at<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let mut names = path.split('/').skip(1);
    names.try_fold(document, |value, name| value.get(name))
}

/// The same, to change it.
pub fn at_mut<'a>(document: &'a mut Value, path: &str) -> Option<&'a mut Value> {
    let mut names = path.split('/').skip(1);
    names.try_fold(document, |value, name| value.get_mut(name))
}

/// The document as the hub keeps it: telephone numbers and postcodes without characters that nobody
/// can see (contract 1.1). Everything else stays unchanged.
///
/// ```
/// let sent = serde_json::json!({"residence": {"postcode": "OX1 1PT\u{feff}"}});
/// assert_eq!(events::parse::kept(sent)["residence"]["postcode"], "OX1 1PT");
/// ```
#[must_use]
pub fn kept(mut document: Value) -> Value {
    let clean = |value: &mut Value| {
        if let Value::String(text) = value
            && text.contains(is_invisible)
        {
            text.retain(|c| !is_invisible(c));
        }
    };
    for postcode in ["/residence/postcode", "/incident/postcode"] {
        document.pointer_mut(postcode).into_iter().for_each(clean);
    }
    let channels = document
        .pointer_mut("/contact/channels")
        .and_then(Value::as_array_mut);
    for channel in channels.into_iter().flatten() {
        let kind = channel.get("kind").and_then(Value::as_str);
        if matches!(
            kind.and_then(ChannelKind::parse),
            Some(ChannelKind::Phone | ChannelKind::Text)
        ) {
            channel.get_mut("address").into_iter().for_each(clean);
        }
    }
    document
}

/// Parses a stored referral, to which the hub may have added what changed on the person's page, and
/// what was known before a change.
///
/// # Errors
/// As for [`referral`].
pub fn stored(value: &Value, today: Date) -> Result<Referral, Vec<FieldError>> {
    let mut sent = value.clone();
    let mut take = |name| {
        sent.as_object_mut()
            .and_then(|document| document.remove(name))
    };
    let (added, earlier) = (take(PAGE_CHANGE), take(EARLIER_ANSWERS));
    // A coordinator may have recorded a practitioner's, for a referral from anyone.
    let dash = take("dash");
    let mut stored = referral(&sent, today)?;
    if let Some(dash) = dash {
        let dash = serde_json::from_value(dash);
        stored.dash =
            Some(dash.map_err(|_| vec![FieldError::new("/dash", crate::Code::WrongType)])?);
    }
    if let Some(earlier) = earlier {
        let earlier = serde_json::from_value(earlier);
        stored.earlier_answers = earlier
            .map_err(|_| vec![FieldError::new("/earlier_answers", crate::Code::WrongType)])?;
    }
    if let Some(added) = added {
        let change = serde_json::from_value(added);
        stored.page_change = Some(
            change.map_err(|_| vec![FieldError::new("/page_change", crate::Code::WrongType)])?,
        );
    }
    Ok(stored)
}

/// The name of what the hub adds to a stored referral.
pub const PAGE_CHANGE: &str = "page_change";

/// The name under which a stored referral keeps what was known before each change.
pub const EARLIER_ANSWERS: &str = "earlier_answers";

/// The sender that the document names, if it is one of the contract's. The token is checked against
/// it before the content.
pub fn claimed_source(value: &Value) -> Option<SourceKind> {
    SourceKind::parse(value.get("source")?.get("kind")?.as_str()?)
}

/// The moment at which a clock in London shows that day and time, in the format of a browser's
/// field. For an hour that comes twice, the first. For an hour that the clock skips, the hour
/// after.
///
/// ```
/// use events::parse::london;
/// assert_eq!(london("2026-07-01T09:00").unwrap().to_string(), "2026-07-01T08:00:00Z");
/// assert_eq!(london("tomorrow"), None);
/// ```
pub fn london(text: &str) -> Option<jiff::Timestamp> {
    format::london(text)
}

/// Whether the text is a council's code: a letter of `ENSW` and eight digits.
pub fn is_local_authority(text: &str) -> bool {
    format::local_authority(text).is_ok()
}

/// Whether the text has the shape of a language tag (RFC 5646, which is BCP 47).
pub fn is_language(text: &str) -> bool {
    language::language(text).is_ok()
}

/// Whether the text is a domain with at least two labels, as in an address after the `@`. Never an
/// IP address.
pub fn is_domain(text: &str) -> bool {
    format::is_domain(text)
}
