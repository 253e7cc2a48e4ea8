//! What a coordinator is told in a call and writes down for the person: how to reach them, what they agree to, where they
//! live, what they complain of.

use super::tasks::finish_open;
use super::{Refused, names_twice};
use crate::assess::automatic_contact;
use crate::calendar::{end_of_working_day_after, london_today};
use crate::notifications::mail_moved;
use events::case::{
    Actor, Case, CaseChange, ComplaintAbout, ComplaintStep, ContactChangeReason, ContactChanged,
    TaskGiven, TaskKind,
};
use events::profile::Profile;
use events::referral::{Basis, ChannelKind, ConsentHow, GivenBy, Referral, Scope};
use events::{FieldError, parse};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The longest complaint, in characters.
const MOST_WORDS: usize = 5_000;

/// What follows from something that changes who the person is, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonUpdate {
    /// What happened; nothing where it was so already.
    pub changes: Vec<CaseChange>,
    /// The person's document from now on.
    pub document: Value,
}

/// The person is reached in another way from now on. It is judged as on the form that they sent; a check of how to reach
/// them is done by it.
///
/// # Errors
/// Every field that is wrong, as `POST /referrals` says it (contract): under `/contact`.
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
    if changed == *document {
        return Ok(PersonUpdate {
            changes: Vec::new(),
            document: changed,
        });
    }
    // What was accepted long ago is not judged anew, by rules of another day.
    let mut errors = parse::referral(&changed, london_today(now))
        .err()
        .unwrap_or_default();
    errors.retain(|error| error.field.starts_with("/contact"));
    let read = serde_json::from_value::<Referral>(changed.clone());
    let (true, Ok(referral)) = (errors.is_empty(), read) else {
        return Err(errors);
    };
    let changes = std::iter::once(contact_changed(
        &referral,
        mail_moved(document, &changed),
        why,
        Actor::coordinator(by),
    ))
    .chain(finish_open(case, &[TaskKind::CheckContact], by))
    .collect();
    Ok(PersonUpdate {
        changes,
        document: changed,
    })
}

/// How the person may be reached from now on, in kinds.
pub(super) fn contact_changed(
    referral: &Referral,
    mail_moved: bool,
    why: ContactChangeReason,
    by: Actor,
) -> CaseChange {
    let channels = referral.contact.channels.iter();
    let mut safe_channels: Vec<ChannelKind> = channels
        .filter(|channel| channel.safe)
        .map(|channel| channel.kind)
        .collect();
    safe_channels.sort_unstable();
    safe_channels.dedup();
    let (frequency, contact) = (referral.contact.frequency, automatic_contact(referral));
    CaseChange::ContactChanged(ContactChanged {
        safe_channels,
        frequency,
        contact,
        mail_moved,
        why,
        by,
    })
}

/// What the person agrees to from now on, as they said it; nothing where it is so already. Without a ground they agree to
/// nothing any more.
///
/// # Errors
/// [`Refused`] for a ground that is not theirs to give, or an agreement that names nothing or nobody.
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
            return Err(Refused::Wrong("Say who agreed, and to what"));
        }
        None if given_by.is_some() || !scope.is_empty() => {
            return Err(Refused::Wrong(
                "Who agrees to something has a basis: consent",
            ));
        }
        Some(Basis::AwaitingConsent | Basis::SeriousHarmOverride) => {
            return Err(Refused::Wrong(
                "basis is consent, or nothing where they agree to nothing any more",
            ));
        }
        Some(Basis::Consent) | None => {}
    }
    if names_twice(&scope) {
        return Err(Refused::Wrong("Name each thing that they agree to once"));
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

/// The council in which the person lives; another area's where this one has none of that code, or none is named. Nothing
/// where that is known.
///
/// # Errors
/// [`Refused`] for what is no council's code, and where the council is known as another.
pub fn record_home(
    case: &Case,
    profile: &Profile,
    council: Option<&str>,
) -> Result<Vec<CaseChange>, Refused> {
    if council.is_some_and(|code| !parse::is_local_authority(code)) {
        return Err(Refused::Wrong(
            "local_authority is the code of a council, such as E06000038, or nothing",
        ));
    }
    let here = council.filter(|code| {
        profile
            .local_authorities
            .iter()
            .any(|one| one.code == *code)
    });
    let known = case.received.local_authority.as_deref();
    if here.is_some() && here == known || here.is_none() && case.elsewhere {
        return Ok(Vec::new());
    }
    if known.is_some() || case.elsewhere {
        return Err(Refused::NotNow("The council is known already"));
    }
    Ok(vec![CaseChange::HomeTold {
        local_authority: here.map(str::to_owned),
    }])
}

/// A complaint that is taken down for the person. What the agencies of justice are to answer somebody here passes on, by
/// the end of the next working day (Code right 12, CA18).
///
/// # Errors
/// [`Refused`] for no words, or too many, and where nobody is left whose complaint it could be.
pub fn complain(
    case: &Case,
    about: ComplaintAbout,
    words: &str,
    by: &str,
    now: Timestamp,
) -> Result<Vec<CaseChange>, Refused> {
    if !(1..=MOST_WORDS).contains(&words.trim().chars().count()) {
        return Err(Refused::Wrong(
            "words are what the person said: 1 to 5,000 characters",
        ));
    }
    if case.erased_at.is_some() {
        return Err(Refused::NotNow("Who the case is about has been deleted"));
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

/// The person was told that their complaint is there, or had a reply; nothing where that was said.
///
/// # Errors
/// [`Refused`] for a complaint that the case has not.
pub fn answer_complaint(
    case: &Case,
    number: u32,
    step: ComplaintStep,
    by: &str,
) -> Result<Vec<CaseChange>, Refused> {
    let found = case.complaints.iter().find(|one| one.complaint == number);
    let complaint = found.ok_or(Refused::Wrong("The case has no such complaint"))?;
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
