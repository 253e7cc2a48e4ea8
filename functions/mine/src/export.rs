//! Everything that the hub holds about a person that they may have. It leaves out what others wrote about them, the names
//! of staff, and the notes of services (UK GDPR, article 15).

use crate::access::Openings;
use crate::{PersonRequest, Ports, diary, lists, timeline};
use domain::copy::{conclusions_on_page, update_on_page};
use domain::guides::Screen;
use domain::times;
use events::case::{Case, CaseChange, CaseFile, ComplaintAbout, TaskKind};
use events::referral::{Referral, Scope, SourceKind};
use frontend::view::{ExportView, MessageLine, PageState};
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::http::header::{CONTENT_DISPOSITION, HeaderValue};
use lambda_http::{Body, Response};
use platform::PortError;
use platform::ports::Words;
use serde_json::{Value, json as value};
use words::{copy, own_page};

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
    let diary = diary::for_copy(request, case).await?;
    Ok(ExportView {
        page,
        diary_pass: diary.as_ref().map(|diary| diary.pass.clone()),
        diary: diary.map(|diary| diary.lines()),
        at: times::time(request.now, request.now),
        scope: case.received.scope.clone(),
        steps: timeline::steps(file, request.profile, Screen::MayBeSeen, request.now),
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
        conclusions: conclusions_on_page(&case.received, &answers).then(|| conclusions(case)),
        shared: shared(file, request)
            .into_iter()
            .map(|(text, when)| MessageLine { when, text })
            .collect(),
        letters: letters(file)
            .map(|(what, at)| MessageLine {
                when: times::time(at, request.now),
                text: what.to_owned(),
            })
            .collect(),
        answers: theirs(answers),
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
    let assessment = if conclusions_on_page(&case.received, &answers) {
        assessed(case)
    } else {
        value!({"not_here": copy::not_on_page()})
    };
    let mut answers = value!(theirs(answers));
    // The sender's marks, which are not about the person.
    if let Some(answers) = answers.as_object_mut() {
        answers.remove("id");
        answers.remove("source");
    }
    let mut all = value!({
        "reference": case.reference,
        "as_of": request.now,
        "opened_at": case.opened_at,
        "sent_by": case.received.source,
        "answers": answers,
        "consent": {"basis": case.received.basis, "given_by": case.received.given_by, "scope": case.received.scope},
        "rights": case.tier(),
        "assessment": assessment,
        "what_happened": lists::steps(&timeline::steps(file, request.profile, Screen::MayBeSeen, request.now)),
        "promises": lists::promises(&timeline::promises(case, request.now)),
        "words": words,
        "who_sees_what": lists::services(&timeline::services(case, request.profile)),
        "who_looked": lists::looks(&timeline::looks(&looks, case, request.profile, request.now)),
        "shared": {
            "with": shared(file, request).iter().map(|(what, when)| value!({"what": what, "when": when})).collect::<Vec<_>>(),
            "not_here": copy::shared_not_here(),
        },
        "letters": {
            "sent": letters(file).map(|(what, at)| value!({"what": what, "sent_at": at})).collect::<Vec<_>>(),
            "not_here": copy::letters_not_here(),
        },
        "page": lists::openings(&Openings::read(request, case).await?.view(request.now)),
        "not_here": own_page::export_not_here_file(),
    });
    match diary::for_copy(request, case).await? {
        Some(diary) => all["diary"] = diary.json(),
        None => all["diary_not_here"] = value!(words::diary::not_here()),
    }
    let mut answer = platform::http::json(StatusCode::OK, &all);
    answer.headers_mut().insert(CONTENT_DISPOSITION, FILE);
    Ok(answer)
}

/// What the hub concluded, with its reasons, in plain words.
fn conclusions(case: &Case) -> Vec<String> {
    let assessment = &case.received.assessment;
    let labels = [
        words::codes::tier(case.tier().as_str()),
        words::codes::risk(assessment.risk.as_str()),
        words::codes::complexity(assessment.complexity.as_str()),
    ];
    let categories = assessment.categories.iter();
    let categories = categories.filter_map(|one| words::codes::category(one.as_str()));
    let reasons = assessment.reasons.iter();
    let reasons = reasons.map(|reason| copy::reason(&reason.because));
    labels
        .into_iter()
        .flatten()
        .chain(categories)
        .map(str::to_owned)
        .chain(reasons)
        .collect()
}

/// The same as codes, each reason with its source.
fn assessed(case: &Case) -> Value {
    let assessment = &case.received.assessment;
    let reasons = assessment.reasons.iter();
    let reasons: Vec<_> = reasons
        .map(|one| value!({"because": one.because, "authority": one.authority}))
        .collect();
    value!({
        "rights": case.tier(),
        "categories": assessment.categories,
        "risk": assessment.risk,
        "complexity": assessment.complexity,
        "flags": assessment.flags,
        "stages": assessment.stages,
        "rules": assessment.rules,
        "reasons": reasons,
    })
}

/// Who was told what, and when. What was told to prevent harm is not on this page.
fn shared<P: Ports>(file: &CaseFile, request: &PersonRequest<'_, P>) -> Vec<(String, String)> {
    let case = &file.case;
    let when = |at| times::time(at, request.now);
    let name = |code: &str| {
        let onward = case.support.onward(code)?;
        let (provider, service) = (&onward.offered.provider, &onward.offered.service);
        Some(timeline::name(request.profile, provider, service))
    };
    let told = file.events.iter().filter_map(|event| {
        let at = when(event.at);
        match &event.what {
            CaseChange::Offered(offered) => Some((copy::asked(name(&offered.onward)?), at)),
            CaseChange::Accepted { onward, .. } => Some((copy::accepted(name(onward)?), at)),
            _ => None,
        }
    });
    let police = case.received.source == SourceKind::Police
        || case.received.scope.contains(&Scope::ShareWithPolice);
    let police = police.then(|| (copy::shared_police().to_owned(), when(case.opened_at)));
    told.chain(police).collect()
}

/// What was sent, and when.
fn letters(file: &CaseFile) -> impl Iterator<Item = (&'static str, Timestamp)> {
    let sent = file.updates.iter();
    let sent = sent.filter(|update| update_on_page(update.kind));
    sent.filter_map(|update| Some((copy::letter(update.kind.as_str())?, update.sent_at?)))
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
