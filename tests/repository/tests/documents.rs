//! The documents agree with each other and with the code.
#![expect(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use repository::{Repository, markdown, resolve};
use std::collections::BTreeSet;

/// Where citations and paths may occur.
const TEXT: [&str; 10] = [
    "ftl", "html", "json", "md", "mjs", "rs", "scss", "sh", "toml", "yaml",
];
/// The endings of code spans that are paths of files.
const PATHS: [&str; 9] = [
    ".bin", ".csv", ".json", ".jsonl", ".md", ".mjs", ".rs", ".toml", ".yaml",
];
/// The contract is published unchanged, so its paths are those of the published folder.
const PUBLISHED: &str = "events/contract/README.md";
/// The documents whose citations are explained in `docs/sources.md`.
const DOCUMENTS: [&str; 5] = ["AS", "CA", "DC", "KE", "TV"];

fn open() -> Repository {
    Repository::open().unwrap()
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_link_resolves() {
    let repository = open();
    let mut faults = Vec::new();
    let mut count = 0;
    for (path, text) in repository.texts(&["md"]).unwrap() {
        // The links of guides and steps lead to pages of the site: the builder of the site checks those.
        if path.starts_with("words/en-GB/") {
            continue;
        }
        for (number, line) in markdown::prose(&text) {
            for link in markdown::links(line) {
                if ["https://", "http://", "mailto:"]
                    .iter()
                    .any(|scheme| link.starts_with(scheme))
                {
                    continue;
                }
                count += 1;
                if let Some(fault) = broken(&repository, path, &text, &link) {
                    faults.push(format!("{path}:{number}: {link}: {fault}"));
                }
            }
        }
    }
    none(&faults);
    assert!(count > 30, "only {count} links were found");
}

/// What is wrong with a relative link.
fn broken(repository: &Repository, path: &str, text: &str, link: &str) -> Option<&'static str> {
    let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
    let Some(file) = resolve(path, target) else {
        return Some("it leaves the repository");
    };
    if target.is_empty() {
        return (!markdown::anchors(text).iter().any(|one| one == anchor))
            .then_some("there is no such heading");
    }
    if !repository.has_file(&file) && !repository.has_folder(&file) {
        return Some("there is no such file");
    }
    let missing = !anchor.is_empty()
        && !repository
            .text(&file)
            .is_ok_and(|text| markdown::anchors(&text).iter().any(|one| one == anchor));
    missing.then_some("there is no such heading")
}

#[test]
fn every_path_in_prose_exists() {
    let repository = open();
    let mut faults = Vec::new();
    let exists = |from: &str, path: &str| {
        repository.has_file(path)
            || resolve(from, path).is_some_and(|path| repository.has_file(&path))
    };
    for (path, text) in repository.texts(&["md"]).unwrap() {
        for (number, line) in markdown::prose(&text) {
            if line.matches('`').count() % 2 == 1 {
                faults.push(format!(
                    "{path}:{number}: a code span goes on in the next line"
                ));
            }
            for span in markdown::code_spans(line) {
                if path != PUBLISHED && is_path(span) && !exists(path, span) {
                    faults.push(format!("{path}:{number}: there is no {span}"));
                }
            }
        }
    }
    // In code, comments send their reader to documents.
    for (path, text) in repository.texts(&["rs", "yaml"]).unwrap() {
        for (index, line) in text.lines().enumerate() {
            let Some((_, comment)) = line.split_once("//").or_else(|| line.split_once("# ")) else {
                continue;
            };
            let words = comment.split(|one: char| one.is_whitespace() || "`()[],;".contains(one));
            for word in words.map(|word| word.trim_end_matches('.')) {
                if word.ends_with(".md") && is_path(word) && !exists(path, word) {
                    faults.push(format!("{path}:{}: there is no {word}", index + 1));
                }
            }
        }
    }
    none(&faults);
}

/// Whether a text is the path of a file, and has no placeholder in it, such as `NAME`.
fn is_path(text: &str) -> bool {
    let placeholder = |part: &str| {
        let stem = part.split('.').next().unwrap_or_default();
        stem.len() > 1
            && stem
                .chars()
                .all(|one| one.is_ascii_uppercase() || one == '-')
            && !["README", "LICENSE", "CONTRIBUTING", "SECURITY"].contains(&stem)
    };
    text.contains('/')
        && !text.starts_with('/')
        && PATHS.iter().any(|ending| text.ends_with(ending))
        && text
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "_-./".contains(one))
        && !text.split('/').any(placeholder)
}

