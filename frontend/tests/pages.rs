//! What the pages promise.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]
#![cfg(feature = "ssr")]

mod own;
mod support;

use events::{Code, FieldError, Reference};
use frontend::guide::Answers;
use frontend::*;
use std::collections::BTreeSet;
use support::{NOW, asked, profile, values_of, with_site};

/// Every page.
fn every_page() -> Vec<(String, String)> {
    with_site(|site| {
        let a_touchpoint = &site.profile.touchpoints[0];
        let address = "https://www.example.net/at/library/";
        let a_poster = PosterView {
            touchpoint: a_touchpoint,
            address,
            path: "M4 4h7v1h-7z",
            side: 33,
        };
        let problems = [
            Problem::Broken,
            Problem::NotFound,
            Problem::AlreadySent,
            Problem::Closed,
            Problem::TooLong,
        ]
        .into_iter()
        .chain([Problem::NotAForm, Problem::SlowDown, Problem::TryAgain])
        .map(|one| {
            (
                format!("{one:?}"),
                problem(
                    site,
                    &ProblemView {
                        problem: one,
                        wait: Some(90),
                    },
                ),
            )
        });
        let form = FormView {
            errors: vec![FieldError::new("/person/name", Code::Required)],
            ..FormView::default()
        };
        [
            ("home", home(site)),
            ("form", support_form(site, &FormView::default())),
            ("form with problems", support_form(site, &form)),
            ("directory", directory(site, NOW.date())),
            (
                "found",
                directory_results(site, &asked(&[("postcode", "SL1 1AA"), ("open", "now")])),
            ),
            (
                "nothing found",
                directory_results(site, &asked(&[("how", "group"), ("age", "60-plus")])),
            ),
            (
                "elsewhere",
                directory_results(site, &asked(&[("postcode", "HP20 1AA")])),
            ),
            (
                "directory with a problem",
                directory_results(site, &asked(&[("postcode", "x")])),
            ),
            ("touchpoint", touchpoint(site, a_touchpoint)),
            ("touchpoint form", touchpoint_form(site, a_touchpoint)),
            ("poster", poster(site, &a_poster)),
            (
                "progress form",
                progress_form(site, Some(ProgressProblem::NotFound)),
            ),
            ("sent", sent(site, &a_sent())),
            ("leaving", leaving(site)),
            ("privacy", privacy(site)),
            ("rules", rules(site, &some_rules())),
        ]
        .into_iter()
        .map(|(name, html)| (name.to_owned(), html))
        .chain(problems)
        .chain([
            ("guides".to_owned(), guide_index(site)),
            ("steps".to_owned(), step_index(site)),
            ("about".to_owned(), about(site)),
            ("contact".to_owned(), contact_us(site)),
            ("cookies".to_owned(), cookies(site)),
            ("accessibility".to_owned(), accessibility(site)),
        ])
        .chain(::words::article::steps().iter().filter_map(|one| {
            let page = step_page(site, one, NOW.date())?;
            Some((format!("step {}", one.slug), page))
        }))
        .chain(
            ::words::article::guides().iter().filter_map(|guide| {
                Some((format!("guide {}", guide.slug), guide_page(site, guide)?))
            }),
        )
        .chain(own::every_page(site))
        .collect()
    })
}

fn a_sent() -> SentView {
    SentView {
        reference: Reference::from_number(7),
        word: Some("apple river chair".to_owned()),
        next: vec![NextStep {
            what: "We read it".to_owned(),
            by: "by 5pm on Monday".to_owned(),
        }],
        help_now: profile().helplines.iter().map(HelpNow::from).collect(),
        guides: Vec::new(),
        on_their_own: true,
    }
}

fn some_rules() -> RulesView {
    let line = RuleLine {
        code: "R-DA".to_owned(),
        because: "it is".to_owned(),
        ..RuleLine::default()
    };
    RulesView {
        version: "2021-04.1".to_owned(),
        rules: vec![line],
        ..RulesView::default()
    }
}

