//! An area's profile, read from its folder.

use crate::paths;
use anyhow::{Context, Result};
use events::profile::{Partner, Profile};
use events::referral::SourceKind;

/// A profile, and the text it was read from.
#[derive(Debug)]
pub struct Loaded {
    /// What it says.
    pub profile: Profile,
    /// The same as JSON without white space: what the directory keeps.
    pub document: String,
}

/// Reads an area's profile.
///
/// # Errors
/// There is no such area, or its profile is not one.
pub fn load(area: &str) -> Result<Loaded> {
    let path = paths::profile(area)?;
    let text = std::fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let profile: Profile =
        serde_json::from_str(&text).with_context(|| format!("{} is not an area profile", path.display()))?;
    check(&profile, area).with_context(|| format!("{} cannot be used", path.display()))?;
    let document = serde_json::to_string(&profile)?;
    Ok(Loaded { profile, document })
}

/// What must hold before a profile is loaded.
fn check(profile: &Profile, area: &str) -> Result<()> {
    anyhow::ensure!(profile.area == area, "its area is `{}` and its folder's name is not", profile.area);
    anyhow::ensure!(
        profile.services.iter().any(|service| service.universal),
        "it has no universal fallback service without a capacity limit (AS27), so a person could be offered to nobody"
    );
    let code_is_plain =
        |code: &str| !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    for code in profile.providers.iter().map(|provider| &provider.code).chain(profile.partners.iter().map(|p| &p.code))
    {
        anyhow::ensure!(code_is_plain(code), "the code `{code}` is not lower-case letters, digits and hyphens");
    }
    for service in &profile.services {
        let known = profile.providers.iter().any(|provider| provider.code == service.provider);
        anyhow::ensure!(known, "the service `{}` is of `{}`, who is no provider of it", service.code, service.provider);
    }
    for partner in &profile.partners {
        anyhow::ensure!(partner.kind != SourceKind::SelfReferral, "the partner `{}` is of kind `self`", partner.code);
    }
    Ok(())
}

/// The roles of the people who work with the hub, each with its group in the user pool.
pub fn roles(profile: &Profile) -> Vec<String> {
    let fixed = ["coordinator", "police", "oversight", "touchpoint", "witness-care"].map(str::to_owned);
    let of_providers = profile
        .providers
        .iter()
        .flat_map(|provider| [format!("provider-{}", provider.code), format!("volunteer-{}", provider.code)]);
    fixed.into_iter().chain(of_providers).collect()
}

/// What a partner is listed under: its kind, or its code where another partner has that kind already.
pub fn listed_as(profile: &Profile, partner: &Partner) -> String {
    let first = profile.partners.iter().find(|other| other.kind == partner.kind);
    match first {
        Some(first) if first.code == partner.code => partner.kind.to_string(),
        _ => partner.code.clone(),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A small area: two providers, two partners of one kind.
    pub fn small() -> Profile {
        serde_json::from_value(serde_json::json!({
            "area": "small", "name": "Small", "hub_name": "Small Hub", "sender_name": "Small", "neutral_domain": "example.org",
            "exit_url": "https://example.org/", "rules": "2021-04.1", "consent_models": [{"model": "opt-in", "from": "2018-04-01"}],
            "labels": {"coordinator": "Coordinator", "touchpoint": "Touchpoint", "stages": {}},
            "local_authorities": [], "helplines": [],
            "providers": [
                {"code": "open-door", "name": "Open Door", "illustrative": true},
                {"code": "wise", "name": "Wise", "illustrative": true}
            ],
            "services": [{
                "code": "all", "provider": "wise", "name": "All", "about": "Everyone", "stage": 1, "universal": true, "needs": [],
                "specialisms": [], "local_authorities": [], "funding": ["moj-grant"], "modalities": [], "from": "2026-01-01",
                "until": null, "public": true
            }],
            "partners": [
                {"code": "force", "name": "Force", "kind": "police"},
                {"code": "second-force", "name": "Second Force", "kind": "police"}
            ],
            "touchpoints": []
        }))
        .expect("a profile")
    }

    #[test]
    fn a_profile_without_a_universal_service_is_refused() {
        let mut profile = small();
        check(&profile, "small").expect("good");
        profile.services[0].universal = false;
        assert!(format!("{:#}", check(&profile, "small").expect_err("refused")).contains("AS27"));
    }

    #[test]
    fn the_first_partner_of_a_kind_is_listed_under_it_and_the_second_under_its_code() {
        let profile = small();
        let names: Vec<String> = profile.partners.iter().map(|partner| listed_as(&profile, partner)).collect();
        assert_eq!(names, ["police", "second-force"]);
    }

    #[test]
    fn each_provider_has_a_role_for_staff_and_one_for_volunteers() {
        let roles = roles(&small());
        assert!(roles.contains(&"provider-open-door".to_owned()) && roles.contains(&"volunteer-wise".to_owned()));
        assert_eq!(roles.len(), 9);
    }
}
