//! `/police`: the police and witness care record justice progress, see what the person is owed for it, and say when they
//! told them.
//!
//! They reach the cases that the police themselves referred, also as a list with what is late and near first, and of those
//! nothing about support. Another case does not exist for them, and who asked for one is written to the log; but where
//! something of it was disclosed to the police, to prevent serious harm, they read that, and no more. Support notes are
//! never given: the function's role has no table that holds any, and each request for them is registered in the case and is
//! a coordinator's task.

mod body;
mod disclosure;
mod list;
mod notes;
mod view;

use body::{ProgressBody, ToldBody, Unread};
use domain::calendar::london_today;
use domain::case::apply::{IllegalMove, append_all};
use domain::justice::Refusal;
use domain::promise::{NotKept, code_edition, kept_event};
use events::Reference;
use events::case::{Case, What};
use events::justice::{Agency, NotesRequest, Progress};
use events::referral::SourceKind;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use list::Wanted;
use notes::no_notes;
use platform::PortError;
use platform::http::{Staff, json, problem, staff, unavailable};
use platform::ports::{
    AppendEvents, Appended, AuditRead, Beside, ListJustice, ReadCase, ReadPerson,
};
use serde_json::{Map, Value};

/// What serving the police needs of the world. Who a person is they read where it was disclosed, and nowhere else.
pub trait Ports: ReadCase + ListJustice + ReadPerson + AppendEvents + AuditRead {}
impl<P: ReadCase + ListJustice + ReadPerson + AppendEvents + AuditRead> Ports for P {}

/// How often a record is tried again when the case moves under it.
const TRIES: usize = 4;

/// Who asks, and for which agency.
struct Asker {
    who: Staff,
    agency: Agency,
}

/// What a request comes to before it is written.
enum Next {
    /// This is to be appended.
    Append(What),
    /// It was recorded before, in the same words.
    Known,
    /// It cannot be.
    No(Response<Body>),
}

/// Answers one request.
pub async fn handle<P: Ports>(ports: &P, request: Request, now: Timestamp) -> Response<Body> {
    let Some(who) = staff(&request) else {
        return problem(StatusCode::UNAUTHORIZED, "Please sign in");
    };
    let agency = [Agency::Police, Agency::WitnessCare]
        .into_iter()
        .find(|agency| who.has_role(agency.as_str()));
    let Some(agency) = agency else {
        return problem(
            StatusCode::FORBIDDEN,
            "Only the police and witness care may see this",
        );
    };
    let asker = Asker { who, agency };
    let path = request.raw_http_path().to_owned();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let outcome = match (request.method(), parts.as_slice()) {
        (&Method::GET, ["police", "cases"]) => {
            list::list(ports, &asker, Wanted::All, &request, now).await
        }
        (&Method::GET, ["police", "due"]) => {
            list::list(ports, &asker, Wanted::Due, &request, now).await
        }
        (&Method::GET, ["police", "cases", reference]) => read(ports, &asker, reference, now).await,
        (&Method::POST, ["police", "cases", reference, "progress"]) => {
            match body::progress(&request) {
                Ok(body) => {
                    write(ports, &asker, reference, now, |case| {
                        progress(case, &body, agency, now)
                    })
                    .await
                }
                Err(unread) => Ok(refuse(unread)),
            }
        }
        (&Method::POST, ["police", "cases", reference, "told"]) => match body::told(&request) {
            Ok(body) => {
                write(ports, &asker, reference, now, |case| {
                    told(case, &body, agency, now)
                })
                .await
            }
            Err(unread) => Ok(refuse(unread)),
        },
        (&Method::POST, ["police", "cases", reference, "request-notes"]) => {
            match body::notes(&request) {
                Ok(body) => {
                    let request = NotesRequest {
                        id: body.id,
                        reason: body.reason,
                        asked_by: agency,
                    };
                    no_notes(ports, &asker, reference, &request, now).await
                }
                Err(unread) => Ok(refuse(unread)),
            }
        }
        _ => Ok(problem(
            StatusCode::NOT_FOUND,
            "There is nothing at this address",
        )),
    };
    outcome.unwrap_or_else(|error| unavailable(&error, None))
}

/// `GET /police/cases/{reference}`: tier, progress, justice promises, what this agency has to tell, and to the police what was
/// disclosed to them; of a case that is not theirs that alone.
async fn read<P: Ports>(
    ports: &P,
    asker: &Asker,
    reference: &str,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    if let Some(disclosed) = disclosure::read(ports, asker, reference, now).await? {
        return Ok(disclosed);
    }
    let Some(case) = own_case(ports, asker, reference).await? else {
        return Ok(no_such_case());
    };
    show(ports, asker, &case, StatusCode::OK, now).await
}

/// The case after what `decide` makes of it: 201 where something was recorded, 200 where it was before.
async fn write<P: Ports>(
    ports: &P,
    asker: &Asker,
    reference: &str,
    now: Timestamp,
    decide: impl Fn(&Case) -> Next,
) -> Result<Response<Body>, PortError> {
    for _ in 0..TRIES {
        let Some(case) = own_case(ports, asker, reference).await? else {
            return Ok(no_such_case());
        };
        let what = match decide(&case) {
            Next::Append(what) => what,
            Next::Known => return show(ports, asker, &case, StatusCode::OK, now).await,
            Next::No(refusal) => return Ok(refusal),
        };
        let (after, events) = match append_all(&case, vec![what], now) {
            Ok(appended) => appended,
            Err(illegal) => return Ok(illegal_move(illegal)),
        };
        if ports.append(&after, &events, Beside::default()).await? == Appended::Done {
            tracing::info!(case.reference = %after.reference, event = events[0].what.name(), "justice progress");
            return show(ports, asker, &after, StatusCode::CREATED, now).await;
        }
    }
    Err(PortError::Passing(
        "a case kept moving while its progress was recorded".to_owned(),
    ))
}

