//! What people are told: only if it is safe, as often as they want, and no longer after a mail was returned.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::{HUB, person, soon};
use serde_json::{Value, json};
use std::time::Duration;

/// Longer than any mail takes to be sent (contract: within 5 s).
const A_WHILE: Duration = Duration::from_secs(6);

/// Refers a person of that name with a safe mailbox, and with `contact`. Returns the case and the address.
fn mailed(name: &str, contact: &Value) -> (String, String) {
    let address = format!("{name}-{}@example.org", uuid::Uuid::new_v4());
    let mut referral = person(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping"}],
        "contact": {"channels": [{"kind": "email", "safe": true, "address": address}], "preferred": "email"},
    }));
    for (field, value) in contact.as_object().into_iter().flatten() {
        referral["contact"][field] = value.clone();
    }
    (HUB.refer(&referral), address)
}

/// The mails to an address, oldest first.
fn mails(address: &str) -> Vec<Value> {
    let to = |mail: &Value| {
        mail["To"]
            .as_array()
            .is_some_and(|to| to.iter().any(|one| one == address))
    };
    HUB.mails().into_iter().filter(to).collect()
}

/// Waits for that many mails to an address.
fn has(address: &str, count: usize) -> Vec<Value> {
    soon("a mail", || {
        Some(mails(address)).filter(|mails| mails.len() >= count)
    })
}

/// One of the asked services accepts.
fn somebody_says_yes(reference: &str) {
    let offer = soon("an offer", || HUB.offers(reference).pop());
    let token = HUB.token(&format!(
        "provider-{}",
        offer["data"]["provider"].as_str().unwrap()
    ));
    let yes = HUB.ask(
        &token,
        "POST",
        &format!("{}/accept", offer["data"]["href"].as_str().unwrap()),
    );
    assert_eq!(yes.status, 200, "{}", yes.text);
}

