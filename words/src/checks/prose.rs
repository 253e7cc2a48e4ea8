//! No text for people is in code.
//!
//! What reads as prose in the code of a migrated folder fails. Logs, panics, tests, attributes and comments may hold
//! prose: nobody who uses the hub reads them. The texts of the `cargo hub` command stay in `infra`, which is never
//! in the list: only developers and operators read them.

use super::{files_under, workspace};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The folders and files whose texts are all in message files.
const MIGRATED: &[&str] = &[
    "events/src/case",
    "events/src/matching.rs",
    "frontend/assess/src",
    "frontend/src/guide",
    "frontend/src/pages/directory",
    "frontend/src/pages/expect.rs",
    "frontend/src/pages/form",
    "frontend/src/pages/guides.rs",
    "frontend/src/pages/home.rs",
    "frontend/src/pages/leaving.rs",
    "frontend/src/pages/mine",
    "frontend/src/pages/problem.rs",
    "frontend/src/pages/progress.rs",
    "frontend/src/pages/rules.rs",
    "frontend/src/pages/sent.rs",
    "frontend/src/pages/staff.rs",
    "frontend/src/pages/standing.rs",
    "frontend/src/pages/touchpoint.rs",
    "frontend/src/parts",
    "frontend/src/words",
    "frontend/staff/src",
    "functions/application/src",
    "functions/clock/src",
    "functions/coordinate/src",
    "functions/directory/src",
    "functions/domain/src/answer.rs",
    "functions/domain/src/care.rs",
    "functions/domain/src/case/apply/illegal.rs",
    "functions/domain/src/case/apply/promises.rs",
    "functions/domain/src/case/commands",
    "functions/domain/src/case/deadlines.rs",
    "functions/domain/src/case/sharing.rs",
    "functions/domain/src/coordinator_queue.rs",
    "functions/domain/src/directory.rs",
    "functions/domain/src/directory",
    "functions/domain/src/gate.rs",
    "functions/domain/src/guides.rs",
    "functions/domain/src/justice.rs",
    "functions/domain/src/justice/words.rs",
    "functions/domain/src/matching",
    "functions/domain/src/notifications",
    "functions/domain/src/notifications.rs",
    "functions/domain/src/promise/limit.rs",
    "functions/domain/src/promise/timeline.rs",
    "functions/domain/src/retention.rs",
    "functions/domain/src/times.rs",
    "functions/domain/src/triage.rs",
    "functions/feed/src",
    "functions/figures/src",
    "functions/measures/src",
    "functions/mine/src",
    "functions/notify/src",
    "functions/notify/templates",
    "functions/openapi/src",
    "functions/oversee/src",
    "functions/platform/src",
    "functions/police/src",
    "functions/provide/src",
    "functions/react/src",
    "functions/refer/src",
];

