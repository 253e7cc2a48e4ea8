//! Mail. It goes only to an address that the gate permitted.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::mime;
use crate::ports::{Letter, SendMail};
use aws_sdk_sesv2::primitives::Blob;
use aws_sdk_sesv2::types::{Destination, EmailContent, MessageTag, RawMessage};
use domain::gate::Permitted;
use events::update::UpdateRequest;

impl SendMail for Hub {
    async fn send(
        &self,
        request: &UpdateRequest,
        permitted: &Permitted,
        letter: &Letter,
    ) -> Result<(), PortError> {
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
        self.ses
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
            .email_tags(tag("number", &request.about.to_string())?)
            .send()
            .await
            .map_err(|error| port_error("sending mail", &error))?;
        Ok(())
    }
}
