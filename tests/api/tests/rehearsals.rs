//! What the runbook says of a bad day, done on the running hub: a secret is lost, a table cannot be reached. Each rehearsal
//! ends as it began. They run one after the other, and nothing else runs at that time.
//!
//! The emulator does not lock a table whose key is disabled. What a function then sees of it is a denial, so its role is
//! denied the table.
#![expect(
    clippy::expect_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{Answer, HUB, form, person, soon};
use serde_json::{Value, json};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One rehearsal at a time.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn aws(arguments: &[&str]) -> Value {
    let output = HUB.aws(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn name(end: &str) -> String {
    format!("hub-{}-{end}", HUB.area)
}

/// Waits for what takes a while: an event is tried again every few seconds.
fn in_a_while<T>(what: &str, mut found: impl FnMut() -> Option<T>) -> T {
    let since = Instant::now();
    loop {
        if let Some(found) = found() {
            return found;
        }
        assert!(
            since.elapsed() < Duration::from_secs(150),
            "{what} did not come about"
        );
        std::thread::sleep(Duration::from_millis(250));
    }
}

/// Starts functions again. They remember secrets for minutes, and a new process reads them again.
fn restart(functions: &[&str]) {
    for function in functions {
        let of_function = ["--function-name", &name(function)];
        let read = ["lambda", "get-function-configuration"];
        let timeout = aws(&[&read[..], &of_function].concat())["Timeout"].to_string();
        let change = [
            "lambda",
            "update-function-configuration",
            "--timeout",
            &timeout,
        ];
        aws(&[&change[..], &of_function].concat());
        soon("a function that runs", || {
            let now = aws(&[&read[..], &of_function].concat());
            (now["LastUpdateStatus"] == "Successful" && now["State"] == "Active").then_some(())
        });
    }
}

/// A secret that is lost, and the functions that read it. It comes back when this is dropped.
struct Lost {
    id: String,
    value: String,
    readers: &'static [&'static str],
}

impl Lost {
    /// Somebody schedules its deletion.
    fn scheduled(secret: &str, readers: &'static [&'static str]) -> Self {
        let id = name(secret);
        let value = aws(&["secretsmanager", "get-secret-value", "--secret-id", &id]);
        let lost = Self {
            value: value["SecretString"].as_str().expect("a secret").to_owned(),
            id,
            readers,
        };
        let delete = [
            "secretsmanager",
            "delete-secret",
            "--recovery-window-in-days",
            "7",
        ];
        aws(&[&delete[..], &["--secret-id", &lost.id]].concat());
        restart(readers);
        lost
    }

    /// The runbook's first command.
    fn restore(&self) {
        aws(&["secretsmanager", "restore-secret", "--secret-id", &self.id]);
    }

    /// It is gone for ever, and is made again with one version, as the runbook says.
    fn make_again(&self) {
        let key = uuid::Uuid::new_v4().simple().to_string().repeat(2);
        self.replace(&json!({"0": key}).to_string());
    }

    fn replace(&self, value: &str) {
        let delete = [
            "secretsmanager",
            "delete-secret",
            "--force-delete-without-recovery",
        ];
        aws(&[&delete[..], &["--secret-id", &self.id]].concat());
        let create = ["secretsmanager", "create-secret", "--secret-string", value];
        aws(&[&create[..], &["--name", &self.id]].concat());
        restart(self.readers);
    }
}

impl Drop for Lost {
    fn drop(&mut self) {
        self.replace(&self.value);
    }
}

/// A person with a page.
struct Person {
    reference: String,
    word: String,
}

impl Person {
    fn new() -> Self {
        let answer = HUB.post(&person(&json!({})));
        assert_eq!(answer.status, 201, "{}", answer.text);
        let answer = answer.json();
        let text = |name: &str| answer[name].as_str().expect("an answer").to_owned();
        let one = Self {
            reference: text("reference"),
            word: text("memorable_word"),
        };
        HUB.settled(&one.reference);
        one
    }

    fn ask(&self, path: &str, word: &str, mut body: Value) -> Answer {
        body["reference"] = json!(self.reference);
        body["word"] = json!(word);
        let (path, body) = (format!("/me/{path}"), body.to_string());
        HUB.send(
            "POST",
            &path,
            &[("content-type", "application/json")],
            body.as_bytes(),
        )
    }

    /// The status with which the page opens, or does not.
    fn opens(&self) -> u16 {
        self.ask("progress", &self.word, json!({})).status
    }
}

/// A referral that is sent while something is missing. It is not accepted, and the sender may try again.
fn is_put_off(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(
        !answer.header("retry-after").is_empty(),
        "{:?}",
        answer.headers
    );
}

#[test]
fn without_the_secret_of_words_nobody_is_referred_until_it_is_back() {
    let _alone = alone();
    let _turn = HUB.guessing();
    let (one, two) = (Person::new(), Person::new());
    assert_eq!(one.opens(), 200);
    let lost = Lost::scheduled("words", &["refer", "mine", "coordinate"]);
    let referral = person(&json!({}));
    is_put_off(&HUB.post(&referral));
    assert_eq!(one.opens(), 503);
    lost.restore();
    // Nothing has to be started again, and nobody has to fill in the form again.
    assert_eq!(HUB.post(&referral).status, 201);
    assert_eq!(one.opens(), 200);

    // Gone for ever: words that people have open nothing, until a coordinator gives them new ones.
    lost.make_again();
    let shut = one.opens();
    assert!(![200, 503].contains(&shut), "{shut}");
    assert_eq!(Person::new().opens(), 200);
    let word = HUB.new_words(&one.reference);
    assert_eq!(one.ask("progress", &word, json!({})).status, 200);

    drop(lost);
    assert_eq!(two.opens(), 200, "the first secret is back");
}

