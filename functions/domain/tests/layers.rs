//! The layers of a case: commands use `apply`, and `apply` and the rules below it use no command.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test that fails is a test that fails"
)]

use std::path::{Path, PathBuf};

/// The modules that [`domain::case::apply`] depends on.
const LEAVES: [&str; 7] = [
    "calendar",
    "care",
    "case/access",
    "case/deadlines",
    "case/sharing",
    "justice",
    "promise",
];

/// The source files of the module at `module`, without its tests.
fn sources(module: &str) -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![source.join(format!("{module}.rs"))];
    let mut folders = vec![source.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.file_stem().is_some_and(|name| name == "tests") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}

/// Fails if the module names one of the `forbidden` modules outside comments and tests.
fn assert_free_of(module: &str, forbidden: &[&str]) {
    for path in sources(module) {
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
        {
            for name in forbidden {
                let names_it = line
                    .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .any(|word| word == *name);
                assert!(!names_it, "{} uses {name}: {line}", path.display());
            }
        }
    }
}

#[test]
fn applying_events_uses_no_command() {
    assert!(
        sources("case/apply").len() > 5,
        "the sources were not found"
    );
    assert_free_of("case/apply", &["commands"]);
}

#[test]
fn what_applying_events_rests_on_uses_neither_layer() {
    for leaf in LEAVES {
        assert_free_of(leaf, &["apply", "commands"]);
    }
}

#[test]
fn the_check_sees_a_layer_that_uses_another() {
    let uses = std::panic::catch_unwind(|| assert_free_of("case/commands", &["apply"]));
    assert!(
        uses.is_err(),
        "commands apply events, and the check must see it"
    );
}
