//! The contact ledger: every time somebody reached for the person, whichever organisation it was (KE2).

use super::provider_name;
use events::case::{Case, CaseChange, CaseFile, Onward, Task, TaskKind};
use events::profile::Profile;
use jiff::Timestamp;
use serde_json::{Value, json};

/// Every contact and every try, oldest first: by providers, by coordinators' own hand, and by the hub's machines.
pub(super) fn contacts(file: &CaseFile, profile: &Profile) -> Vec<Value> {
    let case = &file.case;
    let mut contacts: Vec<(Timestamp, Value)> = case
        .support
        .onwards
        .iter()
        .flat_map(|onward| by_provider(onward, profile))
        .collect();
    contacts.extend(
        case.coordination
            .tasks
            .iter()
            .filter_map(|task| by_hand(task, file)),
    );
    contacts.extend(told(case));
    contacts.extend(file.updates.iter().map(|update| {
        let outcome = if update.sent_at.is_some() {
            "sent"
        } else {
            "not-confirmed"
        };
        let sent = json!({"by": "hub", "how": "message", "about": update.kind, "outcome": outcome});
        (update.sent_at.unwrap_or(update.claimed_at), sent)
    }));
    contacts.sort_by_key(|(at, _)| *at);
    contacts
        .into_iter()
        .map(|(at, contact)| with(contact, "at", json!(at)))
        .collect()
}

fn by_provider<'a>(
    onward: &'a Onward,
    profile: &'a Profile,
) -> impl Iterator<Item = (Timestamp, Value)> + 'a {
    onward.care.attempts.iter().map(move |attempt| {
        let contact = json!({
            "by": "provider",
            "provider": onward.offered.provider,
            "provider_name": provider_name(profile, &onward.offered.provider),
            "onward": onward.offered.onward,
            "how": attempt.by,
            "outcome": attempt.outcome,
        });
        (attempt.at, contact)
    })
}

/// What a coordinator did that reaches for the person: told them, rang, wrote, answered.
fn by_hand(task: &Task, file: &CaseFile) -> Option<(Timestamp, Value)> {
    let reaches = matches!(
        task.kind,
        TaskKind::TellPerson
            | TaskKind::Call
            | TaskKind::Letter
            | TaskKind::CheckContact
            | TaskKind::ReadWords
            | TaskKind::RestorativeJustice
            | TaskKind::Panel
    );
    let at = task.done_at.filter(|_| reaches)?;
    let done = |what: &CaseChange| match what {
        CaseChange::TaskDone(done) if done.task == task.task => Some(done.by.clone()),
        _ => None,
    };
    let account = file.events.iter().find_map(|event| done(&event.what));
    let contact =
        json!({"by": "coordinator", "account": account, "how": task.kind, "outcome": task.outcome});
    Some((at, contact))
}

/// What the justice agencies told the person.
fn told(case: &Case) -> impl Iterator<Item = (Timestamp, Value)> {
    case.justice.promises.iter().filter_map(|promise| {
        let told = promise.told.as_ref()?;
        let contact =
            json!({"by": promise.owner, "how": told.how, "about": promise.code, "outcome": "told"});
        Some((promise.kept_at?, contact))
    })
}

fn with(mut value: Value, name: &str, what: Value) -> Value {
    value[name] = what;
    value
}
