//! The views of the directory, and their documents (CA15).

use super::documents::{
    Contract, HowToRefer, HubDetails, Organization, ServiceDocument, ServiceSummary, Takes,
    TaxonomyDocument, TermDocument,
};
use super::terms::{TAXONOMIES, every_term};
use super::{identify, parts, provider_of};
use crate::place::PostcodeTable;
use events::profile::{Profile, Provider, ProviderKind, Service};
use events::referral::{AgeBand, SourceKind};
use jiff::civil::Date;

/// A view of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Anyone: public services with a current or future contract.
    Public,
    /// The police: every service, with its contract and how to refer.
    Police,
    /// A provider: the same, and the capacity of the provider's services.
    Provider(String),
    /// A coordinator: the same, and the capacity of every service.
    Coordinator,
}

impl View {
    fn is_public(&self) -> bool {
        *self == Self::Public
    }

    fn sees_capacity(&self, service: &Service) -> bool {
        match self {
            Self::Public | Self::Police => false,
            Self::Provider(own) => *own == service.provider,
            Self::Coordinator => true,
        }
    }
}

/// The directory of an area, for one view and one day. No view has the location of a refuge.
#[derive(Clone, Debug)]
pub struct Directory<'a> {
    pub profile: &'a Profile,
    /// Finds the council of a postcode.
    pub table: &'a PostcodeTable<'a>,
    pub view: View,
    /// The date in London.
    pub day: Date,
}

impl<'a> Directory<'a> {
    /// The services of this view, by name.
    pub(super) fn services(&self) -> Vec<&'a Service> {
        let over = |service: &Service| service.until.is_some_and(|until| until < self.day);
        let seen =
            |service: &&Service| !self.view.is_public() || (service.public && !over(service));
        let mut services: Vec<&Service> = self.profile.services.iter().filter(seen).collect();
        services.sort_by_key(|service| (&service.name, &service.code));
        services
    }

    /// The identifier of something in this area.
    pub(super) fn id(&self, kind: &str, code: &str) -> String {
        identify(&self.profile.area, kind, code)
    }

    pub(super) fn service_id(&self, service: &Service) -> String {
        self.id("service", &service.code)
    }

    /// `/services/{id}`.
    pub fn service(&self, id: &str) -> Option<ServiceDocument> {
        let service = self
            .services()
            .into_iter()
            .find(|service| self.service_id(service) == id)?;
        Some(self.document(service))
    }

    /// `/taxonomies/{id}`.
    pub fn taxonomy(&self, id: &str) -> Option<TaxonomyDocument> {
        let taxonomy = TAXONOMIES
            .into_iter()
            .find(|taxonomy| taxonomy.id() == id)?;
        let taxonomy_terms = taxonomy
            .terms()
            .into_iter()
            .map(|term| term.document())
            .collect();
        Some(TaxonomyDocument {
            taxonomy_terms,
            ..taxonomy.document()
        })
    }

    /// `/taxonomy_terms/{id}`.
    pub fn term(&self, id: &str) -> Option<TermDocument> {
        every_term()
            .into_iter()
            .find(|term| term.id() == id)
            .map(|term| term.document())
    }

    pub(super) fn summary(&self, service: &Service) -> ServiceSummary {
        let provider = provider_of(self.profile, service);
        let (minimum_age, maximum_age) = ages(&service.ages);
        ServiceSummary {
            id: self.service_id(service),
            organization_id: self.id("provider", &service.provider),
            name: service.name.clone(),
            description: service.about.clone(),
            url: service.url.clone(),
            status: status(service, self.day).to_owned(),
            minimum_age,
            maximum_age,
            alert: alert(service, provider),
            organization: self.organization(&service.provider, provider),
            hub: (!self.view.is_public()).then(|| self.details(service)),
        }
    }

    pub(super) fn document(&self, service: &Service) -> ServiceDocument {
        let id = self.service_id(service);
        ServiceDocument {
            summary: self.summary(service),
            schedules: parts::schedules(service, &id),
            service_areas: parts::areas(self.profile, service, &id),
            service_at_locations: self.locations_of(service),
            languages: parts::languages(service, &id),
            phones: parts::phones(service, &id),
            funding: if self.view.is_public() {
                Vec::new()
            } else {
                parts::funding(service, &id)
            },
            attributes: parts::attributes(service, &id),
        }
    }

    fn organization(&self, code: &str, provider: Option<&Provider>) -> Organization {
        let about = match provider.map(|provider| provider.kind) {
            Some(ProviderKind::National) => words::open_referral::supports_country().to_owned(),
            Some(ProviderKind::Hub) => words::open_referral::supports_other_area().to_owned(),
            Some(ProviderKind::Local) | None => {
                words::open_referral::supports_area(&self.profile.name)
            }
        };
        let name = provider.map_or(code, |provider| &provider.name).to_owned();
        Organization {
            id: self.id("provider", code),
            name,
            description: about,
        }
    }

    fn details(&self, service: &Service) -> HubDetails {
        HubDetails {
            public: service.public,
            stage: service.stage,
            stage_name: self.profile.labels.stages.get(&service.stage).cloned(),
            refuge: service.refuge,
            contract: Contract {
                from: service.from.to_string(),
                until: service.until.map(|until| until.to_string()),
                extendable_until: service.extendable_until.map(|until| until.to_string()),
                interim: service.interim,
                commissioner: service.commissioner.clone(),
                shared_with: service.shared_with.clone(),
                funding: service.funding.iter().map(ToString::to_string).collect(),
            },
            takes: Takes {
                roles: service.roles.iter().map(ToString::to_string).collect(),
                risks: service.risks.iter().map(ToString::to_string).collect(),
                complexities: service
                    .complexities
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                national: service.national.map(|national| national.to_string()),
            },
            referral: self.how_to_refer(service),
            capacity: service
                .capacity
                .filter(|_| self.view.sees_capacity(service)),
        }
    }

    /// Everyone refers to the hub, and the hub finds the service. Nobody needs to know the location
    /// of a refuge.
    fn how_to_refer(&self, service: &Service) -> HowToRefer {
        let mut kinds: Vec<SourceKind> = self
            .profile
            .partners
            .iter()
            .map(|partner| partner.kind)
            .collect();
        kinds.push(SourceKind::SelfReferral);
        kinds.sort_unstable();
        kinds.dedup();
        let mut how = vec![words::open_referral::refer_to_hub(&self.profile.hub_name)];
        if service.refuge {
            how.push(words::open_referral::refer_refuge().to_owned());
        }
        if let Some(phone) = &service.phone {
            how.push(words::open_referral::refer_phone(phone));
        }
        HowToRefer {
            by: kinds.into_iter().map(|kind| kind.to_string()).collect(),
            how: how.join(" "),
        }
    }
}

