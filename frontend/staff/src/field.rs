//! One field of a form: its question, the answers it takes, and what is sent for them.

use events::{Reference, parse};
use serde_json::Value;
use words::{errors, staff};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// A member of the body that is sent. A name that begins with `/` is a JSON pointer into the referral.
    pub name: String,
    pub label: &'static str,
    /// Help with the answer; may be empty.
    pub hint: String,
    /// The answers that it takes.
    pub input: Input,
    /// Whether it must be answered.
    pub required: bool,
    /// The answer that the page shows at first. A choice that decides something has none: one press never records what
    /// no one chose.
    pub initial: Vec<String>,
}

/// Answers to choose from: the code and the label of each.
pub type Options = Vec<(String, String)>;

/// The answers that a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// One of these options. None is selected at first.
    Choice(Options),
    /// One of these or none, sent as a list.
    OptionalChoice(Options),
    /// Any number of these.
    Several(Options),
    /// A whole number between these.
    Number(u32, u32),
    /// A box that must be ticked.
    Confirmation,
    /// A line of text; the `type` of the input.
    Line(&'static str),
    /// The account of a colleague.
    Account,
    /// The reference of a case.
    Reference,
    /// Several lines of text, of at most so many characters.
    Text(usize),
    /// A day in the future, sent as 9am on that day.
    Day,
    /// A moment in the future, as a clock in London shows it.
    Moment,
    /// A moment in the past, as a clock in London shows it.
    Past,
    /// A time of day.
    Time,
    /// Not shown; the initial answer is sent.
    Hidden,
    /// A box to tick, and the fields that depend on it.
    Tick(Vec<Field>),
    /// Fields under one question.
    Group(Vec<Field>),
    /// Fields that are hidden until someone opens them.
    Folded(Vec<Field>),
    /// Fields under one question, sent as one object: all of them are answered, or none, which is sent as `null`.
    AllOrNone(Vec<Field>),
}

/// What is wrong with the answer to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormError {
    /// The field. `None` if the error is about the whole form.
    pub field: Option<Field>,
    /// What to do about it.
    pub message: String,
}

impl FormError {
    /// The name of the field. Empty if the error is about the whole form.
    pub fn name(&self) -> &str {
        self.field.as_ref().map_or("", |field| field.name.as_str())
    }
}

impl Field {
    /// An optional field.
    pub fn new(name: impl Into<String>, label: &'static str, input: Input) -> Self {
        Self {
            name: name.into(),
            label,
            hint: String::new(),
            input,
            required: false,
            initial: Vec::new(),
        }
    }

    /// A field in which one of these must be chosen.
    pub fn choice(name: impl Into<String>, label: &'static str, options: Options) -> Self {
        Self::new(name, label, Input::Choice(options)).required()
    }

    /// The same field, which must be answered.
    pub fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    /// The same field, with help.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// The same field, with the answer that the page shows at first.
    pub fn initial(self, initial: Vec<String>) -> Self {
        Self { initial, ..self }
    }

    /// The `id` of its input, in the form of that name.
    pub fn id(&self, form: &str) -> String {
        format!(
            "{form}-{}",
            self.name.trim_start_matches('/').replace('/', "-")
        )
    }

    /// The `id` of the first element that can have the focus: the first option, if it has several.
    pub fn focus_id(&self, form: &str) -> String {
        match &self.input {
            Input::Choice(options) if options.len() > MOST_RADIOS => self.id(form),
            Input::Choice(options) | Input::Several(options) => {
                let first = options.first().map_or("", |(code, _)| code.as_str());
                format!("{}-{first}", self.id(form))
            }
            _ => self.id(form),
        }
    }

