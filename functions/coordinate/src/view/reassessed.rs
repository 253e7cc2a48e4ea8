//! What was learned after the referral: both versions, what changed in words, and why.

use domain::assess::differences;
use events::assessment::{Assessment, Reason};
use events::case::{CaseChange, CaseFile, Reassessed, Reassessment};
use events::referral::{NeedCode, Referral};
use serde_json::{Map, Value, json};
use words::{codes, reassess};

/// Each reassessment, oldest first.
pub(super) fn reassessed(file: &CaseFile) -> Vec<Value> {
    let mut before: Option<&Assessment> = None;
    let mut lines = Vec::new();
    for event in &file.events {
        match &event.what {
            CaseChange::Received(received) => before = Some(&received.assessment),
            CaseChange::Reassessed(learned) => {
                let kept = &file.case.coordination.reassessments;
                if let Some(kept) = kept.iter().find(|one| one.number == event.seq) {
                    lines.push(line(kept, learned, before, file));
                }
                before = Some(&learned.assessment);
            }
            _ => {}
        }
    }
    lines
}

fn line(
    kept: &Reassessment,
    learned: &Reassessed,
    before: Option<&Assessment>,
    file: &CaseFile,
) -> Value {
    let corrected = |one: &&Reassessment| one.corrects == Some(kept.number);
    let all = &file.case.coordination.reassessments;
    json!({
        "number": kept.number,
        "at": kept.at,
        "by": kept.by,
        "why": kept.why,
        "why_words": reassess::reason(kept.why.as_str()),
        "spoken": kept.spoken,
        "parts": kept.parts.iter().filter_map(|part| reassess::part(part.as_str())).collect::<Vec<_>>(),
        "before": kept.before,
        "after": kept.after,
        "restorative_justice": kept.restorative_justice,
        "corrects": kept.corrects,
        "corrected_by": all.iter().find(corrected).map(|one| one.number),
        "words": words(kept, learned, before),
    })
}

/// What changed, and the facts that it follows from.
fn words(kept: &Reassessment, learned: &Reassessed, before: Option<&Assessment>) -> Vec<String> {
    let mut lines = needs(kept);
    let differs = before.map_or_else(Vec::new, |before| differences(before, &learned.assessment));
    let label =
        |of: fn(&str) -> Option<&'static str>, code: &str| of(code).unwrap_or_default().to_owned();
    for one in &differs {
        let (gone, new) = (one.gone.concat(), one.new.concat());
        let each = |of: fn(&str) -> Option<&'static str>,
                    new: fn(String) -> String,
                    gone: fn(String) -> String| {
            let new = one.new.iter().map(move |code| new(label(of, code)));
            let gone = one.gone.iter().map(move |code| gone(label(of, code)));
            new.chain(gone).collect::<Vec<String>>()
        };
        match one.field {
            "tier" => lines.push(reassess::tier(
                label(codes::tier, &new),
                label(codes::tier, &gone),
            )),
            "risk" => lines.push(reassess::risk(
                label(codes::risk, &new),
                label(codes::risk, &gone),
            )),
            "complexity" => lines.push(reassess::complexity(
                label(codes::complexity, &new),
                label(codes::complexity, &gone),
            )),
            "flags" => lines.extend(each(
                codes::assessment_flag,
                reassess::flag_new,
                reassess::flag_gone,
            )),
            "specialisms" => lines.extend(each(
                codes::specialism_staff,
                reassess::specialist_new,
                reassess::specialist_gone,
            )),
            _ => {}
        }
    }
    let known: Vec<&str> = before
        .iter()
        .flat_map(|before| &before.reasons)
        .map(|reason| reason.rule.as_str())
        .collect();
    let is_new = |reason: &&Reason| !known.contains(&reason.rule.as_str());
    let reasons = learned.assessment.reasons.iter().filter(is_new);
    lines.extend(reasons.map(|reason| reassess::because(&reason.because)));
    if lines.is_empty() {
        lines.push(reassess::assessed_alike().to_owned());
    }
    lines
}

fn needs(kept: &Reassessment) -> Vec<String> {
    let without = |some: &[NeedCode], others: &[NeedCode]| -> Vec<&'static str> {
        let only = some.iter().filter(|need| !others.contains(need));
        only.filter_map(|need| codes::need_staff(need.as_str()))
            .collect()
    };
    let (before, after) = (&kept.before.needs, &kept.after.needs);
    let new = without(after, before).into_iter().map(reassess::need_new);
    let gone = without(before, after).into_iter().map(reassess::need_gone);
    new.chain(gone).collect()
}

/// The current answers in words, by the fields of the command `reassess`, to show beside its questions. What was never
/// answered is not known.
pub(super) fn answers_now(referral: Option<&Value>) -> Value {
    let read =
        referral.and_then(|referral| serde_json::from_value::<Referral>(referral.clone()).ok());
    let Some(answers) = read else {
        return Value::Null;
    };
    let mut now = Map::new();
    let yes_or_no = |answer: &Value| match answer.as_bool() {
        Some(true) => reassess::answer("yes"),
        Some(false) => reassess::answer("no"),
        None => None,
    };
    for part in [
        json!(answers.safety.unwrap_or_default()),
        json!(answers.circumstances.unwrap_or_default()),
    ] {
        for (name, answer) in part.as_object().into_iter().flatten() {
            if let Some(said) = yes_or_no(answer) {
                now.insert(name.clone(), json!(said));
            }
        }
    }
    let around = answers.circumstances.unwrap_or_default();
    let wishes = answers.wishes.clone().unwrap_or_default();
    let dash = answers.dash.as_ref();
    let listed = |labels: Vec<Option<&'static str>>| {
        let labels: Vec<&str> = labels.into_iter().flatten().collect();
        (!labels.is_empty()).then(|| labels.join(words::staff::facts_between()))
    };
    let flags = answers.incident.iter().flat_map(|incident| &incident.flags);
    let needs = answers
        .needs
        .iter()
        .map(|need| codes::need_staff(need.code.as_str()));
    let needs = listed(needs.collect());
    for (name, said) in [
        ("needs", needs.clone()),
        ("needs_over", needs),
        (
            "happened",
            listed(flags.map(|flag| codes::flag(flag.as_str())).collect()),
        ),
        (
            "suspect_known",
            around
                .suspect_known
                .and_then(|who| codes::suspect(who.as_str()))
                .map(str::to_owned),
        ),
        (
            "times_in_12_months",
            around
                .times_in_12_months
                .map(|times| reassess::times(times.into())),
        ),
        (
            "dash_ticks",
            dash.map(|dash| reassess::ticks(dash.ticks.into())),
        ),
        (
            "dash_judgement",
            dash.and_then(|dash| dash.professional_judgement)
                .and_then(|risk| codes::risk(risk.as_str()))
                .map(str::to_owned),
        ),
        ("dash_reason", dash.and_then(|dash| dash.reason.clone())),
        (
            "modality",
            listed(
                wishes
                    .modality
                    .iter()
                    .map(|one| codes::modality(one.as_str()))
                    .collect(),
            ),
        ),
        (
            "worker_gender",
            wishes
                .worker_gender
                .and_then(|one| codes::worker(one.as_str()))
                .map(str::to_owned),
        ),
        (
            "restorative_justice",
            wishes
                .restorative_justice
                .and_then(|wish| codes::restorative(wish.as_str()))
                .map(str::to_owned),
        ),
    ] {
        if let Some(said) = said {
            now.insert(name.to_owned(), json!(said));
        }
    }
    Value::Object(now)
}
