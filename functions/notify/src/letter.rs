//! The text of a letter, which gives nothing away to anyone who reads it.
//!
//! A letter names no person, organisation, purpose or crime. It says in plain words what happens next and by when. It
//! has no link, because a link would lead anyone who finds the letter to its subject.

use askama::Template;
use domain::notifications::{Notification, RequestedChange};
use domain::times::time;
use events::profile::Profile;
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::Letter;
use words::{Language, letters};

enum Block {
    Paragraph(String),
    List(Vec<String>),
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    language: &'static str,
    blocks: &'a [Block],
}

/// Writes a letter: all of `news` in a digest or a receipt, otherwise the first.
///
/// # Errors
/// [`PortError::Permanent`] if there is no news, or the template cannot be rendered.
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
        let all = if kind == UpdateKind::AsAsked {
            news
        } else {
            std::slice::from_ref(first)
        };
        let lines = all.iter().map(|news| line(news, now));
        let paragraphs: Vec<String> = lines.chain([more(first).to_owned()]).collect();
        let text = paragraphs.join("\n\n");
        text.split("\n\n").map(paragraph).collect()
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

/// Each line once.
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

/// What happened: the start of a letter, and the line in a digest.
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
        Notification::ConfirmContact { code } => letters::confirm_contact(spaced(code)),
        Notification::ContactChanged { at } => letters::contact_changed(time(at)),
    }
}

/// The rest of a letter: what the person has to do, which is mostly nothing.
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
        Notification::ConfirmContact { .. } => letters::confirm_contact_more(),
    }
}

/// A code in groups of three digits.
fn spaced(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    let groups: Vec<String> = digits
        .chunks(3)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

/// The code that the message selects by.
const fn code_of(asked: RequestedChange) -> &'static str {
    match asked {
        RequestedChange::Stop => "stop",
        RequestedChange::Again => "again",
        RequestedChange::Quiet => "quiet",
        RequestedChange::Consent => "consent",
    }
}

/// The neutral sender. The name is quoted if it has characters other than letters, digits and spaces.
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
