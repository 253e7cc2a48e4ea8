//! What a letter says: bland enough for anyone to read over a shoulder.
//!
//! It says no name, no organisation, no purpose and no crime, in plain words, and what happens next and by when. It links
//! nowhere: a link would lead anyone who finds the letter to what it is about.

use askama::Template;
use domain::notifications::{Notification, RequestedChange};
use domain::times::time;
use events::profile::Profile;
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::Letter;
use words::{Language, letters};

/// A piece of a letter.
enum Block {
    /// One paragraph.
    Paragraph(String),
    /// One line for each thing.
    List(Vec<String>),
}

/// The letter in HTML.
#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    language: &'static str,
    blocks: &'a [Block],
}

/// Writes the letter of that kind at `now`: in a digest everything in `news`, otherwise the first of it.
///
/// # Errors
/// [`PortError::Permanent`] where there is nothing to say, or the template cannot be filled.
pub fn write(
    profile: &Profile,
    kind: UpdateKind,
    news: &[Notification],
    now: Timestamp,
) -> Result<Letter, PortError> {
    let broken = |_| PortError::Permanent("a letter could not be written".to_owned());
    let nothing = || PortError::Permanent("there is nothing to write".to_owned());
    let first = news.first().ok_or_else(nothing)?;
    let blocks = if kind == UpdateKind::Digest {
        digest(news, now)
    } else {
        let paragraphs = format!("{}\n\n{}", line(first, now), more(first));
        paragraphs.split("\n\n").map(paragraph).collect()
    };
    let html = Html {
        language: Language::current().tag(),
        blocks: &blocks,
    };
    Ok(Letter {
        from: sender(profile),
        subject: letters::subject(kind.as_str())
            .ok_or_else(nothing)?
            .to_owned(),
        html: html.render().map_err(broken)?,
        text: text(&blocks),
    })
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

/// Everything in `news`, each thing once.
fn digest(news: &[Notification], now: Timestamp) -> Vec<Block> {
    let mut lines: Vec<String> = Vec::new();
    for line in news.iter().map(|news| line(news, now)) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    vec![
        paragraph(letters::digest_start()),
        Block::List(lines),
        paragraph(letters::digest_end()),
    ]
}

/// The letter in plain text.
fn text(blocks: &[Block]) -> String {
    let mut paragraphs = vec![letters::hello().to_owned()];
    paragraphs.extend(blocks.iter().map(|block| {
        match block {
            Block::Paragraph(text) => text.clone(),
            Block::List(lines) => lines
                .iter()
                .map(|line| format!("- {line}"))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }));
    paragraphs.push(letters::not_for_you().to_owned());
    paragraphs.join("\n\n")
}

/// What happened: the start of a letter, and the line of a digest.
fn line(news: &Notification, now: Timestamp) -> String {
    let time = |at: &Timestamp| time(*at, now);
    match news {
        Notification::Acknowledged { by } => letters::acknowledged(time(by)),
        Notification::HelpFound { by } => letters::help_found(time(by)),
        Notification::LookingAgain { by: None } => letters::looking_again_open().to_owned(),
        Notification::LookingAgain { by: Some(by) } => letters::looking_again(time(by)),
        Notification::OurTeam { by } => letters::our_team(time(by)),
        Notification::SupportOver => letters::support_over().to_owned(),
        Notification::AsAsked(asked) => letters::as_asked(code_of(*asked)),
        Notification::PromiseBroken { due, by: None } => letters::promise_broken_open(time(due)),
        Notification::PromiseBroken { due, by: Some(by) } => {
            letters::promise_broken(time(by), time(due))
        }
        Notification::OnYourPage => letters::on_your_page().to_owned(),
        Notification::ComplaintReceived { by } => letters::complaint_received(time(by)),
        Notification::ContactChanged { at } => letters::contact_changed(time(at)),
    }
}

/// What follows in a letter: what the person has to do, mostly nothing.
fn more(news: &Notification) -> &'static str {
    match news {
        Notification::Acknowledged { .. } => letters::acknowledged_more(),
        Notification::HelpFound { .. } => letters::help_found_more(),
        Notification::LookingAgain { .. } => letters::looking_again_more(),
        Notification::OurTeam { .. } => letters::our_team_more(),
        Notification::SupportOver => letters::support_over_more(),
        Notification::AsAsked(_) => letters::as_asked_more(),
        Notification::PromiseBroken { .. } => letters::promise_broken_more(),
        Notification::OnYourPage => letters::on_your_page_more(),
        Notification::ComplaintReceived { .. } => letters::complaint_received_more(),
        Notification::ContactChanged { .. } => letters::contact_changed_more(),
    }
}

/// The code that the message chooses by.
const fn code_of(asked: RequestedChange) -> &'static str {
    match asked {
        RequestedChange::Stop => "stop",
        RequestedChange::Again => "again",
        RequestedChange::Quiet => "quiet",
        RequestedChange::Consent => "consent",
    }
}

/// The bland name and the neutral address, the name in quotes where it holds more than words.
fn sender(profile: &Profile) -> String {
    let (name, domain) = (&profile.sender_name, &profile.neutral_domain);
    if name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ') {
        format!("{name} <hello@{domain}>")
    } else {
        format!("\"{}\" <hello@{domain}>", name.replace(['"', '\\'], ""))
    }
}

#[cfg(test)]
mod tests;
