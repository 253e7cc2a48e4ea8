//! The private diary, on the twins: who opens it, what stays of it, and what is lost by whom.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use events::case::{Actor, CaseChange, CloseReason};
use jiff::SignedDuration;
use people::{Answer, World, document, value_of};
use serde_json::json;

/// Words that nobody else would write.
const CANARY: &str = "marzipan velocipede";

async fn open(world: &World, page: &str, fields: &[(&str, &str)]) -> Answer {
    open_with(
        world,
        page,
        &[&[("word", world.word.as_str())], fields].concat(),
    )
    .await
}

/// Each form that opens a diary is sent once, so this takes a new one.
async fn open_with(world: &World, page: &str, fields: &[(&str, &str)]) -> Answer {
    let locked = world.form("diary", page, &[]).await;
    let once = value_of(&locked.text, "once");
    let all = [&[("once", once.as_str())], fields].concat();
    world.form("diary-open", page, &all).await
}

/// Sends the form of an open diary.
async fn tell(world: &World, what: &str, page: &str, fields: &[(&str, &str)]) -> Answer {
    let (carried, id) = (value_of(page, "diary"), value_of(page, "id"));
    let own = [("diary", carried.as_str()), ("id", id.as_str())];
    world.form(what, page, &[&own, fields].concat()).await
}

async fn written(world: &World, own: &str) -> Answer {
    let page = world.opened().await;
    let begun = open(world, &page, &[("own", own)]).await;
    assert_eq!(begun.status, 200, "{}", begun.text);
    let kept = tell(
        world,
        "diary-write",
        &begun.text,
        &[("text", CANARY), ("feeling", "4")],
    )
    .await;
    assert!(
        kept.status == 200 && kept.text.contains(CANARY),
        "{}",
        kept.text
    );
    kept
}

/// The words of the answer that gives new ones.
fn new_words(text: &str) -> String {
    let (_, words) = text
        .split_once("id=\"word\" translate=\"no\"")
        .expect("the words");
    words
        .split_once('>')
        .unwrap()
        .1
        .split('<')
        .next()
        .unwrap()
        .trim()
        .to_owned()
}

#[tokio::test]
async fn only_the_words_open_a_diary_though_the_page_is_open() {
    let world = World::new().await;
    written(&world, "").await;
    let page = world.opened().await;
    let locked = world.form("diary", &page, &[]).await;
    assert_eq!(locked.status, 200);
    assert!(!locked.text.contains(CANARY));
    for (word, status) in [
        ("", 422),
        ("three wrong words", 422),
        (world.word.as_str(), 200),
    ] {
        let answer = open_with(&world, &page, &[("word", word)]).await;
        assert_eq!(answer.status, status, "{word}");
        assert_eq!(answer.text.contains(CANARY), status == 200, "{word}");
        assert!(!answer.text.contains(&world.word), "no page has the words");
    }
    // No other page carries what keeps it open.
    let opened = open(&world, &page, &[]).await;
    let elsewhere = world.form("stop", &opened.text, &[]).await;
    assert!(!elsewhere.text.contains("name=\"diary\""));
    // What was typed in it, or its state, is nowhere outside.
    let state = format!("{:?}", *world.twin.state());
    assert!(!state.contains(CANARY) && !state.contains("velocipede"));
    let case = world.case();
    assert_eq!(case.version, 1, "a diary is no part of the case");
}

#[tokio::test]
async fn a_locked_page_is_the_same_with_and_without_a_diary() {
    let (with, without) = (World::new().await, World::new().await);
    written(&with, "").await;
    let bare = |text: &str, pass: &str| text.replace(pass, "");
    for fields in [&[][..], &[("word", "three wrong words")]] {
        let mut seen = Vec::new();
        for world in [&with, &without] {
            let page = world.opened().await;
            let what = if fields.is_empty() {
                "diary"
            } else {
                "diary-open"
            };
            let answer = world.form(what, &page, fields).await;
            let text = bare(&answer.text, &value_of(&answer.text, "pass"));
            seen.push((answer.status, bare(&text, &value_of(&answer.text, "once"))));
        }
        assert_eq!(seen[0], seen[1]);
    }
}

