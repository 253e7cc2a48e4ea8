//! Mail. It goes only to an address that the gate permitted, and no faster than the account may send.

use super::Hub;
use super::error::{is_refused, port_error};
use crate::PortError;
use crate::mime;
use crate::ports::{Letter, SendMail, Sent};
use aws_sdk_sesv2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use domain::gate::Permitted;
use events::update::UpdateRequest;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the account's limits are remembered.
const FRESH: Duration = Duration::from_secs(15 * 60);
/// The rate of an account about which nothing is known: that of the sandbox.
const SLOWEST: f64 = 1.0;
/// No account may send faster than is useful to wait for.
const FASTEST: f64 = 1_000.0;

/// The turns of this process at the mail service.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<Option<Turn>>);

#[derive(Debug)]
struct Turn {
    /// When the account was last asked for its limits.
    asked: Instant,
    /// The time from one letter of this process to the next.
    apart: Duration,
    /// When the next letter may be sent.
    next: Instant,
}

impl SendMail for Hub {
    async fn send(
        &self,
        request: &UpdateRequest,
        permitted: &Permitted,
        letter: &Letter,
    ) -> Result<Sent, PortError> {
        let broken = |_| PortError::Permanent("a letter could not be written".to_owned());
        let raw = RawMessage::builder()
            .data(Blob::new(mime::message(permitted, letter)?))
            .build()
            .map_err(broken)?;
        // SES records the tags. They are not part of the mail.
        let tag = |name: &str, value: &str| {
            MessageTag::builder()
                .name(name)
                .value(value)
                .build()
                .map_err(broken)
        };
        let letter = self
            .ses
            .send_email()
            .from_email_address(&letter.from)
            .destination(
                Destination::builder()
                    .to_addresses(permitted.address())
                    .build(),
            )
            .content(EmailContent::builder().raw(raw).build())
            .configuration_set_name(self.setting("MAIL_CONFIGURATION_SET")?)
            .email_tags(tag("case", request.reference.as_str())?)
            .email_tags(tag("kind", request.kind.as_str())?)
            .email_tags(tag("number", &request.about.to_string())?);
        self.wait_for_turn().await;
        match letter.send().await {
            Ok(_) => Ok(Sent::Accepted),
            Err(error) => refusal(&error).ok_or_else(|| port_error("sending mail", &error)),
        }
    }
}

/// The codes that are about the letter itself: it is malformed, or has something that the mail service takes from nobody. In
/// the sandbox that is also any address that was not confirmed.
const ABOUT_THE_LETTER: [&str; 2] = ["BadRequestException", "MessageRejected"];

/// A refusal. `None` if the letter may have been sent.
///
/// SES documents each code with status 400, 403, 404 or 429 as a letter that it did not take.
fn refusal(error: &SdkError<SendEmailError>) -> Option<Sent> {
    let code = error.code().unwrap_or("an unnamed error");
    let sent = if ABOUT_THE_LETTER.contains(&code) {
        Sent::Rejected
    } else {
        Sent::Refused
    };
    is_refused(error).then(|| sent(code.to_owned()))
}

impl Hub {
    /// Waits until this process may send its next letter.
    async fn wait_for_turn(&self) {
        let mut turn = self.turns.0.lock().await;
        let known = turn.take().filter(|turn| turn.asked.elapsed() < FRESH);
        let mut now = match known {
            Some(turn) => turn,
            None => Turn {
                asked: Instant::now(),
                apart: self.apart().await,
                next: Instant::now(),
            },
        };
        tokio::time::sleep(now.next.saturating_duration_since(Instant::now())).await;
        now.next = Instant::now() + now.apart;
        *turn = Some(now);
    }

    /// The time between two letters of one of the processes that send: each has the same share of the account's rate.
    async fn apart(&self) -> Duration {
        let processes = self.setting("MAIL_READERS").ok();
        let processes: u32 = processes.and_then(|text| text.parse().ok()).unwrap_or(1);
        let rate = match self.ses.get_account().send().await {
            Ok(account) => {
                if !account.production_access_enabled() {
                    tracing::error!(
                        "the mail account is in the sandbox, so that only confirmed addresses get letters: request production access"
                    );
                }
                if !account.sending_enabled() {
                    tracing::error!("the mail service has paused the account");
                }
                account.send_quota().map(|quota| quota.max_send_rate())
            }
            Err(error) => {
                let cause = port_error("reading the limits of the mail account", &error);
                tracing::warn!(cause = %cause, "letters are sent slowly");
                None
            }
        };
        // A rate that is no number is the slowest.
        let rate = rate.unwrap_or(SLOWEST).clamp(SLOWEST, FASTEST).max(SLOWEST);
        Duration::from_secs_f64(f64::from(processes) / rate)
    }
}