#[test]
fn every_citation_is_explained() {
    let repository = open();
    let sources = repository.text("docs/sources.md").unwrap();
    let mut explained = BTreeSet::new();
    for line in sources.lines() {
        let row = line
            .strip_prefix("| ")
            .and_then(|rest| rest.split(' ').next())
            .unwrap_or_default();
        if citations(row).first() == Some(&row) {
            assert!(explained.insert(row), "{row} is explained twice");
        }
    }
    let rights: BTreeSet<&str> = markdown::rows(&sources, "The Victims' Code")
        .into_iter()
        .map(|(_, cells)| cells[0])
        .collect();
    let mut faults = Vec::new();
    let mut count = 0;
    for (path, text) in repository.texts(&TEXT).unwrap() {
        if path == "docs/sources.md" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            let cited = citations(line);
            count += cited.len();
            let unknown = cited.into_iter().filter(|row| !explained.contains(row));
            let unknown = unknown.map(str::to_owned).chain(
                code_rights(line)
                    .into_iter()
                    .filter(|right| !rights.contains(right.as_str()))
                    .map(|right| format!("Victims' Code, right {right}")),
            );
            faults.extend(unknown.map(|row| {
                let number = index + 1;
                format!("{path}:{number}: docs/sources.md does not explain {row}")
            }));
        }
    }
    none(&faults);
    assert!(count > 300, "only {count} citations were found");
}

/// The rows of the source documents that a line cites, such as `AS8`.
fn citations(line: &str) -> Vec<&str> {
    line.split(|one: char| !one.is_alphanumeric() && one != '_')
        .filter(|word| {
            DOCUMENTS.iter().any(|document| {
                word.strip_prefix(document).is_some_and(|number| {
                    (1..=3).contains(&number.len())
                        && number.bytes().all(|byte| byte.is_ascii_digit())
                })
            })
        })
        .collect()
}

/// The rights of the Victims' Code that a line cites.
fn code_rights(line: &str) -> Vec<String> {
    ["Code right ", "Code, right ", "Code 2020, right "]
        .iter()
        .flat_map(|lead| line.split(lead).skip(1))
        .map(|rest| {
            rest.chars()
                .take_while(char::is_ascii_digit)
                .collect::<String>()
        })
        .filter(|right| !right.is_empty())
        .collect()
}

#[test]
fn every_invariant_names_tests_that_exist() {
    let repository = open();
    let text = repository.text("docs/architecture.md").unwrap();
    let mut faults = Vec::new();
    let rows = markdown::rows(&text, "Invariants");
    for (number, cells) in rows.iter().skip(1) {
        let mut file: Option<(&str, String)> = None;
        let mut tests = 0;
        for span in markdown::code_spans(cells.last().copied().unwrap_or_default()) {
            if is_path(span) {
                file = repository.text(span).ok().map(|text| (span, text));
                if file.is_none() {
                    faults.push(format!("line {number}: there is no {span}"));
                }
                continue;
            }
            let Some((path, code)) = &file else { continue };
            tests += 1;
            let written = [format!("fn {span}("), format!("test(\"{span}\"")];
            let quoted = format!("test('{span}'");
            if !written
                .iter()
                .chain([&quoted])
                .any(|one| code.contains(one))
            {
                faults.push(format!("line {number}: {path} has no test {span}"));
            }
        }
        if tests == 0 {
            faults.push(format!("line {number}: no test holds \"{}\"", cells[0]));
        }
    }
    none(&faults);
    assert!(rows.len() > 15, "only {} rows were found", rows.len());
}

#[test]
fn the_glossary_explains_each_term_once() {
    let text = open().text("docs/glossary.md").unwrap();
    let entries = markdown::prose(&text)
        .into_iter()
        .filter_map(|(_, line)| Some(line.strip_prefix("**")?.split_once("**")?.0));
    let mut terms = BTreeSet::new();
    for term in markdown::headings(&text).into_iter().chain(entries) {
        let term = term.trim_end_matches('.').trim_matches('`').to_lowercase();
        assert!(terms.insert(term.clone()), "`{term}` is explained twice");
    }
    assert!(terms.len() > 60, "only {} terms were found", terms.len());
}

#[test]
fn every_decision_is_listed_in_order() {
    let repository = open();
    let list = repository.text("docs/decisions/README.md").unwrap();
    let listed: Vec<String> = list.lines().flat_map(markdown::links).collect();
    let files: Vec<String> = repository
        .texts(&["md"])
        .unwrap()
        .into_iter()
        .filter_map(|(path, text)| Some((path.strip_prefix("docs/decisions/")?, text)))
        .filter(|(name, _)| *name != "README.md")
        .enumerate()
        .map(|(index, (name, text))| {
            let number = index + 1;
            assert!(name.starts_with(&format!("{number:04}-")), "{name}");
            assert!(text.starts_with(&format!("# {number}. ")), "{name}");
            for part in ["Context", "Decision", "Consequences"] {
                assert!(markdown::headings(&text).contains(&part), "{name}: {part}");
            }
            name.to_owned()
        })
        .collect();
    assert_eq!(listed, files);
}