#[test]
fn every_page_has_an_exit_and_a_discreet_title() {
    for (name, html) in every_page() {
        assert!(
            html.starts_with("<!DOCTYPE html><html lang=\"en-GB\""),
            "{name}"
        );
        assert!(html.contains("href=\"/exit\""), "{name}");
        assert!(html.contains("data-elsewhere=\"https://"), "{name}");
        assert!(html.contains("It does not clear your history"), "{name}");
        let title = html
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split('<').next())
            .unwrap_or_default();
        for word in [
            "victim",
            "crime",
            "abuse",
            "police",
            "hub",
            "rape",
            "help line",
        ] {
            assert!(!title.to_lowercase().contains(word), "{name}: {title}");
        }
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(
            !html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick="),
            "{name}"
        );
        assert!(
            html.split("<script")
                .skip(1)
                .all(|rest| rest.contains("></script>")),
            "{name} has an inline script"
        );
        let ids = values_of(&html, "id");
        assert_eq!(
            ids.len(),
            ids.iter().collect::<BTreeSet<_>>().len(),
            "{name} has an id twice"
        );
    }
}

#[test]
fn back_and_reload_do_not_open_an_own_page_again() {
    for (name, html) in every_page() {
        assert_eq!(
            html.contains(" data-back=\"/progress/\""),
            name.starts_with("own ") || name == "progress form",
            "{name}"
        );
        if name.starts_with("own ") {
            assert!(
                html.contains("<title>Your page</title>")
                    || html.contains("<title>Error: Your page</title>"),
                "{name}"
            );
            assert!(!html.contains(".wasm"), "{name} needs no WASM");
            assert!(
                !html.contains("href=\"/me/"),
                "{name}: an address opens nothing"
            );
            assert!(html.len() < 40_000, "{name} has {} bytes", html.len());
        }
    }
}

#[test]
fn outcomes_say_what_to_do_without_blame() {
    for message in own::MESSAGES {
        let text = words::reply(message);
        assert!(text.len() > 10 && !text.ends_with('.'), "{text}");
        for blame in [
            "invalid",
            "must not",
            "failed",
            "illegal",
            "error",
            "you did not",
        ] {
            assert!(!text.to_lowercase().contains(blame), "{text}");
        }
    }
}

#[test]
fn text_typed_on_an_own_page_is_escaped() {
    let typed = "\"><script>alert(1)</script>";
    let html = with_site(|site| own::ask_with(site, typed));
    assert!(!html.contains("<script>alert"));
    assert_eq!(
        html.matches("&lt;script&gt;alert(1)&lt;/script&gt;")
            .count(),
        2
    );
}

#[test]
fn the_page_reads_each_field_as_the_server_does() {
    let html = with_site(|site| support_form(site, &FormView::default()));
    let names: BTreeSet<String> = values_of(&html, "name")
        .into_iter()
        .filter(|name| name.starts_with('/'))
        .collect();
    assert!(names.len() > 100, "{}", names.len());
    let today = Some(NOW.date());
    for text in [
        "true",
        "false",
        "3",
        "a-lot",
        "x y+z&=%\nü",
        "007",
        "18446744073709551615",
        " 3. ",
        "9am",
        "14/3/26",
        "\u{200b}",
    ] {
        for name in &names {
            // The browser's own control writes a time of day in the contract's spelling; only the server reads others.
            if text == "9am" && (name.ends_with("/from") || name.ends_with("/until")) {
                continue;
            }
            // One field alone, and then behind others, so that lists have gaps.
            let fields = [
                ("/needs/2/code", "a"),
                ("/contact/channels/1/kind", "text"),
                (name.as_str(), text),
            ];
            let fields = if fields[..2].iter().any(|(one, _)| one == name) {
                &fields[2..]
            } else {
                &fields[..]
            };
            let body: Vec<String> = fields
                .iter()
                .map(|(name, text)| format!("{name}={}", encoded(text)))
                .collect();
            let server = events::form::parse(body.join("&").as_bytes(), today).expect("a form");
            let page = Answers::read(
                fields
                    .iter()
                    .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
                today,
            );
            assert_eq!(server.errors, [], "{name}");
            let (mut mine, mut theirs) = (BTreeSet::new(), BTreeSet::new());
            leaves(&page.value, "", &mut |pointer, value| {
                _ = mine.insert((page.name_of(pointer), value))
            });
            leaves(&server.value, "", &mut |pointer, value| {
                _ = theirs.insert((server.name_of(pointer), value))
            });
            assert_eq!(mine, theirs, "{name}={text}");
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

fn leaves(value: &serde_json::Value, pointer: &str, found: &mut impl FnMut(&str, String)) {
    match value {
        serde_json::Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, value)| leaves(value, &format!("{pointer}/{name}"), found));
        }
        serde_json::Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, value)| leaves(value, &format!("{pointer}/{at}"), found));
        }
        value => found(pointer, value.to_string()),
    }
}

