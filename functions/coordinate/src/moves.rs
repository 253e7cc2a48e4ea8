//! What a coordinator does to a case: each move is written down, judged by the case as it stands, and stored whole.

use crate::body::{self, Move, Unread};
use crate::colleague::colleague;
use crate::{Desk, Ports, merge, no_such_case};
use domain::fold::{IllegalMove, append_all};
use domain::moves::{self, Refused, TaskAsked};
use events::FieldError;
use events::case::{
    Case, CaseEvent, Chosen, Disclosed, HandOn, What, WhyClosed, WhyContactChanged,
};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{json, problem};
use platform::ports::{Appended, Beside, People, Words};
use serde_json::Value;

/// How often a move is tried again when the case moves under it.
const TRIES: usize = 4;

/// What a move comes to.
#[derive(Default)]
pub(crate) struct Deed {
    /// What happens to the case; nothing where it is so already.
    whats: Vec<What>,
    /// The person's document from now on, where it changes.
    document: Option<Value>,
    /// What the person said, which belongs to the first event.
    words: Option<String>,
}

impl Deed {
    /// What happens to the case alone.
    pub(crate) fn of(whats: Vec<What>) -> Self {
        Self {
            whats,
            ..Self::default()
        }
    }

    /// Whether it is so already.
    pub(crate) fn is_nothing(&self) -> bool {
        self.whats.is_empty()
    }

    /// The person is reached in another way with it, where there is one.
    pub(crate) fn reached(&mut self, reached: moves::Reached) {
        if !reached.whats.is_empty() {
            self.whats.extend(reached.whats);
            self.document = Some(reached.document);
        }
    }
}

/// Why a move is not made.
pub(crate) enum No {
    /// In plain words, with the status.
    Problem(StatusCode, String),
    /// Field by field, as the form says it.
    Fields(Vec<FieldError>),
}

/// `POST /hub/cases/{reference}/{what}`. What is wrong in itself is 422, what the case does not allow 409, and what was
/// said of an older version of it 412.
pub(crate) async fn act<P: Ports>(
    desk: &Desk<'_, P>,
    reference: &str,
    what: &str,
    request: &Request,
) -> Result<Response<Body>, PortError> {
    let asked = match body::read(what, request) {
        Ok(asked) => asked,
        Err(Unread::NoSuchMove) => {
            return Ok(problem(
                StatusCode::NOT_FOUND,
                "There is nothing at this address",
            ));
        }
        Err(Unread::Expected(words)) => {
            return Ok(problem(StatusCode::UNPROCESSABLE_ENTITY, &words));
        }
    };
    let seen = body::seen_version(request);
    if asked.is_of_what_was_seen() && seen.is_none() {
        let title = "Say with If-Match which version of the case you have seen";
        return Ok(problem(StatusCode::PRECONDITION_REQUIRED, title));
    }
    for _ in 0..TRIES {
        let Some(case) = desk.case(reference).await? else {
            return Ok(no_such_case());
        };
        // Also where it moved between two tries: what is of one version is never made of another.
        if seen.is_some_and(|seen| seen != case.version) {
            return Ok(moved_on());
        }
        if let Move::Merge { into } = &asked {
            match merge::merge(desk, &case, into).await? {
                Some(answer) => return Ok(answer),
                None => continue,
            }
        }
        let deed = match deed(desk, &case, &asked).await? {
            Ok(deed) => deed,
            Err(no) => return Ok(refuse(no)),
        };
        match store(desk, &case, deed).await? {
            Stored::Done(after, events) => {
                tracing::info!(case.reference = %case.reference, what, "a coordinator moved a case");
                return Ok(moved(&after, &events));
            }
            Stored::Illegal(illegal) => return Ok(refuse(illegal_move(illegal))),
            Stored::Full => {
                return Ok(problem(
                    StatusCode::CONFLICT,
                    "The service has no room at the moment",
                ));
            }
            Stored::Moved => {}
        }
    }
    Err(PortError::Passing(
        "a case kept moving while a coordinator moved it".to_owned(),
    ))
}

