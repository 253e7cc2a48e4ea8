//! What a coordinator learned after the case was accepted. The hub assesses the person again, with the
//! code and the rules of the first assessment, and what follows is the same as it would have been then.

use super::Refused;
use super::access::close_page;
use super::lifecycle::meetings_to_consider;
use super::record_for_person::PersonUpdate;
use crate::assess::{assess, rules_for};
use crate::calendar::london_today;
use crate::case::apply::append_all;
use crate::case::deadlines::{case_due, look_at_danger_by};
use crate::case::sharing::{home_for_routing, reaches_providers, routing_of};
use events::assessment::{Assessment, Flag, Risk, Specialism, Tier};
use events::case::{
    Actor, AnswerPart, Answered, Case, CaseChange, Onward, OnwardState, Pathway, ReassessReason,
    Reassessed, Reassessment, TaskDone, TaskGiven, TaskKind, TaskOutcome,
};
use events::commands::CoordinatorCommand;
use events::parse::{self, EARLIER_ANSWERS};
use events::profile::Profile;
use events::referral::{
    ChannelKind, EarlierAnswers, IncidentFlag, Need, NeedCode, Referral, RestorativeJusticeWish,
    SuspectKnown, Weight, Wishes,
};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The most reassessments of one case. What is stored of a case has a limit.
const MOST: usize = 40;
/// The longest document afterwards, in bytes. What is stored of a person has a limit too, and what they
/// change or take back later must still fit.
const MOST_BYTES: usize = 250_000;
/// The ways of contact that somebody who sees the person's phone or computer also sees.
const ON_DEVICE: [ChannelKind; 3] = [ChannelKind::Email, ChannelKind::Text, ChannelKind::Online];

