//! Documents in the store. Each is one attribute, its JSON, because nothing in the store looks inside: the request is much
//! smaller than with an attribute for every field, and quicker to write and to read. A fact that the store has to know,
//! such as a key, a version or an expiry, is a separate attribute next to the document.
//!
//! Documents were maps of attributes before. Those are still read, and become JSON when they are written again.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_dynamo::AttributeValue;

/// A document that cannot be written or read as its type. Its content is not part of the error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a document cannot be written or read as its type")]
pub struct Damaged;

/// A document as the text of its attribute.
///
/// # Errors
/// [`Damaged`] if the value is not one that JSON can hold.
pub fn write(document: &impl Serialize) -> Result<String, Damaged> {
    serde_json::to_string(document).map_err(|_| Damaged)
}

/// The document in an attribute, however it was stored.
///
/// # Errors
/// [`Damaged`] if it is of another type.
pub fn read<T: DeserializeOwned>(stored: impl Into<AttributeValue>) -> Result<T, Damaged> {
    match stored.into() {
        AttributeValue::S(json) => serde_json::from_str(&json).map_err(|_| Damaged),
        fields => serde_dynamo::from_attribute_value(fields).map_err(|_| Damaged),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::case::{Case, CaseEvent};
    use serde_json::Value;

    fn case() -> Value {
        let stored = include_str!("../../../events/tests/stored/case.json");
        serde_json::from_str(stored).unwrap()
    }

    #[test]
    fn a_document_is_read_as_it_was_written() {
        let case: Case = serde_json::from_value(case()).unwrap();
        let text = write(&case).unwrap();
        assert_eq!(read::<Case>(AttributeValue::S(text)), Ok(case));
    }

    #[test]
    fn a_document_that_was_stored_as_attributes_is_still_read() {
        let before: AttributeValue = serde_dynamo::to_attribute_value(case()).unwrap();
        assert!(matches!(before, AttributeValue::M(_)));
        let case: Case = serde_json::from_value(case()).unwrap();
        assert_eq!(read::<Case>(before), Ok(case));
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/samples");
        let mut events = 0;
        for file in std::fs::read_dir(samples).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !name.starts_with("case-event.") {
                continue;
            }
            let sample: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            let event: CaseEvent = serde_json::from_value(sample).unwrap();
            let before: AttributeValue = serde_dynamo::to_attribute_value(&event).unwrap();
            assert!(matches!(before, AttributeValue::M(_)), "{name}");
            let now = AttributeValue::S(write(&event).unwrap());
            assert_eq!(read::<CaseEvent>(before).as_ref(), Ok(&event), "{name}");
            assert_eq!(read::<CaseEvent>(now).as_ref(), Ok(&event), "{name}");
            events += 1;
        }
        assert!(events > 30, "{events}");
    }

    #[test]
    fn what_is_no_document_is_damaged() {
        for stored in [
            AttributeValue::S("{".to_owned()),
            AttributeValue::Null(true),
            AttributeValue::S("\"text\"".to_owned()),
        ] {
            assert_eq!(read::<Case>(stored), Err(Damaged));
        }
    }
}
