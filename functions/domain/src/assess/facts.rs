//! What a referral says, as the rules ask it. An answer that was not given is neither "yes" nor "no".

use super::age;
use events::referral::{Circumstances, Dash, GivenBy, IncidentFlag, NeedCode, Referral, Safety, SuspectKnown, Weight};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Any hate flag: perception is enough.
const HATE: [IncidentFlag; 5] = [
    IncidentFlag::HateRace,
    IncidentFlag::HateReligion,
    IncidentFlag::HateSexualOrientation,
    IncidentFlag::HateDisability,
    IncidentFlag::HateTransgender,
];

/// The referral's answers.
pub(super) struct Facts<'a> {
    pub(super) referral: &'a Referral,
    pub(super) safety: Safety,
    pub(super) circumstances: Circumstances,
    pub(super) under_18_today: bool,
    pub(super) under_18_then: bool,
    flags: BTreeSet<IncidentFlag>,
    needs: BTreeMap<NeedCode, Weight>,
}

/// Whether the answer is a plain yes.
pub(super) fn yes(answer: Option<bool>) -> bool {
    answer == Some(true)
}

impl<'a> Facts<'a> {
    pub(super) fn of(referral: &'a Referral, today: Date) -> Self {
        let mut needs = BTreeMap::new();
        for need in &referral.needs {
            // No weight counts as a-lot; of a code given twice, the heavier weight.
            let weight = need.weight.unwrap_or(Weight::ALot);
            needs.entry(need.code).and_modify(|heaviest| *heaviest = weight.max(*heaviest)).or_insert(weight);
        }
        Self {
            referral,
            safety: referral.safety.unwrap_or_default(),
            circumstances: referral.circumstances.unwrap_or_default(),
            under_18_today: age::under_18_today(referral, today),
            under_18_then: age::under_18_then(referral, today),
            flags: referral.incident.iter().flat_map(|incident| incident.flags.iter().copied()).collect(),
            needs,
        }
    }

    /// Whether the incident flag was given.
    pub(super) fn flag(&self, flag: IncidentFlag) -> bool {
        self.flags.contains(&flag)
    }

    /// Whether any incident flag was given.
    pub(super) fn any_flag(&self) -> bool {
        !self.flags.is_empty()
    }

    /// Whether any hate flag was given.
    pub(super) fn hate(&self) -> bool {
        HATE.iter().any(|flag| self.flag(*flag))
    }

    /// Whether this is domestic abuse, called so or not.
    pub(super) fn domestic_abuse(&self) -> bool {
        self.flag(IncidentFlag::DomesticAbuse) || self.dash().is_some() || self.partner_or_ex() || self.honour()
    }

    /// Whether the suspect is a partner, or a former one.
    pub(super) fn partner_or_ex(&self) -> bool {
        self.circumstances.suspect_known == Some(SuspectKnown::PartnerOrEx)
    }

    /// Forced marriage, or so-called honour.
    pub(super) fn honour(&self) -> bool {
        yes(self.safety.forced_marriage_or_honour)
    }

    /// The practitioner's checklist.
    pub(super) fn dash(&self) -> Option<&'a Dash> {
        self.referral.dash.as_ref()
    }

    /// Stalking or harassment.
    pub(super) fn stalking(&self) -> bool {
        self.flag(IncidentFlag::StalkingOrHarassment)
    }

    /// A mental disorder, a learning disability or a physical disability.
    pub(super) fn disorder_or_disability(&self) -> bool {
        let c = &self.circumstances;
        yes(c.mental_disorder) || yes(c.learning_disability) || yes(c.physical_disability)
    }

    /// Whether the need was named, however lightly.
    pub(super) fn needs(&self, code: NeedCode) -> bool {
        self.needs.contains_key(&code)
    }

    /// Every need once, with its weight.
    pub(super) fn weighed_needs(&self) -> impl Iterator<Item = (NeedCode, Weight)> {
        self.needs.iter().map(|(code, weight)| (*code, *weight))
    }

    /// How many events in twelve months: the greater of the practitioner's number and the person's.
    pub(super) fn events_in_12_months(&self) -> u64 {
        let counted = self.dash().and_then(|dash| dash.events_in_12_months).unwrap_or(0);
        counted.max(self.circumstances.times_in_12_months.map_or(0, u64::from))
    }

    /// Whether the sender called it antisocial behaviour and no crime.
    pub(super) fn antisocial_behaviour_only(&self) -> bool {
        self.referral.incident.as_ref().is_some_and(|incident| yes(incident.antisocial_behaviour_only))
    }

    /// Whether whoever signed for the person may be the danger, or live with it.
    pub(super) fn guardian_may_be_the_danger(&self) -> bool {
        let guardian = self.referral.consent.as_ref().and_then(|c| c.given_by) == Some(GivenBy::ParentOrGuardian);
        let close = matches!(self.circumstances.suspect_known, Some(SuspectKnown::Family | SuspectKnown::PartnerOrEx));
        guardian && (close || yes(self.circumstances.lives_with_suspect))
    }

    /// Whether a specialist should support the person, however small the needs look.
    pub(super) fn specialist(&self) -> bool {
        let flags = [
            IncidentFlag::SexualOffence,
            IncidentFlag::ModernSlavery,
            IncidentFlag::BereavedByCrime,
            IncidentFlag::Exploitation,
        ];
        self.domestic_abuse() || self.hate() || self.stalking() || flags.iter().any(|flag| self.flag(*flag))
    }
}
