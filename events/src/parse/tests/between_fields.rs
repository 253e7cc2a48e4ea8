//! Rules between fields, and for lists.

use super::*;

const SAFE: &str = "/contact/channels/1/safe";

fn channels(list: Value, expected: &[(&str, Code)]) {
    check(&[("/contact/channels", list)], expected);
}

#[test]
fn one_address_of_one_kind_is_safe_or_not() {
    let two = |kind: &str, one: &str, other: &str, expected: &[(&str, Code)]| {
        channels(
            json!([{"kind": kind, "safe": true, "address": one}, {"kind": kind, "safe": false, "address": other}]),
            expected,
        );
    };
    two(
        "email",
        "robin@example.org",
        "ROBIN@Example.org",
        &[(SAFE, Contradiction)],
    );
    two("email", "robin@example.org", "bob@example.org", &[]);
    two(
        "phone",
        "07700 900021",
        "+44 7700 900021",
        &[(SAFE, Contradiction)],
    );
    two(
        "phone",
        "07700 900021",
        "0044-7700-900021",
        &[(SAFE, Contradiction)],
    );
    two(
        "phone",
        "07700 900021",
        "+44 (0)7700 900021",
        &[(SAFE, Contradiction)],
    );
    two(
        "text",
        "(07700) 900021",
        "447700900021",
        &[(SAFE, Contradiction)],
    );
    two("text", "07700 900021", "07700 900022", &[]);
    two(
        "letter",
        "1 A Street",
        "1 A Street",
        &[(SAFE, Contradiction)],
    );
    two("letter", "1 A Street", "2 A Street", &[]);
    channels(
        json!([
            {"kind": "phone", "safe": true, "address": "07700 900021"},
            {"kind": "text", "safe": false, "address": "07700 900021"},
        ]),
        &[],
    );
    channels(
        json!([{"kind": "email", "safe": false}, {"kind": "email", "safe": false}]),
        &[],
    );
}

#[test]
fn the_later_contradicting_channel_is_reported() {
    let robin = |safe: bool| json!({"kind": "email", "safe": safe, "address": "robin@example.org"});
    channels(json!([robin(false), robin(true)]), &[(SAFE, Contradiction)]);
    channels(json!([robin(true), robin(true)]), &[]);
    channels(
        json!([robin(true), robin(false), robin(false)]),
        &[
            (SAFE, Contradiction),
            ("/contact/channels/2/safe", Contradiction),
        ],
    );
    // Another error in the channel does not hide it.
    channels(
        json!([robin(true), {"kind": "email", "safe": false, "address": "robin@example.org", "from": "late"}]),
        &[
            ("/contact/channels/1/from", NotATime),
            (SAFE, Contradiction),
        ],
    );
}

#[test]
fn seven_channels_are_too_many_and_still_each_is_read() {
    let phone =
        |n: usize| json!({"kind": "phone", "safe": true, "address": format!("07700 90000{n}")});
    let mut list: Vec<_> = (0..6).map(phone).collect();
    channels(json!(list), &[]);
    list.push(json!({"kind": "phone", "safe": true, "address": "x"}));
    channels(
        json!(list),
        &[
            ("/contact/channels", TooMany),
            ("/contact/channels/6/address", NotAPhoneNumber),
        ],
    );
}

#[test]
fn only_a_victim_must_be_born_before_the_incident() {
    let case = |role: &str, born: &str, occurred: &str, expected: &[(&str, Code)]| {
        check(
            &[
                ("/person/role", json!(role)),
                ("/person/date_of_birth", json!(born)),
                ("/incident/occurred", json!(occurred)),
            ],
            expected,
        );
    };
    let contradiction = [("/incident/occurred", Contradiction)];
    case("victim", "2000-06-15", "2000-06-14", &contradiction);
    case("victim", "2000-06-15", "2000-06-15", &[]);
    case("victim", "2000-06-15", "2000-06", &[]);
    case("victim", "2000-06-15", "2000-05", &contradiction);
    case("victim", "2000-06-15", "2000", &[]);
    case("victim", "2000-06-15", "1999", &contradiction);
    for role in ["witness", "family-member", "other-affected"] {
        case(role, "2000-06-15", "1999", &[]);
    }
    case(
        "victim",
        "2000-06-31",
        "1999",
        &[("/person/date_of_birth", NotADate)],
    );
    case(
        "victim",
        "2000-06-15",
        "1800",
        &[("/incident/occurred", OutOfRange)],
    );
}

#[test]
fn only_partners_need_consent_and_a_basis() {
    for kind in [
        "phone",
        "touchpoint",
        "police",
        "british-transport-police",
        "action-fraud",
        "provider",
        "hub",
    ] {
        let kind = ("/source/kind", json!(kind));
        check(
            &[kind.clone(), ("/consent", json!({}))],
            &[("/consent", ConsentRequired)],
        );
        check(
            &[kind.clone(), ("/consent", json!({"scope": []}))],
            &[("/consent/basis", ConsentRequired)],
        );
        check(
            &[kind.clone(), ("/consent", json!({"basis": null}))],
            &[("/consent/basis", WrongType)],
        );
        check(
            &[kind.clone(), ("/consent", json!({"basis": "x"}))],
            &[("/consent/basis", UnknownValue)],
        );
        check(
            &[kind.clone(), ("/consent", json!({"x": 1}))],
            &[
                ("/consent/basis", ConsentRequired),
                ("/consent/x", UnknownField),
            ],
        );
        check(
            &[kind, ("/consent", json!({"basis": "awaiting-consent"}))],
            &[],
        );
    }
    check(&[("/consent", json!({"scope": ["assess"]}))], &[]);
    check(
        &[("/source/kind", json!("someone")), ("/consent", json!({}))],
        &[("/source/kind", UnknownValue)],
    );
}