/// Texts that stay in code, by the end of the file's path and how they begin. Each needs its reason.
const ALLOWED: &[(&str, &str, &str)] = &[
    (
        "functions/coordinate/src/set_aside.rs",
        "a coordinator decided about cases that were set aside",
        "the name of an action in the logs",
    ),
    (
        "functions/coordinate/src/change.rs",
        "a coordinator changed it",
        "the name of an action in the logs",
    ),
    (
        "functions/coordinate/src/merge.rs",
        "a coordinator made two cases one",
        "the name of an action in the logs",
    ),
    (
        "functions/coordinate/src/winddown.rs",
        "{state} {mark}",
        "a bookmark that a later request gives back",
    ),
    (
        "functions/domain/src/directory/view.rs",
        "%-d %B %Y",
        "a format of a date",
    ),
    (
        "functions/notify/src/main.rs",
        "the message is",
        "an error for operators",
    ),
    (
        "functions/oversee/src/page.rs",
        "{name}.csv",
        "the name of a file",
    ),
    (
        "functions/platform/src/aws/error.rs",
        "an unnamed error",
        "an error for operators",
    ),
    (
        "functions/platform/src/aws/error.rs",
        "{action} was answered",
        "an error for operators",
    ),
    (
        "functions/platform/src/aws/mail.rs",
        "an unnamed error",
        "an error for operators",
    ),
    (
        "functions/platform/src/aws/staff.rs",
        "an unnamed error",
        "an error for operators",
    ),
    (
        "functions/domain/src/case/apply/promises.rs",
        "the hub's own promise",
        "a stored authority, such as the Code and its right",
    ),
    (
        "functions/domain/src/case/apply/promises.rs",
        "Victims' Code 2020",
        "a stored authority, such as the Code and its right",
    ),
    (
        "functions/mine/src/council.rs",
        "a person told their council",
        "the name of an action in the logs",
    ),
    (
        "functions/mine/src/open.rs",
        "many wrong words were sent",
        "the name of an action in the logs",
    ),
    (
        "functions/mine/src/execute.rs",
        "a person did something",
        "the name of an action in the logs",
    ),
    (
        "frontend/staff/src/browser.rs",
        "Bearer ",
        "the scheme of a header",
    ),
    (
        "functions/notify/src/returned_mail.rs",
        "a mail came back",
        "an action for the log",
    ),
    (
        "functions/notify/src/task.rs",
        "what no machine may tell",
        "an action for the log",
    ),
    (
        "functions/police/src/lib.rs",
        "an agency recorded",
        "an action for the log",
    ),
    (
        "functions/police/src/lib.rs",
        "an agency told",
        "an action for the log",
    ),
    (
        "functions/police/src/notes.rs",
        "a request for support notes",
        "an action for the log",
    ),
    (
        "functions/provide/src/care.rs",
        "a provider recorded",
        "an action for the log",
    ),
    (
        "functions/provide/src/refer_on.rs",
        "a provider referred",
        "an action for the log",
    ),
    (
        "functions/provide/src/reply.rs",
        "a provider accepted",
        "an action for the log",
    ),
    (
        "functions/provide/src/reply.rs",
        "a provider declined",
        "an action for the log",
    ),
];

/// Macros whose texts are for developers and operators.
const FOR_DEVELOPERS: &[&str] = &[
    "trace",
    "debug",
    "info",
    "warn",
    "error",
    "event",
    "span",
    "panic",
    "unreachable",
    "todo",
    "unimplemented",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "println",
    "eprintln",
    "matches",
    "include_str",
];

/// Functions and methods whose texts are for developers and operators.
const FOR_OPERATORS: &[&str] = &[
    "cannot",
    "damaged",
    "expect",
    "expect_err",
    "failed_conditions",
    "Permanent",
    "port_error",
    "retry",
    "Transient",
];

/// Fields whose texts are for the log.
const FOR_LOGS: &[&str] = &["action"];

/// Attributes of elements that hold no text.
const NOT_TEXT: &[&str] = &[
    "class",
    "id",
    "for",
    "name",
    "type",
    "href",
    "src",
    "rel",
    "value",
    "style",
    "method",
    "action",
    "enctype",
    "autocomplete",
    "autocapitalize",
    "dir",
    "translate",
    "equiv",
    "inputmode",
    "spellcheck",
    "role",
    "viewBox",
    "d",
    "content",
    "charset",
    "target",
    "draggable",
    "describedby",
    "translate",
    "labelledby",
    "controls",
    "rows",
    "width",
    "height",
    "lang",
    "media",
    "sizes",
    "rendering",
    "wrap",
    "scope",
    "live",
    "hidden",
    "focusable",
    "fill",
    "stroke",
    "linecap",
];

