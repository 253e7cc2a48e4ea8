//! Guides over HTTP: their addresses, what an unknown address answers, and which ones a person is offered.

use api::{Answer, HUB, form};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn get(path: &str) -> Answer {
    HUB.send("GET", path, &[], b"")
}

fn post(path: &str, fields: &[(&str, &str)]) -> Answer {
    HUB.send("POST", path, &[FORM], form(fields).as_bytes())
}

/// Somebody with two needs, after something that they do not want others to know about.
const ANSWERS: &[(&str, &str)] = &[
    ("/source/kind", "self"),
    ("/person/role", "victim"),
    ("/person/name", "Robin"),
    ("/contact/channels/4/kind", "online"),
    ("/contact/channels/4/safe", "true"),
    ("/circumstances/lives_with_suspect", "false"),
    ("/incident/flags/0", "sexual-offence"),
    ("/needs/0/code", "trouble-sleeping"),
    ("/needs/1/code", "ongoing-targeting-or-threats"),
    ("/consent/basis", "consent"),
    ("/consent/scope/0", "assess"),
];

/// The page after sending these answers, and the own page that its reference and words open.
fn pages(device: Option<&str>) -> [String; 2] {
    let device = device.map(|seen| ("/safety/someone_may_see_device", seen));
    let fields: Vec<_> = ANSWERS.iter().copied().chain(device).collect();
    let with_id = post("/referrals", &fields).header("location").to_owned();
    let sent = post(&with_id, &fields);
    assert_eq!(sent.status, 303, "{}", sent.text);
    let cookie = sent
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap_or_default()
        .to_owned();
    let page = HUB
        .send("GET", "/referrals/sent", &[("cookie", &cookie)], b"")
        .text;
    let kept = |id: &str| {
        let rest = page
            .split(&format!("id=\"{id}\""))
            .nth(1)
            .unwrap_or_default();
        let text = rest
            .split('>')
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        text.unwrap_or_default().trim().to_owned()
    };
    let own = post(
        "/me/progress",
        &[("reference", &kept("reference")), ("word", &kept("word"))],
    );
    assert_eq!(own.status, 200, "{}", own.text);
    [page, own.text]
}

#[test]
fn an_unknown_address_is_404_with_a_page_and_exit() {
    for path in [
        "/no-such-page",
        "/guides/no-such-guide/",
        "/what-to-expect/no-such-step/",
        "/guides/sleep/more/",
        "/staff/no-such-page",
        "/404.html",
    ] {
        let answer = get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text.contains("data-exit"), "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
}

#[test]
fn the_pages_of_the_site_are_found_with_and_without_a_slash() {
    for path in [
        "/guides",
        "/what-to-expect",
        "/about",
        "/contact",
        "/cookies",
        "/accessibility",
        "/guides/sleep",
        "/what-to-expect/decision",
    ] {
        for path in [path.to_owned(), format!("{path}/")] {
            let answer = get(&path);
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.text.contains("<h1"), "{path}");
        }
    }
}

#[test]
fn a_person_alone_with_their_device_is_offered_what_fits() {
    for page in pages(Some("false")) {
        for path in ["/guides/sleep/", "/guides/health-choices/", "/guides/"] {
            assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
        }
        assert!(page.contains("Sleeping after something bad has happened"));
    }
}

#[test]
fn where_somebody_may_see_the_device_titles_are_discreet_and_nothing_alarms() {
    for device in [Some("true"), None] {
        for page in pages(device) {
            assert!(page.contains(">Sleep</a>"), "{device:?}");
            assert!(!page.contains("Sleeping after something bad"), "{device:?}");
            let alarming = [
                "health-choices",
                "phone",
                "home",
                "contact",
                "planning-ahead",
                "planning-together",
                "online",
            ];
            for slug in alarming {
                assert!(
                    !page.contains(&format!("/guides/{slug}/")),
                    "{device:?}: {slug}"
                );
            }
        }
    }
}

#[test]
fn whoever_shares_nothing_is_shown_the_directory_after_sending() {
    let [page, _] = pages(None);
    let main = page
        .split("<main")
        .nth(1)
        .and_then(|rest| rest.split("</main>").next());
    assert!(main.is_some_and(|main| main.contains("href=\"/directory/\"")));
}
