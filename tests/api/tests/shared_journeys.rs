//! The justice system, from arrest to sentence and beyond, on the hub of any area: every row of the Code's table makes
//! a promise with its due time for standard and for enhanced rights, and the hub shows which were kept, kept late and
//! broken.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::journey::{
    Agencies, ExpectedPromises, FIRST_DAYS, Journey, NO_CHARGE, Person, REPORT_TO_APPEAL, Rights,
    TABLE, first_day_in, moment, play, rule_of,
};
use api::{HUB, soon};
use events::justice::Step;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn every_code_duty_is_owed_on_time_with_standard_rights() {
    play_both_stories(Rights::Standard);
}

#[test]
fn every_code_duty_is_owed_on_time_with_enhanced_rights() {
    play_both_stories(Rights::Enhanced);
}

/// Both stories in parallel. The first person had agreed. The second came in the daily transfer.
fn play_both_stories(rights: Rights) {
    let start = first_day_in(&HUB.area);
    let told = std::thread::scope(|scope| {
        let second = scope.spawn(|| play(&HUB, rights, false, start, &NO_CHARGE));
        [
            play(&HUB, rights, true, start, &REPORT_TO_APPEAL),
            second.join().expect("the second story"),
        ]
    });
    let mut promised = BTreeSet::new();
    for journey in &told {
        check_police_view(journey);
        check_coordinator_view(journey);
        promised.extend(
            journey
                .promises
                .iter()
                .map(|promise| rule_of(promise).to_owned()),
        );
    }
    check_person_view(&told);
    let mut all = rules_of_the_edition();
    if rights == Rights::Standard {
        // People who must be asked before their referral always have enhanced rights.
        assert!(all.remove("ask-first"));
    }
    assert_eq!(promised, all, "a rule of the edition made no promise");
}

/// The hub's promises are exactly the expected ones, each with its own time.
fn check_police_view(journey: &Journey) {
    let mut seen = journey.promises.clone();
    let now = Timestamp::now();
    for owed in &journey.expected.promises {
        // The hub's promises of one rule are in the order in which they were made, like the expected ones.
        let place = seen.iter().position(|one| rule_of(one) == owed.rule);
        let promise =
            seen.remove(place.unwrap_or_else(|| panic!("nothing more is owed by {}", owed.rule)));
        let name = &promise["code"];
        assert_eq!(
            moment(&promise["due"]),
            owed.due,
            "{name}, from {}",
            owed.from
        );
        assert_eq!(promise["owner"], owed.owner.as_str(), "{name}");
        assert_eq!(promise["verified"], owed.verified, "{name}");
        assert_eq!(
            promise["waits_for"].is_string(),
            owed.waits_for_court,
            "{name}"
        );
        assert_eq!(
            promise["kept_at"]
                .is_string()
                .then(|| moment(&promise["kept_at"])),
            owed.kept_at,
            "{name}"
        );
        assert_eq!(promise["told"].as_str(), owed.told, "{name}");
        let standing = promise["standing"].as_str().map(|standing| {
            if standing == "due-soon" {
                "open"
            } else {
                standing
            }
        });
        assert_eq!(standing, Some(owed.standing(now)), "{name}");
        assert!(
            promise["authority"]
                .as_str()
                .is_some_and(|source| source.contains("Victims' Code 2020, right"))
        );
    }
    assert_eq!(seen, Vec::<Value>::new(), "nobody owes this");
    for agency in ["police", "witness-care"] {
        let view = Agencies::of(&HUB)
            .see(&HUB, agency, &journey.reference)
            .json();
        assert_eq!(
            view["promises"],
            json!(journey.promises),
            "both agencies see the same"
        );
    }
}

/// Coordinators see the same promises with their standing, and every missed one on the timeline.
fn check_coordinator_view(journey: &Journey) {
    let case = HUB.case(&journey.reference);
    let (promises, line) = (
        case["promises"].as_array().expect("promises"),
        case["timeline"].as_array().expect("a line"),
    );
    for seen in &journey.promises {
        let promise = promises
            .iter()
            .find(|one| one["code"] == seen["code"])
            .expect("a promise of justice");
        for name in [
            "what",
            "owner",
            "due",
            "standing",
            "kept_at",
            "authority",
            "verified",
        ] {
            assert_eq!(promise[name], seen[name], "{}: {name}", seen["code"]);
        }
        if ["broken", "kept-late", "lapsed"]
            .iter()
            .any(|missed| seen["standing"] == *missed)
        {
            let on_the_line = |one: &&Value| {
                one["track"] == "justice"
                    && one["standing"] == seen["standing"]
                    && one["what"] == seen["what"]
            };
            assert!(
                line.iter().any(|one| on_the_line(&one)),
                "{} is hidden",
                seen["code"]
            );
        }
    }
    for standing in ["kept", "kept-late", "broken"] {
        assert!(
            promises
                .iter()
                .any(|promise| promise["standing"] == standing),
            "nothing is {standing}"
        );
    }
}