/// Records the answers of `command`, which is a reassessment, and assesses the person again. Returns no
/// events if nothing is new, and `None` if the stored document cannot be read.
///
/// An answer that makes something less safe applies immediately: ways of contact that others may now see
/// are not safe any more, and the page closes, which is one of them. An answer that speaks for less
/// danger than before needs a talk with the person.
///
/// A wrong entry is taken back: the answers are those from before it, with what `command` adds.
///
/// # Errors
/// [`Refused`] for answers that contradict each other or cannot stand alone, for less danger without a
/// talk, if the case is over or the person's data was or must be deleted, and after very many
/// reassessments.
pub fn reassess(
    case: &Case,
    profile: &Profile,
    document: &Value,
    command: &CoordinatorCommand,
    by: &str,
    now: Timestamp,
) -> Result<Option<PersonUpdate>, Refused> {
    let CoordinatorCommand::Reassess { why, spoken, .. } = command else {
        return Ok(None);
    };
    check_open(case)?;
    let Ok(before) = serde_json::from_value::<Referral>(document.clone()) else {
        return Ok(None);
    };
    let mut changed = document.clone();
    let wrong = (*why == ReassessReason::WrongEntry)
        .then(|| case.coordination.reassessments.last())
        .flatten();
    // What was taken back was wrong, so it must not return.
    if wrong.is_some_and(|wrong| wrong.corrects.is_some()) {
        return Err(Refused::NotNow(words::reassess::taken_back_already()));
    }
    if let Some(wrong) = wrong {
        go_back(&mut changed, &before, wrong.number);
    }
    answer(&mut changed, command)?;
    tighten(&mut changed, &before);
    let Ok(after) = serde_json::from_value::<Referral>(changed.clone()) else {
        return Ok(None);
    };
    check_text(&changed, now)?;
    let parts = other_parts(&before, &after);
    let own_codes =
        |of: &Referral| -> Vec<NeedCode> { of.needs.iter().map(|need| need.code).collect() };
    let over = needs_over(command);
    let (mut others, gone): (Vec<Need>, Vec<Need>) = case
        .received
        .needs
        .iter()
        .copied()
        .filter(|need| !own_codes(&before).contains(&need.code))
        .partition(|need| !over.contains(&need.code));
    let back: Vec<Need> = wrong
        .map(|wrong| lost_by(case, wrong))
        .unwrap_or_default()
        .into_iter()
        .filter(|code| !over.contains(code) && !own_codes(&after).contains(code))
        .map(|code| Need { code, weight: None })
        .collect();
    if parts.is_empty() && gone.is_empty() && back.is_empty() {
        return Ok(Some(PersonUpdate {
            changes: Vec::new(),
            document: document.clone(),
        }));
    }
    others.extend(back);
    let spoken = *spoken == Answered::Yes;
    if !spoken && speaks_for_less(&before, &after) {
        return Err(Refused::NotNow(words::reassess::speak_first()));
    }
    if case.coordination.reassessments.len() >= MOST {
        return Err(Refused::NotNow(words::reassess::too_many()));
    }
    let today = london_today(now);
    let rules =
        rules_for(profile, today).map_err(|_| Refused::NotNow(words::reassess::no_rules()))?;
    let (was, mut assessment) = (
        assess(&before, &rules, today),
        assess(&after, &rules, today),
    );
    // Some answers count for a concern only together with others.
    let loses_concern = was.flags.iter().any(|flag| !assessment.has(*flag));
    if !spoken && loses_concern {
        return Err(Refused::NotNow(words::reassess::speak_first()));
    }
    if !spoken {
        keep_concerns(&mut assessment, &case.received.assessment);
    }
    // Those of other cases of the person.
    let other_specialisms: Vec<Specialism> = case
        .received
        .assessment
        .specialisms
        .iter()
        .filter(|one| !was.specialisms.contains(one))
        .copied()
        .collect();
    let floor = wrong.map_or(
        (case.received.assessment.tier, case.received.assessment.risk),
        |wrong| (wrong.before.tier, wrong.before.risk),
    );
    never_lower(&mut assessment, &case.received.assessment, floor);
    let shared = reaches_providers(case.received.basis, &case.received.scope);
    let mut safe_channels: Vec<ChannelKind> = after.usable().map(|channel| channel.kind).collect();
    safe_channels.sort_unstable();
    safe_channels.dedup();
    let wish = wish(command);
    let reassessed = CaseChange::Reassessed(Box::new(Reassessed {
        why: *why,
        spoken,
        parts,
        needs: after.needs.clone(),
        other_needs: others,
        other_specialisms,
        modality: after
            .wishes
            .as_ref()
            .map(|wishes| wishes.modality.clone())
            .unwrap_or_default(),
        worker_gender: after
            .wishes
            .as_ref()
            .and_then(|wishes| wishes.worker_gender),
        restorative_justice: wish,
        safe_channels: safe_channels.clone(),
        routing: routing_of(shared, &assessment, home_for_routing(case), profile),
        assessment,
        corrects: wrong.map(|wrong| wrong.number),
        by: by.to_owned(),
    }));
    let page_is_safe = |kinds: &[ChannelKind]| kinds.contains(&ChannelKind::Online);
    let is_seen =
        |of: &Referral| of.safety.unwrap_or_default().someone_may_see_device == Some(true);
    // A page may be open although nobody named it as a safe way of contact.
    let closes = (is_seen(&after) && !is_seen(&before))
        || (page_is_safe(&case.received.safe_channels) && !page_is_safe(&safe_channels));
    let had_way = before.usable().next().is_some() || (closes && case.has_open_page());
    let no_way_left = had_way && after.usable().next().is_none();
    let tasks = tasks(case, &reassessed, no_way_left, now);
    let withdrawn = no_longer_asked(case, &reassessed, profile, now);
    let page = closes.then(|| close_page(case, Actor::coordinator(by)));
    let told = wish.map(|wish| told_about(case, wish, by));
    let changes = std::iter::once(reassessed)
        .chain(withdrawn)
        .chain(tasks)
        .chain(page.into_iter().flatten())
        // Without a talk nobody has told them.
        .chain(told.into_iter().flatten().filter(|_| spoken))
        .collect();
    keep_earlier(&mut changed, &before, case.version + 1, now);
    if changed.to_string().len() > MOST_BYTES {
        return Err(Refused::NotNow(words::reassess::too_many()));
    }
    Ok(Some(PersonUpdate {
        changes,
        document: changed,
    }))
}

