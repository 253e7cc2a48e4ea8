//! The lists of the API and their pages.

use super::documents::{AtLocationSummary, Page, ServiceSummary, TaxonomyDocument, TermDocument};
use super::places::distance;
use super::query::{BadParameter, Query};
use super::terms::{TAXONOMIES, every_term, terms_of};
use super::view::Directory;
use super::{provider_of, serves};
use events::profile::{Place, Service};

/// The default number of items on a page.
pub const PER_PAGE: usize = 50;

impl<'a> Directory<'a> {
    /// `/services`: services that are active or will be, by name.
    pub fn services_page(&self, query: &Query) -> Page<ServiceSummary> {
        let found: Vec<&Service> = self
            .services()
            .into_iter()
            .filter(|service| self.matches(service, query))
            .collect();
        page(&found, query, |service| self.summary(service))
    }

    /// `/service_at_locations`: the same, by location.
    ///
    /// # Errors
    /// The council of the postcode is unknown.
    pub fn at_locations_page(
        &self,
        query: &Query,
    ) -> Result<Page<AtLocationSummary>, BadParameter> {
        let mut found = self.placed();
        found.retain(|(service, _)| self.matches(service, query));
        if let Some(postcode) = &query.postcode {
            let council = self.table.local_authority(postcode).ok_or(BadParameter {
                name: "postcode",
                must: words::open_referral::must_postcode_in_use(),
            })?;
            found.retain(|(service, _)| serves(self.profile, service, council));
            if let Some(metres) = query.proximity {
                let there: Vec<&Place> = self.places_in(council);
                found.retain(|(_, place)| {
                    there
                        .iter()
                        .any(|other| distance(place, other) <= f64::from(metres))
                });
            }
        }
        Ok(page(&found, query, |(service, place)| {
            self.at_location_summary(service, place)
        }))
    }

    /// `/taxonomies`.
    pub fn taxonomies_page(&self, query: &Query) -> Page<TaxonomyDocument> {
        page(&TAXONOMIES, query, |taxonomy| taxonomy.document())
    }

    /// `/taxonomy_terms`.
    pub fn terms_page(&self, query: &Query) -> Page<TermDocument> {
        let mut terms = every_term();
        terms.retain(|term| {
            query
                .taxonomy
                .as_ref()
                .is_none_or(|asked| term.taxonomy().id() == *asked)
        });
        page(&terms, query, |term| term.document())
    }

    /// The locations of this view in that council.
    fn places_in(&self, council: &str) -> Vec<&'a Place> {
        let places = self.placed().into_iter().map(|(_, place)| place);
        places
            .filter(|place| self.council_of(place) == Some(council))
            .collect()
    }

    /// Whether a service matches everything except the location.
    fn matches(&self, service: &Service, query: &Query) -> bool {
        let provider = provider_of(self.profile, service)
            .map(|provider| provider.name.as_str())
            .unwrap_or_default();
        let text = format!("{}\n{}\n{provider}", service.name, service.about).to_lowercase();
        let terms = terms_of(service);
        let (minimum, maximum) = super::view::ages(&service.ages);
        let minimum = u32::from(minimum.unwrap_or(0));
        query.search.iter().all(|word| text.contains(word))
            && query
                .term
                .as_ref()
                .is_none_or(|asked| terms.iter().any(|term| term.id() == *asked))
            && query
                .taxonomy
                .as_ref()
                .is_none_or(|asked| terms.iter().any(|term| term.taxonomy().id() == *asked))
            && query.minimum_age.is_none_or(|asked| minimum >= asked)
            && query
                .maximum_age
                .is_none_or(|asked| maximum.is_some_and(|age| u32::from(age) <= asked))
            && opens_as_asked(service, query)
    }
}

/// Whether the service has matching hours. If no hours are asked for, they may be unknown.
fn opens_as_asked(service: &Service, query: &Query) -> bool {
    if query.day.is_none() && query.start_time.is_none() && query.end_time.is_none() {
        return true;
    }
    service.opening.iter().any(|opening| {
        query.day.is_none_or(|day| opening.days.contains(&day))
            && query.start_time.is_none_or(|time| opening.from >= time)
            && query.end_time.is_none_or(|time| opening.until <= time)
    })
}

/// One page of `all`.
fn page<T, D>(all: &[T], query: &Query, document: impl Fn(&T) -> D) -> Page<D> {
    let total_pages = all.len().div_ceil(query.per_page);
    let skipped = query.per_page.saturating_mul(query.page - 1);
    let contents: Vec<D> = all
        .iter()
        .skip(skipped)
        .take(query.per_page)
        .map(document)
        .collect();
    Page {
        total_items: all.len(),
        total_pages,
        page_number: query.page,
        size: contents.len(),
        first_page: query.page == 1,
        last_page: query.page >= total_pages,
        empty: contents.is_empty(),
        contents,
    }
}
