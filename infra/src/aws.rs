//! The AWS to work with: the local one, or the one that the environment's credentials open. The command line is the
//! same for both.

use crate::{paths, run};
use anyhow::{Context, Result};
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::Credentials;
use std::path::PathBuf;
use tokio::process::Command;

/// The region of the local stack.
pub const REGION: &str = "eu-west-2";
/// Key and secret of the local stack's root account. They open only an emulator on this machine.
pub const LOCAL_KEY: &str = "test";

/// Prints the credentials that the command line uses, whatever they come from: a profile, IAM Identity Center, or
/// another program.
const CREDENTIALS: &str = "import json
from awscli.clidriver import create_clidriver
found = create_clidriver().session.get_credentials().get_frozen_credentials()
print(json.dumps([found.access_key, found.secret_key, found.token]))";

/// An AWS to work with.
#[derive(Clone, Debug)]
pub struct Aws {
    endpoint: Option<String>,
    region: String,
    stage: &'static str,
}

impl Aws {
    /// The local stack at `endpoint`.
    pub fn local(endpoint: &str) -> Self {
        Self {
            endpoint: Some(endpoint.to_owned()),
            region: REGION.to_owned(),
            stage: "local",
        }
    }

    /// An emulator that stands for AWS when a deployment is rehearsed.
    pub fn rehearsal(endpoint: &str, region: &str) -> Self {
        Self {
            endpoint: Some(endpoint.to_owned()),
            region: region.to_owned(),
            stage: "aws",
        }
    }

    /// The AWS of the environment's credentials.
    pub fn of_environment(region: &str) -> Self {
        Self {
            endpoint: None,
            region: region.to_owned(),
            stage: "aws",
        }
    }

    /// The same AWS in another region.
    pub fn in_region(&self, region: &str) -> Self {
        Self {
            region: region.to_owned(),
            ..self.clone()
        }
    }

    /// Whether this is an emulator.
    pub fn is_emulator(&self) -> bool {
        self.endpoint.is_some()
    }

    /// The value of the template's `Stage`.
    pub fn stage(&self) -> &'static str {
        self.stage
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
        let mut arguments = arguments.into_iter().peekable();
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
            // go to AWS. Only SQS does not listen to the setting.
            command.env("AWS_ENDPOINT_URL", endpoint);
            if arguments
                .peek()
                .is_some_and(|service| service.as_ref() == "sqs")
            {
                command.args(["--endpoint-url", endpoint]);
            }
            command
                .env("AWS_ACCESS_KEY_ID", LOCAL_KEY)
                .env("AWS_SECRET_ACCESS_KEY", LOCAL_KEY);
            command
                .env("AWS_CONFIG_FILE", "/dev/null")
                .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        }
        run::output(command.args(arguments), what).await
    }

    /// The SDK's settings for the same AWS, with the credentials of the command line: the SDK does not know every
    /// kind that the command line knows.
    ///
    /// # Errors
    /// The command line has no credentials.
    pub async fn sdk(&self) -> Result<SdkConfig> {
        let loader = aws_config::defaults(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()));
        let (loader, owner) = match &self.endpoint {
            Some(endpoint) => {
                let owner = Credentials::new(LOCAL_KEY, LOCAL_KEY, None, None, "local");
                (loader.endpoint_url(endpoint), owner)
            }
            None => (loader, credentials().await?),
        };
        Ok(loader.credentials_provider(owner).load().await)
    }
}

/// Whether an address leads to this machine.
pub fn is_this_machine(address: &str) -> bool {
    let loopback = ["127.", "localhost", "[::1]", "0.0.0.0"];
    address
        .split_once("://")
        .is_some_and(|(_, rest)| loopback.iter().any(|here| rest.starts_with(here)))
}

/// The credentials that the command line uses.
async fn credentials() -> Result<Credentials> {
    let mut python = Command::new(paths::dot_hub()?.join("tools/aws/bin/python"));
    let what = "There are no AWS credentials that work";
    let found = run::output(python.args(["-c", CREDENTIALS]), what).await?;
    let (id, secret, token): (String, String, Option<String>) =
        serde_json::from_str(&found).context(what)?;
    Ok(Credentials::new(id, secret, token, None, "command-line"))
}

/// The region of the environment or of the command line's profile; otherwise that of the local stack.
pub fn default_region() -> String {
    let of_environment = || std::env::var("AWS_DEFAULT_REGION").ok();
    let of_profile = || {
        let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".aws/config"));
        let file = std::env::var_os("AWS_CONFIG_FILE").map(PathBuf::from);
        let text = std::fs::read_to_string(file.or_else(home)?).ok()?;
        region_of_profile(&text, std::env::var("AWS_PROFILE").ok().as_deref())
    };
    of_environment()
        .filter(|region| !region.is_empty())
        .or_else(of_profile)
        .unwrap_or_else(|| REGION.to_owned())
}

/// The region that a profile of the command line's settings has.
fn region_of_profile(settings: &str, profile: Option<&str>) -> Option<String> {
    let section = match profile {
        None | Some("default") => "[default]".to_owned(),
        Some(name) => format!("[profile {name}]"),
    };
    let lines = settings.lines().map(str::trim);
    let own = lines
        .skip_while(|line| *line != section)
        .skip(1)
        .take_while(|line| !line.starts_with('['));
    own.filter_map(|line| line.split_once('='))
        .find(|(key, _)| key.trim() == "region")
        .map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_says_in_which_region_the_hub_is() {
        let settings = "[default]\nregion = eu-west-1\n\n[profile hub]\noutput=json\nregion=eu-west-2\n[profile x]\nregion=us-east-1";
        let of = |profile| region_of_profile(settings, profile);
        assert_eq!(of(None).as_deref(), Some("eu-west-1"));
        assert_eq!(of(Some("hub")).as_deref(), Some("eu-west-2"));
        assert_eq!(of(Some("unknown")), None);
    }
}
