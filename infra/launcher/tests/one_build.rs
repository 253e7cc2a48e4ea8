//! Every build of the workspace compiles a dependency with the same features, so that it is compiled once.

#![allow(clippy::expect_used, reason = "in a test a panic is how it fails")]

use std::collections::BTreeSet;
use std::path::Path;

/// Each dependency with its features, as a build resolves them.
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
        // The workspace's own packages end in their folder.
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
        "the tests want other features of these: add those to infra/Cargo.toml: {apart:?}"
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
        "the other tests want other features of these: add those to infra/Cargo.toml: {apart:?}"
    );
}
