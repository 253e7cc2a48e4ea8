//! The person's private diary: opened by their words, and closed by the person or with the page.
//!
//! It is no part of the case: it makes no event, and no other function reads it. A request opens it with the words, or
//! with what the diary's own page carries. Only what the person types opens it: the hub could make the words of a case
//! again, and never does so for a diary.

mod book;
mod vault;

use crate::page::Page;
use crate::reply::Reply;
use crate::{PersonRequest, Ports, access, contact, overview, shown};
use book::{Book, Draft, Entry};
use domain::calendar::london_today;
use domain::guides::{Reader, Screen, is_quiet, title};
use domain::retention::keeping;
use domain::times;
use events::case::{Case, CaseFile};
use frontend::view::{
    DiaryDay, DiaryLine, DiaryState, DiaryView, FormView, Message, OpenDiary, PageState, Site,
};
use frontend::words::reply as reply_text;
use jiff::{SignedDuration, Timestamp};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::PortError;
use platform::http::{answer as body, json, page, unavailable};
use platform::keys::Pass;
use platform::ports::{AppendOutcome, Diary, Submission, TryLimit};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use vault::{BookKey, OpenKey, Phrase};
use words::article::guides;

/// How often one case's diary is tried to be opened, right or wrong. A person with an open page must not guess words here
/// or keep the function busy.
const OPENINGS: TryLimit = TryLimit {
    most: 30,
    lasts: SignedDuration::from_hours(1),
};
/// How often a diary is changed in an hour.
const CHANGES: TryLimit = TryLimit {
    most: 60,
    lasts: SignedDuration::from_hours(1),
};
/// Somebody else may change the case between a read and a write. After this many rounds the person tries again.
const ROUNDS: usize = 4;
/// A shorter sentence of one's own is guessed too soon.
const SHORTEST_OWN: usize = 12;
/// The days of the picture.
const DAYS: i32 = 30;
/// How long an opening can last, and so how long it is remembered that one has ended: as long as a pass.
const OPENING: SignedDuration = SignedDuration::from_hours(2);
/// A form that opens the diary is sent once: Back must not send the words again for somebody else.
const ONCE: TryLimit = TryLimit {
    most: 1,
    lasts: OPENING,
};
/// The fields of a new entry.
const TYPED: [&str; 5] = ["text", "day", "feeling", "guide", "exercise"];

/// A request about a diary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// Its page: open if the page before was.
    See,
    /// Open it with the words, or begin one.
    Open,
    Write,
    /// Remove one entry.
    Remove,
    /// Delete all of it.
    Delete,
    /// End the opening, so that no page from before opens it again.
    Close,
}

impl Act {
    /// The act with this last part of its address.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "diary" => Some(Self::See),
            "diary-open" => Some(Self::Open),
            "diary-write" => Some(Self::Write),
            "diary-remove" => Some(Self::Remove),
            "diary-delete" => Some(Self::Delete),
            "diary-close" => Some(Self::Close),
            _ => None,
        }
    }
}

/// An open diary.
struct Opened {
    visit: OpenKey,
    book: Book,
}

/// A try to open a diary.
enum Try {
    Opened(Opened),
    /// It stays locked, and this is said.
    Locked(Message),
}

impl Try {
    fn of(opened: Option<Opened>, otherwise: Message) -> Self {
        opened.map_or(Self::Locked(otherwise), Self::Opened)
    }
}

/// What the person gets to see.
struct Outcome {
    message: Option<Message>,
    opened: Option<Opened>,
}

impl Outcome {
    const fn locked(message: Message) -> Self {
        Self {
            message: Some(message),
            opened: None,
        }
    }
}

/// Does it, and answers with the page of the diary.
pub(crate) async fn serve<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: CaseFile,
    act: Act,
) -> Result<Response<Body>, PortError> {
    if file.case.lifecycle.is_forgotten() {
        let reply = (act != Act::See).then(|| Message::NotOnThisPage.into());
        return shown(request, &file, Page::Progress, reply).await;
    }
    let done = match act {
        Act::See => see(request, &file.case).await,
        Act::Open => open(request, &file.case).await,
        Act::Write => write(request, &file.case).await,
        Act::Remove => remove(request, &file.case).await,
        Act::Delete => delete(request, &file.case).await,
        Act::Close => close(request, &file.case).await,
    };
    let outcome = match done {
        Ok(outcome) => outcome,
        Err(error) if request.input.is_json => return Err(error),
        // A fault on our side must not lose what the person typed.
        Err(error) => {
            // The log does not say whose diary it is.
            let _logged = unavailable(&error, None);
            Outcome::locked(Message::TryAgain)
        }
    };
    if request.input.is_json {
        return Ok(program(&file, &outcome));
    }
    html(request, &file, act, outcome).await
}