#[tokio::test]
async fn neither_back_nor_an_older_page_opens_a_diary_again() {
    let world = World::new().await;
    let page = world.opened().await;
    let locked = world.form("diary", &page, &[]).await.text;
    let once = value_of(&locked, "once");
    let fields = [("once", once.as_str()), ("word", world.word.as_str())];
    let opened = world.form("diary-open", &locked, &fields).await;
    assert_eq!(opened.status, 200);
    let kept = tell(&world, "diary-write", &opened.text, &[("text", CANARY)]).await;
    assert!(kept.text.contains(CANARY));
    // The browser sends the form with the words again.
    let again = world.form("diary-open", &locked, &fields).await;
    assert!(again.status == 409 && !again.text.contains(CANARY));
    // The person closes it, and somebody goes back to the page from before.
    let carried = value_of(&kept.text, "diary");
    let closed = world
        .form("diary-close", &kept.text, &[("diary", &carried)])
        .await;
    assert!(closed.status == 200 && !closed.text.contains(CANARY));
    for what in ["diary", "diary-write", "export"] {
        let back = tell(&world, what, &kept.text, &[("text", "more")]).await;
        assert!(!back.text.contains(CANARY), "{what}");
    }
}

#[tokio::test]
async fn nobody_guesses_words_through_the_diary() {
    let mut world = World::new().await;
    let page = world.opened().await;
    let mut told = Vec::new();
    for _ in 0..31 {
        world.now += SignedDuration::from_secs(1);
        let wrong = open_with(&world, &page, &[("word", "three wrong words")]).await;
        told.push(wrong.status);
    }
    assert_eq!((told[0], told[29], told[30]), (422, 422, 409));
    assert_eq!(
        open(&world, &page, &[]).await.status,
        409,
        "right words wait too"
    );
    world.now += SignedDuration::from_mins(61);
    let page = world.opened().await;
    assert!(
        page.contains("Someone has entered wrong words"),
        "the person is told"
    );
    assert_eq!(open(&world, &page, &[]).await.status, 200);
}

#[tokio::test]
async fn nothing_typed_is_lost_when_the_diary_has_closed() {
    let mut world = World::new().await;
    let open_page = written(&world, "").await.text;
    world.now += SignedDuration::from_mins(29);
    // Another opening of the page does not carry the diary of the first.
    let again = world.opened().await;
    let carried = value_of(&open_page, "diary");
    let fields = [
        ("diary", carried.as_str()),
        ("id", "0123456789abcdef"),
        ("text", "a new thought"),
    ];
    let closed = world.form("diary-write", &again, &fields).await;
    assert_eq!(closed.status, 409);
    assert!(!closed.text.contains(CANARY));
    assert_eq!(value_of(&closed.text, "text"), "a new thought");
    let opened = open(&world, &closed.text, &[("text", "a new thought")]).await;
    assert!(
        opened.text.contains("a new thought</textarea>"),
        "{}",
        opened.text
    );
    // What is refused stays in its field, and nothing is stored.
    let long = "x".repeat(2_001);
    for (fields, field) in [
        (vec![("text", long.as_str())], long.as_str()),
        (
            vec![("text", "day to come"), ("day", "2999-01-01")],
            "2999-01-01",
        ),
        (vec![], "id=\"diary-write\""),
    ] {
        let refused = tell(&world, "diary-write", &opened.text, &fields).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(field), "{field}");
    }
    // A second press adds nothing.
    for _ in 0..2 {
        let kept = tell(
            &world,
            "diary-write",
            &opened.text,
            &[("text", "only once")],
        )
        .await;
        assert_eq!(kept.text.matches("only once").count(), 1, "{}", kept.text);
    }
}

