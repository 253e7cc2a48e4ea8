//! One field of a form: what is asked, what can be put in, and what is sent for it.

use events::{Reference, parse};
use serde_json::Value;

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name: a member of what is sent, or as a JSON pointer a place in it.
    pub name: String,
    /// Its label.
    pub label: &'static str,
    /// What helps to fill it in; may be empty.
    pub hint: String,
    /// What can be put in.
    pub takes: Takes,
    /// Whether it has to be answered.
    pub needed: bool,
    /// What stands there already.
    pub given: Vec<String>,
}

/// Answers to choose from, each its code and its words.
pub type Choices = Vec<(String, String)>;

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// One of these, the first unless another is chosen.
    Choice(Choices),
    /// One of these, and none until it is chosen.
    One(Choices),
    /// One of these or none, sent as a list.
    Among(Choices),
    /// Any number of these.
    Several(Choices),
    /// A whole number between these.
    Number(u16, u16),
    /// Yes, which has to be said.
    Yes,
    /// A line of text; the kind of keyboard that it needs.
    Line(&'static str),
    /// The account of somebody who works here.
    Account,
    /// The reference of a case.
    Reference,
    /// Text of several lines: of how many characters at most.
    Words(usize),
    /// A day to come; what is sent is nine o'clock of its morning.
    Day,
    /// A moment to come, as a clock in London shows it.
    Moment,
    /// A time of the day.
    Time,
    /// Nothing that is shown: what stands there goes along.
    Kept,
    /// A tick, and what belongs to it.
    Way(Vec<Field>),
    /// Nothing of its own: fields under one question.
    Set(Vec<Field>),
    /// Nothing of its own: fields that are folded away until they are wanted.
    Fold(Vec<Field>),
}

/// What is wrong with the answer to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field; none where it is the whole form.
    pub field: Option<Field>,
    /// What to do about it.
    pub says: String,
}

impl Wrong {
    /// The name of the field; empty where it is the whole form.
    pub fn name(&self) -> &str {
        self.field.as_ref().map_or("", |field| field.name.as_str())
    }
}

impl Field {
    /// A field that may stay empty.
    pub fn new(name: impl Into<String>, label: &'static str, takes: Takes) -> Self {
        Self {
            name: name.into(),
            label,
            hint: String::new(),
            takes,
            needed: false,
            given: Vec::new(),
        }
    }

    /// The same, to be answered.
    pub fn needed(self) -> Self {
        Self {
            needed: true,
            ..self
        }
    }

    /// The same, with what helps to fill it in.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// The same, with what stands there already.
    pub fn given(self, given: Vec<String>) -> Self {
        Self { given, ..self }
    }

    /// Where it is on the page, in the form of that name.
    pub fn id(&self, form: &str) -> String {
        format!(
            "{form}-{}",
            self.name.trim_start_matches('/').replace('/', "-")
        )
    }

    /// What of it can be gone to: the first of its answers, where it has several.
    pub fn first_id(&self, form: &str) -> String {
        match &self.takes {
            Takes::One(choices) if choices.len() > RADIOS => self.id(form),
            Takes::One(choices) | Takes::Several(choices) => {
                let first = choices.first().map_or("", |(code, _)| code.as_str());
                format!("{}-{first}", self.id(form))
            }
            _ => self.id(form),
        }
    }

