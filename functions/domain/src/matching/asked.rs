//! What is asked of a service, and the first reason for which it cannot be it.

use super::adapt::primary;
use super::candidate::{Candidate, Kind};
use super::sets::{ALL_NEEDS, Few, RESTORATIVE, RESTORATIVE_NEED, SUPPORT, set};
use super::{Loads, Seeker};
use events::assessment::Complexity;
use events::matching::WhyLeft;
use events::profile::{Profile, Provider, ProviderKind, Service};
use events::referral::{AccessNeed, Need, NeedCode, Weight};
use jiff::civil::Date;

/// A seeker, read once: the sets as bits, and the few providers that need a second look by code.
pub(super) struct Asked<'a> {
    pub(super) seeker: &'a Seeker,
    pub(super) profile: &'a Profile,
    loads: &'a Loads,
    today: Date,
    /// Needs, as bits of [`NeedCode`].
    pub(super) needs: u32,
    /// Those that weigh a lot, and those that are more than the person can carry.
    heavy: u32,
    overwhelming: u32,
    /// As bits of their closed sets.
    pub(super) specialisms: u32,
    pub(super) national: u32,
    stages: u32,
    pub(super) access: u32,
    pub(super) modality: u32,
    /// Whether the home is unknown, or one of the area's.
    home_is_here: bool,
    /// The primary subtag of the language, where that is not English.
    pub(super) foreign: Option<&'a str>,
    /// Other areas' hubs, and who also works with people who offend where that matters.
    hubs: Few<'a>,
    offenders: Few<'a>,
    /// Where police staff work, where they may not know.
    police: Few<'a>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        seeker: &'a Seeker,
        profile: &'a Profile,
        loads: &'a Loads,
        today: Date,
    ) -> Self {
        let of_weight = |least| {
            let heavy = |need: &&Need| need.weight.unwrap_or(Weight::ALot) >= least;
            set(seeker.needs.iter().filter(heavy), |need| need.code as u32)
        };
        let providers = |is: fn(&Provider) -> bool| {
            profile
                .providers
                .iter()
                .filter(|provider| is(provider))
                .map(|provider| provider.code.as_str())
                .collect()
        };
        let home = seeker.local_authority.as_ref();
        Self {
            seeker,
            profile,
            loads,
            today,
            needs: of_weight(Weight::ALittle),
            heavy: of_weight(Weight::ALot),
            overwhelming: of_weight(Weight::Overwhelming),
            specialisms: set(&seeker.specialisms, |specialism| *specialism as u32),
            national: set(&seeker.national, |national| *national as u32),
            stages: set(&seeker.stages, |stage| u32::from(*stage)),
            // Something else has to be asked first, so nobody is turned away for it.
            access: set(
                seeker
                    .access_needs
                    .iter()
                    .filter(|need| **need != AccessNeed::Other),
                |need| *need as u32,
            ),
            modality: set(&seeker.modality, |modality| *modality as u32),
            home_is_here: home.is_none_or(|home| {
                profile
                    .local_authorities
                    .iter()
                    .any(|council| council.code == *home)
            }),
            foreign: Some(primary(&seeker.language))
                .filter(|language| !language.eq_ignore_ascii_case("en")),
            hubs: providers(|provider| provider.kind == ProviderKind::Hub),
            offenders: if seeker.conflict_check {
                providers(|provider| provider.works_with_offenders)
            } else {
                Few::default()
            },
            police: if seeker.not_to_police {
                providers(|provider| provider.police_staffed)
            } else {
                Few::default()
            },
        }
    }

    /// Whether there is so little to do that self-help or the service for everyone is enough (CA7). Restorative justice
    /// decides nothing about that.
    pub(super) fn little_to_do(&self) -> bool {
        self.seeker.complexity == Complexity::SelfHelp && self.specialisms & !RESTORATIVE == 0
    }

    /// How heavily needs weigh together. What is more than the person can carry comes before any number of what weighs
    /// a lot, and that before what weighs a little.
    pub(super) fn weight(&self, needs: u32) -> u32 {
        let needs = needs & self.needs;
        let overwhelming = (needs & self.overwhelming).count_ones();
        let heavy = (needs & self.heavy & !self.overwhelming).count_ones();
        let light = (needs & !self.heavy).count_ones();
        overwhelming << 16 | heavy << 8 | light
    }

    /// The needs in a set, the heaviest first, equal ones in the closed set's order.
    pub(super) fn heaviest_first(&self, needs: u32) -> Vec<NeedCode> {
        let named = needs & self.needs;
        let by_weight = [
            self.overwhelming,
            self.heavy & !self.overwhelming,
            !self.heavy,
        ];
        let of = |weight: u32| {
            NeedCode::ALL
                .iter()
                .copied()
                .filter(move |code| named & weight & 1 << *code as u32 != 0)
        };
        by_weight.into_iter().flat_map(of).collect()
    }

    pub(super) fn is_with(&self, service: &Service) -> bool {
        self.seeker.with.contains(&service.code)
    }

    fn is_hub(&self, service: &Service) -> bool {
        self.hubs.contains(&service.provider)
    }

    fn hits(&self, service: &Service) -> u32 {
        set(&service.specialisms, |specialism| *specialism as u32) & self.specialisms
    }

    /// What a service is and does for this person, whether it may be taken or not.
    pub(super) fn look_at<'s>(&self, service: &'s Service) -> Candidate<'s> {
        let hits = self.hits(service);
        let kind = if self.is_hub(service) {
            Kind::Hub
        } else if let Some(national) = service.national {
            Kind::National(national)
        } else if service.universal {
            Kind::Universal
        } else if hits == RESTORATIVE || service.needs == [NeedCode::RestorativeJustice] {
            Kind::Restorative
        } else {
            Kind::Support
        };
        let meets = if service.needs.is_empty() || kind == Kind::Universal {
            ALL_NEEDS | SUPPORT
        } else {
            set(&service.needs, |need| *need as u32)
        };
        // Restorative justice meets that need and no other, whatever the profile lists, so that it never stands in for
        // support; and the universal service is no specialist.
        let (meets, hits) = match kind {
            Kind::Restorative => (RESTORATIVE_NEED, hits & RESTORATIVE),
            Kind::Universal => (meets, 0),
            _ => (meets, hits),
        };
        Candidate {
            service,
            kind,
            meets,
            hits,
            wanted: self.seeker.wanted.contains(&service.code),
            open_cases: 0,
            adapts: true,
        }
    }

    /// The service as one that may be taken, or the first reason why not, in the order of [`WhyLeft`].
    ///
    /// An empty list of whom a service takes is everyone. The universal service and national ones take everyone they are
    /// for: to adapt, to find an interpreter or a worker is their duty (AS6, AS27), so those reasons are not theirs.
    pub(super) fn candidate<'s>(&self, service: &'s Service) -> Result<Candidate<'s>, WhyLeft> {
        if !service.takes_new_on(self.today) {
            return Err(WhyLeft::ContractNotOpen);
        }
        if !self.serves_home(service) {
            return Err(WhyLeft::AnotherArea);
        }
        if self.is_hub(service) {
            return Err(WhyLeft::AnotherHub);
        }
        if service
            .national
            .is_some_and(|national| self.national & 1 << national as u32 == 0)
        {
            return Err(WhyLeft::AnotherNational);
        }
        self.takes_them(service)?;
        let mut candidate = self.look_at(service);
        let for_everyone = matches!(candidate.kind, Kind::Universal | Kind::National(_));
        if !for_everyone {
            self.is_what_fits(&candidate)?;
        }
        self.nothing_said_against(service)?;
        match self.cannot_adapt(service) {
            Some(why) if !for_everyone => return Err(why),
            cannot => candidate.adapts = cannot.is_none(),
        }
        if let Some(capacity) = service.capacity {
            candidate.open_cases = self.loads.of(&service.code);
            if candidate.open_cases >= capacity {
                return Err(WhyLeft::Full);
            }
        }
        Ok(candidate)
    }

    fn serves_home(&self, service: &Service) -> bool {
        match &self.seeker.local_authority {
            _ if service.local_authorities.is_empty() => self.home_is_here,
            Some(home) => service.local_authorities.contains(home),
            None => false,
        }
    }

    /// Whom it takes at all. An unknown age is no reason to turn anyone away from a service for everyone, nor a way into
    /// one for some.
    fn takes_them(&self, service: &Service) -> Result<(), WhyLeft> {
        let seeker = self.seeker;
        let takes = |everyone: bool, this_one: bool, why| {
            if everyone || this_one {
                Ok(())
            } else {
                Err(why)
            }
        };
        takes(
            false,
            service.funding.contains(&seeker.funding),
            WhyLeft::AnotherFunding,
        )?;
        takes(
            service.roles.is_empty(),
            service.roles.contains(&seeker.role),
            WhyLeft::AnotherRole,
        )?;
        let of_age = seeker
            .age_band
            .is_some_and(|band| service.ages.contains(&band));
        takes(service.ages.is_empty(), of_age, WhyLeft::AnotherAge)?;
        takes(
            service.risks.is_empty(),
            service.risks.contains(&seeker.risk),
            WhyLeft::AnotherRisk,
        )?;
        let enough = service.complexities.contains(&seeker.complexity);
        takes(
            service.complexities.is_empty(),
            enough,
            WhyLeft::AnotherComplexity,
        )
    }

    /// Whether it is what this person is looking for. A specialist is for those it specialises in alone, whatever else it
    /// meets. What the person chose needs no stage and no need that fits: they know best (DC5).
    fn is_what_fits(&self, candidate: &Candidate<'_>) -> Result<(), WhyLeft> {
        let Candidate { service, hits, .. } = candidate;
        if self.hits(service) == 0 && !service.specialisms.is_empty() {
            return Err(WhyLeft::AnotherSpecialism);
        }
        // The fourth stage is found through what it specialises in or meets by name, never by a rule (AS26, AS29).
        let fourth = service.stage == 4 && (*hits != 0 || !service.needs.is_empty());
        let stage = u32::from(service.stage);
        let of_stage = stage < u32::BITS && self.stages & 1 << stage != 0;
        if !candidate.wanted && !fourth && !of_stage {
            return Err(WhyLeft::AnotherStage);
        }
        // Who names no need looks for support as such: those who meet every need give it.
        let looked_for = if self.needs == 0 { SUPPORT } else { self.needs };
        if !candidate.wanted && *hits == 0 && candidate.meets & looked_for == 0 {
            return Err(WhyLeft::AnotherNeed);
        }
        Ok(())
    }

    /// What the person, the providers and the case have said before.
    fn nothing_said_against(&self, service: &Service) -> Result<(), WhyLeft> {
        let seeker = self.seeker;
        let reasons = [
            (self.is_with(service), WhyLeft::AlreadyOnOffer),
            (
                seeker.unwanted.contains(&service.code),
                WhyLeft::PersonSaidNo,
            ),
            (
                seeker.refused.contains(&service.code),
                WhyLeft::RefusedBefore,
            ),
            (
                seeker.already_with.contains(&service.provider),
                WhyLeft::AlreadySupports,
            ),
            (
                self.offenders.contains(&service.provider),
                WhyLeft::MayServeSuspect,
            ),
            (
                self.police.contains(&service.provider),
                WhyLeft::PoliceStaffed,
            ),
        ];
        reasons
            .into_iter()
            .find(|(holds, _)| *holds)
            .map_or(Ok(()), |(_, why)| Err(why))
    }
}
