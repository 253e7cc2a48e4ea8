//! What a provider sees, before and after it accepts.

use crate::ProviderRequest;
use domain::answer::offer;
use domain::calendar::end_of_working_day_after;
use domain::case::commands::refer_on::{referred_on, state_for_referrer};
use domain::gate::contact_stop;
use domain::times::time;
use events::Reference;
use events::care::{Act, Care, Measure, area_of};
use events::case::{Case, Onward};
use events::profile::Profile;
use events::referral::{Channel, ChannelKind, NeedCode, Referral};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

/// The acts that staff may record, and the other commands that they may use.
const STAFF_MAY: [&str; 6] = [
    "contact-tried",
    "session-held",
    "measured",
    "stage-reached",
    "refer-on",
    "closed",
];
/// The acts that a volunteer may record. Their team does the rest (CA27).
const VOLUNTEERS_MAY: [&str; 2] = ["contact-tried", "session-held"];

/// Whether a volunteer may record the act.
pub(crate) const fn for_volunteers(act: &Act) -> bool {
    matches!(act, Act::ContactTried { .. } | Act::SessionHeld { .. })
}

/// How long a provider's list shows an onward referral that is over.
const LISTED_AFTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Whether the worklist shows it. What is over leaves the list after a while.
pub(crate) fn is_listed(onward: &Onward, now: Timestamp) -> bool {
    onward.live() || now.duration_since(onward.since) < LISTED_AFTER
}

/// Which rows of a list are asked for, by when the provider has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// That time has passed.
    Late,
    /// It has passed, or it comes before the end of the next working day.
    Soon,
}

impl Due {
    pub(crate) fn parse(code: &str) -> Option<Self> {
        match code {
            "late" => Some(Self::Late),
            "soon" => Some(Self::Soon),
            _ => None,
        }
    }

    pub(crate) fn has(self, onward: &Onward, now: Timestamp) -> bool {
        let until = match self {
            Self::Late => now,
            Self::Soon => end_of_working_day_after(now, 1),
        };
        onward.live() && onward.due().is_some_and(|due| due <= until)
    }
}

/// One line of the worklist. It does not show the needs of a case that is no longer the provider's.
pub(crate) fn row<P>(
    asked: &ProviderRequest<'_, P>,
    reference: &Reference,
    onward: &Onward,
    profile: &Profile,
) -> Value {
    let offered = &onward.offered;
    let service = profile.service(&offered.service);
    json!({
        "reference": reference,
        "onward": offered.onward,
        "service": offered.service,
        "service_name": service.map(|service| service.name.as_str()),
        "needs": if onward.live() { offered.needs.as_slice() } else { &[] },
        "state": onward.state,
        "since": onward.since,
        "accept_by": offered.accept_by,
        "due": onward.due(),
        "late": Due::Late.has(onward, asked.now),
        "soon": Due::Soon.has(onward, asked.now),
        "href": format!("{}/provider/onwards/{}", asked.hub.trim_end_matches('/'), offered.onward),
    })
}

/// The view before acceptance: the offer, the age band, the worker's gender and the modality. Staff also see the
/// provider that refers the person on or that they would take over from.
pub(crate) fn offered<P>(
    asked: &ProviderRequest<'_, P>,
    case: &Case,
    onward: &Onward,
    profile: &Profile,
) -> Value {
    let mut view = json!({
        "state": onward.state,
        "offer": offer(case, &onward.offered, asked.hub),
        "service_name": profile.service(&onward.offered.service).map(|service| service.name.as_str()),
        "council": council(case, profile),
        "why": domain::matching::reason_texts(&onward.offered.reasons),
        "age_band": case.received.age_band,
        "worker_gender": case.received.worker_gender,
        "modality": case.received.modality,
    });
    if !asked.volunteer {
        view["referred_on_by"] = onward.offered.referred_on.as_ref().map_or(Value::Null, |on| {
            let name = provider_name(profile, &on.by);
            json!({"provider": on.by, "provider_name": name, "reason": on.reason, "agreed_at": on.agreed_at})
        });
        view["takes_over_from"] = taken_from(case, onward).map_or(
            Value::Null,
            |from| json!({"provider_name": provider_name(profile, &from.offered.provider)}),
        );
    }
    view
}

/// The view after acceptance. Staff also see the name, the safe channels, the address and the person's own words, the
/// current consent, the assessment, and the progress here and with the provider before (DC24). A volunteer sees the
/// name, the safe channels, and the contacts and sessions so far (CA27). After deletion the person is left out.
pub(crate) fn accepted<P>(
    asked: &ProviderRequest<'_, P>,
    case: &Case,
    onward: &Onward,
    referral: Option<&Referral>,
    profile: &Profile,
) -> Value {
    let mut view = offered(asked, case, onward, profile);
    view["version"] = json!(case.version);
    view["may"] = json!(if asked.volunteer {
        VOLUNTEERS_MAY.as_slice()
    } else {
        &STAFF_MAY
    });
    view["first_contact_by"] = json!(onward.first_contact_by);
    view["due"] = json!(onward.due());
    view["quiet_until"] = json!(case.contact.paused_until);
    view["care"] = care(&onward.care, asked.volunteer);
    if !asked.volunteer {
        view["assessment"] = json!(case.received.assessment);
        view["consent"] = consent(case);
        view["referred_on_to"] = referred_on(case, &onward.offered.onward)
            .map(|on| followed(on, profile))
            .collect();
        view["care_before"] = before(case, onward)
            .filter(|before| !before.care.measures.is_empty())
            .map_or(Value::Null, so_far);
    }
    view["person"] = referral.map_or(Value::Null, |referral| {
        let safe: Vec<&Channel> = referral.usable().collect();
        let mut person = json!({
            "name": referral.person.name,
            "preferred_name": referral.person.preferred_name,
            "pronouns": referral.person.pronouns,
            "contact": {
                "channels": safe,
                "preferred": referral.contact.preferred,
                "someone_may_see": someone_may_see(referral),
            },
        });
        if let Some(stop) = contact_stop(case) {
            person["contact"]["stop"] = json!(stop);
        }
        // Nobody uses them before they are confirmed, so their addresses are not shown.
        if !case.contact.unconfirmed.is_empty() {
            person["contact"]["unconfirmed"] = unconfirmed(case, asked.now);
        }
        if !asked.volunteer {
            person["residence"] = json!(referral.residence);
            person["own_words"] = json!(
                referral
                    .wishes
                    .as_ref()
                    .and_then(|wishes| wishes.own_words.as_deref())
            );
        }
        person
    });
    view
}

