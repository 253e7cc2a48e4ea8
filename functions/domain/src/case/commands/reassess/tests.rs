//! What follows from what is learned later, and what never does.

use super::*;
use crate::case::apply::{append, open, replay};
use crate::case::commands::routing::route;
use crate::matching::Loads;
use events::case::{
    CaseEvent, CloseReason, CoordinatorReason, Ended, Erasing, Erasure, Routing, UpliftReason,
    Uplifted,
};
use events::commands::Commands;
use jiff::SignedDuration;

const DAY: &str = "2026-11-23T10:00:00Z";

fn now() -> Timestamp {
    DAY.parse().unwrap()
}

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn profile() -> Profile {
    serde_json::from_str(include_str!(
        "../../../../../../infra/areas/thames-valley/profile.json"
    ))
    .unwrap()
}

/// Somebody in Reading who cannot sleep after a burglary, and asked for themselves.
fn document() -> Value {
    json!({
        "id": "5f0e4d9e-6f5b-4a1c-9c39-0d5f8c1f7d10",
        "source": {"kind": "self"},
        "consent": {"basis": "consent", "given_by": "person", "scope": ["assess", "share-with-providers", "updates"]},
        "person": {"role": "victim", "name": "Robin", "date_of_birth": "1990-01-01"},
        "contact": {
            "channels": [
                {"kind": "email", "safe": true, "address": "robin@example.org"},
                {"kind": "phone", "safe": true, "address": "07700900114", "voicemail": true},
                {"kind": "letter", "safe": true, "address": "1 High Street"},
                {"kind": "online", "safe": true}
            ]
        },
        "needs": [{"code": "trouble-sleeping", "weight": "a-little"}],
        "safety": {"in_danger_now": false, "someone_may_see_device": false},
    })
}

/// The case of the document, routed.
fn routed(document: &Value) -> Case {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let mut event: Value = serde_json::from_str(sample).unwrap();
    let referral: Referral = serde_json::from_value(document.clone()).unwrap();
    let rules = rules_for(&profile(), london_today(now())).unwrap();
    let what = &mut event["what"];
    what["assessment"] = json!(assess(&referral, &rules, london_today(now())));
    what["needs"] = document["needs"].clone();
    what["source"] = json!("self");
    what["local_authority"] = json!("E06000038");
    what["scope"] = document["consent"]["scope"].clone();
    what["safe_channels"] = json!(["email", "phone", "letter", "online"]);
    let event: CaseEvent = serde_json::from_value(event).unwrap();
    let CaseChange::Received(received) = event.what else {
        panic!("the sample is a received case")
    };
    let case = open(event.reference, *received, now()).0;
    let found = route(&case, &profile(), &Loads::default(), now());
    append_all(&case, found, now()).unwrap().0
}

fn command(body: Value) -> CoordinatorCommand {
    let spec = CoordinatorCommand::spec_of("reassess").unwrap();
    let mut all = json!({"why": "person-told", "spoken": "no"});
    for (name, value) in body.as_object().unwrap() {
        all[name] = value.clone();
    }
    let all = all.as_object().cloned().unwrap();
    assert_eq!(spec.faults(&all), [], "{all:?}");
    CoordinatorCommand::from_body(spec, all).unwrap()
}

fn decided(case: &Case, document: &Value, body: Value) -> Result<PersonUpdate, Refused> {
    let told = reassess(
        case,
        &profile(),
        document,
        &command(body),
        "coordinator",
        later(60),
    );
    told.map(|told| told.expect("a document that can be read"))
}

/// The case and the document afterwards.
fn after(case: &Case, document: &Value, body: Value) -> (Case, Value) {
    let told = decided(case, document, body).unwrap();
    let case = append_all(case, told.changes, later(60)).unwrap().0;
    (case, told.document)
}

fn quiet(case: &Case) -> Vec<(TaskKind, Timestamp)> {
    let open = case.coordination.open_tasks();
    open.filter(|task| task.quiet)
        .map(|task| (task.kind, task.due))
        .collect()
}

fn quiet_kinds(case: &Case) -> Vec<TaskKind> {
    quiet(case).into_iter().map(|(kind, _)| kind).collect()
}

