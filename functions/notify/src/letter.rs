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