#[tokio::test]
async fn each_page_adds_one_entry_however_long_it_is_open() {
    let mut world = World::new().await;
    let mut page = written(&world, "").await.text;
    for _ in 0..5 {
        world.now += SignedDuration::from_mins(19);
        page = tell(&world, "diary", &page, &[]).await.text;
    }
    let tab = tell(&world, "diary", &page, &[]).await.text;
    for _ in 0..2 {
        let kept = tell(&world, "diary-write", &page, &[("text", "the first tab")]).await;
        assert_eq!(kept.text.matches("the first tab").count(), 1);
    }
    let kept = tell(&world, "diary-write", &tab, &[("text", "the second tab")]).await;
    for text in [CANARY, "the first tab", "the second tab"] {
        assert!(kept.text.contains(text), "{text}: {}", kept.text);
    }
    // As many entries as there were before, and yet another one.
    let entry = kept.text.split("name=\"entry\" value=\"").nth(1).unwrap();
    let entry = entry.split('"').next().unwrap().to_owned();
    let removed = tell(&world, "diary-remove", &kept.text, &[("entry", &entry)]).await;
    let after = [("text", "after a removal")];
    let kept = tell(&world, "diary-write", &removed.text, &after).await;
    assert!(kept.text.contains("after a removal"), "{}", kept.text);
}

#[tokio::test]
async fn a_diary_comes_along_to_new_words_with_the_old_ones() {
    let mut world = World::new().await;
    let own = "seven kettles sing below";
    let page = written(&world, own).await.text;
    let form = world.form("access", &page, &[]).await.text;
    let id = value_of(&form, "id");
    let old = world.word.clone();
    let fields = [("id", id.as_str()), ("old", &old), ("own", own)];
    let changed = world.form("new-words", &form, &fields).await;
    assert!(
        changed.text.contains("your diary came along"),
        "{}",
        changed.text
    );
    let ended = tell(&world, "diary", &page, &[]).await;
    assert_eq!(ended.status, 410, "an open diary ends with the words");
    world.word = new_words(&changed.text);
    let page = world.opened().await;
    let opened = open(&world, &page, &[("own", own)]).await;
    assert!(opened.text.contains(CANARY), "{}", opened.text);
    let without = open(&world, &page, &[]).await;
    assert_eq!(without.status, 422, "one's own sentence is a second lock");
    // Without the old words the words are new all the same, and the old ones still open the diary.
    let form = world.form("access", &page, &[]).await.text;
    let id = value_of(&form, "id");
    let before = world.word.clone();
    let fields = [
        ("id", id.as_str()),
        ("old", "three wrong words"),
        ("own", own),
    ];
    let changed = world.form("new-words", &form, &fields).await;
    assert!(
        changed.text.contains("Your diary did not come along"),
        "{}",
        changed.text
    );
    world.word = new_words(&changed.text);
    let page = world.opened().await;
    let closed = open(&world, &page, &[("own", own)]).await;
    assert!(closed.status == 422 && !closed.text.contains(CANARY));
    let moved = open(&world, &page, &[("own", own), ("old", &before)]).await;
    assert!(
        moved
            .text
            .contains("From now on, your words of today open it"),
        "{}",
        moved.text
    );
    let opened = open(&world, &page, &[("own", own)]).await;
    assert!(opened.text.contains(CANARY));
}

#[tokio::test]
async fn new_words_sent_twice_bring_along_a_diary_that_the_first_time_left() {
    let mut world = World::new().await;
    let own = "seven kettles sing below";
    let page = written(&world, own).await.text;
    let form = world.form("access", &page, &[]).await.text;
    let id = value_of(&form, "id");
    let (old, before) = (world.word.clone(), world.case());
    // The words are new, and the request ends before it has moved the diary.
    let given = domain::case::commands::access::new_words(&before, Some(id.clone()), Actor::Person);
    world.happens(given.unwrap());
    world.word = world.word_now();
    let with = |own| [("id", id.as_str()), ("old", old.as_str()), ("own", own)];
    let stays = world
        .form("new-words", &form, &with("another sentence of mine"))
        .await;
    assert!(
        stays.text.contains("Your diary did not come along")
            && stays.text.contains("Keep the old words"),
        "{}",
        stays.text
    );
    // The first time moves it, and after that it has come along.
    for _ in 0..2 {
        let again = world.form("new-words", &form, &with(own)).await;
        assert!(
            again.text.contains("your diary came along"),
            "{}",
            again.text
        );
        assert_eq!(new_words(&again.text), world.word);
    }
    let page = world.opened().await;
    let opened = open(&world, &page, &[("own", own)]).await;
    assert!(opened.text.contains(CANARY), "{}", opened.text);
}

