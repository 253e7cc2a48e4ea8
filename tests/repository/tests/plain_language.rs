//! Comments, documents, texts and messages are in plain, contemporary English.
//!
//! The list below has turns of phrase that read as translated or archaic. One of them now and then does no harm, so the
//! check counts how many there are in 10,000 words.

use repository::Repository;
use repository::rust::{Piece, pieces};
use std::sync::LazyLock;

/// How many turns 10,000 words may have.
const ALLOWED: usize = 5;
/// How many are shown when there are more.
const SHOWN: usize = 200;
/// These have no sentences, are not ours, or are compared byte by byte.
const LEFT_OUT: [&str; 3] = ["events/src/words.txt", "snapshots/", "node_modules/"];

/// The turns, one in a line: the pattern, what to write instead, and often an example. In the pattern `a|b` is either
/// word, `^` the start of a clause, and `~` up to fifteen other words of the sentence.
static TURNS: LazyLock<Vec<Turn>> = LazyLock::new(|| {
    let lines = include_str!("../turns.tsv").lines();
    lines
        .map(|line| {
            let mut columns = line.split('\t');
            Turn {
                pattern: words(columns.next().unwrap_or_default()),
                instead: columns.next().unwrap_or_default(),
                example: columns.next().unwrap_or_default(),
            }
        })
        .collect()
});

/// One turn of phrase.
struct Turn {
    /// For each word of the pattern the words that fit.
    pattern: Vec<Vec<&'static str>>,
    instead: &'static str,
    example: &'static str,
}

fn words(pattern: &'static str) -> Vec<Vec<&'static str>> {
    pattern
        .split(' ')
        .map(|word| word.split('|').collect())
        .collect()
}

#[test]
fn prose_is_plain() {
    let repository = Repository::open().unwrap();
    let extensions = [
        "rs", "md", "html", "ftl", "txt", "mjs", "js", "ts", "yaml", "yml", "sh", "scss",
    ];
    let mut words = 0;
    let mut found = Vec::new();
    for (path, text) in repository.texts(&extensions).unwrap() {
        if LEFT_OUT.iter().any(|part| path.contains(part)) {
            continue;
        }
        for (line, prose) in prose(path, &text) {
            let tokens = tokens(&prose);
            let count = prose.split_whitespace().count();
            // Two words are a name, not prose.
            if count < 3 {
                continue;
            }
            words += count;
            found.extend(turns(&tokens).into_iter().map(|(turn, instead)| {
                format!("{path}:{line}: \"{turn}\", say instead: {instead}")
            }));
        }
    }
    assert!(words > 50_000, "only {words} words were found");
    let (turns, shown) = (found.len(), found.len().min(SHOWN));
    assert!(
        turns * 10_000 <= words * ALLOWED,
        "{turns} turns in {words} words, and {ALLOWED} in 10,000 are allowed. The first {shown}:\n{}\n",
        found[..shown].join("\n")
    );
}

#[test]
fn every_example_is_found_by_its_pattern() {
    let examples = TURNS.iter().filter(|turn| !turn.example.is_empty());
    assert!(examples.clone().count() > 20);
    for turn in examples {
        let tokens = tokens(turn.example);
        assert!(
            (0..tokens.len()).any(|start| matches(&turn.pattern, &tokens[start..]).is_some()),
            "{}",
            turn.example
        );
    }
}

#[test]
fn plain_sentences_have_no_turns() {
    for text in [
        "Otherwise the case goes to the coordinators.",
        "Somebody else answered, or nobody.",
        "A provider that wants to hear gets a digest.",
        "It says who wants to be called. There is one.",
    ] {
        assert_eq!(turns(&tokens(text)), [], "{text}");
    }
}

/// The prose of a file in passages, each with its line.
fn prose(path: &str, text: &str) -> Vec<(usize, String)> {
    let numbered = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line));
    match path.rsplit('.').next().unwrap_or_default() {
        "rs" => of_rust(text),
        "yaml" | "yml" | "sh" => of_code(text, "#"),
        "mjs" | "js" | "ts" | "scss" => of_code(text, "//"),
        "html" => {
            let values = quoted(text);
            let mut passages = joined(numbered.map(|(line, text)| (line, without_tags(text))));
            passages.extend(values);
            passages
        }
        _ => joined(numbered.map(|(line, text)| (line, text.to_owned()))),
    }
}

