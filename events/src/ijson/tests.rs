use super::*;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn what_is_not_one_document_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "{} {}",
        "{}x",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "'a'",
        "01",
        "+1",
        ".5",
        "1.",
        "NaN",
    ] {
        assert_eq!(parse(text.as_bytes()), Err(NotIJson), "{text}");
    }
    assert_eq!(
        parse("\u{feff}{}".as_bytes()),
        Err(NotIJson),
        "a byte order mark"
    );
    assert_eq!(parse(b"\"a\nb\""), Err(NotIJson), "a raw control character");
    assert_eq!(parse(b"1e400"), Err(NotIJson), "a number that is none");
}

#[test]
fn lone_surrogates_are_refused_and_noncharacters_accepted() {
    assert_eq!(parse(b"\"\xe9\""), Err(NotIJson));
    assert_eq!(
        parse(b"\"\xed\xa0\x80\""),
        Err(NotIJson),
        "a surrogate in UTF-8"
    );
    for half in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d x""#,
        r#""\ude00\ud83d""#,
        r#"{"\ud83d": 1}"#,
    ] {
        assert_eq!(parse(half.as_bytes()), Err(NotIJson), "{half}");
    }
    assert_eq!(parse(br#""\ud83d\ude00""#), Ok(json!("😀")));
    assert_eq!(parse(br#""\uffff\ufdd0""#), Ok(json!("\u{ffff}\u{fdd0}")));
    assert_eq!(parse("\"\u{1fffe}\"".as_bytes()), Ok(json!("\u{1fffe}")));
}

#[test]
fn a_repeated_name_is_refused_at_any_level() {
    for text in [
        r#"{"a":1,"a":1}"#,
        r#"[{"b":{"a":1,"\u0061":2}}]"#,
        r#"{"":1,"":2}"#,
    ] {
        assert_eq!(parse(text.as_bytes()), Err(NotIJson), "{text}");
    }
    assert!(parse(r#"{"a":{"a":1},"A":1}"#.as_bytes()).is_ok());
    // Two spellings of one letter are two names: RFC 7493 compares code points.
    assert!(parse("{\"\u{e9}\":1,\"e\u{301}\":2}".as_bytes()).is_ok());
}

#[test]
fn a_hundred_levels_are_read_and_no_more() {
    let nested = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    assert!(parse(nested(100).as_bytes()).is_ok());
    assert_eq!(parse(nested(101).as_bytes()), Err(NotIJson));
    assert_eq!(parse("[".repeat(20_000).as_bytes()), Err(NotIJson));
    let objects = |n: usize| format!("{}1{}", r#"{"a":"#.repeat(n), "}".repeat(n));
    assert!(parse(objects(100).as_bytes()).is_ok());
    assert_eq!(parse(objects(101).as_bytes()), Err(NotIJson));
}

#[test]
fn one_value_has_one_text() {
    for (one, other) in [
        ("1", "1.0"),
        ("1", "1e0"),
        ("1", "10E-1"),
        ("0", "-0"),
        ("0", "-0.0"),
        ("0.1", "1e-1"),
        ("-3", "-3.00"),
        ("100000000000000000000", "1e20"),
        (r#""\u0041""#, r#""A""#),
        (r#""\/""#, r#""/""#),
        (r#"{"a":1,"b":2}"#, r#" { "b" : 2.0 , "a" : 1 } "#),
    ] {
        let text = |t: &str| canonical(&parse(t.as_bytes()).unwrap());
        assert_eq!(text(one), text(other));
    }
    for (one, other) in [
        ("1", "\"1\""),
        ("[1,2]", "[2,1]"),
        ("{}", "[]"),
        ("null", "false"),
        ("1", "1.5"),
    ] {
        let text = |t: &str| canonical(&parse(t.as_bytes()).unwrap());
        assert_ne!(text(one), text(other));
    }
}

/// Any JSON value, a few levels deep.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("finite", |f| f.is_finite())
            .prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(".{0,6}", inner, 0..6)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

/// A number in one of its types: small, or where whole numbers of one type end.
fn any_number() -> impl Strategy<Value = Value> {
    let near = prop_oneof![
        Just(0_i128),
        Just(1),
        Just(1 << 53),
        Just(1 << 63),
        Just(1 << 64),
        Just(100_000_000_000_000_000_000),
    ];
    (near, -1_i128..=1, any::<bool>(), 0_u8..3).prop_map(|(near, more, below, kind)| {
        let number = (near + more) * if below { -1 } else { 1 };
        let whole = u64::try_from(number)
            .map(Value::from)
            .or_else(|_| i64::try_from(number).map(Value::from));
        match (kind, whole) {
            (0, Ok(whole)) => whole,
            (1, _) => Value::from(number as f64 + 0.5),
            _ => Value::from(number as f64),
        }
    })
}

/// The whole part of a number, and the bits of its fraction.
fn exact(number: &Value) -> (i128, u64) {
    let whole = number.as_u64().map(i128::from);
    whole.or(number.as_i64().map(i128::from)).map_or_else(
        || {
            let double = number.as_f64().unwrap();
            (double as i128, (double.fract() + 0.0).to_bits())
        },
        |whole| (whole, 0),
    )
}

/// The same value with the names of each object in reverse order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Array(items) => format!(
            "[ {} ]",
            items.iter().map(reversed).collect::<Vec<_>>().join(" , ")
        ),
        Value::Object(members) => {
            let members = members
                .iter()
                .rev()
                .map(|(name, v)| format!("{} :{}", json!(name), reversed(v)));
            format!("{{{}}}", members.collect::<Vec<_>>().join("\n,"))
        }
        leaf => leaf.to_string(),
    }
}

proptest! {
    #[test]
    fn the_canonical_text_is_independent_of_order(value in any_json()) {
        let text = canonical(&value);
        let again = parse(text.as_bytes()).unwrap();
        prop_assert_eq!(canonical(&again), text.clone());
        prop_assert_eq!(canonical(&parse(reversed(&value).as_bytes()).unwrap()), text);
    }

    #[test]
    fn keys_are_equal_where_canonical_texts_are(one in any_json(), other in any_json()) {
        prop_assert_eq!(key(&one) == key(&other), canonical(&one) == canonical(&other));
        let again = parse(reversed(&one).as_bytes()).unwrap();
        prop_assert_eq!(key(&again), key(&one));
    }

    #[test]
    fn numbers_have_one_key_where_they_are_equal(one in any_number(), other in any_number()) {
        prop_assert_eq!(key(&one) == key(&other), exact(&one) == exact(&other), "{} {}", one, other);
    }

    #[test]
    fn any_bytes_get_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = parse(&bytes);
    }
}
