//! The AWS adapters of the ports.

mod access_log;
mod agenda;
mod attempts;
mod cases;
mod coordinator_queue;
mod diaries;
mod directory;
mod error;
mod feed;
mod figures;
mod forget;
mod items;
mod justice;
mod loads;
mod looks;
mod mail;
mod merged;
mod notes;
mod people;
mod queues;
mod secrets;
mod sightings;
mod staff;
mod submissions;
mod tokens;
mod worklist;

use crate::PortError;
use crate::config::Settings;
use crate::ports::{ReadDirectory, ReadKeys};
use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use std::sync::Arc;
use std::time::Duration;

pub use directory::DirectoryCache;

/// How long a start waits for what it reads ahead. Lambda gives up after ten seconds.
const WARMING: Duration = Duration::from_secs(2);

/// The hub on AWS: one client for each service, made once for each process.
///
/// A function sees only the ports that it asks for, and its role allows only the actions behind them. Table names are
/// looked up on use, so that a function needs only the settings of its tables.
#[derive(Clone, Debug)]
pub struct Hub {
    settings: Arc<Settings>,
    dynamo: aws_sdk_dynamodb::Client,
    sqs: aws_sdk_sqs::Client,
    ses: aws_sdk_sesv2::Client,
    secrets: aws_sdk_secretsmanager::Client,
    directory: Arc<DirectoryCache>,
    loads: Arc<loads::LoadsCache>,
    issuer_keys: Arc<tokens::IssuerKeys>,
    keys: Arc<secrets::KeysCache>,
    files: feed::Files,
    pools: staff::Pools,
    turns: Arc<mail::Turns>,
}

impl Hub {
    /// Makes clients for `settings`, without a network call. They share one HTTP client, so that the list of the authorities
    /// that TLS trusts is read only once.
    pub async fn connect(settings: Settings) -> Self {
        let http = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .build_https();
        let config = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .load();
        Self::new(settings, &config.await)
    }

    /// Reads what nearly every event needs, before the first one comes: the secrets and the profile. So the connections
    /// and their TLS are made while the function starts, when it has more of the processor and nobody waits for it.
    /// What cannot be read now is read with the first event, which says what is wrong.
    pub async fn warm(&self) {
        let _ = tokio::time::timeout(WARMING, async { tokio::join!(self.keys(), self.profile()) })
            .await;
    }

    /// Makes clients with `config`.
    pub fn new(settings: Settings, config: &aws_config::SdkConfig) -> Self {
        // No automatic retries: after a lost response a retry would send a second mail. The claim decides whether to
        // send.
        let once = config
            .to_builder()
            .retry_config(RetryConfig::disabled())
            .build();
        Self {
            settings: Arc::new(settings),
            dynamo: aws_sdk_dynamodb::Client::new(config),
            sqs: aws_sdk_sqs::Client::new(config),
            ses: aws_sdk_sesv2::Client::new(&once),
            secrets: aws_sdk_secretsmanager::Client::new(config),
            directory: Arc::default(),
            loads: Arc::default(),
            issuer_keys: Arc::default(),
            keys: Arc::default(),
            files: feed::Files::with(config),
            pools: staff::Pools::with(config),
            turns: Arc::default(),
        }
    }

    fn setting(&self, name: &str) -> Result<&str, PortError> {
        self.settings.get(name)
    }
}
