//! What can happen to a case once it is with the hub: each thing one line of [`LIFE`], tried by whoever may do it.

use crate::{Answer, HUB, form, new_id, soon};
use events::justice::Step;
use serde_json::{Value, json};

/// Somebody whose case is with the hub.
#[derive(Debug)]
pub struct Someone {
    /// What is particular about them.
    pub name: &'static str,
    /// Their case.
    pub reference: String,
    /// The words that open their page, where they were given them.
    pub word: String,
    /// Whether the police referred them: nobody else has a case that the police and witness care can see.
    pub by_police: bool,
}

/// How long something is tried again that moves meanwhile.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Something that may happen; says whether it did.
pub type Event = fn(&Someone) -> bool;

/// A whole life, in an order in which each thing can follow on the others.
pub const LIFE: &[(&str, Event)] = &[
    ("a coordinator clears a conflict", |one| {
        one.coordinated("clear-conflict", &json!({"reason": "spoken-alone"}))
    }),
    ("a service says no", |one| {
        one.answered("decline", &json!({"why": "no-capacity"}))
    }),
    ("they tell the hub where they live", |one| {
        one.told_council("E07000178")
    }),
    ("a service says yes", |one| {
        one.answered("accept", &json!({}))
    }),
    ("nobody answers the phone", |one| {
        one.acted(&json!({"act": "contact-tried", "by": "phone", "outcome": "no-answer"}))
    }),
    ("an e-mail is written to them", |one| {
        one.acted(&json!({"act": "contact-tried", "by": "email", "outcome": "message-left"}))
    }),
    ("the service reaches them", |one| {
        one.acted(&json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}))
    }),
    ("they say how they are", |one| {
        one.acted(&json!({"act": "measured", "point": "beginning", "scores": null}))
    }),
    ("they have support", |one| {
        one.acted(&json!({"act": "session-held", "modality": "phone", "minutes": 30}))
    }),
    ("they reach a stage", |one| {
        one.acted(&json!({"act": "stage-reached", "stage": "inform"}))
    }),
    ("someone is arrested", |one| {
        one.step("police", Step::Arrested)
    }),
    ("the police tell them by e-mail", |one| {
        one.told("police", "arrested", "email")
    }),
    ("someone is charged", |one| {
        one.step("police", Step::Charged)
    }),
    ("a hearing is set", |one| {
        one.step("witness-care", Step::HearingSet)
    }),
    ("there is a verdict", |one| {
        one.step("witness-care", Step::Verdict)
    }),
    ("witness care tells them on their page", |one| {
        one.told("witness-care", "verdict", "online")
    }),
    ("there is a sentence", |one| {
        one.step("witness-care", Step::Sentenced)
    }),
    ("the police ask for notes", |one| {
        one.by(
            "police",
            "request-notes",
            &json!({"id": new_id(), "reason": "other"}),
        )
        .status
            == 403
    }),
    ("they do not want a service", |one| one.chose(false)),
    ("they want another", |one| one.chose(true)),
    ("a coordinator hands the case on", |one| one.handed_on()),
    ("the other team says yes", |one| {
        one.answered("accept", &json!({}))
    }),
    ("it is not safe to go on", |one| {
        one.acted(&json!({"act": "contact-tried", "by": "phone", "outcome": "unsafe"}))
    }),
    ("a service ends its support", |one| {
        one.acted(&json!({"act": "closed", "outcome": "not-reached"}))
    }),
    ("a coordinator is named for them", |one| {
        one.coordinated("assign", &json!({}))
    }),
    ("somebody is to ring them", |one| {
        one.coordinated("task", &json!({"kind": "call"}))
    }),
    ("somebody is to write to them", |one| {
        one.coordinated("task", &json!({"kind": "letter"}))
    }),
    ("it is done", |one| one.task_done()),
    ("the danger is greater", |one| {
        one.coordinated(
            "uplift",
            &json!({"tier": "enhanced", "risk": "high", "reason": "greater-danger"}),
        )
    }),
    ("a meeting is given the case", |one| {
        let asked = json!({"pathway": "marac", "criterion": "visible-high-risk", "basis": "serious-harm-override"});
        one.coordinated("pathway", &asked)
    }),
    ("the meeting has it", |one| {
        one.coordinated("acknowledge-pathway", &json!({"pathway": "marac"}))
    }),
    ("something is shared to prevent harm", |one| {
        let shared = json!({"to": "marac", "reason": "danger-to-life", "scope": ["concern"], "approver": "duty-manager"});
        one.coordinated("disclose", &shared)
    }),
    ("somebody else approves it", |one| {
        let number = &one.case()["disclosures"][0]["disclosure"];
        number.is_u64()
            && one.coordinated_by(
                "duty-manager",
                "approve-disclosure",
                &json!({"disclosure": number}),
            )
    }),
    ("they complain", |one| {
        one.coordinated(
            "complaint",
            &json!({"about": "service", "words": "Nobody rang me."}),
        )
    }),
    ("their complaint is answered", |one| {
        one.complaint_answered()
    }),
    ("they want quiet", |one| {
        one.coordinated("pause", &json!({"until": in_days(7)}))
    }),
    ("the quiet is over", |one| {
        one.coordinated("resume", &json!({}))
    }),
    ("how they may be reached is asked again", |one| {
        one.coordinated(
            "contact",
            &json!({"contact": one.case()["referral"]["contact"], "why": "asked"}),
        )
    }),
    ("they agree to nothing more", |one| one.takes_back()),
    ("the case is closed", |one| {
        one.coordinated("close", &json!({"why": "withdrew"}))
    }),
    ("it is opened again", |one| {
        one.coordinated("reopen", &json!({"why": "new-needs"}))
    }),
    ("a court holds what is known of them", |one| {
        one.coordinated("legal-hold", &json!({"on": true}))
    }),
    ("it does no more", |one| {
        one.coordinated("legal-hold", &json!({"on": false}))
    }),
    ("they look at their page", |one| {
        one.person("progress", &[]).status == 200
    }),
    ("they have died", |one| one.coordinated("died", &json!({}))),
];

