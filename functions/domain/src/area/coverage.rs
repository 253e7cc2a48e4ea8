//! Coverage: which needs have a service in which council, and which contracts leave a gap when they
//! end (DC3, DC6, AS24, TV12).

use super::fallback;
use events::assessment::{Complexity, Funding, Risk, Specialism};
use events::profile::{Profile, ProviderKind, Service};
use events::referral::{AccessNeed, AgeBand, IncidentFlag, NeedCode, Role};
use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// How far ahead the report looks for contracts that end: the time it takes to procure a successor.
const MONTHS_AHEAD: i8 = 6;

/// Something that people look for in a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "code", rename_all = "kebab-case")]
pub enum Sought {
    /// A need (DC16–21).
    Need(NeedCode),
    /// A specialist.
    Specialism(Specialism),
    /// A specialist in young people who serves this age group.
    YoungPeople(AgeBand),
    /// A specialist in hate crime who serves this kind of hate.
    Hate(IncidentFlag),
    /// Support that can make this adaptation.
    Access(AccessNeed),
    /// Support that this source of funding pays for. The commissioner's budget is for antisocial
    /// behaviour (AS4).
    Funding(Funding),
}

impl Sought {
    /// Everything that the report covers, in the order of the report.
    fn all() -> impl Iterator<Item = Self> {
        let hate = IncidentFlag::ALL
            .iter()
            .copied()
            .filter(|flag| flag.as_str().starts_with("hate-"));
        let young = AgeBand::ALL
            .iter()
            .copied()
            .filter(|band| *band < AgeBand::From25To59);
        // A value that stands for "ask the person" cannot be a gap in services.
        let access = AccessNeed::ALL
            .iter()
            .copied()
            .filter(|need| *need != AccessNeed::Other);
        (NeedCode::ALL.iter().copied().map(Self::Need))
            .chain(Specialism::ALL.iter().copied().map(Self::Specialism))
            .chain(young.map(Self::YoungPeople))
            .chain(hate.map(Self::Hate))
            .chain(access.map(Self::Access))
            .chain(Funding::ALL.iter().copied().map(Self::Funding))
    }

    /// Whether it must exist in every locality. This covers restorative justice, young people and
    /// protected characteristics (DC3).
    fn is_due_everywhere(self) -> bool {
        match self {
            Self::Need(need) => need == NeedCode::RestorativeJustice,
            Self::Specialism(specialism) => matches!(
                specialism,
                Specialism::RestorativeJustice
                    | Specialism::YoungPeople
                    | Specialism::HateCrime
                    | Specialism::LearningDisability
            ),
            Self::YoungPeople(_) | Self::Hate(_) | Self::Access(_) => true,
            Self::Funding(_) => false,
        }
    }

    /// Whether a service covers this.
    fn met_by(self, service: &Service) -> bool {
        match self {
            Self::Need(_) if service.needs.is_empty() => service.specialisms.is_empty(),
            Self::Need(need) => service.needs.contains(&need),
            Self::Specialism(specialism) => service.specialisms.contains(&specialism),
            Self::YoungPeople(band) => {
                service.specialisms.contains(&Specialism::YoungPeople)
                    && is_for(&service.ages, &band)
            }
            Self::Hate(_) => service.specialisms.contains(&Specialism::HateCrime),
            Self::Access(need) => service.access_needs.contains(&need),
            Self::Funding(funding) => service.funding.contains(&funding),
        }
    }
}

impl fmt::Display for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Need(need) => write!(f, "need {need}"),
            Self::Specialism(specialism) => write!(f, "specialism {specialism}"),
            Self::YoungPeople(band) => write!(f, "young people {band}"),
            Self::Hate(flag) => write!(
                f,
                "hate crime {}",
                flag.as_str().trim_start_matches("hate-")
            ),
            Self::Access(need) => write!(f, "access {need}"),
            Self::Funding(funding) => write!(f, "funding {funding}"),
        }
    }
}

/// The services for one thing, council by council. Councils are codes in the profile's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What people look for.
    #[serde(flatten)]
    pub sought: Sought,
    /// Whether it must exist in every locality (DC3).
    pub due_everywhere: bool,
    /// The services in each council. A council without a service is a gap.
    pub services: BTreeMap<String, Vec<String>>,
    /// The councils where only the universal service is available.
    pub gaps: Vec<String>,
    /// For a need: the councils where the services exclude somebody by age, role, risk or
    /// complexity, or all require a specialism.
    pub only_for_some: Vec<String>,
}

/// A contract that ends soon and leaves a new gap (AS24, TV12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ending {
    pub service: String,
    pub provider: String,
    pub until: Date,
    /// The date up to which it may be extended.
    pub extendable_until: Option<Date>,
    /// The gaps on the day after it ends.
    pub opens: Vec<Gap>,
}

/// A gap: something that people look for, and the councils where only the universal service is
/// available.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What people look for.
    #[serde(flatten)]
    pub sought: Sought,
    /// The councils, by code.
    pub councils: Vec<String>,
}

/// The coverage of an area's needs on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    pub area: String,
    pub on: Date,
    /// The last day on which a universal service is available for everyone. `None` if no end is
    /// known (AS27). A day before `on` if no universal service is available now.
    pub universal_until: Option<Date>,
    /// One row for each thing that people look for.
    pub rows: Vec<Row>,
    /// The contracts that end within six months and leave a gap, in the profile's order.
    pub endings: Vec<Ending>,
}

impl Coverage {
    /// The rows that have a gap.
    pub fn gaps(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.gaps.is_empty())
    }
}

