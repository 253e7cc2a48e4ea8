//! What people and partners type: characters that nobody can see, spellings of every kind, and second thoughts.

use api::{Answer, HUB, form, new_id, person, soon};
use serde_json::{Value, json};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Sends the form with these answers and an id.
fn send_form(fields: &[(&str, &str)]) -> Answer {
    send_form_with(&[], "/referrals", &new_id(), fields)
}

fn send_form_with(
    headers: &[(&str, &str)],
    path: &str,
    id: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let all = [
        ("/id", id),
        ("/source/kind", "self"),
        ("/person/role", "victim"),
        ("/contact/channels/4/kind", "online"),
        ("/contact/channels/4/safe", "true"),
        ("/consent/basis", "consent"),
        ("/consent/how", "form"),
        ("/consent/scope/0", "assess"),
    ];
    let name = ("/person/name", "Robin");
    let named = fields.iter().any(|(field, _)| *field == name.0);
    let body: Vec<_> = all
        .into_iter()
        .chain((!named).then_some(name))
        .chain(fields.iter().copied())
        .collect();
    let headers: Vec<_> = headers.iter().copied().chain([FORM]).collect();
    HUB.send("POST", path, &headers, form(&body).as_bytes())
}

/// The cookie of an accepted form, as the browser sends it back.
fn cookie(sent: &Answer) -> String {
    assert_eq!(sent.status, 303, "{}", sent.text);
    let cookie = sent.header("set-cookie").split(';').next();
    cookie.unwrap_or_default().to_owned()
}

fn confirmation(cookie: &str) -> Answer {
    HUB.send("GET", "/referrals/sent", &[("cookie", cookie)], b"")
}

/// The stored answers of an accepted form, as a coordinator reads them.
fn stored(sent: &Answer) -> Value {
    let page = confirmation(&cookie(sent)).text;
    let shown = page
        .split("id=\"reference\"")
        .nth(1)
        .and_then(|rest| rest.split('>').nth(1))
        .and_then(|rest| rest.split('<').next())
        .unwrap_or_default();
    let reference: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
    HUB.case(&reference)["referral"].clone()
}

fn errors(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 422, "{}", answer.text);
    let errors = answer.json()["errors"].as_array().cloned();
    let text = |error: &Value, name: &str| error[name].as_str().unwrap_or_default().to_owned();
    errors
        .unwrap_or_default()
        .iter()
        .map(|error| (text(error, "field"), text(error, "code")))
        .collect()
}

#[test]
fn a_name_that_nobody_can_see_is_too_short() {
    for name in [
        "\u{200b}",
        "\u{2800}",
        "\u{3164}",
        "\u{200d} \u{200d}",
        "\u{ad}\u{34f}",
    ] {
        let answer = HUB.post(&person(
            &json!({"person": {"role": "victim", "name": name}}),
        ));
        let expected = ("/person/name".to_owned(), "TOO_SHORT".to_owned());
        assert_eq!(errors(&answer), [expected], "{name:?}");
    }
}

#[test]
fn text_with_marks_stays_as_it_was_sent() {
    for name in [
        "Alice\u{202e}elor tnereffid",
        "\u{2066}x",
        "A\u{200f}B",
        "\u{645}\u{62d}\u{645}\u{62f}",
    ] {
        let reference = HUB.refer(&person(
            &json!({"person": {"role": "victim", "name": name}}),
        ));
        assert_eq!(HUB.case(&reference)["referral"]["person"]["name"], name);
    }
}

#[test]
fn a_pasted_number_is_kept_without_its_marks() {
    for (typed, kept) in [
        ("\u{202a}07700 900123\u{202c}", "07700 900123"),
        ("\u{200b}+44 (0)7700 900123\u{feff}", "+44 (0)7700 900123"),
        (
            "\u{660}\u{667}\u{667}\u{660}\u{660} \u{669}\u{660}\u{660}\u{661}\u{662}\u{663}",
            "\u{660}\u{667}\u{667}\u{660}\u{660} \u{669}\u{660}\u{660}\u{661}\u{662}\u{663}",
        ),
    ] {
        let channel = json!({"kind": "phone", "safe": true, "address": typed});
        let reference = HUB.refer(&person(&json!({
            "contact": {"channels": [channel]},
            "residence": {"postcode": "OX1\u{200b}1PT"},
        })));
        let referral = HUB.case(&reference)["referral"].clone();
        assert_eq!(referral["contact"]["channels"][0]["address"], kept);
        assert_eq!(referral["residence"]["postcode"], "OX11PT");
    }
}