fn services(case: &Case) -> Vec<&str> {
    let onwards = case.support.onwards.iter();
    onwards
        .map(|onward| onward.offered.service.as_str())
        .collect()
}

fn searched(case: &Case) -> Case {
    let found = route(case, &profile(), &Loads::default(), later(61));
    append_all(case, found, later(61)).unwrap().0
}

#[test]
fn what_was_known_before_stays_beside_what_is_known_now() {
    let (first, known) = (routed(&document()), document());
    let (case, second) = after(
        &first,
        &known,
        json!({"needs": ["compensation-claim"], "afraid": "yes", "weight": "a-lot"}),
    );
    let kept = &case.coordination.reassessments[0];
    assert_eq!(
        (kept.number, kept.by.as_str()),
        (first.version + 1, "coordinator")
    );
    assert_eq!(kept.parts, [AnswerPart::Needs, AnswerPart::Safety]);
    assert_eq!(kept.before.needs, [NeedCode::TroubleSleeping]);
    assert_eq!(
        kept.after.needs,
        [NeedCode::TroubleSleeping, NeedCode::CompensationClaim]
    );
    assert_eq!(second["earlier_answers"][0]["needs"], known["needs"]);
    assert_eq!(second["earlier_answers"][0]["safety"], known["safety"]);
    assert_eq!(second["safety"]["afraid"], true);
    assert_eq!(
        second["safety"]["in_danger_now"], false,
        "what is left out stays"
    );
    let stored = parse::stored(&second, london_today(now())).unwrap();
    assert_eq!(stored.earlier_answers.len(), 1);
    // The same again is nothing new.
    let again = decided(
        &case,
        &second,
        json!({"needs": ["compensation-claim"], "afraid": "yes"}),
    );
    assert_eq!(again.unwrap().changes, []);
    // No sender may send an earlier version.
    assert!(parse::referral(&second, london_today(now())).is_err());
}

#[test]
fn a_danger_is_looked_at_within_fifteen_minutes_and_promises_nothing() {
    let first = routed(&document());
    let (case, _) = after(
        &first,
        &document(),
        json!({"in_danger_now": "yes", "happened": ["domestic-abuse"], "threats_to_kill": "yes"}),
    );
    assert_eq!(case.risk(), Risk::High);
    let due = later(75);
    assert_eq!(
        quiet(&case),
        [
            (TaskKind::LookAtDanger, due),
            (TaskKind::ConsiderMarac, due),
            (TaskKind::NameCoordinator, due)
        ]
    );
    assert_eq!(
        case.justice.promises, first.justice.promises,
        "the page says nothing"
    );
    let (suicide, _) = after(&first, &document(), json!({"thoughts_of_suicide": "yes"}));
    assert_eq!(quiet(&suicide), [(TaskKind::LookAtDanger, due)]);
}

#[test]
fn what_was_answered_at_first_and_what_is_learned_lead_to_the_same_assessment() {
    let mut at_first = document();
    at_first["safety"]["strangled_or_choked"] = json!(true);
    at_first["circumstances"] = json!({"suspect_known": "partner-or-ex", "lives_alone": true});
    at_first["dash"] = json!({"ticks": 15, "professional_judgement": "high"});
    at_first["wishes"] = json!({"restorative_justice": "interested"});
    let expected = routed(&at_first).received.assessment;
    let (case, _) = after(
        &routed(&document()),
        &document(),
        json!({
            "strangled_or_choked": "yes", "suspect_known": "partner-or-ex", "lives_alone": "yes",
            "dash_ticks": 15, "dash_judgement": "high", "restorative_justice": "interested",
        }),
    );
    assert_eq!(case.received.assessment, expected);
}

