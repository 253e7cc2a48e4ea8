//! The providers' queues, the updates queue and the dead-letter queue.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::ports::{OfferToProvider, RequestUpdate, SendToDeadLetters};
use events::offer::{CloudEvent, Offer};
use events::update::UpdateRequest;

impl OfferToProvider for Hub {
    async fn offer(&self, event: &CloudEvent<Offer>) -> Result<(), PortError> {
        let queue = self
            .directory
            .queue_url(
                &self.dynamo,
                self.setting("DIRECTORY_TABLE")?,
                &event.data.provider,
            )
            .await?;
        let body = serde_json::to_string(event)
            .map_err(|_| PortError::Permanent("an offer could not be written".to_owned()))?;
        self.sqs
            .send_message()
            .queue_url(queue)
            .message_body(body)
            // One message group for each case, so that offer, update and withdrawal arrive in order.
            .message_group_id(event.subject.as_str())
            .message_deduplication_id(&event.id)
            .send()
            .await
            .map_err(|error| port_error("offering a case", &error))?;
        Ok(())
    }
}

impl RequestUpdate for Hub {
    async fn request_update(&self, request: &UpdateRequest) -> Result<(), PortError> {
        let body = serde_json::to_string(request).map_err(|_| {
            PortError::Permanent("an update request could not be written".to_owned())
        })?;
        self.sqs
            .send_message()
            .queue_url(self.setting("UPDATES_QUEUE_URL")?)
            .message_body(body)
            .send()
            .await
            .map_err(|error| port_error("requesting an update", &error))?;
        Ok(())
    }
}

impl SendToDeadLetters for Hub {
    async fn send_to_dead_letters(&self, record: &str, cause: &str) -> Result<(), PortError> {
        let body = serde_json::json!({"record": record, "cause": cause}).to_string();
        self.sqs
            .send_message()
            .queue_url(self.setting("DEAD_LETTER_QUEUE_URL")?)
            .message_body(body)
            .send()
            .await
            .map_err(|error| port_error("writing to the dead-letter queue", &error))?;
        Ok(())
    }
}