/// The names of a case's events.
fn events(reference: &str) -> Vec<String> {
    let case = HUB.case(reference);
    let names = case["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["what"]["event"].as_str().unwrap().to_owned());
    names.collect()
}

/// What the mailbox shows of a mail must not reveal its subject, or link to anything.
fn gives_nothing_away(mail: &Value) {
    let profile = HUB.profile();
    let shown = json!({
        "Source": mail["Source"], "Subject": mail["Subject"], "BodyText": mail["BodyText"], "BodyHtml": mail["BodyHtml"],
    });
    let shown = shown.to_string().to_lowercase();
    let own = [profile.hub_name.to_lowercase(), profile.name.to_lowercase()];
    let telling = [
        "victim",
        "police",
        "crime",
        "abuse",
        "support",
        "hub",
        "commissioner",
        "justice",
        "case",
        "refer",
        "robin",
        "safe",
        "http",
        "href",
        "src=",
        "<img",
        "www.",
    ];
    for word in telling.into_iter().chain(own.iter().map(String::as_str)) {
        assert!(!shown.contains(word), "a mail says {word}: {shown}");
    }
    let source = mail["Source"].as_str().unwrap();
    assert!(
        source.ends_with(&format!("@{}>", profile.neutral_domain)),
        "{source}"
    );
    for at in shown.match_indices('@').map(|(place, _)| place) {
        assert!(
            shown[at..].starts_with(&format!("@{}", profile.neutral_domain)),
            "another address: {shown}"
        );
    }
}

/// The output of the stock AWS command line on a laptop.
fn operate(arguments: &[&str]) -> Value {
    let output = HUB.aws(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap_or(Value::Null)
}

/// The queue of returned mail.
fn returned_queue() -> String {
    format!(
        "{}/000000000000/hub-{}-returned-mail",
        HUB.endpoint, HUB.area
    )
}

/// Reports a returned mail as the mail service does.
fn comes_back(record: &Value) {
    let body = record.to_string();
    operate(&[
        "sqs",
        "send-message",
        "--queue-url",
        &returned_queue(),
        "--message-body",
        &body,
    ]);
}

/// The mail service's record of a bounce of an update.
fn bounce(reference: &str, kind: &str, number: u32) -> Value {
    let text = include_str!("../../../events/samples/ses.bounce.json");
    let mut record: Value = serde_json::from_str(text).expect("the sample");
    record["detail"]["mail"]["tags"]["case"] = json!([reference]);
    record["detail"]["mail"]["tags"]["kind"] = json!([kind]);
    record["detail"]["mail"]["tags"]["number"] = json!([number.to_string()]);
    record["detail"].clone()
}

#[test]
fn a_safe_mailbox_gets_acknowledgement_and_help_found() {
    let (reference, address) = mailed("rowan", &json!({}));
    has(&address, 1);
    somebody_says_yes(&reference);
    let told = has(&address, 2);
    let subjects: Vec<&str> = told
        .iter()
        .map(|mail| mail["Subject"].as_str().unwrap())
        .collect();
    assert_eq!(
        subjects,
        ["Thank you for getting in touch", "What you asked for"]
    );
    told.iter().for_each(gives_nothing_away);
    assert!(
        told[1]["BodyText"]
            .as_str()
            .unwrap()
            .contains("What you asked for is being arranged. You will hear more by 5pm on "),
        "{}",
        told[1]
    );
    let updates = soon("both on record", || {
        let updates = HUB.case(&reference)["updates"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        (updates
            .iter()
            .filter(|update| update["sent_at"].is_string())
            .count()
            == 2)
            .then_some(updates)
    });
    let kinds: Vec<&str> = updates
        .iter()
        .map(|update| update["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["acknowledgement", "help-found"]);
    std::thread::sleep(A_WHILE);
    assert_eq!(mails(&address).len(), 2, "somebody was told twice");
}

#[test]
fn a_weekly_digest_has_no_mail_in_between() {
    let (reference, address) = mailed("willow", &json!({"frequency": "weekly"}));
    has(&address, 1);
    somebody_says_yes(&reference);
    // The digest is on the clock's agenda.
    let names =
        json!({":pk": {"S": format!("CASE#{reference}")}, ":digest": {"S": "TIMER#digest#"}})
            .to_string();
    let table = format!("hub-{}-cases", HUB.area);
    let query = [
        "dynamodb",
        "query",
        "--table-name",
        &table,
        "--key-condition-expression",
        "pk = :pk AND begins_with(sk, :digest)",
        "--expression-attribute-values",
        &names,
    ];
    let due = soon("a digest on the agenda", || {
        operate(&query)["Items"].get(0).cloned()
    });
    let timer = due["timer"]["S"].as_str().unwrap();
    let timer: Value = serde_json::from_str(timer).unwrap();
    let at: jiff::Timestamp = timer["at"].as_str().unwrap().parse().unwrap();
    let here = at.to_zoned(jiff::tz::get!("Europe/London"));
    assert_eq!((here.hour(), here.minute()), (9, 0), "{here}");
    std::thread::sleep(A_WHILE);
    assert_eq!(mails(&address).len(), 1, "they were written to in between");
}

#[test]
fn a_bounce_stops_the_channel_and_gives_one_task() {
    let (reference, address) = mailed("hazel", &json!({}));
    has(&address, 1);
    soon("the acknowledgement on record", || {
        HUB.case(&reference)["updates"][0]["sent_at"]
            .as_str()
            .map(str::to_owned)
    });
    let record = bounce(&reference, "acknowledgement", 1);
    comes_back(&record);
    comes_back(&record);
    let case = soon("a task", || {
        let case = HUB.case(&reference);
        let tasks = case["tasks"].as_array().cloned().unwrap_or_default();
        tasks
            .iter()
            .any(|task| task["kind"] == "check-contact")
            .then_some(case)
    });
    assert_eq!(
        case["referral"]["contact"]["channels"][0]["safe"], false,
        "the channel is still open"
    );
    somebody_says_yes(&reference);
    std::thread::sleep(A_WHILE);
    assert_eq!(
        mails(&address).len(),
        1,
        "a mail went where one had come back from"
    );
    let names = events(&reference);
    assert_eq!(
        names
            .iter()
            .filter(|name| *name == "contact-changed")
            .count(),
        1,
        "{names:?}"
    );
    let checks = HUB.case(&reference)["tasks"].as_array().unwrap().clone();
    assert_eq!(
        checks
            .iter()
            .filter(|task| task["kind"] == "check-contact")
            .count(),
        1,
        "{checks:?}"
    );
}

#[test]
fn a_bounce_of_an_unknown_mail_changes_nothing() {
    let (reference, address) = mailed("aspen", &json!({}));
    has(&address, 1);
    comes_back(&bounce("22222222", "acknowledgement", 1));
    comes_back(&bounce(&reference, "our-team", 77));
    let mut nameless = bounce(&reference, "acknowledgement", 1);
    nameless["mail"]["tags"] = json!({"ses:configuration-set": ["another"]});
    comes_back(&nameless);
    let url = returned_queue();
    let all = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
    ];
    soon("an empty queue", || {
        let arguments = [
            "sqs",
            "get-queue-attributes",
            "--queue-url",
            &url,
            "--attribute-names",
            all[0],
            all[1],
        ];
        let counts = operate(&arguments)["Attributes"].clone();
        all.iter().all(|name| counts[name] == "0").then_some(())
    });
    assert!(!events(&reference).contains(&"contact-changed".to_owned()));
    let after = HUB.case(&reference);
    assert_eq!(after["referral"]["contact"]["channels"][0]["safe"], true);
}

#[test]
fn who_calls_no_channel_safe_is_told_nothing_whatever_happens() {
    let address = format!("nobody-{}@example.org", uuid::Uuid::new_v4());
    let channels = json!([
        {"kind": "email", "safe": false, "address": address},
        {"kind": "phone", "safe": false, "address": "07700 900333"},
    ]);
    let referral = person(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping"}],
        "contact": {"channels": channels},
    }));
    let reference = HUB.refer(&referral);
    somebody_says_yes(&reference);
    std::thread::sleep(A_WHILE);
    assert!(mails(&address).is_empty(), "a mail went where none may go");
    let tasks = HUB.case(&reference)["tasks"].clone();
    assert!(
        !tasks.to_string().contains("tell-person"),
        "nobody may tell them either: {tasks}"
    );
}

/// The template that configures the mail service.
fn template() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../infra/template.yaml");
    std::fs::read_to_string(path).expect("the template")
}

#[test]
fn mail_is_not_tracked_and_bounces_carry_no_address() {
    let text = template();
    assert!(
        text.contains("MatchingEventTypes: [bounce, complaint]"),
        "who opens or clicks is nobody's business"
    );
    for word in ["TrackingOptions", "CustomRedirectDomain", "VdmOptions"] {
        assert!(!text.contains(word), "{word}");
    }
    let paths: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("InputPathsMap"))
        .collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
    for word in [
        "destination",
        "Recipients",
        "headers",
        "commonHeaders",
        "source",
    ] {
        assert!(
            paths.iter().all(|line| !line.contains(word)),
            "{word} would put an address on a queue"
        );
    }
    assert!(
        text.contains("EmailForwardingEnabled: false"),
        "a bounce would be a letter to a mailbox"
    );
    assert!(text.contains(
        "MailFromDomain: !Sub 'post.${MailDomain}', BehaviorOnMxFailure: REJECT_MESSAGE"
    ));
    let set = operate(&[
        "sesv2",
        "get-configuration-set",
        "--configuration-set-name",
        &format!("hub-{}", HUB.area),
    ]);
    assert_eq!(
        set["SuppressionOptions"]["SuppressedReasons"],
        json!([]),
        "{set}"
    );
    assert_eq!(set["DeliveryOptions"]["TlsPolicy"], "REQUIRE", "{set}");
}