#[test]
fn migrated_code_holds_no_text_for_people() {
    let root = workspace();
    let mut found = Vec::new();
    for place in MIGRATED {
        let path = root.join(place);
        assert!(path.exists(), "{place} is in the list and does not exist");
        let files = if path.is_dir() {
            files_under(&path, &["rs", "html", "txt"])
        } else {
            vec![path]
        };
        for file in files {
            let shown = file.strip_prefix(&root).unwrap().display().to_string();
            if shown.contains("/tests/") || shown.ends_with("tests.rs") {
                continue;
            }
            let source = std::fs::read_to_string(&file).unwrap();
            let texts = if shown.ends_with(".rs") {
                in_rust(&source)
            } else {
                in_template(&source)
            };
            found.extend(
                texts
                    .into_iter()
                    .filter(|text| !is_allowed(&shown, text))
                    .map(|text| format!("{shown}: {text}")),
            );
        }
    }
    assert!(
        found.is_empty(),
        "these texts belong into words/en-GB (see words/README.md): {found:#?}"
    );
}

#[test]
fn every_allowed_text_is_still_there() {
    let root = workspace();
    for (file, beginning, reason) in ALLOWED {
        let source = std::fs::read_to_string(root.join(file)).unwrap_or_default();
        assert!(
            source.contains(beginning) && !reason.is_empty(),
            "{file} no longer has “{beginning}”"
        );
    }
}

fn is_allowed(file: &str, text: &str) -> bool {
    ALLOWED
        .iter()
        .any(|(allowed, beginning, _)| *allowed == file && text.starts_with(beginning))
}

