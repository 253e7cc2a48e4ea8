//! Things that can happen to a case after its referral: one line of [`CASE_EVENTS`] for each, tried by anyone who may
//! do it.

use crate::{Answer, HUB, form, new_id, soon};
use events::justice::Step;
use serde_json::{Value, json};

/// Somebody whose case is with the hub.
#[derive(Debug)]
pub struct CasePerson {
    /// What is special about them.
    pub name: &'static str,
    pub reference: String,
    /// The memorable word that opens their page.
    pub word: String,
    /// Whether the police referred them. The police and witness care see no other cases.
    pub by_police: bool,
}

/// How long to retry a command while the case is changing.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// Tries to make something happen. Returns whether it did.
pub type Event = fn(&CasePerson) -> bool;

/// The events, in an order that lets each follow the others.
pub const CASE_EVENTS: &[(&str, Event)] = &[
    ("a coordinator clears a conflict", |person| {
        person.coordinator_command("clear-conflict", &json!({"reason": "spoken-alone"}))
    }),
    ("a service says no", |person| {
        person.answer_offer("decline", &json!({"why": "no-capacity"}))
    }),
    ("they tell the hub where they live", |person| {
        person.give_council("E07000178")
    }),
    ("a service says yes", |person| {
        person.answer_offer("accept", &json!({}))
    }),
    ("nobody answers the phone", |person| {
        person.record_act(&json!({"act": "contact-tried", "by": "phone", "outcome": "no-answer"}))
    }),
    ("an e-mail is written to them", |person| {
        person
            .record_act(&json!({"act": "contact-tried", "by": "email", "outcome": "message-left"}))
    }),
    ("the service reaches them", |person| {
        person.record_act(&json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}))
    }),
    (
        "they answer the questions about their wellbeing",
        |person| {
            person.record_act(&json!({"act": "measured", "point": "beginning", "scores": null}))
        },
    ),
    ("they have support", |person| {
        person.record_act(&json!({"act": "session-held", "modality": "phone", "minutes": 30}))
    }),
    ("they reach a stage", |person| {
        person.record_act(&json!({"act": "stage-reached", "stage": "inform"}))
    }),
    ("someone is arrested", |person| {
        person.record_step("police", Step::Arrested)
    }),
    ("the police tell them by e-mail", |person| {
        person.record_told("police", "arrested", "email")
    }),
    ("someone is charged", |person| {
        person.record_step("police", Step::Charged)
    }),
    ("a hearing is set", |person| {
        person.record_step("witness-care", Step::HearingSet)
    }),
    ("there is a verdict", |person| {
        person.record_step("witness-care", Step::Verdict)
    }),
    ("witness care tells them on their page", |person| {
        person.record_told("witness-care", "verdict", "online")
    }),
    ("there is a sentence", |person| {
        person.record_step("witness-care", Step::Sentenced)
    }),
    ("the police ask for notes", |person| {
        person
            .agency_command(
                "police",
                "request-notes",
                &json!({"id": new_id(), "reason": "other"}),
            )
            .status
            == 403
    }),
    ("they do not want a service", |person| person.choose(false)),
    ("they want another", |person| person.choose(true)),
    ("a coordinator hands the case on", |person| person.hand_on()),
    ("the other team says yes", |person| {
        person.answer_offer("accept", &json!({}))
    }),
    ("it is not safe to go on", |person| {
        person.record_act(&json!({"act": "contact-tried", "by": "phone", "outcome": "unsafe"}))
    }),
    ("a service ends its support", |person| {
        person.record_act(&json!({"act": "closed", "outcome": "not-reached"}))
    }),
    ("a coordinator is named for them", |person| {
        person.coordinator_command("assign", &json!({}))
    }),
    ("somebody has to call them", |person| {
        person.coordinator_command("task", &json!({"kind": "call"}))
    }),
    ("somebody has to write to them", |person| {
        person.coordinator_command("task", &json!({"kind": "letter"}))
    }),
    ("it is done", |person| person.complete_tasks()),
    ("the danger is greater", |person| {
        person.coordinator_command(
            "uplift",
            &json!({"tier": "enhanced", "risk": "high", "reason": "greater-danger"}),
        )
    }),
    ("something was learned since", |person| {
        person.coordinator_command(
            "reassess",
            &json!({"why": "person-told", "spoken": "yes", "thoughts_of_suicide": "yes", "needs": ["trouble-sleeping"]}),
        )
    }),
    ("a meeting is given the case", |person| {
        let asked = json!({"pathway": "marac", "criterion": "visible-high-risk", "basis": "serious-harm-override"});
        person.coordinator_command("pathway", &asked)
    }),
    ("the meeting has it", |person| {
        person.coordinator_command("acknowledge-pathway", &json!({"pathway": "marac"}))
    }),
    ("something is shared to prevent harm", |person| {
        let shared = json!({"to": "marac", "reason": "danger-to-life", "scope": ["concern"], "approver": "duty-manager"});
        person.coordinator_command("disclose", &shared)
    }),
    ("somebody else approves it", |person| {
        let number = &person.case()["disclosures"][0]["disclosure"];
        number.is_u64()
            && person.command_as(
                "duty-manager",
                "approve-disclosure",
                &json!({"disclosure": number}),
            )
    }),
    ("they complain", |person| {
        person.coordinator_command(
            "complaint",
            &json!({"about": "service", "words": "Nobody called me."}),
        )
    }),
    ("their complaint is answered", |person| {
        person.answer_complaint()
    }),
    ("they want quiet", |person| {
        person.coordinator_command("pause", &json!({"until": in_days(7)}))
    }),
    ("the quiet is over", |person| {
        person.coordinator_command("resume", &json!({}))
    }),
    ("their ways of contact are asked again", |person| {
        person.coordinator_command(
            "contact",
            &json!({"contact": person.case()["referral"]["contact"], "why": "asked"}),
        )
    }),
    ("they withdraw their consent", |person| {
        person.withdraw_consent()
    }),
    ("the case is closed", |person| {
        person.coordinator_command("close", &json!({"why": "withdrew"}))
    }),
    ("it is opened again", |person| {
        person.coordinator_command("reopen", &json!({"why": "new-needs"}))
    }),
    ("a court puts a legal hold on the case", |person| {
        person.coordinator_command("legal-hold", &json!({"on": true}))
    }),
    ("the legal hold ends", |person| {
        person.coordinator_command("legal-hold", &json!({"on": false}))
    }),
    ("they look at their page", |person| {
        person.page_command("progress", &[]).status == 200
    }),
    ("they have died", |person| {
        person.coordinator_command("died", &json!({}))
    }),
    ("their page is closed", |person| {
        person.coordinator_command("close-page", &json!({}))
    }),
];

