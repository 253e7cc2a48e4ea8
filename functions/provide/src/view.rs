//! What a provider sees, before and after it accepts.

use crate::Desk;
use domain::answer::offer;
use events::Reference;
use events::case::{Case, Onward};
use events::referral::{Channel, Referral};
use serde_json::{Map, Value, json};

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

/// After acceptance: name, safe channels only, address, own words too, and what was done; for a volunteer name and safe
/// channels (CA27). Nothing of the person once they are deleted.
pub(crate) fn accepted<P>(desk: &Desk<'_, P>, case: &Case, onward: &Onward, referral: Option<&Referral>) -> Value {
    let mut view = offered(desk.hub, case, onward);
    view["version"] = json!(case.version);
    view["first_contact_by"] = json!(onward.first_contact_by);
    view["care"] = care(onward);
    view["person"] = referral.map_or(Value::Null, |referral| {
        let safe: Vec<&Channel> = referral.contact.channels.iter().filter(|channel| channel.safe).collect();
        let mut person = json!({
            "name": referral.person.name,
            "preferred_name": referral.person.preferred_name,
            "pronouns": referral.person.pronouns,
            "contact": {"channels": safe, "preferred": referral.contact.preferred},
        });
        if !desk.volunteer {
            person["residence"] = json!(referral.residence);
            person["own_words"] = json!(referral.wishes.as_ref().and_then(|wishes| wishes.own_words.as_deref()));
        }
        person
    });
    view
}

/// Once the support is over: what was done, and nothing of whom for.
pub(crate) fn closed(onward: &Onward) -> Value {
    json!({"state": onward.state, "onward": onward.offered.onward, "care": care(onward)})
}

/// What was done, and how far the person has come where that is known (DC15).
fn care(onward: &Onward) -> Value {
    let mut care = json!(onward.care);
    care["distance_travelled"] = onward.care.distance_travelled().map_or(Value::Null, |areas| {
        areas.into_iter().map(|(name, gone)| (name.to_owned(), Value::from(gone))).collect::<Map<_, _>>().into()
    });
    care
}