#[tokio::test]
async fn new_words_never_make_anybody_throw_away_the_old_ones() {
    let (with, without) = (World::new().await, World::new().await);
    written(&with, "").await;
    for world in [&with, &without] {
        let page = world.opened().await;
        let form = world.form("access", &page, &[]).await.text;
        let id = value_of(&form, "id");
        let fields = [("id", id.as_str())];
        let changed = world.form("new-words", &form, &fields).await;
        let says = "If you keep a diary, keep the old words until you have opened it";
        assert!(changed.text.contains(says), "{}", changed.text);
    }
}

#[tokio::test]
async fn the_right_words_with_a_wrong_sentence_are_told_to_the_person() {
    let mut world = World::new().await;
    written(&world, "seven kettles sing below").await;
    let page = world.opened().await;
    let told = "Someone has entered wrong words";
    assert!(!page.contains(told));
    for _ in 0..5 {
        world.now += SignedDuration::from_secs(1);
        let own = [("own", "another sentence of mine")];
        let wrong = open(&world, &page, &own).await;
        assert!(wrong.status == 422 && !wrong.text.contains(CANARY));
    }
    assert!(world.opened().await.contains(told));
}

#[tokio::test]
async fn a_sentence_that_the_person_forgot_is_no_warning() {
    let mut world = World::new().await;
    written(&world, "seven kettles sing below").await;
    for _ in 0..6 {
        world.now += SignedDuration::from_secs(1);
        let page = world.opened().await;
        assert_eq!(open(&world, &page, &[]).await.status, 422);
    }
    assert!(
        !world
            .opened()
            .await
            .contains("Someone has entered wrong words")
    );
}

#[tokio::test]
async fn a_sentence_without_letters_locks_nothing_and_is_refused() {
    let world = World::new().await;
    for own in ["🐱🐶🐭 🐱🐶🐭 🐱🐶🐭", "\u{fdfa}", "……"] {
        let page = world.opened().await;
        assert_eq!(
            open(&world, &page, &[("own", own)]).await.status,
            422,
            "{own}"
        );
    }
}

#[tokio::test]
async fn what_nothing_opens_any_more_can_be_deleted_and_begun_again() {
    let mut world = World::new().await;
    written(&world, "").await;
    // A coordinator gives new words in a call.
    let given = domain::case::commands::access::new_words(&world.case(), None, Actor::Machine);
    world.happens(given.unwrap());
    world.word = world.word_now();
    let page = world.opened().await;
    let lost = open(&world, &page, &[]).await;
    assert_eq!(lost.status, 422);
    assert!(
        lost.text.contains("no one can open what you wrote"),
        "{}",
        lost.text
    );
    let word = world.word.clone();
    for (fields, status) in [
        (vec![("word", "three wrong words"), ("sure", "true")], 422),
        (vec![("word", word.as_str())], 422),
        (vec![("word", word.as_str()), ("sure", "true")], 200),
    ] {
        let before = world.twin.state().diaries.len();
        assert_eq!(before, 1);
        let answer = world.form("diary-delete", &page, &fields).await;
        assert_eq!(answer.status, status, "{fields:?}");
    }
    assert!(world.twin.state().diaries.is_empty());
    let begun = open(&world, &page, &[]).await;
    assert!(begun.status == 200 && begun.text.contains("This is your diary"));
}

