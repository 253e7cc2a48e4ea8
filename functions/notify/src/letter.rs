//! What a letter says: bland enough for anyone to read over a shoulder.

use askama::Template;
use domain::calendar::end_of_working_day_after;
use events::profile::Profile;
use events::update::UpdateKind;
use jiff::Timestamp;
use platform::PortError;
use platform::ports::Letter;

#[derive(Template)]
#[template(path = "acknowledgement.txt")]
struct AcknowledgementText<'a> {
    next_by: &'a str,
}

#[derive(Template)]
#[template(path = "acknowledgement.html")]
struct AcknowledgementHtml<'a> {
    next_by: &'a str,
}

/// Writes the letter of that kind. It says no name, no organisation, no purpose, and links nowhere.
///
/// # Errors
/// [`PortError::Lasting`] where the template cannot be filled.
pub(crate) fn write(profile: &Profile, kind: UpdateKind, now: Timestamp) -> Result<Letter, PortError> {
    // Both an offer's four working hours and the coordinators' one working day have passed by then.
    let next_by = domain::plain::moment(end_of_working_day_after(now, 1));
    let broken = |_| PortError::Lasting("a letter could not be written".to_owned());
    match kind {
        UpdateKind::Acknowledgement => Ok(Letter {
            from: format!("{} <hello@{}>", profile.sender_name, profile.neutral_domain),
            subject: include_str!("../templates/acknowledgement.subject.txt").trim().to_owned(),
            text: AcknowledgementText { next_by: &next_by }.render().map_err(broken)?,
            html: AcknowledgementHtml { next_by: &next_by }.render().map_err(broken)?,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile() -> Profile {
        let text = include_str!("../../../infra/areas/thames-valley/profile.json");
        serde_json::from_str(text).expect("the shipped profile")
    }

    #[test]
    fn the_acknowledgement_is_word_for_word_what_was_agreed() {
        // Sunday evening: the next working day is Monday.
        let now = "2026-11-22T20:00:00Z".parse().expect("a moment");
        let letter = write(&profile(), UpdateKind::Acknowledgement, now).expect("a letter");
        assert_eq!(letter.subject, "Thank you for getting in touch");
        assert_eq!(letter.from, "The front desk <hello@tv-mail.example.net>");
        assert_eq!(letter.text, include_str!("../tests/snapshots/acknowledgement.txt").trim_end());
        assert_eq!(letter.html, include_str!("../tests/snapshots/acknowledgement.html").trim_end());
    }

    #[test]
    fn a_letter_says_nothing_of_who_wrote_it_or_why_and_leads_nowhere() {
        let letter = write(&profile(), UpdateKind::Acknowledgement, Timestamp::UNIX_EPOCH).expect("a letter");
        let all = format!("{}{}{}{}", letter.from, letter.subject, letter.text, letter.html).to_lowercase();
        for word in ["victim", "police", "crime", "abuse", "support", "hub", "commissioner", "http", "href", "src"] {
            assert!(!all.contains(word), "a letter says {word}");
        }
    }
}
