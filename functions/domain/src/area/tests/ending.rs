//! Services that end, and where police staff work: what a profile may say of them.

use super::*;
use serde_json::json;

/// The fields that are faulty after the changes to the shipped Thames Valley profile.
fn faulty(changes: &[(&str, Value)]) -> Vec<String> {
    let mut document = document("thames-valley");
    for (path, value) in changes {
        put(&mut document, path, value.clone());
    }
    faults_of(&read(&document), "thames-valley")
        .into_iter()
        .map(|fault| fault.field)
        .collect()
}

#[test]
fn the_last_day_for_new_people_is_within_the_contract() {
    let whole = document("thames-valley");
    let field = pointer(&whole, "/services/vf-practical/new_until");
    let of = |until: Value, last: &str| {
        faulty(&[
            ("/services/vf-practical/until", until),
            ("/services/vf-practical/new_until", json!(last)),
        ])
    };
    assert!(of(json!("2027-03-31"), "2027-01-31").is_empty());
    assert_eq!(of(json!("2027-03-31"), "2027-04-01"), [field.as_str()]);
    assert_eq!(of(json!("2027-03-31"), "1999-04-01"), [field.as_str()]);
    assert!(
        of(Value::Null, "2027-01-31").is_empty(),
        "the day may be known before the contract's end is"
    );
}

#[test]
fn the_universal_service_never_closes_or_employs_police() {
    let whole = document("thames-valley");
    let field = |name: &str| pointer(&whole, &format!("/services/vf-telephone/{name}"));
    let ending = [("/services/vf-telephone/until", json!("2027-03-31"))];
    let closed = [
        ending[0].clone(),
        ("/services/vf-telephone/new_until", json!("2026-11-01")),
    ];
    assert_eq!(faulty(&closed), [field("new_until")]);
    assert_eq!(
        faulty(&[("/providers/victims-first/police_staffed", json!(true))]),
        [field("provider")]
    );
    assert!(faulty(&[("/providers/esas/police_staffed", json!(true))]).is_empty());
    let national = "/providers/nat-homicide/police_staffed";
    assert_eq!(
        faulty(&[(national, json!(true))]),
        [pointer(&whole, national)]
    );
}

#[test]
fn what_only_police_staff_do_is_not_for_everybody() {
    let mut profile = read(&document("thames-valley"));
    let sought = Sought::Need(events::referral::NeedCode::InformationOnCase);
    let some = |profile: &Profile| {
        let rows = coverage(profile, TODAY).rows;
        rows.into_iter()
            .find(|row| row.sought == sought)
            .unwrap()
            .only_for_some
    };
    let before = some(&profile);
    profile
        .providers
        .iter_mut()
        .filter(|provider| provider.kind == events::profile::ProviderKind::Local)
        .for_each(|provider| {
            provider.police_staffed = true;
        });
    assert!(
        before.len() < some(&profile).len(),
        "a person who came alone gets only the universal service"
    );
}