impl Someone {
    /// Refers them: a referral that has to be accepted.
    pub fn refer(name: &'static str, referral: &Value) -> Self {
        let answer = HUB.post(referral);
        assert_eq!(answer.status, 201, "{name}: {}", answer.text);
        let answer = answer.json();
        let text = |field: &str| answer[field].as_str().unwrap_or_default().to_owned();
        let by_police = referral["source"]["kind"] == "police";
        Self {
            name,
            reference: text("reference"),
            word: text("memorable_word"),
            by_police,
        }
    }

    /// The case as a coordinator sees it.
    pub fn case(&self) -> Value {
        HUB.case(&self.reference)
    }

    /// What they send from their own page.
    pub fn person(&self, what: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("reference", self.reference.as_str()),
            ("word", self.word.as_str()),
        ];
        fields.extend(more);
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        HUB.send(
            "POST",
            &format!("/me/{what}"),
            &headers,
            form(&fields).as_bytes(),
        )
    }

    /// What a coordinator does to the case; what would be done twice by saying it twice is of the case as it stands now.
    pub fn coordinated(&self, what: &str, body: &Value) -> bool {
        self.coordinated_by("coordinator", what, body)
    }

    /// The same, by one of several coordinators.
    pub fn coordinated_by(&self, who: &str, what: &str, body: &Value) -> bool {
        let (path, token) = (
            format!("/hub/cases/{}/{what}", self.reference),
            HUB.token(who),
        );
        let mut answer = HUB.post_as(&token, &path, body);
        let (bearer, end) = (
            format!("Bearer {token}"),
            std::time::Instant::now() + PATIENCE,
        );
        while matches!(answer.status, 412 | 428) && std::time::Instant::now() < end {
            let seen = format!("\"{}\"", version(&self.case()));
            let headers = [
                ("authorization", bearer.as_str()),
                ("if-match", &seen),
                ("content-type", "application/json"),
            ];
            answer = HUB.send("POST", &path, &headers, body.to_string().as_bytes());
        }
        happened(&answer)
    }

    /// They take back what they had agreed to, or, where nobody had asked them yet, agree to nothing.
    pub fn takes_back(&self) -> bool {
        self.coordinated("consent", &json!({"scope": []}))
    }

    /// Every task of the case is done.
    pub fn task_done(&self) -> bool {
        let case = self.case();
        let tasks = case["tasks"]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter();
        let open = tasks.filter(|task| task["done_at"].is_null());
        let done = open.map(|task| {
            self.coordinated(
                "task-done",
                &json!({"task": task["task"], "outcome": "done"}),
            )
        });
        done.fold(false, |any, done| any | done)
    }

    /// Somebody replies to what they complained of first.
    pub fn complaint_answered(&self) -> bool {
        let complaint = &self.case()["complaints"][0]["complaint"];
        let reply = json!({"complaint": complaint, "step": "replied"});
        complaint.is_u64() && self.coordinated("answer-complaint", &reply)
    }

    /// What an agency of justice says of it.
    pub fn by(&self, agency: &str, what: &str, body: &Value) -> Answer {
        HUB.post_as(
            &HUB.token(agency),
            &format!("/police/cases/{}/{what}", self.reference),
            body,
        )
    }

    /// An agency records that a step was just now.
    pub fn step(&self, agency: &str, step: Step) -> bool {
        let now = jiff::Timestamp::now().to_string();
        self.by_police
            && happened(&self.by(
                agency,
                "progress",
                &json!({"id": new_id(), "step": step, "at": now}),
            ))
    }

    /// An agency says how they were told what is owed by a rule.
    pub fn told(&self, agency: &str, rule: &str, how: &str) -> bool {
        if !self.by_police {
            return false;
        }
        let case = self.case();
        let promises = case["promises"].as_array().map_or(&[][..], Vec::as_slice);
        let latest = promises.iter().rfind(|one| {
            one["code"]
                .as_str()
                .is_some_and(|code| code.starts_with(rule))
        });
        latest.is_some_and(|one| {
            happened(&self.by(
                agency,
                "told",
                &json!({"id": new_id(), "promise": one["code"], "how": how}),
            ))
        })
    }

    /// A provider answers an offer, once the hub has come to rest.
    pub fn answered(&self, answer: &str, body: &Value) -> bool {
        onward_of(&HUB.settled(&self.reference), "offered").is_some_and(|(token, href)| {
            happened(&HUB.post_as(&token, &format!("{href}/{answer}"), body))
        })
    }

    /// A provider records what it did.
    pub fn acted(&self, act: &Value) -> bool {
        let case = self.case();
        let version = version(&case);
        onward_of(&case, "accepted")
            .is_some_and(|(token, href)| happened(&HUB.act_of(&token, &href, act, version)))
    }

    /// They say which council they live in.
    pub fn told_council(&self, council: &str) -> bool {
        let asks = self.case()["local_authority"].is_null();
        asks && happened(&self.person("council", &[("council", council)]))
    }

    /// They want a service that was left, or no more one that was asked.
    pub fn chose(&self, wanted: bool) -> bool {
        let case = self.case();
        if wanted {
            let left = &case["left"][0]["service"];
            left.is_string()
                && self.coordinated("choice", &json!({"wanted": [left], "reason": "knows-it"}))
        } else {
            let asked = &case["onwards"][0]["offered"]["service"];
            asked.is_string()
                && self.coordinated(
                    "choice",
                    &json!({"unwanted": [asked], "reason": "not-ready"}),
                )
        }
    }

    /// A coordinator hands the case on to another team.
    pub fn handed_on(&self) -> bool {
        let to = &self.case()["hand_on_to"][0]["service"];
        let body = json!({"service": to, "basis": "consent", "reason": "national-need"});
        to.is_string() && self.coordinated("hand-on", &body)
    }

    /// A token of the provider of the first onward referral in that state, and the onward referral's address.
    pub fn onward(&self, state: &str) -> Option<(String, String)> {
        onward_of(&self.case(), state)
    }

    /// Waits until the hub has nothing left to do with the case.
    pub fn rest(&self) {
        soon("rest", || {
            (self.case()["owner"]["kind"] != "hub").then_some(())
        });
    }
}

/// The version of a case.
fn version(case: &Value) -> u64 {
    case["version"].as_u64().unwrap_or_default()
}

/// A moment so many days from now.
fn in_days(days: i64) -> String {
    (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days)).to_string()
}

fn onward_of(case: &Value, state: &str) -> Option<(String, String)> {
    let onward = case["onwards"]
        .as_array()?
        .iter()
        .find(|onward| onward["state"] == state)?;
    let token = HUB.token(&format!(
        "provider-{}",
        onward["offered"]["provider"].as_str()?
    ));
    Some((
        token,
        format!(
            "/provider/onwards/{}",
            onward["offered"]["onward"].as_str()?
        ),
    ))
}

/// Whether a request did what it says; the hub itself never fails.
fn happened(answer: &Answer) -> bool {
    assert!(answer.status < 500, "{}", answer.text);
    (200..300).contains(&answer.status)
}
