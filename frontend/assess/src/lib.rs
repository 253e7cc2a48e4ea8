//! The assessment, for the browser: the functions' own code, so that page and hub cannot disagree.
#![cfg(target_arch = "wasm32")]

use domain::assess::RuleSet;
use events::parse::Days;
use wasm_bindgen::prelude::wasm_bindgen;

/// What the hub concludes on the day `today` (`YYYY-MM-DD`) from a referral as `POST /referrals` takes it, by a rule set's
/// JSON: the assessment as JSON, to the letter as the functions write it.
///
/// # Errors
/// What the hub would refuse, a line for each field: `/person/name REQUIRED`.
#[wasm_bindgen]
pub fn assess(referral: &str, rules: &str, today: &str) -> Result<String, String> {
    let rules = RuleSet::read(rules).map_err(|error| error.to_string())?;
    let today = Days::read(today).ok_or("The day is not a date.")?.first;
    let document = events::ijson::parse(referral.as_bytes())
        .map_err(|_| "This is not JSON as the hub takes it.")?;
    let line = |error: &events::FieldError| format!("{} {}", error.field, error.code);
    let referral = events::parse::referral(&document, today)
        .map_err(|errors| errors.iter().map(line).collect::<Vec<_>>().join("\n"))?;
    serde_json::to_string(&domain::assess::assess(&referral, &rules, today))
        .map_err(|error| error.to_string())
}
