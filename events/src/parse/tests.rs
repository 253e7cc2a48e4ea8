//! Each row of the closed list of codes, at its edges, and what the shared data leaves open.

use super::*;
use crate::Code::{self, *};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::json;

const TODAY: Date = date(2026, 11, 22);

fn robin() -> Value {
    json!({
        "id": "3fd2dfcf-f561-4e4d-868d-9e3640615a78",
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "how": "form", "scope": ["assess"]},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org"}]},
    })
}

/// Puts `value` at a pointer, making the objects on the way.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let mut at = document;
    for token in pointer.split('/').skip(1) {
        at = match (at, token.parse::<usize>()) {
            (Value::Array(items), Ok(index)) => &mut items[index],
            (other, _) => &mut other[token],
        };
    }
    *at = value;
}

fn errors_of(document: &Value) -> Vec<(String, Code)> {
    let errors = referral(document, TODAY).err().unwrap_or_default();
    let mut errors: Vec<_> = errors
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect();
    errors.sort();
    errors
}

/// Robin with some changes has exactly these errors.
#[track_caller]
fn check(changes: &[(&str, Value)], expected: &[(&str, Code)]) {
    let mut document = robin();
    for (pointer, value) in changes {
        put(&mut document, pointer, value.clone());
    }
    let mut expected: Vec<_> = expected
        .iter()
        .map(|(field, code)| ((*field).to_owned(), *code))
        .collect();
    expected.sort();
    assert_eq!(errors_of(&document), expected, "{changes:?}");
}

/// Each value is taken, or answered with its code, at one place.
#[track_caller]
fn check_each(pointer: &str, values: &[(Value, Option<Code>)]) {
    for (value, code) in values {
        let expected: Vec<_> = code.iter().map(|code| (pointer, *code)).collect();
        check(&[(pointer, value.clone())], &expected);
    }
}

#[test]
fn an_id_is_stored_in_lower_case() {
    let mut document = robin();
    put(
        &mut document,
        "/id",
        json!("3FD2DFCF-F561-4E4D-868D-9E3640615A78"),
    );
    assert_eq!(
        referral(&document, TODAY).unwrap().id,
        "3fd2dfcf-f561-4e4d-868d-9e3640615a78"
    );
    for wrong in [
        "",
        "12345",
        "3fd2dfcff5614e4d868d9e3640615a78",
        "{3fd2dfcf-f561-4e4d-868d-9e3640615a78}",
        "urn:uuid:3fd2dfcf-f561-4e4d-868d-9e3640615a78",
        "3fd2dfcf-f561-4e4d-868d-9e3640615a7g",
        " 3fd2dfcf-f561-4e4d-868d-9e3640615a78",
        "3fd2dfcf-f561-4e4d-868d-9e3640615a78-",
        "3fd2dfcff-561-4e4d-868d-9e3640615a78",
    ] {
        check_each("/id", &[(json!(wrong), Some(NotAUuid))]);
    }
}

#[test]
fn of_a_value_of_another_type_nothing_inside_is_said() {
    check(
        &[("/person", json!(["x", {"y": 1}]))],
        &[("/person", WrongType)],
    );
    check(
        &[("/contact/channels", json!({"0": {}}))],
        &[("/contact/channels", WrongType)],
    );
    check(&[("/consent", Value::Null)], &[("/consent", WrongType)]);
    check(
        &[("/source/kind", json!("police")), ("/consent", Value::Null)],
        &[("/consent", WrongType)],
    );
    check(&[("/dash", json!("14"))], &[("/dash", WrongType)]);
    check(
        &[("/needs", json!([1, 1]))],
        &[("/needs/0", WrongType), ("/needs/1", WrongType)],
    );
    check(
        &[("/incident", json!({"flags": "fraud", "occurred": 2026}))],
        &[
            ("/incident/flags", WrongType),
            ("/incident/occurred", WrongType),
        ],
    );
    assert_eq!(errors_of(&Value::Null), [(String::new(), WrongType)]);
}

#[test]
fn an_unknown_field_is_reported_once_by_pointer() {
    check(
        &[("/a~1b", json!({"c": null}))],
        &[("/a~01b", UnknownField)],
    );
    let mut document = robin();
    document["person"]["a/b~c"] = json!(1);
    document["contact"]["channels"][0][""] = json!(1);
    assert_eq!(
        errors_of(&document),
        [
            ("/contact/channels/0/".to_owned(), UnknownField),
            ("/person/a~1b~0c".to_owned(), UnknownField),
        ]
    );
}

