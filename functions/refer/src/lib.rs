//! `POST /referrals`: the one function that anyone on the internet can reach with a person's story.
//!
//! It writes a new case and its first event in one transaction, and reads no table that holds a person.
//! Judged in the contract's order: size, content type, JSON, token, content.

mod body;
mod pages;
mod sealed;
mod token;

use application::intake::{Accepted, Incoming, Intake, take_in};
use body::Document;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{problem, unavailable};
use platform::keys::Keys;
use platform::ports::{AcceptReferral, CheckToken, ReadDirectory, Submission};
use token::Sender;
use words::{problems, referral};

/// What taking a referral needs of the world.
pub trait Ports: AcceptReferral + CheckToken + ReadDirectory {}
impl<P: AcceptReferral + CheckToken + ReadDirectory> Ports for P {}

/// What does not change from request to request.
#[derive(Debug)]
pub struct Context<'a, P> {
    /// The world.
    pub ports: &'a P,
    /// Keys for words and cookies.
    pub keys: Keys,
    /// The names of the site's files.
    pub assets: &'a Assets,
    /// Whether cookies travel over TLS only: always, but on a laptop.
    pub secure: bool,
}

/// Answers one request. `chance` makes references; the same chance makes the same.
pub async fn handle<P: Ports>(
    context: &Context<'_, P>,
    request: Request,
    now: Timestamp,
    chance: u64,
) -> Response<Body> {
    let path = request.raw_http_path().to_owned();
    match (request.method().clone(), path.trim_end_matches('/')) {
        (Method::POST, "/referrals") => post(context, &request, now, chance).await,
        (Method::GET, "/referrals/sent") => pages::sent(context, &request, now).await,
        (Method::GET, "/exit") => pages::exit(context).await,
        _ => problem(StatusCode::NOT_FOUND, problems::no_such_address()),
    }
}

/// `POST /referrals`, JSON or form.
async fn post<P: Ports>(
    context: &Context<'_, P>,
    request: &Request,
    now: Timestamp,
    chance: u64,
) -> Response<Body> {
    // 1. Size, content type, JSON or form.
    let document = match body::read(request) {
        Ok(document) => document,
        Err(refused) => return pages::refused(context, refused).await,
    };
    // A page without JavaScript cannot make an id: the browser is sent back here with one, and posts the same again.
    if let Document::Form(form) = &document
        && form.id.is_none()
    {
        return body::with_new_id(chance);
    }
    // 2. Token.
    let sender = match token::sender(context.ports, request, document.value()).await {
        Ok(sender) => sender,
        Err(token::Refused::Unavailable(error)) => return unavailable(&error, None),
        Err(token::Refused::Missing) => {
            return problem(StatusCode::UNAUTHORIZED, referral::token_missing());
        }
        Err(token::Refused::Other) => {
            return problem(StatusCode::FORBIDDEN, referral::token_refused());
        }
    };
    // 3. Content.
    let sent = match document.referral(domain::calendar::london_today(now)) {
        Ok(referral) => referral,
        Err(errors) => return pages::invalid(context, &document, errors).await,
    };
    // 4. Assess and store, and say what happens next.
    let submission = Submission {
        sender: sender.name().to_owned(),
        id: sent.id.clone(),
    };
    let incoming = Incoming {
        submission: &submission,
        document: document.value(),
        referral: &sent,
        tell_tier: matches!(sender, Sender::Partner(_)),
    };
    match take_in(context.ports, incoming, now, chance).await {
        Ok(Intake::Accepted(accepted)) => {
            let word = accepted.word(&submission, &context.keys, now);
            let Accepted { answer, first } = accepted;
            pages::accepted(context, &document, &answer, word, first, now)
        }
        Ok(Intake::OtherContent) => {
            pages::refused(context, body::Refused::conflict(&document)).await
        }
        Err(error) => pages::not_stored(context, &document, &error).await,
    }
}
