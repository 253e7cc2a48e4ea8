//! No files of a crate import each other in a circle: each can be read, moved and tested without the others.

use repository::Repository;
use repository::rust::{Piece, pieces};
use std::collections::{BTreeMap, BTreeSet};

/// The names of a module below the crate's root.
type Module = Vec<String>;
/// The files of one crate, each with the files that it imports.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_crate_has_a_circle_of_imports() {
    let repository = Repository::open().unwrap();
    let sources = repository.texts(&["rs"]).unwrap();
    let manifests = repository.texts(&["toml"]).unwrap();
    let crates: Vec<&str> = manifests
        .iter()
        .filter_map(|(path, _)| path.strip_suffix("Cargo.toml"))
        .filter(|folder| !folder.is_empty())
        .collect();
    assert!(crates.len() > 10, "only {} crates were found", crates.len());
    let mut faults = Vec::new();
    for folder in crates {
        let files: Vec<(&str, &str)> = sources
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix(folder)?, text.as_str())))
            .filter_map(|(path, text)| Some((path.strip_prefix("src/")?, text)))
            .collect();
        let graph = imports(&files);
        for circle in circles(&graph) {
            let mut lines = vec![format!("{folder}src: {} files in a circle", circle.len())];
            lines.extend(circle.iter().map(|file| {
                let others: Vec<&str> = graph[file]
                    .iter()
                    .filter(|other| circle.contains(*other))
                    .map(String::as_str)
                    .collect();
                format!("  {file} imports {}", others.join(", "))
            }));
            faults.push(lines.join("\n"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_form_of_import_can_make_a_circle() {
    for back in [
        "use super::a::Item;",
        "use crate::{a::Item, other};",
        "use crate::{other, a::{self, Item as Other}};",
        "fn f() { crate::a::call() }",
        "fn f<'x>(one: &'x super::a::Item) {}",
        "pub(crate) use crate::a::Item;",
    ] {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::f;"),
            ("b.rs", back),
        ];
        let found = circles(&imports(&files));
        assert_eq!(
            found,
            [["a.rs".to_owned(), "b.rs".to_owned()].into()],
            "{back}"
        );
    }
    let children = [
        ("lib.rs", "mod a;"),
        ("a.rs", "mod b; use self::b::f;"),
        ("a/b.rs", "use super::Item;"),
    ];
    assert_eq!(circles(&imports(&children)).len(), 1);
}

#[test]
fn what_is_no_import_makes_no_circle() {
    for back in [
        "// use crate::a::Item;",
        "const TEXT: &str = \"crate::a::Item\";",
        "#[cfg(test)] mod tests { use crate::a::Item; }",
        "#[cfg(test)] use crate::a::Item;",
        "pub use self::inner::Item;",
        "use crate::Root;",
        "",
    ] {
        let files = [
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::f;"),
            ("b.rs", back),
        ];
        assert_eq!(
            circles(&imports(&files)),
            Vec::<BTreeSet<String>>::new(),
            "{back}"
        );
    }
}

/// What each file imports by a path that starts with `crate`, `super` or `self`. The root of the crate and re-exports of
/// children count for nobody: a parent may show what its children hold.
fn imports(files: &[(&str, &str)]) -> Imports {
    let modules: BTreeMap<Module, &str> = files
        .iter()
        .filter_map(|(path, _)| Some((module_of(path)?, *path)))
        .collect();
    let mut imports = Imports::new();
    for (path, text) in files {
        let Some(module) = module_of(path) else {
            continue;
        };
        let code = code(text);
        let mut others = BTreeSet::new();
        for mut target in paths(&code, &module) {
            while !target.is_empty() && !modules.contains_key(&target) {
                target.pop();
            }
            let file = modules.get(&target).filter(|file| *file != path);
            if let Some(file) = file.filter(|_| !target.is_empty()) {
                others.insert((*file).to_owned());
            }
        }
        imports.insert((*path).to_owned(), others);
    }
    imports
}

/// The module that a file holds. Returns `None` for tests and other binaries.
fn module_of(path: &str) -> Option<Module> {
    let mut names: Module = path
        .strip_suffix(".rs")?
        .split('/')
        .map(str::to_owned)
        .collect();
    if names
        .iter()
        .any(|name| name.ends_with("tests") || name == "bin")
    {
        return None;
    }
    let last = names.pop()?;
    let root = names.is_empty() && (last == "lib" || last == "main");
    if !root && last != "mod" {
        names.push(last);
    }
    Some(names)
}

/// The code of a file, without comments, strings and what is compiled for tests only.
fn code(text: &str) -> Vec<Piece> {
    let all: Vec<Piece> = pieces(text)
        .into_iter()
        .map(|(_, piece)| piece)
        .filter(|piece| matches!(piece, Piece::Word(_) | Piece::Mark(_)))
        .collect();
    let mut code = Vec::new();
    let mut at = 0;
    while at < all.len() {
        if is_for_tests(&all[at..]) {
            at += length_of_item(&all[at..]);
        } else {
            code.push(all[at].clone());
            at += 1;
        }
    }
    code
}

/// Whether `#[cfg(test)]`, or `#[cfg(all(test, …))]`, starts here.
fn is_for_tests(code: &[Piece]) -> bool {
    let start = [mark('#'), mark('['), word("cfg"), mark('(')];
    if !code.starts_with(&start) {
        return false;
    }
    let rest = &code[start.len()..];
    rest.starts_with(&[word("test")]) || rest.starts_with(&[word("all"), mark('('), word("test")])
}

/// How many pieces the item that starts here has: up to its semicolon, or to the end of its block.
fn length_of_item(code: &[Piece]) -> usize {
    let mut braces = 0_usize;
    let mut others = 0_usize;
    for (index, piece) in code.iter().enumerate() {
        match piece {
            Piece::Mark('{') => braces += 1,
            Piece::Mark('(' | '[') => others += 1,
            Piece::Mark(')' | ']') => others = others.saturating_sub(1),
            Piece::Mark('}') => {
                braces = braces.saturating_sub(1);
                // A list of imports ends with its semicolon.
                let list = code.get(index + 1) == Some(&mark(';'));
                if braces == 0 && !list {
                    return index + 1;
                }
            }
            Piece::Mark(';') if braces == 0 && others == 0 => return index + 1,
            _ => {}
        }
    }
    code.len()
}

fn word(text: &str) -> Piece {
    Piece::Word(text.to_owned())
}

fn mark(one: char) -> Piece {
    Piece::Mark(one)
}

/// Every path that starts with `crate`, `super` or `self`, from the root of the crate.
fn paths(code: &[Piece], module: &Module) -> Vec<Module> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let start = match &code[at] {
            Piece::Word(name) if follows(code, at + 1) => name.as_str(),
            _ => "",
        };
        let base = match start {
            "crate" => Some(Module::new()),
            "self" => Some(module.clone()),
            "super" => Some(parent(module)),
            _ => None,
        };
        // A name before it makes it another path, such as `other::self`.
        let continues = at >= 2 && code[at - 2..at] == [mark(':'), mark(':')];
        let Some(base) = base.filter(|_| !continues) else {
            at += 1;
            continue;
        };
        let shown = start != "crate" && is_re_export(&code[..at]);
        let mut ends = Vec::new();
        at = tree(code, at + 1, base, &mut ends);
        if !shown {
            found.extend(ends);
        }
    }
    found
}

