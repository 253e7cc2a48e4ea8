//! The local stack's secrets: passwords of demo users, keys of providers and senders. Only this user can read them.

use crate::local_api::LocalApi;
use crate::{area_stack, status};
use anyhow::Result;
use events::profile::Profile;
use rand::Rng;
use rand::distr::Alphanumeric;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The file's name in the area's folder.
const FILE: &str = "credentials.json";

/// The secrets by the role, provider or partner that uses them.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Credentials {
    /// Passwords by role.
    pub users: BTreeMap<String, String>,
    /// Keys by provider's code.
    pub providers: BTreeMap<String, Key>,
    /// Keys of those who may drop files, by partner's code.
    #[serde(default)]
    pub senders: BTreeMap<String, Key>,
    /// Clients' ids and secrets by partner's code.
    pub partners: BTreeMap<String, Key>,
}

/// An id and its secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Key {
    pub id: String,
    pub secret: String,
}

impl Credentials {
    /// The secrets stored in `folder`; empty if there are none.
    pub fn read(folder: &Path) -> Self {
        std::fs::read(folder.join(FILE))
            .ok()
            .and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }

    /// Stores them.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> Result<()> {
        status::write_private(&folder.join(FILE), &serde_json::to_vec_pretty(self)?)
    }

    /// Makes a key for every provider that has none. It opens only that provider's queue.
    ///
    /// # Errors
    /// The local AWS refuses.
    pub async fn add_provider_keys(&mut self, api: &LocalApi, profile: &Profile) -> Result<()> {
        for provider in &profile.providers {
            if !self.providers.contains_key(&provider.code) {
                let user = area_stack::provider_name(&profile.area, &provider.code);
                let (id, secret) = api.access_key(&user).await?;
                self.providers
                    .insert(provider.code.clone(), Key { id, secret });
            }
        }
        Ok(())
    }

    /// Makes a key for every sender that has none. It opens only that sender's folder.
    ///
    /// # Errors
    /// The local AWS refuses.
    pub async fn add_sender_keys(&mut self, api: &LocalApi, profile: &Profile) -> Result<()> {
        for partner in area_stack::senders(profile) {
            if !self.senders.contains_key(&partner.code) {
                let (id, secret) = api
                    .access_key(&area_stack::sender_name(&profile.area, &partner.code))
                    .await?;
                self.senders
                    .insert(partner.code.clone(), Key { id, secret });
            }
        }
        Ok(())
    }

    /// The password of a role. Makes one if there is none.
    pub fn password(&mut self, role: &str) -> &str {
        self.users
            .entry(role.to_owned())
            .or_insert_with(random_password)
    }
}

/// A password that satisfies every policy: it begins with one character of each class, followed by 24 random
/// characters.
pub fn random_password() -> String {
    format!("Aa1-{}", random_letters(24))
}

/// Random letters and digits.
pub fn random_mark() -> String {
    random_letters(16)
}

/// That many random letters and digits.
pub fn random_letters(count: usize) -> String {
    rand::rng()
        .sample_iter(Alphanumeric)
        .take(count)
        .map(char::from)
        .collect()
}