#[test]
fn nothing_is_lowered_except_back_to_before_a_wrong_entry() {
    let first = routed(&document());
    let (high, known) = after(&first, &document(), json!({"dash_ticks": 20}));
    assert_eq!((first.risk(), high.risk()), (Risk::Standard, Risk::High));
    let less = json!({"dash_ticks": 2, "spoken": "yes"});
    let (still, _) = after(&high, &known, less.clone());
    assert_eq!(still.risk(), Risk::High);
    let mut wrong = less;
    wrong["why"] = json!("wrong-entry");
    let (corrected, _) = after(&high, &known, wrong);
    assert_eq!(corrected.risk(), first.risk());
    let entries = &corrected.coordination.reassessments;
    assert_eq!(entries[1].corrects, Some(entries[0].number), "both stay");
    // An event that lowers something is no event of this case.
    let CaseChange::Reassessed(mut lower) = decided(&high, &known, json!({"afraid": "yes"}))
        .unwrap()
        .changes
        .remove(0)
    else {
        panic!("a reassessment")
    };
    lower.assessment.risk = Risk::Standard;
    assert!(append(&mut high.clone(), CaseChange::Reassessed(lower), later(61)).is_err());
}

#[test]
fn a_wrong_entry_is_taken_back_with_the_offers_that_it_led_to() {
    let mut at_first = document();
    at_first["wishes"] = json!({"own_words": "Please ring twice.", "worker_gender": "woman"});
    let first = routed(&at_first);
    let wrong = json!({
        "happened": ["sexual-offence"], "dash_ticks": 20, "needs": ["compensation-claim"],
        "worker_gender": "man", "lives_alone": "yes", "someone_may_see_device": "yes",
    });
    let (case, known) = after(&first, &at_first, wrong);
    let searched = searched(&case);
    let number = case.coordination.reassessments[0].number;
    let led_to = |case: &Case| -> Vec<OnwardState> {
        let onwards = case.support.onwards.iter();
        onwards
            .filter(|onward| onward.seq > number)
            .map(|onward| onward.state)
            .collect()
    };
    assert!(!led_to(&searched).is_empty());
    let mut back = json!({"why": "wrong-entry"});
    let refused = Err(Refused::NotNow(words::reassess::speak_first()));
    assert_eq!(decided(&searched, &known, back.clone()), refused);
    back["spoken"] = json!("yes");
    let (corrected, second) = after(&searched, &known, back);
    for part in [
        "incident",
        "needs",
        "circumstances",
        "safety",
        "dash",
        "wishes",
    ] {
        assert_eq!(second.get(part), at_first.get(part), "{part}");
    }
    let (is, was) = (&corrected.received, &first.received);
    assert_eq!(
        (is.assessment.tier, is.assessment.risk, &is.needs),
        (was.assessment.tier, was.assessment.risk, &was.needs)
    );
    assert_eq!(is.assessment.flags, was.assessment.flags);
    assert_eq!(is.assessment.specialisms, was.assessment.specialisms);
    let withdrawn = |state: &OnwardState| *state == OnwardState::Withdrawn;
    assert!(led_to(&corrected).iter().all(withdrawn));
    let before = corrected.support.onwards.iter();
    let mut before = before.filter(|onward| onward.seq < number);
    assert!(before.all(|onward| onward.state == OnwardState::Offered));
    // What was wrong does not come back.
    let again = json!({"why": "wrong-entry", "spoken": "yes"});
    let refused = Err(Refused::NotNow(words::reassess::taken_back_already()));
    assert_eq!(decided(&corrected, &second, again), refused);
    assert!(corrected.support.match_by.is_some(), "the hub looks again");
    // A coordinator says what is safe.
    assert_eq!(is.safe_channels, case.received.safe_channels);
    assert!(!corrected.has_open_page());
}

#[test]
fn a_case_that_is_over_or_to_be_deleted_is_reopened_first() {
    let mut case = routed(&document());
    case.lifecycle.ended = Some(Ended {
        why: CloseReason::SupportOver,
        at: later(10),
        into: None,
        said: false,
        released: Vec::new(),
        dropped: Vec::new(),
    });
    let body = json!({"weapon": "yes"});
    let refused = Err(Refused::NotNow(words::reassess::reopen_first()));
    assert_eq!(decided(&case, &document(), body.clone()), refused);
    case.lifecycle.erasure = Erasure::Requested(Erasing {
        since: later(20),
        by: Actor::Person,
    });
    let refused = Err(Refused::NotNow(words::reassess::to_be_deleted()));
    assert_eq!(decided(&case, &document(), body), refused);
}

