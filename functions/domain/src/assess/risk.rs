//! How great the risk is. A practitioner's judgement raises it and never lowers it; silence does neither.

use super::facts::{Facts, yes};
use super::rules::Reasons;
use events::assessment::Risk;

pub(super) fn risk(facts: &Facts<'_>, why: &mut Reasons<'_>) -> Risk {
    let safety = &facts.safety;
    let bounds = why.bounds();
    let ticks = facts.dash().map_or(0, |dash| dash.ticks);
    let judged = facts.dash().and_then(|dash| dash.professional_judgement);
    let aggravating = [safety.afraid, safety.getting_worse, safety.weapon, safety.recently_separated];
    let aggravating = aggravating.into_iter().filter(|answer| yes(*answer)).count();
    let escalates = facts.domestic_abuse() || facts.stalking();

    if why.any([
        (yes(safety.in_danger_now), "R-RISK-DANGER-NOW"),
        (yes(safety.strangled_or_choked), "R-RISK-STRANGLED"),
        (yes(safety.threats_to_kill), "R-RISK-THREATS-TO-KILL"),
        (facts.honour(), "R-RISK-HONOUR"),
        (facts.dash().is_some() && ticks >= bounds.dash_high, "R-RISK-DASH-HIGH"),
        (judged == Some(Risk::High), "R-RISK-JUDGED-HIGH"),
        (escalates && aggravating >= bounds.aggravating_for_high, "R-RISK-SEVERAL-SIGNS"),
    ]) {
        return Risk::High;
    }
    if why.any([
        (aggravating > 0, "R-RISK-ONE-SIGN"),
        (facts.dash().is_some() && ticks >= bounds.dash_medium, "R-RISK-DASH-MEDIUM"),
        (judged == Some(Risk::Medium), "R-RISK-JUDGED-MEDIUM"),
    ]) {
        return Risk::Medium;
    }
    why.add("R-RISK-STANDARD");
    Risk::Standard
}