/// A case that is over is reopened first, so that nothing else reopens its page or stops a deletion.
fn check_open(case: &Case) -> Result<(), Refused> {
    let why = if case.lifecycle.erasure.is_done() {
        words::refusals::person_deleted()
    } else if case.lifecycle.is_forgotten() {
        words::reassess::to_be_deleted()
    } else if case.lifecycle.ended.is_some() {
        words::reassess::reopen_first()
    } else {
        return Ok(());
    };
    Err(Refused::NotNow(why))
}

/// Takes the entry with that number back: the answers are those from before it. Contact details stay as
/// they are now, and so does what no entry changes. Does nothing if the document does not have the
/// answers from before.
fn go_back(document: &mut Value, now: &Referral, wrong: u32) {
    let earlier = now.earlier_answers.last();
    let Some(earlier) = earlier.filter(|earlier| earlier.until == wrong) else {
        return;
    };
    let mut incident = document.get("incident").cloned().unwrap_or_default();
    if let Some(incident) = incident.as_object_mut() {
        incident.remove("flags");
        if !earlier.flags.is_empty() {
            incident.insert("flags".to_owned(), json!(earlier.flags));
        }
    }
    let from_before = earlier.wishes.clone().unwrap_or_default();
    let wishes = Wishes {
        modality: from_before.modality,
        worker_gender: from_before.worker_gender,
        restorative_justice: from_before.restorative_justice,
        ..now.wishes.clone().unwrap_or_default()
    };
    let had_wishes = earlier.wishes.is_some() || wishes != Wishes::default();
    let is_empty = |part: &Value| part.as_object().is_none_or(serde_json::Map::is_empty);
    let parts = [
        ("incident", (!is_empty(&incident)).then_some(incident)),
        (
            "needs",
            (!earlier.needs.is_empty()).then(|| json!(earlier.needs)),
        ),
        (
            "circumstances",
            earlier.circumstances.map(|part| json!(part)),
        ),
        ("safety", earlier.safety.map(|part| json!(part))),
        ("dash", earlier.dash.as_ref().map(|part| json!(part))),
        ("wishes", had_wishes.then(|| json!(wishes))),
    ];
    for (name, part) in parts {
        if let Some(part) = part {
            document[name] = part;
        } else if let Some(document) = document.as_object_mut() {
            document.remove(name);
        }
    }
}

/// The needs from elsewhere that the case had before the wrong entry, and lost by it.
fn lost_by(case: &Case, wrong: &Reassessment) -> Vec<NeedCode> {
    let known = |code: &NeedCode| case.received.needs.iter().any(|need| need.code == *code);
    let before = wrong.before.needs.iter().copied();
    before.filter(|code| !known(code)).collect()
}

