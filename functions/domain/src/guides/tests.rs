use super::*;
use serde_json::{Value, json};

const TODAY: Date = jiff::civil::date(2026, 11, 28);

/// Answers of somebody who is alone with their device.
fn answers(change: impl Fn(&mut Value)) -> Reader {
    let mut answers = json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
        "source": {"kind": "self"},
        "person": {"role": "victim", "name": "Robin"},
        "contact": {"channels": [{"kind": "online", "safe": true}]},
        "incident": {"flags": []},
        "circumstances": {"lives_with_suspect": false},
        "safety": {"someone_may_see_device": false}
    });
    change(&mut answers);
    Reader::of(&serde_json::from_value(answers).unwrap(), TODAY)
}

fn slugs(reader: &Reader) -> Vec<&'static str> {
    fitting(reader).iter().map(|guide| guide.slug).collect()
}

#[test]
fn every_code_in_a_head_is_one_of_the_contract() {
    for guide in guides() {
        let slug = guide.slug;
        for code in guide.needs {
            assert!(NeedCode::parse(code).is_some(), "{slug}: {code}");
        }
        for code in guide.stages {
            assert!(RecoveryStage::parse(code).is_some(), "{slug}: {code}");
        }
        for code in guide.crimes {
            assert!(IncidentFlag::parse(code).is_some(), "{slug}: {code}");
        }
        for code in guide.audience {
            let known = Audience::ALL.iter().any(|one| one.as_str() == *code);
            assert!(known, "{slug}: {code}");
        }
        assert!(!guide.stages.is_empty(), "{slug} has no stage");
    }
}

#[test]
fn every_need_and_every_stage_has_a_guide() {
    let missing: Vec<&str> = NeedCode::ALL
        .iter()
        .map(|need| need.as_str())
        .filter(|need| !guides().iter().any(|guide| guide.needs.contains(need)))
        .collect();
    assert!(missing.is_empty(), "no guide is for {missing:?}");
    for stage in RecoveryStage::ALL {
        let of_stage = guides()
            .iter()
            .filter(|guide| guide.stages.contains(&stage.as_str()));
        assert!(of_stage.count() >= OFFERED, "{stage}");
    }
}

#[test]
fn the_heaviest_need_comes_first_and_no_need_is_met_twice() {
    let reader = answers(|answers| {
        answers["needs"] = json!([
            {"code": "trouble-sleeping", "weight": "a-little"},
            {"code": "anger-or-frustration", "weight": "overwhelming"}
        ]);
    });
    let found = slugs(&reader);
    assert_eq!(found.len(), OFFERED);
    assert_eq!(found[..2], ["anger", "sleep"]);
}

#[test]
fn a_guide_for_a_crime_or_for_some_people_is_offered_to_them_alone() {
    let of = |crime: Option<&str>| {
        slugs(&answers(|answers| {
            answers["incident"]["flags"] = json!(crime.into_iter().collect::<Vec<_>>());
            answers["needs"] = json!([{"code": "understanding-entitlements"}]);
        }))
    };
    assert_eq!(of(Some("fraud")).first(), Some(&"banking"));
    assert!(!of(None).contains(&"banking"));
    let supporter = slugs(&answers(|answers| {
        answers["person"]["role"] = json!("family-member")
    }));
    let for_them = guides().iter().find(|guide| guide.slug == supporter[0]);
    assert!(
        for_them.is_some_and(|guide| guide.audience.contains(&"supporter")),
        "{supporter:?}"
    );
}

#[test]
fn who_does_not_say_whether_they_live_together_reads_in_private_only_after_harm_by_somebody_elsewhere()
 {
    let screen = |flag: &str, suspect: Option<&str>| {
        answers(|answers| {
            answers["incident"]["flags"] = json!([flag]);
            answers["circumstances"] = json!({"suspect_known": suspect});
        })
        .screen
    };
    assert_eq!(screen("fraud", Some("stranger")), Screen::Private);
    for (flag, suspect) in [
        ("sexual-offence", None),
        ("fraud", Some("unknown")),
        ("fraud", Some("acquaintance")),
        ("fraud", Some("family")),
        ("domestic-abuse", Some("stranger")),
    ] {
        assert_eq!(
            screen(flag, suspect),
            Screen::MayBeSeen,
            "{flag} {suspect:?}"
        );
    }
}

