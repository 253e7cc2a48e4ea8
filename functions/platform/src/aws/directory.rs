//! The public directory, cached for a few minutes. It changes only when a profile is loaded.

use super::Hub;
use super::error::port_error;
use super::items::{Item, read, text};
use crate::PortError;
use crate::ports::{Client, ReadDirectory};
use crate::schema;
use aws_sdk_dynamodb::Client as Dynamo;
use events::profile::Profile;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How long an answer is cached.
const FRESH: Duration = Duration::from_secs(300);

/// The cache of this process.
#[derive(Debug, Default)]
pub struct DirectoryCache {
    profile: Mutex<Option<(Instant, Arc<Profile>)>>,
    clients: Mutex<HashMap<String, (Instant, Client)>>,
    queues: Mutex<HashMap<String, (Instant, String)>>,
}

impl DirectoryCache {
    /// The URL of a provider's queue.
    pub(super) async fn queue_url(
        &self,
        dynamo: &Dynamo,
        table: &str,
        provider: &str,
    ) -> Result<String, PortError> {
        let mut queues = self.queues.lock().await;
        if let Some((_, url)) = queues
            .get(provider)
            .filter(|(read, _)| read.elapsed() < FRESH)
        {
            return Ok(url.clone());
        }
        let item = item(dynamo, table, schema::provider_pk(provider)).await?;
        let item = item
            .ok_or_else(|| PortError::Permanent(format!("the provider {provider} has no queue")))?;
        let url: String = read(item, schema::QUEUE_URL)?;
        queues.insert(provider.to_owned(), (Instant::now(), url.clone()));
        Ok(url)
    }
}

impl ReadDirectory for Hub {
    async fn profile(&self) -> Result<Arc<Profile>, PortError> {
        let mut kept = self.directory.profile.lock().await;
        if let Some((_, profile)) = kept.as_ref().filter(|(read, _)| read.elapsed() < FRESH) {
            return Ok(Arc::clone(profile));
        }
        let item = item(
            &self.dynamo,
            self.setting("DIRECTORY_TABLE")?,
            "PROFILE".to_owned(),
        )
        .await?;
        let item = item.ok_or_else(|| PortError::Transient("no profile is loaded".to_owned()))?;
        let document: String = read(item, schema::PROFILE)?;
        let profile: Profile = serde_json::from_str(&document)
            .map_err(|_| PortError::Permanent("the loaded profile is damaged".to_owned()))?;
        let profile = Arc::new(profile);
        *kept = Some((Instant::now(), Arc::clone(&profile)));
        Ok(profile)
    }

    async fn client(&self, id: &str) -> Result<Option<Client>, PortError> {
        let mut clients = self.directory.clients.lock().await;
        if let Some((_, client)) = clients.get(id).filter(|(read, _)| read.elapsed() < FRESH) {
            return Ok(Some(client.clone()));
        }
        let Some(item) = item(
            &self.dynamo,
            self.setting("DIRECTORY_TABLE")?,
            schema::client_pk(id),
        )
        .await?
        else {
            return Ok(None);
        };
        let kind: String = read(item.clone(), schema::KIND)?;
        let kind = events::referral::SourceKind::parse(&kind)
            .ok_or_else(|| PortError::Permanent("a partner's client has no kind".to_owned()))?;
        let client = Client {
            kind,
            code: read(item, schema::CODE)?,
        };
        clients.insert(id.to_owned(), (Instant::now(), client.clone()));
        Ok(Some(client))
    }
}

async fn item(dynamo: &Dynamo, table: &str, pk: String) -> Result<Option<Item>, PortError> {
    let answer = dynamo
        .get_item()
        .table_name(table)
        .key(schema::PK, text(pk))
        .send()
        .await
        .map_err(|error| port_error("reading the directory", &error))?;
    Ok(answer.item)
}
