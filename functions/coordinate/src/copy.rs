//! `GET /hub/cases/{reference}/copy`: everything that the hub knows and concluded about the person, for a coordinator who
//! reads it to them or gives it to them on paper (UK GDPR, article 15). The person's own page has less, because
//! another person may hold it.

use crate::{Ports, StaffRequest, limits, view};
use application::Refusal;
use events::Reference;
use events::case::CaseFile;
use events::profile::Profile;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use platform::http::json;
use platform::ports::{AccessRecord, ReaderGroup};
use serde_json::{Value, json};

pub(crate) async fn copy<P: Ports>(
    asked: &StaffRequest<'_, P>,
    reference: &str,
) -> Result<Response<Body>, Refusal> {
    let reference: Reference = reference.parse().map_err(|_| Refusal::no_such_case())?;
    let file = asked.ports.case_file(&reference).await?;
    let file = file.ok_or_else(Refusal::no_such_case)?;
    asked.admit(&file.case).await?;
    let file = limits::of_file(asked, file).await?;
    let looks = asked.ports.access_log(&reference).await?;
    let answers = asked.ports.person(&reference).await?.map(theirs);
    let profile = asked.ports.profile().await?;
    let mut copy = of_case(&file, &profile);
    copy["as_of"] = json!(asked.now);
    copy["answers"] = json!(answers);
    copy["who_looked"] = looks.iter().map(|one| look(one, &profile)).collect();
    if !asked.who.is_employed_by_police() {
        copy["check_first"] = check_first(&file);
    }
    Ok(json(StatusCode::OK, &copy))
}

fn of_case(file: &CaseFile, profile: &Profile) -> Value {
    let case = &file.case;
    let assessment = &case.received.assessment;
    let name = |code: &str| profile.provider(code).map(|one| one.name.clone());
    let shared = case.support.onwards.iter().map(|onward| {
        let told = if onward.was_accepted() {
            "who-they-are"
        } else {
            "what-is-needed"
        };
        json!({"with": name(&onward.offered.provider), "told": told, "state": onward.state, "since": onward.since})
    });
    let letters = file.updates.iter();
    let letters = letters.map(|update| json!({"kind": update.kind, "sent_at": update.sent_at}));
    let uplifts = case.coordination.uplifts.iter();
    let uplifts =
        uplifts.map(|one| json!({"tier": one.tier, "risk": one.risk, "reason": one.reason}));
    json!({
        "how_to_give": words::copy::for_coordinator(),
        "reference": case.reference,
        "opened_at": case.opened_at,
        "sent_by": case.received.source,
        "consent": {"basis": case.received.basis, "given_by": case.received.given_by, "scope": case.received.scope},
        "assessment": {
            "rights": case.tier(),
            "risk": case.risk(),
            "categories": assessment.categories,
            "complexity": assessment.complexity,
            "stages": assessment.stages,
            "rules": assessment.rules,
            "reasons": assessment.reasons,
            "raised": uplifts.collect::<Vec<_>>(),
        },
        "shared": shared.collect::<Vec<_>>(),
        "letters": letters.collect::<Vec<_>>(),
    })
}

/// What a coordinator tells only where nobody else can hear or read it.
fn check_first(file: &CaseFile) -> Value {
    let case = &file.case;
    let disclosures = case.coordination.disclosures.iter();
    let disclosures =
        disclosures.map(|one| json!({"to": one.to, "reason": one.reason, "until": one.until}));
    let pathways = case.coordination.pathways.iter();
    let pathways = pathways.map(|one| json!(one.taken.pathway));
    json!({
        "flags": case.received.assessment.flags,
        "meetings": pathways.collect::<Vec<_>>(),
        "told_to_prevent_harm": disclosures.collect::<Vec<_>>(),
    })
}

/// The answers without what is not about the person: marks of the sender, a code, and who approved what.
fn theirs(document: Value) -> Value {
    let mut document = view::without_code(document);
    if let Some(fields) = document.as_object_mut() {
        for name in ["id", "source", "page_change"] {
            fields.remove(name);
        }
    }
    let earlier = document.get_mut("earlier_answers");
    for earlier in earlier.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(earlier) = earlier.as_object_mut() {
            earlier.remove("until");
        }
    }
    if let Some(consent) = document.get_mut("consent").and_then(Value::as_object_mut) {
        consent.remove("approver");
    }
    document
}

/// A read by organisation, without the account.
fn look(look: &AccessRecord, profile: &Profile) -> Value {
    let who = match &look.by {
        ReaderGroup::Hub => "hub",
        ReaderGroup::Provider(code) => code,
        ReaderGroup::Police => "police",
        ReaderGroup::WitnessCare => "witness-care",
        ReaderGroup::Unknown => "unknown",
    };
    let name = profile.provider(who).map(|provider| provider.name.as_str());
    json!({"who": who, "name": name, "at": look.at})
}
