//! What a provider's staff can say about an onward referral: no, what they did, how the person is, the end of it.
//!
//! Each form is data: its fields, where it goes, and what it sends.

use crate::field::{Choices, Field, Takes};
use crate::wording::codes;
use events::care::{ContactOutcome, Outcome, Point, RecoveryStage};
use events::case::{DeclineReason, WhyReferredOn};
use events::referral::{ChannelKind, Modality, NeedCode};
use serde_json::{Map, Value, json};

/// The six outcome areas, each with the question that is asked (DC15).
pub(crate) const AREAS: [(&str, &str); 6] = [
    ("health", "Health and wellbeing"),
    ("coping", "Coping with everyday life"),
    ("safety", "Feeling safe"),
    ("reintegration", "Being among people"),
    ("informed", "Feeling informed and supported"),
    ("justice", "Experience of the criminal justice system"),
];

/// How a score is given.
const SCORES: &str =
    "0 is as bad as it can be, 10 is good. Leave all six empty if they would rather not say.";

/// One thing that can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Say {
    /// No to an offer.
    Decline,
    /// A try to reach the person.
    ContactTried,
    /// Support that was given.
    SessionHeld,
    /// How the person is.
    Measured,
    /// The stage of recovery that was reached.
    StageReached,
    /// That another service should help too, or instead.
    ReferOn,
    /// That the support is over.
    Closed,
}

/// What can be said now: the hub says what this person may.
pub fn now(details: &Value) -> Vec<Say> {
    if details.get("state").and_then(Value::as_str) == Some("offered") {
        return vec![Say::Decline];
    }
    let may = details
        .get("may")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let said = |say: &Say| may.iter().any(|code| code.as_str() == Some(say.code()));
    Say::WORK
        .into_iter()
        .filter(said)
        .filter(|say| *say != Say::ReferOn || !services(details).is_empty())
        .collect()
}

/// The services that the person could be referred on to, each its code and its words.
fn services(details: &Value) -> Choices {
    let choices = details
        .pointer("/refer_on_to/choices")
        .and_then(Value::as_array);
    let text = |choice: &Value, name: &str| choice[name].as_str().unwrap_or_default().to_owned();
    let named = |choice: &Value| {
        (
            text(choice, "service"),
            format!(
                "{} ({})",
                text(choice, "service_name"),
                text(choice, "provider_name")
            ),
        )
    };
    choices.into_iter().flatten().map(named).collect()
}

impl Say {
    /// All that is said of a person who is being supported.
    const WORK: [Self; 6] = [
        Self::ContactTried,
        Self::SessionHeld,
        Self::Measured,
        Self::StageReached,
        Self::ReferOn,
        Self::Closed,
    ];

    /// The heading of its form.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Decline => "Say no",
            Self::ContactTried => "I tried to get in touch",
            Self::SessionHeld => "I gave support",
            Self::Measured => "How the person is",
            Self::StageReached => "How far the person has come",
            Self::ReferOn => "Somebody else could help too",
            Self::Closed => "The support is over",
        }
    }

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Decline => "decline",
            Self::ContactTried => "contact-tried",
            Self::SessionHeld => "session-held",
            Self::Measured => "measured",
            Self::StageReached => "stage-reached",
            Self::ReferOn => "refer-on",
            Self::Closed => "closed",
        }
    }

    /// Where it is sent, under the onward referral's own address.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Decline => "decline",
            Self::ReferOn => "refer-on",
            _ => "acts",
        }
    }

    /// Its fields; `details` is what the hub shows of the onward referral.
    pub fn fields(self, details: &Value) -> Vec<Field> {
        match self {
            Self::Decline => vec![choice(
                "why",
                "Why not?",
                DeclineReason::ALL.iter().map(|w| w.as_str()),
            )],
            Self::ContactTried => vec![
                choice("by", "How?", ChannelKind::ALL.iter().map(|by| by.as_str())),
                choice(
                    "outcome",
                    "What came of it?",
                    ContactOutcome::ALL.iter().map(|o| o.as_str()),
                ),
            ],
            Self::SessionHeld => vec![
                choice(
                    "modality",
                    "How?",
                    Modality::ALL.iter().map(|how| how.as_str()),
                ),
                Field::new("minutes", "For how many minutes?", Takes::Number(1, 600)),
            ],
            Self::Measured => {
                let point = choice(
                    "point",
                    "When in the support is this?",
                    Point::ALL.iter().map(|p| p.as_str()),
                );
                let scores = AREAS.iter().map(|(name, label)| {
                    let hint = if *name == "health" { SCORES } else { "" };
                    Field::new(*name, label, Takes::Number(0, 10)).hint(hint)
                });
                std::iter::once(point)
                    .chain(scores)
                    .chain([needs(
                        "needs",
                        "Which needs remain? Leave it empty if you did not ask",
                    )])
                    .collect()
            }
            Self::ReferOn => vec![
                Field::new(
                    "service",
                    "Which service?",
                    Takes::Choice(services(details)),
                ),
                needs("needs", "For which needs?"),
                choice(
                    "reason",
                    "Why?",
                    WhyReferredOn::ALL.iter().map(|why| why.as_str()),
                ),
                Field::new("agreed", "The person has said yes to this", Takes::Yes),
            ],
            Self::StageReached => {
                vec![choice(
                    "stage",
                    "Which stage?",
                    RecoveryStage::ALL.iter().map(|stage| stage.as_str()),
                )]
            }
            Self::Closed => vec![choice(
                "outcome",
                "How did it end?",
                Outcome::ALL.iter().map(|o| o.as_str()),
            )],
        }
    }

    /// What is sent for those answers. Six empty scores say that the person would rather not. Several answers to one field
    /// come with a space between them.
    pub fn body(self, answer: &dyn Fn(&str) -> String) -> Value {
        let text = |name: &str| Value::from(answer(name));
        let number = |name: &str| {
            answer(name)
                .trim()
                .parse::<u16>()
                .map_or(Value::Null, Value::from)
        };
        let act = match self {
            Self::Decline => return json!({"why": text("why")}),
            Self::ContactTried => json!({"by": text("by"), "outcome": text("outcome")}),
            Self::SessionHeld => {
                json!({"modality": text("modality"), "minutes": number("minutes")})
            }
            Self::Measured => {
                let scores: Map<String, Value> = AREAS
                    .iter()
                    .map(|(name, _)| ((*name).to_owned(), number(name)))
                    .collect();
                let silent = scores.values().all(Value::is_null);
                let scores = if silent {
                    Value::Null
                } else {
                    Value::Object(scores)
                };
                let needs = listed(&answer("needs"));
                let mut act = json!({"point": text("point"), "scores": scores});
                if !needs.is_empty() {
                    act["needs"] = Value::from(needs);
                }
                act
            }
            Self::ReferOn => {
                let (needs, agreed) = (listed(&answer("needs")), answer("agreed") == "true");
                return json!({"service": text("service"), "needs": needs, "reason": text("reason"), "agreed": agreed});
            }
            Self::StageReached => json!({"stage": text("stage")}),
            Self::Closed => json!({"outcome": text("outcome")}),
        };
        let mut act = act;
        act["act"] = Value::from(self.code());
        act
    }
}

