//! `POST /referrals`: the only function that takes a person's story from anyone on the internet.
//!
//! It writes a new case and its first event in one transaction. It reads no table that holds a person. It checks a
//! request in the contract's order: size, content type, JSON, token, content.

mod asker;
mod body;
mod pages;
mod sealed;
mod token;

use application::intake::{Incoming, Intake, take_in};
use body::Document;
use frontend::Assets;
use jiff::Timestamp;
use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, RequestExt, Response};
use platform::http::{self, problem, unavailable};
use platform::keys::Keys;
use platform::ports::{AcceptReferral, Attempts, CheckToken, Pace, ReadDirectory, Submission};
use sealed::{Sending, Sent};
use token::Sender;
use words::{problems, referral};

pub trait Ports: AcceptReferral + Attempts + CheckToken + ReadDirectory {}
impl<P: AcceptReferral + Attempts + CheckToken + ReadDirectory> Ports for P {}

/// What all requests share.
#[derive(Debug)]
pub struct Context<'a, P> {
    pub ports: &'a P,
    /// Derives memorable words and codes, seals cookies, and counts the referrals of a connection.
    pub keys: Keys,
    /// The names of the site's files.
    pub assets: &'a Assets,
    /// Whether cookies are limited to TLS. Only a laptop has no TLS.
    pub secure: bool,
}

/// Answers one request. The same `chance` gives the same references.
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
        _ => problem(StatusCode::NOT_FOUND, problems::no_such_address()),
    }
}

/// Whether the person has said that this form is something new, although they sent one a few minutes ago.
fn is_new(request: &Request) -> bool {
    let query = request.query_string_parameters_ref();
    query.is_some_and(|query| query.first("new").is_some())
}

async fn post<P: Ports>(
    context: &Context<'_, P>,
    request: &Request,
    now: Timestamp,
    chance: u64,
) -> Response<Body> {
    // 1. Size, content type, JSON or form.
    let today = domain::calendar::london_today(now);
    let document = match body::read(request, today) {
        Ok(document) => document,
        Err(refused) => return pages::refused(context, refused).await,
    };
    // A page without JavaScript cannot make an id. The browser is redirected with one, and posts the same body again. It
    // also gets a cookie, from which the same answers get the same id: a person who presses the button again, on a slow
    // line or after an answer that was lost, has one case.
    let mut document = document;
    if let Document::Form(form) = &mut document
        && form.id.is_none()
    {
        match sealed::of::<_, Sending>(context, request, now) {
            Some(sending) => form.identify(sending.id(&form.value, is_new(request))),
            None => return pages::begin_sending(context, request, form, is_new(request), now),
        }
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
    let sent = match document.referral(today) {
        Ok(referral) => referral,
        Err(errors) => return pages::invalid(context, &document, errors).await,
    };
    // The browser still has the confirmation of another form.
    if let Document::Form(form) = &document
        && !is_new(request)
        && sealed::of::<_, Sent>(context, request, now)
            .is_some_and(|before| before.submission != sent.id)
    {
        return pages::sent_before(context, form).await;
    }
    // 4. Assess and store, then say what happens next. The answer is the same whether or not many came from there.
    let asker = match sender {
        Sender::Person => http::counted_asker(request, !context.secure),
        Sender::Partner(_) => None,
    };
    let counted = asker::count(context, asker.as_deref(), now).await;
    let submission = Submission {
        sender: sender.name().to_owned(),
        id: sent.id.clone(),
    };
    let incoming = Incoming {
        pace: Pace::Prompt,
        submission: &submission,
        document: document.value(),
        referral: &sent,
        tell_tier: matches!(sender, Sender::Partner(_)),
        contact_left_out: false,
        connection: counted.connection(),
    };
    let taken = take_in(context.ports, incoming, now, chance).await;
    let is_new = matches!(&taken, Ok(Intake::Accepted(accepted)) if accepted.first);
    if !is_new {
        // Nothing was added.
        asker::take_back(context, asker.as_deref(), now).await;
    }
    match taken {
        Ok(Intake::Accepted(accepted)) => {
            let opener = accepted.opener(&submission, &context.keys, now);
            let sending = sealed::of::<_, Sending>(context, request, now);
            let sending = sending.map(|sending| sending.sending);
            let confirmed = pages::Confirmed {
                accepted: &accepted,
                opener,
                sending,
            };
            pages::accepted(context, &document, &sent, confirmed, now)
        }
        Ok(Intake::OtherContent) => {
            pages::refused(context, body::Refused::conflict(&document)).await
        }
        Err(error) => pages::not_stored(context, &document, &error).await,
    }
}
