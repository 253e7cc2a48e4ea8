//! Reads an area's profile from its folder, and refuses it with a list of all its faults.

mod misfit;

use crate::{paths, postcodes};
use anyhow::{Context, Result};
use domain::area::{Fault, check};
use domain::calendar::london_today;
use domain::place::PostcodeTable;
use events::profile::{Partner, Profile};
use jiff::Timestamp;
use std::fmt;
use std::path::Path;

/// A profile and its text.
#[derive(Debug)]
pub struct Loaded {
    pub profile: Profile,
    /// The profile as compact JSON, which the directory stores.
    pub document: String,
}

/// A profile with faults: its file, and one fault per line.
#[derive(Debug)]
pub struct Faulty {
    file: String,
    faults: Vec<Fault>,
}

impl fmt::Display for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self
            .faults
            .iter()
            .map(|fault| format!("{}: {fault}", self.file))
            .collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for Faulty {}

/// Reads an area's profile.
///
/// # Errors
/// The area is unknown, or its profile is [`Faulty`]: every fault with its field and how to fix it.
pub fn load(area: &str) -> Result<Loaded> {
    read(&paths::profile(area)?)
}

/// Reads a profile from a file in a folder that has the area's name.
///
/// # Errors
/// The file cannot be read, or [`Faulty`].
pub fn read(path: &Path) -> Result<Loaded> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let root = paths::root()?;
    let refused = |faults| Faulty {
        file: path
            .strip_prefix(&root)
            .unwrap_or(path)
            .display()
            .to_string(),
        faults,
    };
    let profile = misfit::parse(&text).map_err(refused)?;
    let folder = path
        .parent()
        .and_then(Path::file_name)
        .unwrap_or_default()
        .to_string_lossy();
    let table = postcodes::bytes()?;
    let table = PostcodeTable::new(&table)
        .context("infra/reference/postcodes.bin cannot be used: load it again")?;
    let faults = check(&profile, &folder, &table, london_today(Timestamp::now()));
    if !faults.is_empty() {
        return Err(refused(faults).into());
    }
    let document = serde_json::to_string(&profile)?;
    Ok(Loaded { profile, document })
}

/// Who employs coordinators, as a group in the user pool (CA4). Coordinators of the police have the limits of the
/// police.
const EMPLOYERS: [&str; 2] = ["employer-hub", "employer-police"];
/// A coordinator who is employed by the police.
const OF_THE_POLICE: &str = "police-coordinator";
/// A second coordinator of the hub: what cannot be undone takes two. It also opens restricted cases.
const DUTY_MANAGER: &str = "duty-manager";

/// The roles of the people who work with the hub, each with a demo user.
pub fn roles(profile: &Profile) -> Vec<String> {
    let fixed = [
        "coordinator",
        DUTY_MANAGER,
        OF_THE_POLICE,
        "police",
        "oversight",
        "touchpoint",
        "witness-care",
    ]
    .map(str::to_owned);
    let of_providers = profile.providers.iter().flat_map(|provider| {
        [
            format!("provider-{}", provider.code),
            format!("volunteer-{}", provider.code),
        ]
    });
    fixed.into_iter().chain(of_providers).collect()
}

/// The groups of the user pool.
pub fn groups(profile: &Profile) -> Vec<String> {
    let of_roles = roles(profile)
        .into_iter()
        .filter(|role| role != OF_THE_POLICE);
    of_roles.chain(EMPLOYERS.map(str::to_owned)).collect()
}

/// The groups of a person with that role. A coordinator also has a group for the employer.
pub fn groups_of(role: &str) -> Vec<&str> {
    match role {
        "coordinator" => vec!["coordinator", "employer-hub"],
        DUTY_MANAGER => vec!["coordinator", "employer-hub", DUTY_MANAGER],
        OF_THE_POLICE => vec!["coordinator", "employer-police"],
        other => vec![other],
    }
}

/// The name that a partner is listed under: its kind, or its code if another partner of that kind comes first.
pub fn listed_as(profile: &Profile, partner: &Partner) -> String {
    let first = profile
        .partners
        .iter()
        .find(|other| other.kind == partner.kind);
    match first {
        Some(first) if first.code == partner.code => partner.kind.to_string(),
        _ => partner.code.clone(),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A small area: two providers, and two partners of one kind.
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

    /// Checks a changed copy of an area's folder under another name. Returns the faults, or `None`.
    fn copied(name: &str, change: impl FnOnce(&mut serde_json::Value)) -> Option<String> {
        let text = std::fs::read_to_string(paths::profile("thames-valley").expect("a path"))
            .expect("a profile");
        let mut document = serde_json::from_str(&text).expect("JSON");
        change(&mut document);
        let parent = std::env::temp_dir().join(format!("hub-areas-{}-{name}", std::process::id()));
        let folder = parent.join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("profile.json"), document.to_string()).expect("a file");
        let read = read(&folder.join("profile.json"));
        std::fs::remove_dir_all(&parent).expect("the folder is removed");
        match read {
            Ok(loaded) => {
                assert_eq!(loaded.profile.area, name);
                assert_eq!(
                    serde_json::from_str::<Profile>(&loaded.document).expect("a profile"),
                    loaded.profile
                );
                None
            }
            Err(error) => Some(format!("{error:#}")),
        }
    }

    #[test]
    fn a_sixth_area_is_a_folder() {
        let said = copied("wiltshire", |profile| {
            profile["area"] = "wiltshire".into();
            profile["name"] = "Wiltshire".into();
        });
        assert_eq!(said, None);
    }

    #[test]
    fn every_area_can_be_loaded() {
        for area in paths::areas().expect("areas") {
            load(&area).unwrap_or_else(|error| panic!("{error:#}"));
        }
    }

    #[test]
    fn every_fault_is_a_line_with_its_field_and_fix() {
        let said = copied("dorset", |profile| {
            profile["area"] = "dorset".into();
            profile["rules"] = "none".into();
            profile["services"][3]["provider"] = "nobody".into();
        });
        let said = said.expect("refused");
        let lines: Vec<&str> = said.lines().collect();
        assert_eq!(lines.len(), 2, "{said}");
        for (line, field) in lines.iter().zip(["/rules", "/services/3/provider"]) {
            let (file, rest) = line.split_once(": ").expect("a file");
            assert!(file.ends_with("/dorset/profile.json"), "{line}");
            assert!(
                rest.starts_with(&format!("{field}: ")) && rest.contains(". Fix: "),
                "{line}"
            );
        }
    }

    #[test]
    fn a_second_partner_of_a_kind_is_listed_by_code() {
        let profile = small();
        let names: Vec<String> = profile
            .partners
            .iter()
            .map(|partner| listed_as(&profile, partner))
            .collect();
        assert_eq!(names, ["police", "second-force"]);
    }

    #[test]
    fn each_provider_has_a_staff_and_a_volunteer_role() {
        let roles = roles(&small());
        assert!(
            roles.contains(&"provider-open-door".to_owned())
                && roles.contains(&"volunteer-wise".to_owned())
        );
        assert_eq!(roles.len(), 11);
    }

    #[test]
    fn every_role_has_known_groups_and_coordinators_an_employer() {
        let profile = small();
        let groups = groups(&profile);
        for role in roles(&profile) {
            let of_role = groups_of(&role);
            assert!(
                of_role
                    .iter()
                    .all(|group| groups.iter().any(|known| known == group)),
                "{role}"
            );
            let employed = of_role.iter().any(|group| group.starts_with("employer-"));
            assert_eq!(employed, of_role.contains(&"coordinator"), "{role}");
        }
    }
}