fn choice(name: &str, label: &'static str, all: impl Iterator<Item = &'static str>) -> Field {
    Field::new(name, label, Takes::Choice(codes(all)))
}

fn needs(name: &str, label: &'static str) -> Field {
    Field::new(
        name,
        label,
        Takes::Several(codes(NeedCode::ALL.iter().map(|need| need.as_str()))),
    )
}

fn listed(answers: &str) -> Vec<String> {
    answers.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::care::Act;
    use events::case::ReferOn;

    fn choices() -> Value {
        json!({
            "state": "accepted",
            "may": ["contact-tried", "session-held", "measured", "stage-reached", "refer-on", "closed"],
            "refer_on_to": {"choices": [{"service": "isva", "service_name": "Advisers", "provider_name": "Refuge"}]},
        })
    }

    /// The first choice, or the smallest number, of each field.
    fn first(say: Say) -> Value {
        let fields = say.fields(&choices());
        say.body(&|name| match fields
            .iter()
            .find(|field| field.name == name)
            .map(|field| &field.takes)
        {
            Some(Takes::Choice(choices)) => choices[0].0.clone(),
            Some(Takes::Several(choices)) => format!("{} {}", choices[0].0, choices[1].0),
            Some(Takes::Number(least, _)) => least.to_string(),
            Some(Takes::Yes) => "true".to_owned(),
            _ => String::new(),
        })
    }

    #[test]
    fn what_each_form_sends_is_an_act_of_the_hub() {
        for say in Say::WORK.into_iter().filter(|say| *say != Say::ReferOn) {
            let act: Result<Act, _> = serde_json::from_value(first(say));
            assert!(act.is_ok(), "{say:?}: {act:?}");
        }
    }

    #[test]
    fn that_the_person_may_have_died_can_be_said_of_a_try_and_of_the_end() {
        for (say, code) in [(Say::ContactTried, "may-have-died"), (Say::Closed, "died")] {
            let fields = say.fields(&choices());
            let Some(Takes::Choice(outcomes)) = fields.last().map(|field| &field.takes) else {
                panic!("a choice")
            };
            assert!(
                outcomes.iter().any(|(known, _)| *known == code),
                "{say:?}: {outcomes:?}"
            );
        }
    }

    #[test]
    fn who_would_rather_not_say_has_no_scores() {
        let act = Say::Measured.body(&|name| {
            if name == "point" {
                "end".to_owned()
            } else {
                String::new()
            }
        });
        assert_eq!(
            act,
            json!({"act": "measured", "point": "end", "scores": null})
        );
    }

    #[test]
    fn a_person_is_referred_on_for_needs_and_by_their_own_word() {
        let asked: ReferOn = serde_json::from_value(first(Say::ReferOn)).unwrap();
        assert_eq!(
            (asked.service.as_str(), asked.needs.len(), asked.agreed),
            ("isva", 2, true)
        );
        let silent = Say::ReferOn.body(&|name| {
            if name == "reason" {
                "other-need".to_owned()
            } else {
                String::new()
            }
        });
        assert_eq!(
            silent["agreed"], false,
            "a box that was not ticked is no yes"
        );
    }

    #[test]
    fn only_what_this_person_may_say_is_asked() {
        assert_eq!(now(&json!({"state": "offered"})), [Say::Decline]);
        assert_eq!(now(&choices()), Say::WORK);
        let volunteer = json!({"state": "accepted", "may": ["contact-tried", "session-held"]});
        assert_eq!(now(&volunteer), [Say::ContactTried, Say::SessionHeld]);
        let nobody = json!({"state": "accepted", "may": ["refer-on", "closed"], "refer_on_to": {"choices": []}});
        assert_eq!(
            now(&nobody),
            [Say::Closed],
            "there is nobody to refer on to"
        );
        assert!(now(&json!({"state": "closed", "care": {"outcome": "completed"}})).is_empty());
        assert!(now(&json!({"state": "expired"})).is_empty());
    }
}
