//! The adapters that are not in the contract, because what they do is not read back: queues, mail, secrets, the
//! directory.

use crate::Adapters;
use api::HUB;
use aws_sdk_dynamodb::types::AttributeValue;
use domain::gate::{ContactStatus, Decision, decide};
use events::offer::{CloudEvent, Offer};
use events::update::{UpdateKind, UpdateRequest};
use platform::keys::Purpose;
use platform::ports::{
    ContinueFeed, DeadLetter, EventKey, ForgetFeed, KeepReport, Letter, OfferToProvider,
    ReactLater, ReadDirectory, ReadFeed, ReadKeys, RequestUpdate, SendMail, SendToDeadLetters,
    Sent,
};

/// Queues of this run, and what the hub itself uses.
pub fn settings(run: u64) -> Vec<(&'static str, String)> {
    let queue = format!("{}/000000000000/contract-{run}", HUB.endpoint);
    for (name, attributes) in [
        (format!("contract-{run}"), "{}"),
        (format!("contract-{run}.fifo"), r#"{"FifoQueue": "true"}"#),
    ] {
        let create = [
            "sqs",
            "create-queue",
            "--queue-name",
            &name,
            "--attributes",
            attributes,
        ];
        let made = HUB.aws(&create);
        let said = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "{said}");
    }
    let mut settings: Vec<_> = [
        "FEEDS_QUEUE_URL",
        "UPDATES_QUEUE_URL",
        "SLOW_LANE_QUEUE_URL",
        "DEAD_LETTER_QUEUE_URL",
    ]
    .map(|setting| (setting, queue.clone()))
    .into();
    settings.push(("MAIL_CONFIGURATION_SET", format!("hub-{}", HUB.area)));
    for purpose in Purpose::ALL {
        let setting = purpose.setting();
        let name = setting.trim_end_matches("_SECRET_ID").to_lowercase();
        settings.push((setting, format!("hub-{}-{name}", HUB.area)));
    }
    settings
}

/// Asks each of them.
pub async fn ask_them_all(adapters: &Adapters, run: u64) {
    let hub = &adapters.hub;
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let offer = include_str!("../../../../events/samples/onward-referral.offered.v1.json");
    let offered: CloudEvent<Offer> = serde_json::from_str(offer).expect("an offer");
    let profile = std::fs::read_to_string(
        crate::programs::root().join(format!("infra/areas/{}/profile.json", HUB.area)),
    );
    let queue = format!("{}/000000000000/contract-{run}.fifo", HUB.endpoint);
    for item in [
        [
            ("pk", "PROFILE".to_owned()),
            ("profile", profile.expect("a profile")),
        ]
        .to_vec(),
        [
            ("pk", format!("PROVIDER#{}", offered.data.provider)),
            ("queue_url", queue),
        ]
        .to_vec(),
        [
            ("pk", "CLIENT#one".to_owned()),
            ("kind", "police".to_owned()),
            ("code", "x".to_owned()),
        ]
        .to_vec(),
    ] {
        let item = item
            .iter()
            .map(|(name, value)| ((*name).to_owned(), text(value)));
        let put = adapters.dynamo.put_item().set_item(Some(item.collect()));
        put.table_name(&adapters.tables["directory"])
            .send()
            .await
            .expect("stored");
    }
    assert_eq!(hub.profile().await.expect("a profile").area, HUB.area);
    assert!(hub.client("one").await.expect("an answer").is_some());
    assert!(hub.client("nobody").await.expect("an answer").is_none());

    let (area, offer, at) = (HUB.area.as_str(), &offered.data, offered.time);
    for event in [
        offered.clone(),
        CloudEvent::withdrawn(area, offer.clone(), at),
        CloudEvent::updated(area, offer.clone(), at, 12),
    ] {
        hub.offer(&event).await.expect("an offer on its queue");
    }
    let update = UpdateRequest {
        reference: offer.reference.clone(),
        kind: UpdateKind::Acknowledgement,
        about: UpdateRequest::FIRST,
    };
    hub.request_update(&update).await.expect("on its queue");
    let key = EventKey {
        reference: offer.reference.clone(),
        seq: 1,
    };
    hub.react_later(&[key.clone(), key])
        .await
        .expect("on its queue");
    let letter = DeadLetter::of_record("contract", "a record".to_owned(), "a cause".to_owned());
    hub.send_to_dead_letters(&letter)
        .await
        .expect("on its queue");
    hub.continue_feed("in/contract/a file.jsonl")
        .await
        .expect("on its queue");
    hub.keys().await.expect("the secrets");
    send_a_letter(adapters, &update).await;

    let report = format!("reports/contract/{run}-gone.jsonl");
    hub.keep_report(&report, b"one".to_vec())
        .await
        .expect("stored");
    let file = hub
        .feed_file(&report)
        .await
        .expect("an answer")
        .expect("a file");
    hub.forget_feed(&report, &file.tag).await.expect("deleted");
    assert_eq!(hub.feed_file(&report).await.expect("an answer"), None);
}

async fn send_a_letter(adapters: &Adapters, request: &UpdateRequest) {
    let referral = api::person(&serde_json::json!({
        "contact": {"channels": [{"kind": "email", "safe": true, "address": "contract@example.org"}]},
    }));
    let decision = decide(
        request.kind,
        &serde_json::from_value(referral).expect("a referral"),
        ContactStatus::Open,
        jiff::Timestamp::now(),
    );
    let Decision::Send(permitted) = decision else {
        unreachable!("{decision:?}")
    };
    let profile = adapters.hub.profile().await.expect("a profile");
    let letter = Letter {
        from: format!("Updates <updates@{}>", profile.neutral_domain),
        subject: "An update".to_owned(),
        text: "Hello".to_owned(),
        html: "<p>Hello</p>".to_owned(),
    };
    let sent = adapters.hub.send(request, &permitted, &letter).await;
    assert_eq!(sent.expect("an answer"), Sent::Accepted);
}
