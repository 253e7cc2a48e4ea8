//! Which guides fit a person: by their needs, what happened, who they are and how far they have come.
//!
//! Only what the person told the hub counts, and how far a service says that they have come. What the hub remembers of
//! other cases, and what coordinators conclude, must not show in what is offered: somebody else may hold the page.

use crate::assess::age_band_today;
use events::care::RecoveryStage;
use events::case::Case;
use events::referral::{
    AgeBand, ChannelKind, GivenBy, IncidentFlag, Need, NeedCode, Referral, Role, SourceKind,
    SuspectKnown, Weight,
};
use jiff::civil::Date;
use words::article::{Article, guides};

/// How many guides are offered.
pub const OFFERED: usize = 3;

/// The needs whose guides do not alarm somebody who reads along.
const QUIET: [NeedCode; 7] = [
    NeedCode::AngerOrFrustration,
    NeedCode::TroubleSleeping,
    NeedCode::LossOfAppetite,
    NeedCode::WorsenedMentalHealth,
    NeedCode::IsolationOrLoneliness,
    NeedCode::ImpactOnFamily,
    NeedCode::EmploymentOrEducation,
];

/// The people that a guide can be for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Under 18.
    YoungPerson,
    /// 60 or older.
    OlderPerson,
    /// A man. The hub does not ask, so such a guide is offered to nobody and is in the list for all.
    Man,
    /// Somebody who supports the person to whom it happened.
    Supporter,
    /// Somebody after a sentence. A title about it reads like news, so such a guide is offered to nobody and is in the
    /// list for all.
    AfterSentence,
    /// Somebody after a decision to stop. Offered to nobody, for the same reason.
    AfterDecision,
}

impl Audience {
    pub const ALL: [Self; 6] = [
        Self::YoungPerson,
        Self::OlderPerson,
        Self::Man,
        Self::Supporter,
        Self::AfterSentence,
        Self::AfterDecision,
    ];

    /// Its code in the head of a guide.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::YoungPerson => "young-person",
            Self::OlderPerson => "older-person",
            Self::Man => "man",
            Self::Supporter => "supporter",
            Self::AfterSentence => "after-sentence",
            Self::AfterDecision => "after-decision",
        }
    }
}

/// Who may see the page on which guides are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The person said that nobody else sees it.
    Private,
    /// Somebody else may see it, or nobody knows.
    MayBeSeen,
}

/// What decides which guides fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    pub needs: Vec<Need>,
    pub crimes: Vec<IncidentFlag>,
    pub audience: Vec<Audience>,
    pub stage: RecoveryStage,
    pub screen: Screen,
}

impl Default for Reader {
    /// Somebody of whom nothing is known.
    fn default() -> Self {
        Self {
            needs: Vec::new(),
            crimes: Vec::new(),
            audience: Vec::new(),
            stage: RecoveryStage::Stabilise,
            screen: Screen::MayBeSeen,
        }
    }
}

impl Reader {
    /// The person who gave these answers.
    pub fn of(answers: &Referral, today: Date) -> Self {
        let age = match age_band_today(answers, today) {
            Some(band) if band < AgeBand::From18To24 => Some(Audience::YoungPerson),
            Some(AgeBand::SixtyPlus) => Some(Audience::OlderPerson),
            _ => None,
        };
        let supports = matches!(
            answers.person.role,
            Role::FamilyMember | Role::OtherAffected
        );
        Self {
            needs: answers.needs.clone(),
            crimes: crimes(answers).collect(),
            audience: age
                .into_iter()
                .chain(supports.then_some(Audience::Supporter))
                .collect(),
            screen: screen(answers),
            ..Self::default()
        }
    }

    /// The same person, with the furthest stage that a service has recorded.
    pub fn at_stage_of(self, case: &Case) -> Self {
        let stages = case.support.onwards.iter();
        let furthest = stages.filter_map(|onward| onward.care.stage).max();
        Self {
            stage: furthest.unwrap_or(self.stage),
            ..self
        }
    }
}

fn crimes(answers: &Referral) -> impl Iterator<Item = IncidentFlag> {
    let flags = answers.incident.iter().flat_map(|incident| &incident.flags);
    flags.copied()
}

/// Whether nobody else sees what the person reads. Unknown is never safe: they said on their own device that nobody sees
/// it, that messages on this site are safe, and that the suspect does not live with them. If they left that out, the
/// suspect is one of those who live elsewhere.
fn screen(answers: &Referral) -> Screen {
    let safety = answers.safety.unwrap_or_default();
    let around = answers.circumstances.unwrap_or_default();
    let given_by = answers
        .consent
        .as_ref()
        .and_then(|consent| consent.given_by);
    let elsewhere = matches!(
        around.suspect_known,
        Some(SuspectKnown::Stranger | SuspectKnown::Neighbour | SuspectKnown::Colleague)
    );
    let abused = crimes(answers).any(|crime| crime == IncidentFlag::DomesticAbuse);
    let apart = match around.lives_with_suspect {
        Some(together) => !together,
        None => elsewhere && !abused,
    };
    let alone = safety.someone_may_see_device == Some(false)
        && safety.in_danger_now != Some(true)
        && safety.forced_marriage_or_honour != Some(true)
        && answers
            .usable()
            .any(|channel| channel.kind == ChannelKind::Online);
    // Somebody who fills in the form for a person uses another device.
    let own = answers.source.kind == SourceKind::SelfReferral
        && matches!(given_by, None | Some(GivenBy::Person));
    if alone && apart && own {
        Screen::Private
    } else {
        Screen::MayBeSeen
    }
}