#[test]
fn two_spellings_of_a_number_contradict_each_other() {
    for other in [
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "7700900123",
        "\u{200e}07700-900123",
    ] {
        let channels = json!([
            {"kind": "text", "safe": true, "address": "07700 900123"},
            {"kind": "text", "safe": false, "address": other},
        ]);
        let answer = HUB.post(&person(&json!({"contact": {"channels": channels}})));
        let expected = (
            "/contact/channels/1/safe".to_owned(),
            "CONTRADICTION".to_owned(),
        );
        assert_eq!(errors(&answer), [expected], "{other:?}");
    }
}

#[test]
fn a_postcode_may_have_punctuation_and_no_other_signs() {
    for typed in [
        "OX1-1PT",
        "OX1 1PT.",
        "(OX1 1PT)",
        "OX1\u{200b}1PT",
        "OX1\u{2013}1PT",
    ] {
        let reference = HUB.refer(&person(&json!({"residence": {"postcode": typed}})));
        assert_eq!(
            HUB.case(&reference)["local_authority"],
            "E07000178",
            "{typed:?}"
        );
        assert_eq!(send_form(&[("/residence/postcode", typed)]).status, 303);
    }
    let answer = HUB.post(&person(&json!({"residence": {"postcode": "AB!1 2CD"}})));
    let expected = (
        "/residence/postcode".to_owned(),
        "NOT_A_POSTCODE".to_owned(),
    );
    assert_eq!(errors(&answer), [expected]);
}

#[test]
fn a_home_outside_every_area_is_never_offered() {
    for postcode in ["JE2 3AB", "GY1 1AA", "IM1 1AD", "GX11 1AA"] {
        let (reference, _) = HUB.kept_by(&person(&json!({"residence": {"postcode": postcode}})));
        assert_eq!(
            HUB.case(&reference)["local_authority"],
            Value::Null,
            "{postcode}"
        );
    }
}

#[test]
fn a_code_for_no_fixed_abode_is_no_home() {
    let reference = HUB.refer(&person(&json!({
        "residence": {"postcode": "ZZ99 3VZ"}, "needs": [{"code": "trouble-sleeping"}],
    })));
    let case = HUB.settled(&reference);
    assert_eq!(case["local_authority"], Value::Null);
    assert!(
        case["onwards"]
            .as_array()
            .is_some_and(|onwards| !onwards.is_empty())
    );
}

#[test]
fn an_earlier_referral_is_found_however_the_name_is_written() {
    let mark = &new_id()[..8];
    for (at, (first, then)) in [
        ("Jos\u{e9}", "Jose\u{301}"),
        ("O'Neill", "O\u{2019}NEILL"),
        ("Zo\u{eb}", "Zoe"),
        ("STRASSE", "Stra\u{df}e"),
        ("\u{ff21}nn-Marie", "Ann Marie"),
    ]
    .into_iter()
    .enumerate()
    {
        let referral = |name: &str| {
            person(&json!({
                "person": {
                    "role": "victim", "name": format!("{name} {mark}{at}"), "date_of_birth": "1971-02-03"
                },
                "residence": {"postcode": "OX4 4PU"},
            }))
        };
        let earlier = HUB.refer(&referral(first));
        HUB.settled(&earlier);
        let later = HUB.refer(&referral(then));
        let found = soon("the memory", || {
            let triage = HUB.case(&later)["triage"].clone();
            Some(triage["found"].to_string()).filter(|_| triage.is_object())
        });
        assert!(
            found.contains("earlier-referral"),
            "{first} {then}: {found}"
        );
    }
}

