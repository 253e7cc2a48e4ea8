//! Who can open the person's page: when it was opened, wrong words, new words, and closing it.

use crate::input::Input;
use crate::reply::{Rejection, Reply};
use crate::{Context, PersonRequest, Ports};
use application::{Decision, Execution, OnConflict};
use domain::case::access::takes_code;
use domain::case::commands::access;
use domain::case::commands::person::SOME_WRONG_WORDS;
use domain::times;
use events::Reference;
use events::case::{AccessStep, Actor, Case, CaseChange, CaseFile};
use frontend::view::{AccessView, Message, OpenedView, PageState};
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::keys::Keys;
use platform::ports::Submission;
use std::sync::Arc;

/// How long it is remembered that a page was opened, after the last time.
const OPENINGS: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How long wrong words are remembered, after the last ones.
const WRONG_WORDS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How many of each the person sees.
const SHOWN: usize = 10;

/// Remembers that the page was opened, and nothing about who did it. It is no event: looking changes no case.
pub(crate) async fn note_opening<P: Ports>(
    context: &Context<'_, P>,
    reference: &Reference,
    now: Timestamp,
) -> Result<(), PortError> {
    let [opened, _] = keys_of(&context.keys, reference.as_str());
    context.ports.remember_moment(&opened, now, OPENINGS).await
}

/// Remembers that someone entered wrong words for what may be a reference.
pub(crate) async fn note_wrong_words<P: Ports>(
    context: &Context<'_, P>,
    reference: &str,
    now: Timestamp,
) -> Result<(), PortError> {
    let [_, wrong] = keys_of(&context.keys, reference);
    context
        .ports
        .remember_moment(&wrong, now, WRONG_WORDS)
        .await
}

fn keys_of(keys: &Keys, reference: &str) -> [String; 2] {
    [
        keys.name("page-opened", reference),
        keys.name("page-wrong-words", reference),
    ]
}

/// When the page was opened, and when someone entered wrong words, the latest first.
pub(crate) struct Openings {
    pub(crate) opened: Vec<Timestamp>,
    pub(crate) wrong_words: Vec<Timestamp>,
}

impl Openings {
    pub(crate) async fn read<P: Ports>(
        request: &PersonRequest<'_, P>,
        case: &Case,
    ) -> Result<Self, PortError> {
        let keys = keys_of(&request.context.keys, case.reference.as_str());
        let [opened, wrong_words] = request.context.ports.moments(&keys, request.now).await?;
        Ok(Self {
            opened,
            wrong_words,
        })
    }

    /// Whether the person should know that someone entered wrong words.
    pub(crate) fn some_wrong_words(&self, now: Timestamp) -> bool {
        let lately = |at: &&Timestamp| now.duration_since(**at) < WRONG_WORDS;
        self.wrong_words.iter().filter(lately).count() >= SOME_WRONG_WORDS
    }

    /// The same in words. What happened within a minute is one line.
    pub(crate) fn view(&self, now: Timestamp) -> OpenedView {
        let lines = |moments: &[Timestamp]| {
            let mut lines: Vec<String> = moments.iter().map(|at| times::time(*at, now)).collect();
            lines.dedup();
            lines.truncate(SHOWN);
            lines
        };
        OpenedView {
            opened: lines(&self.opened),
            wrong_words: lines(&self.wrong_words),
        }
    }
}

/// The page. It shows the words if `reply` is about new ones.
pub(crate) async fn view<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    page: PageState,
) -> Result<AccessView, PortError> {
    let openings = Openings::read(request, case).await?;
    let words = words(request, case, page.message);
    // The same page, sent again, is the same request.
    let id = request.context.keys.name("new-words", &page.pass);
    Ok(AccessView {
        words,
        id,
        openings: openings.view(request.now),
        page,
    })
}

/// The new words, on the answer that gives them and nowhere else.
pub(crate) fn words<P>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    message: Option<Message>,
) -> Option<String> {
    let given = message.is_some_and(Message::gives_words);
    let words = || {
        request
            .context
            .keys
            .word(&Submission::of(case), case.access.generation)
    };
    given.then(|| words().text())
}

/// The id of the request that gave the last new words, if this request has the same.
pub(crate) fn last_request<'a>(file: &'a CaseFile, input: &Input) -> Option<&'a str> {
    let last = file
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            CaseChange::AccessChanged(changed) => Some(changed),
            _ => None,
        })?;
    let id = last.id.as_deref()?;
    (last.by == Actor::Person && last.what == AccessStep::NewWords && id == input.text("id"))
        .then_some(id)
}

/// New words for the person. The same request again gives the same ones.
pub(crate) fn new_words<P>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Decision<Reply>, Rejection> {
    let id = Some(request.input.text("id")).filter(|id| (16..=64).contains(&id.len()));
    let changes = access::new_words(case, id.map(str::to_owned), Actor::Person);
    let changes = changes.map_err(|_| Message::NotOnThisPage)?;
    Ok(Decision::with_result(changes, Message::WordsChanged.into()))
}

/// The first use of a partner's code. Returns the file after that, or `None` if somebody else has used it at the same
/// moment.
pub(crate) async fn use_code<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: CaseFile,
) -> Result<Option<CaseFile>, PortError> {
    let ports = request.context.ports;
    let execution = Execution {
        ports,
        now: request.now,
        action: "a partner's code opened the page",
        on_conflict: OnConflict::Retry,
    };
    let reference = file.case.reference.clone();
    let decide = |file: Arc<CaseFile>| async move {
        let changes = if takes_code(&file.case, request.now) {
            access::use_code()
        } else {
            Vec::new()
        };
        Ok::<_, PortError>(Decision::of(changes).or_if_illegal(|_| ()))
    };
    let outcome = execution
        .run_from(file, || ports.case_file(&reference), decide)
        .await?;
    Ok(outcome
        .filter(|outcome| !outcome.events.is_empty())
        .map(|outcome| outcome.state))
}