/// Writes the answers into the document. What is left out stays.
fn answer(document: &mut Value, command: &CoordinatorCommand) -> Result<(), Refused> {
    let CoordinatorCommand::Reassess {
        why: _,
        spoken: _,
        needs,
        weight,
        needs_over,
        happened,
        in_danger_now,
        thoughts_of_suicide,
        someone_may_see_device,
        lives_with_suspect,
        suspect_known,
        afraid,
        getting_worse,
        threats_to_kill,
        strangled_or_choked,
        weapon,
        recently_separated,
        forced_marriage_or_honour,
        child_at_risk,
        times_in_12_months,
        targeted_deliberately,
        mental_disorder,
        learning_disability,
        physical_disability,
        afraid_to_give_evidence,
        lives_alone,
        children_at_home,
        caring_responsibilities,
        dash_ticks,
        dash_judgement,
        dash_reason,
        modality,
        worker_gender,
        restorative_justice,
    } = command
    else {
        return Ok(());
    };
    for (part, name, given) in [
        ("safety", "in_danger_now", in_danger_now),
        ("safety", "thoughts_of_suicide", thoughts_of_suicide),
        ("safety", "someone_may_see_device", someone_may_see_device),
        ("safety", "afraid", afraid),
        ("safety", "getting_worse", getting_worse),
        ("safety", "threats_to_kill", threats_to_kill),
        ("safety", "strangled_or_choked", strangled_or_choked),
        ("safety", "weapon", weapon),
        ("safety", "recently_separated", recently_separated),
        (
            "safety",
            "forced_marriage_or_honour",
            forced_marriage_or_honour,
        ),
        ("safety", "child_at_risk", child_at_risk),
        ("circumstances", "lives_with_suspect", lives_with_suspect),
        (
            "circumstances",
            "targeted_deliberately",
            targeted_deliberately,
        ),
        ("circumstances", "mental_disorder", mental_disorder),
        ("circumstances", "learning_disability", learning_disability),
        ("circumstances", "physical_disability", physical_disability),
        (
            "circumstances",
            "afraid_to_give_evidence",
            afraid_to_give_evidence,
        ),
        ("circumstances", "lives_alone", lives_alone),
        ("circumstances", "children_at_home", children_at_home),
        (
            "circumstances",
            "caring_responsibilities",
            caring_responsibilities,
        ),
    ] {
        set(
            document,
            part,
            name,
            given.map(|given| given == Answered::Yes),
        );
    }
    set(document, "circumstances", "suspect_known", *suspect_known);
    set(
        document,
        "circumstances",
        "times_in_12_months",
        *times_in_12_months,
    );
    if dash_ticks.is_none()
        && document.get("dash").is_none()
        && (dash_judgement.is_some() || dash_reason.is_some())
    {
        return Err(Refused::Wrong(words::reassess::dash_needs_ticks()));
    }
    set(document, "dash", "ticks", *dash_ticks);
    set(document, "dash", "professional_judgement", *dash_judgement);
    set(document, "dash", "reason", dash_reason.as_ref());
    set(document, "wishes", "modality", modality.as_ref());
    set(document, "wishes", "worker_gender", *worker_gender);
    set(
        document,
        "wishes",
        "restorative_justice",
        *restorative_justice,
    );
    let (new, over) = (needs.as_deref(), needs_over.as_deref());
    change_needs(
        document,
        new.unwrap_or_default(),
        *weight,
        over.unwrap_or_default(),
    )?;
    if let Some(happened) = happened.as_ref().filter(|happened| !happened.is_empty()) {
        let mut flags = list_of(document.pointer("/incident/flags"));
        let new = happened.iter().map(|flag| json!(flag));
        flags.extend(
            new.filter(|flag| !list_of(document.pointer("/incident/flags")).contains(flag)),
        );
        set(document, "incident", "flags", Some(flags));
    }
    Ok(())
}

/// Adds needs, or changes their weight, and takes away those that are over.
fn change_needs(
    document: &mut Value,
    new: &[NeedCode],
    weight: Option<Weight>,
    over: &[NeedCode],
) -> Result<(), Refused> {
    if new.iter().any(|need| over.contains(need)) {
        return Err(Refused::Wrong(words::reassess::need_and_over()));
    }
    if weight.is_some() && new.is_empty() {
        return Err(Refused::Wrong(words::reassess::weight_of_what()));
    }
    if new.is_empty() && over.is_empty() {
        return Ok(());
    }
    let known = serde_json::from_value::<Vec<Need>>(json!(list_of(document.get("needs"))));
    let mut needs = known.unwrap_or_default();
    needs.retain(|need| !over.contains(&need.code));
    for code in new {
        match needs.iter_mut().find(|need| need.code == *code) {
            Some(known) if weight.is_some() => known.weight = weight,
            Some(_) => {}
            None => needs.push(Need {
                code: *code,
                weight,
            }),
        }
    }
    if needs.is_empty() {
        if let Some(document) = document.as_object_mut() {
            document.remove("needs");
        }
    } else {
        document["needs"] = json!(needs);
    }
    Ok(())
}

fn list_of(value: Option<&Value>) -> Vec<Value> {
    value.and_then(Value::as_array).cloned().unwrap_or_default()
}

fn set(document: &mut Value, part: &str, name: &str, value: Option<impl serde::Serialize>) {
    if let Some(value) = value {
        document[part][name] = json!(value);
    }
}

fn needs_over(command: &CoordinatorCommand) -> &[NeedCode] {
    match command {
        CoordinatorCommand::Reassess { needs_over, .. } => {
            needs_over.as_deref().unwrap_or_default()
        }
        _ => &[],
    }
}

const fn wish(command: &CoordinatorCommand) -> Option<RestorativeJusticeWish> {
    match command {
        CoordinatorCommand::Reassess {
            restorative_justice,
            ..
        } => *restorative_justice,
        _ => None,
    }
}

