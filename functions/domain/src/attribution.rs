//! Where a referral comes from and who already helps, found by the profile's names and codes.

use events::profile::{ConsentModel, Profile};
use events::referral::{Source, Wishes};
use jiff::civil::Date;

/// What stands for every partner, whichever it is.
pub const PARTNER: &str = "partner";

/// The touchpoint with the referral's code, or [`PARTNER`] if it is a partner's (TV10, TV14). `None` if the profile does
/// not have it.
pub fn touchpoint(source: &Source, profile: &Profile) -> Option<String> {
    let code = source.code.as_deref()?;
    if profile.touchpoints.iter().any(|place| place.code == code) {
        return Some(code.to_owned());
    }
    let is_partner = profile.partners.iter().any(|partner| partner.code == code);
    is_partner.then(|| PARTNER.to_owned())
}

/// Whether only people who agreed may be referred from that council on `day`, because its own switch
/// to consent has begun (TV21, TV27).
pub fn has_switched(profile: &Profile, council: Option<&str>, day: Date) -> bool {
    let council = council.and_then(|code| profile.local_authority(code));
    let from = council.and_then(|council| council.opt_in_from);
    from.is_some_and(|from| from <= day)
}

/// The consent model on `day` for a home there: the council's own switch, or the latest of the area
/// that has begun (TV2, TV4).
pub fn consent_model(profile: &Profile, council: Option<&str>, day: Date) -> Option<ConsentModel> {
    if has_switched(profile, council, day) {
        return Some(ConsentModel::OptIn);
    }
    let begun = profile
        .consent_models
        .iter()
        .filter(|period| period.from <= day);
    begun
        .max_by_key(|period| period.from)
        .map(|period| period.model)
}

/// The codes of the providers that support the person already (AS7, KE3), without repeats, in the
/// profile's order.
///
/// The person's text names a provider if it equals the provider's name or code in any case and
/// spacing, or contains the whole name. A name of one word may be an everyday word, so it must be
/// the whole text.
pub fn already_with(wishes: Option<&Wishes>, profile: &Profile) -> Vec<String> {
    let said: Vec<Vec<String>> = wishes
        .into_iter()
        .flat_map(|w| &w.already_supported_by)
        .map(|t| words(t))
        .collect();
    let is_named = |name: &[String]| {
        let within = |said: &Vec<String>| {
            name.len() > 1 && said.windows(name.len()).any(|part| part == name)
        };
        !name.is_empty() && said.iter().any(|said| said == name || within(said))
    };
    let named = profile
        .providers
        .iter()
        .filter(|p| is_named(&words(&p.name)) || is_named(&words(&p.code)));
    named.map(|provider| provider.code.clone()).collect()
}

/// The words of a text: letters and digits in lower case.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    let plain = |part: &str| {
        part.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    parts
        .map(plain)
        .filter(|word: &String| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn profile() -> Profile {
        let provider =
            |code: &str, name: &str| json!({"code": code, "name": name, "illustrative": true});
        serde_json::from_value(json!({
            "area": "here", "name": "Here", "hub_name": "Here", "sender_name": "The desk",
            "neutral_domain": "mail.example.net", "exit_url": "https://example.org", "rules": "2021-04.1",
            "consent_models": [
                {"model": "opt-in", "from": "2018-04-01"}, {"model": "automatic-transfer", "from": "2014-10-01"}
            ],
            "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
            "local_authorities": [{
                "code": "E07000177", "name": "Cherwell", "county": "Oxfordshire", "csp": "Cherwell",
                "opt_in_from": "2017-07-01"
            }],
            "helplines": [], "services": [],
            "providers": [
                provider("safe", "SAFE"), provider("womens-aid", "Women's Aid"), provider("first", "Victims First")
            ],
            "partners": [{"code": "force", "name": "Force", "kind": "police"}],
            "touchpoints": [{
                "code": "library", "name": "Library", "sort": "a library", "local_authority": "E07000178",
                "address": "High Street", "illustrative": true
            }]
        }))
        .unwrap()
    }

    fn with(said: &[&str]) -> Vec<String> {
        let wishes = serde_json::from_value(json!({"already_supported_by": said})).unwrap();
        already_with(Some(&wishes), &profile())
    }

    #[test]
    fn a_provider_is_known_however_its_name_is_written() {
        for said in [
            "Women's Aid",
            "womens aid",
            "WOMEN’S-AID",
            "the women's aid in town",
            "womens-aid",
        ] {
            assert_eq!(with(&[said]), ["womens-aid"], "{said}");
        }
        assert_eq!(
            with(&["Safe", "my doctor, and Victims First"]),
            ["safe", "first"]
        );
    }

    #[test]
    fn an_everyday_word_among_others_names_nobody() {
        for said in [
            "I do not feel safe",
            "victims",
            "first aid",
            "",
            "aid women's",
        ] {
            assert_eq!(with(&[said]), Vec::<String>::new(), "{said}");
        }
        assert_eq!(already_with(None, &profile()), Vec::<String>::new());
    }

    #[test]
    fn only_poster_codes_of_the_profile_count() {
        let of = |code: Option<&str>| {
            let source = Source {
                code: code.map(str::to_owned),
                ..serde_json::from_value(json!({"kind": "self"})).unwrap()
            };
            touchpoint(&source, &profile())
        };
        assert_eq!(of(Some("library")).as_deref(), Some("library"));
        assert_eq!(of(Some("force")).as_deref(), Some(PARTNER));
        assert_eq!(
            (of(Some("Robin")), of(None)),
            (None, None),
            "nobody's own words become a figure"
        );
    }

    #[test]
    fn the_latest_consent_model_that_has_begun_counts() {
        let on = |day: &str| consent_model(&profile(), None, day.parse().unwrap());
        assert_eq!(on("2014-09-30"), None);
        assert_eq!(on("2018-03-31"), Some(ConsentModel::AutomaticTransfer));
        assert_eq!(on("2018-04-01"), Some(ConsentModel::OptIn));
    }

    #[test]
    fn a_council_switches_to_consent_before_the_area_does() {
        let on = |council, day: &str| {
            let day = day.parse().unwrap();
            (
                consent_model(&profile(), council, day),
                has_switched(&profile(), council, day),
            )
        };
        let (transfer, opt_in) = (ConsentModel::AutomaticTransfer, ConsentModel::OptIn);
        let cherwell = Some("E07000177");
        assert_eq!(on(cherwell, "2017-06-30"), (Some(transfer), false));
        assert_eq!(on(cherwell, "2017-07-01"), (Some(opt_in), true));
        assert_eq!(on(Some("E07000178"), "2017-07-01"), (Some(transfer), false));
        assert_eq!(on(None, "2017-07-01"), (Some(transfer), false));
    }
}
