//! `events` and `domain` are functions of their arguments: no I/O, no clock, no randomness, no AWS.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn nothing_in_events_or_domain_touches_the_world() {
    let domain = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&domain.join("src"), &mut found);
    sources(&domain.join("../../events/src"), &mut found);
    assert!(found.len() > 20, "the sources were not found");
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "Timestamp::now",
        "Zoned::now",
        "SystemTime",
        "Instant::now",
        "rand::",
        "tokio",
        "aws_",
    ];
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap();
        // The rest of a file is tests, which may read their data.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        if path
            .components()
            .any(|part| part.as_os_str() == "tests.rs" || part.as_os_str() == "tests")
        {
            continue;
        }
        for word in forbidden {
            assert!(!code.contains(word), "{} says {word}", path.display());
        }
    }
}

#[test]
fn a_crime_type_cannot_reach_the_matcher() {
    let source = include_str!("../src/matching/seeker.rs");
    let seeker = source
        .split("pub struct Seeker")
        .nth(1)
        .unwrap()
        .split('}')
        .next()
        .unwrap();
    assert!(!seeker.contains("category") && !seeker.contains("Category"));
    let received = include_str!("../../../events/src/case/received.rs")
        .split("pub struct Received")
        .nth(1)
        .unwrap();
    assert!(
        !received.split("\n}").next().unwrap().contains("Category"),
        "nor the events that it is made from"
    );
}
