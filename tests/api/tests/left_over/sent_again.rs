//! A form without scripts that is sent several times is one case, and is never anybody else's.

use api::{Answer, HUB, form, new_id};
use std::collections::BTreeSet;
use std::thread;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// A browser without scripts: it keeps the cookie and follows a redirect that keeps the body.
#[derive(Default, Clone)]
struct Browser {
    cookie: String,
}

impl Browser {
    fn post(&mut self, path: &str, body: &str) -> Answer {
        let answer = HUB.send(
            "POST",
            path,
            &[FORM, ("cookie", &self.cookie)],
            body.as_bytes(),
        );
        let pair = answer.header("set-cookie").split(';').next();
        if let Some(pair) = pair.filter(|pair| !pair.is_empty()) {
            self.cookie = pair.to_owned();
        }
        answer
    }

    /// Presses Send and waits for the whole answer.
    fn press(&mut self, body: &str) -> Answer {
        let first = self.post("/referrals", body);
        if first.status != 307 {
            return first;
        }
        let to = first.header("location").to_owned();
        self.post(&to, body)
    }

    /// The reference and the words on the confirmation page.
    fn confirmed(&self) -> (String, String) {
        let page = HUB.send("GET", "/referrals/sent", &[("cookie", &self.cookie)], b"");
        assert_eq!(page.status, 200, "{}", page.text);
        let of = |name: &str| {
            let rest = page.text.split(&format!("id=\"{name}\"")).nth(1);
            let rest = rest.and_then(|rest| rest.split('>').nth(1)?.split('<').next());
            rest.expect(name).to_owned()
        };
        (of("reference"), of("word"))
    }
}

fn answers(name: &str) -> String {
    form(&[
        ("/source/kind", "self"),
        ("/person/role", "victim"),
        ("/person/name", name),
        ("/contact/channels/4/kind", "online"),
        ("/contact/channels/4/safe", "true"),
        ("/consent/basis", "consent"),
        ("/consent/scope/1", "share-with-providers"),
    ])
}

/// A name that no other test has.
fn somebody() -> String {
    format!(
        "Robin {}",
        new_id().replace(|c: char| c.is_ascii_digit(), "x")
    )
}

#[test]
fn five_presses_without_scripts_are_one_case() {
    let body = answers(&somebody());
    let mut browser = Browser::default();
    let first = browser.post("/referrals", &body);
    assert_eq!(first.status, 307, "{}", first.text);
    // The line is slow: each press is sent before the one before is answered.
    let presses: Vec<_> = (0..5)
        .map(|_| {
            let (mut browser, body) = (browser.clone(), body.clone());
            thread::spawn(move || {
                let answer = browser.press(&body);
                assert_eq!(answer.status, 303, "{}", answer.text);
                browser.confirmed()
            })
        })
        .collect();
    let told: BTreeSet<_> = presses
        .into_iter()
        .map(|press| press.join().expect("an answer"))
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn an_answer_that_was_lost_is_given_again_to_the_same_press() {
    let body = answers(&somebody());
    let mut browser = Browser::default();
    let first = browser.post("/referrals", &body);
    // The browser follows, and the line drops before the answer.
    let lost = browser.clone().post(first.header("location"), &body);
    let again = browser.press(&body);
    assert_eq!((lost.status, again.status), (303, 303), "{}", again.text);
    let told = browser.confirmed();
    let mut after = browser.clone();
    assert_eq!(
        after.press(&body).status,
        303,
        "once more, after the answer"
    );
    assert_eq!(after.confirmed(), told);
    let lost = Browser {
        cookie: lost
            .header("set-cookie")
            .split(';')
            .next()
            .expect("a cookie")
            .to_owned(),
    };
    assert_eq!(lost.confirmed(), told);
}

#[test]
fn nobody_else_gets_what_the_same_answers_got() {
    let body = answers(&somebody());
    let (mut one, mut other) = (Browser::default(), Browser::default());
    assert_eq!(one.press(&body).status, 303);
    assert_eq!(other.press(&body).status, 303);
    let (one, other) = (one.confirmed(), other.confirmed());
    assert_ne!(one.0, other.0, "each has another reference");
    assert_ne!(one.1, other.1, "and other words");
}

#[test]
fn other_answers_of_the_same_browser_are_asked_about_and_then_another_case() {
    let (one, other) = (answers(&somebody()), answers(&somebody()));
    let mut browser = Browser::default();
    assert_eq!(browser.press(&one).status, 303);
    let first = browser.confirmed();
    let asked = browser.press(&other);
    assert_eq!(asked.status, 422, "is this something new?");
    assert_eq!(browser.confirmed(), first, "the question changes nothing");
    // The page that asks leads to the same address and says that it is new.
    for _ in 0..2 {
        assert_eq!(browser.post("/referrals?new=yes", &other).status, 303);
    }
    let second = browser.confirmed();
    assert_ne!(first, second);
    assert_eq!(browser.post("/referrals?new=yes", &other).status, 303);
    assert_eq!(browser.confirmed(), second);
}

#[test]
fn a_browser_that_keeps_no_cookie_is_answered_as_before() {
    let body = answers(&somebody());
    let first = HUB.send("POST", "/referrals", &[FORM], body.as_bytes());
    let to = first.header("location").to_owned();
    let send = || HUB.send("POST", &to, &[FORM], body.as_bytes());
    let told = [send(), send()].map(|sent| {
        assert_eq!(sent.status, 303, "{}", sent.text);
        let pair = sent.header("set-cookie").split(';').next();
        Browser {
            cookie: pair.expect("a cookie").to_owned(),
        }
        .confirmed()
    });
    assert_eq!(told[0], told[1]);
}
