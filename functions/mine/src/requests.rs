//! What a person says and asks for: words, a call, a complaint, how it was.

use crate::reply::{Rejection, Reply, decided};
use crate::tasks::task;
use crate::{PersonRequest, Ports, contact};
use application::Decision;
use domain::case::commands::person::{self, NoCall};
use events::case::{Actor, Case, CaseChange, CaseFile, ComplaintAbout, Feedback, TaskKind};
use frontend::view::Said;

/// The longest words, in characters.
const MOST_TEXT: usize = 2_000;
/// How many messages, or complaints, may wait to be read or answered.
const MOST_WAITING: usize = 10;
/// How many calls may be asked for.
const MOST_CALLS: usize = 3;
/// How often a person can say how it was.
const MOST_FEEDBACK: usize = 50;

/// Their own words: somebody reads them and answers.
pub(crate) fn say<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Said> {
    let words = own_words(request.input.text("words"))?;
    if waiting(case, TaskKind::ReadWords) >= MOST_WAITING {
        return Err(Said::TooMuchWaiting);
    }
    let given = task(case, TaskKind::ReadWords, request.now);
    Ok(decided(vec![given], Said::WordsGot).words(Some(words)))
}

/// A complaint, about a service or about the Code: by when they hear is promised with it (Code right 12).
pub(crate) fn complain<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Said> {
    let about = ComplaintAbout::parse(request.input.text("about")).ok_or(Said::NothingChosen)?;
    // A form has two fields for words on its page, each with a name of its own.
    let said = [request.input.text("complaint"), request.input.text("words")]
        .into_iter()
        .find(|text| !text.is_empty());
    let words = own_words(said.unwrap_or_default())?;
    if case
        .complaints
        .iter()
        .filter(|complaint| complaint.replied_at.is_none())
        .count()
        >= MOST_WAITING
    {
        return Err(Said::TooMuchWaiting);
    }
    let complained = CaseChange::Complained {
        about,
        by: Actor::Person,
    };
    Ok(decided(vec![complained], Said::ComplaintGot).words(Some(words)))
}

/// How it was, from 1 to 5; what is not answered stays unknown.
pub(crate) fn feedback<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
) -> Result<Decision<Reply>, Said> {
    let input = request.input;
    let mark = |name: &str| match input.number(name) {
        Some(mark) if (1..=5).contains(&mark) => Ok(Some(mark)),
        None if !input.says(name) => Ok(None),
        _ => Err(Said::NothingChosen),
    };
    let service = Some(input.text("service")).filter(|service| !service.is_empty());
    let known = |code: &str| {
        file.case
            .onwards
            .iter()
            .any(|onward| onward.offered.service == code)
    };
    if service.is_some_and(|service| !known(service)) {
        return Err(Said::NothingChosen);
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
        return Err(Said::NothingChosen);
    }
    if file
        .events
        .iter()
        .filter(|event| matches!(event.what, CaseChange::FeedbackGiven(_)))
        .count()
        >= MOST_FEEDBACK
    {
        return Err(Said::TooMuchWaiting);
    }
    Ok(decided(
        vec![CaseChange::FeedbackGiven(given)],
        Said::FeedbackGot,
    ))
}

/// A call at a time, on a number and within the hours that are safe by today's answers.
pub(crate) async fn call<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let Some(referral) = contact::answers(request, case).await? else {
        return Err(Said::NotHere.into());
    };
    let (day, time) = (
        request.input.text("day").trim(),
        request.input.text("time").trim(),
    );
    // A browser may add seconds to a time of day.
    let shaped = day.len() == 10 && time.len() >= 5;
    let at = format!("{day}T{time}").parse();
    let given = match (at, shaped) {
        (Ok(at), true) => person::request_call(&referral.contact.channels, at, request.now),
        // That nobody may ring is said first, whatever time was asked for.
        _ if !contact::may_be_rung(&referral) => Err(NoCall::NoSafePhone),
        _ => return Err(Said::NoTime.into()),
    };
    match given {
        Err(NoCall::NoSafePhone) => Err(Said::NoSafePhone.into()),
        Err(NoCall::TooSoon) => Err(Said::TooSoon.into()),
        Err(NoCall::TooFar) => Err(Said::TooFar.into()),
        Err(NoCall::OutsideHours) => Err(Said::OutsideHours.into()),
        Ok(_) if waiting(case, TaskKind::Call) >= MOST_CALLS => Err(Said::TooMuchWaiting.into()),
        Ok(given) => Ok(decided(vec![CaseChange::TaskGiven(given)], Said::CallAsked)),
    }
}

/// How many tasks of the kind are to be done.
fn waiting(case: &Case, kind: TaskKind) -> usize {
    case.open_tasks().filter(|task| task.kind == kind).count()
}

/// Words of a person's own: something, not too long, no hidden signs.
fn own_words(text: &str) -> Result<String, Said> {
    if text.trim().is_empty() {
        return Err(Said::NoWords);
    }
    if text.chars().nth(MOST_TEXT).is_some() {
        return Err(Said::WordsTooLong);
    }
    if text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(Said::WordsNotAllowed);
    }
    Ok(text.to_owned())
}
