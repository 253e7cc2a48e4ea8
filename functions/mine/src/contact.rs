//! How the person may be reached: as it is written down, as a form shows it, and as they change it.

use crate::reply::{Rejection, Reply, decided};
use crate::tasks::task;
use crate::{PersonRequest, Ports};
use application::{Decision, Document};
use domain::assess::automatic_contact;
use domain::calendar::london_today;
use domain::notifications::mail_moved;
use events::FieldError;
use events::case::{Actor, Case, CaseChange, ContactChangeReason, ContactChanged, TaskKind};
use events::parse;
use events::referral::{Channel, ChannelKind, Referral};
use frontend::view::{FormView, Said};
use platform::PortError;
use serde_json::Value;
use std::collections::BTreeMap;

/// The most ways that a referral has (contract).
const MOST_WAYS: usize = 6;

/// The person's answers as they stand today; nothing where they are deleted.
pub(crate) async fn answers<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Option<Referral>, PortError> {
    let Some(document) = request.context.ports.person(&case.reference).await? else {
        return Ok(None);
    };
    let read = parse::referral(&document, london_today(request.now));
    read.map(Some).map_err(|_| not_read())
}

/// Whether a number for calls was called safe.
pub(crate) fn may_be_rung(referral: &Referral) -> bool {
    referral
        .contact
        .channels
        .iter()
        .any(|channel| channel.kind == ChannelKind::Phone && channel.safe)
}

/// What they said takes the place of what was known, checked as a referral is. It counts from the moment at which it is
/// stored: the gate reads the same document.
pub(crate) async fn change<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let Some(before) = request.context.ports.person(&case.reference).await? else {
        return Err(Said::NotHere.into());
    };
    let mut document = before.clone();
    document["contact"] = request.input.contact();
    let form = request.input.form().map(|(_, form)| form);
    let named = form.map(|form| form.errors.clone()).unwrap_or_default();
    let referral = match parse::referral(&document, london_today(request.now)) {
        Ok(referral) if named.is_empty() => referral,
        Ok(_) => {
            return Err(check(named));
        }
        Err(errors) => {
            if errors
                .iter()
                .any(|error| !error.field.starts_with("/contact"))
            {
                return Err(not_read().into());
            }
            // A form numbers its boxes with gaps; the document has none.
            let name_of =
                |field: &str| form.map_or_else(|| field.to_owned(), |form| form.name_of(field));
            let errors = errors
                .iter()
                .map(|error| FieldError::new(name_of(&error.field), error.code));
            return Err(check(named.into_iter().chain(errors).collect()));
        }
    };
    if before.get("contact") == document.get("contact") {
        return Ok(decided(Vec::new(), Said::ContactChanged));
    }
    let safe = referral
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe);
    let mut safe_channels: Vec<ChannelKind> = safe.map(|channel| channel.kind).collect();
    safe_channels.sort_unstable();
    safe_channels.dedup();
    let mut changes = vec![CaseChange::ContactChanged(ContactChanged {
        safe_channels,
        frequency: referral.contact.frequency,
        contact: automatic_contact(&referral),
        mail_moved: mail_moved(&before, &document),
        why: ContactChangeReason::Asked,
        by: Actor::Person,
    })];
    // Somebody was to ring, and must not any more: they find another way.
    let to_ring = case.has_open_task(TaskKind::Call);
    if to_ring && !case.has_open_task(TaskKind::CheckContact) && !may_be_rung(&referral) {
        changes.push(task(case, TaskKind::CheckContact, request.now));
    }
    Ok(decided(changes, Said::ContactChanged).document(Document::Replaced(document)))
}

/// The person is to look at these fields again.
fn check(errors: Vec<FieldError>) -> Rejection {
    Rejection::Reply(Reply {
        message: Said::CheckContact,
        errors,
    })
}

fn not_read() -> PortError {
    PortError::Permanent("a stored referral cannot be read".to_owned())
}

/// The form: each way that is known at its place, then one of each kind that is not, while there is room.
pub(crate) fn form(contact: &Value) -> (Vec<ChannelKind>, FormView) {
    let mut values = BTreeMap::new();
    fill(contact, "/contact", &mut values);
    let known = contact
        .get("channels")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let kind = |channel: &Value| {
        channel
            .get("kind")
            .and_then(Value::as_str)
            .and_then(ChannelKind::parse)
    };
    let mut ways: Vec<ChannelKind> = known.iter().filter_map(kind).take(MOST_WAYS).collect();
    for kind in ChannelKind::ALL {
        if !ways.contains(kind) && ways.len() < MOST_WAYS {
            ways.push(*kind);
        }
    }
    (
        ways,
        FormView {
            values,
            ..FormView::default()
        },
    )
}

/// The form as it was typed, with the ways in the order in which it had them.
pub(crate) fn typed(values: &BTreeMap<String, String>) -> Vec<ChannelKind> {
    let kind = |at: usize| {
        values
            .get(&format!("/contact/channels/{at}/kind"))
            .and_then(|kind| ChannelKind::parse(kind))
    };
    (0..MOST_WAYS).map_while(kind).collect()
}

/// Every answer under the name that a form has for it.
fn fill(value: &Value, name: &str, values: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(token, one)| fill(one, &format!("{name}/{token}"), values)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, one)| fill(one, &format!("{name}/{at}"), values)),
        Value::String(text) => _ = values.insert(name.to_owned(), text.clone()),
        Value::Bool(yes) => _ = values.insert(name.to_owned(), yes.to_string()),
        Value::Number(_) | Value::Null => {}
    }
}

/// The hours of each number that is safe to ring, in words.
pub(crate) fn calls(answers: &Referral) -> Vec<String> {
    let safe = |channel: &&Channel| channel.kind == ChannelKind::Phone && channel.safe;
    let hours = |channel: &Channel| {
        let days: Vec<&str> = channel
            .days
            .iter()
            .map(|day| frontend::words::day(*day))
            .collect();
        let days = if days.is_empty() {
            "Any day".to_owned()
        } else {
            days.join(", ")
        };
        match (channel.from.as_deref(), channel.until.as_deref()) {
            (None, None) => format!("{days}, at any time"),
            (from, until) => format!(
                "{days}, {} to {}",
                from.unwrap_or("00:00"),
                until.unwrap_or("midnight")
            ),
        }
    };
    answers
        .contact
        .channels
        .iter()
        .filter(safe)
        .map(hours)
        .collect()
}