/// Whether what a person typed for a phrase is enough to try it.
fn typed_words<P>(request: &PersonRequest<'_, P>) -> bool {
    !request.input.word.trim().is_empty()
}

/// Whether the words that were typed open the person's page today.
fn are_words<P>(request: &PersonRequest<'_, P>, case: &Case, typed: &str) -> bool {
    let submission = Submission::of(case);
    let keys = &request.context.keys;
    keys.is_word(&submission, case.access.generation, typed)
}

/// Counts a try before anything is answered. `None` if there were too many.
async fn counted<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    what: &str,
    limit: TryLimit,
) -> Result<Option<u32>, PortError> {
    let key = request.context.keys.name(what, case.reference.as_str());
    request
        .context
        .ports
        .count_try(&key, limit, request.now)
        .await
}

/// Tries the words. A wrong one is remembered as on the page that opens the case.
async fn tried<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Option<Message>, PortError> {
    if !typed_words(request) {
        return Ok(Some(Message::DiaryWords));
    }
    if counted(request, case, "diary-opened", OPENINGS)
        .await?
        .is_none()
    {
        return Ok(Some(Message::DiaryWait));
    }
    if are_words(request, case, &request.input.word) {
        return Ok(None);
    }
    Ok(Some(not_opened(request, case).await?))
}

/// Remembers that what was typed opened nothing, so that the person sees that somebody tried: wrong words, or the right
/// ones with a wrong sentence.
async fn not_opened<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Message, PortError> {
    access::note_wrong_words(request.context, case.reference.as_str(), request.now).await?;
    Ok(Message::DiaryNotOpened)
}

/// The same for the right words of today, but only if more was typed that opened nothing. Without that, the diary may just
/// be locked with the words from before, or have a sentence that the person forgot to type.
async fn not_unlocked<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Message, PortError> {
    let typed = |field| !request.input.text(field).trim().is_empty();
    if typed("own") || typed("old") {
        not_opened(request, case).await
    } else {
        Ok(Message::DiaryNotOpened)
    }
}

/// What the page carries in place of the reference and the words.
fn pass_of<P>(request: &PersonRequest<'_, P>, case: &Case) -> Pass {
    Pass {
        reference: case.reference.clone(),
        generation: case.access.generation,
        opened_at: request.opened_at,
    }
}

/// The key that the diary's own page carried.
fn carried<P>(request: &PersonRequest<'_, P>, case: &Case) -> Option<OpenKey> {
    let carried = request.input.text("diary");
    if carried.is_empty() {
        return None;
    }
    vault::passed(&request.context.keys, &pass_of(request, case), carried)
}

/// The name under which it is remembered that an opening has ended.
fn ended<P>(request: &PersonRequest<'_, P>, visit: &OpenKey) -> String {
    request.context.keys.name("diary-ended", &visit.opening())
}

fn read(case: &Case, visit: OpenKey, stored: &Diary) -> Option<Opened> {
    let pages = vault::read(&visit.key, &case.reference, stored.version, &stored.sealed)?;
    let book = Book::of(&pages)?;
    Some(Opened { visit, book })
}

/// The open diary, by what the page carried or, for a program, by the words.
async fn opened<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Result<Try, PortError> {
    if let Some(visit) = carried(request, case) {
        let ports = request.context.ports;
        let [ends] = ports
            .moments(&[ended(request, &visit)], request.now)
            .await?;
        if !ends.is_empty() {
            return Ok(Try::Locked(Message::DiaryClosed));
        }
        let stored = ports.diary(&case.reference).await?;
        let opened = stored.and_then(|stored| read(case, visit, &stored));
        return Ok(Try::of(opened, Message::DiaryClosed));
    }
    if !typed_words(request) {
        return Ok(Try::Locked(Message::DiaryClosed));
    }
    if let Some(message) = tried(request, case).await? {
        return Ok(Try::Locked(message));
    }
    let Some(stored) = request.context.ports.diary(&case.reference).await? else {
        return Ok(Try::Locked(Message::DiaryClosed));
    };
    let phrase = Phrase::new(&request.input.word, request.input.text("own"));
    let key = vault::unlock(
        &request.context.keys,
        &case.reference,
        &stored.sealed,
        &phrase,
    );
    let Some(key) = key else {
        return Ok(Try::Locked(not_unlocked(request, case).await?));
    };
    let opened = read(case, OpenKey::new(key), &stored);
    Ok(Try::of(opened, Message::DiaryNotOpened))
}

