//! Finds what does not fit the profile's format, and reports each fault with its field and how to fix it.

use domain::area::Fault;
use events::profile::{
    ConsentPeriod, Helpline, LocalAuthority, Partner, Profile, Provider, Service, Touchpoint,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// Reads a profile from its text.
///
/// # Errors
/// Faults in the format: the first of each member of a list, and the first of everything else.
pub fn parse(text: &str) -> Result<Profile, Vec<Fault>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let profile = serde_path_to_error::deserialize(&mut reader);
    if let Ok(profile) = profile
        && reader.end().is_ok()
    {
        return Ok(profile);
    }
    let whole: Value = serde_json::from_str(text).map_err(|error| vec![not_json(&error)])?;
    let mut faults = members(whole);
    if faults.is_empty() {
        // Check for duplicate names first: a generic JSON value has lost them.
        faults
            .extend(fitted::<Profile, _>("", &mut serde_json::Deserializer::from_str(text)).err());
    }
    Err(faults)
}

/// Check each member of a list separately, so that one fault hides no other. Then check the rest.
fn members(mut whole: Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    each::<ConsentPeriod>("consent_models", &mut whole, &mut faults);
    each::<LocalAuthority>("local_authorities", &mut whole, &mut faults);
    each::<Helpline>("helplines", &mut whole, &mut faults);
    each::<Provider>("providers", &mut whole, &mut faults);
    each::<Service>("services", &mut whole, &mut faults);
    each::<Partner>("partners", &mut whole, &mut faults);
    each::<Touchpoint>("touchpoints", &mut whole, &mut faults);
    faults.extend(fitted::<Profile, _>("", whole).err());
    faults
}

fn each<T: DeserializeOwned>(list: &str, whole: &mut Value, faults: &mut Vec<Fault>) {
    let Some(members) = whole.get_mut(list).and_then(Value::as_array_mut) else {
        return;
    };
    for (index, member) in members.drain(..).enumerate() {
        faults.extend(fitted::<T, _>(&format!("/{list}/{index}"), member).err());
    }
}

/// Reads one value, or reports where it does not fit.
fn fitted<'de, T: DeserializeOwned, D: serde::Deserializer<'de>>(
    at: &str,
    reader: D,
) -> Result<T, Fault> {
    serde_path_to_error::deserialize(reader).map_err(
        |error: serde_path_to_error::Error<D::Error>| {
            let field = format!("{at}{}", pointer(error.path()));
            told(field, &error.inner().to_string())
        },
    )
}

