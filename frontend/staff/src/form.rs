//! A form of the staff application: its fields, its address, its body, and the errors in the answers.

use crate::field::{Field, FormError, Input};
use crate::wording::message;
use events::FieldError;
use events::form::{FormDocument, document};
use serde_json::{Map, Value, json};
use words::staff;

/// All answers to a field, by its name.
pub type Answers<'a> = &'a dyn Fn(&str) -> Vec<String>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its `id` on the page.
    pub id: String,
    pub title: String,
    /// Where it is sent, under the address of the case or the onward referral.
    pub address: &'static str,
    pub fields: Vec<Field>,
    /// What is sent with the answers.
    pub fixed: Value,
    /// What happens once it is sent; may be empty.
    pub consequence: &'static str,
    /// What its button says.
    pub button: &'static str,
    /// Whether it is hard to undo: then its button is a warning.
    pub hard_to_undo: bool,
    /// The id of what it records, where the hub takes one.
    pub record: String,
}

/// The id of what a form on the page records. A second try with the same answers has the same id, so that the hub records
/// them once, although the answer to the first try was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record(Option<(Value, String)>);

impl Record {
    /// The id for these answers; a new one if they changed.
    pub fn id(&mut self, body: &Value, new: impl FnOnce() -> String) -> String {
        match &self.0 {
            Some((sent, id)) if sent == body => id.clone(),
            _ => {
                let id = new();
                self.0 = Some((body.clone(), id.clone()));
                id
            }
        }
    }

    /// It is recorded: the next answers are another record.
    pub fn done(&mut self) {
        self.0 = None;
    }
}

impl Form {
    /// A form that is sent to that address, which is its `id` too.
    pub fn new(address: &'static str, title: impl Into<String>, fields: Vec<Field>) -> Self {
        Self {
            id: address.to_owned(),
            title: title.into(),
            address,
            fields,
            fixed: json!({}),
            consequence: "",
            button: staff::save(),
            hard_to_undo: false,
            record: String::new(),
        }
    }

    /// The same form with another `id`, where an address has several forms.
    pub fn with_id(self, id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..self
        }
    }

    /// The same form with another title.
    pub fn with_title(self, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..self
        }
    }

    /// The same form, which is sent to that address.
    pub fn at(self, address: &'static str) -> Self {
        Self { address, ..self }
    }

    /// The same form, which says what happens once it is sent.
    pub const fn consequence(mut self, consequence: &'static str) -> Self {
        self.consequence = consequence;
        self
    }

    /// The same form, which is hard to undo, with its button and what happens once it is sent.
    pub const fn hard_to_undo(mut self, button: &'static str, consequence: &'static str) -> Self {
        (self.button, self.consequence, self.hard_to_undo) = (button, consequence, true);
        self
    }

    /// The fields that can be answered.
    fn leaves(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flat_map(Field::leaves)
    }

    /// The body for those answers. An answer that was left empty is left out. `now` is what a clock in London shows.
    ///
    /// # Errors
    /// Every answer that cannot be sent, and what to do about it.
    pub fn body(&self, answers: Answers<'_>, now: &str) -> Result<Value, Vec<FormError>> {
        let mut body = self.fixed.as_object().cloned().unwrap_or_else(Map::new);
        let mut reader = Reader {
            answers,
            now,
            last_moment: None,
            errors: Vec::new(),
        };
        reader.read(&self.fields, &mut body);
        if let Value::Object(part) = self.document(answers).value {
            body.extend(part);
        }
        if reader.errors.is_empty() {
            Ok(Value::Object(body))
        } else {
            Err(reader.errors)
        }
    }

    /// The part of a referral that the fields with a JSON pointer make, as on the public form.
    fn document(&self, answers: Answers<'_>) -> FormDocument {
        let pairs = self
            .leaves()
            .filter(|field| field.name.starts_with('/'))
            .flat_map(|field| {
                let texts = answers(&field.name)
                    .into_iter()
                    .map(|text| text.trim().to_owned());
                let name = |place: usize| match &field.input {
                    Input::Several(_) => format!("{}/{place}", field.name),
                    _ => field.name.clone(),
                };
                texts
                    .enumerate()
                    .map(move |(place, text)| (name(place), text))
                    .collect::<Vec<_>>()
            });
        document(pairs, None)
    }

    /// The hub's errors, each with the field that it names or that contains what it names.
    pub fn errors(&self, answers: Answers<'_>, errors: &[FieldError]) -> Vec<FormError> {
        let document = self.document(answers);
        let with_field = |error: &FieldError| {
            let name = document.name_of(&error.field);
            let named = |field: &&Field| {
                name == field.name || name.starts_with(&format!("{}/", field.name))
            };
            FormError {
                field: self.leaves().find(named).cloned(),
                message: message(error.code).to_owned(),
            }
        };
        errors.iter().map(with_field).collect()
    }
}

/// Reads the answers to the fields in their order.
struct Reader<'a> {
    answers: Answers<'a>,
    now: &'a str,
    /// The moments of a form have to be in order.
    last_moment: Option<String>,
    errors: Vec<FormError>,
}

