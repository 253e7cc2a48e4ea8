//! Which words open the page, for how long, and what the person sees of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use domain::case::commands::lifecycle::close;
use domain::case::commands::person::{MANY_WRONG_WORDS, MOST_WRONG_WORDS};
use events::case::{Actor, CaseChange, CloseReason, TaskKind};
use jiff::SignedDuration;
use people::{World, document, value_of};
use serde_json::json;

/// A person whom a library referred, and who calls their page safe.
async fn referred(source: &str) -> World {
    let mut document = document();
    document["source"] = json!({"kind": source});
    let channels = document["contact"]["channels"].as_array_mut().unwrap();
    channels.push(json!({"kind": "online", "safe": true}));
    World::of(document).await
}

/// Each guess comes from another address.
async fn guess(world: &mut World, times: u32) -> Vec<u16> {
    let mut told = Vec::new();
    for _ in 0..times {
        world.now += SignedDuration::from_secs(1);
        let number = world.twin.state().waits.len();
        world.asker = Some(format!("203.0.113.{number}"));
        let body = json!({"reference": world.reference, "word": "three wrong words"});
        let answer = world
            .send("progress", "application/json", body.to_string())
            .await;
        told.push(answer.status);
    }
    world.asker = None;
    told
}

fn tasks(world: &World) -> usize {
    let case = world.case();
    let all = case.coordination.tasks.iter();
    all.filter(|task| task.kind == TaskKind::WrongWords).count()
}

#[tokio::test]
async fn new_words_end_the_old_ones_and_every_open_page() {
    let world = World::new().await;
    let (page, other) = (world.opened().await, world.opened().await);
    let form = world.form("access", &page, &[]).await.text;
    let id = value_of(&form, "id");
    let changed = world.form("new-words", &form, &[("id", &id)]).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let (_, words) = changed.text.split_once("id=\"word\"").expect("the words");
    let words = words.split_once('>').unwrap().1.split('<').next().unwrap();
    let words = words.trim().to_owned();
    assert_eq!(words.split(' ').count(), 3, "{words}");
    assert_ne!(words, world.word);
    assert_eq!(world.ask("progress", json!({})).await.status, 404);
    assert_eq!(world.form("progress", &other, &[]).await.status, 410);
    let again = json!({"reference": world.reference, "word": words}).to_string();
    let opened = world.send("progress", "application/json", again).await;
    assert_eq!(opened.status, 200);
    // The page that changed them goes on, and no later page shows them.
    for name in ["progress", "access", "export"] {
        let later = world.form(name, &changed.text, &[]).await;
        assert_eq!(later.status, 200, "{name}");
        assert!(!later.text.contains(&words), "{name}");
    }
    // A second press of the button, or a lost answer.
    let twice = world.form("new-words", &form, &[("id", &id)]).await;
    assert!(twice.text.contains(&words), "{}", twice.text);
    assert_eq!(world.case().access.generation, 1);
    let stranger = world.form("new-words", &other, &[("id", &id[1..])]).await;
    assert_eq!(stranger.status, 410);
}

#[tokio::test]
async fn a_program_that_loses_the_answer_gets_the_same_words_again() {
    let world = World::new().await;
    let id = "0a6b3c7e-1111-4222-8333-444455556666";
    let first = world.tell("new-words", json!({"id": id})).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let again = world.tell("new-words", json!({"id": id})).await;
    assert!(first.json["memorable_word"].is_string());
    assert_eq!(first.json["memorable_word"], again.json["memorable_word"]);
    for body in [
        json!({}),
        json!({"id": "0a6b3c7e-1111-4222-8333-444455556667"}),
    ] {
        assert_eq!(world.tell("new-words", body).await.status, 404);
    }
}

#[tokio::test]
async fn nobody_can_open_a_page_that_the_person_closed() {
    let world = World::new().await;
    let page = world.opened().await;
    let closed = world.form("close-page", &page, &[]).await;
    assert_eq!(closed.status, 200);
    assert!(closed.text.contains("Your page is closed"));
    assert!(!closed.text.contains("name=\"pass\""), "{}", closed.text);
    assert_eq!(world.form("progress", &page, &[]).await.status, 410);
    assert_eq!(world.ask("progress", json!({})).await.status, 404);
    assert_eq!(world.tell("new-words", json!({})).await.status, 404);
}

#[tokio::test]
async fn a_page_that_is_no_longer_safe_closes_with_the_answer() {
    let world = referred("self").await;
    let page = world.opened().await;
    world.happens(vec![online(&world)]);
    let contact = json!({"channels": [{"kind": "online", "safe": false}]});
    let changed = world
        .tell("change-contact", json!({"contact": contact}))
        .await;
    assert_eq!(changed.json["stands"], "page-closed", "{}", changed.text);
    assert_eq!(world.person()["contact"], contact);
    assert_eq!(world.form("progress", &page, &[]).await.status, 410);
    assert_eq!(world.ask("progress", json!({})).await.status, 404);
}

