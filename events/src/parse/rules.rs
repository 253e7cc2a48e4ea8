//! Rules between fields. They read the raw document, so that they apply despite errors in other
//! fields. A rule whose own field is wrong reports nothing, because that error is already reported.

use super::reader::Errors;
use super::{at, format};
use crate::Code;
use crate::referral::{Basis, ChannelKind, Role, SourceKind};
use jiff::civil::Date;
use serde_json::Value;

/// Applies every rule to the whole document.
pub(super) fn check(document: &Value, today: Date, errors: &Errors) {
    if let Some(source) = super::claimed_source(document) {
        consent(document, source, errors);
        dash(document, source, errors);
    }
    harmed_before_birth(document, today, errors);
    safe_and_not_safe(document, errors);
}

/// A partner's referral needs consent and its basis. The person themselves may leave both out, and
/// cannot override consent.
fn consent(document: &Value, source: SourceKind, errors: &Errors) {
    let basis = at(document, "/consent/basis");
    if source == SourceKind::SelfReferral {
        if basis.and_then(Value::as_str) == Some(Basis::SeriousHarmOverride.as_str()) {
            errors.add("/consent/basis", Code::PartnerRequired);
        }
        return;
    }
    match document.get("consent") {
        None => errors.add("/consent", Code::ConsentRequired),
        Some(Value::Object(consent)) if consent.is_empty() => {
            errors.add("/consent", Code::ConsentRequired)
        }
        Some(Value::Object(_)) if basis.is_none() => {
            errors.add("/consent/basis", Code::ConsentRequired)
        }
        Some(_) => {}
    }
}

/// Only trained practitioners use a DASH.
fn dash(document: &Value, source: SourceKind, errors: &Errors) {
    let practitioner = matches!(
        source,
        SourceKind::Police
            | SourceKind::BritishTransportPolice
            | SourceKind::Provider
            | SourceKind::Hub
    );
    // If the value is not an object, its wrong type is reported elsewhere.
    if !practitioner && document.get("dash").is_some_and(Value::is_object) {
        errors.add("/dash", Code::DashNeedsPractitioner);
    }
}

/// A victim cannot be harmed before their birth. For a witness or a relative, the crime may be
/// earlier.
fn harmed_before_birth(document: &Value, today: Date, errors: &Errors) {
    let text = |path| at(document, path).and_then(Value::as_str);
    let victim = text("/person/role") == Some(Role::Victim.as_str());
    let born = text("/person/date_of_birth").and_then(|t| format::day(t, today).ok());
    let occurred =
        text("/incident/occurred").and_then(|t| format::year_month_or_day(t, today).ok());
    if let (true, Some(born), Some(occurred)) = (victim, born, occurred)
        && occurred.last < born
    {
        errors.add("/incident/occurred", Code::Contradiction);
    }
}

/// One address of the same kind cannot be both safe and not safe. The same number may be safe for
/// calls and unsafe for texts.
fn safe_and_not_safe(document: &Value, errors: &Errors) {
    let channels = at(document, "/contact/channels")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut earlier: Vec<(ChannelKind, String, bool)> = Vec::new();
    for (index, channel) in channels.iter().enumerate() {
        let Some((kind, address, safe)) = addressed(channel) else {
            continue;
        };
        if earlier
            .iter()
            .any(|(k, a, s)| (*k, a, *s) == (kind, &address, !safe))
        {
            errors.add(
                format!("/contact/channels/{index}/safe"),
                Code::Contradiction,
            );
        }
        earlier.push((kind, address, safe));
    }
}

/// A channel's kind, its normalised address, and whether it is safe. `None` if one of them is
/// missing or wrong.
fn addressed(channel: &Value) -> Option<(ChannelKind, String, bool)> {
    let kind = ChannelKind::parse(channel.get("kind")?.as_str()?)?;
    let address = channel.get("address")?.as_str()?;
    let same = match kind {
        ChannelKind::Email => format::email(address)
            .ok()
            .map(|()| address.to_ascii_lowercase()),
        ChannelKind::Text | ChannelKind::Phone => format::phone(address).ok(),
        ChannelKind::Letter => Some(address.trim().to_owned()).filter(|a| !a.is_empty()),
        ChannelKind::Online => None,
    };
    Some((kind, same?, channel.get("safe")?.as_bool()?))
}