#[test]
fn an_override_needs_a_reason_an_approver_and_a_partner() {
    let police = ("/source/kind", json!("police"));
    let consent = |reason: Value, approver: Value| {
        (
            "/consent",
            json!({"basis": "serious-harm-override", "reason": reason, "approver": approver}),
        )
    };
    check(
        &[
            police.clone(),
            consent(json!("He has a knife."), json!("Insp. Lee")),
        ],
        &[],
    );
    check(
        &[police.clone(), consent(json!(" \n\t"), json!("\u{a0}"))],
        &[
            ("/consent/reason", ReasonRequired),
            ("/consent/approver", ApproverRequired),
        ],
    );
    check(
        &[police.clone(), consent(json!(""), json!(1))],
        &[
            ("/consent/reason", ReasonRequired),
            ("/consent/approver", WrongType),
        ],
    );
    check(
        &[
            police,
            consent(json!(" ".repeat(2001)), json!("a".repeat(121))),
        ],
        &[("/consent/reason", TooLong), ("/consent/approver", TooLong)],
    );
    check(
        &[consent(json!("He has a knife."), json!("Insp. Lee"))],
        &[("/consent/basis", PartnerRequired)],
    );
    check(&[("/consent/reason", json!(" "))], &[]);
}

#[test]
fn only_practitioners_fill_in_a_dash() {
    for (kind, taken) in [
        ("self", false),
        ("phone", false),
        ("touchpoint", false),
        ("action-fraud", false),
        ("police", true),
        ("british-transport-police", true),
        ("provider", true),
        ("hub", true),
    ] {
        let expected: &[_] = if taken {
            &[]
        } else {
            &[("/dash", DashNeedsPractitioner)]
        };
        check(
            &[
                ("/source/kind", json!(kind)),
                ("/dash", json!({"ticks": 24})),
            ],
            expected,
        );
    }
    check(
        &[("/dash", json!({"ticks": 99}))],
        &[
            ("/dash", DashNeedsPractitioner),
            ("/dash/ticks", OutOfRange),
        ],
    );
    check(
        &[("/dash", json!({}))],
        &[("/dash", DashNeedsPractitioner), ("/dash/ticks", Required)],
    );
}

#[test]
fn the_later_of_two_equal_items_is_named() {
    let need = |weight: &str| json!({"code": "trouble-sleeping", "weight": weight});
    check(
        &[(
            "/needs",
            json!([
                need("a-lot"),
                need("a-little"),
                need("a-lot"),
                need("a-lot")
            ]),
        )],
        &[("/needs/2", Duplicate), ("/needs/3", Duplicate)],
    );
    check(
        &[(
            "/needs",
            json!([{"code": "trouble-sleeping"}, need("a-lot")]),
        )],
        &[],
    );
    check(
        &[("/person/access_needs", json!(["x", "x"]))],
        &[
            ("/person/access_needs/0", UnknownValue),
            ("/person/access_needs/1", UnknownValue),
        ],
    );
    check(
        &[("/consent/scope", json!(["assess", "assess"]))],
        &[("/consent/scope/1", Duplicate)],
    );
    check(
        &[("/contact/channels/0/days", json!(["mon", "tue", "mon"]))],
        &[("/contact/channels/0/days/2", Duplicate)],
    );
    check(
        &[("/incident/flags", json!(["fraud", "fraud"]))],
        &[("/incident/flags/1", Duplicate)],
    );
    check(
        &[("/wishes/modality", json!(["text", "text"]))],
        &[("/wishes/modality/1", Duplicate)],
    );
}

#[test]
fn the_sender_is_known_before_the_content_is_judged() {
    assert_eq!(
        claimed_source(&json!({"id": 5, "source": {"kind": "police", "x": 1}})),
        Some(SourceKind::Police)
    );
    for value in [
        json!([]),
        json!({}),
        json!({"source": "self"}),
        json!({"source": {"kind": "Self"}}),
        json!("self"),
    ] {
        assert_eq!(claimed_source(&value), None);
    }
}

#[test]
fn a_number_in_another_spelling_is_the_same_number() {
    let phone =
        |safe: bool, number: &str| json!({"kind": "phone", "safe": safe, "address": number});
    for other in [
        "7700900123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "\u{202a}07700 900123\u{202c}",
        "٠٧٧٠٠ ٩٠٠١٢٣",
    ] {
        channels(
            json!([phone(false, other), phone(true, "07700 900123")]),
            &[(SAFE, Contradiction)],
        );
    }
    channels(
        json!([phone(false, "+7700900123"), phone(true, "07700 900123")]),
        &[],
    );
}