impl CasePerson {
    /// Posts their referral, which must be accepted.
    pub fn refer(name: &'static str, referral: &Value) -> Self {
        let answer = HUB.post(referral);
        assert_eq!(answer.status, 201, "{name}: {}", answer.text);
        let answer = answer.json();
        let text = |field: &str| answer[field].as_str().unwrap_or_default().to_owned();
        let by_police = referral["source"]["kind"] == "police";
        let reference = text("reference");
        let word = match text("memorable_word") {
            none if none.is_empty() => HUB.new_words(&reference),
            word => word,
        };
        Self {
            name,
            reference,
            word,
            by_police,
        }
    }

    /// The case as a coordinator sees it.
    pub fn case(&self) -> Value {
        HUB.case(&self.reference)
    }

    /// Posts a command of the person from their page.
    pub fn page_command(&self, what: &str, more: &[(&str, &str)]) -> Answer {
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

    /// Posts a command of a coordinator. If it needs a version, uses the current one.
    pub fn coordinator_command(&self, what: &str, body: &Value) -> bool {
        self.command_as("coordinator", what, body)
    }

    /// The same, by a named coordinator.
    pub fn command_as(&self, who: &str, what: &str, body: &Value) -> bool {
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
        succeeded(&answer)
    }

    /// They withdraw what they agreed to. If nobody has asked them yet, they agree to nothing.
    pub fn withdraw_consent(&self) -> bool {
        self.coordinator_command("consent", &json!({"scope": []}))
    }

    /// Marks every task of the case as done.
    pub fn complete_tasks(&self) -> bool {
        let case = self.case();
        let tasks = case["tasks"]
            .as_array()
            .map_or(&[][..], Vec::as_slice)
            .iter();
        let open = tasks.filter(|task| task["done_at"].is_null());
        let done = open.map(|task| {
            self.coordinator_command(
                "task-done",
                &json!({"task": task["task"], "outcome": "done"}),
            )
        });
        done.fold(false, |any, done| any | done)
    }

    /// Replies to their first complaint.
    pub fn answer_complaint(&self) -> bool {
        let complaint = &self.case()["complaints"][0]["complaint"];
        let reply = json!({"complaint": complaint, "step": "replied"});
        complaint.is_u64() && self.coordinator_command("answer-complaint", &reply)
    }

    /// Posts a command of a justice agency.
    pub fn agency_command(&self, agency: &str, what: &str, body: &Value) -> Answer {
        HUB.post_as(
            &HUB.token(agency),
            &format!("/police/cases/{}/{what}", self.reference),
            body,
        )
    }

    /// An agency records that a step has just happened.
    pub fn record_step(&self, agency: &str, step: Step) -> bool {
        let now = jiff::Timestamp::now().to_string();
        self.by_police
            && succeeded(&self.agency_command(
                agency,
                "progress",
                &json!({"id": new_id(), "step": step, "at": now}),
            ))
    }

    /// An agency records how it told them what a rule requires.
    pub fn record_told(&self, agency: &str, rule: &str, how: &str) -> bool {
        if !self.by_police {
            return false;
        }
        let case = self.case();
        let promises = case["promises"].as_array().map_or(&[][..], Vec::as_slice);
        let latest = promises.iter().rfind(|promise| {
            promise["code"]
                .as_str()
                .is_some_and(|code| code.starts_with(rule))
        });
        latest.is_some_and(|promise| {
            succeeded(&self.agency_command(
                agency,
                "told",
                &json!({"id": new_id(), "promise": promise["code"], "how": how}),
            ))
        })
    }

    /// A provider answers an offer when the case has settled.
    pub fn answer_offer(&self, answer: &str, body: &Value) -> bool {
        onward_of(&HUB.settled(&self.reference), "offered").is_some_and(|(token, href)| {
            succeeded(&HUB.post_as(&token, &format!("{href}/{answer}"), body))
        })
    }

    /// A provider records an act.
    pub fn record_act(&self, act: &Value) -> bool {
        let case = self.case();
        let version = version(&case);
        onward_of(&case, "accepted")
            .is_some_and(|(token, href)| succeeded(&HUB.act_of(&token, &href, act, version)))
    }

    /// They give their council.
    pub fn give_council(&self, council: &str) -> bool {
        let asks = self.case()["local_authority"].is_null();
        asks && succeeded(&self.page_command("council", &[("council", council)]))
    }

    /// They ask for a service that was left out, or no longer want one that was asked.
    pub fn choose(&self, wanted: bool) -> bool {
        let case = self.case();
        if wanted {
            let left = &case["left"][0]["service"];
            left.is_string()
                && self
                    .coordinator_command("choice", &json!({"wanted": [left], "reason": "knows-it"}))
        } else {
            let asked = &case["onwards"][0]["offered"]["service"];
            asked.is_string()
                && self.coordinator_command(
                    "choice",
                    &json!({"unwanted": [asked], "reason": "not-ready"}),
                )
        }
    }

    /// A coordinator hands the case on to another team.
    pub fn hand_on(&self) -> bool {
        let to = &self.case()["hand_on_to"][0]["service"];
        let body = json!({"service": to, "basis": "consent", "reason": "national-need"});
        to.is_string() && self.coordinator_command("hand-on", &body)
    }

    /// A token of the provider of the first onward referral in that state, and the onward referral's address.
    pub fn onward(&self, state: &str) -> Option<(String, String)> {
        onward_of(&self.case(), state)
    }

    /// Waits until the hub has nothing left to do with the case.
    pub fn wait_until_settled(&self) {
        soon("rest", || {
            (self.case()["owner"]["kind"] != "hub").then_some(())
        });
    }
}

fn version(case: &Value) -> u64 {
    case["version"].as_u64().unwrap_or_default()
}

/// That many days from now.
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

/// Whether a command succeeded. The hub itself must never fail.
fn succeeded(answer: &Answer) -> bool {
    assert!(answer.status < 500, "{}", answer.text);
    (200..300).contains(&answer.status)
}
