//! The edge knows every page of the site: it answers 404 for all others.

use repository::Repository;
use std::collections::BTreeSet;

/// The names in the list `var NAME = [...]` of the template's function.
fn listed(template: &str, name: &str) -> BTreeSet<String> {
    let begin = format!("var {name} = [");
    let list = template.split(&begin).nth(1).unwrap_or_default();
    let list = list.split(']').next().unwrap_or_default();
    list.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_edge_lists_every_guide_and_every_step() {
    let repository = Repository::open().unwrap();
    let texts = repository.texts(&["md"]).unwrap();
    let template = repository.text("infra/template.yaml").unwrap();
    for name in ["guides", "steps"] {
        let folder = format!("words/en-GB/{name}/");
        let written: BTreeSet<String> = texts
            .iter()
            .filter_map(|(path, _)| path.strip_prefix(&folder)?.strip_suffix(".md"))
            .map(str::to_owned)
            .collect();
        assert!(written.len() > 10, "{name}: {}", written.len());
        assert_eq!(
            listed(&template, name),
            written,
            "`var {name}` in infra/template.yaml"
        );
    }
}