#[tokio::test]
async fn the_copy_has_the_diary_only_if_the_person_opens_it() {
    let world = World::new().await;
    let page = written(&world, "").await.text;
    let without = world.form("export", &page, &[]).await;
    assert!(!without.text.contains(CANARY) && without.text.contains("Your diary is not here"));
    let with = tell(&world, "export", &page, &[]).await;
    assert!(with.text.contains(CANARY));
    let carried = value_of(&with.text, "diary");
    let fields = [("diary", carried.as_str()), ("as", "file")];
    let file = world.form("export", &with.text, &fields).await;
    assert_eq!(
        file.json["diary"][0]["text"],
        json!(CANARY),
        "{}",
        file.text
    );
    let program = world.ask("export", json!({"with_diary": true})).await;
    assert_eq!(program.json["diary"][0]["feeling"], json!(4));
    let program = world.ask("export", json!({})).await;
    assert_eq!(program.json["diary"], json!(null));
}

#[tokio::test]
async fn where_the_screen_may_be_seen_what_was_written_is_folded() {
    let world = World::new().await;
    let page = written(&world, "").await.text;
    let (_, folded) = page.split_once("Show what I wrote").expect("a fold");
    assert!(folded.contains(CANARY));
    let mut private = document();
    private["safety"] = json!({"someone_may_see_device": false, "in_danger_now": false});
    private["circumstances"] = json!({"lives_with_suspect": false});
    let channels = private["contact"]["channels"].as_array_mut().unwrap();
    channels.push(json!({"kind": "online", "safe": true}));
    let world = World::of(private).await;
    let page = written(&world, "").await.text;
    assert!(!page.contains("Show what I wrote") && page.contains(CANARY));
    assert!(page.contains("role=\"img\"") && page.contains("<td>All right</td>"));
}

#[tokio::test]
async fn a_closed_page_closes_the_diary_and_an_erasure_deletes_it() {
    let world = World::new().await;
    let page = written(&world, "").await.text;
    let closed = domain::case::commands::access::close_page(&world.case(), Actor::Person);
    world.happens(closed);
    for what in ["diary", "diary-write", "export"] {
        assert_eq!(
            tell(&world, what, &page, &[("text", "more")]).await.status,
            410,
            "{what}"
        );
    }
    assert_eq!(
        world.twin.state().diaries.len(),
        1,
        "it is kept until the page is opened again"
    );
    let world = World::new().await;
    let page = written(&world, "").await.text;
    let ended = domain::case::commands::lifecycle::close(
        &world.case(),
        CloseReason::Withdrew,
        None,
        Actor::Person,
    );
    world.happens(ended);
    let late = tell(&world, "diary-write", &page, &[("text", "after the end")]).await;
    assert_eq!(late.status, 200, "a diary outlives support");
    world.happens(vec![CaseChange::ToBeErased { by: Actor::Machine }]);
    let refused = tell(&world, "diary-write", &page, &[("text", "too late")]).await;
    assert_eq!(refused.status, 409);
    use platform::ports::Forget;
    world
        .twin
        .forget_words_and_notes(&world.case())
        .await
        .unwrap();
    assert!(world.twin.state().diaries.is_empty());
}

#[tokio::test]
async fn an_entry_is_removed_and_a_diary_deleted_by_the_person() {
    let world = World::new().await;
    let page = written(&world, "").await.text;
    let (before, entry) = page.split_once("name=\"entry\" value=\"").unwrap();
    let (_, folded) = before.rsplit_once("<details").unwrap();
    assert!(
        folded.contains("Remove") && folded.contains("(what you wrote at"),
        "one touch removes nothing, and says what it would remove: {folded}"
    );
    let entry = entry.split('"').next().unwrap().to_owned();
    let removed = tell(&world, "diary-remove", &page, &[("entry", &entry)]).await;
    assert!(
        removed.status == 200 && !removed.text.contains(CANARY),
        "{}",
        removed.text
    );
    let unsure = tell(&world, "diary-delete", &removed.text, &[]).await;
    assert_eq!(unsure.status, 422);
    let deleted = tell(&world, "diary-delete", &removed.text, &[("sure", "true")]).await;
    assert!(
        deleted.text.contains("Your diary is deleted"),
        "{}",
        deleted.text
    );
    assert!(world.twin.state().diaries.is_empty());
}