/// What others may now see or open is not safe any more, until a coordinator says after a talk with the
/// person that it is: everything on a device that somebody may see, and letters to a home that the
/// suspect shares. In both cases nobody leaves a message.
fn tighten(document: &mut Value, before: &Referral) {
    let newly = |pointer: &str, was: Option<bool>| {
        document.pointer(pointer) == Some(&Value::Bool(true)) && was != Some(true)
    };
    let seen = before.safety.unwrap_or_default().someone_may_see_device;
    let shared = before.circumstances.unwrap_or_default().lives_with_suspect;
    let device = newly("/safety/someone_may_see_device", seen);
    let home = newly("/circumstances/lives_with_suspect", shared);
    if !device && !home {
        return;
    }
    let channels = document.pointer_mut("/contact/channels");
    for channel in channels.and_then(Value::as_array_mut).into_iter().flatten() {
        let kind = channel["kind"].as_str().and_then(ChannelKind::parse);
        let on_device = kind.is_some_and(|kind| ON_DEVICE.contains(&kind));
        if device && on_device || home && kind == Some(ChannelKind::Letter) {
            channel["safe"] = json!(false);
        }
        if channel.get("voicemail").is_some() {
            channel["voicemail"] = json!(false);
        }
    }
}

/// The text of a DASH is checked like that of a referral.
fn check_text(document: &Value, now: Timestamp) -> Result<(), Refused> {
    let errors = parse::referral(document, london_today(now)).err();
    let reason = |error: &events::FieldError| error.field.starts_with("/dash/");
    match errors {
        Some(errors) if errors.iter().any(reason) => {
            Err(Refused::Wrong(words::reassess::dash_text()))
        }
        _ => Ok(()),
    }
}