#[test]
fn the_form_reads_dates_times_and_numbers_as_people_write_them() {
    for (typed, kept) in [
        ("14/03/2026", "2026-03-14"),
        ("14 March 2026", "2026-03-14"),
        ("March 2026", "2026-03"),
        ("mar 26", "2026-03"),
        ("14.3.26", "2026-03-14"),
    ] {
        let sent = send_form(&[("/incident/occurred", typed)]);
        assert_eq!(stored(&sent)["incident"]["occurred"], kept, "{typed}");
    }
    let page = send_form(&[("/incident/occurred", "last Tuesday")]);
    assert_eq!(page.status, 422);
    assert!(page.text.contains("last Tuesday") && page.text.contains("14 March 2026"));
    for typed in ["3 ", " 3", "3."] {
        let sent = send_form(&[("/circumstances/times_in_12_months", typed)]);
        assert_eq!(
            stored(&sent)["circumstances"]["times_in_12_months"],
            3,
            "{typed}"
        );
    }
    for (typed, kept) in [("9am", "09:00"), ("9.00", "09:00"), ("09:00:00", "09:00")] {
        let sent = send_form(&[
            ("/contact/channels/2/kind", "phone"),
            ("/contact/channels/2/safe", "true"),
            ("/contact/channels/2/address", "07700 900123"),
            ("/contact/channels/2/from", typed),
        ]);
        assert_eq!(
            stored(&sent)["contact"]["channels"][0]["from"],
            kept,
            "{typed}"
        );
    }
}

#[test]
fn json_stays_strict() {
    for (more, field, code) in [
        (
            json!({"incident": {"occurred": "14/03/2026"}}),
            "/incident/occurred",
            "NOT_A_DATE",
        ),
        (
            json!({"circumstances": {"times_in_12_months": "3 "}}),
            "/circumstances/times_in_12_months",
            "WRONG_TYPE",
        ),
        (
            json!({"contact": {"channels": [{"kind": "phone", "safe": true, "address": "07700 900123", "from": "9am"}]}}),
            "/contact/channels/0/from",
            "NOT_A_TIME",
        ),
        (
            json!({"contact": {"channels": [{"kind": "email", "safe": true, "address": "robin@example.org\u{200b}"}]}}),
            "/contact/channels/0/address",
            "NOT_AN_EMAIL",
        ),
    ] {
        let expected = (field.to_owned(), code.to_owned());
        assert_eq!(errors(&HUB.post(&person(&more))), [expected]);
    }
}

#[test]
fn the_form_drops_what_is_around_a_line() {
    let sent = send_form(&[
        ("/person/name", " \u{202a}Robin Fielding\u{202c} "),
        ("/contact/channels/0/kind", "email"),
        ("/contact/channels/0/safe", "true"),
        ("/contact/channels/0/address", " robin@example.org\u{200b}"),
        ("/wishes/own_words", " as typed \u{200b}"),
    ]);
    let referral = stored(&sent);
    assert_eq!(referral["person"]["name"], "Robin Fielding");
    assert_eq!(
        referral["contact"]["channels"][0]["address"],
        "robin@example.org"
    );
    assert_eq!(referral["wishes"]["own_words"], " as typed \u{200b}");
}

#[test]
fn a_way_that_was_not_ticked_leaves_no_address() {
    let sent = send_form(&[
        ("/contact/channels/1/kind", "text"),
        ("/contact/channels/1/address", "07700 900123"),
        ("/contact/channels/2/kind", "phone"),
        ("/contact/channels/2/address", "half a numb"),
        ("/contact/channels/2/code_word", "bluebell"),
    ]);
    assert_eq!(
        stored(&sent)["contact"]["channels"],
        json!([
            {"kind": "text", "safe": false},
            {"kind": "phone", "safe": false},
            {"kind": "online", "safe": true},
        ])
    );
}