/// What the move comes to, as the case stands.
async fn deed<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    asked: &Move,
) -> Result<Result<Deed, No>, PortError> {
    let changes_the_person = matches!(asked, Move::Contact { .. } | Move::Consent { .. });
    let document = if changes_the_person {
        desk.ports.person(&case.reference).await?
    } else {
        None
    };
    if changes_the_person && document.is_none() {
        let title = "Who the case is about has been deleted".to_owned();
        return Ok(Err(No::Problem(StatusCode::CONFLICT, title)));
    }
    let document = document.unwrap_or_default();
    let by = desk.who.subject.as_str();
    match asked {
        Move::Contact { contact, why } => {
            if !matches!(why, WhyContactChanged::Asked | WhyContactChanged::FoundOut) {
                let title =
                    "The hub itself sees what came back: say asked, or found-out".to_owned();
                return Ok(Err(No::Problem(StatusCode::UNPROCESSABLE_ENTITY, title)));
            }
            match moves::contact_told(case, &document, contact.clone(), *why, by, desk.now) {
                Ok(reached) => Ok(Ok(changed(reached))),
                Err(errors) if errors.is_empty() => Err(PortError::Lasting(
                    "a stored referral cannot be read".to_owned(),
                )),
                Err(errors) => Ok(Err(No::Fields(errors))),
            }
        }
        Move::Consent {
            basis,
            given_by,
            scope,
        } => {
            let profile = desk.ports.profile().await?;
            let agreed = (*basis, *given_by, scope.clone());
            let told = moves::consent_told(case, &profile, &document, agreed, by, desk.now);
            Ok(told.map(changed).map_err(refused))
        }
        Move::Complaint { about, words } => {
            let whats = moves::complain(case, *about, words, by, desk.now);
            let words = Some(words.clone());
            Ok(whats
                .map(|whats| Deed {
                    whats,
                    document: None,
                    words,
                })
                .map_err(refused))
        }
        asked => {
            let whats = follows(desk, case, asked).await?;
            Ok(whats.map(Deed::of).map_err(refused))
        }
    }
}

/// What follows for the case alone.
async fn follows<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    asked: &Move,
) -> Result<Result<Vec<What>, Refused>, PortError> {
    let (by, now) = (desk.who.subject.as_str(), desk.now);
    Ok(match asked {
        Move::ClearConflict { reason } => moves::clear_conflict(case, *reason, by),
        Move::Choice {
            wanted,
            unwanted,
            reason,
        } => {
            let (wanted, unwanted, by) = (wanted.clone(), unwanted.clone(), by.to_owned());
            let chosen = Chosen {
                wanted,
                unwanted,
                reason: *reason,
                by,
            };
            moves::choose(case, &*desk.ports.profile().await?, chosen)
        }
        Move::HandOn {
            service,
            basis,
            reason,
        } => {
            let hand_on = HandOn {
                basis: *basis,
                reason: *reason,
                by: by.to_owned(),
            };
            moves::hand_on(case, &*desk.ports.profile().await?, service, hand_on, now)
        }
        Move::Assign { to: None } => moves::assign(case, by, by),
        Move::Assign { to: Some(to) } => match colleague(desk, case, to).await? {
            Ok(to) => moves::assign(case, &to, by),
            Err(refused) => Err(refused),
        },
        Move::Look { why } => Ok(moves::look(case, *why, by)),
        Move::Task { kind, from, due } => moves::give_task(
            case,
            TaskAsked {
                kind: *kind,
                from: *from,
                due: *due,
            },
            now,
        ),
        Move::TaskDone { task, outcome } => moves::task_done(case, *task, *outcome, by),
        Move::Uplift { tier, risk, reason } => moves::uplift(case, *tier, *risk, *reason, by, now),
        Move::Pathway {
            pathway,
            criterion,
            basis,
        } => moves::put_to(case, *pathway, *criterion, *basis, by, now),
        Move::AcknowledgePathway { pathway } => moves::acknowledge(case, *pathway, by),
        Move::Disclose {
            to,
            reason,
            scope,
            approver,
        } => {
            let approver = match colleague(desk, case, approver).await? {
                Ok(approver) => approver,
                Err(refused) => return Ok(Err(refused)),
            };
            let by = by.to_owned();
            let disclosed = Disclosed {
                to: *to,
                reason: *reason,
                scope: scope.clone(),
                approver,
                approve_by: None,
                by,
            };
            moves::disclose(case, disclosed, &desk.names(), now)
        }
        Move::ApproveDisclosure { disclosure } => {
            moves::approve_disclosure(case, *disclosure, &desk.names(), now)
        }
        Move::AnswerComplaint { complaint, step } => {
            moves::answer_complaint(case, *complaint, *step, by)
        }
        Move::Close { why } => moves::close(case, *why, by),
        Move::Died {} => moves::close(case, WhyClosed::Died, by),
        Move::Reopen { why } => moves::reopen(case, *why, by, now),
        Move::Pause { until } => moves::pause(case, *until, by, now),
        Move::Resume {} => Ok(moves::resume(case, by)),
        Move::LegalHold { on } => Ok(moves::legal_hold(case, *on, by)),
        Move::Home { local_authority } => moves::home_told(
            case,
            &*desk.ports.profile().await?,
            local_authority.as_deref(),
        ),
        Move::Merge { .. }
        | Move::Contact { .. }
        | Move::Consent { .. }
        | Move::Complaint { .. } => Ok(Vec::new()),
    })
}

