//! What no text says.

use super::message_files;

/// Words that the house style has another word for.
const AVOIDED: [(&str, &str); 14] = [
    ("ring", "call"),
    ("rings", "calls"),
    ("12am", "midnight"),
    ("12pm", "midday"),
    ("at once", "immediately, or straight away"),
    ("invalid", "say what to do"),
    ("please wait", "say how long"),
    ("whom", "who"),
    ("whoever", "anyone who"),
    ("anew", "again"),
    ("utilise", "use"),
    ("in order to", "to"),
    ("the quiet", "the pause"),
    ("somebody", "someone"),
];

#[test]
fn no_english_text_uses_an_avoided_word() {
    let mut found = Vec::new();
    for (tag, name, text) in message_files() {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if !tag.starts_with("en") {
                continue;
            }
            let Some((_, shown)) = line.split_once('=') else {
                continue;
            };
            let shown = shown.to_lowercase();
            for (avoided, instead) in AVOIDED {
                if says(&shown, avoided) {
                    found.push(format!("{tag}/{name}.ftl: “{avoided}”: {instead}: {line}"));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn quotation_marks_and_dashes_are_typographic() {
    let mut found = Vec::new();
    for (tag, name, text) in message_files() {
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.contains("...") || line.contains(" - ") || line.contains("''") {
                found.push(format!("{tag}/{name}.ftl: {line}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

fn says(text: &str, avoided: &str) -> bool {
    let whole = |at: usize| {
        let before = text[..at].chars().next_back();
        let after = text[at + avoided.len()..].chars().next();
        let edge = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
        edge(before) && edge(after)
    };
    text.match_indices(avoided).any(|(at, _)| whole(at))
}
