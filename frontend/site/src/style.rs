//! The style sheet, by the Sass of the npm folder.

use crate::args::Args;
use anyhow::{Context as _, Result, bail};
use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

/// Classes of the library that no page and no script uses. The form's first paint has a budget, and they are a sixth of it.
const UNUSED: [&str; 49] = [
    "govuk-body-lead",
    "govuk-body-m",
    "govuk-button--inverse",
    "govuk-button--start",
    "govuk-button__start-icon",
    "govuk-caption-l",
    "govuk-caption-xl",
    "govuk-checkboxes__conditional",
    "govuk-checkboxes__conditional--hidden",
    "govuk-checkboxes__divider",
    "govuk-checkboxes__hint",
    "govuk-error-summary__body",
    "govuk-exit-this-page",
    "govuk-fieldset__heading",
    "govuk-fieldset__legend--l",
    "govuk-fieldset__legend--m",
    "govuk-fieldset__legend--xl",
    "govuk-frontend-supported",
    "govuk-heading-xl",
    "govuk-input--extra-letter-spacing",
    "govuk-input--width-2",
    "govuk-input--width-3",
    "govuk-input--width-30",
    "govuk-input--width-5",
    "govuk-input__prefix",
    "govuk-input__suffix",
    "govuk-input__wrapper",
    "govuk-label--l",
    "govuk-label--s",
    "govuk-label--xl",
    "govuk-label-wrapper",
    "govuk-link--inverse",
    "govuk-link--muted",
    "govuk-link--no-underline",
    "govuk-link--no-visited-state",
    "govuk-link--text-colour",
    "govuk-link-image",
    "govuk-main-wrapper--auto-spacing",
    "govuk-main-wrapper--l",
    "govuk-radios--inline",
    "govuk-radios__conditional",
    "govuk-radios__conditional--hidden",
    "govuk-radios__divider",
    "govuk-radios__hint",
    "govuk-select--error",
    "govuk-skip-link-focused-element",
    "govuk-template",
    "govuk-textarea--error",
    "govuk-visually-hidden-focusable",
];

/// What a selector says of a field or a button that cannot be used. No page has one.
const DISABLED: [&str; 2] = [":disabled", "[disabled]"];

/// The compressed style sheet.
///
/// # Errors
/// The npm folder was not installed, or the style does not compile.
pub fn compile(args: &Args) -> Result<Vec<u8>> {
    if let Some(css) = &args.css {
        return fs::read(css)
            .with_context(|| format!("the style sheet {} cannot be read", css.display()));
    }
    let modules = args.frontend.join("node_modules");
    let sass = modules.join(".bin/sass");
    if !sass.exists() {
        bail!(
            "{} is not there: run `npm ci` in {}",
            sass.display(),
            args.frontend.display()
        );
    }
    let output = Command::new(&sass)
        .args(["--style=compressed", "--no-source-map", "--quiet-deps"])
        .arg(format!("--load-path={}", modules.display()))
        .arg(args.frontend.join("style/site.scss"))
        .output()
        .with_context(|| format!("{} does not start", sass.display()))?;
    if !output.status.success() {
        bail!(
            "the style does not compile:\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let css = String::from_utf8(output.stdout).context("the style is not text")?;
    Ok(without_unused_properties(&without_unused(&css)).into_bytes())
}

/// The style sheet without the selectors of [`UNUSED`] classes, and without the rules that have no other selector.
fn without_unused(css: &str) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = outside_quotes(rest, |letter| matches!(letter, '{' | ';')) {
        let (prelude, after) = rest.split_at(at);
        if let Some(next) = after.strip_prefix(';') {
            kept.push_str(&rest[..=at]);
            rest = next;
            continue;
        }
        let end = end_of_block(after).unwrap_or(after.len());
        let block = &after[1..end.saturating_sub(1).max(1)];
        if prelude.starts_with("@media") || prelude.starts_with("@supports") {
            let inside = without_unused(block);
            if !inside.is_empty() {
                kept.extend([prelude, "{", &inside, "}"]);
            }
        } else if prelude.starts_with('@') {
            kept.extend([prelude, &after[..end]]);
        } else {
            let selectors: Vec<_> = selectors(prelude)
                .into_iter()
                .filter(|selector| !is_unused(selector))
                .collect();
            if !selectors.is_empty() {
                kept.extend([&selectors.join(","), &after[..end]]);
            }
        }
        rest = &after[end..];
    }
    kept.push_str(rest);
    kept
}

/// The style sheet without the custom properties that nothing reads, and without the second choice for those that it
/// defines itself.
fn without_unused_properties(css: &str) -> String {
    let mut defined = BTreeSet::new();
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("--") {
        let (before, found) = rest.split_at(at);
        let end = found.find(|letter| !is_name(letter)).unwrap_or(found.len());
        let (name, after) = found.split_at(end);
        let starts_declaration = before.ends_with(['{', ';']);
        let value = after.strip_prefix(':').filter(|_| starts_declaration);
        kept.push_str(before);
        rest = match value {
            Some(value) if !css.contains(&format!("var({name}")) => {
                let end = value.find([';', '}']).unwrap_or(value.len());
                value[end..].strip_prefix(';').unwrap_or(&value[end..])
            }
            _ => {
                if value.is_some() {
                    defined.insert(name);
                }
                kept.push_str(name);
                after
            }
        };
    }
    kept.push_str(rest);
    for name in defined {
        let with_choice = format!("var({name},");
        while let Some((before, choice)) = kept.split_once(&with_choice) {
            let Some((_, after)) = choice
                .split_once(')')
                .filter(|(choice, _)| !choice.contains('('))
            else {
                break;
            };
            kept = format!("{before}var({name}){after}");
        }
    }
    kept
}

/// Whether a letter may be in a class or in the name of a property.
fn is_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

/// Where the first letter outside quotation marks is that `wanted` looks for.
fn outside_quotes(css: &str, mut wanted: impl FnMut(char) -> bool) -> Option<usize> {
    let mut quote = None;
    css.char_indices()
        .find(|(_, letter)| match (quote, letter) {
            (Some(open), _) => {
                if open == *letter {
                    quote = None;
                }
                false
            }
            (None, '"' | '\'') => {
                quote = Some(*letter);
                false
            }
            (None, letter) => wanted(*letter),
        })
        .map(|(at, _)| at)
}

/// The number of bytes of the block that `css` begins with.
fn end_of_block(css: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let end = outside_quotes(css, |letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => return false,
        }
        depth == 0
    });
    end.map(|at| at + 1)
}