#[test]
fn what_nobody_asked_for_is_offered_only_if_it_is_for_everyone() {
    for reader in [answers(|_| ()), Reader::default()] {
        for guide in fitting(&reader) {
            assert!(is_quiet(guide), "{}", guide.slug);
        }
    }
    let hurt = slugs(&answers(|answers| {
        answers["incident"]["flags"] = json!(["sexual-offence"]);
        answers["needs"] =
            json!([{"code": "trouble-sleeping"}, {"code": "worsened-mental-health"}]);
    }));
    assert_eq!(hurt[0], "health-choices");
    assert!(
        hurt.contains(&"sleep") && !hurt.contains(&"looking-after"),
        "{hurt:?}"
    );
}

#[test]
fn no_guide_about_a_decision_or_a_release_is_offered_like_news() {
    let found = slugs(&answers(|answers| {
        answers["needs"] = json!([
            {"code": "information-on-case"}, {"code": "understanding-entitlements"},
            {"code": "lack-of-trust"}, {"code": "ongoing-targeting-or-threats"}
        ]);
    }));
    for news in ["changes-ahead", "thinking-again"] {
        assert!(!found.contains(&news), "{found:?}");
    }
}

#[test]
fn who_needs_a_lawyer_is_not_asked_about_their_right_to_stay() {
    let found = slugs(&answers(|answers| {
        answers["needs"] = json!([{"code": "legal-representation"}]);
    }));
    assert_eq!(found[0], "advice");
    assert!(!found.contains(&"papers"));
}

#[test]
fn somebody_of_whom_nothing_is_known_still_gets_guides_for_the_first_days() {
    assert_eq!(slugs(&Reader::default()).len(), OFFERED);
}

/// Everything that would lead to a guide that alarms.
fn alarming(answers: &mut Value) {
    answers["incident"]["flags"] =
        json!(["domestic-abuse", "stalking-or-harassment", "sexual-offence"]);
    let needs = NeedCode::ALL
        .iter()
        .map(|need| json!({"code": need.as_str()}));
    answers["needs"] = needs.collect();
}

#[test]
fn where_somebody_may_read_along_nothing_alarming_is_offered() {
    let unsafe_screens: [fn(&mut Value); 9] = [
        |answers| answers["safety"]["someone_may_see_device"] = json!(true),
        |answers| answers["safety"] = json!({}),
        |answers| answers["safety"]["in_danger_now"] = json!(true),
        |answers| answers["contact"]["channels"][0]["safe"] = json!(false),
        |answers| answers["contact"]["channels"] = json!([]),
        |answers| answers["circumstances"]["lives_with_suspect"] = json!(true),
        |answers| answers["circumstances"] = json!({}),
        |answers| answers["source"]["kind"] = json!("touchpoint"),
        |answers| {
            answers["consent"] =
                json!({"basis": "consent", "given_by": "parent-or-guardian", "scope": []})
        },
    ];
    for (at, change) in unsafe_screens.iter().enumerate() {
        let reader = answers(|answers| {
            alarming(answers);
            change(answers);
        });
        assert_eq!(reader.screen, Screen::MayBeSeen, "{at}");
        let found = fitting(&reader);
        assert_eq!(found.len(), OFFERED, "{at}");
        for guide in found {
            assert!(is_quiet(guide), "{at}: {}", guide.slug);
            assert_eq!(title(guide, reader.screen), guide.discreet);
        }
    }
    let quiet: Vec<&str> = guides()
        .iter()
        .filter(|guide| is_quiet(guide))
        .map(|guide| guide.slug)
        .collect();
    for slug in [
        "phone",
        "planning-ahead",
        "contact",
        "health-choices",
        "telling-someone",
        "a-day-out",
        "home",
        "online",
    ] {
        assert!(guides().iter().any(|guide| guide.slug == slug), "{slug}");
        assert!(!quiet.contains(&slug), "{slug}: {quiet:?}");
    }
}

#[test]
fn on_a_screen_of_their_own_a_person_gets_what_fits() {
    let reader = answers(alarming);
    assert_eq!(reader.screen, Screen::Private);
    assert!(
        fitting(&reader)
            .iter()
            .any(|guide| !guide.crimes.is_empty())
    );
}

#[test]
fn related_guides_share_something_and_lead_elsewhere() {
    for guide in guides() {
        let found = related(guide);
        assert!(found.len() <= OFFERED);
        assert!(
            found.iter().all(|other| other.slug != guide.slug),
            "{}",
            guide.slug
        );
    }
}