async fn see<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Result<Outcome, PortError> {
    if request.input.text("diary").is_empty() && !request.input.is_json {
        return Ok(Outcome {
            message: None,
            opened: None,
        });
    }
    Ok(match opened(request, case).await? {
        Try::Opened(opened) => Outcome {
            message: None,
            opened: Some(opened),
        },
        Try::Locked(message) => Outcome::locked(message),
    })
}

/// Opens the diary with the words of today. If those do not open it, the words from before do, and then it moves to those
/// of today. Where there is no diary, one begins.
async fn open<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Result<Outcome, PortError> {
    if let Some(message) = tried(request, case).await? {
        return Ok(Outcome::locked(message));
    }
    let (keys, ports) = (&request.context.keys, request.context.ports);
    if !request.input.is_json {
        let once = request.input.text("once");
        let form = keys.name("diary-form", once);
        if once.is_empty() || ports.count_try(&form, ONCE, request.now).await?.is_none() {
            return Ok(Outcome::locked(Message::DiaryClosed));
        }
    }
    let own = request.input.text("own");
    let phrase = Phrase::new(&request.input.word, own);
    let reference = &case.reference;
    let Some(stored) = ports.diary(reference).await? else {
        return begin(request, case, own, &phrase).await;
    };
    if let Some(key) = vault::unlock(keys, reference, &stored.sealed, &phrase) {
        return Ok(match read(case, OpenKey::new(key), &stored) {
            Some(opened) => Outcome {
                message: None,
                opened: Some(opened),
            },
            None => Outcome::locked(Message::DiaryNotOpened),
        });
    }
    let old = request.input.text("old");
    if old.trim().is_empty() {
        return Ok(Outcome::locked(not_unlocked(request, case).await?));
    }
    let old = Phrase::new(old, own);
    let Some(key) = vault::unlock(keys, reference, &stored.sealed, &old) else {
        return Ok(Outcome::locked(not_unlocked(request, case).await?));
    };
    Ok(match moved(request, case, key, &phrase).await? {
        Try::Opened(opened) => Outcome {
            message: Some(Message::DiaryMoved),
            opened: Some(opened),
        },
        Try::Locked(message) => Outcome::locked(message),
    })
}

async fn begin<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    own: &str,
    phrase: &Phrase,
) -> Result<Outcome, PortError> {
    // Signs without a letter would lock nothing.
    if !own.trim().is_empty() && vault::letters(own) < SHORTEST_OWN {
        return Ok(Outcome::locked(Message::DiaryOwnShort));
    }
    let book = Book::default();
    let begun = vault::begin(&request.context.keys, &case.reference, phrase);
    let sealed = begun.and_then(|(key, head)| {
        let pages = book.bytes()?;
        let sealed = vault::write(&key, &case.reference, 1, &head, &pages)?;
        Some((key, sealed))
    });
    let (key, sealed) = sealed.ok_or_else(not_locked)?;
    let diary = Diary { version: 1, sealed };
    Ok(match keep(request, case, &diary).await? {
        AppendOutcome::Stored => Outcome {
            message: Some(Message::DiaryBegun),
            opened: Some(Opened {
                visit: OpenKey::new(key),
                book,
            }),
        },
        _ => Outcome::locked(Message::CaseChanged),
    })
}

/// Stores the diary, unless another request changed it in the meantime. If only the case has changed, it is read again.
async fn keep<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    diary: &Diary,
) -> Result<AppendOutcome, PortError> {
    let ports = request.context.ports;
    let until = |case: &Case| keeping(case).map(|keeping| keeping.net());
    let mut outcome = ports.keep_diary(case, diary, until(case)).await?;
    for _ in 1..ROUNDS {
        if outcome == AppendOutcome::Stored {
            break;
        }
        let before = ports.diary(&case.reference).await?;
        if before.map_or(0, |kept| kept.version) + 1 != diary.version {
            break;
        }
        let Some(file) = ports.case_file(&case.reference).await? else {
            break;
        };
        if file.case.lifecycle.is_forgotten() {
            break;
        }
        outcome = ports
            .keep_diary(&file.case, diary, until(&file.case))
            .await?;
    }
    Ok(outcome)
}