#[test]
fn length_counts_code_points_and_is_the_only_error() {
    check_each(
        "/person/name",
        &[
            (json!("é".repeat(120)), None),
            (json!("🙂".repeat(120)), None),
            (json!("🙂".repeat(121)), Some(TooLong)),
            (json!("\0".repeat(121)), Some(TooLong)),
            (json!(" ".repeat(121)), Some(TooLong)),
            (json!("\u{3000}\u{2003} "), Some(TooShort)),
            (json!("\n"), Some(TooShort)),
            (json!("\u{200b}"), Some(TooShort)),
            (json!(" \u{2800}\u{3164} "), Some(TooShort)),
            (json!("\u{200b}R"), None),
        ],
    );
    check_each(
        "/residence/postcode",
        &[
            (json!("SOMEWHERE ELSE"), Some(TooLong)),
            (json!("B S 5  6HU"), None),
        ],
    );
    check(
        &[("/contact/channels/0/address", json!("@".repeat(321)))],
        &[("/contact/channels/0/address", TooLong)],
    );
    check(
        &[(
            "/contact/channels/0",
            json!({"kind": "online", "safe": true, "address": "x".repeat(321)}),
        )],
        &[("/contact/channels/0/address", TooLong)],
    );
    check_each(
        "/wishes/own_words",
        &[
            (json!("ä".repeat(4000)), None),
            (json!("ä".repeat(4001)), Some(TooLong)),
        ],
    );
    check_each("/wishes/already_supported_by", &[(json!(["a", "a"]), None)]);
    check(
        &[("/wishes/already_supported_by", json!(["a", "b".repeat(81)]))],
        &[("/wishes/already_supported_by/1", TooLong)],
    );
}

#[test]
fn control_characters_are_refused_outside_long_text() {
    check_each(
        "/wishes/own_words",
        &[
            (json!("a\tb\r\nc"), None),
            (json!("a\u{85}b"), Some(CharacterNotAllowed)),
            (json!("a\u{7f}b"), Some(CharacterNotAllowed)),
            (json!("a\u{2028}\u{feff}\u{ffff}b"), None),
        ],
    );
    check_each(
        "/person/name",
        &[(json!("Ro\tbin"), Some(CharacterNotAllowed))],
    );
    check_each("/consent/reason", &[(json!("one\ntwo"), None)]);
    check_each(
        "/consent/approver",
        &[(json!("one\ntwo"), Some(CharacterNotAllowed))],
    );
    check_each(
        "/incident/crime_reference",
        &[(json!("\u{1b}[0m"), Some(CharacterNotAllowed))],
    );
    check(
        &[(
            "/contact/channels/0",
            json!({"kind": "letter", "safe": true, "address": "1 A Street\nTown"}),
        )],
        &[],
    );
    check(
        &[(
            "/contact/channels/0",
            json!({"kind": "letter", "safe": true, "address": "1 A Street\u{b}Town"}),
        )],
        &[("/contact/channels/0/address", CharacterNotAllowed)],
    );
    check_each(
        "/residence/postcode",
        &[(json!("BS5\n6HU"), Some(NotAPostcode))],
    );
    check_each("/person/role", &[(json!("victim\n"), Some(UnknownValue))]);
}

#[test]
fn a_whole_number_may_have_a_zero_fraction() {
    check_each(
        "/circumstances/times_in_12_months",
        &[
            (json!(1), None),
            (json!(999.0), None),
            (json!(1000), Some(OutOfRange)),
            (json!(0), Some(OutOfRange)),
            (json!(-1), Some(OutOfRange)),
            (json!(-0.0), Some(OutOfRange)),
            (json!(1e300), Some(OutOfRange)),
            (json!(1.5), Some(WrongType)),
            (json!("1"), Some(WrongType)),
            (json!(true), Some(WrongType)),
        ],
    );
    let dash = |ticks: Value, events: Value| {
        let mut document = robin();
        put(&mut document, "/source/kind", json!("police"));
        put(
            &mut document,
            "/dash",
            json!({"ticks": ticks, "events_in_12_months": events}),
        );
        referral(&document, TODAY).map(|referral| referral.dash.unwrap())
    };
    assert_eq!(dash(json!(24.0), json!(0)).unwrap().ticks, 24);
    assert_eq!(
        dash(json!(0), json!(1e30)).unwrap().events_in_12_months,
        Some(u64::MAX)
    );
    assert_eq!(dash(json!(25), json!(-1)).unwrap_err().len(), 2);
}