/// Whether the guide may be offered where somebody may read along: it is for everyone, and for quiet needs alone.
pub fn is_quiet(guide: &Article) -> bool {
    let quiet = |code: &&str| QUIET.iter().any(|need| need.as_str() == *code);
    guide.crimes.is_empty()
        && guide.audience.is_empty()
        && !guide.needs.is_empty()
        && guide.needs.iter().all(quiet)
}

/// The title to show on this screen.
pub const fn title(guide: &Article, screen: Screen) -> &'static str {
    match screen {
        Screen::Private => guide.title,
        Screen::MayBeSeen => guide.discreet,
    }
}

/// The guides that fit the person best, the best first. Each next one is for what the earlier ones leave open. If few fit,
/// those for the person's stage follow.
pub fn fitting(reader: &Reader) -> Vec<&'static Article> {
    let allowed = |guide: &&Article| match reader.screen {
        Screen::Private => is_for(guide, reader),
        Screen::MayBeSeen => is_quiet(guide),
    };
    let mut open: Vec<&'static Article> = guides().iter().filter(allowed).collect();
    let mut needs = reader.needs.clone();
    let mut chosen: Vec<&'static Article> = Vec::new();
    while chosen.len() < OFFERED {
        // At the same score, the first in the list.
        let best = open
            .iter()
            .enumerate()
            .map(|(at, guide)| (score(guide, reader, &needs), std::cmp::Reverse(at)))
            .max();
        let Some((_, std::cmp::Reverse(at))) = best.filter(|(score, _)| *score > 0) else {
            break;
        };
        let guide = open.remove(at);
        needs.retain(|need| !guide.needs.contains(&need.code.as_str()));
        chosen.push(guide);
    }
    chosen
}

/// The guides with these slugs. One that is no longer there is left out.
pub fn named(slugs: &[String]) -> impl Iterator<Item = &'static Article> {
    let find = |slug: &String| guides().iter().find(|guide| guide.slug == slug);
    slugs.iter().filter_map(find)
}

/// Whether a guide for some people or after some crimes is for this person.
fn is_for(guide: &Article, reader: &Reader) -> bool {
    let after = guide.crimes.is_empty() || is_after(guide, reader);
    after && (guide.audience.is_empty() || is_audience(guide, reader))
}

fn is_after(guide: &Article, reader: &Reader) -> bool {
    reader
        .crimes
        .iter()
        .any(|crime| guide.crimes.contains(&crime.as_str()))
}

fn is_audience(guide: &Article, reader: &Reader) -> bool {
    reader
        .audience
        .iter()
        .any(|audience| guide.audience.contains(&audience.as_str()))
}

/// How well it fits: by what happened, by who they are, by the weight of the needs that are still open, and a little by
/// their stage. A guide for their needs alone is before one that is for other needs as well.
fn score(guide: &Article, reader: &Reader, needs: &[Need]) -> u32 {
    let weight = |need: &Need| match need.weight.unwrap_or(Weight::ALot) {
        Weight::ALittle => 10,
        Weight::ALot => 20,
        Weight::Overwhelming => 30,
    };
    let needs: u32 = needs
        .iter()
        .filter(|need| guide.needs.contains(&need.code.as_str()))
        .map(weight)
        .max()
        .unwrap_or_default();
    let after = if is_after(guide, reader) { 25 } else { 0 };
    let audience = if is_audience(guide, reader) { 25 } else { 0 };
    let stage = if guide.stages.contains(&reader.stage.as_str()) {
        5
    } else {
        0
    };
    // If none of their answers fits, only a guide for everyone may fill a place.
    if needs + after + audience == 0 && !is_quiet(guide) {
        return 0;
    }
    let has = |code: &&str| reader.needs.iter().any(|need| need.code.as_str() == *code);
    let alone = needs > 0 && guide.needs.iter().all(has);
    needs + after + audience + stage + if alone { 4 } else { 0 }
}

/// Guides to read after this one: for the same needs, crimes or people, the closest first.
pub fn related(guide: &Article) -> Vec<&'static Article> {
    let same =
        |one: &[&str], other: &[&str]| one.iter().filter(|code| other.contains(code)).count();
    let closeness = |other: &Article| {
        2 * same(guide.needs, other.needs)
            + 3 * same(guide.crimes, other.crimes)
            + 3 * same(guide.audience, other.audience)
    };
    let mut others: Vec<&'static Article> = guides()
        .iter()
        .filter(|other| other.slug != guide.slug && closeness(other) > 0)
        .collect();
    others.sort_by_key(|other| std::cmp::Reverse(closeness(other)));
    others.truncate(OFFERED);
    others
}

#[cfg(test)]
mod tests;