#[test]
fn a_second_form_is_no_second_case_before_the_person_says_so() {
    let first = send_form(&[]);
    let kept = cookie(&first);
    let headers = [("cookie", kept.as_str())];
    let id = new_id();
    let typed = [("/wishes/own_words", "One more thing")];
    let asked = send_form_with(&headers, "/referrals", &id, &typed);
    assert_eq!(asked.status, 422, "{}", asked.text);
    assert!(asked.text.contains("You sent us a form a few minutes ago"));
    assert!(asked.text.contains("One more thing"), "nothing is lost");
    assert!(asked.text.contains("action=\"/referrals?new=yes\""));
    // Nothing was stored under that id, and now it is something new.
    let said = send_form_with(&headers, "/referrals?new=yes", &id, &typed);
    assert_ne!(cookie(&said), kept);
    assert_eq!(stored(&said)["wishes"]["own_words"], "One more thing");
    // Without scripts the page has no id, and what the person said survives the redirect.
    let body = form(&[("/person/name", "Robin")]);
    let redirect = HUB.send("POST", "/referrals?new=yes", &[FORM], body.as_bytes());
    assert_eq!(redirect.status, 307);
    assert!(redirect.header("location").contains("new=yes&submission="));
}

#[test]
fn the_same_form_again_is_the_same_case() {
    let id = new_id();
    let first = send_form_with(&[], "/referrals", &id, &[]);
    let kept = cookie(&first);
    let again = send_form_with(&[("cookie", &kept)], "/referrals", &id, &[]);
    let shown = |sent: &Answer| confirmation(&cookie(sent)).text;
    assert_eq!(shown(&first), shown(&again));
}

#[test]
fn a_cookie_of_another_site_hides_no_confirmation() {
    let kept = cookie(&send_form(&[]));
    for cookies in [
        format!("city=Z\u{fc}rich; {kept}"),
        format!("a=1; {kept}; b=\u{e9}"),
    ] {
        assert_eq!(confirmation(&cookies).status, 200, "{cookies}");
    }
}

#[test]
fn what_opens_a_page_is_not_translated_or_called() {
    let page = confirmation(&cookie(&send_form(&[]))).text;
    for id in ["reference", "word"] {
        let tag = page
            .split('<')
            .find(|tag| tag.contains(&format!("id=\"{id}\"")))
            .unwrap_or_default();
        assert!(
            tag.contains("translate=\"no\"") && tag.contains("notranslate"),
            "{tag}"
        );
    }
    assert!(page.contains("<meta name=\"format-detection\" content=\"telephone=no\">"));
}

#[test]
fn an_answer_that_is_no_council_is_asked_for_again() {
    let home = json!({"residence": {"postcode": "OX99 9ZZ"}});
    let answer = HUB.post(&person(&home)).json();
    let reference = answer["reference"].as_str().unwrap_or_default();
    let word = answer["memorable_word"].as_str().unwrap_or_default();
    HUB.settled(reference);
    for (council, status) in [
        ("", 422),
        ("E99", 422),
        ("E07000178x", 422),
        ("E07000178", 200),
    ] {
        // The reference, copied from a page or a letter.
        let pasted = format!(
            "\u{202a}{}\u{2013}{}\u{202c} ",
            &reference[..4],
            &reference[4..]
        );
        let body = form(&[("reference", &pasted), ("word", word), ("council", council)]);
        let page = HUB.send("POST", "/me/council", &[FORM], body.as_bytes());
        assert_eq!(page.status, status, "{council}");
        assert_eq!(
            page.text.contains("id=\"problems\""),
            status == 422,
            "{council}"
        );
    }
}

#[test]
fn a_message_that_nobody_can_see_is_empty() {
    let answer = HUB.post(&person(&json!({}))).json();
    let own = |page: &str, more: &Value| {
        let mut body = json!({"reference": answer["reference"], "word": answer["memorable_word"]});
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let headers = [("content-type", "application/json")];
        HUB.send("POST", page, &headers, body.to_string().as_bytes())
    };
    let reference = answer["reference"].as_str().unwrap_or_default();
    HUB.settled(reference);
    let seen = own("/me/ask", &json!({})).json();
    for words in ["", "\u{200b}\u{2800} "] {
        let said = own(
            "/me/say",
            &json!({"version": seen["version"], "words": words}),
        );
        assert_eq!(said.status, 422, "{}", said.text);
    }
}
