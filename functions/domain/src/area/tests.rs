mod coverage;
mod damage;
mod ending;
mod faults;

use super::*;
use jiff::civil::date;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The day of the tests. Every shipped profile is valid on it.
const TODAY: Date = date(2026, 11, 22);

static POSTCODES: LazyLock<Vec<u8>> =
    LazyLock::new(|| std::fs::read(infra().join("reference/postcodes.bin")).unwrap());

fn infra() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra")
}

/// A shipped profile as JSON.
fn document(area: &str) -> Value {
    let text =
        std::fs::read_to_string(infra().join("areas").join(area).join("profile.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn read(document: &Value) -> Profile {
    serde_json::from_value(document.clone()).unwrap()
}

fn faults_of(profile: &Profile, folder: &str) -> Vec<Fault> {
    faults_on(TODAY, profile, folder)
}

fn faults_on(today: Date, profile: &Profile, folder: &str) -> Vec<Fault> {
    // Creating the table checks all its bytes, which is slow, so the tests do it once.
    static TABLE: LazyLock<PostcodeTable<'static>> =
        LazyLock::new(|| PostcodeTable::new(&POSTCODES).unwrap());
    check(profile, folder, &TABLE, today)
}

/// The value at a path of names, list indexes, codes of list members, or `-` for the last member.
fn pointer(document: &Value, path: &str) -> String {
    let mut at = document;
    let mut pointer = String::new();
    for part in path.split('/').skip(1) {
        let part = match at.as_array() {
            Some(list) if part == "-" => (list.len() - 1).to_string(),
            Some(list) => list
                .iter()
                .position(|item| item["code"] == part)
                .map_or(part.to_owned(), |i| i.to_string()),
            None => part.to_owned(),
        };
        pointer = format!("{pointer}/{part}");
        at = document.pointer(&pointer).unwrap_or(&Value::Null);
    }
    pointer
}

/// Sets the value at a path. `+` appends to a list.
fn put(document: &mut Value, path: &str, value: Value) {
    let (parent, name) = path.rsplit_once('/').unwrap();
    let pointer = pointer(document, parent);
    if document.pointer(&pointer).is_none() {
        put(document, parent, Value::Object(serde_json::Map::new()));
    }
    match document.pointer_mut(&pointer).unwrap() {
        Value::Array(list) if name == "+" => list.push(value),
        Value::Array(list) => {
            let index = list.iter().position(|item| item["code"] == name);
            list[index.unwrap_or_else(|| name.parse().unwrap())] = value;
        }
        parent => parent[name] = value,
    }
}

#[test]
fn every_area_of_the_folder_can_be_used() {
    let areas = std::fs::read_dir(infra().join("areas"))
        .unwrap()
        .flatten()
        .filter(|area| area.path().is_dir());
    let names: Vec<String> = areas
        .map(|area| area.file_name().into_string().unwrap())
        .collect();
    assert!(names.contains(&"thames-valley".to_owned()));
    for name in names {
        let faults = faults_of(&read(&document(&name)), &name);
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
    }
}

#[test]
fn the_area_code_must_match_its_folder() {
    let profile = read(&document("thames-valley"));
    let faults = faults_of(&profile, "elsewhere");
    assert_eq!(faults[0].field, "/area");
    assert!(faults[0].mend.contains("`elsewhere`"), "{}", faults[0]);
}
