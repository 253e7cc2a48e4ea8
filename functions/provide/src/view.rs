//! What a provider sees, before and after it accepts.

use domain::answer::offer;
use events::Reference;
use events::case::{Case, Onward};
use events::referral::{Channel, Referral};
use serde_json::{Value, json};

/// One line of the worklist.
pub(crate) fn row(hub: &str, reference: &Reference, onward: &Onward) -> Value {
    let offered = &onward.offered;
    json!({
        "reference": reference,
        "onward": offered.onward,
        "service": offered.service,
        "needs": offered.needs,
        "state": onward.state,
        "accept_by": offered.accept_by,
        "href": format!("{}/provider/onwards/{}", hub.trim_end_matches('/'), offered.onward),
    })
}

/// Before acceptance: the offer, age band, worker's gender, modality.
pub(crate) fn offered(hub: &str, case: &Case, onward: &Onward) -> Value {
    json!({
        "state": onward.state,
        "offer": offer(case, &onward.offered, hub),
        "why": onward.offered.reasons,
        "age_band": case.received.age_band,
        "worker_gender": case.received.worker_gender,
        "modality": case.received.modality,
    })
}

/// After acceptance: name, safe channels only, address, own words too; nothing of them once the person is deleted.
pub(crate) fn accepted(hub: &str, case: &Case, onward: &Onward, referral: Option<&Referral>) -> Value {
    let mut view = offered(hub, case, onward);
    view["first_contact_by"] = json!(onward.first_contact_by);
    view["person"] = referral.map_or(Value::Null, |referral| {
        let safe: Vec<&Channel> = referral.contact.channels.iter().filter(|channel| channel.safe).collect();
        json!({
            "name": referral.person.name,
            "preferred_name": referral.person.preferred_name,
            "pronouns": referral.person.pronouns,
            "contact": {"channels": safe, "preferred": referral.contact.preferred},
            "residence": referral.residence,
            "own_words": referral.wishes.as_ref().and_then(|wishes| wishes.own_words.as_deref()),
        })
    });
    view
}
