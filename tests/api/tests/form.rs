//! The public form without JavaScript: a plain POST returns a page, and no address holds an answer.

use api::{Answer, HUB, form};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn post(path: &str, fields: &[(&str, &str)]) -> Answer {
    HUB.send("POST", path, &[FORM], form(fields).as_bytes())
}

const ROBIN: &[(&str, &str)] = &[
    ("/source/kind", "self"),
    ("/person/role", "victim"),
    ("/person/name", "Robin <b>"),
    ("/contact/channels/4/kind", "online"),
    ("/contact/channels/4/safe", "true"),
    ("/consent/basis", "consent"),
    ("/consent/scope/1", "share-with-providers"),
    ("/wishes/own_words", ""),
];

#[test]
fn a_form_gets_an_id_and_then_the_reference() {
    let first = post("/referrals", ROBIN);
    assert_eq!(first.status, 307, "{}", first.text);
    let with_id = first.header("location").to_owned();
    let sent = post(&with_id, ROBIN);
    assert_eq!(sent.status, 303, "{}", sent.text);
    assert_eq!(
        sent.header("location"),
        "/referrals/sent",
        "its address carries nothing"
    );
    let cookie = sent.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let pair = cookie.split(';').next().expect("a cookie");
    let page = HUB.send("GET", "/referrals/sent", &[("cookie", pair)], b"");
    assert_eq!(page.status, 200);
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(
        page.text.contains("999") || page.text.contains("116 123"),
        "help comes first"
    );

    // Sending the same again, as a reload does, is the same referral.
    let again = post(&with_id, ROBIN);
    assert_eq!(again.status, 303);
    let reference = |page: &Answer| {
        page.text
            .split("id=\"reference\"")
            .nth(1)
            .and_then(|rest| Some(rest.split('>').nth(1)?[..9].to_owned()))
            .expect("a reference")
    };
    let pair_again = again
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie")
        .to_owned();
    let page_again = HUB.send("GET", "/referrals/sent", &[("cookie", &pair_again)], b"");
    assert_eq!(reference(&page), reference(&page_again));
}

#[test]
fn the_confirmation_needs_its_cookie_and_exit_deletes_it() {
    assert_eq!(HUB.send("GET", "/referrals/sent", &[], b"").status, 410);
    assert_eq!(
        HUB.send("GET", "/referrals/sent", &[("cookie", "s=made-up")], b"")
            .status,
        410
    );
    let exit = HUB.send("GET", "/exit", &[], b"");
    assert_eq!(exit.status, 303);
    assert!(exit.header("location").starts_with("https://"));
    // Deleting the cookie is not enough: without one, a browser could bring the form back.
    assert!(exit.header("set-cookie").starts_with("s=-; "));
    assert!(exit.header("set-cookie").contains("Max-Age=1;"));
    // Where the link also clears site data, Chromium brings the page back.
    assert_eq!(exit.header("clear-site-data"), "");
    // A page with scripts has emptied itself and left. It only asks to forget the rest.
    let asked = HUB.send("POST", "/exit", &[], b"");
    assert_eq!((asked.status, asked.header("location")), (204, ""));
    assert!(asked.header("set-cookie").starts_with("s=-; "));
    assert_eq!(
        asked.header("clear-site-data"),
        "\"cache\", \"cookies\", \"storage\""
    );
}

#[test]
fn errors_come_back_with_the_typed_text_escaped() {
    let mut fields = ROBIN.to_vec();
    fields.push(("/id", "3b9a6a0e-4a39-4d0f-9a34-b0a6f2f3d111"));
    fields.push(("/contact/channels/0/kind", "email"));
    fields.push(("/contact/channels/0/safe", "true"));
    fields.push(("/contact/channels/0/address", "not an address"));
    let page = post("/referrals", &fields);
    assert_eq!(page.status, 422);
    assert!(page.header("content-type").starts_with("text/html"));
    assert!(page.text.contains("not an address"), "values are kept");
    assert!(
        page.text.contains("Robin &lt;b&gt;") && !page.text.contains("Robin <b>"),
        "and are only text"
    );
    assert!(page.text.contains("/contact/channels/0/address"));
}

#[test]
fn unknown_fields_and_large_bodies_get_an_error_page() {
    let mut fields = ROBIN.to_vec();
    fields.push(("/id", "3b9a6a0e-4a39-4d0f-9a34-b0a6f2f3d112"));
    fields.push(("/person/surname", "Hood"));
    assert_eq!(post("/referrals", &fields).status, 422);
    let long = "a".repeat(70_000);
    let page = post("/referrals", &[("/wishes/own_words", &long)]);
    assert_eq!(page.status, 413);
    assert!(page.header("content-type").starts_with("text/html"));
}
