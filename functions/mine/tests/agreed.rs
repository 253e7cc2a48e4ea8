//! The changes that a person makes: ways to contact them, what they agree to, which services they refuse.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use domain::gate::{ContactStatus, Decision, decide};
use events::case::LookReason;
use events::case::{CoordinatorReason, OnwardState, Routing};
use events::parse;
use events::referral::{ChannelKind, Frequency, Scope};
use events::update::UpdateKind;
use jiff::{SignedDuration, Timestamp};
use people::{World, document};
use platform::ports::{AuditRead, Look};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The decision of the gate now, with the stored document.
fn gate(world: &World) -> Decision {
    let referral = parse::stored(&world.person(), "2026-11-23".parse().unwrap())
        .expect("a document that can be read");
    decide(
        UpdateKind::Acknowledgement,
        &referral,
        ContactStatus::of(&world.case()),
        world.now,
    )
}

#[tokio::test]
async fn an_unticked_way_is_never_used_again() {
    let world = World::new().await;
    assert!(matches!(gate(&world), Decision::Send(_)));
    let mut contact = document()["contact"].clone();
    contact["channels"][0]["safe"] = json!(false);
    let answer = world
        .tell("change-contact", json!({"contact": contact}))
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(gate(&world), Decision::Never);
    let received = world.case().received;
    assert_eq!(
        (
            received.safe_channels,
            received.assessment.contact.automatic
        ),
        (vec![ChannelKind::Phone], None)
    );
    assert_eq!(
        world.person()["wishes"],
        document()["wishes"],
        "nothing else changes"
    );
    let again = world
        .tell("change-contact", json!({"contact": contact}))
        .await;
    assert_eq!(
        again.json["version"], answer.json["version"],
        "the same again is once"
    );
}

