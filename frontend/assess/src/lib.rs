//! The assessment, for the browser: the functions' own code, so that page and hub cannot disagree.
#![cfg(target_arch = "wasm32")]

use domain::assess::RuleSet;
use events::parse::Days;
use wasm_bindgen::prelude::wasm_bindgen;
use words::rules;

/// What the hub concludes on the day `today` (`YYYY-MM-DD`) from a referral for `POST /referrals`, by a rule set's JSON: the
/// assessment as JSON, exactly as the functions write it.
///
/// # Errors
/// What the hub would refuse, a line for each field: `/person/name REQUIRED`.
#[wasm_bindgen]
pub fn assess(referral: &str, rules: &str, today: &str) -> Result<String, String> {
    let rule_set = RuleSet::read(rules).map_err(|error| error.to_string())?;
    let today = Days::read(today)
        .ok_or_else(rules::try_out_not_a_day)?
        .first;
    let document =
        events::ijson::parse(referral.as_bytes()).map_err(|_| rules::try_out_not_json())?;
    let line = |error: &events::FieldError| format!("{} {}", error.field, error.code);
    let referral = events::parse::referral(&document, today)
        .map_err(|errors| errors.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    serde_json::to_string(&domain::assess::assess(&referral, &rule_set, today))
        .map_err(|error| error.to_string())
}
