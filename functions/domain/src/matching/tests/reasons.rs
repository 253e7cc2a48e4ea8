//! What a coordinator can read to the person.

use super::*;
use events::assessment::National;
use events::referral::{AccessNeed, Modality, WorkerGender};

fn reasons_for(seeker: &Seeker, services: Vec<Service>, open: &[(&str, u32)]) -> Vec<Vec<String>> {
    let profile = area(services);
    package(seeker, &profile, &loads(open), today())
        .taken
        .into_iter()
        .map(|found| found.reasons.iter().map(reason_text).collect())
        .collect()
}

#[test]
fn a_match_explains_purpose_place_and_adaptations() {
    let asked = Seeker {
        needs: weighed(&[
            (NeedCode::TroubleSleeping, Weight::ALittle),
            (NeedCode::CompensationClaim, Weight::Overwhelming),
            (NeedCode::MediaAttention, Weight::ALot),
        ]),
        specialisms: vec![Specialism::DomesticAbuse, Specialism::Idva],
        access_needs: vec![AccessNeed::StepFree, AccessNeed::Other],
        language: "pl".to_owned(),
        worker_gender: Some(WorkerGender::Woman),
        modality: vec![Modality::FaceToFace, Modality::Phone],
        wanted: codes(&["a"]),
        ..seeker()
    };
    let service = Service {
        needs: vec![NeedCode::TroubleSleeping, NeedCode::CompensationClaim],
        local_authorities: codes(&[HOME]),
        access_needs: vec![AccessNeed::StepFree],
        languages: codes(&["pl"]),
        worker_genders: vec![WorkerGender::Woman],
        modalities: vec![Modality::Phone, Modality::FaceToFace],
        capacity: Some(20),
        ..for_special("a", &[Specialism::Idva, Specialism::DomesticAbuse])
    };
    assert_eq!(
        reasons_for(&asked, vec![service], &[("a", 7)]),
        [[
            "the person chose it",
            "it specialises in independent advice for people at high risk at home and domestic abuse",
            "it meets 2 of the 3 needs named: a compensation claim and trouble sleeping",
            "it covers Oxford",
            "it offers a place without steps",
            "it asks what else they need to be able to use it",
            "someone there speaks the language (pl)",
            "it can promise that they speak to a woman",
            "it helps by phone and meeting face to face",
            "it has room: 7 of 20 cases are open",
        ]]
    );
}

#[test]
fn the_service_for_everyone_says_what_it_has_to_arrange() {
    let asked = Seeker {
        needs: Vec::new(),
        access_needs: vec![
            AccessNeed::LargePrint,
            AccessNeed::BritishSignLanguage,
            AccessNeed::TextRelay,
        ],
        interpreter: true,
        worker_gender: Some(WorkerGender::Man),
        modality: vec![Modality::Group],
        ..seeker()
    };
    assert_eq!(
        reasons_for(&asked, vec![everyone()], &[]),
        [[
            "it is for everyone in the area (AS27)",
            "it covers the whole area",
            "it arranges British Sign Language, large print and text relay",
            "it arranges interpreters",
            "it tries to arrange that they speak to a man",
            "it tries to arrange a group",
        ]]
    );
}

#[test]
fn a_national_service_says_for_whom_it_is() {
    for national in National::ALL {
        let asked = Seeker {
            national: vec![*national],
            ..seeker()
        };
        let reasons = reasons_for(
            &asked,
            vec![Service {
                national: Some(*national),
                ..service("n")
            }],
            &[],
        );
        assert!(
            reasons[0][0].starts_with("it is the national service for people "),
            "{reasons:?}"
        );
    }
}
