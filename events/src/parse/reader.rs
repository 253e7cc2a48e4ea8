//! A reader that walks a document with its pointer and collects what is wrong, all of it at once.
//!
//! A rule takes a [`Field`] and gives `Some` value or `None`; where it gives `None` it has said why. A value that is
//! given although something beside it is wrong does no harm: nothing is used unless no error was collected.

use super::characters::is_blank;
use crate::{Code, FieldError};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// What is wrong, in the order in which it was found.
#[derive(Default)]
pub(super) struct Errors(RefCell<Vec<FieldError>>);

impl Errors {
    /// Names one field.
    pub(super) fn add(&self, field: impl Into<String>, code: Code) {
        self.0.borrow_mut().push(FieldError::new(field, code));
    }

    /// All of them.
    pub(super) fn into_vec(self) -> Vec<FieldError> {
        self.0.into_inner()
    }
}

/// One value of the document, where it stands, and where to say what is wrong with it.
pub(super) struct Field<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: String,
    errors: &'a Errors,
}

impl<'a> Field<'a> {
    /// The whole document.
    pub(super) fn root(value: &'a Value, errors: &'a Errors) -> Self {
        Self {
            value,
            pointer: String::new(),
            errors,
        }
    }

    /// Says what is wrong with this value.
    pub(super) fn wrong<T>(&self, code: Code) -> Option<T> {
        self.errors.add(self.pointer.clone(), code);
        None
    }

    /// What a format says of it.
    pub(super) fn judge<T>(&self, judged: Result<T, Code>) -> Option<T> {
        judged.map_err(|code| self.wrong::<T>(code)).ok()
    }

    /// An object; `read` takes its fields by name, and any other field is unknown.
    pub(super) fn object<T>(&self, read: impl FnOnce(&Object<'a>) -> Option<T>) -> Option<T> {
        let Value::Object(members) = self.value else {
            return self.wrong(Code::WrongType);
        };
        let object = Object {
            members,
            pointer: self.pointer.clone(),
            errors: self.errors,
            asked: RefCell::default(),
        };
        let result = read(&object);
        object.name_unknown_fields();
        result
    }

    /// A list; `read` takes each item.
    pub(super) fn list<T>(&self, read: impl Fn(&Field<'a>) -> Option<T>) -> Option<Vec<T>> {
        let Value::Array(items) = self.value else {
            return self.wrong(Code::WrongType);
        };
        // Every item is read before the first failure is looked at, so that every error is named.
        let items: Vec<Option<T>> = items
            .iter()
            .enumerate()
            .map(|(i, item)| read(&self.item(i, item)))
            .collect();
        items.into_iter().collect()
    }

    /// A list in which nothing may stand twice. The later of two equal items is named, unless it is wrong in itself.
    pub(super) fn set<T>(&self, read: impl Fn(&Field<'a>) -> Option<T>) -> Option<Vec<T>> {
        let seen = RefCell::new(std::collections::BTreeSet::new());
        self.list(|item| {
            let value = read(item);
            let first = seen
                .borrow_mut()
                .insert(crate::ijson::canonical(item.value));
            if !first && (value.is_some() || item.value.is_object()) {
                return item.wrong(Code::Duplicate);
            }
            value
        })
    }

    fn item(&self, index: usize, value: &'a Value) -> Field<'a> {
        Field {
            value,
            pointer: format!("{}/{index}", self.pointer),
            errors: self.errors,
        }
    }

    /// A text of at most `max` code points. Where it is longer, that is all that is said of it.
    pub(super) fn text(&self, max: usize) -> Option<&'a str> {
        let text = self.string()?;
        if text.chars().nth(max).is_some() {
            self.wrong(Code::TooLong)
        } else {
            Some(text)
        }
    }

    /// A text of any length: the format that reads it bounds it.
    pub(super) fn string(&self) -> Option<&'a str> {
        match self.value {
            Value::String(text) => Some(text),
            _ => self.wrong(Code::WrongType),
        }
    }

    /// A text without control characters.
    pub(super) fn line(&self, max: usize) -> Option<String> {
        let text = self.text(max)?;
        if text.contains(char::is_control) {
            self.wrong(Code::CharacterNotAllowed)
        } else {
            Some(text.to_owned())
        }
    }

    /// A text in which tabs and line breaks are the only control characters.
    pub(super) fn lines(&self, max: usize) -> Option<String> {
        let text = self.text(max)?;
        let other = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
        if text.contains(other) {
            self.wrong(Code::CharacterNotAllowed)
        } else {
            Some(text.to_owned())
        }
    }

    /// Whether it is a text, not too long, with only invisible characters and white space.
    pub(super) fn is_blank(&self, max: usize) -> bool {
        self.value
            .as_str()
            .is_some_and(|text| is_blank(text) && text.chars().nth(max).is_none())
    }

    /// One of a closed set.
    pub(super) fn one_of<T>(&self, parse: fn(&str) -> Option<T>) -> Option<T> {
        parse(self.string()?).or_else(|| self.wrong(Code::UnknownValue))
    }

    /// True or false, and nothing that looks like it.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong(Code::WrongType))
    }

    /// A whole number from `min` to `max`, however it is written. One beyond `u64` counts as its greatest value.
    pub(super) fn whole(&self, min: u64, max: u64) -> Option<u64> {
        let Value::Number(number) = self.value else {
            return self.wrong(Code::WrongType);
        };
        let whole = match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), ..) => Some(whole),
            (None, Some(_), _) => None,
            (None, None, Some(double)) if double.fract() == 0.0 => {
                // `as` saturates, which is what is meant; below nought there is no whole number to give.
                (double >= 0.0).then_some(double as u64)
            }
            _ => return self.wrong(Code::WrongType),
        };
        whole
            .filter(|whole| (min..=max).contains(whole))
            .or_else(|| self.wrong(Code::OutOfRange))
    }
}

/// The fields of an object, taken by name.
pub(super) struct Object<'a> {
    members: &'a Map<String, Value>,
    pointer: String,
    errors: &'a Errors,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Object<'a> {
    /// A field that must be there.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Field<'a>) -> Option<T>,
    ) -> Option<T> {
        match self.field(name) {
            Some(field) => read(&field),
            None => {
                self.errors
                    .add(format!("{}/{name}", self.pointer), Code::Required);
                None
            }
        }
    }

    /// A field that may be absent.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Field<'a>) -> Option<T>,
    ) -> Option<T> {
        self.field(name).and_then(|field| read(&field))
    }

    /// Says with a code of its own that a field is not there.
    pub(super) fn require_as(&self, name: &'static str, code: Code) {
        if !self.members.contains_key(name) {
            self.errors.add(format!("{}/{name}", self.pointer), code);
        }
    }

    fn field(&self, name: &'static str) -> Option<Field<'a>> {
        self.asked.borrow_mut().push(name);
        let value = self.members.get(name)?;
        Some(Field {
            value,
            pointer: format!("{}/{name}", self.pointer),
            errors: self.errors,
        })
    }

    fn name_unknown_fields(&self) {
        let asked = self.asked.borrow();
        for name in self
            .members
            .keys()
            .filter(|name| !asked.contains(&name.as_str()))
        {
            // RFC 6901: the tilde first, or the one of a slash would be escaped again.
            let token = name.replace('~', "~0").replace('/', "~1");
            self.errors
                .add(format!("{}/{token}", self.pointer), Code::UnknownField);
        }
    }
}
