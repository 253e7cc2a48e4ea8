//! What the directory shows, and what it never shows.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]
#![cfg(feature = "ssr")]

mod support;

use frontend::{directory, directory_results};
use support::{NOW, asked, text_of, values_of, with_site};

fn all() -> String {
    with_site(|site| directory(site, NOW.date()))
}

fn found(fields: &[(&str, &str)]) -> String {
    with_site(|site| directory_results(site, &asked(fields)))
}

/// The part of the text from one heading to the next.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text
        .find(from)
        .unwrap_or_else(|| panic!("{from} is missing in {text}"));
    text[start..].split(to).next().unwrap_or_default()
}

#[test]
fn a_service_says_who_it_is_for_and_how_to_reach_it() {
    let text = text_of(&all());
    let young = between(&text, "Someone for young people", "Emotional support");
    for said in [
        "Own Team (example, not a real service)",
        "Meets you where you like.",
        "People 12 to 17",
        "Slough",
        "“I am under 18”",
        "Face to face, by text",
        "Monday, 9am to 5pm",
        "The Blue House, 1 High Street, Slough, SL1 1AA",
        "English, Polski , interpreters for others",
        "A place without steps",
        "a woman",
        "Free",
        "“I cannot sleep well”",
        "Ask us to contact them for you",
    ] {
        assert!(young.contains(said), "{said} is missing in {young}");
    }
    assert!(
        text.contains("Specialist support Someone for young people"),
        "the stage is named as the area names it"
    );
}

#[test]
fn the_static_page_shows_hours_and_not_what_is_open() {
    let text = text_of(&all());
    assert!(text.contains("Monday to Friday, 9am to 5pm"));
    assert!(!text.contains("Open now. ") && !text.contains("Closed now"));
    let html = found(&[("how", "phone")]);
    assert!(text_of(&html).contains("Open now. Monday to Friday, 9am to 5pm"));
}

#[test]
fn private_and_ended_services_are_not_listed() {
    let html = all();
    assert!(!html.contains("Not in the directory") && !html.contains("Ended service"));
    assert!(html.contains("Someone to talk to"));
}

#[test]
fn the_place_of_a_refuge_is_not_shown() {
    for html in [
        all(),
        found(&[("council", "E06000039")]),
        found(&[("specialism", "idva"), ("postcode", "SL1 1AA")]),
    ] {
        assert!(html.contains("A safe place to stay"));
        for secret in ["Secret House", "Hidden Lane", "SL1 9ZZ"] {
            assert!(!html.contains(secret), "{secret}");
        }
        let text = text_of(&html);
        let refuge = between(&text, "A safe place to stay", "Call 01632 960004");
        assert!(
            !refuge.contains("Slough") && refuge.contains("No one is told"),
            "{refuge}"
        );
    }
}

#[test]
fn every_number_is_a_link_that_calls_it() {
    for html in [all(), found(&[]), found(&[("postcode", "x")])] {
        for (at, _) in html.match_indices("Call ") {
            let link = html[..at].rfind("<a ").expect("a link");
            assert!(
                html[link..at].contains("href=\"tel:"),
                "{}",
                &html[link..at + 20]
            );
        }
        assert!(html.contains("href=\"tel:999\""));
    }
    assert!(all().contains("href=\"tel:01632960001\""));
}

#[test]
fn national_services_and_other_areas_have_their_own_parts() {
    let text = text_of(&all());
    let listed = &text[text.find("Talk to someone now").expect("the lines")..];
    let here = between(listed, "Services ", "For the whole country");
    assert!(
        !here.contains("After a killing") && !text.contains("The next hub"),
        "{here}"
    );
    assert!(
        between(listed, "For the whole country", "If you live").contains("Anywhere in the country")
    );
    let elsewhere = between(listed, "If you live somewhere else", "no other heading");
    assert!(
        elsewhere.contains("Next Valley Hub (example, not a real service)"),
        "{elsewhere}"
    );
    assert!(
        !elsewhere.contains("01632 960003"),
        "a number that is not public is not shown"
    );
}

#[test]
fn a_search_is_posted_and_a_postcode_is_in_no_address() {
    for html in [all(), found(&[("postcode", "SL1 1AA")])] {
        assert!(html.contains("<form method=\"post\" action=\"/directory/search\""));
        assert!(!html.contains("method=\"get\""));
        let addresses = [
            values_of(&html, "href"),
            values_of(&html, "action"),
            values_of(&html, "src"),
        ]
        .concat();
        assert!(
            addresses
                .iter()
                .all(|address| !address.to_uppercase().contains("SL1")),
            "{addresses:?}"
        );
    }
    let html = found(&[("postcode", "SL1 1AA")]);
    assert!(html.contains("value=\"SL1 1AA\""), "it can be changed");
    let said_back = asked(&[("postcode", "sl1 1aa")]);
    assert!(
        !with_site(|site| text_of(&directory_results(site, &said_back))).contains("sl1 1aa"),
        "someone may look"
    );
    let title = html
        .split("<title>")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    assert_eq!(title, Some("Who can help"));
}

