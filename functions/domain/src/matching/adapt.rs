//! Whether a service can adapt to a person: access, language, worker, way of support (AS28, TV8).

use super::asked::Asked;
use super::sets::set;
use events::matching::WhyLeft;
use events::profile::Service;
use events::referral::{AccessNeed, WorkerGender};

impl Asked<'_> {
    /// What the person needs or asked for and it cannot promise, if anything.
    pub(super) fn cannot_adapt(&self, service: &Service) -> Option<WhyLeft> {
        if self.access & !set(&service.access_needs, |need| *need as u32) != 0 {
            return Some(WhyLeft::AccessNotOffered);
        }
        if !self.understands(service) {
            return Some(WhyLeft::LanguageNotSpoken);
        }
        let promised = match self.seeker.worker_gender {
            Some(worker @ (WorkerGender::Woman | WorkerGender::Man)) => {
                service.worker_genders.contains(&worker)
            }
            Some(WorkerGender::NoPreference) | None => true,
        };
        if !promised {
            return Some(WhyLeft::WorkerNotPromised);
        }
        let offered = set(&service.modalities, |modality| *modality as u32);
        (self.modality != 0 && offered != 0 && self.modality & offered == 0)
            .then_some(WhyLeft::ModalityNotOffered)
    }

    /// Whether a worker speaks the language, or an interpreter can come. An interpreter who is asked for beside English
    /// is asked for because English is not enough.
    fn understands(&self, service: &Service) -> bool {
        self.speaks(service) || service.interpreters || !self.needs_interpreter()
    }

    /// Whether English alone is not enough.
    pub(super) fn needs_interpreter(&self) -> bool {
        self.foreign.is_some() || self.seeker.interpreter
    }

    /// Whether a worker speaks the person's own language, where that is not English.
    pub(super) fn speaks(&self, service: &Service) -> bool {
        let speaks = |language: &str| {
            service
                .languages
                .iter()
                .any(|tag| primary(tag).eq_ignore_ascii_case(language))
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
        self.foreign
            .is_some_and(|language| speaks(language) || signs(language))
    }
}

/// The first subtag of a language tag: `pt` of `pt-BR`. A region or script does not stand between two speakers.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}