#[test]
fn long_texts_are_kept_once_and_leave_room_for_later_changes() {
    let mut known = document();
    known["wishes"] = json!({"own_words": "Please ring twice."});
    let mut case = routed(&known);
    for answers in [
        json!({"dash_ticks": 3, "dash_reason": "She told me."}),
        json!({"afraid": "yes"}),
        json!({"weapon": "yes"}),
        json!({"lives_alone": "yes"}),
    ] {
        (case, known) = after(&case, &known, answers);
    }
    let text = known.to_string();
    assert_eq!(
        text.matches("Please ring twice.").count(),
        2,
        "now and at first"
    );
    assert_eq!(
        text.matches("She told me.").count(),
        2,
        "now and before the last"
    );
    known["wishes"]["own_words"] = json!("a".repeat(MOST_BYTES));
    let refused = Err(Refused::NotNow(words::reassess::too_many()));
    assert_eq!(
        decided(&case, &known, json!({"getting_worse": "yes"})),
        refused
    );
}

#[test]
fn less_danger_needs_a_talk_with_the_person() {
    let mut known = document();
    known["safety"] = json!({"in_danger_now": true, "afraid": true});
    known["circumstances"] = json!({"suspect_known": "partner-or-ex", "lives_with_suspect": true});
    let case = routed(&known);
    for less in [
        json!({"in_danger_now": "no"}),
        json!({"afraid": "no", "weapon": "yes"}),
        json!({"someone_may_see_device": "no"}),
        json!({"lives_with_suspect": "no"}),
        json!({"suspect_known": "stranger"}),
    ] {
        let refused = Err(Refused::NotNow(words::reassess::speak_first()));
        assert_eq!(decided(&case, &known, less.clone()), refused, "{less}");
        let mut spoken = less;
        spoken["spoken"] = json!("yes");
        assert!(!decided(&case, &known, spoken).unwrap().changes.is_empty());
    }
    for more in [
        json!({"weapon": "yes"}),
        json!({"afraid": "yes", "weapon": "no"}),
    ] {
        assert!(decided(&case, &known, more).is_ok());
    }
}

#[test]
fn a_concern_goes_only_after_a_talk_with_the_person() {
    let mut known = document();
    known["needs"] = json!([{"code": "safeguarding-concerns"}]);
    let case = routed(&known);
    assert!(case.received.assessment.has(Flag::MashAdult));
    let over = json!({"needs_over": ["safeguarding-concerns"]});
    let refused = Err(Refused::NotNow(words::reassess::speak_first()));
    assert_eq!(decided(&case, &known, over.clone()), refused);
    let mut spoken = over;
    spoken["spoken"] = json!("yes");
    let (over, _) = after(&case, &known, spoken);
    assert!(!over.received.assessment.has(Flag::MashAdult));
    // What the day or the rules would take away waits for a talk, and stops no other answer.
    let mut before = routed(&document());
    before.received.assessment.flags = vec![Flag::MashChild];
    for (spoken, stays) in [("no", true), ("yes", false)] {
        let told = json!({"thoughts_of_suicide": "yes", "spoken": spoken});
        let (told, _) = after(&before, &document(), told);
        assert!(told.received.assessment.has(Flag::SuicideRisk));
        assert_eq!(told.received.assessment.has(Flag::MashChild), stays);
    }
}

#[test]
fn a_meeting_is_considered_where_the_risk_is_high_by_hand_or_from_before() {
    let raised = CaseChange::Uplifted(Uplifted {
        tier: None,
        risk: Some(Risk::High),
        reason: UpliftReason::GreaterDanger,
        by: "coordinator".to_owned(),
    });
    let first = append_all(&routed(&document()), vec![raised], later(30))
        .unwrap()
        .0;
    let abuse = json!({"happened": ["domestic-abuse"]});
    let (case, known) = after(&first, &document(), abuse.clone());
    assert!(!case.received.assessment.has(Flag::Marac));
    assert!(quiet_kinds(&case).contains(&TaskKind::ConsiderMarac));
    let (again, _) = after(&case, &known, json!({"afraid": "yes"}));
    let asked = quiet_kinds(&again).into_iter();
    let asked = asked.filter(|kind| *kind == TaskKind::ConsiderMarac);
    assert_eq!(asked.count(), 1, "once");
    let mut floor = routed(&document());
    floor.received.assessment.risk = Risk::High;
    let (case, _) = after(&floor, &document(), abuse);
    assert!(quiet_kinds(&case).contains(&TaskKind::ConsiderMarac));
}