fn changed(reached: moves::Reached) -> Deed {
    let document = (!reached.whats.is_empty()).then_some(reached.document);
    Deed {
        whats: reached.whats,
        document,
        words: None,
    }
}

/// What became of a deed.
pub(crate) enum Stored {
    /// The case after it, and what was recorded.
    Done(Box<Case>, Vec<CaseEvent>),
    /// The case does not allow it.
    Illegal(IllegalMove),
    /// A service has no room.
    Full,
    /// The case has moved on.
    Moved,
}

/// Stores what happens to the case alone.
pub(crate) async fn record<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    whats: Vec<What>,
) -> Result<Stored, PortError> {
    store(desk, case, Deed::of(whats)).await
}

/// Stores a deed whole.
pub(crate) async fn store<P: Ports>(
    desk: &Desk<'_, P>,
    case: &Case,
    deed: Deed,
) -> Result<Stored, PortError> {
    if deed.whats.is_empty() {
        return Ok(Stored::Done(Box::new(case.clone()), Vec::new()));
    }
    let (after, events) = match append_all(case, deed.whats, desk.now) {
        Ok(appended) => appended,
        Err(illegal) => return Ok(Stored::Illegal(illegal)),
    };
    let first = case.version + 1;
    let words = deed.words.map(|text| Words {
        seq: first,
        at: desk.now,
        text,
    });
    let people = deed
        .document
        .as_ref()
        .map_or(People::Same, People::Rewritten);
    let beside = Beside {
        people,
        words: words.as_ref(),
        ..Beside::default()
    };
    Ok(match desk.ports.append(&after, &events, beside).await? {
        Appended::Done => Stored::Done(Box::new(after), events),
        Appended::Full => Stored::Full,
        Appended::Stale | Appended::Behind => Stored::Moved,
    })
}

/// The case as it stands then, and the numbers of what was recorded: of a task, a complaint.
pub(crate) fn moved(after: &Case, events: &[CaseEvent]) -> Response<Body> {
    let recorded = events
        .iter()
        .map(|event| serde_json::json!({"number": event.seq, "event": event.what.name()}));
    let answer = serde_json::json!({
        "reference": after.reference,
        "version": after.version,
        "owner": after.owner,
        "onwards": after.onwards,
        "recorded": recorded.collect::<Vec<_>>(),
    });
    json(StatusCode::OK, &answer)
}

pub(crate) fn refuse(no: No) -> Response<Body> {
    match no {
        No::Problem(status, title) => problem(status, &title),
        No::Fields(errors) => {
            let title = "Some answers cannot be taken as they are";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            json(
                status,
                &serde_json::json!({"title": title, "status": status.as_u16(), "errors": errors}),
            )
        }
    }
}

pub(crate) fn refused(refused: Refused) -> No {
    match refused {
        Refused::Wrong(why) => No::Problem(StatusCode::UNPROCESSABLE_ENTITY, why.to_owned()),
        Refused::NotNow(why) => No::Problem(StatusCode::CONFLICT, why.to_owned()),
    }
}

pub(crate) fn illegal_move(illegal: IllegalMove) -> No {
    let reason = illegal.to_string();
    let mut letters = reason.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    No::Problem(StatusCode::CONFLICT, format!("{first}{}", letters.as_str()))
}

fn moved_on() -> Response<Body> {
    problem(
        StatusCode::PRECONDITION_FAILED,
        "The case has moved on since you looked: look again, then say it",
    )
}
