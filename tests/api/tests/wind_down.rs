//! A service ends: its people move to another, and nobody is left without a service (AS24, TV12).
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, person, soon};
use serde_json::{Value, json};

/// The service that ends in this test. No other test uses it.
const ENDS: &str = "vf-advocate";
const READING: &str = "E06000038";

fn ask(token: &str, body: &Value) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    HUB.send(
        "POST",
        "/hub/wind-downs",
        &headers,
        body.to_string().as_bytes(),
    )
}

/// A person in Reading who lost savings to fraud, and their offer to the service that will end, which has accepted.
fn supported() -> (String, Value) {
    let referral = person(&json!({
        "residence": {"local_authority": READING},
        "incident": {"flags": ["fraud"]},
        "needs": [{"code": "compensation-claim", "weight": "overwhelming"}],
    }));
    let reference = HUB.post(&referral).json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    let offer = soon("an offer to the service that ends", || {
        HUB.offers(&reference)
            .into_iter()
            .find(|event| event["data"]["service"] == ENDS)
    });
    let offer = offer["data"].clone();
    let accept = format!("{}/accept", offer["href"].as_str().expect("an address"));
    assert_eq!(HUB.ask(&provider(&offer), "POST", &accept).status, 200);
    (reference, offer)
}

fn provider(offer: &Value) -> String {
    HUB.token(&format!(
        "provider-{}",
        offer["provider"].as_str().expect("a provider")
    ))
}

#[test]
fn everybody_stays_where_they_are_until_another_service_says_yes() {
    let people: Vec<_> = (0..2).map(|_| supported()).collect();
    let coordinator = HUB.token("coordinator");
    let body = json!({"service": ENDS, "reason": "ends-early"});
    assert_eq!(ask(&HUB.token("police"), &body).status, 403);
    assert_eq!(
        ask(
            &coordinator,
            &json!({"service": "nobody", "reason": "ends-early"})
        )
        .status,
        422
    );
    let said = ask(&coordinator, &body);
    assert_eq!(said.status, 200, "{}", said.text);
    let said = said.json();
    assert_eq!(
        (&said["failed"], &said["next"]),
        (&json!([]), &Value::Null),
        "{said}"
    );
    assert!(
        said["asked"].as_u64().is_some_and(|asked| asked >= 2),
        "{said}"
    );

    for (reference, offer) in &people {
        let href = offer["href"].as_str().expect("an address");
        assert_eq!(
            HUB.ask(&provider(offer), "GET", href).json()["state"],
            "accepted",
            "it continues in the meantime"
        );
        let asked = soon("the offer to a service that follows", || {
            let of = |event: &Value| {
                let moves = event["type"] == "hub.onward-referral.offered.v1"
                    && event["data"]["service"] != ENDS;
                moves && event["data"]["onward"] != offer["onward"]
            };
            HUB.offers(reference).into_iter().find(of)
        })["data"]
            .clone();
        let accept = format!("{}/accept", asked["href"].as_str().expect("an address"));
        assert_eq!(HUB.ask(&provider(&asked), "POST", &accept).status, 200);
        assert_eq!(
            HUB.ask(&provider(offer), "GET", href).json()["state"],
            "handed-over"
        );
        soon("word to the service that ends", || {
            let of = |event: &Value| {
                event["type"] == "hub.onward-referral.withdrawn.v1"
                    && event["data"]["onward"] == offer["onward"]
            };
            HUB.offers(reference).into_iter().find(of)
        });
    }
    let again = ask(&coordinator, &body).json();
    assert_eq!(
        (&again["asked"], &again["waiting"]),
        (&json!(0), &json!(0)),
        "nothing is left: {again}"
    );
}