/// The case knows that the page is safe.
fn online(world: &World) -> CaseChange {
    use events::case::{ContactChangeReason, ContactChanged};
    use events::referral::ChannelKind;
    CaseChange::ContactChanged(ContactChanged {
        safe_channels: vec![ChannelKind::Online],
        frequency: None,
        contact: world.case().received.assessment.contact,
        mail_moved: false,
        unconfirmed: Vec::new(),
        sends_code: false,
        tells_before: false,
        check_by: None,
        why: ContactChangeReason::Asked,
        by: Actor::Machine,
    })
}

#[tokio::test]
async fn nothing_opens_after_a_deletion_or_a_merge() {
    for why in [CloseReason::Duplicate, CloseReason::Withdrew] {
        let world = World::new().await;
        let page = world.opened().await;
        world.happens(close(&world.case(), why, None, Actor::Person));
        if why == CloseReason::Withdrew {
            assert_eq!(world.ask("progress", json!({})).await.status, 200);
            world.happens(vec![CaseChange::Erased { by: Actor::Machine }]);
            world.twin.state().people.remove(&world.reference);
        }
        for name in ["progress", "contact", "export", "say", "new-words"] {
            let answer = world.form(name, &page, &[("words", "hello")]).await;
            assert_eq!(answer.status, 410, "{name}");
            assert_eq!(world.tell(name, json!({})).await.status, 404, "{name}");
        }
    }
}

#[tokio::test]
async fn a_page_ends_two_hours_after_the_words_whatever_happens_on_it() {
    let mut world = World::new().await;
    let begin = world.now;
    let mut page = world.opened().await;
    for _ in 0..100 {
        world.now += SignedDuration::from_mins(7);
        let answer = world.form("progress", &page, &[]).await;
        if answer.status == 410 {
            break;
        }
        page = answer.text;
    }
    assert_eq!(world.now.duration_since(begin).as_mins(), 126);
    assert_eq!(world.ask("progress", json!({})).await.status, 200);
}

#[tokio::test]
async fn few_wrong_words_at_a_time_are_noticed_all_the_same() {
    let mut world = World::new().await;
    for _ in 0..12 {
        assert!(guess(&mut world, 9).await.iter().all(|told| *told != 200));
        world.now += SignedDuration::from_mins(61);
    }
    assert_eq!(tasks(&world), 1, "a coordinator looks");
    // Over 30 days later they are forgotten.
    world.now += SignedDuration::from_hours(31 * 24);
    assert_eq!(guess(&mut world, 9).await, [404; 9]);
    assert_eq!(world.ask("progress", json!({})).await.status, 200);
}

#[tokio::test]
async fn after_very_many_wrong_words_only_a_call_helps() {
    let mut world = World::new().await;
    let page = world.opened().await;
    let most = usize::try_from(MOST_WRONG_WORDS).unwrap();
    let told = guess(&mut world, MOST_WRONG_WORDS).await;
    assert_eq!(told, vec![404; most]);
    let right = world.ask("progress", json!({})).await;
    assert_eq!(right.status, 403, "{}", right.text);
    let fields = [
        ("reference", world.reference.as_str()),
        ("word", world.word.as_str()),
    ];
    let shown = world.send_form("progress", &fields).await;
    assert!(shown.text.contains("new words in a call"), "{}", shown.text);
    assert_eq!(world.form("progress", &page, &[]).await.status, 200);
    // The same happens where there is no case.
    let unknown = json!({"reference": "22222222", "word": "three wrong words"}).to_string();
    let mut told = Vec::new();
    for n in 0..=MOST_WRONG_WORDS {
        world.asker = Some(format!("198.51.100.{n}"));
        let answer = world
            .send("progress", "application/json", unknown.clone())
            .await;
        told.push((answer.status, answer.text));
    }
    assert_eq!(told.last(), Some(&(403, right.text)));
    world.asker = None;
    let new = domain::case::commands::access::new_words(
        &world.case(),
        None,
        Actor::coordinator("someone"),
    );
    world.happens(new.unwrap());
    assert_eq!(guess(&mut world, 1).await, [404], "the count began again");
}

#[tokio::test]
async fn one_asker_has_to_wait_and_the_function_does_not() {
    let mut world = World::new().await;
    world.asker = Some("203.0.113.9".to_owned());
    let wrong = json!({"reference": world.reference, "word": "three wrong words"}).to_string();
    for _ in 0..20 {
        let answer = world
            .send("progress", "application/json", wrong.clone())
            .await;
        assert_eq!(answer.status, 404);
    }
    let answer = world.send("progress", "application/json", wrong).await;
    assert_eq!((answer.status, answer.retry_after.as_str()), (429, "900"));
    let fields = [("reference", "22222222"), ("word", "three wrong words")];
    let page = world.send_form("progress", &fields).await;
    assert_eq!(page.status, 429);
    assert!(page.text.contains("Wait 15 minutes"), "{}", page.text);
    let waits = world.twin.state().waits.clone();
    assert!(
        waits.iter().all(|wait| wait.as_secs_f64() <= 1.0),
        "{waits:?}"
    );
    world.asker = Some("203.0.113.10".to_owned());
    assert_eq!(world.ask("progress", json!({})).await.status, 200);
    world.asker = Some("203.0.113.9".to_owned());
    world.now += SignedDuration::from_mins(16);
    assert_eq!(world.ask("progress", json!({})).await.status, 200);
}

