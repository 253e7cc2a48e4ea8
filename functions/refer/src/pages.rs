//! The responses: JSON for a partner, a page for a person.

use crate::body::{Document, Form, Refused};
use crate::sealed::{self, Sending, Sent};
use crate::{Context, Ports};
use application::intake::{Accepted, Opener};
use domain::answer::{Help, Next};
use domain::calendar::london_today;
use domain::guides::{self, Reader, Screen, fitting};
use events::profile::Profile;
use events::{FieldError, Referral};
use frontend::view::{
    FormView, GuideLink, HelpNow, NextStep, Problem, ProblemView, SentView, Site,
};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{HeaderValue, LOCATION, RETRY_AFTER, SET_COOKIE};
use lambda_http::{Body, Request, Response};
use platform::PortError;
use platform::http::{answer, json, page, problem, unavailable};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

/// The body of a 201 or 200.
#[derive(Serialize)]
struct AcceptedBody<'a> {
    reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    memorable_word: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opening_code: Option<String>,
    next: Vec<ShownStep<'a>>,
    help_now: &'a [Help],
    #[serde(skip_serializing_if = "Option::is_none")]
    tier: Option<events::assessment::Tier>,
}

/// Something that happens next, as the contract has it: a sentence, and by when.
#[derive(Serialize)]
struct ShownStep<'a> {
    what: Cow<'a, str>,
    by: Timestamp,
}

impl<'a> From<&'a Next> for ShownStep<'a> {
    fn from(next: &'a Next) -> Self {
        Self {
            what: next.text(),
            by: next.by,
        }
    }
}

/// A referral that is stored, with what its sender gets.
pub(crate) struct Confirmed<'a> {
    pub accepted: &'a Accepted,
    pub opener: Opener,
    /// What the cookie has for sending the form again.
    pub sending: Option<String>,
}

/// 307 with an id in the URL, and a cookie from which the same answers get the same id. The browser posts the same body
/// again. The id in the URL is random for everyone else.
pub(crate) fn begin_sending<P: Ports>(
    context: &Context<'_, P>,
    request: &Request,
    form: &Form,
    is_new: bool,
    now: Timestamp,
) -> Response<Body> {
    let sending = Sending::begin(now);
    let new = if is_new { "new=yes&" } else { "" };
    let id = sending.id(&form.value, is_new);
    let (key, secure) = (context.keys.seal(), context.secure);
    // The confirmation of another form is still there.
    let cookie = match sealed::of::<_, Sent>(context, request, now) {
        Some(sent) => {
            let sending = Some(sending.sending);
            sealed::cookie(&Sent { sending, ..sent }, &key, secure)
        }
        None => sealed::cookie(&sending, &key, secure),
    };
    let to = format!("/referrals?{new}submission={id}");
    redirect(StatusCode::TEMPORARY_REDIRECT, &to, cookie.as_deref())
}

/// 201 or 200 with JSON. For a form, 303 to the confirmation page.
pub(crate) fn accepted<P: Ports>(
    context: &Context<'_, P>,
    document: &Document,
    referral: &Referral,
    confirmed: Confirmed<'_>,
    now: Timestamp,
) -> Response<Body> {
    let Confirmed {
        accepted: Accepted { answer, first },
        opener,
        sending,
    } = confirmed;
    if let Document::Json(_) = document {
        let body = AcceptedBody {
            reference: answer.reference.as_str(),
            memorable_word: opener.word,
            opening_code: opener.code,
            next: answer.next.iter().map(ShownStep::from).collect(),
            help_now: &answer.help_now,
            tier: answer.tier,
        };
        return json(
            if *first {
                StatusCode::CREATED
            } else {
                StatusCode::OK
            },
            &body,
        );
    }
    let reader = Reader::of(referral, london_today(now));
    let sent = Sent {
        reference: answer.reference.clone(),
        submission: referral.id.clone(),
        word: opener.word,
        next: answer.next.clone(),
        lines: answer
            .help_now
            .iter()
            .map(|line| line.name.clone())
            .collect(),
        guides: fitting(&reader)
            .into_iter()
            .map(|guide| guide.slug.to_owned())
            .collect(),
        private: reader.screen == Screen::Private,
        sending,
        until: sealed::until(now),
    };
    let cookie = sealed::cookie(&sent, &context.keys.seal(), context.secure);
    redirect(StatusCode::SEE_OTHER, "/referrals/sent", cookie.as_deref())
}

