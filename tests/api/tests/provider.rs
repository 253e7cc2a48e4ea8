//! A provider reads what it may and accepts, and the person sees it.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, person, soon};
use serde_json::{Value, json};

/// A person in Oxford with one safe and one unsafe way of contact; the provider that was asked; the offer.
fn offered() -> (Value, String, Value) {
    let referral = person(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping"}],
        // Whole numbers may be written like this. Later readers of the document must accept it.
        "circumstances": {"times_in_12_months": 2.0},
        "contact": {"channels": [
            {"kind": "phone", "safe": true, "address": "07700 900111"},
            {"kind": "text", "safe": false, "address": "07700 900222"},
        ]},
        "wishes": {"own_words": "Please ring before nine."},
    }));
    let answer = HUB.post(&referral).json();
    let reference = answer["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let offer = soon("an offer", || HUB.offers(&reference).pop());
    let provider = offer["data"]["provider"]
        .as_str()
        .expect("a provider")
        .to_owned();
    (answer, provider, offer["data"].clone())
}

#[test]
fn a_provider_learns_the_name_and_safe_contact_on_acceptance() {
    let (answer, provider, offer) = offered();
    let token = HUB.token(&format!("provider-{provider}"));
    let href = offer["href"].as_str().expect("an address");
    let before = HUB.ask(&token, "GET", href);
    assert_eq!(before.status, 200, "{}", before.text);
    assert_eq!(before.json()["offer"], offer);
    assert!(
        !before.text.contains("Robin") && !before.text.contains("07700"),
        "a name before acceptance"
    );

    let worklist = HUB.ask(&token, "GET", "/provider/onwards").json();
    let listed = worklist["onwards"]
        .as_array()
        .expect("a list")
        .iter()
        .any(|row| row["onward"] == offer["onward"]);
    assert!(listed, "the worklist leaves an offer out");

    let accepted = HUB.ask(&token, "POST", &format!("{href}/accept"));
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    assert_eq!(accepted.json()["person"]["name"], "Robin");
    assert_eq!(
        accepted.json()["person"]["own_words"],
        "Please ring before nine."
    );
    assert!(
        accepted.text.contains("07700 900111") && !accepted.text.contains("07700 900222"),
        "an unsafe number"
    );
    assert_eq!(
        HUB.ask(&token, "POST", &format!("{href}/accept")).status,
        200,
        "yes twice is yes once"
    );

    let reference = answer["reference"].as_str().expect("a reference");
    let word = answer["memorable_word"].as_str().expect("a word");
    let body = json!({"reference": reference, "word": word}).to_string();
    let page = HUB
        .send(
            "POST",
            "/me/progress",
            &[("content-type", "application/json")],
            body.as_bytes(),
        )
        .json();
    let steps = page["steps"].as_array().expect("steps");
    assert!(
        steps
            .iter()
            .any(|step| step["title"] == "A service agreed to help you"),
        "{page}"
    );
}

#[test]
fn another_providers_case_does_not_exist() {
    let (_, provider, offer) = offered();
    let other = HUB
        .queues
        .keys()
        .find(|code| **code != provider)
        .expect("another provider");
    let token = HUB.token(&format!("provider-{other}"));
    let href = offer["href"].as_str().expect("an address");
    assert_eq!(HUB.ask(&token, "GET", href).status, 404);
    assert_eq!(
        HUB.ask(&token, "POST", &format!("{href}/accept")).status,
        404
    );
    assert_eq!(
        HUB.ask(&token, "GET", "/provider/onwards/22222222-1")
            .status,
        404
    );
    assert_eq!(HUB.ask(&HUB.token("police"), "GET", href).status, 403);
    assert_eq!(HUB.send("GET", href, &[], b"").status, 401);
}

#[test]
fn after_a_refusal_another_service_or_coordinators_take_over() {
    let (answer, provider, offer) = offered();
    let token = HUB.token(&format!("provider-{provider}"));
    let href = offer["href"].as_str().expect("an address");
    let bearer = format!("Bearer {token}");
    let decline = |body: &str| {
        HUB.send(
            "POST",
            &format!("{href}/decline"),
            &[("authorization", &bearer)],
            body.as_bytes(),
        )
    };
    assert_eq!(decline(r#"{"why": "we do not like them"}"#).status, 422);
    let said = decline(r#"{"why": "no-capacity"}"#);
    assert_eq!(
        (said.status, said.json()["state"].as_str()),
        (200, Some("declined")),
        "{}",
        said.text
    );
    assert_eq!(
        decline(r#"{"why": "no-capacity"}"#).status,
        200,
        "no twice is no once"
    );
    assert_eq!(HUB.ask(&token, "GET", href).status, 410);
    assert_eq!(
        HUB.ask(&token, "POST", &format!("{href}/accept")).status,
        410
    );

    let reference = answer["reference"].as_str().expect("a reference");
    let coordinator = HUB.token("coordinator");
    soon("somebody else", || {
        let case = HUB
            .ask(&coordinator, "GET", &format!("/hub/cases/{reference}"))
            .json();
        let left = case["left"]
            .as_array()?
            .iter()
            .find(|left| left["service"] == offer["service"])?
            .clone();
        (left["why"] == "refused-before" && case["owner"]["kind"] != "hub").then_some(())
    });
}
