//! As much of Markdown as the documents of this repository use.

use std::collections::BTreeMap;

/// The lines outside fenced code, each with its number.
pub fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut fenced = false;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            lines.push((index + 1, line));
        }
    }
    lines
}

/// The contents of the code spans of a line.
///
/// ```
/// use repository::markdown::code_spans;
/// assert_eq!(code_spans("`a` and `b c`, but not `d"), ["a", "b c"]);
/// ```
pub fn code_spans(line: &str) -> Vec<&str> {
    let pieces: Vec<&str> = line.split('`').collect();
    // Without a closing mark the last piece is no span.
    let closed = pieces.len() - usize::from(pieces.len().is_multiple_of(2));
    pieces[..closed]
        .iter()
        .skip(1)
        .step_by(2)
        .copied()
        .collect()
}

/// A line without its code spans.
pub fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect()
}

/// The targets of the links and images of a line.
///
/// ```
/// use repository::markdown::links;
/// assert_eq!(links("see [a](x.md) and ![b](y.png \"title\"), not `[c](z)`"), ["x.md", "y.png"]);
/// ```
pub fn links(line: &str) -> Vec<String> {
    let line = without_code(line);
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .filter_map(|(target, _)| target.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// The anchors of a document's headings, as GitHub makes them.
///
/// ```
/// use repository::markdown::anchors;
/// let anchors = anchors("# What it is\n\n## `POST /me`: who, why?\n\n## What it is\n");
/// assert_eq!(anchors, ["what-it-is", "post-me-who-why", "what-it-is-1"]);
/// ```
pub fn anchors(text: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    headings(text)
        .into_iter()
        .map(|heading| {
            let anchor: String = heading
                .to_lowercase()
                .chars()
                .filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'))
                .map(|one| if one == ' ' { '-' } else { one })
                .collect();
            let count = seen.entry(anchor.clone()).or_default();
            *count += 1;
            match *count {
                1 => anchor,
                more => format!("{anchor}-{}", more - 1),
            }
        })
        .collect()
}

/// The headings of a document, without their marks.
pub fn headings(text: &str) -> Vec<&str> {
    prose(text)
        .into_iter()
        .filter_map(|(_, line)| {
            let marks = line.bytes().take_while(|byte| *byte == b'#').count();
            (1..=6)
                .contains(&marks)
                .then(|| line[marks..].strip_prefix(' '))
                .flatten()
        })
        .map(str::trim)
        .collect()
}

/// The cells of the table rows under one heading, up to the next heading. The rows of dashes are left out.
pub fn rows<'a>(text: &'a str, heading: &str) -> Vec<(usize, Vec<&'a str>)> {
    let mut inside = false;
    let mut rows = Vec::new();
    for (number, line) in prose(text) {
        if line.starts_with('#') {
            inside = line.trim_start_matches('#').trim() == heading;
        } else if inside && line.starts_with('|') && !line.starts_with("|---") {
            let cells = line.trim().trim_matches('|').split('|').map(str::trim);
            rows.push((number, cells.collect()));
        }
    }
    rows
}
