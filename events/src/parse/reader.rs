//! A reader that walks through a document with its pointer and collects all errors.
//!
//! A rule takes a [`Field`] and returns `Some` value, or `None` after it has reported an error. A
//! value next to an error does no harm: values are used only if there are no errors.

use super::characters::is_blank;
use crate::{Code, FieldError};
use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The errors, in the order in which they were found.
#[derive(Default)]
pub(super) struct Errors(RefCell<Vec<FieldError>>);

impl Errors {
    pub(super) fn add(&self, field: impl Into<String>, code: Code) {
        self.0.borrow_mut().push(FieldError::new(field, code));
    }

    pub(super) fn into_vec(self) -> Vec<FieldError> {
        self.0.into_inner()
    }
}

/// A place in the document. Its pointer is written only where something is wrong.
#[derive(Clone, Copy)]
enum Place<'a> {
    Root,
    Member(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn pointer(self) -> String {
        match self {
            Place::Root => String::new(),
            Place::Member(outer, name) => outer.pointer() + "/" + name,
            Place::Item(outer, index) => format!("{}/{index}", outer.pointer()),
        }
    }
}

/// One value of the document, its place, and the list for its errors.
pub(super) struct Field<'a> {
    pub(super) value: &'a Value,
    place: Place<'a>,
    errors: &'a Errors,
}

impl<'a> Field<'a> {
    pub(super) fn root(value: &'a Value, errors: &'a Errors) -> Self {
        Self {
            value,
            place: Place::Root,
            errors,
        }
    }

    /// Reports an error in this value.
    pub(super) fn wrong<T>(&self, code: Code) -> Option<T> {
        self.report(code);
        None
    }

    fn report(&self, code: Code) {
        self.errors.add(self.place.pointer(), code);
    }

    /// Reports the error of a format, if there is one.
    pub(super) fn judge<T>(&self, judged: Result<T, Code>) -> Option<T> {
        judged.map_err(|code| self.wrong::<T>(code)).ok()
    }

    /// Reads an object. `read` takes its fields by name, and any other field is unknown.
    pub(super) fn object<T>(&self, read: impl FnOnce(&Object<'_>) -> Option<T>) -> Option<T> {
        let Value::Object(members) = self.value else {
            return self.wrong(Code::WrongType);
        };
        let object = Object {
            members,
            place: &self.place,
            errors: self.errors,
            asked: RefCell::default(),
        };
        let result = read(&object);
        object.name_unknown_fields();
        result
    }

    /// Reads a list. `read` takes each item.
    pub(super) fn list<T>(&self, mut read: impl FnMut(&Field<'_>) -> Option<T>) -> Option<Vec<T>> {
        let Value::Array(items) = self.value else {
            return self.wrong(Code::WrongType);
        };
        let mut values = Vec::with_capacity(items.len());
        // All items are read, so that every error is reported.
        for (index, value) in items.iter().enumerate() {
            values.extend(read(&Field {
                value,
                place: Place::Item(&self.place, index),
                errors: self.errors,
            }));
        }
        (values.len() == items.len()).then_some(values)
    }

    /// Reads a list without repeats. The later of two equal items is reported, unless it has
    /// another error.
    pub(super) fn set<T>(&self, read: impl Fn(&Field<'_>) -> Option<T>) -> Option<Vec<T>> {
        let mut seen = BTreeSet::new();
        self.list(|item| {
            let value = read(item);
            if item.is_repeated(&mut seen, value.is_some()) {
                return item.wrong(Code::Duplicate);
            }
            value
        })
    }

    /// Whether it is the repeat of an item that was seen, and has to be reported.
    fn is_repeated(&self, seen: &mut BTreeSet<String>, is_right: bool) -> bool {
        let first = seen.insert(crate::ijson::key(self.value));
        !first && (is_right || self.value.is_object())
    }

    /// Reads a text of at most `max` code points. If it is longer, that is its only error.
    pub(super) fn text(&self, max: usize) -> Option<&'a str> {
        let text = self.string()?;
        if text.chars().nth(max).is_some() {
            self.wrong(Code::TooLong)
        } else {
            Some(text)
        }
    }

    /// Reads a text of any length. Its format sets the limit.
    pub(super) fn string(&self) -> Option<&'a str> {
        match self.value {
            Value::String(text) => Some(text),
            _ => self.wrong(Code::WrongType),
        }
    }

    /// Reads a text without control characters.
    pub(super) fn line(&self, max: usize) -> Option<String> {
        let text = self.text(max)?;
        if text.contains(char::is_control) {
            self.wrong(Code::CharacterNotAllowed)
        } else {
            Some(text.to_owned())
        }
    }

    /// Reads a text whose only control characters are tabs and line breaks.
    pub(super) fn lines(&self, max: usize) -> Option<String> {
        let text = self.text(max)?;
        let other = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
        if text.contains(other) {
            self.wrong(Code::CharacterNotAllowed)
        } else {
            Some(text.to_owned())
        }
    }

    /// Whether it is a text within the limit that has only invisible characters and white space.
    pub(super) fn is_blank(&self, max: usize) -> bool {
        self.value
            .as_str()
            .is_some_and(|text| is_blank(text) && text.chars().nth(max).is_none())
    }

    /// Reads a value of a closed set.
    pub(super) fn one_of<T>(&self, parse: fn(&str) -> Option<T>) -> Option<T> {
        parse(self.string()?).or_else(|| self.wrong(Code::UnknownValue))
    }

    /// Reads a boolean. No other type is accepted.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.value.as_bool().or_else(|| self.wrong(Code::WrongType))
    }

