//! Limits that an area may tighten and never loosen: the rule set's thresholds of risk and the
//! contract's deadlines. Also the start of each consent model.

use super::Ground;
use super::faults::Faults;
use crate::assess::{RuleSet, rule_set};
use std::fmt::Display;

/// The contract's deadlines: a provider answers an offer in 4 working hours, or in 60 minutes at
/// high risk, and makes first contact within 2 working days.
const ACCEPT_WORKING_HOURS: u8 = 4;
const ACCEPT_MINUTES_HIGH_RISK: u8 = 60;
const FIRST_CONTACT_WORKING_DAYS: u8 = 2;
/// No number of people below this is shown to the commissioner's office.
const HIDDEN_BELOW: u64 = 5;

pub(super) fn check(ground: &Ground<'_>, faults: &mut Faults) {
    let profile = ground.profile;
    match rule_set(&profile.rules) {
        None => {
            let what = format!("there is no rule set `{}`", profile.rules);
            faults.add(
                "/rules",
                what,
                "Name a version that is shipped in `functions/domain/rules`.",
            );
        }
        Some(rules) => {
            if rules.effective_from > ground.today {
                let what = format!(
                    "`{}` is not in force before {}",
                    profile.rules, rules.effective_from
                );
                faults.add("/rules", what, "Name the version that is in force today.");
            }
            thresholds(ground, rules, faults);
        }
    }
    let clocks = &profile.clocks;
    tighter(
        "/clocks/accept_working_hours",
        clocks.accept_working_hours,
        ACCEPT_WORKING_HOURS,
        faults,
    );
    tighter(
        "/clocks/accept_minutes_high_risk",
        clocks.accept_minutes_high_risk,
        ACCEPT_MINUTES_HIGH_RISK,
        faults,
    );
    tighter(
        "/clocks/first_contact_working_days",
        clocks.first_contact_working_days,
        FIRST_CONTACT_WORKING_DAYS,
        faults,
    );
    let hidden = profile.figures.hidden_below;
    faults.expect(
        hidden.is_none_or(|below| below >= HIDDEN_BELOW),
        "/figures/hidden_below",
        "an area may hide more of the figures and not less",
        format!("Write {HIDDEN_BELOW} or more, or leave it out for {HIDDEN_BELOW}."),
    );
    consent_models(ground, faults);
}

fn thresholds(ground: &Ground<'_>, rules: &RuleSet, faults: &mut Faults) {
    let bounds = &ground.profile.thresholds;
    let high = tighter(
        "/thresholds/dash_high",
        bounds.dash_high,
        rules.dash_high,
        faults,
    );
    let medium = tighter(
        "/thresholds/dash_medium",
        bounds.dash_medium,
        rules.dash_medium,
        faults,
    );
    tighter(
        "/thresholds/marac_events",
        bounds.marac_events,
        rules.marac_events,
        faults,
    );
    if let (Some(high), Some(medium)) = (high, medium)
        && medium >= high
    {
        // Report the field that the profile sets. The other threshold is the rule set's.
        let field = if bounds.dash_medium.is_some() {
            "dash_medium"
        } else {
            "dash_high"
        };
        let what = format!("{medium} ticks for medium risk are not fewer than {high} for high");
        faults.add(
            format!("/thresholds/{field}"),
            what,
            "Let medium begin at fewer ticks than high.",
        );
    }
}

/// Checks a number that an area may lower: at least 1, and at most the default. Returns the
/// effective value if it is valid.
fn tighter<T: Copy + Ord + From<u8> + Display>(
    field: &str,
    given: Option<T>,
    most: T,
    faults: &mut Faults,
) -> Option<T> {
    let Some(given) = given else {
        return Some(most);
    };
    let holds = given >= T::from(1) && given <= most;
    let what =
        format!("{given} is not from 1 to {most}: an area may tighten this and not loosen it");
    faults.expect(
        holds,
        field,
        what,
        format!("Write a number from 1 to {most}, or leave it out for {most}."),
    );
    holds.then_some(given)
}

fn consent_models(ground: &Ground<'_>, faults: &mut Faults) {
    let models = &ground.profile.consent_models;
    let mend = "Write the model that holds today with the day from which it has held (TV2, TV4).";
    if models.is_empty() {
        faults.add("/consent_models", "it has no consent model", mend);
    } else if models.iter().all(|period| period.from > ground.today) {
        faults.add(
            "/consent_models",
            format!("none has begun on {}", ground.today),
            mend,
        );
    }
    for (index, pair) in models.windows(2).enumerate() {
        if let [before, after] = pair
            && before.from >= after.from
        {
            let what = format!(
                "{} is not later than {}, the one before it",
                after.from, before.from
            );
            faults.add(
                format!("/consent_models/{}/from", index + 1),
                what,
                "List them by their first day, the oldest first.",
            );
        }
    }
}