/// Comments that follow each other are one passage, and so is each string with a space in it.
fn of_rust(text: &str) -> Vec<(usize, String)> {
    let mut comments = Vec::new();
    let mut passages = Vec::new();
    for (line, piece) in pieces(text) {
        match piece {
            Piece::Comment(comment) => comments.push((line, comment)),
            Piece::Text(text) if text.contains(' ') => passages.push((line, text)),
            _ => {}
        }
    }
    passages.extend(joined(comments.into_iter()));
    passages.sort();
    passages
}

/// The comments and strings of a language that starts comments with `mark`.
fn of_code(text: &str, mark: &str) -> Vec<(usize, String)> {
    let lines = text.lines().enumerate().filter_map(|(index, line)| {
        let (before, comment) = line.split_once(mark)?;
        let starts = before.is_empty() || before.ends_with(char::is_whitespace);
        (starts && !comment.starts_with('!')).then(|| (index + 1, comment.to_owned()))
    });
    let mut passages = joined(lines);
    passages.extend(quoted(text));
    passages
}

/// The texts between double quotation marks that have a space in them, line by line.
fn quoted(text: &str) -> Vec<(usize, String)> {
    let texts = text.lines().enumerate().flat_map(|(index, line)| {
        let parts = line.split('"').skip(1).step_by(2);
        parts.map(move |part| (index + 1, part.to_owned()))
    });
    texts.filter(|(_, text)| text.contains(' ')).collect()
}

/// Lines that follow each other as one passage. An empty line ends it.
fn joined(lines: impl Iterator<Item = (usize, String)>) -> Vec<(usize, String)> {
    let mut passages: Vec<(usize, String)> = Vec::new();
    let mut last = 0;
    for (line, text) in lines {
        let text = text.trim();
        let starts = ["- ", "|", "#", "* ", "1."]
            .iter()
            .any(|start| text.starts_with(start));
        match passages.last_mut() {
            Some((_, passage)) if line == last + 1 && !text.is_empty() && !starts => {
                passage.push(' ');
                passage.push_str(text);
            }
            _ if text.is_empty() => {}
            _ => passages.push((line, text.to_owned())),
        }
        last = if text.is_empty() { 0 } else { line };
    }
    passages
}

fn without_tags(line: &str) -> String {
    line.split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The words of a passage in lower case. `^` starts a sentence, and `:` another clause.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = vec!["^".to_owned()];
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        if character.is_alphanumeric()
            || character == '_'
            || (character == '\'' && !word.is_empty())
        {
            word.extend(character.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        let mark = match character {
            '.' | '!' | '?' => "^",
            ':' | ';' | '|' | '(' | ')' => ":",
            _ => continue,
        };
        match tokens.last_mut() {
            Some(last) if is_mark(last) => {
                if mark == "^" {
                    "^".clone_into(last);
                }
            }
            _ => tokens.push(mark.to_owned()),
        }
    }
    tokens
}

fn is_mark(token: &str) -> bool {
    matches!(token, "^" | ":")
}

/// The turns that a passage has, and what to say instead.
fn turns(tokens: &[String]) -> Vec<(String, &'static str)> {
    let mut found = Vec::new();
    for turn in TURNS.iter() {
        for start in 0..tokens.len() {
            if let Some(matched) = matches(&turn.pattern, &tokens[start..]) {
                found.push((matched, turn.instead));
            }
        }
    }
    found
}

/// What the pattern matches at the beginning of these tokens.
fn matches(pattern: &[Vec<&str>], tokens: &[String]) -> Option<String> {
    let Some((first, rest)) = pattern.split_first() else {
        return Some(String::new());
    };
    if *first == ["~"] {
        let sentence = tokens.iter().take_while(|token| *token != "^").count();
        return (0..=sentence.min(15))
            .find_map(|skipped| matches(rest, &tokens[skipped..]))
            .map(|tail| format!("… {tail}"));
    }
    let token = tokens.first()?;
    let fits = if *first == ["^"] {
        is_mark(token)
    } else {
        first.iter().any(|word| word == token)
    };
    if !fits {
        return None;
    }
    let tail = matches(rest, &tokens[1..])?;
    Some(format!("{token} {tail}").trim_end().to_owned())
}