#[test]
fn a_coordinator_finds_a_way_where_none_is_safe_any_more() {
    let mut known = document();
    known["contact"]["channels"] =
        json!([{"kind": "email", "safe": true, "address": "robin@example.org"}]);
    let first = routed(&known);
    let seen = json!({"someone_may_see_device": "yes"});
    let (case, _) = after(&first, &known, seen.clone());
    assert_eq!(quiet_kinds(&case), [TaskKind::CheckContact]);
    assert_eq!(case.justice.promises, first.justice.promises);
    let (still, _) = after(&routed(&document()), &document(), seen);
    assert_eq!(quiet_kinds(&still), [], "the phone is safe");
}

#[test]
fn what_others_may_see_now_is_not_used_and_the_page_closes() {
    let first = routed(&document());
    assert!(first.has_open_page());
    let (seen, known) = after(
        &first,
        &document(),
        json!({"someone_may_see_device": "yes"}),
    );
    assert_eq!(
        seen.received.safe_channels,
        [ChannelKind::Phone, ChannelKind::Letter]
    );
    assert!(!seen.has_open_page());
    assert_eq!(seen.received.assessment.contact.automatic, None);
    let referral = parse::stored(&known, london_today(now())).unwrap();
    let phone = referral.usable().next().unwrap();
    assert_eq!(phone.voicemail, Some(false), "nobody leaves a message");
    let (shared, _) = after(&first, &document(), json!({"lives_with_suspect": "yes"}));
    assert!(!shared.received.safe_channels.contains(&ChannelKind::Letter));
    assert!(shared.has_open_page());
    // Less danger opens nothing: a coordinator says what is safe.
    let (unseen, _) = after(
        &seen,
        &known,
        json!({"someone_may_see_device": "no", "spoken": "yes"}),
    );
    assert_eq!(unseen.received.safe_channels, seen.received.safe_channels);
    assert!(!unseen.has_open_page());
}

#[test]
fn services_that_now_fit_are_asked_and_support_goes_on() {
    let first = routed(&document());
    let before: Vec<String> = services(&first)
        .iter()
        .map(|one| (*one).to_owned())
        .collect();
    let offer = first.support.onwards[0].offered.onward.clone();
    let accepted = CaseChange::Accepted {
        onward: offer.clone(),
        provider: first.support.onwards[0].offered.provider.clone(),
        first_contact_by: later(600),
    };
    let first = append_all(&first, vec![accepted], later(30)).unwrap().0;
    let (case, _) = after(&first, &document(), json!({"happened": ["sexual-offence"]}));
    let case = searched(&case);
    assert!(
        services(&case).len() > before.len(),
        "{:?}",
        services(&case)
    );
    assert_eq!(
        case.support.onward(&offer).unwrap().state,
        OnwardState::Accepted
    );
    assert!(
        case.received
            .assessment
            .specialisms
            .contains(&Specialism::Isva)
    );
}

