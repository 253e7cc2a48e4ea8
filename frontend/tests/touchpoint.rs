//! The pages of a touchpoint.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]
#![cfg(feature = "ssr")]

mod support;

use frontend::{FormView, PosterView, poster, support_form, touchpoint, touchpoint_form};
use support::{text_of, values_of, with_site};

#[test]
fn a_touchpoint_tells_helpers_how_to_help() {
    let html = with_site(|site| touchpoint(site, &site.profile.touchpoints[0]));
    let text = text_of(&html);
    for said in [
        "Someone here can help you ask for support",
        "Slough Library (example, not a real place)",
        "Safe Location: a library, 2 High Street, Slough",
        "Family, friends and children must not interpret",
        "Go where no one can hear",
        "If they are not sure, it is not safe",
        "Whose phone is it?",
        "A coordinator will read it",
    ] {
        assert!(text.contains(said), "{said} is missing in {text}");
    }
    assert!(
        html.contains("href=\"/at/library/support/\"")
            && html.contains("href=\"/at/library/poster/\"")
    );
}

#[test]
fn the_form_of_a_touchpoint_has_its_code() {
    with_site(|site| {
        let theirs = touchpoint_form(site, &site.profile.touchpoints[0]);
        let plain = support_form(site, &FormView::default());
        let code = |value: &str| {
            format!("<input type=\"hidden\" name=\"/source/code\" value=\"{value}\">")
        };
        assert!(theirs.contains(&code("library")));
        assert_eq!(
            theirs.replace(&code("library"), &code("")),
            plain,
            "and otherwise the same"
        );
    });
}

#[test]
fn a_poster_gives_no_reason_away() {
    let html = with_site(|site| {
        let touchpoint = &site.profile.touchpoints[0];
        let address = "https://www.example.net/at/library/";
        poster(
            site,
            &PosterView {
                touchpoint,
                address,
                path: "M4 4h7v1h-7z",
                side: 33,
            },
        )
    });
    assert!(html.contains("viewBox=\"0 0 33 33\"") && html.contains("d=\"M4 4h7v1h-7z\""));
    assert_eq!(
        values_of(&html, "aria-label"),
        ["Code that opens the address"]
    );
    let text = text_of(&html);
    assert!(text.contains("www.example.net/at/library") && text.contains("Sample Valley Hub"));
    for word in [
        "victim of",
        "crime",
        "abuse",
        "violence",
        "police",
        "hurt",
        "rape",
    ] {
        assert!(!text.to_lowercase().contains(word), "{word}: {text}");
    }
}
