//! The id of a promise: the rule that makes it and the event that it is about.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The code of a rule that makes promises: one of the hub's rules, or one of an edition of the
/// Victims' Code. It never contains a point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleCode(Cow<'static, str>);

impl RuleCode {
    /// A provider answers an offer.
    pub const ANSWER: Self = Self(Cow::Borrowed("answer"));
    /// A provider that accepted tries to reach the person.
    pub const FIRST_CONTACT: Self = Self(Cow::Borrowed("first-contact"));
    /// A coordinator looks at a case that the coordinators hold.
    pub const LOOK: Self = Self(Cow::Borrowed("look"));
    /// Somebody does a task by hand.
    pub const TASK: Self = Self(Cow::Borrowed("task"));
    /// A multi-agency meeting acknowledges the case.
    pub const PATHWAY: Self = Self(Cow::Borrowed("pathway"));
    /// The hub acknowledges a complaint.
    pub const COMPLAINT_ACKNOWLEDGED: Self = Self(Cow::Borrowed("complaint-acknowledged"));
    /// The hub answers a complaint.
    pub const COMPLAINT_REPLIED: Self = Self(Cow::Borrowed("complaint-replied"));

    /// A rule of an edition of the Victims' Code, by its code.
    pub const fn of_the_code(code: String) -> Self {
        Self(Cow::Owned(code))
    }

    /// The stored spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The id of a promise, unique within the case. Its spelling is `arrested.7`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PromiseId {
    /// The rule that makes the promise.
    pub rule: RuleCode,
    /// The number of the event that it is about.
    pub event_number: u32,
}

impl PromiseId {
    /// Creates the id of the promise that the rule makes about that event.
    pub const fn new(rule: RuleCode, event_number: u32) -> Self {
        Self { rule, event_number }
    }
}

impl fmt::Display for PromiseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.rule, self.event_number)
    }
}

/// The text is not the id of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPromiseId;

impl fmt::Display for NotAPromiseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the id of a promise is a rule, a point and the number of an event")
    }
}

impl std::error::Error for NotAPromiseId {}

impl FromStr for PromiseId {
    type Err = NotAPromiseId;

    fn from_str(text: &str) -> Result<Self, NotAPromiseId> {
        let (rule, number) = text.rsplit_once('.').ok_or(NotAPromiseId)?;
        let event_number: u32 = number.parse().map_err(|_| NotAPromiseId)?;
        let id = Self::new(RuleCode::of_the_code(rule.to_owned()), event_number);
        // A number has exactly one spelling here, so that writing an id again gives the same text.
        let written = id.to_string();
        if rule.is_empty() || written != text {
            return Err(NotAPromiseId);
        }
        Ok(id)
    }
}

impl PartialEq<str> for PromiseId {
    fn eq(&self, other: &str) -> bool {
        other.parse::<Self>().as_ref() == Ok(self)
    }
}

impl PartialEq<&str> for PromiseId {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

impl Serialize for PromiseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PromiseId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_it_is_read() {
        for text in ["first-contact.7", "arrested.4294967295", "a.0"] {
            let json = format!("\"{text}\"");
            let id: PromiseId = serde_json::from_str(&json).unwrap();
            assert_eq!(
                (id.to_string().as_str(), &id),
                (text, &text.parse().unwrap())
            );
            assert_eq!(serde_json::to_string(&id).unwrap(), json);
        }
    }

    #[test]
    fn what_is_no_id_is_not_read() {
        for text in [
            "",
            "look",
            "look.",
            ".7",
            "look.07",
            "look.+7",
            "look.-1",
            "look.4294967296",
            "look.7 ",
        ] {
            assert_eq!(text.parse::<PromiseId>(), Err(NotAPromiseId), "{text}");
        }
    }

    #[test]
    fn a_rule_that_is_read_equals_the_constant() {
        let id: PromiseId = "look.2".parse().unwrap();
        assert_eq!(id, PromiseId::new(RuleCode::LOOK, 2));
        assert!(id == "look.2" && id != "look.3" && id != "look");
    }
}