/// Whether `::` stands here.
fn follows(code: &[Piece], at: usize) -> bool {
    code.get(at..at + 2) == Some(&[mark(':'), mark(':')])
}

fn parent(module: &Module) -> Module {
    module[..module.len().saturating_sub(1)].to_vec()
}

/// Whether `pub use`, with or without a limit, ends here.
fn is_re_export(before: &[Piece]) -> bool {
    if before.last() != Some(&word("use")) {
        return false;
    }
    let rest = &before[..before.len() - 1];
    let open = match rest.last() {
        Some(Piece::Mark(')')) => rest.iter().rposition(|piece| *piece == mark('(')),
        _ => Some(rest.len()),
    };
    open.is_some_and(|open| rest[..open].last() == Some(&word("pub")))
}

/// Reads what follows a name in a path, and adds the ends of its branches. Returns the place where it stopped.
fn tree(code: &[Piece], mut at: usize, mut base: Module, ends: &mut Vec<Module>) -> usize {
    while follows(code, at) {
        match code.get(at + 2) {
            Some(Piece::Word(name)) => {
                match name.as_str() {
                    "super" => base = parent(&base),
                    "self" => {}
                    name => base.push(name.to_owned()),
                }
                at += 3;
            }
            Some(Piece::Mark('{')) => {
                at += 3;
                while at < code.len() && code[at] != mark('}') {
                    let Piece::Word(name) = &code[at] else {
                        at += 1;
                        continue;
                    };
                    let mut branch = base.clone();
                    if name != "self" {
                        branch.push(name.clone());
                    }
                    at = tree(code, at + 1, branch, ends);
                    // Another name for it, up to the comma.
                    while at < code.len() && code[at] != mark(',') && code[at] != mark('}') {
                        at += 1;
                    }
                }
                return at + 1;
            }
            // A glob, or the parameters of a type.
            _ => {
                at += 2;
                break;
            }
        }
    }
    ends.push(base);
    at
}

/// The sets of files in which each can be reached from each other.
fn circles(graph: &Imports) -> Vec<BTreeSet<String>> {
    let reach: BTreeMap<&String, BTreeSet<&String>> = graph
        .keys()
        .map(|file| {
            let mut seen = BTreeSet::new();
            let mut open: Vec<&String> = graph[file].iter().collect();
            while let Some(next) = open.pop() {
                if seen.insert(next) {
                    open.extend(graph.get(next).into_iter().flatten());
                }
            }
            (file, seen)
        })
        .collect();
    let mut found: Vec<BTreeSet<String>> = Vec::new();
    for (file, seen) in &reach {
        let circle: BTreeSet<String> = seen
            .iter()
            .filter(|other| reach.get(*other).is_some_and(|back| back.contains(file)))
            .map(|other| (*other).clone())
            .collect();
        if !circle.is_empty() && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}