/// The selectors of a rule. A comma in parentheses divides none.
fn selectors(prelude: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let comma = |letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ',' && depth == 0
    };
    prelude.split(comma).collect()
}

/// Whether a selector needs an unused class or state. What is in parentheses may be what the element must not have.
fn is_unused(selector: &str) -> bool {
    let mut depth = 0_usize;
    let outside: String = selector
        .chars()
        .filter(|letter| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0
        })
        .collect();
    let class_ends = |letter: char| !is_name(letter);
    let mut classes = outside
        .split('.')
        .skip(1)
        .filter_map(|class| class.split(class_ends).next());
    classes.any(|class| UNUSED.contains(&class))
        || DISABLED.iter().any(|state| outside.contains(state))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn rules_of_unused_classes_are_left_out() {
        for (css, kept) in [
            (".a{b:c}.govuk-body-m{b:c}", ".a{b:c}"),
            (".a,.govuk-body-m,.d{b:c}", ".a,.d{b:c}"),
            (".govuk-body-m:focus .a{b:c}", ""),
            ("@media print{.govuk-heading-xl{b:c}}.a{b:c}", ".a{b:c}"),
            (
                "@media print{.govuk-heading-xl{b:c}.a{b:c}}",
                "@media print{.a{b:c}}",
            ),
            (
                ".a:not(.govuk-body-m,.e){b:c}",
                ".a:not(.govuk-body-m,.e){b:c}",
            ),
            (".govuk-body-mx{b:c}", ".govuk-body-mx{b:c}"),
            (".a:disabled,.a[disabled]:hover,.a{b:c}", ".a{b:c}"),
            (".a:not(:disabled){b:c}", ".a:not(:disabled){b:c}"),
            (
                "@charset \"x;{\";.a{content:\"}\"}@font-face{b:c}",
                "@charset \"x;{\";.a{content:\"}\"}@font-face{b:c}",
            ),
        ] {
            assert_eq!(without_unused(css), kept);
        }
    }

    #[test]
    fn custom_properties_are_kept_where_something_reads_them() {
        for (css, kept) in [
            (
                ":root{--a:b;--c:d}.e{f:var(--a)}",
                ":root{--a:b;}.e{f:var(--a)}",
            ),
            (":root{--c:d}.e{f:g}", ":root{}.e{f:g}"),
            (
                ":root{--a:b}.e{f:var(--a, #0b0c0c)}",
                ":root{--a:b}.e{f:var(--a)}",
            ),
            (".e{f:var(--a, #0b0c0c)}", ".e{f:var(--a, #0b0c0c)}"),
            (".e--f{g:h}.i:j--k{l:m}", ".e--f{g:h}.i:j--k{l:m}"),
        ] {
            assert_eq!(without_unused_properties(css), kept);
        }
    }

    #[test]
    fn no_page_or_script_uses_an_unused_class() {
        let frontend = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .expect("the folder of the frontend");
        let mut folders: Vec<_> = ["src", "staff/src", "assets"]
            .map(|folder| frontend.join(folder))
            .into();
        let mut sources = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                sources += 1;
                let text = fs::read_to_string(&path).expect("a source");
                for class in text.split(|letter| !is_name(letter)) {
                    let is_unused = UNUSED.contains(&class) || class == "disabled";
                    assert!(!is_unused, "{class} in {}", path.display());
                }
            }
        }
        assert!(sources > 40, "the sources were not found");
    }
}
