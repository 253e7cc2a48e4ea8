//! How guides and steps are written: short, plain, and discreet where somebody else may look.
//!
//! `docs/content.md` gives the reasons.

use crate::article::{Article, Block, Page, Span, guide_page, guides, step_page, steps};
use std::collections::BTreeSet;

/// The most words of a sentence.
const SENTENCE: usize = 20;
/// The grade at which most nine-year-olds read.
const GRADE: f64 = 4.0;
/// The fewest guides.
const GUIDES: usize = 36;

/// Words that a guide has plainer or kinder words for.
const AVOIDED: [&str; 22] = [
    "victimised",
    "perpetrator",
    "offender",
    "disclose",
    "disclosure",
    "engage",
    "signpost",
    "signposting",
    "empower",
    "empowered",
    "your journey",
    "closure",
    "resilience",
    "resilient",
    "reach out",
    "coping mechanism",
    "coping mechanisms",
    "should have",
    "just try",
    "utilise",
    "whom",
    "in order to",
];

/// Parts of words that say what a page is about. Somebody who sees an address, a tab or the history sees them.
const TELLING: [&str; 29] = [
    "crim", "violen", "victim", "police", "court", "abus", "support", "safe", "rape", "sex",
    "assault", "attack", "stalk", "hate", "fraud", "murder", "kill", "prison", "witness",
    "evidence", "refuge", "danger", "threat", "hurt", "harm", "report", "alcohol", "drug", "drink",
];

/// Every article with the folder that it is in and what its page shows.
fn all() -> impl Iterator<Item = (&'static str, &'static Article, &'static Page)> {
    let guides = guides()
        .iter()
        .map(|one| ("guides", one, guide_page(one.slug)));
    let steps = steps()
        .iter()
        .map(|one| ("steps", one, step_page(one.slug)));
    guides
        .chain(steps)
        .map(|(folder, one, page)| (folder, one, page.expect("a page")))
}

fn line(spans: &[Span]) -> String {
    let span = |span: &Span| match *span {
        Span::Text(text) | Span::Bold(text) | Span::Link { text, .. } => text,
        // The longest that a time limit can be.
        Span::Limit(_) => "5 working days (1 with enhanced rights)",
    };
    spans.iter().map(span).collect()
}

/// The lines of the text: paragraphs, items, headings and exercises.
fn lines(page: &Page) -> Vec<String> {
    let mut found = Vec::new();
    for block in page.body {
        match *block {
            Block::Paragraph(spans) => found.push(line(spans)),
            Block::Heading(text) => found.push(text.to_owned()),
            Block::List { items, .. } => found.extend(items.iter().map(|item| line(item))),
            Block::Exercise { title, items, .. } => {
                found.push(title.to_owned());
                found.extend(items.iter().map(|item| (*item).to_owned()));
            }
        }
    }
    found
}

/// The sentences of a line.
fn sentences(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut ended = false;
    for letter in line.chars() {
        if ended && letter == ' ' {
            found.push(String::new());
        } else if let Some(last) = found.last_mut() {
            last.push(letter);
        }
        let closes = matches!(letter, '”' | '’' | ')');
        ended = matches!(letter, '.' | '!' | '?' | ':') || (ended && closes);
    }
    found.retain(|sentence| words(sentence).next().is_some());
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '’' || letter == '-';
    text.split(move |letter| !part(letter))
        .filter(|word| word.chars().any(char::is_alphanumeric))
}

