//! Why a service was chosen or not, in words that a coordinator can read to the person (DC5).

use super::candidate::{Candidate, Kind};
use super::request::Request;
use events::assessment::Specialism;
use events::case::{OfferReason, StoredOfferReason};
use events::matching::WhyLeft;
use events::referral::{AccessNeed, Modality, NeedCode, WorkerGender};
use std::borrow::Cow;

/// Why a service was not chosen, as a sentence that a coordinator can read to the person.
pub fn explain(why: WhyLeft) -> &'static str {
    words::matching::why_left(why.as_str()).unwrap_or_default()
}

/// The reasons of an offer, as texts that follow "because".
pub fn reason_texts(reasons: &[StoredOfferReason]) -> Vec<Cow<'_, str>> {
    reasons
        .iter()
        .map(|reason| match reason {
            StoredOfferReason::Reason(reason) => Cow::Owned(reason_text(reason)),
            StoredOfferReason::Sentence(sentence) => Cow::Borrowed(sentence.as_str()),
        })
        .collect()
}

/// One reason as a text that follows "because".
pub fn reason_text(reason: &OfferReason) -> String {
    use words::matching;
    match reason {
        OfferReason::Chosen => matching::chosen().to_owned(),
        OfferReason::Universal => matching::universal().to_owned(),
        OfferReason::National { service } => matching::national(service.as_str()),
        OfferReason::Specialises { specialisms } => matching::specialises(list(
            specialisms
                .iter()
                .map(|one| matching::specialism(one.as_str())),
        )),
        OfferReason::MeetsNeeds { needs, named } => matching::meets_needs(
            u64::from(*named),
            needs.len(),
            list(needs.iter().map(|need| matching::need(need.as_str()))),
        ),
        OfferReason::WholeArea => matching::whole_area().to_owned(),
        OfferReason::ServesCouncil { council } => matching::serves_council(council),
        OfferReason::OffersAdaptations { needs } => matching::offers(adaptations(needs)),
        OfferReason::ArrangesAdaptations { needs } => matching::arranges(adaptations(needs)),
        OfferReason::AsksAdaptation => matching::asks_adaptation().to_owned(),
        OfferReason::SpeaksLanguage { language } => matching::speaks_language(language),
        OfferReason::Interpreters => matching::interpreters().to_owned(),
        OfferReason::ArrangesInterpreters => matching::arranges_interpreters().to_owned(),
        OfferReason::PromisesWorker { worker } => matching::promises_worker(worker.as_str()),
        OfferReason::TriesWorker { worker } => matching::tries_worker(worker.as_str()),
        OfferReason::HelpsBy { ways } => matching::helps_by(of_ways(ways)),
        OfferReason::TriesWays { ways } => matching::tries_ways(of_ways(ways)),
        OfferReason::HasRoom { open, capacity } => matching::has_room(capacity, open),
        OfferReason::HandedOn => matching::handed_on().to_owned(),
        OfferReason::ReferredOn => matching::referred_on().to_owned(),
        OfferReason::TakesOver { why } => matching::takes_over(why.as_str()),
    }
}

/// The reasons for choosing one service for `needs`. Never empty.
pub(super) fn reasons(
    request: &Request<'_>,
    chosen: &Candidate<'_>,
    needs: &[NeedCode],
) -> Vec<OfferReason> {
    let mut reasons = Vec::new();
    if chosen.wanted {
        reasons.push(OfferReason::Chosen);
    }
    match chosen.kind {
        Kind::Universal => reasons.push(OfferReason::Universal),
        Kind::National(service) => reasons.push(OfferReason::National { service }),
        _ => {}
    }
    let special = Specialism::ALL
        .iter()
        .copied()
        .filter(|special| chosen.specialisms.contains(*special));
    let specialisms: Vec<_> = special.collect();
    if !specialisms.is_empty() {
        reasons.push(OfferReason::Specialises { specialisms });
    }
    if !needs.is_empty() {
        reasons.push(OfferReason::MeetsNeeds {
            needs: needs.to_vec(),
            named: request.needs.len(),
        });
    }
    reasons.push(place(request, chosen));
    add_adaptations(request, chosen, &mut reasons);
    if let Some(capacity) = chosen.service.capacity {
        reasons.push(OfferReason::HasRoom {
            open: chosen.open_cases,
            capacity,
        });
    }
    reasons
}

fn place(request: &Request<'_>, chosen: &Candidate<'_>) -> OfferReason {
    let home = request.seeker.local_authority.as_ref();
    match home.filter(|_| !chosen.service.local_authorities.is_empty()) {
        None => OfferReason::WholeArea,
        Some(home) => {
            let council = request
                .profile
                .local_authorities
                .iter()
                .find(|council| council.code == *home);
            OfferReason::ServesCouncil {
                council: council.map_or(home, |council| &council.name).clone(),
            }
        }
    }
}