    /// The fields that can be answered: this one, or the fields inside it.
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.input {
            Input::Group(inner) | Input::Folded(inner) | Input::AllOrNone(inner) => {
                inner.iter().flat_map(Self::leaves).collect()
            }
            Input::Tick(inner) => std::iter::once(self)
                .chain(inner.iter().flat_map(Self::leaves))
                .collect(),
            _ => vec![self],
        }
    }

    /// What is sent for those answers, or none. `now` is what a clock in London shows.
    ///
    /// # Errors
    /// What to do about an answer that cannot be sent.
    pub(crate) fn read(&self, answers: &[String], now: &str) -> Result<Option<Value>, String> {
        let texts: Vec<&str> = answers
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .collect();
        let Some(text) = texts.first().copied() else {
            return if self.required {
                Err(self.missing().to_owned())
            } else {
                Ok(None)
            };
        };
        let value = match &self.input {
            Input::Several(_) | Input::OptionalChoice(_) => Value::from(texts),
            Input::Number(least, most) => Value::from(
                text.parse::<u32>()
                    .ok()
                    .filter(|number| (least..=most).contains(&number))
                    .ok_or_else(|| staff::enter_number_between(least, most))?,
            ),
            Input::Confirmation | Input::Tick(_) => Value::Bool(text == "true"),
            Input::Account if !is_account(text) => {
                return Err(staff::check_account().to_owned());
            }
            Input::Reference => {
                let reference = text
                    .parse::<Reference>()
                    .map_err(|_| staff::check_reference())?;
                Value::from(reference.as_str())
            }
            Input::Text(most) if text.chars().count() > *most => {
                return Err(errors::too_long().to_owned());
            }
            Input::Day => Value::from(in_future(&format!("{text}T09:00"), now)?),
            Input::Moment => Value::from(in_future(text, now)?),
            Input::Past => Value::from(in_past(text, now)?),
            _ => Value::from(text),
        };
        Ok(Some(value))
    }

    fn missing(&self) -> &'static str {
        match self.input {
            Input::Several(_) => staff::tick_one(),
            Input::Day => staff::choose_day(),
            Input::Past => staff::choose_moment(),
            Input::Number(..) => staff::enter_number(),
            Input::Confirmation => staff::tick_to_confirm(),
            Input::Text(_) | Input::Line(_) | Input::Account | Input::Reference => {
                staff::enter_something()
            }
            _ => staff::choose_one(),
        }
    }
}

/// The most options that are shown as radio buttons; more are a list that opens.
pub const MOST_RADIOS: usize = 6;

/// The moment when a clock in London shows that, if it is within the next year.
fn in_future(text: &str, now: &str) -> Result<String, &'static str> {
    let at = parse::london(text).ok_or_else(staff::choose_moment)?;
    let today = parse::london(now).ok_or_else(staff::choose_later)?;
    if at <= today {
        return Err(staff::choose_later());
    }
    let year = |text: &str| {
        text.get(..4)
            .and_then(|year| year.parse::<u16>().ok())
            .unwrap_or_default()
    };
    // The hub checks the year to the day.
    if year(text) > year(now) + 1 {
        Err(staff::choose_within_year())
    } else {
        Ok(at.to_string())
    }
}

/// The moment when a clock in London shows that, if it has come.
fn in_past(text: &str, now: &str) -> Result<String, &'static str> {
    let at = parse::london(text).ok_or_else(staff::choose_moment)?;
    let now = parse::london(now).ok_or_else(staff::choose_moment)?;
    if at > now {
        return Err(words::staff_pages::choose_past());
    }
    Ok(at.to_string())
}

/// Whether the hub accepts the text as the name of an account. It cannot be a sentence.
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

    fn read(input: Input, text: &str) -> Result<Option<Value>, String> {
        Field::new("field", "Field", input)
            .required()
            .read(&[text.to_owned()], NOW)
    }

    #[test]
    fn a_time_is_london_time_and_in_the_future() {
        assert_eq!(
            read(Input::Day, "2026-12-24"),
            Ok(Some(Value::from("2026-12-24T09:00:00Z")))
        );
        assert_eq!(
            read(Input::Day, "2027-07-01"),
            Ok(Some(Value::from("2027-07-01T08:00:00Z"))),
            "summer"
        );
        assert_eq!(
            read(Input::Moment, "2026-11-22T10:46"),
            Ok(Some(Value::from("2026-11-22T10:46:00Z")))
        );
        for (input, text) in [
            (Input::Moment, "2026-11-22T10:45"),
            (Input::Day, "2026-11-22"),
            (Input::Day, "2028-01-01"),
            (Input::Day, "soon"),
        ] {
            assert!(read(input, text).is_err(), "{text}");
        }
    }

    #[test]
    fn each_error_says_what_to_do() {
        assert_eq!(
            read(Input::Account, "the boss").unwrap_err(),
            staff::check_account()
        );
        assert_eq!(
            read(Input::Account, " boss ").unwrap(),
            Some(Value::from("boss"))
        );
        assert_eq!(
            read(Input::Text(3), "four").unwrap_err(),
            errors::too_long()
        );
        assert_eq!(
            read(Input::Line("text"), "  ").unwrap_err(),
            staff::enter_something()
        );
        assert_eq!(
            read(Input::Several(Vec::new()), "").unwrap_err(),
            staff::tick_one()
        );
        for text in ["0", "601", "1.5", "many"] {
            assert_eq!(
                read(Input::Number(1, 600), text).unwrap_err(),
                "Enter a whole number from 1 to 600",
                "{text}"
            );
        }
        assert_eq!(
            read(Input::Confirmation, "").unwrap_err(),
            staff::tick_to_confirm()
        );
    }

    #[test]
    fn a_reference_may_be_typed_as_read_out() {
        let reference = Reference::from_number(20_211);
        let typed = reference.spaced().to_lowercase();
        assert_eq!(
            read(Input::Reference, &typed),
            Ok(Some(Value::from(reference.as_str())))
        );
        assert!(read(Input::Reference, "22222223").is_err());
    }
}
