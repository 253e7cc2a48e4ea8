use super::*;
use events::case::DeclineReason;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn snapshot(interface: Interface) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    folder.join(format!("{}.json", interface.name()))
}

/// `HUB_SNAPSHOTS=1` writes the present descriptions.
#[test]
fn the_descriptions_are_as_they_were() {
    for interface in Interface::ALL {
        let mut now = serde_json::to_string_pretty(&interface.description("Hub")).unwrap();
        now.push('\n');
        let path = snapshot(interface);
        if std::env::var_os("HUB_SNAPSHOTS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            before == now,
            "{} differs from {}: look at what has changed, then run with HUB_SNAPSHOTS=1",
            interface.name(),
            path.display()
        );
    }
}

#[test]
fn every_reason_to_decline_is_listed() {
    let api = Interface::Provider.description("Hub");
    let listed = &api["components"]["schemas"]["DeclineReason"]["enum"];
    assert_eq!(listed, &json!(DeclineReason::SET.codes));
    let body = &api["paths"]["/provider/onwards/{onward}/decline"]["post"]["requestBody"];
    let why = &body["content"]["application/json"]["schema"]["properties"]["why"];
    assert_eq!(why["$ref"], "#/components/schemas/DeclineReason");
}

#[test]
fn a_version_is_required_where_the_command_needs_it() {
    let api = Interface::Hub.description("Hub");
    for spec in CoordinatorCommand::COMMANDS {
        let path = format!("/hub/cases/{{reference}}/{}", spec.name);
        let header = &api["paths"][&path]["post"]["parameters"][0];
        assert_eq!(header["name"], "If-Match", "{path}");
        assert_eq!(header["required"], spec.needs_version, "{path}");
    }
}

/// The keys that a group of commands needs for its titles, and those for its labels.
fn keys(groups: &[&[CommandSpec]]) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = || groups.iter().flat_map(|group| group.iter());
    let titles = all().map(|spec| spec.name.to_owned()).collect();
    let labels = all()
        .flat_map(|spec| spec.fields.iter().map(|field| spec.key_of(field)))
        .collect();
    (titles, labels)
}

fn set(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

#[test]
fn each_command_and_field_has_its_words() {
    let (titles, labels) = keys(&[CoordinatorCommand::COMMANDS, HubCommand::COMMANDS]);
    assert_eq!(set(commands::COORDINATOR_TITLE), titles);
    assert_eq!(set(commands::COORDINATOR_LABEL), labels);
    assert!(set(commands::COORDINATOR_HINT).is_subset(&labels));
    assert!(set(commands::COORDINATOR_CONSEQUENCE).is_subset(&titles));
    let (titles, labels) = keys(&[ProviderCommand::COMMANDS, Act::COMMANDS]);
    assert_eq!(set(commands::PROVIDER_TITLE), titles);
    assert_eq!(set(commands::PROVIDER_LABEL), labels);
    assert!(set(commands::PROVIDER_HINT).is_subset(&labels));
    assert!(set(commands::PROVIDER_CONSEQUENCE).is_subset(&titles));
    let (titles, labels) = keys(&[JusticeCommand::COMMANDS]);
    assert_eq!(set(commands::POLICE_TITLE), titles);
    assert_eq!(set(commands::POLICE_LABEL), labels);
    assert!(set(commands::POLICE_HINT).is_subset(&labels));
    assert!(set(commands::POLICE_CONSEQUENCE).is_subset(&titles));
    let (titles, labels) = keys(&[PersonCommand::COMMANDS]);
    assert_eq!(set(commands::PERSON_TITLE), titles);
    assert_eq!(set(commands::PERSON_LABEL), labels);
}

/// Every `$ref` in a document.
fn references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                found.insert(reference.to_owned());
            }
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for interface in Interface::ALL {
        let api = interface.description("Hub");
        let mut found = BTreeSet::new();
        references(&api, &mut found);
        assert!(!found.is_empty());
        for reference in found {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(
                api.pointer(pointer).is_some(),
                "{}: {reference}",
                interface.name()
            );
        }
    }
}