/// The rest of a template without its instructions and its elements, if it has letters.
fn in_template(source: &str) -> Vec<String> {
    let mut text = source.to_owned();
    for (open, close) in [("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("<", ">")] {
        while let Some(start) = text.find(open) {
            let end = text[start..]
                .find(close)
                .map_or(text.len(), |at| start + at + close.len());
            text.replace_range(start..end, "\n");
        }
    }
    text.lines()
        .map(str::trim)
        .filter(|line| line.chars().any(char::is_alphabetic))
        .map(ToOwned::to_owned)
        .collect()
}

fn in_rust(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let stream: TokenStream = source.parse().unwrap();
    walk(stream, false, &mut found);
    found
}

/// Walks the tokens. In a view every text counts that has a letter; elsewhere what reads as prose.
fn walk(stream: TokenStream, in_view: bool, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    let mut for_tests = false;
    while at < tokens.len() {
        match &tokens[at] {
            // An attribute; what `#[cfg(test)]` is on is skipped with it.
            TokenTree::Punct(punct) if punct.as_char() == '#' && !in_view => {
                let mut next = at + 1;
                if matches!(&tokens.get(next), Some(TokenTree::Punct(bang)) if bang.as_char() == '!')
                {
                    next += 1;
                }
                if let Some(TokenTree::Group(group)) = tokens.get(next) {
                    for_tests |= group.stream().to_string().replace(' ', "") == "cfg(test)";
                    at = next;
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => for_tests = false,
            TokenTree::Group(group) => {
                let braces = group.delimiter() == Delimiter::Brace;
                if for_tests && braces {
                    for_tests = false;
                } else if !is_for_developers(&tokens[..at]) {
                    let view = is_macro(&tokens[..at], &["view"])
                        || (in_view && group.delimiter() != Delimiter::Brace);
                    walk(group.stream(), view || is_text_block(in_view, group), found);
                }
            }
            TokenTree::Literal(literal) => {
                if let Some(text) = text_of(&literal.to_string()) {
                    let attribute = in_view && is_other_attribute(&tokens[..at]);
                    let for_logs = is_field(&tokens[..at], FOR_LOGS);
                    let counts = if in_view {
                        has_word(&text)
                    } else {
                        is_prose(&text)
                    };
                    if counts && !attribute && !for_logs && !for_tests {
                        found.push(text);
                    }
                }
            }
            _ => {}
        }
        at += 1;
    }
}

/// A block in a view with one text alone, such as `{"Next"}`.
fn is_text_block(in_view: bool, group: &proc_macro2::Group) -> bool {
    let mut tokens = group.stream().into_iter();
    in_view
        && matches!(
            (tokens.next(), tokens.next()),
            (Some(TokenTree::Literal(_)), None)
        )
}

fn is_macro(before: &[TokenTree], names: &[&str]) -> bool {
    let [.., TokenTree::Ident(name), TokenTree::Punct(bang)] = before else {
        return false;
    };
    bang.as_char() == '!' && names.iter().any(|one| name == one)
}

/// Whether what comes is the value of a field of that name, such as `action: "a service accepted"`.
fn is_field(before: &[TokenTree], names: &[&str]) -> bool {
    let [.., TokenTree::Ident(name), TokenTree::Punct(colon)] = before else {
        return false;
    };
    colon.as_char() == ':' && names.iter().any(|one| name == one)
}

fn is_for_developers(before: &[TokenTree]) -> bool {
    if is_macro(before, FOR_DEVELOPERS) {
        return true;
    }
    matches!(before.last(), Some(TokenTree::Ident(name)) if FOR_OPERATORS.iter().any(|one| name == one))
}

/// Whether what comes is the value of an attribute that holds no text, such as `class="a b"` or `data-x="…"`.
fn is_other_attribute(before: &[TokenTree]) -> bool {
    let [rest @ .., TokenTree::Ident(name), TokenTree::Punct(equals)] = before else {
        return false;
    };
    if equals.as_char() != '=' {
        return false;
    }
    let data = matches!(rest, [.., TokenTree::Ident(data), TokenTree::Punct(dash)]
        if data == "data" && dash.as_char() == '-');
    data || NOT_TEXT.iter().any(|one| name == one)
}

/// The text of a string literal.
fn text_of(literal: &str) -> Option<String> {
    let inside = literal
        .strip_prefix('r')
        .map(|raw| raw.trim_matches('#'))
        .unwrap_or(literal);
    let text = inside.strip_prefix('"')?.strip_suffix('"')?;
    Some(text.replace("\\\n", " ").replace("\\\"", "\""))
}

/// Whether a text in a view has a word: two letters side by side, and not in a path or a place of the page.
fn has_word(text: &str) -> bool {
    let path = (text.contains('/') || text.starts_with('#')) && !text.contains(' ');
    !path && words(text).next().is_some()
}

/// Whether a text reads as prose: two words with a space between them.
fn is_prose(text: &str) -> bool {
    let query = [
        "SET ",
        "ADD ",
        "DELETE ",
        " AND ",
        "attribute_",
        "begins_with",
        " = :",
        " OR ",
        "pk, sk",
        "; Path=/",
        "BETWEEN",
        "REMOVE ",
    ];
    if query.iter().any(|one| text.contains(one)) {
        return false;
    }
    let parts: Vec<&str> = text.split(' ').collect();
    let is_word = |part: &&str| {
        let part = part.trim_matches(|letter: char| !letter.is_alphabetic());
        !part.is_empty()
            && part
                .chars()
                .all(|letter| letter.is_alphabetic() || letter == '\'' || letter == '’')
    };
    parts.windows(2).any(|pair| pair.iter().all(is_word))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.chars().count() > 1)
}

#[test]
fn texts_for_people_are_told_from_others() {
    let shown = r#"
        const A: &str = "Call us";
        fn a() { view! { <p class="govuk-body x" aria-label="Call">"Next" {"more"} {format!("by {x}")}</p> } }
        fn b() -> &'static str { "We will call you" }
    "#;
    assert_eq!(
        in_rust(shown),
        [
            "Call us",
            "Call",
            "Next",
            "more",
            "by {x}",
            "We will call you"
        ]
    );
    let others = r#"
        //! We will call you.
        #[serde(rename = "it is so")]
        const A: &str = "/form/name";
        fn a() { tracing::info!("we will call"); x.expect("it is there"); panic!("no such thing"); }
        fn b() { view! { <p class="a b" href="/x" data-at="some thing">{words::home::title()}</p> } }
        #[cfg(test)]
        mod tests { const B: &str = "We will call you"; }
    "#;
    assert_eq!(in_rust(others), Vec::<String>::new());
    assert_eq!(
        in_template("<p class=\"a\">{{ words::letters::hello() }} Hello,</p>"),
        ["Hello,"]
    );
}
