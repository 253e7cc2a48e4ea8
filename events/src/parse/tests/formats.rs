//! The limits of fields with a specific format.

use super::*;

#[test]
fn a_date_is_valid_within_130_years() {
    check_each(
        "/person/date_of_birth",
        &[
            (json!("2026-11-22"), None),
            (json!("2026-11-23"), Some(DateInFuture)),
            (json!("1896-11-22"), None),
            (json!("1896-11-21"), Some(OutOfRange)),
            (json!("0000-01-01"), Some(OutOfRange)),
            (json!("2000-02-29"), None),
            (json!("1900-02-29"), Some(NotADate)),
            (json!("2000-2-29"), Some(NotADate)),
            (json!("2000"), Some(NotADate)),
            (json!("20000229"), Some(NotADate)),
            (json!("2000-02-29T00:00:00Z"), Some(NotADate)),
            (json!("+2000-02-29"), Some(NotADate)),
            (json!("٢٠٠٠-٠٢-٢٩"), Some(NotADate)),
            (json!(""), Some(NotADate)),
        ],
    );
    check_each(
        "/incident/occurred",
        &[
            (json!("2026"), None),
            (json!("2027"), Some(DateInFuture)),
            (json!("2026-11"), None),
            (json!("2026-12"), Some(DateInFuture)),
            (json!("2026-11-23"), Some(DateInFuture)),
            (json!("1896"), None),
            (json!("1895"), Some(OutOfRange)),
            (json!("1896-10"), Some(OutOfRange)),
            (json!("2026-00"), Some(NotADate)),
            (json!("2026-02-30"), Some(NotADate)),
            (json!("2026-1"), Some(NotADate)),
            (json!("202"), Some(NotADate)),
            (json!("2026-11-"), Some(NotADate)),
            (json!("last summer"), Some(NotADate)),
        ],
    );
    assert!(format::day("1898-02-28", date(2028, 2, 29)).is_ok());
}

#[test]
fn a_moment_is_rfc_3339_and_not_in_the_future() {
    check_each(
        "/consent/given_at",
        &[
            (json!("2026-11-22T23:59:59Z"), None),
            (json!("2026-11-23T00:00:00Z"), Some(DateInFuture)),
            (json!("2026-11-23T00:30:00+01:00"), None),
            (json!("2026-11-22T23:30:00-01:00"), Some(DateInFuture)),
            (json!("2026-11-19t21:22:00.123456789012z"), None),
            (json!("2016-12-31T23:59:60Z"), None),
            (json!("2016-12-31T12:00:60Z"), Some(NotADate)),
            (json!("2026-11-19T21:22:61Z"), Some(NotADate)),
            (json!("2026-02-30T10:00:00Z"), Some(NotADate)),
            (json!("2026-11-19T24:00:00Z"), Some(NotADate)),
            (json!("2026-11-19T21:22Z"), Some(NotADate)),
            (json!("2026-11-19T21:22:00"), Some(NotADate)),
            (json!("2026-11-19 21:22:00Z"), Some(NotADate)),
            (json!("2026-11-19T21:22:00.Z"), Some(NotADate)),
            (json!("2026-11-19T21:22:00+0100"), Some(NotADate)),
            (json!("2026-11-19T21:22:00+25:00"), Some(NotADate)),
            (json!("2026-11-19T21:22:00Z[Europe/London]"), Some(NotADate)),
            (json!("2026-11-19"), Some(NotADate)),
            (json!("1800-01-01T00:00:00Z"), Some(OutOfRange)),
            (json!("ééééé-11-19T21:22:00Z"), Some(NotADate)),
        ],
    );
}

#[test]
fn an_email_is_one_plain_ascii_address() {
    let at = "/contact/channels/0/address";
    let long = |local: usize| format!("{}@example.org", "l".repeat(local));
    for right in [
        "a.b+c@sub.example.org",
        "o'brien@example.co.uk",
        "ROBIN@EXAMPLE.ORG",
        "x_y-z@xn--bcher-kva.example",
        &long(64),
    ] {
        check_each(at, &[(json!(right), None)]);
    }
    for wrong in [
        "",
        "@",
        "robin",
        "robin@",
        "@example.org",
        "robin@localhost",
        "robin@example..org",
        "robin@.example.org",
        "robin@example.org.",
        "robin@-example.org",
        "robin@example-.org",
        "robin@exa_mple.org",
        "robin@[127.0.0.1]",
        "robin@127.0.0.1",
        ".robin@example.org",
        "robin.@example.org",
        "ro..bin@example.org",
        "ro bin@example.org",
        " robin@example.org",
        "robin@example.org ",
        "robin@example.org\n",
        "\"robin\"@example.org",
        "a@b@example.org",
        "Robin <robin@example.org>",
        "robin@example.org, bob@example.org",
        "mailto:robin@example.org",
        "robin@exаmple.org",
        "robin\u{200b}@example.org",
        "robin@example.org\0",
        "röbin@example.org",
        "robin@bücher.example",
        &long(65),
    ] {
        check_each(at, &[(json!(wrong), Some(NotAnEmail))]);
    }
}

#[test]
fn a_phone_number_is_7_to_15_digits() {
    for kind in ["phone", "text"] {
        for (number, code) in [
            ("07700 900021", None),
            ("+44 (0)7700 900021", None),
            ("(0113) 496-0021", None),
            ("1234567", None),
            ("+123456789012345", None),
            ("123456", Some(NotAPhoneNumber)),
            ("1234567890123456", Some(NotAPhoneNumber)),
            ("", Some(NotAPhoneNumber)),
            ("0770O 900021", Some(NotAPhoneNumber)),
            ("07700+900021", Some(NotAPhoneNumber)),
            ("++447700900021", Some(NotAPhoneNumber)),
            ("07700 900021 ext 5", Some(NotAPhoneNumber)),
            ("07700 900021\r\n", Some(NotAPhoneNumber)),
            ("07700 900021-", Some(NotAPhoneNumber)),
            ("٠٧٧٠٠٩٠٠٠٢١", None),
            ("\u{202a}07700 900021\u{202c}", None),
            ("\u{200b}", Some(NotAPhoneNumber)),
        ] {
            let expected: Vec<_> = code
                .iter()
                .map(|code| ("/contact/channels/0/address", *code))
                .collect();
            check(
                &[(
                    "/contact/channels/0",
                    json!({"kind": kind, "safe": false, "address": number}),
                )],
                &expected,
            );
        }
    }
}