/// About how many syllables a word has: its groups of vowels, without a silent ending.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let mut groups = 0;
    let mut before = false;
    for letter in word.chars() {
        let vowel = "aeiouy".contains(letter);
        groups += usize::from(vowel && !before);
        before = vowel;
    }
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// The grade by Flesch and Kincaid, and by the Automated Readability Index. The first counts syllables, the second letters.
fn grades(lines: &[String]) -> (f64, f64) {
    let text: Vec<String> = lines.iter().flat_map(|line| sentences(line)).collect();
    let all: Vec<&str> = text.iter().flat_map(|sentence| words(sentence)).collect();
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let (sentences, words) = (count(text.len()), count(all.len()));
    let syllables = count(all.iter().map(|word| syllables(word)).sum());
    let letters = count(
        all.iter()
            .map(|word| word.chars().filter(|one| one.is_alphanumeric()).count())
            .sum(),
    );
    (
        0.39 * words / sentences + 11.8 * syllables / words - 15.59,
        4.71 * letters / words + 0.5 * words / sentences - 21.43,
    )
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn there_are_enough_guides_of_the_right_length() {
    assert!(guides().len() >= GUIDES, "{}", guides().len());
    let mut faults = Vec::new();
    for (folder, one, page) in all() {
        let length = lines(page).iter().flat_map(|line| words(line)).count();
        let right = if folder == "guides" {
            200..=600
        } else {
            50..=600
        };
        if !right.contains(&length) {
            faults.push(format!("{folder}/{}.md has {length} words", one.slug));
        }
    }
    none(&faults);
}

#[test]
fn sentences_are_short() {
    let mut faults = Vec::new();
    for (folder, one, page) in all() {
        let own = [one.summary.to_owned(), one.title.to_owned()];
        for sentence in own
            .iter()
            .chain(&lines(page))
            .flat_map(|line| sentences(line))
        {
            if words(&sentence).count() > SENTENCE {
                faults.push(format!("{folder}/{}.md: {sentence}", one.slug));
            }
        }
    }
    none(&faults);
}

#[test]
fn a_nine_year_old_can_read_them() {
    let mut faults = Vec::new();
    for (folder, one, page) in all() {
        let (kincaid, index) = grades(&lines(page));
        if kincaid > GRADE || index > GRADE {
            faults.push(format!(
                "{folder}/{}.md: grades {kincaid:.1} and {index:.1}",
                one.slug
            ));
        }
    }
    none(&faults);
}

#[test]
fn no_guide_uses_an_avoided_word() {
    let mut faults = Vec::new();
    for (folder, one, page) in all() {
        let own = [one.title.to_owned(), one.summary.to_owned()];
        for line in own.iter().chain(&lines(page)) {
            let plain: String = words(&line.to_lowercase()).collect::<Vec<_>>().join(" ");
            let said = format!(" {plain} ");
            for avoided in AVOIDED
                .iter()
                .filter(|avoided| said.contains(&format!(" {avoided} ")))
            {
                faults.push(format!("{folder}/{}.md: “{avoided}” in: {line}", one.slug));
            }
        }
    }
    none(&faults);
}

#[test]
fn discreet_titles_and_addresses_give_nothing_away() {
    let mut faults = Vec::new();
    for (folder, one, _) in all() {
        for shown in [one.discreet, one.slug] {
            let plain = shown.to_lowercase();
            if let Some(word) = TELLING.iter().find(|word| plain.contains(*word)) {
                faults.push(format!("{folder}/{}.md: “{word}” in “{shown}”", one.slug));
            }
        }
        if one.slug.split('-').count() > 4 {
            faults.push(format!("{folder}/{}.md: a long name", one.slug));
        }
    }
    none(&faults);
}

#[test]
fn no_two_articles_have_the_same_title() {
    for articles in [guides(), steps()] {
        let titles: BTreeSet<&str> = articles.iter().map(|one| one.title).collect();
        let discreet: BTreeSet<&str> = articles.iter().map(|one| one.discreet).collect();
        assert_eq!(
            (titles.len(), discreet.len()),
            (articles.len(), articles.len())
        );
    }
}

#[test]
fn only_steps_name_time_limits() {
    for one in guides() {
        let page = format!("{:?}", guide_page(one.slug));
        assert!(!page.contains("Limit("), "{}", one.slug);
    }
}

#[test]
fn a_review_is_within_a_year_and_a_half_of_the_writing() {
    let month = |day: &str| -> u32 {
        let parts: Vec<u32> = day
            .split('-')
            .filter_map(|part| part.parse().ok())
            .collect();
        parts[0] * 12 + parts[1]
    };
    for (folder, one, page) in all() {
        let months = month(page.review_by).saturating_sub(month(page.written));
        assert!(
            (1..=18).contains(&months),
            "{folder}/{}.md: {months}",
            one.slug
        );
        for source in page.sources {
            assert!(
                source.noted <= page.review_by,
                "{folder}/{}.md: {}",
                one.slug,
                source.url
            );
        }
    }
}

#[test]
fn a_hard_text_is_told_from_an_easy_one() {
    let easy = ["You can stop at any time. You do not need to say why.".to_owned()];
    let hard = ["Individuals experiencing psychological difficulties subsequent to victimisation are encouraged to contact appropriate organisations.".to_owned()];
    let (easy, hard) = (grades(&easy), grades(&hard));
    assert!(easy.0 < GRADE && easy.1 < GRADE, "{easy:?}");
    assert!(hard.0 > 12.0 && hard.1 > 12.0, "{hard:?}");
    assert_eq!(sentences("Call 999. “Are you safe?” Yes: stay.").len(), 4);
}