/// `GET /referrals/sent`: the reference, the word and what happens next. All of it comes from the cookie.
pub(crate) async fn sent<P: Ports>(
    context: &Context<'_, P>,
    request: &Request,
    now: Timestamp,
) -> Response<Body> {
    let profile = match context.ports.profile().await {
        Ok(profile) => profile,
        Err(error) => return unavailable(&error, None),
    };
    let Some(sent) = sealed::of::<_, Sent>(context, request, now) else {
        return problem_page(context, &profile, StatusCode::GONE, Problem::Closed, None);
    };
    let screen = if sent.private {
        Screen::Private
    } else {
        Screen::MayBeSeen
    };
    let view = SentView {
        guides: guides::named(&sent.guides)
            .map(|guide| GuideLink::of(guide, screen))
            .collect(),
        on_their_own: sent
            .next
            .iter()
            .any(|next| next.what == words::next::ASK_BEFORE_SHARING),
        reference: sent.reference,
        word: sent.word,
        next: sent
            .next
            .iter()
            .map(|next| NextStep {
                what: next.text().trim_end_matches('.').to_owned(),
                by: domain::times::by_time(next.by, now),
            })
            .collect(),
        help_now: domain::answer::help_named(&sent.lines, &profile)
            .into_iter()
            .map(|help| HelpNow {
                name: help.name,
                phone: help.phone,
                url: help.url,
                why: help.why,
            })
            .collect(),
    };
    page(
        StatusCode::OK,
        frontend::sent(&site(context, &profile), &view),
    )
}

/// 422: a partner gets every field and code, and a person gets the page with what they typed.
pub(crate) async fn invalid<P: Ports>(
    context: &Context<'_, P>,
    document: &Document,
    errors: Vec<FieldError>,
) -> Response<Body> {
    let Document::Form(form) = document else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let body = serde_json::json!({
            "type": "about:blank",
            "title": words::problems::answers_refused(),
            "status": status.as_u16(),
            "errors": errors,
        });
        return answer(status, "application/problem+json", body.to_string());
    };
    match context.ports.profile().await {
        Err(error) => unavailable(&error, None),
        Ok(profile) => {
            let view = FormView {
                values: form.document.values().clone(),
                errors,
                id: form.id.clone(),
                sent_before: false,
            };
            form_page(context, &profile, &view)
        }
    }
}

/// 422: the person sent another form a few minutes ago. The form comes back with what they typed and asks whether this is
/// something new, so that nobody becomes two cases because of the Back button.
pub(crate) async fn sent_before<P: Ports>(context: &Context<'_, P>, form: &Form) -> Response<Body> {
    match context.ports.profile().await {
        Err(error) => unavailable(&error, None),
        Ok(profile) => {
            let view = FormView {
                values: form.document.values().clone(),
                errors: Vec::new(),
                id: form.id.clone(),
                sent_before: true,
            };
            form_page(context, &profile, &view)
        }
    }
}

fn form_page<P>(context: &Context<'_, P>, profile: &Profile, view: &FormView) -> Response<Body> {
    page(
        StatusCode::UNPROCESSABLE_ENTITY,
        frontend::support_form(&site(context, profile), view),
    )
}

/// A request that was refused because of its body.
pub(crate) async fn refused<P: Ports>(
    context: &Context<'_, P>,
    refused: Refused,
) -> Response<Body> {
    if !refused.for_person {
        return problem(refused.status, refused.title);
    }
    match context.ports.profile().await {
        Ok(profile) => problem_page(context, &profile, refused.status, refused.problem, None),
        Err(_) => problem(refused.status, refused.title),
    }
}

/// The referral could not be stored. If it was stored anyway, the same id finds it later.
pub(crate) async fn not_stored<P: Ports>(
    context: &Context<'_, P>,
    document: &Document,
    error: &PortError,
) -> Response<Body> {
    let plain = unavailable(error, None);
    match (document, context.ports.profile().await) {
        (Document::Form(_), Ok(profile)) => {
            let mut shown = problem_page(
                context,
                &profile,
                plain.status(),
                Problem::TryAgain,
                Some(2),
            );
            shown
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from_static("2"));
            shown
        }
        _ => plain,
    }
}

fn problem_page<P>(
    context: &Context<'_, P>,
    profile: &Arc<Profile>,
    status: StatusCode,
    problem: Problem,
    wait: Option<u32>,
) -> Response<Body> {
    page(
        status,
        frontend::problem(&site(context, profile), &ProblemView { problem, wait }),
    )
}

fn site<'a, P>(context: &Context<'a, P>, profile: &'a Profile) -> Site<'a> {
    Site {
        profile,
        assets: context.assets,
    }
}

fn redirect(status: StatusCode, to: &str, cookie: Option<&str>) -> Response<Body> {
    let mut redirect = answer(status, "text/plain; charset=utf-8", String::new());
    let headers = redirect.headers_mut();
    if let Ok(location) = HeaderValue::from_str(to) {
        headers.insert(LOCATION, location);
    }
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
        headers.insert(SET_COOKIE, cookie);
    }
    redirect
}
