//! The head of a profile: the area, the hub's names and words, and the councils.

use super::Ground;
use super::faults::{Faults, NAME};
use super::shape;
use events::parse;
use std::collections::BTreeSet;

/// The longest area code. With a provider's code it forms the name of an IAM role, which AWS limits
/// to 64 characters.
const AREA: usize = 26;

pub(super) fn check(ground: &Ground<'_>, folder: &str, faults: &mut Faults) {
    let profile = ground.profile;
    if profile.area != folder {
        let what = format!("`{}` is not the name of its folder", profile.area);
        faults.add(
            "/area",
            what,
            format!("Write `{folder}`, or rename the folder."),
        );
    } else if !shape::is_code(&profile.area, AREA)
        || profile.area.bytes().any(|b| b.is_ascii_digit())
    {
        let what = format!("`{}` is not a plain name", profile.area);
        let mend = format!(
            "Name folder and area in lower-case letters and single hyphens, at most {AREA}."
        );
        faults.add("/area", what, mend);
    }
    faults.text("/name", &profile.name, NAME);
    faults.text("/hub_name", &profile.hub_name, NAME);
    faults.text("/sender_name", &profile.sender_name, NAME);
    if let Some(word) = shape::telling_word(&profile.sender_name, profile) {
        let mend = "Choose a sender that says nothing to somebody who sees the inbox, such as `The front desk`.";
        faults.add(
            "/sender_name",
            format!("`{word}` in it tells what the message is about"),
            mend,
        );
    }
    if !parse::is_domain(&profile.neutral_domain) {
        let what = format!("`{}` is not a domain", profile.neutral_domain);
        faults.add(
            "/neutral_domain",
            what,
            "Write a domain alone, such as `mail.example.net`.",
        );
    } else if let Some(word) = shape::telling_word(&profile.neutral_domain, profile) {
        let mend = "Choose a domain that says nothing to somebody who sees an address, such as `mail.example.net`.";
        faults.add(
            "/neutral_domain",
            format!("`{word}` in it tells whose it is"),
            mend,
        );
    }
    faults.url("/exit_url", &profile.exit_url);
    if let Some(contact) = &profile.contact {
        faults.phone("/contact/phone", &contact.phone);
        faults.hours("/contact", &contact.opening);
        let mend = "Say when somebody answers, or leave `contact` out.";
        faults.expect(
            !contact.opening.is_empty(),
            "/contact/opening",
            "it has no hours",
            mend,
        );
    }
    labels(ground, faults);
}

fn labels(ground: &Ground<'_>, faults: &mut Faults) {
    let labels = &ground.profile.labels;
    faults.text("/labels/coordinator", &labels.coordinator, NAME);
    faults.text("/labels/touchpoint", &labels.touchpoint, NAME);
    let missing: Vec<String> = (1..=4)
        .filter(|stage| !labels.stages.contains_key(stage))
        .map(|stage| stage.to_string())
        .collect();
    if !missing.is_empty() {
        let what = format!("no name for stage {}", missing.join(", "));
        faults.add(
            "/labels/stages",
            what,
            "Name each stage of support from 1 to 4 (AS26).",
        );
    }
    for (stage, label) in &labels.stages {
        let field = format!("/labels/stages/{stage}");
        match stage {
            1..=4 => faults.text(field, label, NAME),
            _ => faults.add(
                field,
                format!("there is no stage {stage}"),
                "Name the stages 1 to 4 alone (AS26).",
            ),
        }
    }
}

pub(super) fn councils(ground: &Ground<'_>, faults: &mut Faults) {
    let councils = &ground.profile.local_authorities;
    if councils.is_empty() {
        faults.add(
            "/local_authorities",
            "it has no council",
            "Name every council of the police area.",
        );
    }
    let mut seen = BTreeSet::new();
    for (index, council) in councils.iter().enumerate() {
        let path = format!("/local_authorities/{index}");
        if !seen.insert(council.code.as_str()) {
            let what = format!("`{}` is given twice", council.code);
            faults.add(format!("{path}/code"), what, "Name each council once.");
        }
        known(ground, &format!("{path}/code"), &council.code, faults);
        faults.text(format!("{path}/name"), &council.name, NAME);
        faults.text(format!("{path}/county"), &council.county, NAME);
        faults.text(format!("{path}/csp"), &council.csp, NAME);
    }
}

/// Checks a council's code: its shape, and that it has residents.
pub(super) fn known(ground: &Ground<'_>, field: &str, code: &str, faults: &mut Faults) -> bool {
    let mend = "Write the council's nine-character code of 2025, such as `E06000038` for Reading.";
    if !parse::is_local_authority(code) {
        faults.add(field, format!("`{code}` is not a council's code"), mend);
    } else if !ground.table.knows(code) {
        faults.add(field, format!("no postcode lies in `{code}`"), mend);
    } else {
        return true;
    }
    false
}
