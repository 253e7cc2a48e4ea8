//! What the tests of an area's own paper ask of its hub.

use crate::{Hub, soon};
use events::profile::{Profile, Service};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Hub {
    /// The profile that the hub was started with.
    pub fn profile(&self) -> Profile {
        let path = format!(
            "{}/../../infra/areas/{}/profile.json",
            env!("CARGO_MANIFEST_DIR"),
            self.area
        );
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        serde_json::from_str(&text).unwrap()
    }

    /// Posts a referral that must be accepted, and returns its reference.
    pub fn refer(&self, referral: &Value) -> String {
        let answer = self.post(referral);
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["reference"].as_str().unwrap().to_owned()
    }

    /// A coordinator's current view of the case.
    pub fn case(&self, reference: &str) -> Value {
        self.ask(
            &self.token("coordinator"),
            "GET",
            &format!("/hub/cases/{reference}"),
        )
        .json()
    }

    /// The case when the hub has nothing left to do with it.
    pub fn settled(&self, reference: &str) -> Value {
        soon("an owner", || {
            Some(self.case(reference)).filter(|case| case["owner"]["kind"] != "hub")
        })
    }

    /// The services that a referral is offered to, read from the providers' queues.
    pub fn offered(&self, referral: &Value) -> BTreeSet<String> {
        let reference = self.refer(referral);
        self.offered_services(&reference)
    }

    /// The services that a case is offered to. Each of its onward referrals must be on its provider's queue.
    pub fn offered_services(&self, reference: &str) -> BTreeSet<String> {
        let case = self.settled(reference);
        let wanted = case["onwards"].as_array().map_or(0, Vec::len);
        assert!(wanted > 0, "nobody was asked: {}", case["owner"]);
        let offers = soon("every offer", || {
            Some(self.offers(reference)).filter(|offers| offers.len() >= wanted)
        });
        offers
            .iter()
            .map(|offer| offer["data"]["service"].as_str().unwrap().to_owned())
            .collect()
    }

    /// The owner of a case that must not be offered, and the reason.
    pub fn kept_by(&self, referral: &Value) -> (String, Value) {
        let reference = self.refer(referral);
        let case = self.settled(&reference);
        assert_eq!(case["onwards"], json!([]), "it was offered");
        assert!(self.offers(&reference).is_empty(), "it is on a queue");
        assert_eq!(case["owner"]["kind"], "coordinators");
        (reference, case["why_coordinators"].clone())
    }

    /// Takes a case from its offers to its end: every provider accepts, reaches the person, measures, supports,
    /// measures again and closes (DC15). Returns the outcome scores from the first of them.
    pub fn support_to_the_end(&self, reference: &str) -> Value {
        self.offered_services(reference);
        let mut travelled = Vec::new();
        for offer in self.offers(reference) {
            let data = &offer["data"];
            if offer["type"] != "hub.onward-referral.offered.v1" {
                continue;
            }
            let token = self.token(&format!("provider-{}", data["provider"].as_str().unwrap()));
            let href = data["href"].as_str().unwrap();
            let yes = self.ask(&token, "POST", &format!("{href}/accept"));
            assert_eq!(yes.status, 200, "{}", yes.text);
            let scores = |[health, coping, safety, reintegration, informed, justice]: [u8; 6]| {
                json!({"health": health, "coping": coping, "safety": safety, "reintegration": reintegration,
                       "informed": informed, "justice": justice})
            };
            for act in [
                json!({"act": "contact-tried", "by": "phone", "outcome": "no-answer"}),
                json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}),
                json!({"act": "measured", "point": "beginning", "scores": scores([2, 3, 1, 7, 0, 5])}),
                json!({"act": "session-held", "modality": "phone", "minutes": 50}),
                json!({"act": "stage-reached", "stage": "connect"}),
                json!({"act": "measured", "point": "middle", "scores": scores([4, 4, 4, 4, 4, 4])}),
                json!({"act": "measured", "point": "end", "scores": scores([8, 8, 4, 5, 10, 7])}),
                json!({"act": "closed", "outcome": "completed"}),
            ] {
                let done = self.act(&token, href, &act);
                assert_eq!(done.status, 200, "{act}: {}", done.text);
                travelled.push(done.json()["care"]["distance_travelled"].clone());
            }
        }
        // The coordinators do the tasks that are left. After that the case has no owner.
        for task in self.case(reference)["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|task| task["outcome"].is_null())
        {
            let path = format!("/hub/cases/{reference}/task-done");
            let done = json!({"task": task["task"], "outcome": "done"});
            let answer = self.post_as(&self.token("coordinator"), &path, &done);
            assert_eq!(answer.status, 200, "{task}: {}", answer.text);
        }
        let case = self.case(reference);
        assert_eq!(
            case["owner"]["kind"], "nobody",
            "a case that is closed is nobody's"
        );
        let travelled = travelled
            .into_iter()
            .find(|areas| !areas.is_null())
            .unwrap();
        // The change in each area of life, and one area that is worse than before.
        let each = json!({"health": 6, "coping": 5, "safety": 3, "reintegration": -2, "informed": 10, "justice": 2});
        assert_eq!(travelled, each);
        travelled
    }

    /// Records one act, based on the case's current version.
    pub fn act(&self, token: &str, href: &str, act: &Value) -> crate::Answer {
        let version = self.ask(token, "GET", href).json()["version"]
            .as_u64()
            .unwrap();
        self.act_of(token, href, act, version)
    }

    /// Records one act, based on the version that its writer saw.
    pub fn act_of(&self, token: &str, href: &str, act: &Value, version: u64) -> crate::Answer {
        let (bearer, seen) = (format!("Bearer {token}"), format!("\"{version}\""));
        let headers = [
            ("authorization", bearer.as_str()),
            ("if-match", &seen),
            ("content-type", "application/json"),
        ];
        self.send(
            "POST",
            &format!("{href}/acts"),
            &headers,
            act.to_string().as_bytes(),
        )
    }
}

/// The service with that code.
pub fn service<'a>(profile: &'a Profile, code: &str) -> &'a Service {
    profile
        .services
        .iter()
        .find(|service| service.code == code)
        .unwrap_or_else(|| panic!("no service {code}"))
}

/// A police referral with the fields that the contract requires, and with `more`.
pub fn police(more: &Value) -> Value {
    let mut referral = crate::person(&json!({"source": {"kind": "police"}}));
    for (name, value) in more.as_object().into_iter().flatten() {
        referral[name] = value.clone();
    }
    referral
}
