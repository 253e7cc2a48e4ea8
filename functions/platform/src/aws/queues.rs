//! The providers' queues, the updates queue, the slow lane and the dead-letter queue.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::ports::{
    DeadLetter, EventKey, OfferToProvider, ReactLater, RequestUpdate, SendToDeadLetters,
};
use events::offer::{CloudEvent, Offer};
use events::update::UpdateRequest;
use futures_util::future::try_join_all;

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

impl ReactLater for Hub {
    async fn react_later(&self, events: &[EventKey]) -> Result<(), PortError> {
        let queue = self.setting("SLOW_LANE_QUEUE_URL")?;
        // One request for each: a batch may be answered as a success although a part of it was refused.
        let sent = events.iter().map(async |key| {
            let body = serde_json::to_string(key).map_err(|_| {
                PortError::Permanent("an event for the slow lane could not be written".to_owned())
            })?;
            self.sqs
                .send_message()
                .queue_url(queue)
                .message_body(body)
                .send()
                .await
                .map_err(|error| port_error("writing to the slow lane", &error))?;
            Ok(())
        });
        try_join_all(sent).await.map(drop)
    }
}

impl SendToDeadLetters for Hub {
    async fn send_to_dead_letters(&self, letter: &DeadLetter) -> Result<(), PortError> {
        let body = serde_json::to_string(letter)
            .map_err(|_| PortError::Permanent("a dead letter could not be written".to_owned()))?;
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