    /// Itself and all that belongs to it, each that is answered.
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.takes {
            Takes::Set(inner) | Takes::Fold(inner) => inner.iter().flat_map(Self::leaves).collect(),
            Takes::Way(inner) => std::iter::once(self)
                .chain(inner.iter().flat_map(Self::leaves))
                .collect(),
            _ => vec![self],
        }
    }

    /// What is sent for those answers; nothing where there is none. `now` is what a clock in London shows.
    ///
    /// # Errors
    /// What to do about an answer that cannot be taken.
    pub(crate) fn read(&self, answers: &[String], now: &str) -> Result<Option<Value>, String> {
        let texts: Vec<&str> = answers
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let Some(text) = texts.first().copied() else {
            return if self.needed {
                Err(self.missing().to_owned())
            } else {
                Ok(None)
            };
        };
        let said = match &self.takes {
            Takes::Several(_) | Takes::Among(_) => Value::from(texts),
            Takes::Number(..) => {
                Value::from(text.parse::<u16>().map_err(|_| "Type a whole number")?)
            }
            Takes::Yes | Takes::Way(_) => Value::Bool(text == "true"),
            Takes::Account if !is_account(text) => {
                return Err(
                    "Type the account as it is where they sign in, without spaces".to_owned(),
                );
            }
            Takes::Reference => {
                let reference = text
                    .parse::<Reference>()
                    .map_err(|_| "Check the reference: eight letters and numbers")?;
                Value::from(reference.as_str())
            }
            Takes::Words(most) if text.chars().count() > *most => {
                return Err("This is too long. Use fewer letters".to_owned());
            }
            Takes::Day => Value::from(to_come(&format!("{text}T09:00"), now)?),
            Takes::Moment => Value::from(to_come(text, now)?),
            _ => Value::from(text),
        };
        Ok(Some(said))
    }

    const fn missing(&self) -> &'static str {
        match self.takes {
            Takes::Several(_) => "Tick at least one",
            Takes::Day => "Choose a day",
            Takes::Words(_) | Takes::Line(_) | Takes::Account | Takes::Reference => {
                "Type something here"
            }
            _ => "Choose one",
        }
    }
}

/// So many answers to choose one from are all seen at once; more are a list that opens.
pub const RADIOS: usize = 6;

/// The moment that a clock in London shows so, where it is to come within a year.
fn to_come(text: &str, now: &str) -> Result<String, &'static str> {
    let at = parse::london(text).ok_or("Choose a day and a time")?;
    let today = parse::london(now).ok_or("Choose a time to come")?;
    if at <= today {
        return Err("Choose a time to come");
    }
    let year = |text: &str| {
        text.get(..4)
            .and_then(|year| year.parse::<u16>().ok())
            .unwrap_or_default()
    };
    // The hub counts a year more exactly, and says so.
    if year(text) > year(now) + 1 {
        Err("Choose a time within a year")
    } else {
        Ok(at.to_string())
    }
}

/// An account's name as the hub takes it: nothing that says a sentence.
fn is_account(text: &str) -> bool {
    text.len() <= 128
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.@+".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-22T10:45";

    fn read(takes: Takes, text: &str) -> Result<Option<Value>, String> {
        Field::new("field", "Field", takes)
            .needed()
            .read(&[text.to_owned()], NOW)
    }

    #[test]
    fn a_time_is_said_as_the_clock_in_london_shows_it_and_lies_ahead() {
        assert_eq!(
            read(Takes::Day, "2026-12-24"),
            Ok(Some(Value::from("2026-12-24T09:00:00Z")))
        );
        assert_eq!(
            read(Takes::Day, "2027-07-01"),
            Ok(Some(Value::from("2027-07-01T08:00:00Z"))),
            "summer"
        );
        assert_eq!(
            read(Takes::Moment, "2026-11-22T10:46"),
            Ok(Some(Value::from("2026-11-22T10:46:00Z")))
        );
        for (takes, text) in [
            (Takes::Moment, "2026-11-22T10:45"),
            (Takes::Day, "2026-11-22"),
            (Takes::Day, "2028-01-01"),
            (Takes::Day, "soon"),
        ] {
            assert!(read(takes, text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_taken_is_said_in_words_that_help() {
        assert_eq!(
            read(Takes::Account, "the boss").unwrap_err(),
            "Type the account as it is where they sign in, without spaces"
        );
        assert_eq!(
            read(Takes::Account, " boss ").unwrap(),
            Some(Value::from("boss"))
        );
        assert_eq!(
            read(Takes::Words(3), "four").unwrap_err(),
            "This is too long. Use fewer letters"
        );
        assert_eq!(
            read(Takes::Line("text"), "  ").unwrap_err(),
            "Type something here"
        );
        assert_eq!(
            read(Takes::Several(Vec::new()), "").unwrap_err(),
            "Tick at least one"
        );
    }

    #[test]
    fn a_reference_may_be_typed_as_it_was_read_out() {
        let reference = Reference::from_number(20_211);
        let typed = reference.spaced().to_lowercase();
        assert_eq!(
            read(Takes::Reference, &typed),
            Ok(Some(Value::from(reference.as_str())))
        );
        assert!(read(Takes::Reference, "22222223").is_err());
    }
}
