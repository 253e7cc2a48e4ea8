//! Everything that the hub holds about a person that they may have. It leaves out what others wrote about them, the names
//! of staff, and the notes of services (UK GDPR, article 15).

use crate::access::Openings;
use crate::{PersonRequest, Ports, lists, timeline};
use domain::times;
use events::case::{CaseChange, CaseFile, ComplaintAbout, TaskKind};
use events::referral::{Referral, SourceKind};
use frontend::view::{ExportView, MessageLine, PageState};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_DISPOSITION, HeaderValue};
use lambda_http::{Body, Response};
use platform::PortError;
use platform::ports::Words;
use serde_json::json as value;
use words::own_page;

/// How many messages a port reads in one call.
const AT_ONCE: usize = 100;
/// A name that says nothing to a person who looks through the files on the phone.
const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"page.json\"");

/// As a page.
pub(crate) async fn view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    page: PageState,
    answers: Referral,
) -> Result<ExportView, PortError> {
    let case = &file.case;
    let looks = request.context.ports.access_log(&case.reference).await?;
    let words = words(request, file).await?.into_iter();
    Ok(ExportView {
        page,
        at: times::time(request.now, request.now),
        answers: theirs(answers),
        scope: case.received.scope.clone(),
        steps: timeline::steps(file, request.profile, request.now),
        promises: timeline::promises(case, request.now),
        messages: words
            .map(|words| MessageLine {
                when: times::time(words.at, request.now),
                text: words.text,
            })
            .collect(),
        services: timeline::services(case, request.profile),
        looks: timeline::looks(&looks, case, request.profile, request.now),
        openings: Openings::read(request, case).await?.view(request.now),
    })
}

/// As a file.
pub(crate) async fn file<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    answers: Referral,
) -> Result<Response<Body>, PortError> {
    let case = &file.case;
    let looks = request.context.ports.access_log(&case.reference).await?;
    let words = words(request, file).await?;
    let about = |seq: u32| {
        file.events
            .iter()
            .find(|event| event.seq == seq)
            .and_then(|event| about(&event.what))
    };
    let words: Vec<_> = words
        .into_iter()
        .map(|words| value!({"at": words.at, "about": about(words.seq), "text": words.text}))
        .collect();
    let mut answers = value!(theirs(answers));
    // The sender's marks, which are not about the person.
    if let Some(answers) = answers.as_object_mut() {
        answers.remove("id");
        answers.remove("source");
    }
    let all = value!({
        "reference": case.reference,
        "as_of": request.now,
        "opened_at": case.opened_at,
        "sent_by": case.received.source,
        "answers": answers,
        "consent": {"basis": case.received.basis, "given_by": case.received.given_by, "scope": case.received.scope},
        "rights": case.tier(),
        "what_happened": lists::steps(&timeline::steps(file, request.profile, request.now)),
        "promises": lists::promises(&timeline::promises(case, request.now)),
        "words": words,
        "who_sees_what": lists::services(&timeline::services(case, request.profile)),
        "who_looked": lists::looks(&timeline::looks(&looks, case, request.profile, request.now)),
        "page": lists::openings(&Openings::read(request, case).await?.view(request.now)),
        "not_here": own_page::export_not_here_file(),
    });
    let mut answer = platform::http::json(StatusCode::OK, &all);
    answer.headers_mut().insert(CONTENT_DISPOSITION, FILE);
    Ok(answer)
}

/// The answers without what others wrote about the person and without other people's data: a partner's reasons and
/// approver, a practitioner's tool (never shown to a victim), and the people that a partner named.
fn theirs(mut answers: Referral) -> Referral {
    answers.dash = None;
    // Addresses that were safe before, and a code: anyone who changed the ways of contact may read this.
    answers.page_change = None;
    if let Some(consent) = &mut answers.consent {
        consent.reason = None;
        consent.approver = None;
    }
    if answers.source.kind != SourceKind::SelfReferral {
        answers.contact.trusted_person = None;
    }
    answers
}

/// What the person wrote on these pages, oldest first.
async fn words<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
) -> Result<Vec<Words>, PortError> {
    let said = file
        .events
        .iter()
        .filter(|event| about(&event.what).is_some());
    let numbers: Vec<u32> = said.map(|event| event.seq).collect();
    let mut words = Vec::new();
    for numbers in numbers.chunks(AT_ONCE) {
        words.extend(
            request
                .context
                .ports
                .words(&file.case.reference, numbers)
                .await?,
        );
    }
    Ok(words)
}

/// What the text that belongs to an event is about; `None` if the event has no text.
fn about(change: &CaseChange) -> Option<&'static str> {
    let code = match change {
        CaseChange::TaskGiven(given) if matches!(given.kind, TaskKind::ReadWords) => "message",
        CaseChange::Complained {
            about: ComplaintAbout::Service,
            ..
        } => "service",
        CaseChange::Complained {
            about: ComplaintAbout::Code,
            ..
        } => "code",
        _ => return None,
    };
    own_page::about(code)
}