#[test]
fn a_search_shows_what_fits_where_the_person_lives() {
    let reading = text_of(&found(&[
        ("postcode", "rg11aa"),
        ("need", "trouble-sleeping"),
    ]));
    assert!(
        reading.contains("Who can help in Reading") && reading.contains("1 service fits"),
        "{reading}"
    );
    assert!(reading.contains("I cannot sleep well") && reading.contains("Someone to talk to"));
    assert!(!reading.contains("Someone for young people"));
    let slough = text_of(&found(&[
        ("postcode", "SL1 1AA"),
        ("age", "16-17"),
        ("how", "text"),
    ]));
    assert!(slough.contains("Someone for young people") && slough.contains("1 service fits"));
    assert!(slough.contains("What happens next") && slough.contains("a coordinator will read it"));
}

#[test]
fn open_now_and_today_depend_on_the_moment_of_the_search() {
    let now = text_of(&found(&[("open", "now")]));
    assert!(
        now.contains("Open now. Monday") && !now.contains("Closed now"),
        "{now}"
    );
    assert!(now.contains("have not told us their hours are left out"));
    let mut evening = asked(&[("open", "today")]);
    evening.now = jiff::civil::DateTime::constant(2026, 11, 23, 19, 0, 0, 0);
    let text = with_site(|site| text_of(&directory_results(site, &evening)));
    assert!(text.contains("No service fits all of your choices"));
}

#[test]
fn a_search_without_results_offers_other_help() {
    let text = text_of(&found(&[("postcode", "RG1 1AA"), ("how", "group")]));
    assert!(text.contains("That does not mean that no one can help"));
    assert!(
        between(&text, "This one is for everyone", "What happens next")
            .contains("Someone to talk to")
    );
    assert!(text.contains("Samaritans") && text.contains("tell us what you need"));
}

#[test]
fn people_who_live_elsewhere_see_who_helps_there() {
    let text = text_of(&found(&[("postcode", "HP20 1AA")]));
    assert!(text.contains("Who can help where you live") && !text.contains("No service fits"));
    let place = |part: &str| {
        text.find(part)
            .unwrap_or_else(|| panic!("{part} is missing"))
    };
    assert!(place("Next Valley Hub") < place("Talk to someone now"));
    assert!(
        !text.contains("Someone to talk to"),
        "a service of this area is not for them"
    );
    assert!(
        text.contains("After a killing"),
        "one for the whole country is"
    );
}

#[test]
fn an_unknown_postcode_asks_for_the_council_and_keeps_choices() {
    let fields = [
        ("postcode", "\"><b>nonsense"),
        ("need", "trouble-sleeping"),
        ("age", "18-24"),
    ];
    let html = found(&fields);
    assert!(html.contains("<title>Error: Who can help</title>"));
    assert!(html.contains("govuk-error-summary") && html.contains("href=\"#postcode\""));
    assert!(html.contains("aria-describedby=\"postcode-hint postcode-error\""));
    assert!(
        html.contains("value=\"trouble-sleeping\" selected")
            && html.contains("value=\"18-24\" selected")
    );
    assert!(
        html.contains("value=\"&quot;&gt;&lt;b&gt;nonsense\""),
        "what was typed never acts"
    );
    let postcode = html.find("id=\"postcode\"").expect("the postcode");
    let council = html.find("id=\"council\"").expect("the councils");
    assert!(postcode < council && council < html.find("id=\"need\"").expect("the needs"));
    let unknown = text_of(&found(&[("postcode", "ZZ99 3WZ")]));
    assert!(unknown.contains("We do not know this postcode"));
    let chosen = text_of(&found(&[
        ("postcode", "ZZ99 3WZ"),
        ("council", "E06000038"),
    ]));
    assert!(chosen.contains("Who can help in Reading"));
}

#[test]
fn touchpoints_have_the_areas_name() {
    let html = all();
    assert!(text_of(&html).contains("Safe Location: someone there can help you ask"));
    assert!(
        html.contains("href=\"/at/library/\"")
            && html.contains("Slough Library (example, not a real place)")
    );
}
