//! A coordinator records what was learned after the referral.

use crate::support::{ME, act, act_on_what_stands, ask, given, stored, world};
use events::assessment::{Risk, Specialism};
use events::case::TaskKind;
use serde_json::{Value, json};

fn learned(more: Value) -> Value {
    let mut body = json!({"why": "person-told", "spoken": "yes"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn what_was_learned_is_kept_with_what_was_known_and_said_in_words() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let body = learned(json!({
        "happened": ["domestic-abuse"], "in_danger_now": "yes", "dash_ticks": 20, "needs": ["trouble-sleeping"],
    }));
    let (status, answer) = act_on_what_stands(&twin, &case, "reassess", body).await;
    assert_eq!(status, 200, "{answer}");
    let after = stored(&twin, &case.reference);
    assert_eq!(after.risk(), Risk::High);
    assert!(
        after
            .received
            .assessment
            .specialisms
            .contains(&Specialism::DomesticAbuse)
    );
    assert!(after.coordination.has_open_task(TaskKind::LookAtDanger));
    let person = twin.state().people[&case.reference].clone();
    assert_eq!(person["dash"]["ticks"], 20);
    assert_eq!(person["earlier_answers"].as_array().unwrap().len(), 1);
    let path = format!("/hub/cases/{}", case.reference);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let entry = &view["reassessed"][0];
    assert_eq!(
        (&entry["by"], &entry["why"]),
        (&json!(ME), &json!("person-told"))
    );
    let words = entry["words"].to_string();
    for said in [
        "New need: Trouble sleeping",
        "New concern:",
        "New specialist support:",
        "Because ",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    assert_eq!(view["answers_now"]["in_danger_now"], "Yes");
    assert_eq!(view["answers_now"]["dash_ticks"], "20 ticks");
    assert!(view["answers_now"]["weapon"].is_null(), "unknown is not no");
}

#[tokio::test]
async fn a_wrong_entry_is_corrected_and_both_stay() {
    let twin = world();
    let case = given(&twin, 1, |new| {
        new.case.received.assessment.risk = Risk::Standard;
    })
    .await;
    let high = learned(json!({"dash_ticks": 20}));
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", high).await.0,
        200
    );
    let mut right = learned(json!({"dash_ticks": 0}));
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", right.clone())
            .await
            .0,
        200
    );
    assert_eq!(
        stored(&twin, &case.reference).risk(),
        Risk::High,
        "nothing is lowered"
    );
    let again = learned(json!({"dash_ticks": 20}));
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", again).await.0,
        200
    );
    right["why"] = json!("wrong-entry");
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", right).await.0,
        200
    );
    let path = format!("/hub/cases/{}", case.reference);
    let (_, view) = ask(&twin, "coordinator", &path, None, None).await;
    let entries = view["reassessed"].as_array().unwrap();
    assert_eq!(entries.len(), 4);
    assert_eq!(entries[3]["corrects"], entries[2]["number"]);
    assert_eq!(entries[2]["corrected_by"], entries[3]["number"]);
    assert_eq!(
        stored(&twin, &case.reference).risk(),
        Risk::High,
        "it goes back to before the wrong entry, and no further"
    );
}

#[tokio::test]
async fn a_wrong_entry_is_taken_back_without_the_answers_of_before_being_given_again() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let before = twin.state().people[&case.reference].clone();
    let high = learned(json!({"dash_ticks": 20, "happened": ["domestic-abuse"]}));
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", high).await.0,
        200
    );
    assert_eq!(stored(&twin, &case.reference).risk(), Risk::High);
    let back = learned(json!({"why": "wrong-entry"}));
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", back).await.0,
        200
    );
    let after = stored(&twin, &case.reference);
    assert_eq!((after.risk(), after.tier()), (case.risk(), case.tier()));
    assert_eq!(after.received.assessment.specialisms, []);
    let mut person = twin.state().people[&case.reference].clone();
    let earlier = person.as_object_mut().unwrap().remove("earlier_answers");
    assert_eq!(earlier.unwrap().as_array().unwrap().len(), 2, "both stay");
    assert_eq!(person, before);
}

#[tokio::test]
async fn an_entry_about_an_older_version_or_without_a_talk_is_refused() {
    let twin = world();
    let case = given(&twin, 1, |_| {}).await;
    let body = learned(json!({"weapon": "yes"}));
    assert_eq!(act(&twin, &case, "reassess", body.clone()).await.0, 428);
    let path = format!("/hub/cases/{}/reassess", case.reference);
    let first = ask(&twin, "coordinator", &path, Some(body.clone()), Some(1)).await;
    assert_eq!(first.0, 200);
    let second = ask(&twin, "coordinator", &path, Some(body), Some(1)).await;
    assert_eq!(second.0, 412);
    let less = json!({"why": "agency-told", "spoken": "no", "weapon": "no"});
    let (status, answer) = act_on_what_stands(&twin, &case, "reassess", less).await;
    assert_eq!(status, 409);
    assert_eq!(answer["title"], words::reassess::speak_first());
    let wrong = json!({"why": "person-told", "spoken": "yes", "weapon": "perhaps"});
    assert_eq!(
        act_on_what_stands(&twin, &case, "reassess", wrong).await.0,
        422
    );
}