#[test]
fn text_typed_into_the_form_is_escaped() {
    let typed = "\"><script>alert(1)</script><!>&amp;'";
    let mut form = FormView {
        id: Some("x\"y".to_owned()),
        ..FormView::default()
    };
    for name in [
        "/person/name",
        "/wishes/own_words",
        "/contact/channels/3/address",
        "/source/code",
    ] {
        form.values.insert(name.to_owned(), typed.to_owned());
    }
    form.values
        .insert("/incident/flags/99".to_owned(), "fraud".to_owned());
    form.values.insert(
        "/wishes/own_words".to_owned(),
        format!("\n</textarea>{typed}"),
    );
    form.errors = vec![FieldError::new("/person/name\"><i>", Code::UnknownField)];
    let html = with_site(|site| support_form(site, &form));
    assert!(!html.contains("<script>alert") && !html.contains("<i>") && !html.contains("x\"y"));
    assert_eq!(
        html.matches("&lt;script&gt;alert(1)&lt;/script&gt;&lt;!&gt;&amp;amp;")
            .count(),
        4
    );
    assert!(
        html.contains(">\n\n&lt;/textarea&gt;"),
        "a first line break is kept"
    );
    assert!(
        html.contains("value=\"fraud\" checked"),
        "a tick is kept, whatever its index was"
    );
}

#[test]
fn an_error_links_to_its_field_and_opens_its_part() {
    let form = FormView {
        errors: vec![
            FieldError::new("/residence/postcode", Code::NotAPostcode),
            FieldError::new("/contact/channels/0/address", Code::AddressRequired),
        ],
        ..FormView::default()
    };
    let html = with_site(|site| support_form(site, &form));
    assert!(html.contains("<title>Error: Support</title>"));
    assert!(
        html.contains("href=\"#residence-postcode\"")
            && html.contains("id=\"residence-postcode-error\"")
    );
    assert!(
        html.contains("data-at=\"2\""),
        "the first question with a problem is shown"
    );
    assert_eq!(
        html.matches("<details open").count(),
        1,
        "the part with a problem is open"
    );
}

#[test]
fn no_number_becomes_a_link_by_itself() {
    for (name, html) in every_page() {
        let meta = "<meta name=\"format-detection\" content=\"telephone=no\">";
        assert!(html.contains(meta), "{name}");
    }
}

#[test]
fn what_opens_a_page_is_not_translated() {
    let pages = every_page();
    let html = |name: &str| &pages.iter().find(|(page, _)| page == name).expect(name).1;
    let sent = html("sent");
    for id in ["reference", "word"] {
        let tags = sent.split('<');
        let marked = tags
            .filter(|tag| tag.contains(&format!("id=\"{id}\"")))
            .all(|tag| tag.contains("translate=\"no\"") && tag.contains("notranslate"));
        assert!(marked, "{id}");
    }
    for own in ["own progress", "own export"] {
        assert!(
            html(own).contains(" translate=\"no\"") && html(own).contains("notranslate"),
            "{own}"
        );
    }
}

