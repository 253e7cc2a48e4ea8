//! Who can open a case: a person with the reference and the words, with the pass of a page that these opened, or once with
//! the code that a partner handed over.

use crate::access::{self, last_request};
use crate::input::Input;
use crate::{Context, Ports};
use application::{Decision, Execution, OnConflict, Outcome};
use domain::case::access::takes_code;
use domain::case::commands::person::{MANY_WRONG_WORDS, MOST_WRONG_WORDS, check_wrong_words};
use events::Reference;
use events::case::{Case, CaseFile};
use futures_util::future::join;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::answer;
use platform::keys::{Keys, OPEN_FOR, Pass};
use platform::ports::{Submission, TryLimit};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The shortest time for a wrong answer, whatever it had to read.
const LEAST: Duration = Duration::from_millis(250);
/// The most wrong answers for one asker. After that, all their tries have to wait.
const OF_ASKER: TryLimit = TryLimit {
    most: 20,
    lasts: SignedDuration::from_mins(15),
};
/// The most wrong answers for one reference and its words of today.
const OF_REFERENCE: TryLimit = TryLimit {
    most: MOST_WRONG_WORDS,
    lasts: SignedDuration::from_hours(30 * 24),
};

/// The result of trying to open a case.
pub(crate) enum Opened {
    File(Box<Visit>),
    /// The pass has expired, or is not valid, or the words have changed since.
    Closed,
    /// No case has this reference and these words.
    No,
    /// There were so many wrong words for this reference that nothing opens it before a call.
    AfterCall,
    /// There were so many wrong words from this asker that they have to wait.
    Wait(SignedDuration),
}

/// A case that was opened.
pub(crate) struct Visit {
    pub(crate) file: CaseFile,
    /// When the words were entered.
    pub(crate) opened_at: Timestamp,
    /// Whether a partner's code opened it, which it does once.
    pub(crate) by_code: bool,
}

/// What opens the next page of the case.
pub(crate) fn pass<P>(
    context: &Context<'_, P>,
    case: &Case,
    opened_at: Timestamp,
    now: Timestamp,
) -> String {
    let pass = Pass {
        reference: case.reference.clone(),
        generation: case.access.generation,
        opened_at,
    };
    context.keys.pass(&pass, now)
}

/// What ends the visit. A page carries it, so that leaving the page makes its pass useless.
pub(crate) fn visit_end<P>(context: &Context<'_, P>, case: &Case, opened_at: Timestamp) -> String {
    let visit = context.keys.visit(&case.reference, opened_at);
    context.keys.visit_end(&visit)
}

/// Ends the visit that `end` names: none of its passes opens anything from now on. The answer is the same for nonsense.
pub(crate) async fn leave<P: Ports>(
    context: &Context<'_, P>,
    end: &str,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    if let Some(visit) = context.keys.ended_visit(end) {
        context.ports.remember_moment(visit, now, OPEN_FOR).await?;
    }
    Ok(answer(
        StatusCode::NO_CONTENT,
        "text/plain; charset=utf-8",
        String::new(),
    ))
}

/// The file of the case that the pass opens, or the reference and the words together. `asks_new_words` is true of a request
/// for new words: the same request again is answered again, although the words from before have ended.
pub(crate) async fn open<P: Ports>(
    context: &Context<'_, P>,
    input: &Input,
    asker: &str,
    asks_new_words: bool,
    now: Timestamp,
) -> Result<Opened, PortError> {
    if input.pass.is_empty() {
        return by_words(context, input, asker, asks_new_words, now).await;
    }
    let Some(pass) = context.keys.passed(&input.pass, now) else {
        return Ok(Opened::Closed);
    };
    let visit = [context.keys.visit(&pass.reference, pass.opened_at)];
    let (file, ended) = join(
        context.ports.case_file(&pass.reference),
        context.ports.moments(&visit, now),
    )
    .await;
    let Some(file) = file? else {
        return Ok(Opened::No);
    };
    // The person left. If nobody knows whether they did, nothing opens.
    let [ended] = ended?;
    if !ended.is_empty() {
        return Ok(Opened::Closed);
    }
    let opens = generation(&file, input, asks_new_words) == Some(pass.generation);
    Ok(if opens {
        Opened::File(Box::new(Visit {
            file,
            opened_at: pass.opened_at,
            by_code: false,
        }))
    } else {
        Opened::Closed
    })
}

/// The number of the words and passes that open the page for this request; `None` if nothing does.
fn generation(file: &CaseFile, input: &Input, asks_new_words: bool) -> Option<u32> {
    let current = file.case.access.generation;
    if !file.case.has_open_page() {
        return None;
    }
    let again = asks_new_words && last_request(file, input).is_some();
    Some(if again { current - 1 } else { current })
}