/// The name of the council of the home, if it is in the area.
fn council<'a>(case: &Case, profile: &'a Profile) -> Option<&'a str> {
    let home = case.received.local_authority.as_deref();
    let councils = profile.local_authorities.iter();
    councils
        .filter(|one| Some(one.code.as_str()) == home)
        .map(|one| one.name.as_str())
        .next()
}

/// The kinds of way that changed on the person's page and that nobody has confirmed, in words.
fn unconfirmed(case: &Case, now: Timestamp) -> Value {
    let at = case.contact.page_changed_at.unwrap_or(case.opened_at);
    let at = time(at, now);
    let line = |kind: &ChannelKind| {
        let way = words::codes::channel_staff(kind.as_str()).unwrap_or_default();
        words::provider::not_confirmed(&at, way)
    };
    case.contact.unconfirmed.iter().map(line).collect()
}

/// Whether somebody else may see or answer the person's phone. Unknown is not "no".
fn someone_may_see(referral: &Referral) -> Option<bool> {
    referral.safety.as_ref()?.someone_may_see_device
}

/// The grounds on which the provider has the case: what was agreed to, and by whom. A change by the person applies from
/// then on.
fn consent(case: &Case) -> Value {
    let received = &case.received;
    json!({"basis": received.basis, "given_by": received.given_by, "scope": received.scope})
}

/// The view after the support is over: what was done, without the person.
pub(crate) fn closed<P>(asked: &ProviderRequest<'_, P>, onward: &Onward) -> Value {
    json!({
        "state": onward.state,
        "onward": onward.offered.onward,
        "care": care(&onward.care, asked.volunteer),
    })
}

/// The provider's work, and the person's progress if it is known (DC15). Volunteers do not see the person's progress.
fn care(done: &Care, volunteer: bool) -> Value {
    let mut care = json!(done);
    if volunteer {
        for not_theirs in ["measures", "begun", "stage", "outcome"] {
            care[not_theirs] = Value::Null;
        }
        return care;
    }
    care["measures"] = done.measures.iter().map(measure).collect();
    care["begun"] = done.begun.as_ref().map_or(Value::Null, measure);
    care["distance_travelled"] = distance(done);
    care
}

/// The person's progress with the provider before. Its notes are never included.
fn so_far(onward: &Onward) -> Value {
    let care = &onward.care;
    json!({
        "measures": care.measures.iter().map(measure).collect::<Vec<_>>(),
        "distance_travelled": distance(care),
        "stage": care.stage,
    })
}

/// A measure, with the remaining needs grouped by area.
fn measure(measure: &Measure) -> Value {
    let mut value = json!(measure);
    if let Some(needs) = &measure.needs {
        let mut by_area: Map<String, Value> = Map::new();
        for area in needs.iter().map(|need| area_of(*need)) {
            let of: Vec<NeedCode> = needs
                .iter()
                .copied()
                .filter(|need| area_of(*need) == area)
                .collect();
            by_area.insert(area.to_owned(), json!(of));
        }
        value["needs"] = by_area.into();
    }
    value
}

fn distance(care: &Care) -> Value {
    care.distance_travelled().map_or(Value::Null, |areas| {
        areas
            .into_iter()
            .map(|(name, gone)| (name.to_owned(), Value::from(gone)))
            .collect::<Map<_, _>>()
            .into()
    })
}

/// The outcome of a referral that this provider made: only whether it was accepted.
fn followed(onward: &Onward, profile: &Profile) -> Value {
    let offered = &onward.offered;
    let service = profile.service(&offered.service);
    json!({
        "service": offered.service,
        "service_name": service.map(|service| service.name.as_str()),
        "provider_name": provider_name(profile, &offered.provider),
        "needs": offered.needs,
        "state": state_for_referrer(onward),
    })
}

/// The onward referral of the provider that supported the person before.
fn before<'a>(case: &'a Case, onward: &'a Onward) -> Option<&'a Onward> {
    let referred = onward
        .offered
        .referred_on
        .as_ref()
        .and_then(|on| case.support.onward(&on.from));
    referred.or_else(|| taken_from(case, onward))
}

fn taken_from<'a>(case: &'a Case, onward: &'a Onward) -> Option<&'a Onward> {
    case.support.onward(onward.offered.moved_from.as_deref()?)
}

pub(crate) fn provider_name<'a>(profile: &'a Profile, code: &str) -> Option<&'a str> {
    profile
        .provider(code)
        .map(|provider| provider.name.as_str())
}
