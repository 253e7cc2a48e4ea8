//! Everything that the hub holds about a person that they may have. What others wrote of them, the names of those who work
//! here, and the notes of services are not in it (UK GDPR, article 15).

use crate::{PersonRequest, Ports, lists, timeline};
use domain::times;
use events::case::{CaseChange, CaseFile, ComplaintAbout, TaskKind};
use events::referral::{Referral, SourceKind};
use frontend::view::{ExportView, Own, WordsLine};
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_DISPOSITION, HeaderValue};
use lambda_http::{Body, Response};
use platform::PortError;
use platform::ports::Words;
use serde_json::json as value;

/// How many words a port reads at once.
const AT_ONCE: usize = 100;
/// A name that says nothing to whoever looks through the phone's files.
const FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"page.json\"");

/// As a page.
pub(crate) async fn view<P: Ports>(
    request: &PersonRequest<'_, P>,
    file: &CaseFile,
    own: Own,
    answers: Referral,
) -> Result<ExportView, PortError> {
    let case = &file.case;
    let looks = request.context.ports.access_log(&case.reference).await?;
    let words = words(request, file).await?.into_iter();
    Ok(ExportView {
        own,
        at: times::moment(request.now),
        answers: theirs(answers),
        scope: case.received.scope.clone(),
        steps: timeline::steps(file, request.profile),
        promises: timeline::promises(case, request.now),
        words: words
            .map(|words| WordsLine {
                when: times::moment(words.at),
                text: words.text,
            })
            .collect(),
        services: timeline::services(case, request.profile),
        looks: timeline::looks(&looks, case, request.profile),
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
    // The sender's own marks: nothing of the person.
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
        "what_happened": lists::steps(&timeline::steps(file, request.profile)),
        "promises": lists::promises(&timeline::promises(case, request.now)),
        "words": words,
        "who_sees_what": lists::services(&timeline::services(case, request.profile)),
        "who_looked": lists::looks(&timeline::looks(&looks, case, request.profile)),
        "not_here": "A service that helps you may keep notes of its own. You can ask it for them, or ask us to ask.",
    });
    let mut answer = platform::http::json(StatusCode::OK, &all);
    answer.headers_mut().insert(CONTENT_DISPOSITION, FILE);
    Ok(answer)
}

/// The answers without what others wrote of the person, and without other people's data: a partner's reasons and approver,
/// a practitioner's tool (never shown to a victim), and whom a partner named.
fn theirs(mut answers: Referral) -> Referral {
    answers.dash = None;
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

/// What words that belong to an event are about; nothing where none do.
const fn about(what: &CaseChange) -> Option<&'static str> {
    match what {
        CaseChange::TaskGiven(given) if matches!(given.kind, TaskKind::ReadWords) => {
            Some("message")
        }
        CaseChange::Complained {
            about: ComplaintAbout::Service,
            ..
        } => Some("complaint about a service"),
        CaseChange::Complained {
            about: ComplaintAbout::Code,
            ..
        } => Some("complaint about the Victims' Code"),
        _ => None,
    }
}