/// Finds the area's own services for each thing that people look for, in each council, on `day`.
///
/// A service counts if its contract is open and it serves the council and the need. The universal
/// service does not count, because it covers every gap. National services and other hubs do not
/// count either. Current capacity is ignored: it changes by the hour and is not a gap in
/// commissioning.
pub fn coverage(profile: &Profile, day: Date) -> Coverage {
    Coverage {
        area: profile.area.clone(),
        on: day,
        universal_until: fallback::holds_until(profile, day),
        rows: Sought::all()
            .map(|sought| row(profile, sought, day))
            .collect(),
        endings: endings(profile, day),
    }
}

fn row(profile: &Profile, sought: Sought, day: Date) -> Row {
    let due_everywhere = sought.is_due_everywhere();
    let mut row = Row {
        sought,
        due_everywhere,
        services: BTreeMap::new(),
        gaps: Vec::new(),
        only_for_some: Vec::new(),
    };
    for council in &profile.local_authorities {
        let there: Vec<&Service> = services_for(profile, sought, &council.code, day).collect();
        if there.is_empty() {
            row.gaps.push(council.code.clone());
            continue;
        }
        if matches!(sought, Sought::Need(_)) && exclude_somebody(profile, &there, sought) {
            row.only_for_some.push(council.code.clone());
        }
        row.services.insert(
            council.code.clone(),
            there.iter().map(|service| service.code.clone()).collect(),
        );
    }
    row
}

/// The area's own services for it, without the universal one.
fn services_for<'a>(
    profile: &'a Profile,
    sought: Sought,
    council: &'a str,
    day: Date,
) -> impl Iterator<Item = &'a Service> {
    profile
        .services
        .iter()
        .filter(move |service| is_available(service, profile, sought, council, day))
}

fn is_available(
    service: &Service,
    profile: &Profile,
    sought: Sought,
    council: &str,
    day: Date,
) -> bool {
    let provider = profile
        .providers
        .iter()
        .find(|provider| provider.code == service.provider);
    let serves = service.local_authorities.is_empty()
        || service.local_authorities.iter().any(|code| code == council);
    let open = service.takes_new_on(day) && !service.universal;
    serves
        && open
        && sought.met_by(service)
        && provider.is_some_and(|provider| provider.kind == ProviderKind::Local)
}

/// Whether these services all exclude somebody who looks for it and needs no specialism.
///
/// Restorative justice is both a need and a specialism, so a specialist in it is open to everyone
/// with that need. A service with police staff is not open to everyone (CA24).
fn exclude_somebody(profile: &Profile, there: &[&Service], sought: Sought) -> bool {
    let itself = |specialism: &Specialism| {
        *specialism == Specialism::RestorativeJustice
            && sought == Sought::Need(NeedCode::RestorativeJustice)
    };
    let police = |code: &str| {
        profile
            .providers
            .iter()
            .any(|provider| provider.code == code && provider.police_staffed)
    };
    let general: Vec<&&Service> = { there.iter() }
        .filter(|service| service.specialisms.iter().all(itself) && !police(&service.provider))
        .collect();
    // The combinations that the assessment can produce for someone who needs more than signposting.
    // High risk is always complex.
    let judged = [
        (Risk::Standard, Complexity::Low),
        (Risk::Standard, Complexity::Complex),
        (Risk::Medium, Complexity::Low),
        (Risk::Medium, Complexity::Complex),
        (Risk::High, Complexity::Complex),
    ];
    AgeBand::ALL.iter().any(|age| {
        let of_age: Vec<_> = general
            .iter()
            .filter(|service| is_for(&service.ages, age))
            .collect();
        Role::ALL.iter().any(|role| {
            let of_role: Vec<_> = of_age
                .iter()
                .filter(|service| is_for(&service.roles, role))
                .collect();
            judged.iter().any(|(risk, complexity)| {
                !of_role.iter().any(|service| {
                    is_for(&service.risks, risk) && is_for(&service.complexities, complexity)
                })
            })
        })
    })
}

/// Whether a service's list includes this value. An empty list includes everyone.
fn is_for<T: PartialEq>(taken: &[T], one: &T) -> bool {
    taken.is_empty() || taken.contains(one)
}

fn endings(profile: &Profile, day: Date) -> Vec<Ending> {
    let horizon = day
        .checked_add(Span::new().months(MONTHS_AHEAD))
        .unwrap_or(Date::MAX);
    let mut endings = Vec::new();
    for service in profile
        .services
        .iter()
        .filter(|service| service.takes_new_on(day))
    {
        let Some(until) = service.last_for_new().filter(|until| *until <= horizon) else {
            continue;
        };
        let Ok(after) = until.tomorrow() else {
            continue;
        };
        let opens: Vec<Gap> = Sought::all()
            .filter_map(|sought| new_gaps(profile, service, sought, until, after))
            .collect();
        if !opens.is_empty() {
            let (code, provider) = (service.code.clone(), service.provider.clone());
            let extendable_until = service.extendable_until;
            endings.push(Ending {
                service: code,
                provider,
                until,
                extendable_until,
                opens,
            });
        }
    }
    endings
}

/// The councils that `service` covers on its last day and nobody covers on the day after.
fn new_gaps(
    profile: &Profile,
    service: &Service,
    sought: Sought,
    last: Date,
    after: Date,
) -> Option<Gap> {
    let loses = |council: &String| {
        is_available(service, profile, sought, council, last)
            && services_for(profile, sought, council, after)
                .next()
                .is_none()
    };
    let councils: Vec<String> = { profile.local_authorities.iter() }
        .map(|council| council.code.clone())
        .filter(loses)
        .collect();
    (!councils.is_empty()).then_some(Gap { sought, councils })
}