#[test]
fn restorative_justice_is_found_later_for_who_did_not_ask_at_first() {
    let first = routed(&document());
    let asked = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::RestorativeJustice,
        from: None,
        due: later(600),
    });
    let first = append_all(&first, vec![asked], later(30)).unwrap().0;
    let open = |case: &Case| {
        case.coordination
            .has_open_task(TaskKind::RestorativeJustice)
    };
    let (case, _) = after(
        &first,
        &document(),
        json!({"restorative_justice": "interested", "spoken": "yes"}),
    );
    assert!(!open(&case));
    let case = searched(&case);
    let for_it = |service: &&str| {
        let of = profile()
            .services
            .into_iter()
            .find(|one| one.code == **service);
        of.is_some_and(|one| one.specialisms.contains(&Specialism::RestorativeJustice))
    };
    assert!(services(&case).iter().any(for_it), "{:?}", services(&case));
    let no = json!({"restorative_justice": "no", "spoken": "yes"});
    let (no, _) = after(&first, &document(), no);
    let task = no.coordination.tasks.last().unwrap();
    assert_eq!(task.outcome, Some(TaskOutcome::NotWanted));
    // Nobody has told them yet.
    let (heard, _) = after(&first, &document(), json!({"restorative_justice": "no"}));
    assert!(open(&heard));
    assert_eq!(heard.justice.promises, first.justice.promises);
    assert_eq!(
        heard.coordination.reassessments[0].restorative_justice,
        Some(RestorativeJusticeWish::No)
    );
}

#[test]
fn what_another_case_and_a_service_said_stays() {
    let mut case = routed(&document());
    case.received.needs.push(Need {
        code: NeedCode::DamageToProperty,
        weight: None,
    });
    case.received.assessment.specialisms = vec![Specialism::Stalking];
    let (case, _) = after(&case, &document(), json!({"lives_alone": "yes"}));
    let codes: Vec<NeedCode> = case.received.needs.iter().map(|need| need.code).collect();
    assert_eq!(
        codes,
        [NeedCode::TroubleSleeping, NeedCode::DamageToProperty]
    );
    assert_eq!(case.received.assessment.specialisms, [Specialism::Stalking]);
    let (case, _) = after(
        &case,
        &document(),
        json!({"needs_over": ["damage-to-property"]}),
    );
    assert_eq!(case.received.needs.len(), 1);
}

#[test]
fn what_makes_no_sense_is_refused() {
    let case = routed(&document());
    for (body, why) in [
        (
            json!({"needs": ["trouble-sleeping"], "needs_over": ["trouble-sleeping"]}),
            words::reassess::need_and_over(),
        ),
        (
            json!({"weight": "a-lot"}),
            words::reassess::weight_of_what(),
        ),
        (
            json!({"dash_judgement": "high"}),
            words::reassess::dash_needs_ticks(),
        ),
        (
            json!({"dash_ticks": 3, "dash_reason": "\u{7}"}),
            words::reassess::dash_text(),
        ),
    ] {
        assert_eq!(decided(&case, &document(), body), Err(Refused::Wrong(why)));
    }
}

#[test]
fn a_conflict_that_is_new_stops_offers_that_nobody_answered() {
    let mut known = document();
    known["consent"]["given_by"] = json!("parent-or-guardian");
    known["person"]["date_of_birth"] = json!("2015-01-01");
    known["source"] = json!({"kind": "phone"});
    let first = routed(&known);
    assert!(first.support.live().next().is_some());
    let body =
        json!({"child_at_risk": "yes", "suspect_known": "family", "happened": ["domestic-abuse"]});
    let (case, _) = after(&first, &known, body);
    assert!(
        case.received.assessment.has(Flag::GuardianConflict),
        "{:?}",
        case.received.assessment
    );
    assert_eq!(case.support.live().count(), 0);
    assert_eq!(
        case.routing(),
        Routing::ToCoordinators(CoordinatorReason::GuardianConflict)
    );
    let case = searched(&case);
    assert!(case.coordination.held(CoordinatorReason::GuardianConflict));
}

#[test]
fn the_state_follows_from_the_events() {
    let sample = include_str!("../../../../../../events/samples/case-event.received.json");
    let first: CaseEvent = serde_json::from_str(sample).unwrap();
    let CaseChange::Received(received) = first.what.clone() else {
        panic!("the sample is a received case")
    };
    let (case, received) = open(first.reference, *received, now());
    let told = decided(&case, &document(), json!({"weapon": "yes"})).unwrap();
    let (case, events) = append_all(&case, told.changes, later(60)).unwrap();
    let all: Vec<CaseEvent> = std::iter::once(received).chain(events).collect();
    assert_eq!(replay(&all).unwrap(), case);
    let stored = serde_json::to_value(&case).unwrap();
    assert_eq!(serde_json::from_value::<Case>(stored).unwrap(), case);
}