/// `POST /police/cases/{reference}/progress`: a step of the justice system, under an id of the sender's own.
fn progress(case: &Case, body: &ProgressBody, agency: Agency, now: Timestamp) -> Next {
    if let Some(known) = case
        .progress
        .iter()
        .map(|recorded| &recorded.progress)
        .find(|known| known.id == body.id)
    {
        let same = (known.step, known.at, known.recorded_by) == (body.step, body.at, agency)
            && (body.heard_at.is_none() || body.heard_at == known.heard_at);
        return if same {
            Next::Known
        } else {
            Next::No(other_content())
        };
    }
    let edition = code_edition(london_today(body.at));
    let heard = agency == Agency::WitnessCare
        && edition.is_some_and(|edition| edition.comes_from_court(body.step));
    if body.heard_at.is_some() && !heard {
        let title = "heard_at is for what a court decided, from witness care";
        return Next::No(problem(StatusCode::UNPROCESSABLE_ENTITY, title));
    }
    Next::Append(What::Progress(Progress {
        id: body.id.clone(),
        step: body.step,
        at: body.at,
        // Witness care that records what a court decided has heard of it, now if not before.
        heard_at: heard.then(|| body.heard_at.unwrap_or(now)),
        recorded_by: agency,
    }))
}

/// `POST /police/cases/{reference}/told`: the person was told, or the court's notice came; the promise is kept.
fn told(case: &Case, body: &ToldBody, agency: Agency, now: Timestamp) -> Next {
    let by_this_record = |told: &events::justice::Told| told.id == body.id;
    if let Some(known) = case
        .promises
        .iter()
        .find(|promise| promise.told.as_ref().is_some_and(by_this_record))
    {
        let same = known.code == *body.promise
            && known.told.as_ref().is_some_and(|told| told.how == body.how)
            && (body.at.is_none() || body.at == known.kept_at);
        return if same {
            Next::Known
        } else {
            Next::No(other_content())
        };
    }
    let at = body.at.unwrap_or(now);
    match kept_event(
        case,
        body.id.clone(),
        &body.promise,
        body.how,
        at,
        agency,
        now,
    ) {
        Ok(kept) => Next::Append(What::PromiseKept(kept)),
        Err(reason) => Next::No(illegal_move(IllegalMove::Promise(reason))),
    }
}

/// The case, where the police referred it. Any other does not exist for this asker.
async fn own_case<P: Ports>(
    ports: &P,
    asker: &Asker,
    reference: &str,
) -> Result<Option<Case>, PortError> {
    let Ok(reference) = reference.parse::<Reference>() else {
        return Ok(None);
    };
    let Some(case) = ports.case(&reference).await? else {
        return Ok(None);
    };
    let theirs = case.received.source == SourceKind::Police;
    if !theirs {
        let by = &asker.who.subject;
        tracing::warn!(case.reference = %reference, by, agency = %asker.agency, "a case that is not theirs was denied");
    }
    Ok(theirs.then_some(case))
}

/// The case as this agency sees it, once the read is written down.
async fn show<P: Ports>(
    ports: &P,
    asker: &Asker,
    case: &Case,
    status: StatusCode,
    now: Timestamp,
) -> Result<Response<Body>, PortError> {
    ports
        .audit(
            &case.reference,
            &asker.who.reading_for(asker.agency.as_str()),
            now,
        )
        .await?;
    let mut view = view::case(case, asker.agency, now);
    let told = asker.agency == Agency::Police;
    let disclosed = if told {
        disclosure::shared(ports, case, now).await?
    } else {
        Map::new()
    };
    if !disclosed.is_empty() {
        view["disclosed"] = Value::Object(disclosed);
    }
    Ok(json(status, &view))
}

fn illegal_move(illegal: IllegalMove) -> Response<Body> {
    let status = match illegal {
        IllegalMove::Progress(Refusal::NotYours(_)) | IllegalMove::Promise(NotKept::NotYours) => {
            StatusCode::FORBIDDEN
        }
        IllegalMove::Progress(
            Refusal::InTheFuture | Refusal::HeardTooEarly | Refusal::BeforeTheReport,
        )
        | IllegalMove::Promise(NotKept::InTheFuture | NotKept::TooEarly | NotKept::WrongWay) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        IllegalMove::Promise(NotKept::NoSuchPromise) => StatusCode::NOT_FOUND,
        _ => StatusCode::CONFLICT,
    };
    let reason = illegal.to_string();
    let mut letters = reason.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    problem(status, &format!("{first}{}", letters.as_str()))
}

fn refuse((status, title): Unread) -> Response<Body> {
    problem(status, title)
}

fn other_content() -> Response<Body> {
    problem(
        StatusCode::CONFLICT,
        "This id was sent before with other content",
    )
}

fn no_such_case() -> Response<Body> {
    problem(StatusCode::NOT_FOUND, "There is no such case")
}
