//! What a coordinator records for the person in a call: contact details, consent, home and
//! complaints.

use super::access::close_if_not_safe;
use super::tasks::finish_open;
use super::{Refused, names_twice};
use crate::calendar::{end_of_working_day_after, london_today};
use crate::contact_change::contact_changed;
use crate::notifications::mail_moved;
use events::FieldError;
use events::case::{
    Actor, Case, CaseChange, ComplaintAbout, ComplaintStep, ContactChangeReason, TaskGiven,
    TaskKind,
};
use events::parse::{self, PAGE_CHANGE};
use events::profile::Profile;
use events::referral::{Basis, ConsentHow, GivenBy, Referral, Scope};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The longest complaint, in characters.
const MOST_WORDS: usize = 5_000;

/// The result of a change to the person's stored document.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonUpdate {
    /// The event. `None` if nothing changes.
    pub changes: Vec<CaseChange>,
    /// The person's new document.
    pub document: Value,
}

/// Changes the contact details. They are validated like those of a referral, and end an open task
/// to check them. If the page is no longer safe, it closes.
///
/// # Errors
/// Every invalid field, as in a response to `POST /referrals` (contract), under `/contact`.
pub fn change_contact(
    case: &Case,
    document: &Value,
    contact: Value,
    why: ContactChangeReason,
    by: &str,
    now: Timestamp,
) -> Result<PersonUpdate, Vec<FieldError>> {
    let mut changed = document.clone();
    changed["contact"] = contact;
    // What a coordinator records is confirmed.
    if let Some(changed) = changed.as_object_mut() {
        changed.remove(PAGE_CHANGE);
    }
    if changed == *document {
        return Ok(PersonUpdate {
            changes: Vec::new(),
            document: changed,
        });
    }
    // The other answers were accepted under the rules of their day and are not validated again.
    let mut errors = parse::referral(&changed, london_today(now))
        .err()
        .unwrap_or_default();
    errors.retain(|error| error.field.starts_with("/contact"));
    let read = serde_json::from_value::<Referral>(changed.clone());
    let (true, Ok(referral)) = (errors.is_empty(), read) else {
        return Err(errors);
    };
    let reached = CaseChange::ContactChanged(contact_changed(
        &referral,
        mail_moved(document, &changed),
        why,
        Actor::coordinator(by),
    ));
    let page = close_if_not_safe(case, &reached);
    let changes = std::iter::once(reached)
        .chain(finish_open(case, &[TaskKind::CheckContact], by))
        .chain(page)
        .collect();
    Ok(PersonUpdate {
        changes,
        document: changed,
    })
}

/// Confirms the contact details that changed on the person's page: the coordinator has spoken to the
/// person in a way that was safe before. Ends the task to check it. Returns no events
/// if nothing waits for that.
pub fn confirm_contact(case: &Case, document: &Value, by: &str) -> Option<PersonUpdate> {
    let mut confirmed = document.clone();
    let waited = confirmed.as_object_mut()?.remove(PAGE_CHANGE).is_some();
    let referral = serde_json::from_value::<Referral>(confirmed.clone()).ok()?;
    let changed = CaseChange::ContactChanged(contact_changed(
        &referral,
        mail_moved(document, &confirmed),
        ContactChangeReason::Confirmed,
        Actor::coordinator(by),
    ));
    let changes = waited.then_some(changed).into_iter().chain(finish_open(
        case,
        &[TaskKind::CheckContact],
        by,
    ));
    Some(PersonUpdate {
        changes: changes.collect(),
        document: confirmed,
    })
}