/// The person's page shows the kept and broken promises after the clock has run.
fn check_person_view(told: &[Journey]) {
    HUB.run_clock();
    for journey in told {
        let of = |told: bool, standing: &str| -> BTreeSet<&str> {
            let these = journey
                .promises
                .iter()
                .filter(|one| one["standing"] == standing && one["told"].is_string() == told);
            // A line of the page has no full stop.
            these
                .filter_map(|one| one["what"].as_str())
                .map(|what| what.trim_end_matches('.'))
                .collect()
        };
        let kept = of(true, "kept");
        // The page does not name what the person has not been told, but it says that something was owed and not done.
        let broken = journey
            .promises
            .iter()
            .filter(|one| one["standing"] == "broken")
            .count();
        assert!(!kept.is_empty() && broken > 0);
        let body = json!({"reference": journey.reference, "word": journey.word}).to_string();
        soon("every broken promise on the person's page", || {
            let page = HUB.send(
                "POST",
                "/me/progress",
                &[("content-type", "application/json")],
                body.as_bytes(),
            );
            let page = page.json();
            let steps = page["steps"].as_array().expect("steps");
            let said = |title: &str| -> Vec<&str> {
                let of = steps.iter().filter(|step| {
                    step["title"]
                        .as_str()
                        .is_some_and(|said| said.starts_with(title))
                });
                of.filter_map(|step| step["detail"].as_str()).collect()
            };
            let were_kept: BTreeSet<&str> = said("A promise to you was kept").into_iter().collect();
            let missing: Vec<_> = kept.difference(&were_kept).collect();
            assert!(
                missing.is_empty(),
                "the page does not say that these were kept: {missing:?}"
            );
            (said("A promise to you was not kept in time").len() >= broken).then_some(())
        });
    }
}

#[test]
fn the_test_table_has_every_rule_in_force() {
    let table: BTreeSet<String> = TABLE
        .iter()
        .flat_map(|row| {
            [
                Some(row.rule.to_owned()),
                row.by_court.then(|| format!("{}-court", row.rule)),
            ]
        })
        .flatten()
        .collect();
    assert_eq!(table, rules_of_the_edition());
    assert_eq!((TABLE.len(), table.len()), (39, 45));
    let person = |rights| Person {
        rights,
        referred_at: Timestamp::now(),
        agreed: false,
    };
    let promised: BTreeSet<String> = [&REPORT_TO_APPEAL[..], &NO_CHARGE[..]]
        .iter()
        .flat_map(|reports| {
            ExpectedPromises::after(person(Rights::Enhanced), FIRST_DAYS[0].1, reports).promises
        })
        .map(|owed| owed.rule)
        .collect();
    assert_eq!(promised, table, "the stories leave a row out");
}

/// The codes of every promise that the edition in force can make.
fn rules_of_the_edition() -> BTreeSet<String> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../functions/domain/rules/code-2020.json"
    );
    let edition: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("the edition"))
        .expect("its rules");
    let rules = edition["rules"].as_array().expect("rules").iter();
    rules
        .flat_map(|rule| [&rule["code"], &rule["first"]["code"]])
        .filter_map(|code| Some(code.as_str()?.to_owned()))
        .collect()
}

#[test]
fn the_stories_tell_every_step_that_can_be_recorded() {
    let told: BTreeSet<&str> = REPORT_TO_APPEAL
        .iter()
        .chain(&NO_CHARGE)
        .filter_map(|report| match report {
            api::journey::Report::Step { step, .. } => Some(*step),
            api::journey::Report::Told { .. } => None,
        })
        .collect();
    let all: BTreeSet<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
    assert_eq!(told, all);
}

#[test]
fn the_stories_cross_every_kind_of_day() {
    let mut crossed: BTreeSet<Date> = BTreeSet::new();
    let mut spans = Vec::new();
    for (_, start) in FIRST_DAYS {
        for rights in [Rights::Standard, Rights::Enhanced] {
            for reports in [&REPORT_TO_APPEAL[..], &NO_CHARGE] {
                let person = Person {
                    rights,
                    referred_at: workdays::five(start),
                    agreed: true,
                };
                let owed = ExpectedPromises::after(person, start, reports).promises;
                // Only short limits: one of two years would cross every day.
                spans.extend(owed.iter().map(|owed| (owed.from, owed.due)).filter(
                    |(from, due)| {
                        workdays::day_of(*due) <= workdays::day_of(*from).saturating_add(14.days())
                    },
                ));
            }
        }
    }
    for (from, due) in &spans {
        let mut day = workdays::day_of(*from);
        while day <= workdays::day_of(*due) {
            crossed.insert(day);
            day = day.saturating_add(1.days());
        }
    }
    for (day, what) in [
        (date(2021, 12, 28), "the substitute of Boxing Day"),
        (date(2022, 1, 3), "the substitute of New Year's Day"),
        (date(2023, 1, 2), "another one"),
        (date(2022, 6, 3), "the Platinum Jubilee"),
        (date(2024, 2, 29), "a leap day"),
        (
            date(2024, 4, 1),
            "Easter Monday, the day after the clocks went forward",
        ),
        (date(2024, 10, 27), "the day on which the clocks go back"),
        (date(2025, 3, 30), "the day on which they go forward"),
        (date(2024, 12, 26), "Christmas"),
    ] {
        assert!(
            crossed.contains(&day),
            "no short time runs over {day}: {what}"
        );
    }
    // And one clock begins on a different day in London than in UTC.
    assert!(
        spans
            .iter()
            .any(|(from, _)| workdays::day_of(*from).to_string() != from.to_string()[..10])
    );
}
