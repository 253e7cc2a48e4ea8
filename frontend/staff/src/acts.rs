//! What a provider's staff can say about an onward referral: no, what they did, how the person is, the end of it.
//!
//! Each form is data: its fields, where it goes, and what it sends.

use events::care::{ContactOutcome, Outcome, Point, RecoveryStage};
use events::case::DeclineReason;
use events::referral::{ChannelKind, Modality};
use serde_json::{Map, Value, json};

/// The six outcome areas, each with the question that is asked (DC15).
const AREAS: [(&str, &str); 6] = [
    ("health", "Health and wellbeing"),
    ("coping", "Coping with everyday life"),
    ("safety", "Feeling safe"),
    ("reintegration", "Being among people"),
    ("informed", "Feeling informed and supported"),
    ("justice", "Experience of the criminal justice system"),
];

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
    /// That the support is over.
    Closed,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What can be put in.
    pub takes: Takes,
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these: each its code and its words.
    Choice(Vec<(&'static str, String)>),
    /// A whole number between these.
    Number(u16, u16),
}

/// What can be said now, by where the onward referral stands.
pub fn now(details: &Value) -> Vec<Say> {
    let over = details.pointer("/care/outcome").is_some_and(|outcome| !outcome.is_null());
    match details.get("state").and_then(Value::as_str) {
        Some("offered") => vec![Say::Decline],
        Some("accepted") if !over => {
            vec![Say::ContactTried, Say::SessionHeld, Say::Measured, Say::StageReached, Say::Closed]
        }
        _ => Vec::new(),
    }
}

impl Say {
    /// The heading of its form.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Decline => "Say no",
            Self::ContactTried => "I tried to get in touch",
            Self::SessionHeld => "I gave support",
            Self::Measured => "How the person is",
            Self::StageReached => "How far the person has come",
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
            Self::Closed => "closed",
        }
    }

    /// Where it is sent, under the onward referral's own address.
    pub const fn address(self) -> &'static str {
        match self {
            Self::Decline => "decline",
            _ => "acts",
        }
    }

    /// Its fields.
    pub fn fields(self) -> Vec<Field> {
        match self {
            Self::Decline => vec![choice("why", "Why not?", DeclineReason::ALL.iter().map(|w| w.as_str()))],
            Self::ContactTried => vec![
                choice("by", "How?", ChannelKind::ALL.iter().map(|by| by.as_str())),
                choice("outcome", "What came of it?", ContactOutcome::ALL.iter().map(|o| o.as_str())),
            ],
            Self::SessionHeld => vec![
                choice("modality", "How?", Modality::ALL.iter().map(|how| how.as_str())),
                Field { name: "minutes", label: "For how many minutes?", takes: Takes::Number(1, 600) },
            ],
            Self::Measured => {
                let point = choice("point", "When in the support is this?", Point::ALL.iter().map(|p| p.as_str()));
                let scores = AREAS.iter().map(|(name, label)| Field { name, label, takes: Takes::Number(0, 10) });
                std::iter::once(point).chain(scores).collect()
            }
            Self::StageReached => {
                vec![choice("stage", "Which stage?", RecoveryStage::ALL.iter().map(|stage| stage.as_str()))]
            }
            Self::Closed => vec![choice("outcome", "How did it end?", Outcome::ALL.iter().map(|o| o.as_str()))],
        }
    }

    /// What is sent for those answers. Six empty scores say that the person would rather not.
    pub fn body(self, answer: &dyn Fn(&str) -> String) -> Value {
        let text = |name: &str| Value::from(answer(name));
        let number = |name: &str| answer(name).trim().parse::<u16>().map_or(Value::Null, Value::from);
        let act = match self {
            Self::Decline => return json!({"why": text("why")}),
            Self::ContactTried => json!({"by": text("by"), "outcome": text("outcome")}),
            Self::SessionHeld => json!({"modality": text("modality"), "minutes": number("minutes")}),
            Self::Measured => {
                let scores: Map<String, Value> =
                    AREAS.iter().map(|(name, _)| ((*name).to_owned(), number(name))).collect();
                let silent = scores.values().all(Value::is_null);
                json!({"point": text("point"), "scores": if silent { Value::Null } else { Value::Object(scores) }})
            }
            Self::StageReached => json!({"stage": text("stage")}),
            Self::Closed => json!({"outcome": text("outcome")}),
        };
        let mut act = act;
        act["act"] = Value::from(self.code());
        act
    }
}

pub(crate) fn choice(name: &'static str, label: &'static str, codes: impl Iterator<Item = &'static str>) -> Field {
    Field { name, label, takes: Takes::Choice(codes.map(|code| (code, words(code))).collect()) }
}

/// A code as words: `no-answer` is `No answer`.
pub(crate) fn words(code: &str) -> String {
    let text = code.replace('-', " ");
    let (first, rest) = text.split_at(text.len().min(1));
    format!("{}{rest}", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::care::Act;

    const ALL: [Say; 5] = [Say::ContactTried, Say::SessionHeld, Say::Measured, Say::StageReached, Say::Closed];

    /// The first choice, or the smallest number, of each field.
    fn first(say: Say) -> Value {
        let fields = say.fields();
        say.body(&|name| match fields.iter().find(|field| field.name == name).map(|field| &field.takes) {
            Some(Takes::Choice(choices)) => choices[0].0.to_owned(),
            Some(Takes::Number(least, _)) => least.to_string(),
            None => String::new(),
        })
    }

    #[test]
    fn what_each_form_sends_is_an_act_of_the_hub() {
        for say in ALL {
            let act: Result<Act, _> = serde_json::from_value(first(say));
            assert!(act.is_ok(), "{say:?}: {act:?}");
        }
    }

    #[test]
    fn who_would_rather_not_say_has_no_scores() {
        let act = Say::Measured.body(&|name| if name == "point" { "end".to_owned() } else { String::new() });
        assert_eq!(act, json!({"act": "measured", "point": "end", "scores": null}));
    }

    #[test]
    fn only_what_can_be_said_is_asked() {
        assert_eq!(now(&json!({"state": "offered"})), [Say::Decline]);
        assert_eq!(now(&json!({"state": "accepted", "care": {"outcome": null}})), ALL);
        assert!(now(&json!({"state": "accepted", "care": {"outcome": "completed"}})).is_empty());
        assert!(now(&json!({"state": "expired"})).is_empty());
    }
}
