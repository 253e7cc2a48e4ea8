//! What a person sends and asks for: a message, a call, a complaint, feedback.

use crate::reply::{Rejection, Reply, decided};
use crate::{PersonRequest, Ports, contact};
use application::Decision;
use domain::calendar::london_today;
use domain::case::commands::person::{self, NoCall};
use domain::case::deadlines::case_due;
use domain::copy::case_for_page;
use events::case::{
    Actor, Case, CaseChange, CaseFile, ComplaintAbout, Feedback, TaskGiven, TaskKind,
};
use events::form::written;
use events::parse::is_blank;
use frontend::view::Message;

/// The longest message, in characters.
const MOST_TEXT: usize = 2_000;
/// How many messages, or complaints, can wait for an answer.
const MOST_WAITING: usize = 10;
/// How many calls can be open.
const MOST_CALLS: usize = 3;
/// How often a person can give feedback.
const MOST_FEEDBACK: usize = 50;

/// A message: someone reads it and replies.
pub(crate) fn say<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Message> {
    let words = checked_text(request.input.text("words"))?;
    if waiting(case, TaskKind::ReadWords) >= MOST_WAITING {
        return Err(Message::TooManyWaiting);
    }
    let task = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::ReadWords,
        from: None,
        due: case_due(case, request.now),
    });
    Ok(decided(vec![task], Message::MessageReceived).words(Some(words)))
}

/// A complaint about a service or about the Code. It comes with a promise of when it is answered (Code right 12).
pub(crate) fn complain<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Message> {
    let about = ComplaintAbout::parse(request.input.text("about")).ok_or(Message::NothingChosen)?;
    // The page has two fields for text, so each has its name.
    let said = [request.input.text("complaint"), request.input.text("words")]
        .into_iter()
        .find(|text| !text.is_empty());
    let words = checked_text(said.unwrap_or_default())?;
    if case
        .coordination
        .complaints
        .iter()
        .filter(|complaint| complaint.replied_at.is_none())
        .count()
        >= MOST_WAITING
    {
        return Err(Message::TooManyWaiting);
    }
    let complained = CaseChange::Complained {
        about,
        by: Actor::Person,
    };
    Ok(decided(vec![complained], Message::ComplaintReceived).words(Some(words)))
}

/// Feedback, from 1 to 5. A question without an answer stays unknown.
pub(crate) fn feedback<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
) -> Result<Decision<Reply>, Message> {
    let input = request.input;
    let mark = |name: &str| match input.number(name) {
        Some(mark) if (1..=5).contains(&mark) => Ok(Some(mark)),
        None if !input.says(name) => Ok(None),
        _ => Err(Message::NothingChosen),
    };
    let service = Some(input.text("service")).filter(|service| !service.is_empty());
    let shown = case_for_page(file.clone()).case;
    let known = |code: &str| {
        shown
            .support
            .onwards
            .iter()
            .any(|onward| onward.offered.service == code)
    };
    if service.is_some_and(|service| !known(service)) {
        return Err(Message::NothingChosen);
    }
    let given = Feedback {
        helped: mark("helped")?,
        had_a_say: mark("had_a_say")?,
        felt_safe: mark("felt_safe")?,
        service: service.map(str::to_owned),
    };
    if given
        .helped
        .or(given.had_a_say)
        .or(given.felt_safe)
        .is_none()
    {
        return Err(Message::NothingChosen);
    }
    if file
        .events
        .iter()
        .filter(|event| matches!(event.what, CaseChange::FeedbackGiven(_)))
        .count()
        >= MOST_FEEDBACK
    {
        return Err(Message::TooManyWaiting);
    }
    Ok(decided(
        vec![CaseChange::FeedbackGiven(given)],
        Message::FeedbackReceived,
    ))
}

/// A call at a time, on a number and within the hours that are safe now.
pub(crate) async fn call<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let Some(referral) = contact::answers(request, case).await? else {
        return Err(Message::NotOnThisPage.into());
    };
    // Not every browser has fields for a day and a time, so they may be written as on the form.
    let today = london_today(request.now);
    let day = written("occurred", request.input.text("day"), Some(today));
    let time = written("from", request.input.text("time"), None);
    let shaped = day.len() == 10 && time.len() == 5;
    let at = format!("{day}T{time}").parse();
    let given = match (at, shaped) {
        (Ok(at), true) => person::request_call(&referral, at, request.now),
        // If no number is safe, the person is told that first, whatever the time.
        _ if !person::may_be_called(&referral) => Err(NoCall::NoSafePhone),
        _ => return Err(Message::TimeMissing.into()),
    };
    match given {
        Err(NoCall::NoSafePhone) => Err(Message::NoSafePhone.into()),
        Err(NoCall::TooSoon) => Err(Message::TooSoon.into()),
        Err(NoCall::TooFar) => Err(Message::TooFar.into()),
        Err(NoCall::OutsideHours) => Err(Message::OutsideHours.into()),
        Ok(_) if waiting(case, TaskKind::Call) >= MOST_CALLS => Err(Message::TooManyWaiting.into()),
        Ok(given) => Ok(decided(
            vec![CaseChange::TaskGiven(given)],
            Message::CallRequested,
        )),
    }
}

/// How many tasks of the kind are open.
fn waiting(case: &Case, kind: TaskKind) -> usize {
    case.coordination
        .open_tasks()
        .filter(|task| task.kind == kind)
        .count()
}

/// The text of a person: not empty, not too long, no control characters.
fn checked_text(text: &str) -> Result<String, Message> {
    if is_blank(text) {
        return Err(Message::MessageEmpty);
    }
    if text.chars().nth(MOST_TEXT).is_some() {
        return Err(Message::MessageTooLong);
    }
    if text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(Message::MessageNotAllowed);
    }
    Ok(text.to_owned())
}