/// Locks the diary with another phrase: under a new key, with the parameters and the secret of today, so that what opened
/// it before no longer opens anything.
async fn moved<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    key: BookKey,
    phrase: &Phrase,
) -> Result<Try, PortError> {
    let reference = &case.reference;
    let Some(stored) = request.context.ports.diary(reference).await? else {
        return Ok(Try::Locked(Message::DiaryClosed));
    };
    let Some(opened) = read(case, OpenKey::new(key), &stored) else {
        return Ok(Try::Locked(Message::DiaryNotOpened));
    };
    let book = opened.book;
    let version = stored.version.saturating_add(1);
    let begun = vault::begin(&request.context.keys, reference, phrase);
    let sealed = begun.and_then(|(key, head)| {
        let pages = book.bytes()?;
        let sealed = vault::write(&key, reference, version, &head, &pages)?;
        Some((key, sealed))
    });
    let (key, sealed) = sealed.ok_or_else(not_locked)?;
    Ok(
        match keep(request, case, &Diary { version, sealed }).await? {
            AppendOutcome::Stored => Try::Opened(Opened {
                visit: OpenKey::new(key),
                book,
            }),
            _ => Try::Locked(Message::CaseChanged),
        },
    )
}

async fn write<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Outcome, PortError> {
    let input = request.input;
    let draft = Draft {
        id: input.text("id"),
        day: input.text("day"),
        feeling: input.text("feeling"),
        text: input.text("text"),
        guide: input.text("guide"),
        exercise: input.flag("exercise"),
    };
    let entry = draft.entry(london_today(request.now), request.now);
    change(request, case, |book| book.add(entry.clone()?)).await
}

async fn remove<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Outcome, PortError> {
    let id = request.input.text("entry");
    change(request, case, |book| Ok(book.remove(id))).await
}

/// Changes what is in the diary. What another request changed at the same time stays.
async fn change<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
    edit: impl Fn(&mut Book) -> Result<Message, Message>,
) -> Result<Outcome, PortError> {
    let opened = match opened(request, case).await? {
        Try::Opened(opened) => opened,
        Try::Locked(message) => return Ok(Outcome::locked(message)),
    };
    let reference = &case.reference;
    let mut opened = opened;
    let refused = |message, opened| {
        Ok(Outcome {
            message: Some(message),
            opened: Some(opened),
        })
    };
    if counted(request, case, "diary-changed", CHANGES)
        .await?
        .is_none()
    {
        return refused(Message::DiaryWait, opened);
    }
    for _ in 0..ROUNDS {
        let Some(stored) = request.context.ports.diary(reference).await? else {
            return Ok(Outcome::locked(Message::DiaryClosed));
        };
        let Some(now) = read(case, opened.visit.clone(), &stored) else {
            return Ok(Outcome::locked(Message::DiaryClosed));
        };
        opened = now;
        let mut book = opened.book.clone();
        let message = match edit(&mut book) {
            Ok(message) => message,
            Err(message) => return refused(message, opened),
        };
        let version = stored.version.saturating_add(1);
        let sealed = book.bytes().and_then(|pages| {
            vault::write(
                &opened.visit.key,
                reference,
                version,
                &stored.sealed,
                &pages,
            )
        });
        let sealed = sealed.ok_or_else(not_locked)?;
        if keep(request, case, &Diary { version, sealed }).await? == AppendOutcome::Stored {
            opened.book = book;
            return refused(message, opened);
        }
    }
    Err(PortError::Transient(
        "other requests changed the diary at the same time".to_owned(),
    ))
}

/// Deletes the diary: an open one, or one that nothing opens any more, with the words of today.
async fn delete<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Outcome, PortError> {
    let opened = match carried(request, case) {
        Some(_) => match opened(request, case).await? {
            Try::Opened(opened) => Some(opened),
            Try::Locked(message) => return Ok(Outcome::locked(message)),
        },
        None => match tried(request, case).await? {
            Some(message) => return Ok(Outcome::locked(message)),
            None => None,
        },
    };
    if !request.input.flag("sure") {
        return Ok(Outcome {
            message: Some(Message::DiarySure),
            opened,
        });
    }
    request.context.ports.delete_diary(&case.reference).await?;
    Ok(Outcome::locked(Message::DiaryDeleted))
}