fn status(service: &Service, day: Date) -> &'static str {
    if service.open_on(day) {
        "active"
    } else if day < service.from {
        "inactive"
    } else {
        "defunct"
    }
}

/// The service's `alert`: what a reader should check first. A document may be read long after its
/// publication.
fn alert(service: &Service, provider: Option<&Provider>) -> Option<String> {
    let made_up = service.illustrative || provider.is_some_and(|provider| provider.illustrative);
    let example = made_up.then(|| words::open_referral::example().to_owned());
    let until = service.until.map(|until| {
        let day = |date: Date| date.strftime("%-d %B %Y").to_string();
        words::open_referral::contract(day(service.from), day(until))
    });
    let told: Vec<String> = example.into_iter().chain(until).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The youngest and oldest age of the bands. `None` if there is no limit, or the service is for
/// everyone.
pub(super) fn ages(bands: &[AgeBand]) -> (Option<u8>, Option<u8>) {
    let ends = |band: &AgeBand| match band {
        AgeBand::Under12 => (0, Some(11)),
        AgeBand::From12To15 => (12, Some(15)),
        AgeBand::From16To17 => (16, Some(17)),
        AgeBand::From18To24 => (18, Some(24)),
        AgeBand::From25To59 => (25, Some(59)),
        AgeBand::SixtyPlus => (60, None),
    };
    let youngest = bands.iter().map(|band| ends(band).0).min();
    let oldest: Option<Vec<u8>> = bands.iter().map(|band| ends(band).1).collect();
    (youngest, oldest.and_then(|ages| ages.into_iter().max()))
}
