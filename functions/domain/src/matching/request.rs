//! The person's request, prepared once for all services.

use super::set::{FewCodes, RESTORATIVE, Set};
use super::{Loads, Seeker};
use events::assessment::{Complexity, National, Specialism};
use events::profile::{Profile, Provider, ProviderKind, Service};
use events::referral::{AccessNeed, Modality, Need, NeedCode, Weight};
use jiff::civil::Date;

/// A seeker in one area on one day, with the lists that every service is checked against as sets.
pub(super) struct Request<'a> {
    pub(super) seeker: &'a Seeker,
    pub(super) profile: &'a Profile,
    pub(super) loads: &'a Loads,
    pub(super) today: Date,
    pub(super) needs: Set<NeedCode>,
    /// The needs with a weight of "a lot" or more.
    heavy: Set<NeedCode>,
    /// The needs that are more than the person can carry.
    overwhelming: Set<NeedCode>,
    pub(super) specialisms: Set<Specialism>,
    pub(super) national: Set<National>,
    pub(super) stages: Set<u8>,
    pub(super) access: Set<AccessNeed>,
    pub(super) modality: Set<Modality>,
    /// Whether the home is unknown, or in the area.
    pub(super) home_is_here: bool,
    /// The primary subtag of the language, unless it is English.
    foreign_language: Option<&'a str>,
    /// The providers that are other areas' hubs.
    hubs: FewCodes<'a>,
    /// The providers that work with offenders. Empty if that does not matter for this person.
    pub(super) offenders: FewCodes<'a>,
    /// The providers with police staff. Empty if the police may know about this person.
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
            // An adaptation that is not in the list has to be discussed first, so no service
            // excludes the person for it.
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

    /// Whether the case is so simple that self-help or the universal service is enough (CA7).
    /// Restorative justice does not count.
    pub(super) fn little_to_do(&self) -> bool {
        self.seeker.complexity == Complexity::SelfHelp
            && self.specialisms.without(RESTORATIVE).is_empty()
    }

    /// The weight of several needs together. A need that is more than the person can carry
    /// outweighs any number of heavy needs, and a heavy need outweighs any number of light ones.
    pub(super) const fn weight(&self, needs: Set<NeedCode>) -> u32 {
        let [overwhelming, heavy, light] = self.by_weight(needs);
        overwhelming.len() << 16 | heavy.len() << 8 | light.len()
    }

    /// The needs in a set, heaviest first. Equal needs are in the closed set's order.
    pub(super) fn heaviest_first(&self, needs: Set<NeedCode>) -> Vec<NeedCode> {
        let of = |needs: Set<NeedCode>| {
            NeedCode::ALL
                .iter()
                .copied()
                .filter(move |code| needs.contains(*code))
        };
        self.by_weight(needs).into_iter().flat_map(of).collect()
    }

    /// The person's needs in a set, as counts: overwhelming, heavy, light.
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

    /// The person's specialisms that the service has.
    pub(super) fn specialisms_of(&self, service: &Service) -> Set<Specialism> {
        Set::of(&service.specialisms).shared_with(self.specialisms)
    }

    /// Whether the service must offer more than English. A person who speaks English may still need
    /// an interpreter.
    pub(super) const fn needs_interpreter(&self) -> bool {
        self.foreign_language.is_some() || self.seeker.interpreter
    }

    /// Whether the service has staff who speak the person's language, if it is not English.
    pub(super) fn is_spoken_at(&self, service: &Service) -> bool {
        let speaks = |language: &str| {
            service
                .languages
                .iter()
                .any(|tag| primary_subtag(tag).eq_ignore_ascii_case(language))
        };
        // British Sign Language is a language too, and profiles list it among the adaptations.
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

/// The first subtag of a language tag: `pt` of `pt-BR`. Speakers of regional variants understand
/// each other.
fn primary_subtag(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