#[test]
fn nothing_is_chosen_for_the_person_and_every_choice_can_be_taken_back() {
    let html = with_site(|site| support_form(site, &FormView::default()));
    assert!(!html.contains(" checked"), "something is chosen");
    let radios: Vec<&str> = html
        .split("<input ")
        .filter(|tag| tag.contains("type=\"radio\""))
        .collect();
    let named = |value: &str| -> BTreeSet<&str> {
        let with_value = radios.iter().filter(|tag| tag.contains(value));
        with_value
            .filter_map(|tag| tag.split("name=\"").nth(1)?.split('"').next())
            .collect()
    };
    let (no, unsaid) = (named("value=\"false\""), named("value=\"\""));
    assert!(no.len() > 5 && no.is_subset(&unsaid), "{no:?} {unsaid:?}");
}

#[test]
fn free_text_is_typed_and_shown_in_its_own_direction() {
    let html = with_site(|site| support_form(site, &FormView::default()));
    let tag = |id: &str| {
        let tag = html
            .split('<')
            .find(|tag| tag.contains(&format!("id=\"{id}\"")));
        tag.unwrap_or_default().to_owned()
    };
    for id in [
        "person-name",
        "wishes-own_words",
        "contact-channels-3-address",
    ] {
        assert!(tag(id).contains("dir=\"auto\""), "{id}");
    }
    assert!(!tag("contact-channels-0-address").contains("dir="));
    let pages = every_page();
    let export = &pages
        .iter()
        .find(|(page, _)| page == "own export")
        .expect("it")
        .1;
    assert!(export.contains("<dd><bdi>"));
    assert!(!export.contains("<dd>Q"), "a value is not isolated");
}

#[test]
fn a_second_form_asks_whether_it_is_something_new() {
    let form = FormView {
        sent_before: true,
        ..FormView::default()
    };
    let html = with_site(|site| support_form(site, &form));
    assert!(html.contains("<form method=\"post\" action=\"/referrals?new=yes\""));
    assert!(html.contains("You sent us a form a few minutes ago"));
    let first = with_site(|site| support_form(site, &FormView::default()));
    assert!(!first.contains("new=yes") && !first.contains("a few minutes ago"));
}

#[test]
fn helplines_come_before_the_reference() {
    let html = with_site(|site| sent(site, &a_sent()));
    let place = |part: &str| {
        html.find(part)
            .unwrap_or_else(|| panic!("{part} is missing"))
    };
    assert!(place("tel:999") < place("tel:116123"));
    assert!(place("tel:116123") < place("id=\"reference\""));
    assert!(place("id=\"reference\"") < place("apple river chair"));
    assert!(html.contains("This page is not monitored"));
    assert!(html.contains("by 5pm on Monday"));
}

#[test]
fn the_first_page_links_to_the_directory_and_other_areas() {
    let html = with_site(home);
    for link in ["/directory/", "/directory/#elsewhere", "/directory/#places"] {
        assert!(html.contains(&format!("href=\"{link}\"")), "{link}");
    }
    let directory = with_site(|site| directory(site, NOW.date()));
    assert!(directory.contains("id=\"elsewhere\"") && directory.contains("id=\"places\""));
}

#[test]
fn pages_use_the_areas_name_for_a_coordinator() {
    let mut area = profile();
    area.labels.coordinator = "Independent Adviser".to_owned();
    let site = Site {
        profile: &area,
        assets: &Assets::unhashed(),
    };
    for html in [
        home(&site),
        leaving(&site),
        support_form(&site, &FormView::default()),
    ] {
        assert!(
            html.to_lowercase().contains("an independent adviser") && !html.contains("coordinator")
        );
    }
}
