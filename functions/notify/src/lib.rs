//! The updates queue: tell people what was promised, only where it is safe, at most once.
//!
//! A queued message is a request, not a permission: the gate is asked again, on today's answers, at the moment of
//! sending. Claim, send, record: what was claimed and never recorded becomes a person's task (see `clock`). What comes back
//! is a safety event.

mod letter;
mod returned;
mod task;

pub use letter::write;
pub use returned::came_back;

use domain::gate::{ContactStatus, Decision, Permitted, decide, needs_a_person};
use domain::notifications::{
    Notification, as_of, content_of, digest_of, digest_on, kept_until, to_tell_by_hand,
};
use events::case::{Case, CaseFile, Update};
use events::referral::Referral;
use events::update::{UpdateKind, UpdateMessage, UpdateRequest};
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{
    AppendEvents, Claim, ClaimUpdate, ReadCaseFile, ReadDirectory, ReadPerson, SendMail, SetTimer,
    SettleClaim, Timer,
};

/// What telling people needs of the world.
pub trait Ports:
    ReadDirectory
    + ReadPerson
    + ReadCaseFile
    + AppendEvents
    + ClaimUpdate
    + SetTimer
    + SettleClaim
    + SendMail
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
{
}

/// Does what one message asks for.
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

/// Does what one request asks for, if the gate allows it now.
///
/// # Errors
/// [`PortError`] of the port that failed. After the claim an error is final: the message is not sent again.
pub async fn handle<P: Ports>(
    ports: &P,
    request: &UpdateRequest,
    now: Timestamp,
) -> Result<(), PortError> {
    // 1. Today's answers, and the case as it stands today.
    let Some(file) = ports.case_file(&request.reference).await? else {
        tracing::warn!(case.reference = %request.reference, "an update was asked for and there is no such case");
        return Ok(());
    };
    let Some(document) = ports.person(&request.reference).await? else {
        tracing::info!(case.reference = %request.reference, "nobody to tell: the person's data is deleted");
        return Ok(());
    };
    let referral = read(document)?;
    let request = &as_of(&file.case, request, now);
    // 2. Who wants to hear once a week or a month hears it then.
    if let Some(at) = kept_until(request.kind, &file.case, &referral, now) {
        return ports
            .set_timer(&Timer::of(&digest_on(&file.case, at), at))
            .await;
    }
    // 3. What there is to say, still.
    let (news, through) = to_say(&file, request, now);
    if news.is_empty() {
        tracing::info!(case.reference = %request.reference, "there is nothing to tell any more");
        return Ok(());
    }
    // 4. The gate; and what it lets no machine say and the person is owed, somebody says.
    let standing = ContactStatus::of(&file.case);
    let update = Update::claimed(request.kind, request.about, through, now);
    let later = async |at| {
        ports
            .set_timer(&Timer::of(&as_of(&file.case, request, at), at))
            .await
    };
    match decide(request.kind, &referral, standing, now) {
        Decision::Send(permitted) => send(ports, &file, &permitted, &update, &news, now).await,
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

/// What `request` says now, and up to which event a digest has looked.
fn to_say(
    file: &CaseFile,
    request: &UpdateRequest,
    now: Timestamp,
) -> (Vec<Notification>, Option<u32>) {
    if request.kind == UpdateKind::Digest {
        let (news, through) = digest_of(file, now);
        return (news, Some(through));
    }
    let in_a_digest = file
        .updates
        .iter()
        .any(|update| update.through.is_some_and(|last| last >= request.about));
    (
        content_of(file, request, now)
            .filter(|_| !in_a_digest)
            .into_iter()
            .collect(),
        None,
    )
}

/// Claims, sends, records.
async fn send<P: Ports>(
    ports: &P,
    file: &CaseFile,
    permitted: &Permitted,
    update: &Update,
    news: &[Notification],
    now: Timestamp,
) -> Result<(), PortError> {
    let reference = &file.case.reference;
    let request = update.request(reference);
    let letter = write(&*ports.profile().await?, permitted.kind(), news, now)?;
    if ports.claim(reference, update).await? == Claim::Taken {
        return taken(ports, &file.case, update, now).await;
    }
    if let Err(error) = ports.send(&request, permitted, &letter).await {
        // Whether it went out is not known; a second one could give the person away. The clock makes it a task.
        tracing::error!(case.reference = %reference, cause = %error, "an update was not confirmed");
        return Ok(());
    }
    ports.record_sent(&request, now).await
}

/// What was claimed before is said, or somebody's task. There is one digest a day: what is new since goes into another
/// day's.
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

/// The person's answers.
pub(crate) fn read(document: serde_json::Value) -> Result<Referral, PortError> {
    serde_json::from_value(document)
        .map_err(|_| PortError::Permanent("a stored referral cannot be read".to_owned()))
}
