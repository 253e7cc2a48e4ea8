//! Helplines, providers, partners and touchpoints.

use super::Ground;
use super::faults::{ABOUT, CODE, Faults, NAME};
use events::profile::{Profile, ProviderKind};
use events::referral::SourceKind;

/// The longest provider code. It is part of the names of the provider's queue, role and demo users.
const PROVIDER: usize = 24;

pub(super) fn helplines(profile: &Profile, faults: &mut Faults) {
    let lines = &profile.helplines;
    for (index, line) in lines.iter().enumerate() {
        let path = format!("/helplines/{index}");
        faults.text(format!("{path}/name"), &line.name, NAME);
        faults.phone(format!("{path}/phone"), &line.phone);
        if let Some(url) = &line.url {
            faults.url(format!("{path}/url"), url);
        }
        faults.text(format!("{path}/hours"), &line.hours, NAME);
        faults.text(format!("{path}/why"), &line.why, ABOUT);
    }
    let for_everyone = lines
        .iter()
        .any(|line| line.always_open && line.specialisms.is_empty() && !line.suicide);
    faults.expect(
        for_everyone,
        "/helplines",
        "no line is open day and night for everyone",
        "Add one with `\"always_open\": true` and no specialisms, such as the Samaritans.",
    );
    faults.expect(
        lines
            .iter()
            .any(|line| line.always_open && line.suicide && line.specialisms.is_empty()),
        "/helplines",
        "no line is open day and night for someone who thinks of ending their life",
        "Add one with `\"always_open\": true`, `\"suicide\": true` and no specialisms.",
    );
}

pub(super) fn providers(profile: &Profile, faults: &mut Faults) {
    faults.codes(
        "providers",
        profile
            .providers
            .iter()
            .map(|provider| provider.code.as_str()),
        PROVIDER,
    );
    for (index, provider) in profile.providers.iter().enumerate() {
        faults.text(format!("/providers/{index}/name"), &provider.name, NAME);
        let local = !provider.police_staffed || provider.kind == ProviderKind::Local;
        let mend = "Leave it out: to a national service or another hub a coordinator hands on, and the person agrees to it.";
        faults.expect(
            local,
            format!("/providers/{index}/police_staffed"),
            "only a local provider says who staffs it",
            mend,
        );
    }
}

pub(super) fn partners(profile: &Profile, faults: &mut Faults) {
    faults.codes(
        "partners",
        profile.partners.iter().map(|partner| partner.code.as_str()),
        CODE,
    );
    for (index, partner) in profile.partners.iter().enumerate() {
        let path = format!("/partners/{index}");
        faults.text(format!("{path}/name"), &partner.name, NAME);
        if partner.kind == SourceKind::SelfReferral {
            let mend =
                "Write what it is, such as `police`: a person who refers themselves has no token.";
            faults.add(format!("{path}/kind"), "a partner is never `self`", mend);
        }
        // The first partner of a kind is listed under the kind, and the others under their codes.
        let first = profile
            .partners
            .iter()
            .position(|other| other.kind == partner.kind)
            == Some(index);
        let taken =
            SourceKind::parse(&partner.code).is_some_and(|kind| !first || kind != partner.kind);
        if taken {
            let what = format!(
                "`{}` is what the first partner of that kind is listed under",
                partner.code
            );
            faults.add(
                format!("{path}/code"),
                what,
                "Give it a code that is no kind of sender.",
            );
        }
    }
    for kind in SourceKind::ALL
        .iter()
        .filter(|kind| **kind != SourceKind::SelfReferral)
    {
        let what = format!("no partner is of kind `{kind}`");
        let mend =
            format!("Add one with `\"kind\": \"{kind}\"`: each way in needs a token (CA23).");
        faults.expect(
            profile.partners.iter().any(|partner| partner.kind == *kind),
            "/partners",
            what,
            mend,
        );
    }
}

pub(super) fn touchpoints(ground: &Ground<'_>, faults: &mut Faults) {
    let points = &ground.profile.touchpoints;
    faults.codes(
        "touchpoints",
        points.iter().map(|point| point.code.as_str()),
        CODE,
    );
    for (index, point) in points.iter().enumerate() {
        let path = format!("/touchpoints/{index}");
        faults.text(format!("{path}/name"), &point.name, NAME);
        faults.text(format!("{path}/sort"), &point.sort, NAME);
        faults.text(format!("{path}/address"), &point.address, NAME);
        let what = format!("`{}` is not a council of the area", point.local_authority);
        let mend = "Write the code of the council it lies in, one of /local_authorities.";
        faults.expect(
            ground.has_council(&point.local_authority),
            format!("{path}/local_authority"),
            what,
            mend,
        );
    }
}
