//! Which needs have a service where, and which contracts leave a gap when they end (DC3, DC6, AS24, TV12).

use super::fallback;
use events::assessment::{Complexity, Funding, Risk, Specialism};
use events::profile::{Profile, ProviderKind, Service};
use events::referral::{AccessNeed, AgeBand, IncidentFlag, NeedCode, Role};
use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// How far ahead a contract's end is told: as long as it takes to find who follows.
const MONTHS_AHEAD: i8 = 6;

/// Something that people look for in a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "code", rename_all = "kebab-case")]
pub enum Sought {
    /// A need (DC16–21).
    Need(NeedCode),
    /// A specialist.
    Specialism(Specialism),
    /// A specialist in young people who takes this age.
    YoungPeople(AgeBand),
    /// Somebody who specialises in hate crime, for hate of this kind.
    Hate(IncidentFlag),
    /// Support that is fit for this access need.
    Access(AccessNeed),
    /// Support that this money pays for: the commissioner's budget is antisocial behaviour's (AS4).
    Funding(Funding),
}

impl Sought {
    /// All that a report asks about, in the order of the report.
    fn all() -> impl Iterator<Item = Self> {
        let hate = IncidentFlag::ALL
            .iter()
            .copied()
            .filter(|flag| flag.as_str().starts_with("hate-"));
        let young = AgeBand::ALL
            .iter()
            .copied()
            .filter(|band| *band < AgeBand::From25To59);
        // What the person would have to be asked about is nothing that a service can be found lacking.
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

    /// Whether it must exist in every locality: restorative justice, young people and protected characteristics (DC3).
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

    /// Whether a service that is there is there for this.
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

/// Who is there for one thing, council by council. Councils are named by code, in the profile's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What people look for.
    #[serde(flatten)]
    pub sought: Sought,
    /// Whether it must exist in every locality (DC3).
    pub due_everywhere: bool,
    /// The services that are there, by council; a council without one is a gap.
    pub services: BTreeMap<String, Vec<String>>,
    /// The councils where nobody but the universal service is there.
    pub gaps: Vec<String>,
    /// Of a need, the councils where those who are there leave somebody out, by age, role, risk or complexity, or are
    /// all for some specialism.
    pub only_for_some: Vec<String>,
}

/// A contract that ends soon and leaves a gap that is not there today (AS24, TV12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ending {
    /// The service's code.
    pub service: String,
    /// Its provider's code.
    pub provider: String,
    /// Its last day.
    pub until: Date,
    /// Up to when it may be extended.
    pub extendable_until: Option<Date>,
    /// For what nobody is there on the day after, and in which councils.
    pub opens: Vec<Gap>,
}

/// A gap: what is looked for, and where nobody but the universal service is there for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gap {
    /// What people look for.
    #[serde(flatten)]
    pub sought: Sought,
    /// In which councils, by code.
    pub councils: Vec<String>,
}

/// Which needs of an area have a service where, on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The area's code.
    pub area: String,
    /// The day.
    pub on: Date,
    /// The last day on which the universal service is there for everyone; none where no end is known (AS27). Before
    /// `on` where nobody is.
    pub universal_until: Option<Date>,
    /// One row for each thing that people look for.
    pub rows: Vec<Row>,
    /// The contracts that end within six months and leave a gap, by service in the profile's order.
    pub endings: Vec<Ending>,
}

impl Coverage {
    /// The rows that have a gap.
    pub fn gaps(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.gaps.is_empty())
    }
}

/// Which services of the area's own meet what people look for, in each of its councils, on `day`.
///
/// A service counts where its contract is open, it serves the council and it meets what is sought; the universal
/// service never does, for it is what is left where there is a gap, and neither do national services and other hubs.
/// Whether it has room is not asked: that changes by the hour and is no gap of the commissioner's.
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
        let there: Vec<&Service> = there(profile, sought, &council.code, day).collect();
        if there.is_empty() {
            row.gaps.push(council.code.clone());
            continue;
        }
        if matches!(sought, Sought::Need(_)) && leave_somebody_out(profile, &there, sought) {
            row.only_for_some.push(council.code.clone());
        }
        row.services.insert(
            council.code.clone(),
            there.iter().map(|service| service.code.clone()).collect(),
        );
    }
    row
}

/// The area's own services, beside the universal one, that are there for it.
fn there<'a>(
    profile: &'a Profile,
    sought: Sought,
    council: &'a str,
    day: Date,
) -> impl Iterator<Item = &'a Service> {
    profile
        .services
        .iter()
        .filter(move |service| is_there(service, profile, sought, council, day))
}

fn is_there(
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

/// Whether somebody who looks for it, and lives through nothing that has a specialism, is taken by none of these.
///
/// Restorative justice is a need and a specialism of one name: who specialises in it is closed to nobody who needs it.
/// Nor is where police staff work open to everybody (CA24).
fn leave_somebody_out(profile: &Profile, there: &[&Service], sought: Sought) -> bool {
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
    // What the assessment can conclude of someone who is not merely signposted: high risk is complex.
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

/// Whether a list of whom a service takes has this one: everyone where it is empty.
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
            .filter_map(|sought| opened(profile, service, sought, until, after))
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

/// The councils where `service` is there for it on its last day, and nobody on the day after.
fn opened(
    profile: &Profile,
    service: &Service,
    sought: Sought,
    last: Date,
    after: Date,
) -> Option<Gap> {
    let loses = |council: &String| {
        is_there(service, profile, sought, council, last)
            && there(profile, sought, council, after).next().is_none()
    };
    let councils: Vec<String> = { profile.local_authorities.iter() }
        .map(|council| council.code.clone())
        .filter(loses)
        .collect();
    (!councils.is_empty()).then_some(Gap { sought, councils })
}
