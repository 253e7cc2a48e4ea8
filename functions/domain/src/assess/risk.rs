//! The level of risk. A practitioner's judgement raises it and never lowers it. A missing answer
//! does neither.

use super::facts::{Facts, yes};
use super::reasons::Reasons;
use super::rule::Rule;
use events::assessment::Risk;

pub(super) fn risk(facts: &Facts<'_>, why: &mut Reasons<'_>) -> Risk {
    let safety = &facts.safety;
    let bounds = why.bounds();
    let ticks = facts.dash().map_or(0, |dash| dash.ticks);
    let judged = facts.dash().and_then(|dash| dash.professional_judgement);
    let aggravating = [
        safety.afraid,
        safety.getting_worse,
        safety.weapon,
        safety.recently_separated,
    ];
    let aggravating = aggravating
        .into_iter()
        .filter(|answer| yes(*answer))
        .count();
    let escalates = facts.domestic_abuse() || facts.stalking();

    if why.any(&[
        (yes(safety.in_danger_now), Rule::RiskDangerNow),
        (yes(safety.strangled_or_choked), Rule::RiskStrangled),
        (yes(safety.threats_to_kill), Rule::RiskThreatsToKill),
        (facts.honour(), Rule::RiskHonour),
        (
            facts.dash().is_some() && ticks >= bounds.dash_high,
            Rule::RiskDashHigh,
        ),
        (judged == Some(Risk::High), Rule::RiskJudgedHigh),
        (
            escalates && aggravating >= bounds.aggravating_for_high,
            Rule::RiskSeveralSigns,
        ),
    ]) {
        return Risk::High;
    }
    if why.any(&[
        (aggravating > 0, Rule::RiskOneSign),
        (
            facts.dash().is_some() && ticks >= bounds.dash_medium,
            Rule::RiskDashMedium,
        ),
        (judged == Some(Risk::Medium), Rule::RiskJudgedMedium),
    ]) {
        return Risk::Medium;
    }
    why.add(Rule::RiskStandard);
    Risk::Standard
}
