//! Every build of the workspace uses the same features of a dependency, so that cargo compiles it once.

#![allow(clippy::expect_used, reason = "in a test a panic is how it fails")]

use std::collections::BTreeSet;
use std::path::Path;

/// Each dependency with the features that a build resolves.
fn resolved(edges: &str, more: &[&str]) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = launcher::cargo::command(&root)
        .args(["tree", "--workspace", "--prefix", "none"])
        .args(["--edges", edges, "--format", "{p} {f}"])
        .args(more)
        .output()
        .expect("cargo starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    said.lines()
        .map(|line| line.trim_end_matches(" (*)").to_owned())
        // The workspace's own packages have a path.
        .filter(|line| !line.is_empty() && !line.contains("(/"))
        .collect()
}

#[test]
fn tests_and_programs_share_their_dependencies() {
    let programs = resolved("normal,build", &[]);
    assert!(programs.len() > 100, "{programs:?}");
    let tests = resolved("normal,build,dev", &[]);
    let apart: Vec<_> = programs.difference(&tests).collect();
    assert!(
        apart.is_empty(),
        "the tests use other features of these: add those features to infra/Cargo.toml: {apart:?}"
    );
}

#[test]
fn unit_tests_alone_share_them_too() {
    let all = resolved("normal,build,dev", &[]);
    let unit = ["--exclude", "api", "--exclude", "simulation"];
    let unit = resolved("normal,build,dev", &unit);
    let apart: Vec<_> = unit.difference(&all).collect();
    assert!(
        apart.is_empty(),
        "the other tests use other features of these: add those features to infra/Cargo.toml: {apart:?}"
    );
}
