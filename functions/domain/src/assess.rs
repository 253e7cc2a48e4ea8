//! The assessment: what the hub concludes from a referral, and why (contract, "The assessment").
//!
//! The thresholds and the words of the rules are versioned data ([`RuleSet`]), and a case stores
//! the version that was used. Unknown is never "no", and never "yes" either. The crime type,
//! `incident.category`, is never used: needs decide, not labels (AS2).

mod age;
mod complexity;
mod contact;
mod differences;
mod facts;
mod flags;
mod reasons;
mod risk;
mod rule;
mod rules;
mod specialism;
#[cfg(test)]
mod tests;
mod tier;

pub use age::age_band_today;
pub use contact::automatic_contact;
pub use differences::{Difference, differences};
pub use rules::{NoRules, RuleSet, RuleText, rule_set, rules_for, rules_in_force};

use events::assessment::{Assessment, Funding, National};
use events::referral::{IncidentFlag, NeedCode, Referral, Role};
use facts::Facts;
use jiff::civil::Date;
use reasons::Reasons;
use rule::Rule;

/// Assesses a referral as of `today`, the date in London.
///
/// The same referral, rules and day give the same assessment. The order of lists in the referral
/// does not matter.
pub fn assess(referral: &Referral, rules: &RuleSet, today: Date) -> Assessment {
    let facts = Facts::of(referral, today);
    let mut why = Reasons::new(rules);
    let categories = tier::categories(&facts, &mut why);
    let tier = tier::tier(&categories, &mut why);
    let risk = risk::risk(&facts, &mut why);
    let flags = flags::flags(&facts, risk, &mut why);
    let complexity = complexity::complexity(&facts, tier, risk, &flags, &mut why);
    let stages = complexity::stages(&facts, complexity, &categories, &mut why);
    let national = national(&facts, &mut why);
    let funding = funding(&facts, &mut why);
    let specialisms = specialism::specialisms(&facts, risk, &mut why);
    let contact = contact::explained(referral, &mut why);
    Assessment {
        rules: rules.version.clone(),
        tier,
        categories,
        risk,
        complexity,
        flags,
        national,
        funding,
        stages,
        specialisms,
        contact,
        reasons: why.into_vec(),
    }
}

/// The national services to hand the person on to. They have no local queue (AS6).
fn national(facts: &Facts<'_>, why: &mut Reasons<'_>) -> Vec<National> {
    let witness =
        facts.referral.person.role == Role::Witness || facts.needs(NeedCode::CourtAttendance);
    [
        (
            National::Homicide,
            facts.flag(IncidentFlag::BereavedByCrime),
            Rule::NationalHomicide,
        ),
        (
            National::Trafficking,
            facts.flag(IncidentFlag::ModernSlavery),
            Rule::NationalTrafficking,
        ),
        (
            National::RapeSupport,
            facts.flag(IncidentFlag::SexualOffence),
            Rule::NationalRapeSupport,
        ),
        (National::CourtWitness, witness, Rule::NationalCourt),
    ]
    .into_iter()
    .filter(|(_, holds, rule)| why.when(*holds, *rule))
    .map(|(service, ..)| service)
    .collect()
}

/// The ministry's grant pays for crime. The commissioner pays for antisocial behaviour without any
/// sign of a crime (AS4).
fn funding(facts: &Facts<'_>, why: &mut Reasons<'_>) -> Funding {
    let crime = facts.any_flag() || facts.domestic_abuse();
    if facts.antisocial_behaviour_only() && !crime {
        why.add(Rule::FundingPcc);
        Funding::PccBudget
    } else {
        why.add(Rule::FundingMoj);
        Funding::MojGrant
    }
}