/// Adds how the service adapts to the person. The universal service arranges adaptations that it
/// does not have.
fn add_adaptations(request: &Request<'_>, chosen: &Candidate<'_>, reasons: &mut Vec<OfferReason>) {
    let (seeker, service) = (request.seeker, chosen.service);
    let needed = |offered: bool| {
        let of = AccessNeed::ALL.iter().copied().filter(move |need| {
            *need != AccessNeed::Other
                && seeker.access_needs.contains(need)
                && service.access_needs.contains(need) == offered
        });
        Some(of.collect::<Vec<_>>()).filter(|needs| !needs.is_empty())
    };
    reasons.extend(needed(true).map(|needs| OfferReason::OffersAdaptations { needs }));
    reasons.extend(needed(false).map(|needs| OfferReason::ArrangesAdaptations { needs }));
    if seeker.access_needs.contains(&AccessNeed::Other) {
        reasons.push(OfferReason::AsksAdaptation);
    }
    if request.is_spoken_at(service) {
        reasons.push(OfferReason::SpeaksLanguage {
            language: seeker.language.clone(),
        });
    } else if request.needs_interpreter() {
        reasons.push(if service.interpreters {
            OfferReason::Interpreters
        } else {
            OfferReason::ArrangesInterpreters
        });
    }
    if let Some(worker @ (WorkerGender::Woman | WorkerGender::Man)) = seeker.worker_gender {
        reasons.push(if service.worker_genders.contains(&worker) {
            OfferReason::PromisesWorker { worker }
        } else {
            OfferReason::TriesWorker { worker }
        });
    }
    let ways = |offered: bool| {
        let preferred = Modality::ALL.iter().copied().filter(|way| {
            seeker.modality.contains(way) && service.modalities.contains(way) == offered
        });
        Some(preferred.collect::<Vec<_>>()).filter(|ways| !ways.is_empty())
    };
    // If the service offers one of the preferred kinds of support, the others are no promise.
    let how = ways(true).map(|ways| OfferReason::HelpsBy { ways });
    reasons.extend(how.or_else(|| ways(false).map(|ways| OfferReason::TriesWays { ways })));
}

fn adaptations(needs: &[AccessNeed]) -> String {
    list(
        needs
            .iter()
            .map(|need| words::matching::access(need.as_str())),
    )
}

fn of_ways(ways: &[Modality]) -> String {
    list(ways.iter().map(|way| words::matching::way(way.as_str())))
}

/// `a`, `a and b`, `a, b and c`.
fn list(labels: impl Iterator<Item = Option<&'static str>>) -> String {
    let labels: Vec<&str> = labels.flatten().collect();
    match labels.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [others @ .., last] => words::matching::list(others.join(", "), last),
    }
}

#[cfg(test)]
mod labels {

    use events::assessment::{National, Specialism};
    use events::case::TriageFinding;
    use events::matching::WhyLeft;
    use events::referral::{AccessNeed, Modality, NeedCode};

    #[test]
    fn every_code_has_a_label() {
        macro_rules! check {
            ($($label:path, $labels:path, $set:ty;)*) => {$({
                let codes: Vec<_> = <$set>::ALL.iter().map(|code| code.as_str()).collect();
                assert!(codes.iter().all(|code| $label(code).is_some()), "{codes:?}");
                assert_eq!($labels.len(), codes.len(), "{codes:?}");
            })*};
        }
        check! {
            words::matching::why_left, words::matching::WHY_LEFT, WhyLeft;
            words::matching::finding, words::matching::FINDING, TriageFinding;
            words::matching::specialism, words::matching::SPECIALISM, Specialism;
            words::matching::need, words::matching::NEED, NeedCode;
            words::matching::access, words::matching::ACCESS, AccessNeed;
            words::matching::way, words::matching::WAY, Modality;
        }
    }

    #[test]
    fn every_national_service_has_its_own_reason() {
        let reasons: std::collections::BTreeSet<_> = National::ALL
            .iter()
            .map(|national| words::matching::national(national.as_str()))
            .collect();
        assert_eq!(reasons.len(), National::ALL.len());
    }

    #[test]
    fn every_reason_against_a_service_is_a_different_sentence() {
        let texts: std::collections::BTreeSet<_> = WhyLeft::ALL
            .iter()
            .map(|why| super::explain(*why))
            .collect();
        assert_eq!(texts.len(), WhyLeft::ALL.len());
        assert!(texts.iter().all(|text| text.ends_with('.')));
    }
}
