//! What a letter says: bland enough for anyone to read over a shoulder.
//!
//! It says no name, no organisation, no purpose and no crime, in plain words, and what happens next and by when. It links
//! nowhere: a link would lead whoever finds the letter to what it is about.

use askama::Template;
use domain::plain::moment;
use domain::updates::{Asked, News};
use events::profile::Profile;
use events::update::UpdateKind;
use platform::PortError;
use platform::ports::Letter;

/// One template for each kind of update, in text and in HTML, both with the same words to fill in.
macro_rules! letters {
    ($($kind:ident { $($field:ident: $type:ty),* } in $text:literal, $html:literal;)+) => {
        /// The letters in plain text.
        #[derive(Template)]
        enum Text<'a> { $(#[template(path = $text)] $kind { $($field: &'a $type),* },)+ }

        /// The letters in HTML.
        #[derive(Template)]
        enum Html<'a> { $(#[template(path = $html)] $kind { $($field: &'a $type),* },)+ }

        impl<'a> From<&Text<'a>> for Html<'a> {
            fn from(text: &Text<'a>) -> Self {
                match text { $(Text::$kind { $($field),* } => Self::$kind { $($field),* },)+ }
            }
        }
    };
}

letters! {
    Acknowledgement { by: str } in "acknowledgement.txt", "acknowledgement.html";
    HelpFound { by: str } in "help-found.txt", "help-found.html";
    LookingAgain { by: Option<String> } in "looking-again.txt", "looking-again.html";
    OurTeam { by: str } in "our-team.txt", "our-team.html";
    SupportOver {} in "support-over.txt", "support-over.html";
    AsAsked { what: str } in "as-asked.txt", "as-asked.html";
    PromiseBroken { due: str, by: Option<String> } in "promise-broken.txt", "promise-broken.html";
    OnYourPage {} in "on-your-page.txt", "on-your-page.html";
    ComplaintReceived { by: str } in "complaint-received.txt", "complaint-received.html";
    ContactChanged { at: str } in "contact-changed.txt", "contact-changed.html";
    Digest { lines: [String] } in "digest.txt", "digest.html";
}

/// Writes the letter of that kind: what `news` says, one after another in a digest, else the first of it.
///
/// # Errors
/// [`PortError::Lasting`] where there is nothing to say, or the template cannot be filled.
pub fn write(profile: &Profile, kind: UpdateKind, news: &[News]) -> Result<Letter, PortError> {
    let broken = |_| PortError::Lasting("a letter could not be written".to_owned());
    let nothing = || PortError::Lasting("there is nothing to write".to_owned());
    let words = Words::of(news.first().ok_or_else(nothing)?);
    let mut lines: Vec<String> = Vec::new();
    for line in news.iter().map(line) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let text = if kind == UpdateKind::Digest {
        Text::Digest { lines: &lines }
    } else {
        words.text(&news[0])
    };
    Ok(Letter {
        from: sender(profile),
        subject: subject(kind).to_owned(),
        html: Html::from(&text).render().map_err(broken)?,
        text: text.render().map_err(broken)?,
    })
}

/// What fills in the gaps of a template.
#[derive(Default)]
struct Words {
    by: String,
    perhaps: Option<String>,
    due: String,
}

impl Words {
    fn of(news: &News) -> Self {
        match news {
            News::Acknowledged { by }
            | News::HelpFound { by }
            | News::OurTeam { by }
            | News::ComplaintReceived { by } => Self {
                by: moment(*by),
                ..Self::default()
            },
            News::ContactChanged { at } => Self {
                by: moment(*at),
                ..Self::default()
            },
            News::LookingAgain { by } => Self {
                perhaps: by.map(moment),
                ..Self::default()
            },
            News::PromiseBroken { due, by } => Self {
                due: moment(*due),
                perhaps: by.map(moment),
                ..Self::default()
            },
            News::SupportOver | News::AsAsked(_) | News::OnYourPage => Self::default(),
        }
    }

    fn text(&self, news: &News) -> Text<'_> {
        let Self { by, perhaps, due } = self;
        match news {
            News::Acknowledged { .. } => Text::Acknowledgement { by },
            News::HelpFound { .. } => Text::HelpFound { by },
            News::LookingAgain { .. } => Text::LookingAgain { by: perhaps },
            News::OurTeam { .. } => Text::OurTeam { by },
            News::SupportOver => Text::SupportOver {},
            News::AsAsked(asked) => Text::AsAsked {
                what: what_was_done(*asked),
            },
            News::PromiseBroken { .. } => Text::PromiseBroken { due, by: perhaps },
            News::OnYourPage => Text::OnYourPage {},
            News::ComplaintReceived { .. } => Text::ComplaintReceived { by },
            News::ContactChanged { .. } => Text::ContactChanged { at: by },
        }
    }
}

/// One line of a digest.
fn line(news: &News) -> String {
    match news {
        News::Acknowledged { by } => {
            format!(
                "Your message has arrived. Someone will have looked at it by {}.",
                moment(*by)
            )
        }
        News::HelpFound { by } => format!(
            "Someone has said yes to you. They try to reach you by {}.",
            moment(*by)
        ),
        News::LookingAgain { by: None } => {
            "Someone we asked cannot do it. We are looking for someone else.".to_owned()
        }
        News::LookingAgain { by: Some(by) } => {
            let by = moment(*by);
            format!(
                "Someone we asked cannot do it. We are looking for someone else, and will know more by {by}."
            )
        }
        News::OurTeam { by } => format!(
            "One of our own team looks at what you told us by {}.",
            moment(*by)
        ),
        News::SupportOver => {
            "What we were doing with you has come to its end. You can come back at any time."
                .to_owned()
        }
        News::AsAsked(asked) => format!("We have done what you asked. {}", what_was_done(*asked)),
        News::PromiseBroken { due, by: None } => {
            format!(
                "Something was not done by {}, as we had said. We are sorry.",
                moment(*due)
            )
        }
        News::PromiseBroken { due, by: Some(by) } => {
            let (due, by) = (moment(*due), moment(*by));
            format!(
                "Something was not done by {due}, as we had said. We are sorry, and find out why by {by}."
            )
        }
        News::OnYourPage => {
            "There is something new on your page. You have been told of it already.".to_owned()
        }
        News::ComplaintReceived { by } => {
            format!(
                "We have what you told us was not right. You will have an answer by {}.",
                moment(*by)
            )
        }
        News::ContactChanged { at } => {
            format!("The way we write to you was changed at {}.", moment(*at))
        }
    }
}

const fn what_was_done(asked: Asked) -> &'static str {
    match asked {
        Asked::Stop => "We have stopped. Nothing more happens unless you ask for it.",
        Asked::Again => "We have started again. Your page says what happens next, and by when.",
        Asked::Quiet => "The quiet time is over. We go on where we stopped.",
        Asked::Consent => "From now on we do as you told us.",
    }
}

/// What the inbox shows: nothing that a stranger could learn from.
const fn subject(kind: UpdateKind) -> &'static str {
    match kind {
        UpdateKind::Acknowledgement => "Thank you for getting in touch",
        UpdateKind::HelpFound => "Someone will try to reach you",
        UpdateKind::LookingAgain | UpdateKind::OurTeam | UpdateKind::PromiseBroken => {
            "A short update"
        }
        UpdateKind::SupportOver => "A short note",
        UpdateKind::AsAsked => "As you asked",
        UpdateKind::OnYourPage => "Something new",
        UpdateKind::ComplaintReceived => "Thank you for telling us",
        UpdateKind::ContactChanged => "A change you may want to know of",
        UpdateKind::Digest => "What is new",
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