/// Ends the opening. A page that carries it opens nothing any more.
async fn close<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Outcome, PortError> {
    if let Some(visit) = carried(request, case) {
        let ports = request.context.ports;
        ports
            .remember_moment(&ended(request, &visit), request.now, OPENING)
            .await?;
    }
    Ok(Outcome {
        message: None,
        opened: None,
    })
}

/// The reply to new words. If the person typed the old ones for their diary, it comes along, or the reply says that it did
/// not: then the old words still open it. Whatever happens to the diary, the words are new.
pub(crate) async fn reply_to_new_words<P: Ports>(
    request: &PersonRequest<'_, P>,
    before: &Case,
    after: &Case,
    reply: Reply,
) -> Reply {
    match comes_along(request, before, after).await {
        Ok(None) => reply,
        Ok(Some(true)) => Message::WordsAndDiaryChanged.into(),
        Ok(Some(false)) => Message::WordsChangedDiaryStays.into(),
        Err(error) => {
            // The log does not say whose diary it is.
            tracing::warn!(cause = %error, "a diary did not come along");
            Message::WordsChangedDiaryStays.into()
        }
    }
}

/// Whether the diary came along when the words were changed. `None` if the person did not ask for it. The request may be a
/// repeat: then the words are new already, and the diary may have come along.
async fn comes_along<P: Ports>(
    request: &PersonRequest<'_, P>,
    before: &Case,
    after: &Case,
) -> Result<Option<bool>, PortError> {
    let typed = request.input.text("old");
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let keys = &request.context.keys;
    let reference = &after.reference;
    if counted(request, after, "diary-opened", OPENINGS)
        .await?
        .is_none()
    {
        return Ok(Some(false));
    }
    // Before a repeat the words were those of the generation before.
    let generation = after.access.generation.saturating_sub(1);
    let generation = generation.min(before.access.generation);
    if !keys.is_word(&Submission::of(after), generation, typed) {
        let _message = not_unlocked(request, after).await?;
        return Ok(Some(false));
    }
    let Some(stored) = request.context.ports.diary(reference).await? else {
        return Ok(None);
    };
    let own = request.input.text("own");
    let old = Phrase::new(typed, own);
    let new = keys.word(&Submission::of(after), after.access.generation);
    let new = Phrase::new(&new.text(), own);
    if let Some(key) = vault::unlock(keys, reference, &stored.sealed, &old) {
        let moved = moved(request, after, key, &new).await?;
        return Ok(Some(matches!(moved, Try::Opened(_))));
    }
    let came = vault::unlock(keys, reference, &stored.sealed, &new).is_some();
    if !came {
        let _message = not_unlocked(request, after).await?;
    }
    Ok(Some(came))
}

/// The entries for the copy of all that is known, if the diary is open, and what keeps it open.
pub(crate) async fn for_copy<P: Ports>(
    request: &PersonRequest<'_, P>,
    case: &Case,
) -> Result<Option<Copy>, PortError> {
    let by_words = request.input.is_json && request.input.flag("with_diary");
    if !by_words && request.input.text("diary").is_empty() {
        return Ok(None);
    }
    let Try::Opened(opened) = opened(request, case).await? else {
        return Ok(None);
    };
    Ok(Some(Copy {
        pass: vault::pass(
            &request.context.keys,
            &pass_of(request, case),
            &opened.visit,
        )
        .unwrap_or_default(),
        entries: opened.book.entries,
        now: request.now,
    }))
}

/// A diary in a copy.
pub(crate) struct Copy {
    pub(crate) pass: String,
    entries: Vec<Entry>,
    now: Timestamp,
}

impl Copy {
    pub(crate) fn lines(&self) -> Vec<DiaryLine> {
        self.entries
            .iter()
            .map(|one| line(one, Screen::MayBeSeen, self.now))
            .collect()
    }

    pub(crate) fn json(&self) -> Value {
        value!(self.entries)
    }
}

fn not_locked() -> PortError {
    PortError::Permanent("a diary could not be locked".to_owned())
}

