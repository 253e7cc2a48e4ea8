//! Handles returned mail: the hub stops sending to that address, and a coordinator finds out how to reach the person.

use crate::{Ports, read};
use application::{Decision, Document, Execution, OnConflict};
use domain::notifications::{address_of, follow_up_returned as follows, stopped};
use events::case::CaseFile;
use events::update::{MailReturned, UpdateRequest};
use jiff::Timestamp;
use platform::PortError;
use std::sync::Arc;

/// Handles a returned mail, once, however often it is reported.
///
/// # Errors
/// [`PortError`] of the port that failed. The queue delivers the message again.
pub async fn came_back<P: Ports>(
    ports: &P,
    returned: &MailReturned,
    now: Timestamp,
) -> Result<(), PortError> {
    let Some(request) = returned.update() else {
        tracing::warn!(
            mail.id = returned.mail.id,
            "a returned mail is not one of the hub's updates"
        );
        return Ok(());
    };
    let execution = Execution {
        ports,
        now,
        action: "a mail came back",
        on_conflict: OnConflict::Retry,
    };
    let request = &request;
    let read = || async move {
        let file = ports.case_file(&request.reference).await?;
        let file = file.filter(|file| was_sent(file, request));
        if file.is_none() {
            tracing::warn!(
                mail.id = returned.mail.id,
                "the hub never sent a returned mail"
            );
        }
        Ok::<_, PortError>(file)
    };
    execution
        .run(read, |file: Arc<CaseFile>| async move {
            decide(ports, &file, request, returned, now).await
        })
        .await
        .map(|_| ())
}

fn was_sent(file: &CaseFile, request: &UpdateRequest) -> bool {
    file.updates
        .iter()
        .any(|update| update.request(&request.reference) == *request)
}

/// Decides what follows. The answers are read after the case, so that newer answers are never overwritten.
async fn decide<P: Ports>(
    ports: &P,
    file: &CaseFile,
    request: &UpdateRequest,
    returned: &MailReturned,
    now: Timestamp,
) -> Result<Decision, PortError> {
    let reference = &request.reference;
    let document = ports.person(reference).await?;
    let stops = document.and_then(|document| {
        Some((
            stopped(&document, request.kind, address_of(file, request)?)?,
            document,
        ))
    });
    let Some((after, before)) = stops else {
        tracing::info!(case.reference = %reference, "a mail came back from an address that is stopped already");
        return Ok(Decision::nothing(()));
    };
    let answers = (&read(before.clone())?, &read(after.clone())?);
    let changes = follows(file, request, returned, answers, now);
    if changes.is_empty() {
        tracing::info!(case.reference = %reference, "a mail came back without consequences");
        return Ok(Decision::nothing(()));
    }
    tracing::warn!(case.reference = %reference, what = %returned.event, "a mail came back");
    let document = if returned.may_pass() || after == before {
        Document::Unchanged
    } else {
        Document::Replaced(after)
    };
    Ok(Decision::of(changes).document(document))
}