    /// Reads a whole number from `min` to `max`, in any spelling. A number beyond `u64` counts as
    /// its greatest value.
    pub(super) fn whole(&self, min: u64, max: u64) -> Option<u64> {
        let Value::Number(number) = self.value else {
            return self.wrong(Code::WrongType);
        };
        let whole = match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(whole), ..) => Some(whole),
            (None, Some(_), _) => None,
            (None, None, Some(double)) if double.fract() == 0.0 => {
                // `as` saturates, as intended. A negative number is out of range.
                (double >= 0.0).then_some(double as u64)
            }
            _ => return self.wrong(Code::WrongType),
        };
        whole
            .filter(|whole| (min..=max).contains(whole))
            .or_else(|| self.wrong(Code::OutOfRange))
    }
}

/// The fields of an object, read by name.
pub(super) struct Object<'a> {
    members: &'a Map<String, Value>,
    place: &'a Place<'a>,
    errors: &'a Errors,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Object<'a> {
    /// Reads a required field.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Field<'_>) -> Option<T>,
    ) -> Option<T> {
        let field = self.field(name);
        if field.is_none() {
            self.report(name, Code::Required);
        }
        read(&field?)
    }

    /// Reads an optional field.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Field<'_>) -> Option<T>,
    ) -> Option<T> {
        read(&self.field(name)?)
    }

    /// Reports a missing field with a specific code.
    pub(super) fn require_as(&self, name: &'static str, code: Code) {
        if !self.members.contains_key(name) {
            self.report(name, code);
        }
    }

    fn report(&self, name: &str, code: Code) {
        let place = Place::Member(self.place, name);
        self.errors.add(place.pointer(), code);
    }

    fn field(&self, name: &'static str) -> Option<Field<'a>> {
        self.asked.borrow_mut().push(name);
        let value = self.members.get(name)?;
        Some(Field {
            value,
            place: Place::Member(self.place, name),
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
            // RFC 6901: escape the tilde first, so that the escape of a slash is not escaped again.
            let token = name.replace('~', "~0").replace('/', "~1");
            self.report(&token, Code::UnknownField);
        }
    }
}
