//! The hub's secret, read on first use and kept in memory.

use super::Hub;
use super::error::port_error;
use crate::PortError;
use crate::keys::Keys;
use crate::ports::ReadKeys;

impl ReadKeys for Hub {
    /// If the secret cannot be read, the next call tries again.
    async fn keys(&self) -> Result<Keys, PortError> {
        self.keys
            .get_or_try_init(|| async {
                let answer = self
                    .secrets
                    .get_secret_value()
                    .secret_id(self.setting("SECRET_ID")?)
                    .send()
                    .await
                    .map_err(|error| port_error("reading the hub's secret", &error))?;
                let secret = answer.secret_string().filter(|secret| secret.len() >= 32);
                secret
                    .map(Keys::new)
                    .ok_or_else(|| PortError::Permanent("the hub's secret is too short".to_owned()))
            })
            .await
            .cloned()
    }
}
