//! The answers of a referral, as the rules use them. A missing answer does not count as "yes" or as "no".

use super::age;
use events::referral::{
    Circumstances, Dash, GivenBy, IncidentFlag, NeedCode, Referral, Safety, SuspectKnown, Weight,
};
use jiff::civil::Date;

/// The referral's answers.
pub(super) struct Facts<'a> {
    pub(super) referral: &'a Referral,
    pub(super) safety: Safety,
    pub(super) circumstances: Circumstances,
    pub(super) under_18_today: bool,
    pub(super) under_18_then: bool,
    /// A bit for each incident flag that was given.
    flags: u32,
    /// The weight of each named need, in the order of the closed set.
    needs: [Option<Weight>; NeedCode::ALL.len()],
}

// One bit for each.
const _: () = assert!(IncidentFlag::ALL.len() <= u32::BITS as usize);

const fn bit(flag: IncidentFlag) -> u32 {
    1 << flag as u32
}

/// All hate flags. The person's perception is enough.
const HATE: u32 = bit(IncidentFlag::HateRace)
    | bit(IncidentFlag::HateReligion)
    | bit(IncidentFlag::HateSexualOrientation)
    | bit(IncidentFlag::HateDisability)
    | bit(IncidentFlag::HateTransgender);

/// Flags that need a specialist, besides domestic abuse.
const SPECIALIST: u32 = HATE
    | bit(IncidentFlag::SexualOffence)
    | bit(IncidentFlag::ModernSlavery)
    | bit(IncidentFlag::BereavedByCrime)
    | bit(IncidentFlag::Exploitation)
    | bit(IncidentFlag::StalkingOrHarassment);

/// Whether the answer is a clear yes.
pub(super) fn yes(answer: Option<bool>) -> bool {
    answer == Some(true)
}

impl<'a> Facts<'a> {
    pub(super) fn of(referral: &'a Referral, today: Date) -> Self {
        let mut needs = [None; NeedCode::ALL.len()];
        for need in &referral.needs {
            // No weight counts as a-lot. If a code is given twice, the heavier weight counts.
            let weight = need.weight.unwrap_or(Weight::ALot);
            let heaviest = &mut needs[need.code as usize];
            *heaviest = (*heaviest).max(Some(weight));
        }
        let flags = referral
            .incident
            .iter()
            .flat_map(|incident| &incident.flags);
        Self {
            referral,
            safety: referral.safety.unwrap_or_default(),
            circumstances: referral.circumstances.unwrap_or_default(),
            under_18_today: age::under_18_today(referral, today),
            under_18_then: age::under_18_then(referral, today),
            flags: flags.fold(0, |flags, flag| flags | bit(*flag)),
            needs,
        }
    }

    /// Whether the incident flag was given.
    pub(super) fn flag(&self, flag: IncidentFlag) -> bool {
        self.flags & bit(flag) != 0
    }

    /// Whether any incident flag was given.
    pub(super) fn any_flag(&self) -> bool {
        self.flags != 0
    }

    /// Whether any hate flag was given.
    pub(super) fn hate(&self) -> bool {
        self.flags & HATE != 0
    }

    /// Whether this is domestic abuse, even if nobody called it that.
    pub(super) fn domestic_abuse(&self) -> bool {
        self.flag(IncidentFlag::DomesticAbuse)
            || self.dash().is_some()
            || self.partner_or_ex()
            || self.honour()
    }

    /// Whether the suspect is a current or former partner.
    pub(super) fn partner_or_ex(&self) -> bool {
        self.circumstances.suspect_known == Some(SuspectKnown::PartnerOrEx)
    }

    /// Forced marriage, or so-called honour-based abuse.
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

    /// Whether the need was named, with any weight.
    pub(super) fn needs(&self, code: NeedCode) -> bool {
        self.needs[code as usize].is_some()
    }

    /// Each need once, with its weight.
    pub(super) fn weighed_needs(&self) -> impl Iterator<Item = (NeedCode, Weight)> {
        NeedCode::ALL
            .iter()
            .zip(&self.needs)
            .filter_map(|(code, weight)| Some((*code, (*weight)?)))
    }

    /// The number of events in twelve months: the greater of the practitioner's and the person's.
    pub(super) fn events_in_12_months(&self) -> u64 {
        let counted = self
            .dash()
            .and_then(|dash| dash.events_in_12_months)
            .unwrap_or(0);
        counted.max(self.circumstances.times_in_12_months.map_or(0, u64::from))
    }

    /// Whether the sender said that it is antisocial behaviour and not a crime.
    pub(super) fn antisocial_behaviour_only(&self) -> bool {
        self.referral
            .incident
            .as_ref()
            .is_some_and(|incident| yes(incident.antisocial_behaviour_only))
    }

    /// Whether the person who gave consent may be the source of the danger, or live with it.
    pub(super) fn guardian_may_be_the_danger(&self) -> bool {
        // A person who speaks for somebody may be the one whom they fear, whatever they call themselves.
        let guardian = matches!(
            self.referral.consent.as_ref().and_then(|c| c.given_by),
            Some(GivenBy::ParentOrGuardian | GivenBy::Representative)
        );
        let close = matches!(
            self.circumstances.suspect_known,
            Some(SuspectKnown::Family | SuspectKnown::PartnerOrEx)
        );
        guardian && (close || yes(self.circumstances.lives_with_suspect))
    }

    /// Whether the person needs a specialist, even if their needs are light.
    pub(super) fn specialist(&self) -> bool {
        self.domestic_abuse() || self.flags & SPECIALIST != 0
    }
}
