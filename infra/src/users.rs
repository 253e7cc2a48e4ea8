//! Demo users, one for each role. There are none on AWS: administrators invite their own staff there.

use crate::credentials::Credentials;
use crate::local_api::LocalApi;
use crate::profile::groups_of;
use anyhow::Result;
use serde_json::json;

/// Makes a user for each role, with its stored password.
///
/// # Errors
/// The local AWS refuses.
pub async fn create(
    api: &LocalApi,
    pool: &str,
    roles: &[String],
    credentials: &mut Credentials,
) -> Result<()> {
    for role in roles {
        let password = credentials.password(role);
        let created = api
            .cognito(
                "AdminCreateUser",
                json!({
                    "UserPoolId": pool, "Username": role, "TemporaryPassword": password, "MessageAction": "SUPPRESS"
                }),
            )
            .await;
        match created {
            Err(error) if !error.to_string().contains("UsernameExistsException") => {
                return Err(error);
            }
            _ => {}
        }
        let permanent =
            json!({"UserPoolId": pool, "Username": role, "Password": password, "Permanent": true});
        api.cognito("AdminSetUserPassword", permanent).await?;
        for group in groups_of(role) {
            api.cognito(
                "AdminAddUserToGroup",
                json!({"UserPoolId": pool, "Username": role, "GroupName": group}),
            )
            .await?;
        }
    }
    Ok(())
}
