//! Help while a person answers: the errors that the server would find, and helplines that fit the answers.
//!
//! The checks are those of the server ([`events::parse`]), so that page and server cannot disagree.

mod answers;
#[cfg(feature = "hydrate")]
mod browser;
mod islands;

pub use answers::Answers;
#[cfg(feature = "hydrate")]
pub use browser::wake;
use events::assessment::Specialism;
use events::form::forget_unticked;
use events::referral::{IncidentFlag, SuspectKnown};
use events::{Code, FieldError, parse};
pub use islands::{Checks, ChecksProps, Guide, GuideProps};
use jiff::civil::Date;
use serde_json::Value;

/// The form name of the question about sharing with a service.
pub const SHARE: &str = "/consent/scope/1";

/// Marks a helpline for someone who thinks about ending their life.
pub const SUICIDE: &str = "suicide";

/// The errors that the server would find, by form name; and the question about sharing, which only the form insists on: to
/// the contract, no answer means no. Whether a date is too early or too late is left to the server, because a phone's clock may
/// be wrong; and so is a time that no control of the browser wrote.
pub fn check(mut answers: Answers, today: Date) -> Vec<FieldError> {
    forget_unticked(&mut answers.value);
    let mut errors = parse::referral_in_browser(&answers.value, today)
        .err()
        .unwrap_or_default();
    for error in &mut errors {
        error.field = answers.name_of(&error.field);
    }
    if !answers.has(SHARE) {
        errors.push(FieldError::new(SHARE, Code::Required));
    }
    // The small script or the server fills the id when the form is sent.
    errors.retain(|error| error.field != "/id" && !is_left_to_server(error));
    errors
}

/// Whether only the server can tell.
fn is_left_to_server(error: &FieldError) -> bool {
    match error.code {
        Code::DateInFuture | Code::NotATime => true,
        Code::OutOfRange => !error.field.starts_with("/circumstances/"),
        _ => false,
    }
}

/// Which helplines fit these answers: specialisms, and [`SUICIDE`].
pub fn wanted(answers: &Answers) -> Vec<&'static str> {
    let value = &answers.value;
    let text = |path: &str| parse::at(value, path).and_then(Value::as_str);
    let yes = |path: &str| parse::at(value, path).and_then(Value::as_bool) == Some(true);
    let flags = parse::at(value, "/incident/flags")
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
            None,
        )
    }

    #[test]
    fn helplines_fit_the_answers() {
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
    fn errors_have_the_names_of_the_form() {
        let answers = answers(&[
            ("/source/kind", "self"),
            ("/person/role", "victim"),
            ("/person/name", ""),
            (SHARE, ""),
            ("/contact/channels/0/kind", "email"),
            ("/contact/channels/0/safe", "true"),
            ("/contact/channels/0/address", "x"),
            ("/contact/channels/1/kind", "text"),
            ("/contact/channels/1/address", "not ticked, so not kept"),
            ("/needs/7/code", ""),
            ("/needs/9/weight", "a-lot"),
        ]);
        let mut errors = check(answers, Date::constant(2026, 11, 21));
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

    #[test]
    fn a_wrong_clock_refuses_nothing() {
        for (occurred, today) in [
            ("2026-03", Date::constant(1970, 1, 1)),
            ("2026-03", Date::constant(2019, 1, 1)),
            ("1850", Date::constant(2026, 11, 21)),
        ] {
            let answers = answers(&[
                ("/source/kind", "self"),
                ("/person/role", "victim"),
                ("/person/name", "Robin"),
                ("/contact/channels/4/kind", "online"),
                ("/incident/occurred", occurred),
                (SHARE, ""),
            ]);
            assert_eq!(check(answers, today), []);
        }
    }
}
