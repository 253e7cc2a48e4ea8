//! Thames Valley, after its paper of 2017: consent instead of automatic transfer, domestic abuse commissioned by
//! district, ESAS for low need, restorative justice as well as support.
use api::{HUB, person, police};
use serde_json::{Value, json};

const OXFORD: &str = "E07000178";
const SLOUGH: &str = "E06000039";
const READING: &str = "E06000038";

fn at(home: &str, more: &Value) -> Value {
    let mut referral = person(more);
    referral["residence"] = json!({"local_authority": home});
    referral
}

#[test]
fn nobody_is_offered_without_consent() {
    // TV4: asked, and agreed.
    let asked = police(
        &json!({"residence": {"local_authority": OXFORD}, "needs": [{"code": "lack-of-trust"}]}),
    );
    assert!(!HUB.offered(&asked).is_empty());
    // TV2: the daily transfer asked nobody.
    let transferred = police(&json!({
        "residence": {"local_authority": OXFORD},
        "consent": {"basis": "awaiting-consent", "scope": ["assess", "share-with-providers"]},
    }));
    assert_eq!(HUB.kept_by(&transferred).1, "not-to-be-shared");
    // TV4: without consent, nothing.
    let mut silent = police(&json!({}));
    silent
        .as_object_mut()
        .into_iter()
        .for_each(|members| drop(members.remove("consent")));
    assert_eq!(HUB.post(&silent).status, 422);
}

#[test]
fn domestic_abuse_goes_to_the_service_commissioned_at_home() {
    for (home, commissioned) in [
        (OXFORD, "ox-bucks-mk-da"),
        (SLOUGH, "east-berks-da"),
        (READING, "west-berks-da"),
    ] {
        let medium = at(
            home,
            &json!({"incident": {"flags": ["domestic-abuse"]}, "safety": {"afraid": true}}),
        );
        let offered = HUB.offered(&medium);
        assert!(
            offered.contains(&format!("{commissioned}-at-medium-risk")),
            "{home}: {offered:?}"
        );
        let elsewhere =
            |service: &&String| service.contains("-da") && !service.starts_with(commissioned);
        assert_eq!(offered.iter().find(elsewhere), None, "{home}");
        let high = at(
            home,
            &json!({"incident": {"flags": ["domestic-abuse"]}, "safety": {"threats_to_kill": true}}),
        );
        assert!(
            HUB.offered(&high).contains(commissioned),
            "{home} at high risk"
        );
    }
}

#[test]
fn low_need_is_for_esas_and_complex_need_for_specialists() {
    let low = at(
        OXFORD,
        &json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}]}),
    );
    assert!(HUB.offered(&low).contains("esas-support"));
    let complex = at(
        OXFORD,
        &json!({"needs": [{"code": "trouble-sleeping", "weight": "overwhelming"}]}),
    );
    let offered = HUB.offered(&complex);
    assert!(
        !offered.contains("esas-support") && offered.contains("vf-counselling"),
        "{offered:?}"
    );
}

#[test]
fn restorative_justice_is_offered_as_well_as_support() {
    let interested = |wish: &str| {
        at(
            OXFORD,
            &json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}], "wishes": {"restorative_justice": wish}}),
        )
    };
    let offered = HUB.offered(&interested("interested"));
    assert!(
        offered.contains("tvrjs-restorative-justice") && offered.len() > 1,
        "{offered:?}"
    );
    assert!(
        !HUB.offered(&interested("not-now"))
            .contains("tvrjs-restorative-justice")
    );
}

#[test]
fn a_case_from_a_safe_location_reaches_its_end() {
    let referral = person(&json!({
        "source": {"kind": "touchpoint", "code": "college-slough"},
        "residence": {"local_authority": SLOUGH},
        "needs": [{"code": "trouble-sleeping", "weight": "a-lot"}],
    }));
    let reference = HUB.refer(&referral);
    assert_eq!(
        HUB.case(&reference)["home"],
        json!({"council": "Slough", "county": "Berkshire", "csp": "Slough", "area": "Thames Valley"})
    );
    let travelled = HUB.support_to_the_end(&reference);
    assert_eq!(travelled["coping"], 5, "{travelled}");
}