fn line(entry: &Entry, screen: Screen, now: Timestamp) -> DiaryLine {
    DiaryLine {
        id: entry.id.clone(),
        day: times::date(entry.day),
        written: times::time(entry.at, now),
        feeling: entry.feeling,
        text: entry.text.clone(),
        guide: entry.guide_title(screen),
        exercise: entry.exercise,
    }
}

/// The answer for a program.
fn program(file: &CaseFile, outcome: &Outcome) -> Response<Body> {
    if let Some(message) = outcome.message.filter(|message| message.status() != 200) {
        let status = message.status();
        let problem =
            value!({"type": "about:blank", "title": reply_text(message), "status": status});
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return body(status, "application/problem+json", problem.to_string());
    }
    let entries = outcome.opened.as_ref().map(|opened| &opened.book.entries);
    let mut shown = value!({"reference": file.case.reference, "entries": entries});
    if let Some(message) = outcome.message {
        shown["said"] = value!(reply_text(message));
    }
    json(StatusCode::OK, &shown)
}

/// The answer for anyone who has a browser. What was not taken is still in its fields, also if the diary has to be opened
/// again first.
async fn html<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    act: Act,
    outcome: Outcome,
) -> Result<Response<Body>, PortError> {
    let case = &file.case;
    let message = outcome.message;
    let taken = message.is_none_or(|message| message.status() == 200);
    let site = Site {
        profile: request.profile,
        assets: request.context.assets,
    };
    let state = PageState {
        message,
        field: message.and_then(field_of),
        ..overview::page_state(request, file)
    };
    // What was typed before the diary had closed comes back once it is open.
    let keeps = (act == Act::Write && !taken) || act == Act::Open;
    let form = FormView {
        values: if keeps {
            typed(request)
        } else {
            BTreeMap::new()
        },
        ..FormView::default()
    };
    let state_of = match &outcome.opened {
        None => DiaryState::Locked(vault::once()),
        Some(opened) => DiaryState::Open(Box::new(view(request, case, opened).await)),
    };
    let view = DiaryView {
        page: state,
        form,
        state: state_of,
    };
    let status = message.map_or(200, Message::status);
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Ok(page(status, frontend::diary(&site, &view)))
}

fn typed<P>(request: &PersonRequest<'_, P>) -> BTreeMap<String, String> {
    let pair = |name: &&str| {
        let text = request.input.text(name);
        (!text.is_empty()).then(|| ((*name).to_owned(), text.to_owned()))
    };
    TYPED.iter().filter_map(pair).collect()
}

/// The id of the field that the message is about.
const fn field_of(message: Message) -> Option<&'static str> {
    match message {
        Message::DiaryWords | Message::DiaryNotOpened => Some("word"),
        Message::DiaryOwnShort => Some("own"),
        Message::DiaryEmpty | Message::MessageTooLong | Message::MessageNotAllowed => Some("text"),
        Message::DiaryDay => Some("day"),
        Message::DiarySure => Some("sure"),
        _ => None,
    }
}

async fn view<P: Ports>(request: &PersonRequest<'_, P>, case: &Case, opened: &Opened) -> OpenDiary {
    let screen = screen(request, case).await;
    let today = london_today(request.now);
    let listed = guides().iter().filter(|guide| match screen {
        Screen::Private => true,
        Screen::MayBeSeen => is_quiet(guide),
    });
    let keys = &request.context.keys;
    let carried = vault::pass(keys, &pass_of(request, case), &opened.visit).unwrap_or_default();
    let lines = opened.book.entries.iter().rev();
    OpenDiary {
        // The same page, sent again, is the same entry. Every other page makes a new one.
        id: vault::once(),
        carried,
        quiet: screen == Screen::MayBeSeen,
        today: today.to_string(),
        guides: listed
            .map(|guide| (guide.slug, title(guide, screen)))
            .collect(),
        lines: lines
            .map(|entry| line(entry, screen, request.now))
            .collect(),
        days: opened
            .book
            .feelings(today, DAYS)
            .into_iter()
            .map(|(day, feeling)| DiaryDay {
                day: times::date(day),
                feeling,
            })
            .collect(),
    }
}

/// Who may see the page. If the answers cannot be read, somebody may.
async fn screen<P: Ports>(request: &PersonRequest<'_, P>, case: &Case) -> Screen {
    match contact::answers(request, case).await {
        Ok(Some(answers)) => Reader::of(&answers, london_today(request.now)).screen,
        _ => Screen::MayBeSeen,
    }
}
