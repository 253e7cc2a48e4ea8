//! The API's own address, and accounts that are not what they should be.

use api::accounts::{PASSWORD, account_in, sign_in, token_in};
use api::{Answer, HUB, hub, new_id, person};
use serde_json::json;

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

#[test]
fn a_token_that_says_only_who_somebody_is_opens_nothing() {
    let name = account_in(&["coordinator", "employer-hub"]);
    let answer = sign_in(&name, PASSWORD).expect("an answer");
    let token = &answer["AuthenticationResult"]["IdToken"];
    let answer = HUB.ask(token.as_str().expect("a token"), "GET", "/hub/queue");
    assert!([401, 403].contains(&answer.status), "{}", answer.status);
}

#[test]
fn an_operator_makes_lists_and_closes_an_account() {
    let name = format!("ann-{}", new_id());
    let groups = ["--group", "coordinator", "--group", "employer-hub"];
    let made = hub(&[&["user", "add", &name][..], &groups].concat());
    let (_, password) = made.split_once("first password  ").expect("a password");
    let password = password.lines().next().expect("a line").trim();
    let answer = sign_in(&name, password).expect("an answer");
    assert_eq!(answer["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let listed = hub(&["user", "list", &name]);
    let line = listed.lines().find(|line| line.contains(&name));
    let line = line.expect("a line").to_owned();
    assert!(
        line.contains("coordinator") && line.contains("employer-hub"),
        "{line}"
    );
    hub(&["user", "disable", &name]);
    assert!(
        sign_in(&name, password).is_none(),
        "a closed account signs in"
    );
    let listed = hub(&["user", "list", &name]);
    assert!(
        listed
            .lines()
            .any(|line| line.contains(&name) && line.contains("closed"))
    );
}

#[test]
fn words_still_open_the_page_after_their_secret_is_renewed() {
    let answer = HUB.post(&person(&json!({}))).json();
    let reference = answer["reference"].as_str().expect("a reference");
    let word = answer["memorable_word"].as_str().expect("words");
    let said = hub(&["renew", "words"]);
    assert!(said.contains("versions"), "{said}");
    let body = api::form(&[("reference", reference), ("word", word)]);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let page = HUB.send("POST", "/me/progress", &form, body.as_bytes());
    assert_eq!(page.status, 200, "{}", page.text);
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
