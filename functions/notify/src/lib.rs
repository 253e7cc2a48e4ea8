//! Tells people what was promised: only where it is safe, and at most once.
//!
//! A message on the updates queue is a request and not a permission. The gate decides at the moment of sending, with
//! the person's current answers. An update is claimed, sent and recorded. If the mail service says that it did not take
//! it, the claim is released and the update is tried again later, for four hours. Then it becomes a coordinator's task, and
//! immediately if the letter itself is the reason. If it is claimed and never recorded, nobody knows whether it was sent, and
//! it becomes a task too (see `clock`). A returned mail is a safety event.

mod letter;
mod returned_mail;
mod task;

pub use letter::write;
pub use returned_mail::came_back;

use domain::copy::case_for_page;
use domain::flood;
use domain::gate::{ContactStatus, Decision, Permitted, decide, needs_a_person};
use domain::notifications::{
    Notification, Receipt, as_of, code_message, content_of, digest_of, digest_on, kept_until,
    receipt, room_for_receipt, to_tell_by_hand,
};
use events::case::{Case, CaseFile, Update};
use events::referral::Referral;
use events::update::{UpdateKind, UpdateMessage, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{
    AppendEvents, Attempts, Claim, ClaimUpdate, ReadCaseFile, ReadDirectory, ReadKeys, ReadPerson,
    SendMail, Sent, SetTimer, SettleClaim, Timer, TryLimit,
};

/// How long after its first refusal a letter is tried again. After that a coordinator tells the person.
const PATIENCE: SignedDuration = SignedDuration::from_hours(4);

pub trait Ports:
    ReadDirectory
    + ReadPerson
    + ReadCaseFile
    + AppendEvents
    + ClaimUpdate
    + SetTimer
    + SettleClaim
    + SendMail
    + Attempts
    + ReadKeys
{
}
impl<P> Ports for P where
    P: ReadDirectory
        + ReadPerson
        + ReadCaseFile
        + AppendEvents
        + ClaimUpdate
        + SetTimer
        + SettleClaim
        + SendMail
        + Attempts
        + ReadKeys
{
}

/// Handles one message.
///
/// # Errors
/// [`PortError`] of the port that failed.
pub async fn take<P: Ports>(
    ports: &P,
    message: &UpdateMessage,
    now: Timestamp,
) -> Result<(), PortError> {
    match message {
        UpdateMessage::Asked(request) => handle(ports, request, now).await,
        UpdateMessage::Returned(returned) => came_back(ports, returned, now).await,
    }
}

/// Handles one request, if the gate allows it now.
///
/// # Errors
/// [`PortError`] of the port that failed. After the claim an error is final: the update is not sent again, unless the
/// mail service refused it.
pub async fn handle<P: Ports>(
    ports: &P,
    request: &UpdateRequest,
    now: Timestamp,
) -> Result<(), PortError> {
    // 1. Read the current answers and the current case.
    let Some(file) = ports.case_file(&request.reference).await? else {
        tracing::warn!(case.reference = %request.reference, "an update was requested for a case that does not exist");
        return Ok(());
    };
    let Some(document) = ports.person(&request.reference).await? else {
        tracing::info!(case.reference = %request.reference, "nobody to tell: the person's data is deleted");
        return Ok(());
    };
    let referral = read(document)?;
    let request = &as_of(&file.case, request, now);
    // 2. Wait for the digest, if the person prefers weekly or monthly updates.
    if let Some(at) = kept_until(request.kind, &file.case, &referral, now) {
        return ports
            .set_timer(&Timer::of(&digest_on(&file.case, at), at))
            .await;
    }
    // 3. What is there still to say? Receipts that come together are one letter.
    let (mut news, through) = to_say(&file, request, &referral, now);
    if request.kind == UpdateKind::AsAsked && !news.is_empty() {
        match receipt(&file, request, now) {
            Receipt::Says(all) => news = all,
            Receipt::Waits(at) => return ports.set_timer(&Timer::of(request, at)).await,
            Receipt::InLater => {
                tracing::info!(case.reference = %request.reference, "a later receipt says this too");
                return Ok(());
            }
        }
    }
    if news.is_empty() {
        tracing::info!(case.reference = %request.reference, "there is no longer anything to tell");
        return Ok(());
    }
    if let Some(room) = room_for_receipt(&file, request.kind, now) {
        tracing::info!(case.reference = %request.reference, "a case has had its receipts of the day");
        // What somebody asked in the person's name is said later. A change of address was said to the one before.
        return match request.kind {
            UpdateKind::AsAsked => ports.set_timer(&Timer::of(request, room)).await,
            _ => Ok(()),
        };
    }
    // 4. Ask the gate. If no machine may tell the person something that they are owed, a coordinator does.
    let standing = ContactStatus::of(&file.case);
    let update = Update::claimed(request.kind, request.about, through, now);
    let later = async |at| {
        ports
            .set_timer(&Timer::of(&as_of(&file.case, request, at), at))
            .await
    };
    match decide(request.kind, &referral, standing, now) {
        Decision::Send(permitted) => send(ports, file, &permitted, &update, &news, now).await,
        Decision::Wait(at) => later(at).await,
        Decision::Never => {
            let owed = to_tell_by_hand(request.kind, &news);
            match needs_a_person(request.kind, &referral, standing, now)
                .filter(|_| !owed.is_empty())
            {
                Some(at) if at > now => later(at).await,
                Some(_) => task::give(ports, file, &update, &owed, now).await,
                None => {
                    tracing::info!(case.reference = %request.reference, "the gate refused an update");
                    Ok(())
                }
            }
        }
    }
}

/// What the request says now, and the last event that a digest covers. Somebody else may read the letters, as they may read
/// the page, so they are about nothing that the page does not show.
fn to_say(
    file: &CaseFile,
    request: &UpdateRequest,
    referral: &Referral,
    now: Timestamp,
) -> (Vec<Notification>, Option<u32>) {
    if request.kind == UpdateKind::ConfirmContact {
        let code = code_message(file, request, referral);
        return (code.into_iter().collect(), None);
    }
    let shown = case_for_page(file.clone());
    if request.kind == UpdateKind::Digest {
        let (news, last) = digest_of(&shown, now);
        let through = file.events.last().map_or(last, |event| event.seq.max(last));
        return (news, Some(through));
    }
    // No digest says that the referral has arrived.
    let in_a_digest = request.kind != UpdateKind::Acknowledgement
        && file
            .updates
            .iter()
            .any(|update| update.through.is_some_and(|last| last >= request.about));
    (
        content_of(&shown, request, now)
            .filter(|_| !in_a_digest)
            .into_iter()
            .collect(),
        None,
    )
}

/// Claims, sends and records an update. An address that nobody has confirmed gets one letter a day of what strangers
/// can cause. What comes after it is not sent later: the page says it, and a coordinator has what the person is owed.
async fn send<P: Ports>(
    ports: &P,
    file: CaseFile,
    permitted: &Permitted,
    update: &Update,
    news: &[Notification],
    now: Timestamp,
) -> Result<(), PortError> {
    let reference = &file.case.reference;
    let request = update.request(reference);
    let letter = write(&*ports.profile().await?, permitted.kind(), news, now)?;
    let refused_at = match ports.claim(reference, update).await? {
        Claim::Taken => return taken(ports, &file.case, update, now).await,
        Claim::Ours => now,
        Claim::Again(refused_at) => refused_at,
    };
    let mut counted = None;
    if flood::counts(&file, permitted.kind(), now) {
        let keys = ports.keys().await?;
        let mailbox = keys.counted_mailbox(&flood::mailbox(permitted.address()));
        if !has_room(ports, &mailbox, now).await? {
            tracing::info!(case.reference = %reference, kind = %permitted.kind(), "an address has had its letter of the day");
            return task::instead_of_letter(ports, file, update, news, now).await;
        }
        counted = Some(mailbox);
    }
    match ports.send(&request, permitted, &letter).await {
        Ok(Sent::Accepted) => ports.record_sent(&request, now).await,
        Ok(Sent::Refused(why)) => {
            tracing::error!(case.reference = %reference, why, "the mail service refused an update; it is tried again for four hours");
            if let Some(mailbox) = counted {
                ports.take_back_try(&mailbox, now).await?;
            }
            let Some(at) = next_try(refused_at, now) else {
                return task::instead_of_refused(ports, file, update, now).await;
            };
            // The timer first: if this process ends in between, the claim becomes a task, and nothing is lost.
            let again = as_of(&file.case, &request, at);
            ports.set_timer(&Timer::of(&again, at)).await?;
            ports.release_claim(&request, refused_at).await
        }
        Ok(Sent::Rejected(why)) => {
            tracing::error!(case.reference = %reference, why, "the mail service refused an update because of the letter itself");
            if let Some(mailbox) = counted {
                ports.take_back_try(&mailbox, now).await?;
            }
            task::instead_of_refused(ports, file, update, now).await
        }
        Err(error) => {
            // The mail may have been sent. A second one could give the person away, so the clock makes it a task.
            tracing::error!(case.reference = %reference, cause = %error, "an update was not confirmed");
            Ok(())
        }
    }
}

/// When a letter is tried again that was refused for the first time then: after five minutes, a quarter of an hour, and
/// then every hour. `None` if that was four hours ago.
fn next_try(refused_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let since = now.duration_since(refused_at);
    let minutes = match since.as_mins() {
        ..5 => 5,
        5..15 => 15,
        _ => 60,
    };
    let wait = SignedDuration::from_mins(minutes);
    (since < PATIENCE).then(|| (now + wait).min(refused_at + PATIENCE))
}

/// Counts a letter to the mailbox. Returns whether it may have one.
async fn has_room<P: Ports>(ports: &P, mailbox: &str, now: Timestamp) -> Result<bool, PortError> {
    let (most, lasts) = flood::LETTERS;
    let counted = ports
        .count_try(mailbox, TryLimit { most, lasts }, now)
        .await?;
    Ok(counted.is_some())
}

/// Handles an update that is claimed already. It was sent, or is a task. Only a digest needs more: there is one a
/// day, so the newer events go into the next day's.
pub(crate) async fn taken<P: Ports>(
    ports: &P,
    case: &Case,
    update: &Update,
    now: Timestamp,
) -> Result<(), PortError> {
    if update.kind != UpdateKind::Digest {
        return Ok(());
    }
    let at = now + SignedDuration::from_hours(24);
    ports.set_timer(&Timer::of(&digest_on(case, at), at)).await
}

pub(crate) fn read(document: serde_json::Value) -> Result<Referral, PortError> {
    serde_json::from_value(document)
        .map_err(|_| PortError::Permanent("a stored referral cannot be read".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_letter_is_tried_less_and_less_for_four_hours() {
        let refused_at = "2026-11-23T10:00:00Z".parse().unwrap();
        let (mut now, mut tries) = (refused_at, Vec::new());
        while let Some(at) = next_try(refused_at, now) {
            now = at;
            tries.push(now.duration_since(refused_at).as_mins());
        }
        assert_eq!(tries, [5, 20, 80, 140, 200, 240]);
    }
}
