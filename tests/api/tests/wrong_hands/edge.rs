//! The API's own address, and accounts that are not what they should be.

use api::{Answer, HUB, new_id, person};
use serde_json::{Value, json};

/// A request to the API's own address, without the edge.
fn directly(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let address = format!("{}/_aws/execute-api/a11ce001/$default{path}", HUB.endpoint);
    HUB.send(method, &address, headers, body)
}

#[test]
fn the_api_answers_only_through_the_edge() {
    let staff = |role: &str| format!("Bearer {}", HUB.token(role));
    let (coordinator, police) = (staff("coordinator"), staff("police"));
    let provider = HUB.queues.keys().next().expect("a provider");
    let provider = staff(&format!("provider-{provider}"));
    let referral = person(&json!({})).to_string();
    let json = ("content-type", "application/json");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let search = b"postcode=RG1+1AA";
    for (method, path, header, body) in [
        ("POST", "/referrals", json, referral.as_bytes()),
        ("GET", "/referrals/sent", json, b""),
        ("POST", "/me/progress", form, b"pass=made-up"),
        (
            "GET",
            "/hub/queue",
            ("authorization", coordinator.as_str()),
            b"",
        ),
        (
            "GET",
            "/provider/onwards",
            ("authorization", provider.as_str()),
            b"",
        ),
        (
            "GET",
            "/police/cases",
            ("authorization", police.as_str()),
            b"",
        ),
        ("GET", "/open-referral/services", json, b""),
        ("POST", "/directory/search", form, search),
    ] {
        for mark in ["", "guessed"] {
            let headers = [header, ("x-hub-edge", mark), ("x-hub-asker", "192.0.2.1")];
            let answer = directly(method, path, &headers, body);
            assert_eq!(answer.status, 403, "{path}: {}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
        let answer = HUB.send(method, path, &[header, ("x-hub-edge", "guessed")], body);
        assert_ne!(answer.status, 403, "{path}: {}", answer.text);
    }
}

/// An answer of the user pool.
fn pool(action: &str, arguments: &[&str]) -> Value {
    let output = HUB.aws(&[&["cognito-idp", action], arguments].concat());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn pool_id() -> String {
    let pools = pool("list-user-pools", &["--max-results", "10"]);
    let name = format!("hub-{}", HUB.area);
    let pools = pools["UserPools"].as_array().expect("the pools");
    let ours = pools.iter().find(|pool| pool["Name"] == *name);
    ours.expect("the pool")["Id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// A token of a new account in these groups.
fn token_in(groups: &[&str]) -> String {
    let (id, name) = (pool_id(), new_id());
    let password = "Aa1-a-password-of-a-test";
    let of = ["--user-pool-id", &id, "--username", &name];
    pool(
        "admin-create-user",
        &[&of[..], &["--message-action", "SUPPRESS"]].concat(),
    );
    let set = ["--password", password, "--permanent"];
    pool("admin-set-user-password", &[&of[..], &set].concat());
    for group in groups {
        pool(
            "admin-add-user-to-group",
            &[&of[..], &["--group-name", group]].concat(),
        );
    }
    let clients = pool(
        "list-user-pool-clients",
        &["--user-pool-id", &id, "--max-results", "60"],
    );
    let clients = clients["UserPoolClients"].as_array().expect("the clients");
    let client = clients
        .iter()
        .find(|client| client["ClientName"] == "staff")
        .expect("the client of staff");
    let client = client["ClientId"].as_str().expect("an id");
    let parameters = format!("USERNAME={name},PASSWORD={password}");
    let signed_in = pool(
        "initiate-auth",
        &[
            "--client-id",
            client,
            "--auth-flow",
            "USER_PASSWORD_AUTH",
            "--auth-parameters",
            &parameters,
        ],
    );
    let token = &signed_in["AuthenticationResult"]["AccessToken"];
    token.as_str().expect("a token").to_owned()
}

#[test]
fn a_coordinator_without_an_employer_sees_nothing() {
    let nobodys = token_in(&["coordinator"]);
    for path in ["/hub/queue", "/hub/cases/22222222", "/hub/unmet-needs"] {
        assert_eq!(HUB.ask(&nobodys, "GET", path).status, 403, "{path}");
    }
    let hubs = token_in(&["coordinator", "employer-hub"]);
    assert_eq!(HUB.ask(&hubs, "GET", "/hub/queue").status, 200);
}

#[test]
fn an_account_of_two_providers_is_refused_and_a_volunteer_stays_one() {
    let mut codes = HUB.queues.keys();
    let (one, other) = (codes.next().expect("one"), codes.next().expect("another"));
    let provider = |code: &str| format!("provider-{code}");
    let volunteer = |code: &str| format!("volunteer-{code}");
    let two = token_in(&[&provider(one), &provider(other)]);
    assert_eq!(HUB.ask(&two, "GET", "/provider/onwards").status, 403);
    // The directory of services is for those whom a provider employs.
    let both = token_in(&[&provider(one), &volunteer(one)]);
    assert_eq!(HUB.ask(&both, "GET", "/provider/onwards").status, 200);
    assert_eq!(
        HUB.ask(&both, "GET", "/provider/directory/services").status,
        403
    );
    let employed = token_in(&[&provider(one)]);
    assert_eq!(
        HUB.ask(&employed, "GET", "/provider/directory/services")
            .status,
        200
    );
}
