//! Help while a person answers: what the server would say of the answers, and lines to ring that fit them.
//!
//! The checks are the server's own ([`events::parse`]), so page and server cannot disagree.

mod answers;
#[cfg(feature = "hydrate")]
mod browser;
mod islands;

pub use answers::Answers;
#[cfg(feature = "hydrate")]
pub use browser::wake;
use events::assessment::Specialism;
use events::referral::{IncidentFlag, SuspectKnown};
use events::{Code, FieldError, parse};
pub use islands::{Checks, ChecksProps, Guide, GuideProps};
use jiff::civil::Date;
use serde_json::Value;

/// The form name of the question whether a service may hear of the person.
pub const SHARE: &str = "/consent/scope/1";

/// What marks a line for someone who thinks of ending their life.
pub const SUICIDE: &str = "suicide";

/// What the server would say of the answers, by form name; and a question that only a person at the form can be
/// asked, because the contract takes silence for no.
pub fn check(answers: &Answers, today: Date) -> Vec<FieldError> {
    let mut errors = parse::referral(&answers.value, today)
        .err()
        .unwrap_or_default();
    for error in &mut errors {
        error.field = answers.name_of(&error.field);
    }
    if !answers.has(SHARE) {
        errors.push(FieldError::new(SHARE, Code::Required));
    }
    // The id is filled when the form is sent, by the small script or by the server.
    errors.retain(|error| error.field != "/id");
    errors
}

/// For whom a line must be so that it fits these answers: specialisms, and [`SUICIDE`].
pub fn wanted(answers: &Answers) -> Vec<&'static str> {
    let value = &answers.value;
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    let yes = |pointer: &str| value.pointer(pointer).and_then(Value::as_bool) == Some(true);
    let flags = value
        .pointer("/incident/flags")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let mut wanted: Vec<_> = flags
        .iter()
        .filter_map(Value::as_str)
        .filter_map(IncidentFlag::parse)
        .filter_map(helped_by)
        .map(Specialism::as_str)
        .collect();
    if yes("/safety/forced_marriage_or_honour")
        || text("/circumstances/suspect_known") == Some(SuspectKnown::PartnerOrEx.as_str())
    {
        wanted.push(Specialism::DomesticAbuse.as_str());
    }
    if matches!(
        text("/person/age_band"),
        Some("under-12" | "12-15" | "16-17")
    ) {
        wanted.push(Specialism::YoungPeople.as_str());
    }
    if yes("/safety/thoughts_of_suicide") {
        wanted.push(SUICIDE);
    }
    wanted
}

const fn helped_by(flag: IncidentFlag) -> Option<Specialism> {
    match flag {
        IncidentFlag::DomesticAbuse => Some(Specialism::DomesticAbuse),
        IncidentFlag::SexualOffence => Some(Specialism::Isva),
        IncidentFlag::HateRace
        | IncidentFlag::HateReligion
        | IncidentFlag::HateSexualOrientation
        | IncidentFlag::HateDisability
        | IncidentFlag::HateTransgender => Some(Specialism::HateCrime),
        IncidentFlag::StalkingOrHarassment => Some(Specialism::Stalking),
        IncidentFlag::ModernSlavery => Some(Specialism::ModernSlavery),
        IncidentFlag::BereavedByCrime => Some(Specialism::Bereavement),
        IncidentFlag::Fraud => Some(Specialism::Fraud),
        IncidentFlag::Exploitation => Some(Specialism::Exploitation),
        IncidentFlag::AttemptedMurder
        | IncidentFlag::Kidnap
        | IncidentFlag::FalseImprisonment
        | IncidentFlag::ArsonEndangeringLife
        | IncidentFlag::WoundingWithIntent
        | IncidentFlag::Terrorism => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        Answers::read(
            pairs
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned())),
        )
    }

    #[test]
    fn a_line_is_wanted_by_whom_it_fits() {
        assert!(wanted(&answers(&[])).is_empty());
        assert_eq!(
            wanted(&answers(&[("/incident/flags/0", "domestic-abuse")])),
            ["domestic-abuse"]
        );
        assert_eq!(
            wanted(&answers(&[(
                "/circumstances/suspect_known",
                "partner-or-ex"
            )])),
            ["domestic-abuse"]
        );
        assert_eq!(
            wanted(&answers(&[("/safety/thoughts_of_suicide", "true")])),
            [SUICIDE]
        );
        assert_eq!(
            wanted(&answers(&[
                ("/incident/flags/16", "fraud"),
                ("/safety/afraid", "")
            ])),
            ["fraud"]
        );
    }

    #[test]
    fn what_the_server_would_say_is_said_under_the_names_of_the_form() {
        let answers = answers(&[
            ("/source/kind", "self"),
            ("/person/role", "victim"),
            ("/person/name", ""),
            (SHARE, ""),
            ("/contact/channels/0/kind", "email"),
            ("/contact/channels/0/address", "x"),
            ("/needs/7/code", ""),
            ("/needs/9/weight", "a-lot"),
        ]);
        let mut errors = check(&answers, Date::constant(2026, 11, 21));
        errors.sort();
        let found: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            found,
            [
                ("/contact/channels/0/address", Code::NotAnEmail),
                ("/needs/9/code", Code::Required),
                ("/person/name", Code::Required),
            ]
        );
    }
}