#[tokio::test]
async fn a_new_address_is_used_only_after_its_code() {
    let world = World::new().await;
    let mut contact = document()["contact"].clone();
    contact["channels"][0]["address"] = json!("other@example.org");
    let body = json!({"contact": contact, "old_mail_safe": true});
    let answer = world.tell("change-contact", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(gate(&world), Decision::Never, "neither address is used");
    assert_eq!(
        (
            world.case().contact.unconfirmed,
            world.case().received.safe_channels
        ),
        (vec![ChannelKind::Email], vec![ChannelKind::Phone])
    );
    let page = world.ask("contact", json!({})).await;
    assert_eq!(page.json["asks_code"], true, "{}", page.text);
    let code = world.person()["page_change"]["code"]["code"].clone();
    for path in ["contact", "export", "progress"] {
        let text = world.ask(path, json!({})).await.text;
        let told = text.contains(code.as_str().unwrap()) || text.contains("robin@example.org");
        assert!(!told, "{path} tells the code or the old address: {text}");
    }
    let referral = parse::stored(&world.person(), "2026-11-23".parse().unwrap()).unwrap();
    let to = |kind| match decide(kind, &referral, ContactStatus::of(&world.case()), world.now) {
        Decision::Send(permitted) => permitted.address().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(to(UpdateKind::ConfirmContact), "other@example.org");
    assert_eq!(to(UpdateKind::ContactChanged), "robin@example.org");
    let wrong = world.tell("confirm-contact", json!({"code": "1"})).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text);
    let right = world.tell("confirm-contact", json!({"code": code})).await;
    assert_eq!(right.status, 200, "{}", right.text);
    assert!(matches!(gate(&world), Decision::Send(to) if to.address() == "other@example.org"));
    let again = world.tell("confirm-contact", json!({"code": code})).await;
    assert_eq!(again.json["version"], right.json["version"]);
}

#[tokio::test]
async fn what_adds_something_counts_whatever_it_is_called() {
    let world = World::new().await;
    let contact = |number: u32| {
        let mut contact = document()["contact"].clone();
        contact["channels"][0]["address"] = json!(format!("a{number}@example.org"));
        json!({"contact": contact})
    };
    for number in 0..60 {
        let answer = world.tell("change-contact", contact(number)).await;
        assert_eq!(answer.status, 200, "{number}: {}", answer.text);
    }
    assert_eq!(world.tell("change-contact", contact(60)).await.status, 409);
    let nothing = json!({"contact": {"channels": []}});
    assert_eq!(world.tell("change-contact", nothing).await.status, 200);
    assert_eq!(world.tell("withdraw", json!({})).await.status, 200);
}

#[tokio::test]
async fn a_form_is_checked_and_keeps_what_was_typed() {
    let world = World::new().await;
    let page = world.form("contact", &world.opened().await, &[]).await.text;
    assert!(page.contains("value=\"robin@example.org\"") && page.contains("value=\"13:00\""));
    let fields = [
        ("/contact/channels/0/kind", "email"),
        ("/contact/channels/0/safe", "true"),
        ("/contact/channels/0/address", "robin at home"),
        ("/contact/channels/1/kind", "phone"),
        ("/contact/channels/1/safe", "true"),
        ("/contact/channels/1/from", "16:00"),
        ("/contact/channels/1/until", "13:00"),
        ("/contact/channels/1/days/4", "fri"),
    ];
    let answer = world.form("change-contact", &page, &fields).await;
    assert_eq!(answer.status, 422);
    for part in [
        "value=\"robin at home\"",
        "id=\"contact-channels-0-address-error\"",
        "id=\"contact-channels-1-address-error\"",
        "id=\"contact-channels-1-until-error\"",
        "href=\"#contact-channels-0-address\"",
        "value=\"fri\" checked",
        "<title>Error: Your page</title>",
    ] {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    assert_eq!(world.person(), document(), "nothing is changed");
    let json = world
        .tell(
            "change-contact",
            json!({"contact": {"channels": [{"kind": "email", "safe": true}]}}),
        )
        .await;
    let error = json!({"field": "/contact/channels/0/address", "code": "ADDRESS_REQUIRED"});
    assert_eq!((json.status, &json.json["errors"]), (422, &json!([error])));
    for contact in [json!(null), json!([]), json!({"channels": "x"}), json!({})] {
        assert_eq!(
            world
                .tell("change-contact", json!({"contact": contact}))
                .await
                .status,
            422,
            "{contact}"
        );
    }
}

#[tokio::test]
async fn sending_the_shown_form_back_changes_nothing() {
    let world = World::new().await;
    let page = world.form("contact", &world.opened().await, &[]).await.text;
    let form = page
        .split("action=\"/me/change-contact\"")
        .nth(1)
        .unwrap()
        .split("</form>")
        .next()
        .unwrap();
    let mut fields: Vec<(String, String)> = Vec::new();
    for input in form
        .split("<input ")
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap())
    {
        let value = |name: &str| {
            input
                .split(&format!("{name}=\""))
                .nth(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
        };
        let ticked = !input.contains("type=\"checkbox\"") && !input.contains("type=\"radio\"")
            || input.contains(" checked");
        if let (Some(name), true) = (value("name").filter(|name| name.starts_with('/')), ticked) {
            fields.push((name, value("value").unwrap_or_default()));
        }
    }
    fields.push(("/contact/frequency".to_owned(), "every-change".to_owned()));
    fields.push((
        "/contact/channels/2/address".to_owned(),
        "1 High Street".to_owned(),
    ));
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let answer = world.form("change-contact", &page, &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let after = world.person()["contact"].clone();
    let before = document()["contact"].clone();
    let known = before["channels"].as_array().unwrap().len();
    assert_eq!(
        after["channels"].as_array().unwrap()[..known],
        before["channels"].as_array().unwrap()[..]
    );
    assert!(
        after["channels"].as_array().unwrap()[known..]
            .iter()
            .all(|channel| channel["safe"] == false)
    );
    assert_eq!(after["frequency"], before["frequency"]);
}

#[tokio::test]
async fn withdrawn_consent_stops_all_sharing_and_updates() {
    let world = World::new().await;
    world.is_helped();
    let answer = world.tell("agree", json!({"scope": []})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let case = world.case();
    assert!(
        case.support
            .onwards
            .iter()
            .all(|onward| onward.state == OnwardState::Withdrawn)
    );
    assert_eq!(
        case.routing(),
        Routing::ToCoordinators(CoordinatorReason::NotToBeShared)
    );
    assert_eq!(gate(&world), Decision::Never);
    assert_eq!(world.person()["consent"]["scope"], json!([]));
    let given = world
        .tell("agree", json!({"scope": ["share-with-providers"]}))
        .await;
    assert_eq!(given.status, 200);
    assert_eq!(world.case().routing(), Routing::ToProviders);
    assert_eq!(
        gate(&world),
        Decision::Never,
        "what they did not tick again stays off"
    );
    assert_eq!(
        world
            .tell("agree", json!({"scope": ["everything"]}))
            .await
            .status,
        422
    );
    assert_eq!(
        world.tell("agree", json!({"scope": "all"})).await.status,
        422
    );
}

#[tokio::test]
async fn updates_resume_as_often_as_the_person_had_chosen() {
    let mut weekly = document();
    weekly["contact"]["frequency"] = json!("weekly");
    let world = World::of(weekly.clone()).await;
    let without = ["assess", "share-with-providers"];
    assert_eq!(
        world.tell("agree", json!({"scope": without})).await.status,
        200
    );
    assert_eq!(
        gate(&world),
        Decision::Never,
        "not even that the referral has come"
    );
    assert_eq!(
        world
            .tell(
                "agree",
                json!({"scope": [without[0], without[1], "updates"]})
            )
            .await
            .status,
        200
    );
    assert!(
        matches!(gate(&world), Decision::Send(_)),
        "they agreed again"
    );
    assert_eq!(world.person()["contact"], weekly["contact"]);
    assert_eq!(world.case().received.frequency, Some(Frequency::Weekly));
}

#[tokio::test]
async fn the_acknowledgement_needs_no_agreement_to_updates() {
    let mut quiet = document();
    quiet["consent"]["scope"] = json!(["assess"]);
    let world = World::of(quiet).await;
    assert_eq!(
        world
            .tell("agree", json!({"scope": ["share-with-providers"]}))
            .await
            .status,
        200
    );
    assert!(
        matches!(gate(&world), Decision::Send(_)),
        "they took nothing back"
    );
}

#[tokio::test]
async fn only_an_explicit_answer_withdraws_consent() {
    let world = World::new().await;
    world.is_helped();
    for nothing in [
        json!({}),
        json!({"scopes": []}),
        json!({"scope": null}),
        json!({"Scope": ["updates"]}),
    ] {
        assert_eq!(
            world.tell("agree", nothing.clone()).await.status,
            422,
            "{nothing}"
        );
    }
    assert!(
        world.case().support.live().next().is_some()
            && world.case().received.scope.contains(&Scope::Updates)
    );
    let page = world.form("consent", &world.opened().await, &[]).await;
    assert_eq!(
        world.form("agree", &page.text, &[]).await.status,
        200,
        "a form in which no box is ticked"
    );
    assert_eq!(world.case().received.scope, []);
}

#[tokio::test]
async fn a_person_who_was_not_asked_can_agree_on_their_page() {
    let mut unasked = document();
    unasked["source"] = json!({"kind": "police"});
    unasked["consent"] =
        json!({"basis": "awaiting-consent", "scope": ["assess", "share-with-providers"]});
    let world = World::of(unasked).await;
    assert_eq!(gate(&world), Decision::Never);
    let page = world.form("consent", &world.opened().await, &[]).await;
    let yes = world
        .form(
            "agree",
            &page.text,
            &[("share-with-providers", "true"), ("updates", "true")],
        )
        .await;
    assert_eq!(yes.status, 200, "{}", yes.text);
    assert_eq!(world.case().routing(), Routing::ToProviders);
    assert_eq!(world.person()["consent"]["basis"], "consent");
}

#[tokio::test]
async fn a_refused_service_no_longer_sees_anything() {
    let world = World::new().await;
    let provider = world.is_helped();
    let page = world.form("consent", &world.opened().await, &[]).await.text;
    assert!(page.contains(words::own_page::sees("who-you-are").unwrap()));
    let answer = world
        .form(
            "refuse",
            &page,
            &[("provider", &provider), ("reason", "known-there")],
        )
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(
        world
            .case()
            .support
            .live()
            .all(|onward| onward.offered.provider != provider)
    );
    let twice = world
        .form("refuse", &page, &[("provider", &provider)])
        .await;
    assert_eq!(twice.status, 409, "a second tap is told so");
    assert!(twice.text.contains(words::replies::case_changed()));
    assert_eq!(
        world
            .tell("refuse", json!({"provider": "nobody"}))
            .await
            .status,
        422
    );
}

fn look(world: &World, role: &str, at: Timestamp, reason: Option<LookReason>) -> Look {
    Look {
        reference: world.reference.clone(),
        at,
        role: role.to_owned(),
        account: "account-of-somebody".to_owned(),
        reason,
        marks: Vec::new(),
    }
}

#[tokio::test]
async fn a_look_says_why_unless_that_tells_of_danger() {
    for (reason, told) in [
        (
            LookReason::Covering,
            "Our own team, for a colleague who was away",
        ),
        (LookReason::Safeguarding, "Our own team"),
        (LookReason::SecondPerson, "Our own team"),
    ] {
        let world = World::of(document()).await;
        let recorded = look(&world, "coordinator", world.now, Some(reason));
        world.twin.audit(&recorded).await.unwrap();
        let looked = world.ask("consent", json!({})).await.json["looked"].clone();
        assert_eq!(looked[0]["who"], told);
    }
}

#[tokio::test]
async fn looks_are_shown_by_organisation_without_disclosures() {
    for (source, told) in [
        ("police", vec!["The police", "Our own team"]),
        ("self", vec!["Our own team"]),
    ] {
        let mut sent = document();
        sent["source"] = json!({"kind": source});
        let world = World::of(sent).await;
        let later = world.now + SignedDuration::from_mins(3);
        world
            .twin
            .audit(&look(&world, "coordinator", world.now, None))
            .await
            .unwrap();
        world
            .twin
            .audit(&look(&world, "police", later, None))
            .await
            .unwrap();
        let page = world.form("consent", &world.opened().await, &[]).await.text;
        assert!(
            page.contains(words::timeline::our_team()) && !page.contains("account"),
            "{source}"
        );
        let looked = world.ask("consent", json!({})).await.json["looked"].clone();
        let who: Vec<&str> = looked
            .as_array()
            .unwrap()
            .iter()
            .map(|look| look["who"].as_str().unwrap())
            .collect();
        assert_eq!(who, told, "{source}");
    }
}

/// Ways to reach somebody, right and wrong.
fn contact() -> impl Strategy<Value = Value> {
    let kind = prop::sample::select(vec!["email", "text", "phone", "online"]);
    let address = prop::sample::select(vec![
        "a@example.org",
        "b@example.org",
        "07700 900123",
        "nonsense",
        "",
    ]);
    let hours = prop::option::of(prop::sample::select(vec![
        ("09:00", "17:00"),
        ("00:00", "09:59"),
        ("17:00", "09:00"),
    ]));
    let channel = (kind, address, any::<bool>(), hours).prop_map(|(kind, address, safe, hours)| {
        let mut channel = json!({"kind": kind, "safe": safe});
        if !address.is_empty() && kind != "online" {
            channel["address"] = json!(address);
        }
        if let Some((from, until)) = hours {
            channel["from"] = json!(from);
            channel["until"] = json!(until);
        }
        channel
    });
    let frequency = prop::option::of(prop::sample::select(vec!["weekly", "only-when-asked"]));
    let preferred = prop::option::of(prop::sample::select(vec!["email", "phone"]));
    (prop::collection::vec(channel, 0..4), frequency, preferred).prop_map(
        |(channels, frequency, preferred)| {
            let mut contact = json!({"channels": channels});
            if let Some(frequency) = frequency {
                contact["frequency"] = json!(frequency);
            }
            if let Some(preferred) = preferred {
                contact["preferred"] = json!(preferred);
            }
            contact
        },
    )
}

/// Whether these answers allow a mail to that address.
fn allows(contact: &Value, address: &str) -> bool {
    let safe = |channel: &Value| {
        channel["kind"] == "email" && channel["safe"] == true && channel["address"] == address
    };
    contact["frequency"] != "only-when-asked"
        && contact["channels"].as_array().unwrap().iter().any(safe)
}

proptest! {
    // The output shows the whole failure, so no file of it is written next to the test.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_gate_never_allows_more_than_the_last_answers(
        changes in prop::collection::vec((contact(), any::<bool>(), any::<bool>()), 1..6)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let (mut last, mut told) = (document()["contact"].clone(), true);
            for (contact, updates, agrees) in changes {
                if agrees {
                    let scope = if updates { json!(["updates"]) } else { json!([]) };
                    assert_eq!(world.tell("agree", json!({"scope": scope})).await.status, 200);
                    told = updates;
                } else {
                    let answer = world.tell("change-contact", json!({"contact": contact})).await;
                    assert!(matches!(answer.status, 200 | 422), "{}", answer.text);
                    if answer.status == 200 {
                        last = contact;
                    }
                }
                if let Decision::Send(permitted) = gate(&world) {
                    assert!(told && allows(&last, permitted.address()), "{last} {}", permitted.address());
                }
                let received = world.case().received;
                let mail = received.safe_channels.contains(&ChannelKind::Email);
                // No address of these changes is the one that was safe, and nobody confirmed any.
                assert_eq!(mail, last == document()["contact"]);
            }
        });
    }
}

#[tokio::test]
async fn what_is_agreed_to_twice_is_agreed_to_once() {
    let world = World::new().await;
    let scope = json!(["assess", "updates", "updates", "assess"]);
    let answer = world.tell("agree", json!({"scope": scope})).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(world.case().received.scope, [Scope::Assess, Scope::Updates]);
    assert_eq!(
        world.person()["consent"]["scope"],
        json!(["assess", "updates"])
    );
}
