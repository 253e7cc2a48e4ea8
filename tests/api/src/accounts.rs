//! Accounts of staff, as an operator makes and closes them.

use crate::{HUB, new_id};
use serde_json::Value;

/// An answer of the user pool.
pub fn pool(action: &str, arguments: &[&str]) -> Value {
    let output = HUB.aws(&[&["cognito-idp", action], arguments].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

/// The user pool of staff.
pub fn pool_id() -> String {
    let pools = pool("list-user-pools", &["--max-results", "10"]);
    let name = format!("hub-{}", HUB.area);
    let pools = pools["UserPools"].as_array().expect("the pools");
    let ours = pools.iter().find(|pool| pool["Name"] == *name);
    ours.expect("the pool")["Id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// The password of accounts that a test makes.
pub const PASSWORD: &str = "Aa1-a-password-of-a-test";

/// The name of a new account in these groups.
pub fn account_in(groups: &[&str]) -> String {
    let (id, name) = (pool_id(), new_id());
    let of = ["--user-pool-id", &id, "--username", &name];
    let first = [
        "--message-action",
        "SUPPRESS",
        "--temporary-password",
        PASSWORD,
    ];
    pool("admin-create-user", &[&of[..], &first].concat());
    let set = ["--password", PASSWORD, "--permanent"];
    pool("admin-set-user-password", &[&of[..], &set].concat());
    for group in groups {
        pool(
            "admin-add-user-to-group",
            &[&of[..], &["--group-name", group]].concat(),
        );
    }
    name
}

/// What the user pool answers to that password, if it lets the account in.
pub fn sign_in(name: &str, password: &str) -> Option<Value> {
    let id = pool_id();
    let clients = pool(
        "list-user-pool-clients",
        &["--user-pool-id", &id, "--max-results", "60"],
    );
    let clients = clients["UserPoolClients"].as_array().expect("the clients");
    let client = clients
        .iter()
        .find(|client| client["ClientName"] == "staff")
        .expect("the client of staff");
    let output = HUB.aws(&[
        "cognito-idp",
        "initiate-auth",
        "--client-id",
        client["ClientId"].as_str().expect("an id"),
        "--auth-flow",
        "USER_PASSWORD_AUTH",
        "--auth-parameters",
        &format!("USERNAME={name},PASSWORD={password}"),
    ]);
    serde_json::from_slice(&output.stdout)
        .ok()
        .filter(|_| output.status.success())
}

/// A token of a new account in these groups.
pub fn token_in(groups: &[&str]) -> String {
    token_of(&account_in(groups))
}

/// A token of that account, which has the password of tests.
pub fn token_of(name: &str) -> String {
    let answer = sign_in(name, PASSWORD).expect("an answer");
    let token = &answer["AuthenticationResult"]["AccessToken"];
    token.as_str().expect("a token").to_owned()
}
