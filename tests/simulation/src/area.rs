//! The area of a run: a shipped profile with little capacity and with neighbours.

use events::profile::{Profile, Provider, Service};
use serde_json::json;

/// The area with little capacity: every service except the universal one can hold one or two open cases. Adds another
/// area's hub and a national service.
pub(crate) fn with_little_capacity(mut profile: Profile, seed: u64) -> Profile {
    let limited = profile
        .services
        .iter_mut()
        .filter(|service| !service.universal)
        .step_by(2);
    limited.for_each(|service| {
        service.capacity = Some(1 + u32::try_from(seed % 2).unwrap_or_default())
    });
    for (code, kind, more) in [
        (
            "next-hub",
            "hub",
            json!({"local_authorities": ["E09000033", "E06000023", "E07000008"]}),
        ),
        ("far-national", "national", json!({"national": "homicide"})),
    ] {
        let provider = json!({"code": code, "name": code, "kind": kind, "illustrative": true});
        profile
            .providers
            .push(serde_json::from_value::<Provider>(provider).expect("a provider"));
        let mut service = json!({
            "code": format!("{code}-service"), "provider": code, "name": code, "about": "", "stage": 4, "needs": [],
            "specialisms": [], "local_authorities": [], "funding": ["moj-grant", "pcc-budget"], "modalities": [],
            "from": "2018-04-01", "until": null, "public": true
        });
        for (name, value) in more.as_object().expect("an object") {
            service[name] = value.clone();
        }
        profile
            .services
            .push(serde_json::from_value::<Service>(service).expect("a service"));
    }
    profile
}
