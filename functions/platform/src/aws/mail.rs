//! Mail: takes only what the gate made.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::ports::{Letter, SendMail};
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message};
use domain::gate::Permitted;

impl SendMail for Hub {
    async fn send(&self, permitted: &Permitted, letter: &Letter) -> Result<(), PortError> {
        let message = Message::builder()
            .subject(content(&letter.subject)?)
            .body(Body::builder().text(content(&letter.text)?).html(content(&letter.html)?).build())
            .build();
        self.ses
            .send_email()
            .from_email_address(&letter.from)
            .destination(Destination::builder().to_addresses(permitted.address()).build())
            .content(EmailContent::builder().simple(message).build())
            .configuration_set_name(self.setting("MAIL_CONFIGURATION_SET")?)
            .send()
            .await
            .map_err(|error| port_error("sending mail", &error))?;
        Ok(())
    }
}

fn content(text: &str) -> Result<Content, PortError> {
    Content::builder()
        .data(text)
        .charset("UTF-8")
        .build()
        .map_err(|_| PortError::Lasting("a letter could not be written".to_owned()))
}