fn pointer(path: &Path) -> String {
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

fn not_json(error: &serde_json::Error) -> Fault {
    Fault {
        field: String::new(),
        what: format!("it is not JSON: {error}"),
        mend:
            "Look at that line and the one before it for a comma or a bracket too many or too few."
                .to_owned(),
    }
}

/// Where the fields are documented.
const MEANING: &str = "Write what `events/src/profile.rs` says of this field.";

/// Turns the reader's message into words for the author of a profile.
fn told(field: String, message: &str) -> Fault {
    let message = message.split(" at line ").next().unwrap_or(message);
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let expected = message
        .split_once(", expected ")
        .map(|(_, expected)| kind(expected));
    let (what, mend) = if message.starts_with("missing field") {
        ("it is missing".to_owned(), None)
    } else if message.starts_with("duplicate field") {
        (
            "it is given twice".to_owned(),
            Some("Leave one of them out.".to_owned()),
        )
    } else if message.starts_with("unknown field") {
        (
            "there is no such field".to_owned(),
            expected.map(|known| format!("Leave it out, or spell it as {known}.")),
        )
    } else if message.starts_with("unknown variant") {
        (
            format!("`{quoted}` is not one of its words"),
            expected.map(|known| format!("Write {known}.")),
        )
    } else if message.starts_with("invalid length") {
        (
            "it is a list".to_owned(),
            Some("Write an object, in { }.".to_owned()),
        )
    } else if message.starts_with("failed to parse") {
        let mend = "Write a day as \"2026-04-01\" and a time as \"09:00:00\".";
        ("it is no day or time".to_owned(), Some(mend.to_owned()))
    } else if let (Some(found), Some(expected)) = (found(message), expected) {
        (format!("it is {found}"), Some(format!("Write {expected}.")))
    } else {
        (message.trim_end_matches('.').to_owned(), None)
    };
    // The message, not the path, names a field that is missing or duplicate.
    let at_its_parent =
        message.starts_with("missing field") || message.starts_with("duplicate field");
    let field = if at_its_parent && !field.ends_with(&format!("/{quoted}")) {
        format!("{field}/{quoted}")
    } else {
        field
    };
    Fault {
        field,
        what,
        mend: mend.unwrap_or_else(|| MEANING.to_owned()),
    }
}

/// What was found instead, such as `3`, `the text "3"` or `a list`.
fn found(message: &str) -> Option<String> {
    let found = message
        .strip_prefix("invalid type: ")
        .or_else(|| message.strip_prefix("invalid value: "))?;
    let found = found.split(", expected ").next()?;
    Some(match found.split_once(' ') {
        Some(("string", text)) => format!("the text {text}"),
        Some(("integer" | "boolean", value)) => value.trim_matches('`').to_owned(),
        Some(("floating", value)) => value
            .trim_start_matches("point ")
            .trim_matches('`')
            .to_owned(),
        _ => match found {
            "sequence" => "a list".to_owned(),
            "map" => "an object".to_owned(),
            other => other.to_owned(),
        },
    })
}

/// What the reader expected, in plain words.
fn kind(expected: &str) -> String {
    match expected {
        "u8" => "a whole number from 0 to 255",
        "u32" | "u64" => "a whole number, 0 or greater",
        "f64" => "a number",
        "a sequence" => "a list, in [ ]",
        "a map" => "an object, in { }",
        "a boolean" => "true or false",
        "a string" => "a text, in quotation marks",
        "a date string" => "a day, such as \"2026-04-01\"",
        "a time string" => "a time, such as \"09:00:00\"",
        "string or map" => "one of its words, in quotation marks",
        other if other.starts_with("struct ") => "an object, in { }",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The faults of the shipped profile after replacing a text everywhere, one per line.
    fn told(from: &str, to: &str) -> Vec<String> {
        let path = crate::paths::profile("thames-valley").expect("a path");
        let text = std::fs::read_to_string(path).expect("a profile");
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        parse(&changed)
            .expect_err("a fault")
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_misfit_is_reported_by_field_in_plain_words() {
        for (from, to, expected) in [
            (
                r#""stage""#,
                r#""stagee""#,
                "/services/0/stagee: there is no such field. Fix: Leave it out, or spell it as one of `code`",
            ),
            (r#""area""#, r#""areas""#, "/areas: there is no such field"),
            (
                r#""stage":"#,
                r#""stage": "2", "x":"#,
                "/services/0/stage: it is the text \"2\". Fix: Write a whole number from 0 to 255.",
            ),
            (
                r#""stage":"#,
                r#""stage": 2.5, "x":"#,
                "/services/0/stage: it is 2.5. Fix: Write a whole number",
            ),
            (
                r#""stage":"#,
                r#""stage": 300, "x":"#,
                "/services/0/stage: it is 300. Fix: Write a whole number from 0 to 255.",
            ),
            (
                r#""universal":"#,
                r#""universal": 1, "x":"#,
                "/services/0/universal: it is 1. Fix: Write true or false.",
            ),
            (
                r#""needs":"#,
                r#""needs": {}, "x":"#,
                "/services/0/needs: it is an object. Fix: Write a list, in [ ].",
            ),
            (
                r#""needs":"#,
                r#""needs": ["sleep"], "x":"#,
                "/services/0/needs/0: `sleep` is not one of its words. Fix: Write one of `anger",
            ),
            (
                r#""kind": "#,
                r#""kind": 7, "x": "#,
                "/kind: it is 7. Fix: Write one of its words, in quotation marks.",
            ),
            (
                r#""until":"#,
                r#""until": "April", "x":"#,
                "/services/0/until: it is no day or time. Fix: Write a day as \"2026",
            ),
            (
                r#""until":"#,
                r#""until": 2026, "x":"#,
                "/services/0/until: it is 2026. Fix: Write a day, such as",
            ),
            (
                r#""about":"#,
                r#""opening": [{"days": ["mon"], "from": "9am"}], "about":"#,
                "/services/0/opening/0/from: it is no day or time",
            ),
            (
                r#""about":"#,
                r#""place": {"name": "Here"}, "about":"#,
                "/services/0/place/address: it is missing. Fix: ",
            ),
            (
                r#""labels":"#,
                r#""labels": [], "x":"#,
                "/labels: it is a list. Fix: Write an object, in { }.",
            ),
            (
                r#""labels":"#,
                r#""labels": 5, "x":"#,
                "/labels: it is 5. Fix: Write an object, in { }.",
            ),
            (
                r#""services":"#,
                r#""services": null, "x":"#,
                "/services: it is null. Fix: Write a list, in [ ].",
            ),
            (
                r#""name":"#,
                r#""name": "Twice", "name":"#,
                "/name: it is given twice. Fix: Leave one of them out.",
            ),
            (
                r#""name":"#,
                r#""name" "#,
                "/: it is not JSON: expected `:` at line 3",
            ),
        ] {
            let lines = told(from, to);
            assert!(
                lines.len() == 1 && lines[0].contains(expected),
                "{from} → {to}: {lines:?}"
            );
        }
    }

    #[test]
    fn one_misfit_hides_no_other() {
        let path = crate::paths::profile("thames-valley").expect("a path");
        let text = std::fs::read_to_string(path).expect("a profile");
        let mut document: Value = serde_json::from_str(&text).expect("JSON");
        document["providers"][1]["illustrative"] = "no".into();
        document["services"][0]["stage"] = "one".into();
        document["services"][2]["public"] = Value::Null;
        document["touchpoints"][0]["sort"] = 1.into();
        document["exit_url"] = 2.into();
        let fields: Vec<String> = parse(&document.to_string())
            .expect_err("faults")
            .into_iter()
            .map(|fault| fault.field)
            .collect();
        let expected = [
            "/providers/1/illustrative",
            "/services/0/stage",
            "/services/2/public",
            "/touchpoints/0/sort",
            "/exit_url",
        ];
        assert_eq!(fields, expected);
    }

    #[test]
    fn whatever_is_no_profile_has_a_fault() {
        for text in [
            "",
            "[]",
            "{}",
            "3",
            "\"kent\"",
            "{} {}",
            "null",
            "{\"area\": \"kent\"}",
            "\u{feff}{}",
        ] {
            let faults = parse(text).expect_err("no profile");
            assert!(
                !faults.is_empty() && faults.iter().all(|fault| !fault.mend.is_empty()),
                "{text}: {faults:?}"
            );
        }
    }
}