#[tokio::test]
async fn wrong_words_look_alike_whether_or_not_there_is_a_case() {
    let mut world = World::new().await;
    let before = usize::try_from(MANY_WRONG_WORDS).unwrap() - 1;
    let unknown = json!({"reference": "22222222", "word": "three wrong words"}).to_string();
    for n in 0..before {
        world.asker = Some(format!("198.51.100.{n}"));
        world
            .send("progress", "application/json", unknown.clone())
            .await;
    }
    guess(&mut world, MANY_WRONG_WORDS - 1).await;
    let known = json!({"reference": world.reference, "word": "three wrong words"}).to_string();
    world.twin.state().waits.clear();
    let (one, other) = tokio::join!(
        world.send("progress", "application/json", known),
        world.send("progress", "application/json", unknown)
    );
    assert_eq!((one.status, &one.text), (404, &other.text));
    let waits = world.twin.state().waits.clone();
    let seconds: Vec<f64> = waits.iter().map(std::time::Duration::as_secs_f64).collect();
    assert!(
        seconds.len() == 2 && (seconds[0] - seconds[1]).abs() < 0.3,
        "and take as long: {seconds:?}"
    );
    assert_eq!(tasks(&world), 1);
    // Once is enough, however many there are.
    guess(&mut world, 3).await;
    assert_eq!(tasks(&world), 1);
    assert_eq!(world.ask("progress", json!({})).await.status, 200);
}

#[tokio::test]
async fn the_person_sees_openings_and_wrong_words() {
    let mut world = World::new().await;
    let first = world.opened().await;
    assert!(!first.contains("wrong words for this page"));
    world.now += SignedDuration::from_hours(3);
    let version = world.case().version;
    guess(&mut world, 5).await;
    world.now += SignedDuration::from_hours(1);
    let page = world.opened().await;
    assert!(page.contains("wrong words for this page"), "{page}");
    for name in ["access", "export"] {
        let shown = world.form(name, &page, &[]).await.text;
        for line in [
            "When this page was opened",
            "10am on Monday 23 November",
            "2pm on Monday 23 November",
            "When someone entered wrong words",
            "1pm on Monday 23 November",
        ] {
            assert!(shown.contains(line), "{name} has no {line}: {shown}");
        }
    }
    let file = world.ask("export", json!({})).await.json;
    assert_eq!(file["page"]["opened"].as_array().unwrap().len(), 2);
    assert_eq!(file["page"]["wrong_words"].as_array().unwrap().len(), 1);
    assert_eq!(world.case().version, version, "looking changes no case");
    let json = world.ask("progress", json!({})).await.json;
    assert_eq!(json["some_wrong_words"], true);
}

#[tokio::test]
async fn a_partners_code_opens_the_page_once_and_gives_words() {
    let world = referred("touchpoint").await;
    world.happens(vec![online(&world)]);
    let use_code = async |code: &str| {
        let fields = [("reference", world.reference.as_str()), ("word", code)];
        world.send_form("progress", &fields).await
    };
    let said = world.code.to_lowercase().replace('-', " ");
    let opened = use_code(&said).await;
    assert_eq!(opened.status, 200, "{}", opened.text);
    assert!(opened.text.contains("Your new words"));
    assert_eq!(use_code(&world.code).await.status, 404, "it opens once");
    assert_eq!(world.ask("progress", json!({})).await.status, 404);
    assert_eq!(world.form("progress", &opened.text, &[]).await.status, 200);
}

#[tokio::test]
async fn two_uses_of_a_code_at_the_same_moment_are_one() {
    let world = referred("touchpoint").await;
    world.happens(vec![online(&world)]);
    let body = json!({"reference": world.reference, "word": world.code}).to_string();
    let (one, other) = tokio::join!(
        world.send("progress", "application/json", body.clone()),
        world.send("export", "application/json", body)
    );
    let mut told = [one.status, other.status];
    told.sort_unstable();
    assert_eq!(told, [200, 404]);
    let given = [&one, &other].map(|answer| answer.json["memorable_word"].is_string());
    assert_eq!(given.iter().filter(|given| **given).count(), 1);
    assert_eq!(world.case().access.generation, 1);
}

#[tokio::test]
async fn a_code_lasts_three_days_and_none_is_the_polices() {
    for (source, hours, status) in [
        ("touchpoint", 71, 200),
        ("touchpoint", 73, 404),
        ("police", 1, 404),
        ("self", 1, 404),
    ] {
        let mut world = referred(source).await;
        world.happens(vec![online(&world)]);
        world.now += SignedDuration::from_hours(hours);
        world.word.clone_from(&world.code);
        let answer = world.ask("progress", json!({})).await;
        assert_eq!(answer.status, status, "{source} after {hours} hours");
    }
}
