//! A provider refers a person on to another member of the network, with the person's agreement (DC24).
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, person, soon};
use serde_json::{Value, json};

/// Posts a command of a provider's staff, based on that version of the case.
fn send(token: &str, href: &str, what: &str, version: &Value, body: &Value) -> Answer {
    let (bearer, version) = (format!("Bearer {token}"), format!("\"{version}\""));
    let headers = [
        ("authorization", bearer.as_str()),
        ("if-match", &version),
        ("content-type", "application/json"),
    ];
    HUB.send(
        "POST",
        &format!("{href}/{what}"),
        &headers,
        body.to_string().as_bytes(),
    )
}

fn provider(offer: &Value) -> String {
    HUB.token(&format!(
        "provider-{}",
        offer["provider"].as_str().expect("a provider")
    ))
}

#[test]
fn a_person_is_referred_on_with_their_outcomes() {
    let referral = person(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
    }));
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let offer = soon("an offer", || HUB.offers(&reference).pop())["data"].clone();
    let (token, href) = (
        provider(&offer),
        offer["href"].as_str().expect("an address"),
    );
    let seen = HUB.ask(&token, "POST", &format!("{href}/accept")).json();
    let scores = json!({"health": 2, "coping": 3, "safety": 4, "reintegration": 5, "informed": 6, "justice": 7});
    let act = json!({"act": "measured", "point": "beginning", "scores": scores, "needs": ["trouble-sleeping"]});
    let measured = send(&token, href, "acts", &seen["version"], &act);
    assert_eq!(measured.status, 200, "{}", measured.text);
    let version = measured.json()["version"].clone();

    let could = HUB.ask(&token, "GET", &format!("{href}/refer-on"));
    assert_eq!(could.status, 200, "{}", could.text);
    let choices = could.json()["choices"].as_array().expect("choices").clone();
    let helps = |choice: &&Value| {
        choice["needs"]
            .as_array()
            .is_some_and(|needs| needs.contains(&json!("trouble-sleeping")))
    };
    let service = choices
        .iter()
        .find(helps)
        .expect("somebody else helps with that")["service"]
        .clone();
    let asked = |agreed: bool| json!({"service": service, "needs": ["trouble-sleeping"], "reason": "needs-more", "agreed": agreed});
    assert_eq!(
        send(&token, href, "refer-on", &version, &asked(false)).status,
        422
    );
    let volunteer = HUB.token(&format!(
        "volunteer-{}",
        offer["provider"].as_str().expect("a provider")
    ));
    assert_eq!(
        send(&volunteer, href, "refer-on", &version, &asked(true)).status,
        403
    );
    let referred = send(&token, href, "refer-on", &version, &asked(true));
    assert_eq!(referred.status, 200, "{}", referred.text);
    assert_eq!(referred.json()["referred_on_to"][0]["state"], "offered");
    assert_eq!(
        send(&token, href, "refer-on", &version, &asked(true)).status,
        412,
        "a second tap says nothing twice"
    );

    let to = soon("the offer to the other service", || {
        HUB.offers(&reference)
            .into_iter()
            .find(|event| event["data"]["service"] == service)
    })["data"]
        .clone();
    let (other, there) = (provider(&to), to["href"].as_str().expect("an address"));
    let before = HUB.ask(&other, "GET", there);
    assert_eq!(
        before.json()["referred_on_by"]["provider"],
        offer["provider"]
    );
    assert!(!before.text.contains("Robin"), "a name before acceptance");
    let accepted = HUB.ask(&other, "POST", &format!("{there}/accept")).json();
    assert_eq!(
        accepted["care_before"]["measures"][0]["scores"]["health"], 2,
        "{accepted}"
    );
    assert!(accepted["assessment"]["tier"].is_string(), "{accepted}");
    assert_eq!(
        HUB.ask(&token, "GET", href).json()["referred_on_to"][0]["state"],
        "accepted"
    );
    soon("word to who referred", || {
        let of = |event: &Value| {
            event["type"] == "hub.onward-referral.updated.v1"
                && event["data"]["onward"] == offer["onward"]
        };
        HUB.offers(&reference).into_iter().find(of)
    });
}
