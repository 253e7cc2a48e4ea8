//! Staff accounts in Cognito's user pool.
//!
//! Three operations are called with the SDK's signer and HTTP client, but without Cognito's SDK crate. The crate has
//! a hundred operations, and every build would compile them all.

use super::Hub;
use crate::PortError;
use crate::http::Staff;
use crate::ports::FindStaff;
use aws_config::SdkConfig;
use aws_credential_types::provider::ProvideCredentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use aws_smithy_http_client::default_connector;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

const SERVICE: &str = "cognito-idp";
/// Groups in one response. No account is in more.
const MAX_GROUPS: u32 = 60;

/// The user pools of an AWS account.
#[derive(Clone, Debug)]
pub(super) struct Pools(SdkConfig);

/// A response of the service.
enum Response<T> {
    Found(T),
    NotFound,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct User {
    username: String,
    enabled: bool,
    /// Cognito uses this name in a list, and the alias for a single user.
    #[serde(default, alias = "UserAttributes")]
    attributes: Vec<Attribute>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Users {
    #[serde(default)]
    users: Vec<User>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Groups {
    #[serde(default)]
    groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Group {
    group_name: String,
}

impl FindStaff for Hub {
    async fn find_staff(&self, name: &str) -> Result<Option<Staff>, PortError> {
        let pool = self.setting("STAFF_POOL_ID")?;
        let Some(user) = self.pools.user(pool, name).await? else {
            return Ok(None);
        };
        let subject = user.attributes.iter().find(|one| one.name == "sub");
        let (true, Some(subject)) = (user.enabled, subject) else {
            return Ok(None);
        };
        let request = json!({"UserPoolId": pool, "Username": user.username, "Limit": MAX_GROUPS});
        let groups = match self.pools.ask("AdminListGroupsForUser", request).await? {
            Response::Found(Groups { groups }) => groups,
            Response::NotFound => return Ok(None),
        };
        Ok(Some(Staff {
            subject: subject.value.clone(),
            groups: groups.into_iter().map(|group| group.group_name).collect(),
            username: Some(user.username),
        }))
    }
}

impl Pools {
    pub(super) fn with(config: &SdkConfig) -> Self {
        Self(config.clone())
    }

    /// Finds a user by sign-in name or by identifier.
    async fn user(&self, pool: &str, name: &str) -> Result<Option<User>, PortError> {
        let by_name = json!({"UserPoolId": pool, "Username": name});
        if let Response::Found(user) = self.ask("AdminGetUser", by_name).await? {
            return Ok(Some(user));
        }
        // A filter is text that the service parses, so the name must not end its quotation.
        if !name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-') {
            return Ok(None);
        }
        let filter = format!("sub = \"{}\"", name.to_ascii_lowercase());
        let by_subject = json!({"UserPoolId": pool, "Filter": filter, "Limit": 1});
        Ok(match self.ask("ListUsers", by_subject).await? {
            Response::Found(Users { users }) => users.into_iter().next(),
            Response::NotFound => None,
        })
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        action: &str,
        request: Value,
    ) -> Result<Response<T>, PortError> {
        let transient = || PortError::Transient("staff accounts could not be read".to_owned());
        let request = self.signed(action, request.to_string()).await?;
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(Duration::from_secs(2))
            .read_timeout(Duration::from_secs(3))
            .build();
        let sleep = aws_smithy_async::rt::sleep::default_async_sleep();
        let connector = default_connector(&settings, sleep).ok_or_else(transient)?;
        let answer = connector.call(request).await.map_err(|_| transient())?;
        let status = answer.status();
        let bytes = ByteStream::new(answer.into_body())
            .collect()
            .await
            .map_err(|_| transient())?
            .into_bytes();
        if status.is_success() {
            let damaged =
                |_| PortError::Permanent(format!("the response to {action} cannot be read"));
            return serde_json::from_slice(&bytes)
                .map(Response::Found)
                .map_err(damaged);
        }
        // The message is never used, because it may repeat the request.
        let error: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let code = error["__type"].as_str().unwrap_or("an unnamed error");
        match code.rsplit('#').next().unwrap_or(code) {
            "UserNotFoundException" => Ok(Response::NotFound),
            // The service rejects the name as malformed, so it does not exist.
            "InvalidParameterException" => Ok(Response::NotFound),
            "TooManyRequestsException" | "InternalErrorException" | "ThrottlingException" => {
                Err(transient())
            }
            _ if status.is_server_error() => Err(transient()),
            code => Err(PortError::Permanent(format!(
                "{action} was answered with {code}"
            ))),
        }
    }

    /// The request of an action, signed with the function's credentials.
    async fn signed(&self, action: &str, body: String) -> Result<HttpRequest, PortError> {
        let cannot = |what: &str| {
            PortError::Permanent(format!(
                "the request for {action} could not be built: {what}"
            ))
        };
        let region = self.0.region().ok_or_else(|| cannot("no region"))?;
        let endpoint = self.0.endpoint_url().map_or_else(
            || format!("https://{SERVICE}.{region}.amazonaws.com/"),
            |local| format!("{}/", local.trim_end_matches('/')),
        );
        let provider = self
            .0
            .credentials_provider()
            .ok_or_else(|| cannot("no credentials"))?;
        let identity = provider
            .provide_credentials()
            .await
            .map_err(|_| PortError::Transient(format!("{action} has no credentials")))?
            .into();
        let parameters = SigningParams::builder()
            .identity(&identity)
            .region(region.as_ref())
            .name(SERVICE)
            .time(SystemTime::now())
            .settings(SigningSettings::default())
            .build()
            .map_err(|_| cannot("no signature"))?
            .into();
        let target = format!("AWSCognitoIdentityProviderService.{action}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
        ];
        let signable = SignableRequest::new(
            "POST",
            &endpoint,
            headers.iter().copied(),
            SignableBody::Bytes(body.as_bytes()),
        );
        let signature = signable
            .and_then(|signable| sign(signable, &parameters))
            .map_err(|_| cannot("no signature"))?;
        let mut request = HttpRequest::new(SdkBody::from(body.as_str()));
        request
            .set_method("POST")
            .map_err(|_| cannot("no method"))?;
        request
            .set_uri(endpoint)
            .map_err(|_| cannot("the address is not a URL"))?;
        for (name, value) in headers.into_iter().chain(signature.output().headers()) {
            request
                .headers_mut()
                .insert(name.to_owned(), value.to_owned());
        }
        Ok(request)
    }
}
