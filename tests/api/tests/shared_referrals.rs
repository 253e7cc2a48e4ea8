//! The shared referrals, on the hub of any area: accepted, assessed, offered and acknowledged as their lines expect.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, lines, soon};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// One shared line after it was posted.
struct Posted {
    line: Value,
    first: Answer,
}

impl Posted {
    fn reference(&self) -> String {
        self.first.json()["reference"]
            .as_str()
            .expect("a reference")
            .to_owned()
    }

    fn name(&self) -> &str {
        self.line["name"].as_str().unwrap_or_default()
    }
}

#[test]
fn the_shared_referrals_get_their_expected_results() {
    let token = HUB.token("coordinator");
    let mails_before = HUB.mails().len();
    let posted: Vec<Posted> = lines("referrals.jsonl")
        .into_iter()
        .map(|line| Posted {
            first: HUB.post(&line["referral"]),
            line,
        })
        .collect();
    for posted in &posted {
        assert_eq!(
            u64::from(posted.first.status),
            posted.line["expect"]["status"],
            "{}",
            posted.name()
        );
        is_assessed_as_expected(posted, &token);
        a_repeat_is_the_same(posted);
    }
    for posted in &posted {
        is_offered_where_it_may_be(posted, &token);
    }
    mail_went_where_it_was_safe_and_nowhere_else(&posted, &token, mails_before);
}

fn is_assessed_as_expected(posted: &Posted, token: &str) {
    let case = HUB
        .ask(token, "GET", &format!("/hub/cases/{}", posted.reference()))
        .json();
    let expected = &posted.line["expect"];
    for (name, wanted) in expected["assessment"].as_object().expect("an assessment") {
        assert_eq!(
            sets(&case["assessment"][name]),
            sets(wanted),
            "{}: {name}",
            posted.name()
        );
    }
    assert_eq!(
        case["local_authority"],
        expected["local_authority"],
        "{}",
        posted.name()
    );
    assert_eq!(
        case["referral"],
        posted.line["referral"],
        "{}: as sent",
        posted.name()
    );
}

/// Lists compare as sets.
fn sets(value: &Value) -> Value {
    match value {
        Value::Array(items) => items
            .iter()
            .map(Value::to_string)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
        other => other.clone(),
    }
}

fn a_repeat_is_the_same(posted: &Posted) {
    let again = HUB.post(&posted.line["referral"]);
    assert_eq!(again.status, 200, "{}", posted.name());
    assert_eq!(again.json(), posted.first.json(), "{}", posted.name());
}

fn is_offered_where_it_may_be(posted: &Posted, token: &str) {
    let here = posted.line["area"] == HUB.area && posted.line["expect"]["routable"] == true;
    let path = format!("/hub/cases/{}", posted.reference());
    let case = soon("an owner", || {
        Some(HUB.ask(token, "GET", &path).json()).filter(|case| case["owner"]["kind"] != "hub")
    });
    if here {
        let offers = soon("an offer", || {
            Some(HUB.offers(&posted.reference())).filter(|offers| !offers.is_empty())
        });
        for offer in &offers {
            offer_says_only_what_it_may(offer, &posted.line["referral"]);
        }
    } else if posted.line["area"] != HUB.area {
        // A missing home does not count as outside the area, so such a case may be offered here too.
        let homeless = posted.line["expect"]["local_authority"].is_null()
            && posted.line["expect"]["routable"] == true;
        assert!(
            homeless || case["owner"]["kind"] == "coordinators",
            "{}",
            posted.name()
        );
    } else {
        assert_eq!(case["owner"]["kind"], "coordinators", "{}", posted.name());
        assert!(
            HUB.offers(&posted.reference()).is_empty(),
            "{} was offered and must not be",
            posted.name()
        );
    }
}

/// An offer has only the contract's fields, and nothing that the person wrote.
fn offer_says_only_what_it_may(event: &Value, referral: &Value) {
    let names: BTreeSet<&str> = event["data"]
        .as_object()
        .expect("data")
        .keys()
        .map(String::as_str)
        .collect();
    let contract = [
        "reference",
        "onward",
        "provider",
        "service",
        "tier",
        "risk",
        "complexity",
        "needs",
        "stages",
        "local_authority",
        "language",
        "interpreter",
        "access_needs",
        "specialisms",
        "accept_by",
        "href",
    ];
    assert_eq!(names, BTreeSet::from(contract));
    assert_eq!(event["type"], "hub.onward-referral.offered.v1");
    assert_eq!(event["source"], format!("/hub/{}", HUB.area));
    let text = event.to_string();
    let mut personal = vec![
        referral["person"]["name"].clone(),
        referral["residence"]["postcode"].clone(),
    ];
    personal.extend(
        referral["contact"]["channels"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|c| c["address"].clone()),
    );
    personal.push(referral["wishes"]["own_words"].clone());
    for word in personal.iter().filter_map(Value::as_str) {
        assert!(!text.contains(word), "an offer holds something personal");
    }
}

fn mail_went_where_it_was_safe_and_nowhere_else(
    posted: &[Posted],
    token: &str,
    mails_before: usize,
) {
    // How many letters each address may get in this run: the letters whose window is open now, by the hub's own record.
    let mut allowed: BTreeMap<String, usize> = BTreeMap::new();
    let mut due_now = 0;
    for posted in posted {
        let expected = &posted.line["expect"];
        let contact = &posted.line["referral"]["contact"];
        let basis = &posted.line["referral"]["consent"]["basis"];
        let silent = contact["frequency"] == "only-when-asked" || basis == "awaiting-consent";
        if expected["assessment"]["contact"]["automatic"] != "email" || silent {
            continue;
        }
        assert_eq!(
            expected["safe_email"],
            true,
            "{}: automatic e-mail without a safe address",
            posted.name()
        );
        let channels = contact["channels"].as_array().expect("channels");
        let safe = channels
            .iter()
            .find(|c| c["kind"] == "email" && c["safe"] == true)
            .expect("a safe e-mail");
        *allowed
            .entry(safe["address"].as_str().expect("an address").to_owned())
            .or_default() += 1;
        if safe.get("from").is_none() && safe.get("until").is_none() && safe.get("days").is_none() {
            due_now += 1;
            let path = format!("/hub/cases/{}", posted.reference());
            soon("an acknowledgement", || {
                HUB.ask(token, "GET", &path).json()["updates"][0]["sent_at"]
                    .as_str()
                    .map(str::to_owned)
            });
        }
    }
    let mut seen = 0;
    let shared: BTreeSet<String> = posted
        .iter()
        .flat_map(|p| {
            p.line["referral"]["contact"]["channels"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        })
        .filter_map(|channel| channel["address"].as_str().map(str::to_owned))
        .collect();
    for mail in HUB.mails().into_iter().skip(mails_before) {
        let to = mail["To"][0].as_str().expect("an address").to_owned();
        if !shared.contains(&to) {
            continue;
        }
        let left = allowed
            .get_mut(&to)
            .unwrap_or_else(|| panic!("a mail went where none may go"));
        assert!(*left > 0, "somebody was told twice");
        *left -= 1;
        seen += 1;
        a_mail_gives_nothing_away(&mail);
    }
    assert!(
        seen >= due_now,
        "{due_now} letters were due immediately and {seen} were sent"
    );
}

fn a_mail_gives_nothing_away(mail: &Value) {
    let text = mail.to_string().to_lowercase();
    for word in [
        "victim",
        "police",
        "crime",
        "abuse",
        "hub",
        "support",
        "commissioner",
        "http",
    ] {
        assert!(!text.contains(word), "a mail says {word}");
    }
}
