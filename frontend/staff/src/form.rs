//! A form of a coordinator: what it asks, where it goes, what it sends, and what is said about answers that do not fit.

use crate::field::{Field, Takes, Wrong};
use crate::wording::message;
use events::FieldError;
use events::form::{FormDocument, document};
use serde_json::{Map, Value, json};

/// All answers of a form, by the name of the field.
pub type Answers<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// One form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its name on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Where it is sent, under the case's own address.
    pub address: &'static str,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What is sent beside them.
    pub fixed: Value,
    /// What happens when it is sent; may be empty.
    pub next: &'static str,
    /// What its button says.
    pub press: &'static str,
    /// Whether it cannot easily be undone: then it stands out.
    pub grave: bool,
}

impl Form {
    /// A form that is sent to that address, and called by it.
    pub fn new(address: &'static str, title: impl Into<String>, fields: Vec<Field>) -> Self {
        let (id, title, fixed) = (address.to_owned(), title.into(), json!({}));
        Self {
            id,
            title,
            address,
            fields,
            fixed,
            next: "",
            press: "Write it down",
            grave: false,
        }
    }

    /// The same under another name, where an address has several.
    pub fn called(self, id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..self
        }
    }

    /// The same for one of several, by its number.
    pub fn of(self, name: &str, number: &Value) -> Self {
        let id = format!("{}-{number}", self.id);
        self.sends(json!({name: number})).called(id)
    }

    /// The same, which sends that beside its fields.
    pub fn sends(self, fixed: Value) -> Self {
        Self { fixed, ..self }
    }

    /// The same, which says what happens then.
    pub const fn then(mut self, next: &'static str) -> Self {
        self.next = next;
        self
    }

    /// The same, which says what happens then and cannot easily be undone.
    pub const fn grave(mut self, press: &'static str, next: &'static str) -> Self {
        (self.press, self.next, self.grave) = (press, next, true);
        self
    }

    /// Its fields, with those that belong to others.
    fn leaves(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flat_map(Field::leaves)
    }

    /// What is sent for those answers. What was left empty is not said. `now` is what a clock in London shows.
    ///
    /// # Errors
    /// Every answer that cannot be taken, and what to do about it.
    pub fn body(&self, answers: Answers<'_>, now: &str) -> Result<Value, Vec<Wrong>> {
        let mut body = self.fixed.as_object().cloned().unwrap_or_else(Map::new);
        let (mut wrong, mut before) = (Vec::new(), None);
        for field in self.leaves().filter(|field| !field.name.starts_with('/')) {
            match field.read(&answers(&field.name), now) {
                Ok(Some(value)) => {
                    // Two moments of one form come in their order.
                    if field.takes == Takes::Moment
                        && before.replace(value.to_string()) >= Some(value.to_string())
                    {
                        let says = "Choose a time after the one above".to_owned();
                        wrong.push(Wrong {
                            field: Some(field.clone()),
                            says,
                        });
                    }
                    body.insert(field.name.clone(), value);
                }
                Ok(None) => {}
                Err(says) => wrong.push(Wrong {
                    field: Some(field.clone()),
                    says,
                }),
            }
        }
        if let Value::Object(part) = self.document(answers).value {
            body.extend(part);
        }
        if wrong.is_empty() {
            Ok(Value::Object(body))
        } else {
            Err(wrong)
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
                let name = |place: usize| match &field.takes {
                    Takes::Several(_) => format!("{}/{place}", field.name),
                    _ => field.name.clone(),
                };
                texts
                    .enumerate()
                    .map(move |(place, text)| (name(place), text))
                    .collect::<Vec<_>>()
            });
        document(pairs)
    }

    /// What the hub says is wrong, each with its field: the one that is named, or to which what is named belongs.
    pub fn wrong(&self, answers: Answers<'_>, errors: &[FieldError]) -> Vec<Wrong> {
        let document = self.document(answers);
        let wrong = |error: &FieldError| {
            let name = document.name_of(&error.field);
            let named = |field: &&Field| {
                name == field.name || name.starts_with(&format!("{}/", field.name))
            };
            Wrong {
                field: self.leaves().find(named).cloned(),
                says: message(error.code).to_owned(),
            }
        };
        errors.iter().map(wrong).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::Code;

    const NOW: &str = "2026-11-22T10:45";

    fn form() -> Form {
        let from = Field::new("from", "Not before", Takes::Moment);
        let due = Field::new("due", "By when", Takes::Moment);
        let way = Field::new(
            "/contact/channels/0/safe",
            "An email is safe",
            Takes::Way(vec![
                Field::new(
                    "/contact/channels/0/address",
                    "Address",
                    Takes::Line("email"),
                ),
                Field::new(
                    "/contact/channels/0/days",
                    "Days",
                    Takes::Several(Vec::new()),
                ),
            ]),
        );
        let kind = Field::new("/contact/channels/0/kind", "", Takes::Kept);
        Form::new("task", "Task", vec![from, due, kind, way])
    }

    fn said(answers: &[(&str, &str)]) -> impl Fn(&str) -> Vec<String> {
        let said: Vec<_> = answers
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        move |name| {
            said.iter()
                .filter(|(of, _)| of == name)
                .map(|(_, text)| text.clone())
                .collect()
        }
    }

    #[test]
    fn two_moments_come_in_their_order() {
        let wrong = form()
            .body(
                &said(&[("from", "2026-12-02T10:00"), ("due", "2026-12-01T10:00")]),
                NOW,
            )
            .unwrap_err();
        assert_eq!(
            (
                wrong.len(),
                wrong[0].field.as_ref().map(|field| field.name.as_str())
            ),
            (1, Some("due"))
        );
        let body = form()
            .body(&said(&[("due", "2026-12-01T10:00")]), NOW)
            .unwrap();
        assert_eq!(body, json!({"due": "2026-12-01T10:00:00Z"}));
    }

    #[test]
    fn what_nobody_ticked_is_sent_as_not_safe_and_a_list_in_its_order() {
        let answers = [
            ("/contact/channels/0/kind", "email"),
            ("/contact/channels/0/days", "mon"),
            ("/contact/channels/0/days", "fri"),
        ];
        let body = form().body(&said(&answers), NOW).unwrap();
        assert_eq!(
            body,
            json!({"contact": {"channels": [{"kind": "email", "safe": false, "days": ["mon", "fri"]}]}})
        );
    }

    #[test]
    fn what_the_hub_says_is_wrong_stands_beside_its_field() {
        let of = |field: &str| {
            let error = FieldError::new(field, Code::NotAnEmail);
            let found = form()
                .wrong(&said(&[("/contact/channels/0/kind", "email")]), &[error])
                .remove(0);
            assert_eq!(
                found.says,
                "Check the email address. It should look like name@example.org"
            );
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
