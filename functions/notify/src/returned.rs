//! A mail came back: the channel is stopped, and somebody finds out how the person can be reached.

use crate::task::{TRIES, append, moved};
use crate::{Ports, read};
use domain::updates::{came_back as follows, stopped, went};
use events::update::{MailReturned, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Appended, People};

/// Does what follows from a mail that came back; once, however often that is said.
///
/// # Errors
/// [`PortError`] of the port that failed: the message comes again.
pub async fn came_back<P: Ports>(
    ports: &P,
    returned: &MailReturned,
    now: Timestamp,
) -> Result<(), PortError> {
    let Some(request) = returned.update() else {
        tracing::warn!(
            mail.id = returned.mail.id,
            "a mail came back that is none of the hub's updates"
        );
        return Ok(());
    };
    for _ in 0..TRIES {
        if once(ports, &request, returned, now).await? == Appended::Done {
            return Ok(());
        }
    }
    Err(moved())
}

/// The same, if the case does not move meanwhile: the answers are read after the case, so that answers which were changed
/// since are never overwritten.
async fn once<P: Ports>(
    ports: &P,
    request: &UpdateRequest,
    returned: &MailReturned,
    now: Timestamp,
) -> Result<Appended, PortError> {
    let reference = &request.reference;
    let file = ports.case_file(reference).await?;
    let Some(file) = file.filter(|file| {
        file.updates
            .iter()
            .any(|update| update.request(reference) == *request)
    }) else {
        tracing::warn!(
            mail.id = returned.mail.id,
            "a mail came back that the hub never sent"
        );
        return Ok(Appended::Done);
    };
    let document = ports.person(reference).await?;
    let stops =
        document.and_then(|document| Some((stopped(&document, went(&file, request)?)?, document)));
    let Some((after, before)) = stops else {
        tracing::info!(case.reference = %reference, "a mail came back and no mail is sent there any more");
        return Ok(Appended::Done);
    };
    let people = if returned.may_pass() || after == before {
        People::Same
    } else {
        People::Rewritten(&after)
    };
    let answers = (&read(before.clone())?, &read(after.clone())?);
    let events = follows(&file, request, returned, answers, now);
    if events.is_empty() {
        tracing::info!(case.reference = %reference, "a mail came back and nothing follows from it, or no more");
        return Ok(Appended::Done);
    }
    tracing::warn!(case.reference = %reference, what = %returned.event, "a mail came back");
    append(ports, &file.case, events, people, now).await
}
