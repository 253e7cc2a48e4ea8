//! Why a service was taken, in words that a coordinator can read to the person (DC5).

use super::candidate::{Candidate, Kind};
use super::request::Request;
use events::assessment::{National, Specialism};
use events::referral::{AccessNeed, Modality, NeedCode, WorkerGender};

/// The reasons for one service that was taken for `needs`; never empty.
pub(super) fn reasons(
    request: &Request<'_>,
    taken: &Candidate<'_>,
    needs: &[NeedCode],
) -> Vec<String> {
    let mut reasons = Vec::new();
    if taken.wanted {
        reasons.push("the person chose it".to_owned());
    }
    match taken.kind {
        Kind::Universal => reasons.push("it takes everyone in the area (AS27)".to_owned()),
        Kind::National(national) => reasons.push(format!(
            "it is the national service for {} (AS6)",
            of_national(national)
        )),
        _ => {}
    }
    if !taken.specialisms.is_empty() {
        let special = Specialism::ALL
            .iter()
            .filter(|special| taken.specialisms.contains(**special));
        reasons.push(format!(
            "it specialises in {}",
            list(special.map(|s| of_specialism(*s)))
        ));
    }
    if !needs.is_empty() {
        let all = request.needs.len();
        let named = list(needs.iter().map(|need| of_need(*need)));
        reasons.push(format!(
            "it meets {} of the {all} needs named: {named}",
            needs.len()
        ));
    }
    reasons.push(place(request, taken));
    how(request, taken, &mut reasons);
    if let Some(capacity) = taken.service.capacity {
        reasons.push(format!(
            "it has room: {} of {capacity} cases are open",
            taken.open_cases
        ));
    }
    reasons
}

fn place(request: &Request<'_>, taken: &Candidate<'_>) -> String {
    let home = request.seeker.local_authority.as_ref();
    match home.filter(|_| !taken.service.local_authorities.is_empty()) {
        None => "it serves the whole area".to_owned(),
        Some(home) => {
            let name = request
                .profile
                .local_authorities
                .iter()
                .find(|council| council.code == *home);
            format!(
                "it serves {}",
                name.map_or(home.as_str(), |council| council.name.as_str())
            )
        }
    }
}

/// How it does what the person needs in order to use it. Who takes everyone arranges what they do not have.
fn how(request: &Request<'_>, taken: &Candidate<'_>, reasons: &mut Vec<String>) {
    let (seeker, service) = (request.seeker, taken.service);
    let needed = |offered: bool| {
        let of = AccessNeed::ALL.iter().filter(move |need| {
            **need != AccessNeed::Other
                && seeker.access_needs.contains(need)
                && service.access_needs.contains(need) == offered
        });
        list(of.map(|need| of_access(*need)))
    };
    let mut say = |verb: &str, what: String| {
        if !what.is_empty() {
            reasons.push(format!("{verb} {what}"));
        }
    };
    say("it offers", needed(true));
    say("it arranges", needed(false));
    if seeker.access_needs.contains(&AccessNeed::Other) {
        say(
            "it asks",
            "what else they need in order to use it".to_owned(),
        );
    }
    if request.is_spoken_at(service) {
        say(
            "somebody there speaks",
            format!("the language ({})", seeker.language),
        );
    } else if request.needs_interpreter() {
        say(
            if service.interpreters {
                "it works with"
            } else {
                "it arranges"
            },
            "interpreters".to_owned(),
        );
    }
    if let Some(worker @ (WorkerGender::Woman | WorkerGender::Man)) = seeker.worker_gender {
        let promised = service.worker_genders.contains(&worker);
        say(
            if promised {
                "it can promise"
            } else {
                "it tries to arrange"
            },
            format!("that they speak to a {worker}"),
        );
    }
    let ways = |offered: bool| {
        let preferred = Modality::ALL
            .iter()
            .filter(|way| seeker.modality.contains(way));
        list(
            preferred
                .filter(move |way| service.modalities.contains(way) == offered)
                .map(|way| of_way(*way)),
        )
    };
    say("it helps by", ways(true));
    // Where it helps in one of the ways that the person asked for, the others are no promise.
    if ways(true).is_empty() {
        say("it tries to arrange", ways(false));
    }
}

/// `a`, `a and b`, `a, b and c`; empty if there are no words.
fn list(words: impl Iterator<Item = &'static str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.split_last() {
        None => String::new(),
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

const fn of_national(national: National) -> &'static str {
    match national {
        National::Homicide => "people bereaved by homicide",
        National::Trafficking => "people who were trafficked",
        National::RapeSupport => "people who were raped or sexually abused",
        National::CourtWitness => "people who go to court",
    }
}

const fn of_specialism(specialism: Specialism) -> &'static str {
    match specialism {
        Specialism::Isva => "independent advice after sexual violence",
        Specialism::Idva => "independent advice for people at high risk at home",
        Specialism::DomesticAbuse => "domestic abuse",
        Specialism::HateCrime => "hate crime",
        Specialism::Stalking => "stalking and harassment",
        Specialism::YoungPeople => "young people",
        Specialism::Bereavement => "bereavement by crime",
        Specialism::Exploitation => "exploitation",
        Specialism::ModernSlavery => "modern slavery",
        Specialism::Fraud => "fraud",
        Specialism::LearningDisability => "learning disability",
        Specialism::RestorativeJustice => "restorative justice",
    }
}

const fn of_need(need: NeedCode) -> &'static str {
    match need {
        NeedCode::AngerOrFrustration => "anger or frustration",
        NeedCode::TroubleSleeping => "trouble sleeping",
        NeedCode::LossOfAppetite => "loss of appetite",
        NeedCode::WorsenedMentalHealth => "mental health",
        NeedCode::PhysicalInjuries => "injuries",
        NeedCode::IsolationOrLoneliness => "loneliness",
        NeedCode::ImpactOnFamily => "the family",
        NeedCode::OffendingBehaviours => "offending",
        NeedCode::MediaAttention => "media attention",
        NeedCode::LegalRepresentation => "legal representation",
        NeedCode::InformationOnCase => "information on the case",
        NeedCode::PoliceLiaison => "contact with the police",
        NeedCode::OngoingTargetingOrThreats => "targeting or threats that go on",
        NeedCode::IntimidationOrBullying => "intimidation or bullying",
        NeedCode::SafeguardingConcerns => "safeguarding",
        NeedCode::MaracOrMash => "a MARAC or MASH referral",
        NeedCode::UnderstandingEntitlements => "understanding entitlements",
        NeedCode::LackOfTrust => "trust in the system",
        NeedCode::CourtAttendance => "going to court",
        NeedCode::RestorativeJustice => "restorative justice",
        NeedCode::EmploymentOrEducation => "work or education",
        NeedCode::CompensationClaim => "a compensation claim",
        NeedCode::DamageToProperty => "damage to property",
        NeedCode::ImmigrationStatus => "immigration status",
    }
}

const fn of_access(need: AccessNeed) -> &'static str {
    match need {
        AccessNeed::BritishSignLanguage => "British Sign Language",
        AccessNeed::LargePrint => "large print",
        AccessNeed::EasyRead => "easy read",
        AccessNeed::StepFree => "a place without steps",
        AccessNeed::TextRelay => "text relay",
        AccessNeed::ScreenReader => "what a screen reader reads",
        AccessNeed::Other => "something else",
    }
}

const fn of_way(way: Modality) -> &'static str {
    match way {
        Modality::Phone => "phone",
        Modality::FaceToFace => "meeting face to face",
        Modality::Group => "a group",
        Modality::Online => "talking online",
        Modality::Text => "text",
    }
}
