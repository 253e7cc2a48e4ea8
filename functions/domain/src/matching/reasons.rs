//! Why a service was chosen or not, in words that a coordinator can read to the person (DC5).

use super::candidate::{Candidate, Kind};
use super::request::Request;
use events::assessment::Specialism;
use events::matching::WhyLeft;
use events::referral::{AccessNeed, Modality, NeedCode, WorkerGender};

/// Why a service was not chosen, as a sentence that a coordinator can read to the person.
pub fn explain(why: WhyLeft) -> &'static str {
    words::matching::why_left(why.as_str()).unwrap_or_default()
}

/// The reasons for choosing one service for `needs`. Never empty.
pub(super) fn reasons(
    request: &Request<'_>,
    chosen: &Candidate<'_>,
    needs: &[NeedCode],
) -> Vec<String> {
    let mut reasons = Vec::new();
    if chosen.wanted {
        reasons.push(words::matching::chosen().to_owned());
    }
    match chosen.kind {
        Kind::Universal => reasons.push(words::matching::universal().to_owned()),
        Kind::National(national) => reasons.push(words::matching::national(national.as_str())),
        _ => {}
    }
    let special = Specialism::ALL
        .iter()
        .filter(|special| chosen.specialisms.contains(**special));
    if let Some(special) = list(special.map(|s| words::matching::specialism(s.as_str()))) {
        reasons.push(words::matching::specialises(special));
    }
    if let Some(named) = list(
        needs
            .iter()
            .map(|need| words::matching::need(need.as_str())),
    ) {
        let all = u64::from(request.needs.len());
        reasons.push(words::matching::meets_needs(all, needs.len(), named));
    }
    reasons.push(place(request, chosen));
    add_adaptations(request, chosen, &mut reasons);
    if let Some(capacity) = chosen.service.capacity {
        reasons.push(words::matching::has_room(capacity, chosen.open_cases));
    }
    reasons
}

fn place(request: &Request<'_>, chosen: &Candidate<'_>) -> String {
    let home = request.seeker.local_authority.as_ref();
    match home.filter(|_| !chosen.service.local_authorities.is_empty()) {
        None => words::matching::whole_area().to_owned(),
        Some(home) => {
            let council = request
                .profile
                .local_authorities
                .iter()
                .find(|council| council.code == *home);
            words::matching::serves_council(council.map_or(home.as_str(), |council| &council.name))
        }
    }
}

/// Adds how the service adapts to the person. The universal service arranges adaptations that it
/// does not have.
fn add_adaptations(request: &Request<'_>, chosen: &Candidate<'_>, reasons: &mut Vec<String>) {
    let (seeker, service) = (request.seeker, chosen.service);
    let needed = |offered: bool| {
        let of = AccessNeed::ALL.iter().filter(move |need| {
            **need != AccessNeed::Other
                && seeker.access_needs.contains(need)
                && service.access_needs.contains(need) == offered
        });
        list(of.map(|need| words::matching::access(need.as_str())))
    };
    reasons.extend(needed(true).map(words::matching::offers));
    reasons.extend(needed(false).map(words::matching::arranges));
    if seeker.access_needs.contains(&AccessNeed::Other) {
        reasons.push(words::matching::asks_adaptation().to_owned());
    }
    if request.is_spoken_at(service) {
        reasons.push(words::matching::speaks_language(&seeker.language));
    } else if request.needs_interpreter() {
        let how = if service.interpreters {
            words::matching::interpreters()
        } else {
            words::matching::arranges_interpreters()
        };
        reasons.push(how.to_owned());
    }
    if let Some(worker @ (WorkerGender::Woman | WorkerGender::Man)) = seeker.worker_gender {
        reasons.push(if service.worker_genders.contains(&worker) {
            words::matching::promises_worker(worker.as_str())
        } else {
            words::matching::tries_worker(worker.as_str())
        });
    }
    let ways = |offered: bool| {
        let preferred = Modality::ALL.iter().filter(|way| {
            seeker.modality.contains(way) && service.modalities.contains(way) == offered
        });
        list(preferred.map(|way| words::matching::way(way.as_str())))
    };
    // If the service offers one of the preferred kinds of support, the others are no promise.
    let how = ways(true).map(words::matching::helps_by);
    reasons.extend(how.or_else(|| ways(false).map(words::matching::tries_ways)));
}

/// `a`, `a and b`, `a, b and c`. `None` without labels.
fn list(labels: impl Iterator<Item = Option<&'static str>>) -> Option<String> {
    let labels: Vec<&str> = labels.flatten().collect();
    let (last, others) = labels.split_last()?;
    Some(if others.is_empty() {
        (*last).to_owned()
    } else {
        words::matching::list(others.join(", "), last)
    })
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
