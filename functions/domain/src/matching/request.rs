//! What a person asks of the services, read once from the seeker.

use super::set::{FewCodes, RESTORATIVE, Set};
use super::{Loads, Seeker};
use events::assessment::{Complexity, National, Specialism};
use events::profile::{Profile, Provider, ProviderKind, Service};
use events::referral::{AccessNeed, Modality, Need, NeedCode, Weight};
use jiff::civil::Date;

/// A seeker in the area of a profile on one day: what is looked up for every service, as sets.
pub(super) struct Request<'a> {
    pub(super) seeker: &'a Seeker,
    pub(super) profile: &'a Profile,
    pub(super) loads: &'a Loads,
    pub(super) today: Date,
    pub(super) needs: Set<NeedCode>,
    /// The needs that weigh a lot, or more.
    heavy: Set<NeedCode>,
    /// The needs that are more than the person can carry.
    overwhelming: Set<NeedCode>,
    pub(super) specialisms: Set<Specialism>,
    pub(super) national: Set<National>,
    pub(super) stages: Set<u8>,
    pub(super) access: Set<AccessNeed>,
    pub(super) modality: Set<Modality>,
    /// Whether the home is unknown, or one of the area's.
    pub(super) home_is_here: bool,
    /// The primary subtag of the language, where that is not English.
    foreign_language: Option<&'a str>,
    /// The providers that are other areas' hubs.
    hubs: FewCodes<'a>,
    /// The providers that also work with people who offend; none where that does not matter.
    pub(super) offenders: FewCodes<'a>,
    /// The providers at which police staff work; none where the police may know.
    pub(super) police: FewCodes<'a>,
}

impl<'a> Request<'a> {
    pub(super) fn new(
        seeker: &'a Seeker,
        profile: &'a Profile,
        loads: &'a Loads,
        today: Date,
    ) -> Self {
        let of_weight = |least| {
            let heavy = |need: &&Need| need.weight.unwrap_or(Weight::ALot) >= least;
            Set::of(seeker.needs.iter().filter(heavy).map(|need| &need.code))
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
            specialisms: Set::of(&seeker.specialisms),
            national: Set::of(&seeker.national),
            stages: Set::of(&seeker.stages),
            // A need that is not in the list has to be asked about first, so nobody is turned away for it.
            access: Set::of(
                seeker
                    .access_needs
                    .iter()
                    .filter(|need| **need != AccessNeed::Other),
            ),
            modality: Set::of(&seeker.modality),
            home_is_here: home.is_none_or(|home| {
                profile
                    .local_authorities
                    .iter()
                    .any(|council| council.code == *home)
            }),
            foreign_language: Some(primary_subtag(&seeker.language))
                .filter(|language| !language.eq_ignore_ascii_case("en")),
            hubs: providers(|provider| provider.kind == ProviderKind::Hub),
            offenders: if seeker.conflict_check {
                providers(|provider| provider.works_with_offenders)
            } else {
                FewCodes::default()
            },
            police: if seeker.not_to_police {
                providers(|provider| provider.police_staffed)
            } else {
                FewCodes::default()
            },
        }
    }

    /// Whether there is so little to do that self-help or the service for everyone is enough (CA7). Restorative justice
    /// decides nothing about that.
    pub(super) fn little_to_do(&self) -> bool {
        self.seeker.complexity == Complexity::SelfHelp
            && self.specialisms.without(RESTORATIVE).is_empty()
    }

    /// How heavily needs weigh together. A need that is more than the person can carry counts for more than any number of
    /// needs that weigh a lot, and such a need for more than any number that weigh a little.
    pub(super) const fn weight(&self, needs: Set<NeedCode>) -> u32 {
        let [overwhelming, heavy, light] = self.by_weight(needs);
        overwhelming.len() << 16 | heavy.len() << 8 | light.len()
    }

    /// The needs in a set, the heaviest first, equal ones in the closed set's order.
    pub(super) fn heaviest_first(&self, needs: Set<NeedCode>) -> Vec<NeedCode> {
        let of = |needs: Set<NeedCode>| {
            NeedCode::ALL
                .iter()
                .copied()
                .filter(move |code| needs.contains(*code))
        };
        self.by_weight(needs).into_iter().flat_map(of).collect()
    }

    /// The person's needs in a set: overwhelming, heavy, light.
    const fn by_weight(&self, needs: Set<NeedCode>) -> [Set<NeedCode>; 3] {
        let named = needs.shared_with(self.needs);
        [
            named.shared_with(self.overwhelming),
            named.shared_with(self.heavy).without(self.overwhelming),
            named.without(self.heavy),
        ]
    }

    /// Whether the service has the case already.
    pub(super) fn is_with(&self, service: &Service) -> bool {
        self.seeker.with.contains(&service.code)
    }

    /// Whether the service is another area's hub.
    pub(super) fn is_hub(&self, service: &Service) -> bool {
        self.hubs.contains(&service.provider)
    }

    /// What the service specialises in of what the person lives through.
    pub(super) fn specialisms_of(&self, service: &Service) -> Set<Specialism> {
        Set::of(&service.specialisms).shared_with(self.specialisms)
    }

    /// Whether English alone is not enough. A person who speaks English and asks for an interpreter needs one all the same.
    pub(super) const fn needs_interpreter(&self) -> bool {
        self.foreign_language.is_some() || self.seeker.interpreter
    }

    /// Whether somebody at the service speaks the person's own language, where that is not English.
    pub(super) fn is_spoken_at(&self, service: &Service) -> bool {
        let speaks = |language: &str| {
            service
                .languages
                .iter()
                .any(|tag| primary_subtag(tag).eq_ignore_ascii_case(language))
        };
        // British Sign Language is a language too, and the profile lists it with what a service can adapt to.
        let signs = |language: &str| {
            let british = ["bfi", "sgn"]
                .iter()
                .any(|code| code.eq_ignore_ascii_case(language));
            british
                && service
                    .access_needs
                    .contains(&AccessNeed::BritishSignLanguage)
        };
        self.foreign_language
            .is_some_and(|language| speaks(language) || signs(language))
    }
}

/// The first subtag of a language tag: `pt` of `pt-BR`. Speakers of two regions or scripts understand each other.
fn primary_subtag(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