impl Reader<'_> {
    fn read(&mut self, fields: &[Field], body: &mut Map<String, Value>) {
        for field in fields {
            match &field.input {
                Input::Group(inner) | Input::Folded(inner) => self.read(inner, body),
                Input::Tick(inner) => {
                    self.read_one(field, body);
                    self.read(inner, body);
                }
                Input::AllOrNone(inner) => {
                    let part = self.read_all_or_none(inner);
                    body.insert(field.name.clone(), part);
                }
                _ => self.read_one(field, body),
            }
        }
    }

    fn read_one(&mut self, field: &Field, body: &mut Map<String, Value>) {
        // It is part of the referral's document.
        if field.name.starts_with('/') {
            return;
        }
        match field.read(&(self.answers)(&field.name), self.now) {
            Ok(Some(value)) => {
                if field.input == Input::Moment {
                    let moment = value.to_string();
                    if self.last_moment.as_ref() >= Some(&moment) {
                        self.refuse(field, staff::choose_after());
                    }
                    self.last_moment = Some(moment);
                }
                body.insert(field.name.clone(), value);
            }
            Ok(None) => {}
            Err(message) => self.refuse(field, message),
        }
    }

    fn read_all_or_none(&mut self, fields: &[Field]) -> Value {
        let (mut part, before) = (Map::new(), self.errors.len());
        self.read(fields, &mut part);
        if part.is_empty() {
            return Value::Null;
        }
        // An answer with an error has been reported.
        if self.errors.len() == before {
            for field in fields {
                if !part.contains_key(&field.name) {
                    self.refuse(field, staff::answer_all());
                }
            }
        }
        Value::Object(part)
    }

    fn refuse(&mut self, field: &Field, message: impl Into<String>) {
        self.errors.push(FormError {
            field: Some(field.clone()),
            message: message.into(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::Code;

    const NOW: &str = "2026-11-22T10:45";

    fn form() -> Form {
        let from = Field::new("from", "Not before", Input::Moment);
        let due = Field::new("due", "By when", Input::Moment);
        let way = Field::new(
            "/contact/channels/0/safe",
            "An email is safe",
            Input::Tick(vec![
                Field::new(
                    "/contact/channels/0/address",
                    "Address",
                    Input::Line("email"),
                ),
                Field::new(
                    "/contact/channels/0/days",
                    "Days",
                    Input::Several(Vec::new()),
                ),
            ]),
        );
        let kind = Field::new("/contact/channels/0/kind", "", Input::Hidden);
        Form::new("task", "Task", vec![from, due, kind, way])
    }

    fn answers(answers: &[(&str, &str)]) -> impl Fn(&str) -> Vec<String> {
        let all: Vec<_> = answers
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        move |name| {
            all.iter()
                .filter(|(of, _)| of == name)
                .map(|(_, text)| text.clone())
                .collect()
        }
    }

    #[test]
    fn scores_are_given_together_or_not_at_all() {
        let scores = ["health", "coping"]
            .map(|name| Field::new(name, "Score", Input::Number(0, 10)))
            .to_vec();
        let form = Form::new(
            "measured",
            "Measured",
            vec![Field::new("scores", "Scores", Input::AllOrNone(scores))],
        );
        assert_eq!(
            form.body(&answers(&[]), NOW),
            Ok(json!({"scores": null})),
            "the person would rather not say"
        );
        assert_eq!(
            form.body(&answers(&[("health", "0"), ("coping", "10")]), NOW),
            Ok(json!({"scores": {"health": 0, "coping": 10}}))
        );
        for (given, named) in [
            (&[("health", "3")][..], "coping"),
            (&[("health", "3"), ("coping", "11")], "coping"),
            (&[("health", "3"), ("coping", "")], "coping"),
        ] {
            let errors = form.body(&answers(given), NOW).unwrap_err();
            let names: Vec<&str> = errors.iter().map(FormError::name).collect();
            assert_eq!(names, [named], "{given:?}");
        }
    }

    #[test]
    fn a_second_try_is_the_same_record_until_the_answers_change() {
        let mut number = 0;
        let mut next = || {
            number += 1;
            number.to_string()
        };
        let mut record = Record::default();
        let (first, changed) = (json!({"text": "a"}), json!({"text": "b"}));
        assert_eq!(record.id(&first, &mut next), "1");
        assert_eq!(record.id(&first, &mut next), "1");
        assert_eq!(record.id(&changed, &mut next), "2");
        record.done();
        assert_eq!(record.id(&changed, &mut next), "3");
    }

    #[test]
    fn two_moments_must_be_in_order() {
        let errors = form()
            .body(
                &answers(&[("from", "2026-12-02T10:00"), ("due", "2026-12-01T10:00")]),
                NOW,
            )
            .unwrap_err();
        assert_eq!(
            (
                errors.len(),
                errors[0].field.as_ref().map(|field| field.name.as_str())
            ),
            (1, Some("due"))
        );
        let body = form()
            .body(&answers(&[("due", "2026-12-01T10:00")]), NOW)
            .unwrap();
        assert_eq!(body, json!({"due": "2026-12-01T10:00:00Z"}));
    }

    #[test]
    fn an_unticked_channel_is_sent_as_not_safe() {
        let ticked = [
            ("/contact/channels/0/kind", "email"),
            ("/contact/channels/0/days", "mon"),
            ("/contact/channels/0/days", "fri"),
        ];
        let body = form().body(&answers(&ticked), NOW).unwrap();
        assert_eq!(
            body,
            json!({"contact": {"channels": [{"kind": "email", "safe": false, "days": ["mon", "fri"]}]}})
        );
    }

    #[test]
    fn an_error_of_the_hub_finds_its_field() {
        let of = |field: &str| {
            let error = FieldError::new(field, Code::NotAnEmail);
            let found = form()
                .errors(&answers(&[("/contact/channels/0/kind", "email")]), &[error])
                .remove(0);
            assert_eq!(found.message, words::errors::email());
            found.field.map(|field| field.name)
        };
        assert_eq!(
            of("/contact/channels/0/address").as_deref(),
            Some("/contact/channels/0/address")
        );
        assert_eq!(
            of("/contact/channels/0/days/1").as_deref(),
            Some("/contact/channels/0/days")
        );
        assert_eq!(of("/contact/channels"), None);
    }
}
