//! The AWS to work with: the local one, or the one that the environment's credentials open. The command line is the
//! same for both.

use crate::{paths, run};
use anyhow::Result;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::Credentials;
use tokio::process::Command;

/// The region of the local stack.
pub const REGION: &str = "eu-west-2";
/// Key and secret of the local stack's root account. They open only an emulator on this machine.
pub const LOCAL_KEY: &str = "test";

/// An AWS to work with.
#[derive(Clone, Debug)]
pub struct Aws {
    endpoint: Option<String>,
    region: String,
}

impl Aws {
    /// The local stack at `endpoint`.
    pub fn local(endpoint: &str) -> Self {
        Self {
            endpoint: Some(endpoint.to_owned()),
            region: REGION.to_owned(),
        }
    }

    /// The AWS of the environment's credentials.
    pub fn of_environment(region: &str) -> Self {
        Self {
            endpoint: None,
            region: region.to_owned(),
        }
    }

    /// The value of the template's `Stage`.
    pub fn stage(&self) -> &'static str {
        if self.endpoint.is_some() {
            "local"
        } else {
            "aws"
        }
    }

    /// Runs the AWS command line.
    ///
    /// # Errors
    /// The call fails: `what`, and the reason.
    pub async fn call<S: AsRef<std::ffi::OsStr>>(
        &self,
        what: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<String> {
        let mut command = Command::new(paths::dot_hub()?.join("tools/aws/bin/aws"));
        command
            .arg("--region")
            .arg(&self.region)
            .args(["--output", "json"]);
        command.env("AWS_PAGER", "");
        if let Some(endpoint) = &self.endpoint {
            for (name, _) in std::env::vars_os() {
                if name.to_str().is_some_and(|name| name.starts_with("AWS_")) {
                    command.env_remove(name);
                }
            }
            // Not `--endpoint-url`: calls to other services, such as the upload of a long template to a bucket, would
            // go to AWS.
            command.env("AWS_ENDPOINT_URL", endpoint);
            command
                .env("AWS_ACCESS_KEY_ID", LOCAL_KEY)
                .env("AWS_SECRET_ACCESS_KEY", LOCAL_KEY);
            command
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        }
        run::output(command.args(arguments), what).await
    }

    /// The SDK's settings for the same AWS.
    pub async fn sdk(&self) -> SdkConfig {
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()));
        match &self.endpoint {
            Some(endpoint) => {
                let owner = Credentials::new(LOCAL_KEY, LOCAL_KEY, None, None, "local");
                loader
                    .endpoint_url(endpoint)
                    .credentials_provider(owner)
                    .load()
                    .await
            }
            None => loader.load().await,
        }
    }
}
