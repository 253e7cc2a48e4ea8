//! The ways to contact the person: what is stored, the form that shows it, and the command that changes it.

use crate::reply::{Rejection, Reply, decided};
use crate::{PersonRequest, Ports};
use application::{Decision, Document};
use domain::calendar::london_today;
use domain::case::commands::person::{change_contact, confirm_contact};
use domain::contact_change::{page_change, without_code};
use domain::copy::answers_for_page;
use domain::notifications::mail_moved;
use events::FieldError;
use events::case::Case;
use events::parse::{self, PAGE_CHANGE};
use events::referral::{Channel, ChannelKind, Referral};
use frontend::view::{FormView, Message};
use jiff::SignedDuration;
use platform::PortError;
use platform::ports::TryLimit;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use words::{own_page, times};

/// How many codes may be tried, and for how long they count.
const CODES: TryLimit = TryLimit {
    most: 10,
    lasts: SignedDuration::from_hours(1),
};
/// The most ways that a referral has (contract).
const MOST_WAYS: usize = 6;

/// The person's current answers; `None` if they were deleted.
pub(crate) async fn answers<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Option<Referral>, PortError> {
    let Some(document) = request.context.ports.person(&case.reference).await? else {
        return Ok(None);
    };
    let read = parse::stored(&document, london_today(request.now));
    read.map(|answers| Some(answers_for_page(answers)))
        .map_err(|_| not_read())
}

/// The person's answers replace the stored ones. They are checked like a referral. What is less safe than before applies
/// immediately, because the gate reads the same document. What is new is kept as not confirmed.
pub(crate) async fn change<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let Some(before) = request.context.ports.person(&case.reference).await? else {
        return Err(Message::NotOnThisPage.into());
    };
    let old = parse::stored(&before, london_today(request.now)).map_err(|_| not_read())?;
    let mut document = before.clone();
    document["contact"] = request.input.contact();
    if let Some(document) = document.as_object_mut() {
        document.remove(PAGE_CHANGE);
    }
    let form = request.input.form().map(|(_, form)| form);
    let named = form.map(|form| form.errors.clone()).unwrap_or_default();
    let mut referral = match parse::stored(&document, london_today(request.now)) {
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
        return Ok(decided(Vec::new(), Message::ContactChanged));
    }
    let code = |address: &str| {
        let keys = &request.context.keys;
        keys.contact_code(&case.reference, case.version, address)
    };
    let still_safe = request.input.flag("old_mail_safe");
    referral.page_change = page_change(&old, &referral, still_safe, request.now, code);
    if let Some(change) = &referral.page_change {
        document[PAGE_CHANGE] = json!(change);
    }
    let moved = mail_moved(&before, &document);
    let changes = change_contact(case, &old, &referral, moved, request.now);
    Ok(decided(changes, Message::ContactChanged).document(Document::Replaced(document)))
}

/// The person enters the code that was sent to their new address. From now on the address may be used.
pub(crate) async fn confirm<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let ports = request.context.ports;
    let Some(before) = ports.person(&case.reference).await? else {
        return Err(Message::NotOnThisPage.into());
    };
    let mut referral = parse::stored(&before, london_today(request.now)).map_err(|_| not_read())?;
    let Some(change) = referral
        .page_change
        .as_ref()
        .filter(|change| change.code.is_some())
    else {
        return Ok(decided(Vec::new(), Message::ContactConfirmed));
    };
    let key = request
        .context
        .keys
        .name("contact-code-tried", case.reference.as_str());
    let may_try = ports.count_try(&key, CODES, request.now).await?.is_some();
    let digits: String = request
        .input
        .text("code")
        .chars()
        .filter(char::is_ascii_digit)
        .collect();
    let right = change.code.as_ref().is_some_and(|code| code.code == digits);
    if !may_try || !right {
        return Err(Message::CodeWrong.into());
    }
    ports.take_back_try(&key, request.now).await?;
    referral.page_change = Some(without_code(change));
    let mut document = before.clone();
    document[PAGE_CHANGE] = json!(referral.page_change);
    let moved = mail_moved(&before, &document);
    let changes = vec![confirm_contact(&referral, moved)];
    Ok(decided(changes, Message::ContactConfirmed).document(Document::Replaced(document)))
}

/// Asks the person to check these fields.
fn check(errors: Vec<FieldError>) -> Rejection {
    Rejection::Reply(Reply {
        message: Message::CheckContact,
        errors,
    })
}

fn not_read() -> PortError {
    PortError::Permanent("a stored referral cannot be read".to_owned())
}

/// The form: the known ways first, each in its place, then one of each other kind while there is room.
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

/// The kinds of the ways that were typed, in the order of the form.
pub(crate) fn typed(values: &BTreeMap<String, String>) -> Vec<ChannelKind> {
    let kind = |at: usize| {
        values
            .get(&format!("/contact/channels/{at}/kind"))
            .and_then(|kind| ChannelKind::parse(kind))
    };
    (0..MOST_WAYS).map_while(kind).collect()
}

/// Adds every answer under its form name.
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

/// The hours of each number that is safe to call, in words.
pub(crate) fn calls(answers: &Referral) -> Vec<String> {
    let is_phone = |channel: &&Channel| channel.kind == ChannelKind::Phone;
    let hours = |channel: &Channel| {
        let days: Vec<&str> = channel
            .days
            .iter()
            .map(|day| frontend::words::day(*day))
            .collect();
        let days = if days.is_empty() {
            own_page::any_day().to_owned()
        } else {
            days.join(", ")
        };
        match (channel.from.as_deref(), channel.until.as_deref()) {
            (None, None) => own_page::safe_hours_always(days),
            (from, until) => {
                let midnight = times::midnight();
                own_page::safe_hours(days, from.unwrap_or(midnight), until.unwrap_or(midnight))
            }
        }
    };
    answers.usable().filter(is_phone).map(hours).collect()
}