/// The parts that differ.
fn other_parts(before: &Referral, after: &Referral) -> Vec<AnswerPart> {
    let flags = |of: &Referral| {
        let incident = of.incident.as_ref();
        incident
            .map(|incident| incident.flags.clone())
            .unwrap_or_default()
    };
    [
        (AnswerPart::Needs, before.needs != after.needs),
        (AnswerPart::WhatHappened, flags(before) != flags(after)),
        (
            AnswerPart::Circumstances,
            before.circumstances != after.circumstances,
        ),
        (AnswerPart::Safety, before.safety != after.safety),
        (AnswerPart::Dash, before.dash != after.dash),
        (AnswerPart::Wishes, before.wishes != after.wishes),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect()
}

/// Whether an answer speaks for less danger, or fewer rights, than the one before, or such an answer is
/// taken back. That nobody sees the device is less than not knowing.
fn speaks_for_less(before: &Referral, after: &Referral) -> bool {
    let yes_and_no = |before: Value, after: Value| {
        let before = before.as_object().cloned().unwrap_or_default();
        let mut answers = before.iter().filter(|(_, was)| **was == Value::Bool(true));
        answers.any(|(name, _)| after.get(name) != Some(&Value::Bool(true)))
    };
    let happened = |of: &Referral| -> Vec<IncidentFlag> {
        let incident = of.incident.iter();
        incident
            .flat_map(|incident| &incident.flags)
            .copied()
            .collect()
    };
    let device = |of: &Referral| of.safety.unwrap_or_default().someone_may_see_device;
    let near = |of: &Referral| {
        matches!(
            of.circumstances.unwrap_or_default().suspect_known,
            Some(SuspectKnown::PartnerOrEx | SuspectKnown::Family)
        )
    };
    let times = |of: &Referral| of.circumstances.unwrap_or_default().times_in_12_months;
    let ticks = |of: &Referral| of.dash.as_ref().map(|dash| dash.ticks);
    let judged = |of: &Referral| {
        of.dash
            .as_ref()
            .and_then(|dash| dash.professional_judgement)
    };
    yes_and_no(json!(before.safety), json!(after.safety))
        || yes_and_no(json!(before.circumstances), json!(after.circumstances))
        || device(after) == Some(false) && device(before) != Some(false)
        || near(before) && !near(after)
        || happened(before)
            .iter()
            .any(|flag| !happened(after).contains(flag))
        || times(after) < times(before)
        || ticks(after) < ticks(before)
        || judged(after) < judged(before)
}

/// Nothing is lowered by a reassessment. Where the answers alone would lead to less, the reasons from
/// before stay too.
fn never_lower(assessment: &mut Assessment, before: &Assessment, floor: (Tier, Risk)) {
    if assessment.tier >= floor.0 && assessment.risk >= floor.1 {
        return;
    }
    assessment.tier = assessment.tier.max(floor.0);
    assessment.risk = assessment.risk.max(floor.1);
    keep_reasons(assessment, before);
}

/// Keeps the concerns from before. No new answer takes them away, so only the day or the rules would, and
/// that waits for a talk.
fn keep_concerns(assessment: &mut Assessment, before: &Assessment) {
    let lost = |flag: &Flag| !assessment.has(*flag);
    let lost: Vec<Flag> = before.flags.iter().copied().filter(lost).collect();
    if lost.is_empty() {
        return;
    }
    assessment.flags.extend(lost);
    assessment.flags.sort_unstable();
    keep_reasons(assessment, before);
}

fn keep_reasons(assessment: &mut Assessment, before: &Assessment) {
    for reason in &before.reasons {
        if !assessment
            .reasons
            .iter()
            .any(|known| known.rule == reason.rule)
        {
            assessment.reasons.push(reason.clone());
        }
    }
}

/// The tasks that follow from what is new, as at first: a coordinator looks at a danger or a high risk,
/// names who stays with a person with enhanced rights (AS8, CA12), and decides about each meeting that
/// the assessment suggests (AS15), or a high risk that somebody else set. If `no_way_left` is safe, a
/// coordinator finds one. Nobody else notices them: the page may be in the wrong hands.
fn tasks(
    case: &Case,
    reassessed: &CaseChange,
    no_way_left: bool,
    now: Timestamp,
) -> Vec<CaseChange> {
    let Ok((after, _)) = append_all(case, vec![reassessed.clone()], now) else {
        return Vec::new();
    };
    let (old, new) = (&case.received.assessment, &after.received.assessment);
    let due = case_due(&after, now);
    let newly = |flag| new.has(flag) && !old.has(flag);
    let danger = newly(Flag::ImmediateDanger) || newly(Flag::SuicideRisk);
    let high = after.risk() == Risk::High && case.risk() != Risk::High;
    let at_meeting = |pathway| {
        let mut meetings = case.coordination.pathways.iter();
        meetings.any(|one| one.taken.pathway == pathway)
    };
    let enhanced = after.tier() == Tier::Enhanced && case.tier() != Tier::Enhanced;
    let mash = newly(Flag::MashChild) || newly(Flag::MashAdult);
    let looked_for = look_at_danger_by(new, now).is_some();
    // The answers alone may lead to less than the risk that counts.
    let meetings: Vec<TaskKind> = meetings_to_consider(&after)
        .filter(|_| after.risk() == Risk::High)
        .collect();
    let suggested = |kind| meetings.contains(&kind);
    [
        (danger || high, TaskKind::LookAtDanger),
        (
            newly(Flag::Marac) && !at_meeting(Pathway::Marac) || suggested(TaskKind::ConsiderMarac),
            TaskKind::ConsiderMarac,
        ),
        (
            mash && !at_meeting(Pathway::Mash) || suggested(TaskKind::ConsiderMash),
            TaskKind::ConsiderMash,
        ),
        (
            enhanced && case.coordination.coordinator.is_none(),
            TaskKind::NameCoordinator,
        ),
        (no_way_left, TaskKind::CheckContact),
    ]
    .into_iter()
    .filter(|(follows, kind)| {
        // A danger that is new is looked at again, even if somebody has yet to look at another.
        let again = *kind == TaskKind::LookAtDanger && danger && looked_for;
        *follows && (again || !case.coordination.has_open_task(*kind))
    })
    .map(|(_, kind)| {
        CaseChange::GivenQuietly(TaskGiven {
            kind,
            from: None,
            due,
        })
    })
    .collect()
}

/// Withdraws what no service has answered yet and may not be asked any more: a conflict of interest is new,
/// and nobody has cleared it, or the entry that led to the search was wrong. The hub then searches again,
/// and asks those that still fit. Support that is under way continues, until a coordinator decides otherwise.
fn no_longer_asked(
    case: &Case,
    reassessed: &CaseChange,
    profile: &Profile,
    now: Timestamp,
) -> Vec<CaseChange> {
    let Ok((after, _)) = append_all(case, vec![reassessed.clone()], now) else {
        return Vec::new();
    };
    let (old, new) = (&case.received.assessment, &after.received.assessment);
    let newly = |flag| new.has(flag) && !old.has(flag);
    let (guardian, offenders) = (newly(Flag::GuardianConflict), newly(Flag::ConflictCheck));
    let with_offenders = |code: &str| {
        profile
            .provider(code)
            .is_some_and(|provider| provider.works_with_offenders)
    };
    let by_mistake = match reassessed {
        CaseChange::Reassessed(learned) => learned.corrects,
        _ => None,
    }
    .map(|wrong| first_offers_after(case, wrong))
    .unwrap_or_default();
    let no_more = |onward: &&Onward| {
        let offered = &onward.offered;
        onward.state == OnwardState::Offered
            && offered.hand_on.is_none()
            && (guardian
                || offenders && with_offenders(&offered.provider)
                || by_mistake.contains(&onward.seq))
    };
    let live = case.support.live().filter(no_more);
    live.map(|onward| CaseChange::Withdrawn {
        onward: onward.offered.onward.clone(),
    })
    .collect()
}

/// The numbers of the hub's offers of the first search after that event. A search stores its offers one
/// after another.
fn first_offers_after(case: &Case, event: u32) -> Vec<u32> {
    let by_hub = |onward: &&Onward| {
        let offered = &onward.offered;
        let by_other = offered.hand_on.is_some() || offered.referred_on.is_some();
        onward.seq > event && !by_other && offered.moved_from.is_none()
    };
    let onwards = case.support.onwards.iter().filter(by_hub);
    let mut numbers: Vec<u32> = onwards.map(|onward| onward.seq).collect();
    numbers.sort_unstable();
    let first = numbers.first().copied().unwrap_or_default();
    let in_turn = numbers.into_iter().zip(first..);
    in_turn
        .take_while(|(number, expected)| number == expected)
        .map(|(number, _)| number)
        .collect()
}

/// Ends the open tasks to tell the person about restorative justice, with what they answered (AS16).
fn told_about(case: &Case, wish: RestorativeJusticeWish, by: &str) -> Vec<CaseChange> {
    let outcome = match wish {
        RestorativeJusticeWish::Interested => TaskOutcome::Done,
        RestorativeJusticeWish::NotNow | RestorativeJusticeWish::No => TaskOutcome::NotWanted,
    };
    let open = case.coordination.open_tasks();
    open.filter(|task| task.kind == TaskKind::RestorativeJustice)
        .map(|task| {
            CaseChange::TaskDone(TaskDone {
                task: task.task,
                outcome,
                by: by.to_owned(),
                way: None,
            })
        })
        .collect()
}

/// Keeps what was known until this change in the person's document, so that it is deleted with it. Long
/// texts that an entry did not change are kept once: the first version has all that the page shows.
fn keep_earlier(document: &mut Value, before: &Referral, until: u32, at: Timestamp) {
    let incident = before.incident.as_ref();
    let mut earlier = before.earlier_answers.clone();
    let mut wishes = before.wishes.clone();
    if let Some(wishes) = wishes.as_mut().filter(|_| !earlier.is_empty()) {
        wishes.own_words = None;
        wishes.already_supported_by.clear();
    }
    if let [_, .., last] = earlier.as_mut_slice() {
        let reason = before.dash.as_ref().and_then(|dash| dash.reason.as_ref());
        let same = last
            .dash
            .as_mut()
            .filter(|dash| dash.reason.as_ref() == reason);
        if let Some(dash) = same {
            dash.reason = None;
        }
    }
    earlier.push(EarlierAnswers {
        until,
        at,
        flags: incident
            .map(|incident| incident.flags.clone())
            .unwrap_or_default(),
        needs: before.needs.clone(),
        circumstances: before.circumstances,
        safety: before.safety,
        dash: before.dash.clone(),
        wishes,
    });
    document[EARLIER_ANSWERS] = json!(earlier);
}

#[cfg(test)]
mod tests;
