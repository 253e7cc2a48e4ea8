//! The justice system, from arrest to sentence and past it, on the hub of any area: every row of the Code's table fires,
//! with its due time for standard and for enhanced rights, and what was kept, kept late and broken is seen.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper of a test that fails is a test that fails"
)]

use api::journey::{
    Account, Agencies, Lived, NOBODY_IS_CHARGED, Rights, STARTS, TABLE, TO_THE_LAST_APPEAL, Who,
    live, moment, rule_of, start_in,
};
use api::{HUB, soon};
use events::justice::Step;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn every_row_of_the_code_fires_with_its_due_time_for_standard_rights() {
    both_stories(Rights::Standard);
}

#[test]
fn every_row_of_the_code_fires_with_its_due_time_for_enhanced_rights() {
    both_stories(Rights::Enhanced);
}

/// Both stories, at once: the person of the first had agreed, that of the second was merely transferred.
fn both_stories(rights: Rights) {
    let start = start_in(&HUB.area);
    let told = std::thread::scope(|scope| {
        let second = scope.spawn(|| live(&HUB, rights, false, start, &NOBODY_IS_CHARGED));
        [
            live(&HUB, rights, true, start, &TO_THE_LAST_APPEAL),
            second.join().expect("the second story"),
        ]
    });
    let mut fired = BTreeSet::new();
    for lived in &told {
        the_police_see_what_is_owed(lived);
        the_coordinators_see_where_each_promise_stands(lived);
        fired.extend(
            lived
                .promises
                .iter()
                .map(|promise| rule_of(promise).to_owned()),
        );
    }
    the_person_sees_what_was_kept_and_what_was_broken(&told);
    let mut all = rules_of_the_edition();
    if rights == Rights::Standard {
        // Who is asked before they are referred lived through what always gives enhanced rights.
        assert!(all.remove("ask-first"));
    }
    assert_eq!(fired, all, "a rule of the edition made no promise");
}

/// What the hub owes is what the account says: each by its own time, and no other.
fn the_police_see_what_is_owed(lived: &Lived) {
    let mut seen = lived.promises.clone();
    let now = Timestamp::now();
    for owed in &lived.account.owed {
        // Of a rule the hub's promises are in the order in which they were made, as the account's are.
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
        assert_eq!(promise["verified"], owed.sure, "{name}");
        assert_eq!(promise["waits_for"].is_string(), owed.waits, "{name}");
        assert_eq!(
            promise["kept_at"]
                .is_string()
                .then(|| moment(&promise["kept_at"])),
            owed.kept_at,
            "{name}"
        );
        assert_eq!(promise["told"].as_str(), owed.told, "{name}");
        let stands = promise["standing"]
            .as_str()
            .map(|stands| if stands == "due-soon" { "open" } else { stands });
        assert_eq!(stands, Some(owed.standing(now)), "{name}");
        assert!(
            promise["authority"]
                .as_str()
                .is_some_and(|source| source.contains("Victims' Code 2020, right"))
        );
    }
    assert_eq!(seen, Vec::<Value>::new(), "nobody owes this");
    for agency in ["police", "witness-care"] {
        let view = Agencies::of(&HUB)
            .see(&HUB, agency, &lived.reference)
            .json();
        assert_eq!(
            view["promises"],
            json!(lived.promises),
            "both agencies see the same"
        );
    }
}

/// The same promises, with where they stand; and on the line of both journeys whatever was not kept in time.
fn the_coordinators_see_where_each_promise_stands(lived: &Lived) {
    let case = HUB.case(&lived.reference);
    let (promises, line) = (
        case["promises"].as_array().expect("promises"),
        case["timeline"].as_array().expect("a line"),
    );
    for seen in &lived.promises {
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
    for stands in ["kept", "kept-late", "broken"] {
        assert!(
            promises.iter().any(|promise| promise["standing"] == stands),
            "nothing is {stands}"
        );
    }
}

/// What was promised, kept and broken, on the person's own page, once the clock has looked.
fn the_person_sees_what_was_kept_and_what_was_broken(told: &[Lived]) {
    HUB.let_the_clock_look();
    for lived in told {
        let of = |told: bool, stands: &str| -> BTreeSet<&str> {
            let these = lived
                .promises
                .iter()
                .filter(|one| one["standing"] == stands && one["told"].is_string() == told);
            // A page's line has no full stop.
            these
                .filter_map(|one| one["what"].as_str())
                .map(|what| what.trim_end_matches('.'))
                .collect()
        };
        let kept = of(true, "kept");
        // What was not told yet is not named on the page; but that somebody owed something, and did not do it, is.
        let broken = lived
            .promises
            .iter()
            .filter(|one| one["standing"] == "broken")
            .count();
        assert!(!kept.is_empty() && broken > 0);
        let body = json!({"reference": lived.reference, "word": lived.word}).to_string();
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
fn the_table_of_these_tests_has_every_rule_of_the_edition_in_force_and_no_other() {
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
    let who = |rights| Who {
        rights,
        referred_at: Timestamp::now(),
        agreed: false,
    };
    let fired: BTreeSet<String> = [&TO_THE_LAST_APPEAL[..], &NOBODY_IS_CHARGED[..]]
        .iter()
        .flat_map(|deeds| Account::after(who(Rights::Enhanced), STARTS[0].1, deeds).owed)
        .map(|owed| owed.rule)
        .collect();
    assert_eq!(fired, table, "the stories leave a row out");
}

/// The codes of every promise that the hub's own edition can make.
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
    let told: BTreeSet<&str> = TO_THE_LAST_APPEAL
        .iter()
        .chain(&NOBODY_IS_CHARGED)
        .filter_map(|deed| match deed {
            api::journey::Deed::Step { step, .. } => Some(*step),
            api::journey::Deed::Told { .. } => None,
        })
        .collect();
    let all: BTreeSet<&str> = Step::ALL.iter().map(|step| step.as_str()).collect();
    assert_eq!(told, all);
}

#[test]
fn the_stories_of_the_five_areas_cross_whatever_a_calendar_has() {
    let mut crossed: BTreeSet<Date> = BTreeSet::new();
    let mut spans = Vec::new();
    for (_, start) in STARTS {
        for rights in [Rights::Standard, Rights::Enhanced] {
            for deeds in [&TO_THE_LAST_APPEAL[..], &NOBODY_IS_CHARGED] {
                let who = Who {
                    rights,
                    referred_at: workdays::five(start),
                    agreed: true,
                };
                let owed = Account::after(who, start, deeds).owed;
                // The short limits: with one of two years everything would be crossed.
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
    // And somebody has another day in London than in Greenwich when the clock begins.
    assert!(
        spans
            .iter()
            .any(|(from, _)| workdays::day_of(*from).to_string() != from.to_string()[..10])
    );
}
