//! Every message is shown somewhere.

use super::{files_under, workspace};
use crate::messages::FUNCTIONS;
use std::collections::HashSet;

#[test]
fn every_message_is_used() {
    let root = workspace();
    let words = root.join("words");
    let mut used: HashSet<String> = HashSet::new();
    for path in files_under(&root, &["rs", "html", "txt", "json"]) {
        if !path.starts_with(&words) && !path.ends_with("package-lock.json") {
            collect(
                &std::fs::read_to_string(&path).unwrap_or_default(),
                &mut used,
            );
        }
    }
    assert!(used.len() > 100, "the sources were not found");
    let is_used = |(key, function, _): &&(&str, &str, bool)| {
        let (module, name) = function.split_once("::").unwrap();
        let constant = format!("{module}::{}", name.to_ascii_uppercase());
        used.contains(*function) || used.contains(&constant) || used.contains(*key)
    };
    let unused: Vec<&str> = FUNCTIONS
        .iter()
        .filter(|one| !is_used(one))
        .map(|(key, ..)| *key)
        .collect();
    assert!(
        unused.is_empty(),
        "these messages are shown nowhere; remove them: {unused:#?}"
    );
}

/// Adds each `module::name` of the source, and each `"file.key"` of it.
fn collect(source: &str, used: &mut HashSet<String>) {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    for (at, _) in source.match_indices("::") {
        let before = source[..at].rsplit(|letter| !is_part(letter)).next();
        let after = source[at + 2..].split(|letter| !is_part(letter)).next();
        if let (Some(before), Some(after)) = (before, after)
            && !before.is_empty()
            && !after.is_empty()
        {
            used.insert(format!("{before}::{after}"));
        }
    }
    let is_key = |text: &&str| {
        text.contains('.')
            && text.chars().all(|letter| {
                letter.is_ascii_lowercase()
                    || letter.is_ascii_digit()
                    || letter == '-'
                    || letter == '.'
            })
    };
    used.extend(source.split('"').filter(is_key).map(ToOwned::to_owned));
}

#[test]
fn a_use_is_found_in_code_templates_and_data() {
    let mut used = HashSet::new();
    collect(
        "view! { {words::home::title()} } {{ words::letters::hello() }} \"what\": \"promises.look\"",
        &mut used,
    );
    for one in ["home::title", "letters::hello", "promises.look"] {
        assert!(used.contains(one), "{one} in {used:?}");
    }
    assert!(!used.contains("home::lead"));
}
