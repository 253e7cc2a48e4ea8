//! Avon and Somerset, after its paper of 2014: four stages, by need and by home; antisocial behaviour out of the
//! commissioner's own money; referrals on to national services.
use api::{HUB, person, service};
use events::assessment::Funding;
use serde_json::{Value, json};

const BRISTOL: &str = "E06000023";
const SOMERSET: &str = "E06000066";

fn at(home: &str, more: &Value) -> Value {
    let mut referral = person(more);
    referral["residence"] = json!({"local_authority": home});
    referral
}

/// The stages of the services that a referral is offered to.
fn stages(referral: &Value) -> Vec<u8> {
    let profile = HUB.profile();
    HUB.offered(referral)
        .iter()
        .map(|code| service(&profile, code).stage)
        .collect()
}

#[test]
fn the_stage_follows_the_need() {
    // AS26: practical help, the baseline service, advocacy, what others already offer.
    let practical = at(
        SOMERSET,
        &json!({"needs": [{"code": "damage-to-property", "weight": "a-little"}]}),
    );
    assert_eq!(stages(&practical), [1]);
    let baseline = at(
        SOMERSET,
        &json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}]}),
    );
    assert!(
        stages(&baseline).contains(&2),
        "AS27: one baseline service for everyone"
    );
    let specialist = at(
        SOMERSET,
        &json!({"circumstances": {"learning_disability": true}}),
    );
    assert!(
        HUB.offered(&specialist).contains("advocacy-learning"),
        "AS28"
    );
    let existing = at(
        BRISTOL,
        &json!({"incident": {"flags": ["domestic-abuse"]}, "safety": {"strangled_or_choked": true}}),
    );
    assert!(HUB.offered(&existing).contains("da-north-idva"), "AS29");
}

#[test]
fn where_the_person_lives_decides() {
    // AS23, AS31.
    let hate = |home| at(home, &json!({"incident": {"flags": ["hate-race"]}}));
    assert!(!HUB.offered(&hate(SOMERSET)).contains("hate-bristol"));
    assert!(HUB.offered(&hate(SOMERSET)).contains("advocacy-hate"));
    let high = |home| {
        at(
            home,
            &json!({"incident": {"flags": ["domestic-abuse"]}, "safety": {"threats_to_kill": true}}),
        )
    };
    assert!(HUB.offered(&high(BRISTOL)).contains("da-north-idva"));
    assert!(HUB.offered(&high(SOMERSET)).contains("da-south-idva"));
    // A person who lives in Reading is helped now, and another hub supports them.
    let (_, why) = HUB.kept_by(&at("E06000038", &json!({})));
    assert_eq!(why, "outside-area");
}

#[test]
fn antisocial_behaviour_is_paid_for_by_the_commissioner() {
    // AS4.
    let profile = HUB.profile();
    let referral = at(
        BRISTOL,
        &json!({
            "incident": {"antisocial_behaviour_only": true},
            "needs": [{"code": "intimidation-or-bullying", "weight": "a-lot"}],
        }),
    );
    for code in HUB.offered(&referral) {
        assert!(
            service(&profile, &code)
                .funding
                .contains(&Funding::PccBudget),
            "{code}"
        );
    }
}

#[test]
fn a_national_service_is_used_as_well_as_local_support() {
    // AS6.
    let profile = HUB.profile();
    let bereaved = at(
        BRISTOL,
        &json!({"incident": {"flags": ["bereaved-by-crime"]}, "person": {"role": "family-member", "name": "Robin"}}),
    );
    let offered = HUB.offered(&bereaved);
    assert!(
        offered
            .iter()
            .any(|code| service(&profile, code).national.is_some()),
        "{offered:?}"
    );
    assert!(
        offered
            .iter()
            .any(|code| service(&profile, code).national.is_none()),
        "{offered:?}"
    );
}

#[test]
fn a_case_is_walked_from_a_phone_to_its_end() {
    let reference = HUB.refer(&at(
        BRISTOL,
        &json!({"needs": [{"code": "trouble-sleeping", "weight": "a-lot"}]}),
    ));
    assert_eq!(HUB.support_to_the_end(&reference)["health"], 6);
}
