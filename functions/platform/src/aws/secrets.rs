//! The hub's secrets, read on first use and again after some minutes, so that a new version is known everywhere soon.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::keys::{Keys, Purpose, Secret};
use crate::ports::ReadKeys;
use jiff::Timestamp;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long the secrets are kept in memory. A new version is used later than that.
const FRESH: Duration = Duration::from_secs(300);

/// The keys that were read, and when.
#[derive(Debug, Default)]
pub(super) struct KeysCache(Mutex<Option<(Instant, Keys)>>);

impl ReadKeys for Hub {
    /// If the secrets cannot be read, the next call tries again. Until then the old ones are used.
    async fn keys(&self) -> Result<Keys, PortError> {
        let mut kept = self.keys.0.lock().await;
        if let Some((_, keys)) = kept.as_ref().filter(|(read, _)| read.elapsed() < FRESH) {
            return Ok(keys.clone());
        }
        match (self.read_keys().await, kept.as_ref()) {
            (Ok(keys), _) => {
                *kept = Some((Instant::now(), keys.clone()));
                Ok(keys)
            }
            (Err(error), Some((_, keys))) => {
                tracing::error!(cause = %error, "the hub's secrets could not be read again");
                Ok(keys.clone())
            }
            (Err(error), None) => Err(error),
        }
    }
}

impl Hub {
    /// Reads the secret of each purpose that the function has a setting for.
    async fn read_keys(&self) -> Result<Keys, PortError> {
        let mut secrets = Vec::new();
        for purpose in Purpose::ALL {
            if let Ok(id) = self.setting(purpose.setting()) {
                secrets.push((purpose, self.read_secret(id).await?));
            }
        }
        if secrets.is_empty() {
            return Err(PortError::Permanent(
                "the function has no setting for a secret".to_owned(),
            ));
        }
        Ok(Keys::from_secrets(|wanted| {
            let found = secrets.iter().find(|(purpose, _)| *purpose == wanted);
            found.map(|(_, secret)| secret.clone())
        }))
    }

    async fn read_secret(&self, id: &str) -> Result<Secret, PortError> {
        let answer = self
            .secrets
            .get_secret_value()
            .secret_id(id)
            .send()
            .await
            .map_err(|error| port_error("reading a secret of the hub", &error))?;
        Secret::parse(answer.secret_string().unwrap_or_default(), Timestamp::now())
            .map_err(|error| PortError::Permanent(error.to_string()))
    }
}