#[test]
fn without_its_secret_a_diary_waits_and_with_another_it_never_opens() {
    let _alone = alone();
    let _turn = HUB.guessing();
    let one = Person::new();
    let open = || one.ask("diary-open", &one.word, json!({}));
    assert_eq!(open().status, 200);
    let entry = json!({"id": api::new_id(), "text": "a day", "feeling": "2", "guide": "sleep"});
    assert_eq!(one.ask("diary-write", &one.word, entry).status, 200);
    let lost = Lost::scheduled("diary", &["mine"]);
    // The page needs all secrets of its function.
    assert_eq!(one.opens(), 503);
    lost.restore();
    assert!(open().text.contains("a day"));

    lost.make_again();
    assert_eq!(one.opens(), 200, "the page itself opens");
    let shut = open();
    assert!(
        !shut.text.contains("a day") && shut.status != 503,
        "{}",
        shut.text
    );
    drop(lost);
    assert!(open().text.contains("a day"), "nothing was overwritten");
}

#[test]
fn without_the_secret_of_passes_open_pages_close_and_words_open_them() {
    let _alone = alone();
    let _turn = HUB.guessing();
    let one = Person::new();
    let fields = [("reference", one.reference.as_str()), ("word", &one.word)];
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let send =
        |fields: &[(&str, &str)]| HUB.send("POST", "/me/progress", &kind, form(fields).as_bytes());
    let page = send(&fields).text;
    let (_, pass) = page.split_once("name=\"pass\" value=\"").expect("a pass");
    let (pass, _) = pass.split_once('"').expect("its end");
    assert_eq!(send(&[("pass", pass)]).status, 200);
    let lost = Lost::scheduled("passes", &["mine"]);
    assert_eq!(one.opens(), 503);
    lost.make_again();
    assert_ne!(send(&[("pass", pass)]).status, 200);
    assert_eq!(one.opens(), 200);
    drop(lost);
    assert_eq!(send(&[("pass", pass)]).status, 200);
}

#[test]
fn without_the_secret_of_memory_cases_wait_and_are_routed_when_it_is_back() {
    let _alone = alone();
    let lost = Lost::scheduled("memory", &["react"]);
    let reference = known_person();
    in_a_while("a record that fails", || {
        let of_case = HUB.log_of(&reference);
        let failed = of_case
            .iter()
            .any(|line| line.contains("reading a secret of the hub was answered with"));
        failed.then_some(())
    });
    assert!(HUB.offers(&reference).is_empty());
    lost.restore();
    in_a_while("an offer", || HUB.offers(&reference).pop());
    // One that is made again is as good: only what was remembered is lost.
    lost.make_again();
    HUB.settled(&known_person());
}

/// The reference of a person of whom enough is known to recognise them.
fn known_person() -> String {
    let mut referral = person(&json!({"residence": {"postcode": "OX1 1AA"}}));
    referral["person"] = json!({"role": "victim", "name": "Robin", "date_of_birth": "1971-02-03"});
    let answer = HUB.post(&referral);
    assert_eq!(answer.status, 201, "{}", answer.text);
    let reference = answer.json()["reference"].as_str().map(str::to_owned);
    reference.expect("a reference")
}

/// A role that is denied a table. It may use it again when this is dropped.
struct Denied(String);

impl Denied {
    fn table(function: &str, table: &str) -> Self {
        let of_function = ["--function-name", &name(function)];
        let settings = aws(&[&["lambda", "get-function-configuration"][..], &of_function].concat());
        let arn = settings["Role"].as_str().expect("a role");
        let denied = Self(arn.rsplit('/').next().expect("its name").to_owned());
        let statement = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny",
                "Action": "dynamodb:*",
                "Resource": format!("arn:aws:dynamodb:{}:000000000000:table/{}*", HUB.region, name(table)),
            }],
        });
        let put = ["iam", "put-role-policy", "--policy-name", "disabled-key"];
        let what = [
            "--role-name",
            &denied.0,
            "--policy-document",
            &statement.to_string(),
        ];
        aws(&[&put[..], &what].concat());
        denied
    }
}

impl Drop for Denied {
    fn drop(&mut self) {
        let delete = ["iam", "delete-role-policy", "--policy-name", "disabled-key"];
        aws(&[&delete[..], &["--role-name", &self.0]].concat());
    }
}

#[test]
fn while_the_key_of_people_is_disabled_nothing_is_half_stored_or_lost() {
    let _alone = alone();
    let one = Person::new();
    let referral = person(&json!({}));
    {
        let _denied = Denied::table("refer", "people");
        is_put_off(&HUB.post(&referral));
        let denials = || HUB.log_of("AccessDeniedException").len();
        let before = denials();
        let _page = Denied::table("mine", "people");
        assert_eq!(one.opens(), 503);
        // The words that the alarm "something is denied" looks for.
        soon("a denial in the log", || (denials() > before).then_some(()));
    }
    // The same form is accepted then, so no part of it was stored before.
    let answer = HUB.post(&referral);
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(one.opens(), 200);
    let reference = answer.json()["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    HUB.settled(&reference);
}
