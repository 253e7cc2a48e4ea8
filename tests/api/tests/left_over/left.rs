//! After Exit, nothing that the page carried opens the case.

use api::case_events::CasePerson;
use api::{Answer, HUB, form, person};
use serde_json::json;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// The text between two marks.
fn between<'a>(page: &'a str, from: &str, to: char) -> &'a str {
    let rest = page.split(from).nth(1).expect("the mark");
    rest.split(to).next().expect("an end")
}

fn with_pass(page: &Answer, path: &str) -> Answer {
    let pass = between(&page.text, "name=\"pass\" value=\"", '"');
    HUB.send(
        "POST",
        &format!("/me/{path}"),
        &[FORM],
        form(&[("pass", pass)]).as_bytes(),
    )
}

#[test]
fn after_exit_no_pass_of_the_visit_opens_the_page() {
    let one = CasePerson::refer("somebody who leaves", &person(&json!({})));
    let first = one.page_command("progress", &[]);
    let second = with_pass(&first, "contact");
    assert_eq!((first.status, second.status), (200, 200), "{}", second.text);
    let end = between(&second.text, "ping=\"", '"').to_owned();
    assert!(end.starts_with("/me/leave/"), "{end}");
    assert!(!end.contains(&one.reference), "{end}");
    // What a browser sends for the link, and what a page with scripts sends.
    for (kind, body) in [("text/ping", "PING"), ("text/plain;charset=UTF-8", "")] {
        let left = HUB.send("POST", &end, &[("content-type", kind)], body.as_bytes());
        assert_eq!((left.status, left.text.as_str()), (204, ""), "{kind}");
    }
    for page in [&first, &second] {
        for path in ["progress", "export", "contact"] {
            assert_eq!(with_pass(page, path).status, 410, "{path}");
        }
    }
    let again = one.page_command("progress", &[]);
    assert_eq!(again.status, 200, "the words open it: {}", again.text);
    assert_eq!(with_pass(&again, "contact").status, 200);
}