/// The same reads and the same arithmetic happen whether or not the reference exists. A try is counted before it is
/// answered, and its consequences happen while the person waits, so that nobody can tell from the time.
async fn by_words<P: Ports>(
    context: &Context<'_, P>,
    input: &Input,
    asker: &str,
    asks_new_words: bool,
    now: Timestamp,
) -> Result<Opened, PortError> {
    let ports = context.ports;
    let since = Instant::now();
    let asker = context.keys.name("asker", asker);
    let Some(of_asker) = ports.count_try(&asker, OF_ASKER, now).await? else {
        return Ok(Opened::Wait(OF_ASKER.lasts));
    };
    let named = input.reference.parse::<Reference>();
    let tried = named.clone().unwrap_or_else(|_| Reference::from_number(0));
    let file = ports.case_file(&tried).await?;
    // Each text that is no reference has its own count.
    let name = named
        .as_ref()
        .map_or_else(|_| input.reference.trim(), Reference::as_str);
    let key = of_reference(&context.keys, name, file.as_ref());
    let Some(of_reference) = ports.count_try(&key, OF_REFERENCE, now).await? else {
        rest(ports, since, pause(of_asker).max(LEAST)).await;
        return Ok(Opened::AfterCall);
    };
    let pause = pause(of_asker.max(of_reference));
    let (right, by_code) = opens(&context.keys, file.as_ref(), input, asks_new_words, now);
    match file {
        Some(file) if right && named.is_ok() => {
            // One more than there were harms nobody.
            for key in [&asker, &key] {
                if let Err(error) = ports.take_back_try(key, now).await {
                    tracing::warn!(cause = %error, "right words are counted as wrong");
                }
            }
            access::note_opening(context, &file.case.reference, now).await?;
            if !pause.is_zero() {
                rest(ports, since, pause).await;
            }
            Ok(Opened::File(Box::new(Visit {
                file,
                opened_at: now,
                by_code,
            })))
        }
        file => {
            let noted = access::note_wrong_words(context, name, now).await;
            if let Some(file) = file.filter(|_| of_reference >= MANY_WRONG_WORDS) {
                alarm(ports, file.case, now).await;
            }
            rest(ports, since, pause.max(LEAST)).await;
            noted.map(|()| Opened::No)
        }
    }
}

/// The count for a reference begins again with each change of the access to its page.
fn of_reference(keys: &Keys, name: &str, file: Option<&CaseFile>) -> String {
    let generation = file.map_or(0, |file| file.case.access.generation);
    keys.name("reference", &format!("{name}#{generation}"))
}

/// Whether what was entered opens the page, and whether it is the code. All of it is compared, whatever there is.
fn opens(
    keys: &Keys,
    file: Option<&CaseFile>,
    input: &Input,
    asks_new_words: bool,
    now: Timestamp,
) -> (bool, bool) {
    let submission = file.map_or_else(
        || Submission {
            sender: String::new(),
            id: String::new(),
        },
        |file| Submission::of(&file.case),
    );
    let opened_by = file.and_then(|file| generation(file, input, asks_new_words));
    let word = keys.is_word(&submission, opened_by.unwrap_or(0), &input.word);
    let code = keys.is_opening_code(&submission, &input.word);
    let takes_code = file.is_some_and(|file| takes_code(&file.case, now));
    let by_code = code & takes_code;
    ((word & opened_by.is_some()) | by_code, by_code)
}

async fn rest<P: Ports>(ports: &P, since: Instant, time: Duration) {
    ports.wait(time.saturating_sub(since.elapsed())).await;
}

/// Gives someone the task of looking into it. If the case changes at the same moment, the next wrong answer gives the task.
/// The reply is the same.
async fn alarm<P: Ports>(ports: &P, case: Case, now: Timestamp) {
    let reference = case.reference.clone();
    let execution = Execution {
        ports,
        now,
        action: "many wrong words were sent for it",
        on_conflict: OnConflict::Ignore,
    };
    let decide = |case: Arc<Case>| async move {
        let task = check_wrong_words(&case, now).into_iter().collect();
        Ok::<_, PortError>(Decision::of(task).or_if_illegal(|_| ()))
    };
    let raised = execution
        .run_from(case, || async { Ok(None) }, decide)
        .await;
    match raised {
        Ok(outcome) if outcome.as_ref().is_some_and(Outcome::is_stored) => {
            tracing::warn!(case.reference = %reference, "many wrong words for one case");
        }
        Ok(_) => {}
        Err(error) => {
            tracing::error!(cause = %error, case.reference = %reference, "wrong words raised no task");
        }
    }
}

/// The first three slips cost nothing; then each doubles the wait, up to one second. Right words wait as long, and then
/// get in.
fn pause(wrong: u32) -> Duration {
    match wrong.saturating_sub(4) {
        0 => Duration::ZERO,
        more => Duration::from_millis(250_u64 << more.min(2)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_answers_slow_the_asker_and_never_for_longer_than_a_second() {
        assert_eq!(pause(0), Duration::ZERO);
        assert_eq!(pause(4), Duration::ZERO);
        assert_eq!(pause(5), Duration::from_millis(500));
        assert_eq!(pause(1_000_000), Duration::from_secs(1));
    }
}
