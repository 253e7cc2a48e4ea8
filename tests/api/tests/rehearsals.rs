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
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One rehearsal at a time.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Calls AWS several times. One process does that, because each call of the command line takes half a second.
///
/// `restart` starts functions again. They remember secrets for minutes, and a new process reads them again.
const CALL: &str = r#"
import boto3, functools, json, sys, time
asked = json.load(sys.stdin)
@functools.cache
def client(service):
    return boto3.client(service, endpoint_url=asked["endpoint"], region_name=asked["region"],
        aws_access_key_id="test", aws_secret_access_key="test")
def restart(functions):
    functions = [{"FunctionName": name} for name in functions]
    for one in functions:
        timeout = client("lambda").get_function_configuration(**one)["Timeout"]
        client("lambda").update_function_configuration(Timeout=timeout, **one)
    while functions:
        now = client("lambda").get_function_configuration(**functions[0])
        if (now["LastUpdateStatus"], now["State"]) == ("Successful", "Active"):
            functions.pop(0)
        else:
            time.sleep(0.05)
answers = []
for service, operation, parameters in asked["calls"]:
    call = restart if operation == "restart" else getattr(client(service), operation)
    answers.append(call(**parameters))
json.dump(answers, sys.stdout, default=str)
"#;

fn aws(calls: &[(&str, &str, Value)]) -> Vec<Value> {
    let python = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../.hub/tools/emulator/bin/python"
    );
    let mut child = Command::new(python)
        .args(["-c", CALL])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the emulator's Python");
    let asked = json!({"endpoint": HUB.endpoint, "region": HUB.region, "calls": calls});
    let mut stdin = child.stdin.take().expect("its input");
    let written = stdin.write_all(asked.to_string().as_bytes());
    written.expect("its input");
    drop(stdin);
    let output = child.wait_with_output().expect("its answer");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).expect("answers")
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
        std::thread::sleep(Duration::from_millis(500));
    }
}

fn restart(functions: &[&str]) -> (&'static str, &'static str, Value) {
    let names: Vec<String> = functions.iter().map(|function| name(function)).collect();
    ("lambda", "restart", json!({"functions": names}))
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
        let delete = json!({"SecretId": id, "RecoveryWindowInDays": 7});
        let answers = aws(&[
            (
                "secretsmanager",
                "get_secret_value",
                json!({"SecretId": id}),
            ),
            ("secretsmanager", "delete_secret", delete),
            restart(readers),
        ]);
        Self {
            value: answers[0]["SecretString"]
                .as_str()
                .expect("a secret")
                .to_owned(),
            id,
            readers,
        }
    }

    /// The runbook's first command.
    fn restore(&self) {
        aws(&[(
            "secretsmanager",
            "restore_secret",
            json!({"SecretId": self.id}),
        )]);
    }

    /// It is gone for ever, and is made again with one version, as the runbook says.
    fn make_again(&self) {
        let key = uuid::Uuid::new_v4().simple().to_string().repeat(2);
        self.replace(&json!({"0": key}).to_string());
    }

    fn replace(&self, value: &str) {
        let delete = json!({"SecretId": self.id, "ForceDeleteWithoutRecovery": true});
        let create = json!({"Name": self.id, "SecretString": value});
        aws(&[
            ("secretsmanager", "delete_secret", delete),
            ("secretsmanager", "create_secret", create),
            restart(self.readers),
        ]);
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
fn without_the_words_secret_nobody_is_referred_until_it_is_back() {
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
fn without_its_secret_a_diary_waits_and_with_another_never_opens() {
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
fn without_the_passes_secret_open_pages_close_and_words_open_them() {
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
fn without_the_memory_secret_cases_wait_and_are_routed_later() {
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

/// The name of the policy that denies a table.
const POLICY: &str = "disabled-key";

/// A role that is denied a table. It may use it again when this is dropped.
struct Denied(String);

impl Denied {
    fn table(function: &str, table: &str) -> Self {
        let function = json!({"FunctionName": name(function)});
        let settings = aws(&[("lambda", "get_function_configuration", function)]);
        let arn = settings[0]["Role"].as_str().expect("a role");
        let denied = Self(arn.rsplit('/').next().expect("its name").to_owned());
        let statement = json!({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny",
                "Action": "dynamodb:*",
                "Resource": format!("arn:aws:dynamodb:{}:000000000000:table/{}*", HUB.region, name(table)),
            }],
        });
        let put = json!({
            "RoleName": denied.0, "PolicyName": POLICY, "PolicyDocument": statement.to_string(),
        });
        aws(&[("iam", "put_role_policy", put)]);
        denied
    }
}

impl Drop for Denied {
    fn drop(&mut self) {
        let delete = json!({"RoleName": self.0, "PolicyName": POLICY});
        aws(&[("iam", "delete_role_policy", delete)]);
    }
}

#[test]
fn while_a_table_is_denied_nothing_is_half_stored_or_lost() {
    let _alone = alone();
    let one = Person::new();
    let referral = person(&json!({}));
    {
        let _denied = Denied::table("refer", "people");
        is_put_off(&HUB.post(&referral));
        let denials = || HUB.log_of("AccessDeniedException").len();
        let before = denials();
        let _page = Denied::table("mine", "people");
        assert_eq!(one.ask("export", &one.word, json!({})).status, 503);
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
