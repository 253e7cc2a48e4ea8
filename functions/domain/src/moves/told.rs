//! What a coordinator is told in a call and writes down for the person: how to reach them, what they agree to, where they
//! live, what they complain of.

use super::team::settled;
use super::whole::coordinator;
use super::{Refused, names_twice};
use crate::assess::automatic_contact;
use crate::calendar::{end_of_working_day_after, london_today};
use crate::updates::mail_moved;
use events::case::{
    By, Case, ComplaintAbout, ComplaintStep, ContactChanged, TaskGiven, TaskKind, What,
    WhyContactChanged,
};
use events::profile::Profile;
use events::referral::{
    Basis, Channel, ChannelKind, ConsentHow, Frequency, GivenBy, Referral, Scope,
};
use events::{FieldError, parse};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The longest complaint, in characters.
const MOST_WORDS: usize = 5_000;

/// What follows from something that changes who the person is, as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// What happened; nothing where it was so already.
    pub whats: Vec<What>,
    /// The person's document from now on.
    pub document: Value,
}

/// The person is reached in another way from now on. It is judged as on the form that they sent; a check of how to reach
/// them is done by it.
///
/// # Errors
/// Every field that is wrong, as `POST /referrals` says it (contract): under `/contact`.
pub fn contact_told(
    case: &Case,
    document: &Value,
    contact: Value,
    why: WhyContactChanged,
    by: &str,
    now: Timestamp,
) -> Result<Reached, Vec<FieldError>> {
    let mut changed = document.clone();
    changed["contact"] = contact;
    if changed == *document {
        return Ok(Reached {
            whats: Vec::new(),
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
    let whats = std::iter::once(what_is_safe(
        &referral,
        mail_moved(document, &changed),
        why,
        coordinator(by),
    ))
    .chain(settled(case, &[TaskKind::CheckContact], by))
    .collect();
    Ok(Reached {
        whats,
        document: changed,
    })
}

/// How the person may be reached where one case of theirs goes on in another, by the documents of both: a way is safe where
/// both call it so, at the same hours; nothing that only one of them knows makes it safe. Who wants to hear only when they
/// ask in one wants it in both. It is the hub that says so: nobody has spoken to the person by that. Nothing where all of
/// `here` is so in `there`; `None` where a document cannot be read.
pub fn safe_in_both(here: &Value, there: &Value) -> Option<Reached> {
    let mut document = here.clone();
    let other = serde_json::from_value::<Referral>(there.clone())
        .ok()?
        .contact;
    let channels = document
        .get_mut("contact")
        .and_then(|contact| contact.get_mut("channels"));
    for channel in channels.and_then(Value::as_array_mut).into_iter().flatten() {
        let known = serde_json::from_value::<Channel>(channel.clone()).ok()?;
        if known.safe && !is_safe_there(&known, &other.channels) {
            channel["safe"] = json!(false);
        }
    }
    if other.frequency == Some(Frequency::OnlyWhenAsked) {
        document["contact"]["frequency"] = json!(Frequency::OnlyWhenAsked);
    }
    if document == *here {
        return Some(Reached {
            whats: Vec::new(),
            document,
        });
    }
    let referral = serde_json::from_value::<Referral>(document.clone()).ok()?;
    Some(Reached {
        whats: vec![what_is_safe(
            &referral,
            mail_moved(here, &document),
            WhyContactChanged::FoundOut,
            By::Machine,
        )],
        document,
    })
}

/// Whether the `others` name the same way, and wherever they do it is safe, at the same hours.
fn is_safe_there(known: &Channel, others: &[Channel]) -> bool {
    let address = |one: &Channel| one.address.as_deref().map(str::to_lowercase);
    let same = |other: &&Channel| other.kind == known.kind && address(other) == address(known);
    let hours = |one: &Channel| (one.from.clone(), one.until.clone(), one.days.clone());
    let mut named = others.iter().filter(same).peekable();
    named.peek().is_some() && named.all(|other| other.safe && hours(other) == hours(known))
}

/// How the person may be reached from now on, in kinds.
fn what_is_safe(referral: &Referral, mail_moved: bool, why: WhyContactChanged, by: By) -> What {
    let channels = referral.contact.channels.iter();
    let mut safe_channels: Vec<ChannelKind> = channels
        .filter(|channel| channel.safe)
        .map(|channel| channel.kind)
        .collect();
    safe_channels.sort_unstable();
    safe_channels.dedup();
    let (frequency, contact) = (referral.contact.frequency, automatic_contact(referral));
    What::ContactChanged(ContactChanged {
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
pub fn consent_told(
    case: &Case,
    profile: &Profile,
    document: &Value,
    (basis, given_by, scope): (Option<Basis>, Option<GivenBy>, Vec<Scope>),
    by: &str,
    now: Timestamp,
) -> Result<Reached, Refused> {
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
        return Ok(Reached {
            whats: Vec::new(),
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
    let whats = crate::whole::consent(case, profile, basis, given_by, scope, coordinator(by));
    Ok(Reached {
        whats,
        document: changed,
    })
}

/// The council in which the person lives; another area's where this one has none of that code, or none is named. Nothing
/// where that is known.
///
/// # Errors
/// [`Refused`] for what is no council's code, and where the council is known as another.
pub fn home_told(
    case: &Case,
    profile: &Profile,
    council: Option<&str>,
) -> Result<Vec<What>, Refused> {
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
    Ok(vec![What::HomeTold {
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
) -> Result<Vec<What>, Refused> {
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
    let pass_on = (about == ComplaintAbout::Code).then_some(What::TaskGiven(passed_on));
    Ok(std::iter::once(What::Complained {
        about,
        by: coordinator(by),
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
) -> Result<Vec<What>, Refused> {
    let found = case.complaints.iter().find(|one| one.complaint == number);
    let complaint = found.ok_or(Refused::Wrong("The case has no such complaint"))?;
    let said = match step {
        ComplaintStep::Acknowledged => complaint.acknowledged_at,
        ComplaintStep::Replied => complaint.replied_at,
    };
    let answered = What::ComplaintAnswered {
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