/// Records the person's new consent. Returns no event if it is the same. Without a ground the
/// person agrees to nothing.
///
/// # Errors
/// [`Refused`] for a ground that the person cannot give, or a consent without a scope or a giver.
pub fn change_consent(
    case: &Case,
    profile: &Profile,
    document: &Value,
    (basis, given_by, scope): (Option<Basis>, Option<GivenBy>, Vec<Scope>),
    by: &str,
    now: Timestamp,
) -> Result<PersonUpdate, Refused> {
    match basis {
        Some(Basis::Consent) if given_by.is_none() || scope.is_empty() => {
            return Err(Refused::Wrong(words::refusals::consent_incomplete()));
        }
        None if given_by.is_some() || !scope.is_empty() => {
            return Err(Refused::Wrong(words::refusals::consent_without_basis()));
        }
        Some(Basis::AwaitingConsent | Basis::SeriousHarmOverride) => {
            return Err(Refused::Wrong(words::refusals::basis_not_theirs()));
        }
        Some(Basis::Consent) | None => {}
    }
    if names_twice(&scope) {
        return Err(Refused::Wrong(words::refusals::scope_repeats()));
    }
    let known = &case.received;
    if (known.basis, known.given_by, known.scope.as_slice()) == (basis, given_by, scope.as_slice())
    {
        return Ok(PersonUpdate {
            changes: Vec::new(),
            document: document.clone(),
        });
    }
    let mut changed = document.clone();
    changed["consent"] = json!({"given_at": now.to_string(), "how": ConsentHow::Spoken});
    if let (Some(basis), Some(given_by)) = (basis, given_by) {
        changed["consent"]["basis"] = json!(basis);
        changed["consent"]["given_by"] = json!(given_by);
        changed["consent"]["scope"] = json!(scope);
    }
    let changes = crate::case::commands::consent::change_consent(
        case,
        profile,
        basis,
        given_by,
        scope,
        Actor::coordinator(by),
    );
    Ok(PersonUpdate {
        changes,
        document: changed,
    })
}

/// Records the person's council, or that the home is in another area if the council is not one of
/// this area or none is named. Returns no event if that is known.
///
/// # Errors
/// [`Refused`] for an invalid code, and if another council is known already.
pub fn record_home(
    case: &Case,
    profile: &Profile,
    council: Option<&str>,
) -> Result<Vec<CaseChange>, Refused> {
    if council.is_some_and(|code| !parse::is_local_authority(code)) {
        return Err(Refused::Wrong(words::refusals::not_a_council()));
    }
    let here = council.filter(|code| {
        profile
            .local_authorities
            .iter()
            .any(|one| one.code == *code)
    });
    let known = case.received.local_authority.as_deref();
    if here.is_some() && here == known || here.is_none() && case.support.elsewhere {
        return Ok(Vec::new());
    }
    if known.is_some() || case.support.elsewhere {
        return Err(Refused::NotNow(words::refusals::council_known()));
    }
    Ok(vec![CaseChange::HomeTold {
        local_authority: here.map(str::to_owned),
    }])
}

/// Records a complaint for the person. If a justice agency has to answer it, a task passes it on by
/// the end of the next working day (Code right 12, CA18).
///
/// # Errors
/// [`Refused`] for a text that is empty or too long, and if the person has died or was deleted.
pub fn complain(
    case: &Case,
    about: ComplaintAbout,
    words: &str,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    if !(1..=MOST_WORDS).contains(&parse::trimmed(words).chars().count()) {
        return Err(Refused::Wrong(words::refusals::complaint_length()));
    }
    if case.lifecycle.erasure.is_done() {
        return Err(Refused::NotNow(words::refusals::person_deleted()));
    }
    let passed_on = TaskGiven {
        kind: TaskKind::Complaint,
        from: None,
        due: end_of_working_day_after(now, 1),
    };
    let pass_on = (about == ComplaintAbout::Code).then_some(CaseChange::TaskGiven(passed_on));
    Ok(std::iter::once(CaseChange::Complained {
        about,
        by: Actor::coordinator(by),
    })
    .chain(pass_on)
    .collect())
}

/// Records that a complaint was acknowledged or answered. Returns no event if that is known.
///
/// # Errors
/// [`Refused`] for a complaint that the case does not have.
pub fn answer_complaint(
    case: &Case,
    number: u32,
    step: ComplaintStep,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let found = case
        .coordination
        .complaints
        .iter()
        .find(|one| one.complaint == number);
    let complaint = found.ok_or(Refused::Wrong(words::refusals::no_such_complaint()))?;
    let said = match step {
        ComplaintStep::Acknowledged => complaint.acknowledged_at,
        ComplaintStep::Replied => complaint.replied_at,
    };
    let answered = CaseChange::ComplaintAnswered {
        complaint: number,
        step,
        by: by.to_owned(),
    };
    Ok(if said.is_some() {
        Vec::new()
    } else {
        vec![answered]
    })
}