#[test]
fn only_a_safe_channel_needs_an_address() {
    let channel = |channel: Value, expected: &[(&str, Code)]| {
        check(&[("/contact/channels/0", channel)], expected)
    };
    for kind in ["email", "text", "phone", "letter"] {
        channel(
            json!({"kind": kind, "safe": true}),
            &[("/contact/channels/0/address", AddressRequired)],
        );
        channel(json!({"kind": kind, "safe": false}), &[]);
    }
    channel(json!({"kind": "online", "safe": true}), &[]);
    channel(
        json!({"kind": "online", "safe": false, "address": "x"}),
        &[("/contact/channels/0/address", AddressNotAllowed)],
    );
    channel(
        json!({"kind": "letter", "safe": true, "address": " \n"}),
        &[("/contact/channels/0/address", AddressRequired)],
    );
    channel(
        json!({"kind": "email", "safe": true, "address": null}),
        &[("/contact/channels/0/address", WrongType)],
    );
    channel(
        json!({"kind": "pigeon", "safe": true, "address": "roof"}),
        &[("/contact/channels/0/kind", UnknownValue)],
    );
    channel(
        json!({"safe": true}),
        &[("/contact/channels/0/kind", Required)],
    );
    channel(
        json!({"kind": "email"}),
        &[("/contact/channels/0/safe", Required)],
    );
    check(&[("/contact/channels", json!([]))], &[]);
}

#[test]
fn a_window_ends_later_than_it_begins() {
    let until = "/contact/channels/0/until";
    let window = |from: Value, until: Value, expected: &[(&str, Code)]| {
        check(
            &[
                ("/contact/channels/0/from", from),
                ("/contact/channels/0/until", until),
            ],
            expected,
        );
    };
    window(json!("09:00"), json!("09:01"), &[]);
    window(json!("09:00"), json!("09:00"), &[(until, WindowReversed)]);
    window(json!("22:00"), json!("06:00"), &[(until, WindowReversed)]);
    window(
        json!("9:00"),
        json!("08:00"),
        &[("/contact/channels/0/from", NotATime)],
    );
    window(json!("09:00"), json!("24:00"), &[(until, NotATime)]);
    for time in [
        "",
        "0900",
        "09:60",
        "09:00:00",
        "-9:00",
        "+9:00",
        "09.00",
        "noon",
        "٠٩:٠٠",
    ] {
        check_each("/contact/channels/0/from", &[(json!(time), Some(NotATime))]);
    }
    check_each(until, &[(json!("00:00"), None)]);
}

mod between_fields;
mod formats;

/// Any JSON value, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9T:+ Z-]{0,25}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let name = prop_oneof![
            "id|source|kind|consent|basis|person|contact|channels|dash|needs|code",
            ".{0,5}"
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(name, inner, 0..5)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_gets_an_answer(value in any_json()) {
        let _ = referral(&value, TODAY);
        let _ = claimed_source(&value);
    }

    #[test]
    fn any_value_anywhere_gives_one_error_per_field(value in any_json(), place in 0..12_usize) {
        let place = [
            "/id", "/source", "/consent", "/consent/given_at", "/person/date_of_birth", "/person/language", "/contact",
            "/contact/channels/0", "/contact/channels/0/address", "/residence", "/incident", "/dash",
        ][place];
        let mut document = robin();
        put(&mut document, place, value);
        let fields: Vec<_> = errors_of(&document).into_iter().map(|(field, _)| field).collect();
        let each_once: std::collections::BTreeSet<_> = fields.iter().collect();
        prop_assert_eq!(each_once.len(), fields.len(), "{:?}", fields);
    }

    #[test]
    fn any_text_in_any_format_gets_an_answer(text in ".{0,40}") {
        let _ = format::moment(&text, TODAY);
        let _ = email(&text);
        let _ = phone(&text);
        let _ = language::language(&text);
        let _ = Postcode::parse(&text);
        let _ = Days::read(&text);
    }
}

#[test]
fn a_date_is_believed_for_130_years_back_from_any_day() {
    for (today, earliest, too_early) in [
        (TODAY, "1896-11-22", "1896-11-21"),
        // 1898 has no 29 February.
        (date(2028, 2, 29), "1898-02-28", "1898-02-27"),
        (date(2030, 2, 28), "1900-02-28", "1900-02-27"),
    ] {
        assert!(format::day(earliest, today).is_ok(), "{earliest}");
        assert_eq!(
            format::day(too_early, today),
            Err(OutOfRange),
            "{too_early}"
        );
    }
    assert_eq!(format::day("2026-01-01", Date::MIN), Err(OutOfRange));
}

#[test]
fn a_browser_finds_what_the_hub_finds_except_in_moments() {
    let mut document = robin();
    put(&mut document, "/person/name", json!(7));
    put(&mut document, "/incident/occurred", json!("soon"));
    put(
        &mut document,
        "/consent/given_at",
        json!("2026-11-22T09:00:00Z"),
    );
    let browser = referral_in_browser(&document, TODAY);
    assert_eq!(browser, referral(&document, TODAY));
    assert!(browser.is_err());
    put(&mut document, "/consent/given_at", json!("soon"));
    let said: Vec<_> = errors_of(&document)
        .into_iter()
        .filter(|(field, _)| field != "/consent/given_at")
        .collect();
    let mut browser: Vec<_> = referral_in_browser(&document, TODAY)
        .unwrap_err()
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect();
    browser.sort();
    assert_eq!(browser, said);
}
