//! The updates queue: tell people what was promised, only where it is safe, at most once.
//!
//! A queued message is a request, not a permission: the gate is asked again, on today's answers, at the moment of
//! sending. Claim, send, record: what was claimed and never recorded becomes a person's task (see `clock`).

mod letter;

use domain::gate::{Decision, decide};
use events::referral::Referral;
use events::update::UpdateRequest;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::{Claim, ClaimUpdate, ReadDirectory, ReadPerson, SendMail, Timer};

/// What telling people needs of the world.
pub trait Ports: ReadDirectory + ReadPerson + ClaimUpdate + SendMail {}
impl<P: ReadDirectory + ReadPerson + ClaimUpdate + SendMail> Ports for P {}

/// Does what one request asks for, if the gate allows it now.
///
/// # Errors
/// [`PortError`] of the port that failed. After the claim an error is final: the message is not sent again.
pub async fn handle<P: Ports>(ports: &P, request: &UpdateRequest, now: Timestamp) -> Result<(), PortError> {
    // 1. Today's answers.
    let Some(document) = ports.person(&request.reference).await? else {
        tracing::info!(case.reference = %request.reference, "nobody to tell: the person's data is deleted");
        return Ok(());
    };
    let referral: Referral = serde_json::from_value(document)
        .map_err(|_| PortError::Lasting("a stored referral cannot be read".to_owned()))?;
    // 2. The gate.
    let permitted = match decide(request.kind, &referral, now) {
        Decision::Send(permitted) => permitted,
        Decision::Wait(at) => {
            return ports.set_timer(&Timer { reference: request.reference.clone(), kind: request.kind, at }).await;
        }
        Decision::Never => {
            tracing::info!(case.reference = %request.reference, "the gate refused an update");
            return Ok(());
        }
    };
    let letter = letter::write(&*ports.profile().await?, permitted.kind(), now)?;
    // 3. Claim, send, record.
    if ports.claim(request, now).await? == Claim::Taken {
        return Ok(());
    }
    if let Err(error) = ports.send(&permitted, &letter).await {
        // Whether it went out is not known; a second one could give the person away. The clock makes it a task.
        tracing::error!(case.reference = %request.reference, cause = %error, "an update was not confirmed");
        return Ok(());
    }
    ports.record_sent(request, now).await
}
