//! Services at locations, and distances. A refuge never has a location.

use super::documents::{Address, AtLocationDocument, AtLocationSummary, Location, ServiceLocation};
use super::place;
use super::view::Directory;
use events::parse::Postcode;
use events::profile::{Place, Service};

/// The earth's mean radius in metres.
const EARTH: f64 = 6_371_008.8;

impl<'a> Directory<'a> {
    /// The services of this view with a location.
    pub(super) fn placed(&self) -> Vec<(&'a Service, &'a Place)> {
        self.services()
            .into_iter()
            .filter_map(|service| Some((service, place(service)?)))
            .collect()
    }

    /// `/service_at_locations/{id}`.
    pub fn at_location(&self, id: &str) -> Option<AtLocationDocument> {
        let (service, place) = self
            .placed()
            .into_iter()
            .find(|(service, _)| self.at_location_id(service) == id)?;
        let location = self.location(place);
        Some(AtLocationDocument {
            id: id.to_owned(),
            service_id: self.service_id(service),
            location_id: location.id.clone(),
            location,
            service: self.document(service),
        })
    }

    pub(super) fn at_location_id(&self, service: &Service) -> String {
        self.id("service-at-location", &service.code)
    }

    pub(super) fn at_location_summary(
        &self,
        service: &Service,
        place: &Place,
    ) -> AtLocationSummary {
        let location = Location {
            addresses: Vec::new(),
            ..self.location(place)
        };
        AtLocationSummary {
            id: self.at_location_id(service),
            service_id: self.service_id(service),
            location_id: location.id.clone(),
            location,
            service: self.summary(service),
        }
    }

    pub(super) fn locations_of(&self, service: &Service) -> Vec<ServiceLocation> {
        let each = place(service).into_iter().map(|place| {
            let location = self.location(place);
            ServiceLocation {
                id: self.at_location_id(service),
                service_id: self.service_id(service),
                location_id: location.id.clone(),
                location,
            }
        });
        each.collect()
    }

    /// The council in which a location lies, if its postcode is known.
    pub(super) fn council_of(&self, place: &Place) -> Option<&'a str> {
        self.table
            .local_authority(&Postcode::parse(&place.postcode).ok()?)
    }

    /// A location. Services at the same place share its identifier.
    fn location(&self, place: &Place) -> Location {
        let id = self.id(
            "location",
            &format!("{}\n{}\n{}", place.name, place.address, place.postcode),
        );
        let county = self.council_of(place).and_then(|code| {
            let known = self
                .profile
                .local_authorities
                .iter()
                .find(|council| council.code == code)?;
            Some(known.county.clone())
        });
        let (street, town) = place
            .address
            .rsplit_once(',')
            .unwrap_or((&place.address, ""));
        let address = Address {
            id: self.id("address", &id),
            location_id: id.clone(),
            address_1: street.trim().to_owned(),
            city: town.trim().to_owned(),
            state_province: county.unwrap_or_else(|| self.profile.name.clone()),
            postal_code: place.postcode.clone(),
            country: "GB".to_owned(),
            address_type: "physical".to_owned(),
        };
        Location {
            id,
            location_type: "physical".to_owned(),
            name: place.name.clone(),
            latitude: place.latitude,
            longitude: place.longitude,
            addresses: vec![address],
        }
    }
}

/// The distance between two places in metres, in a straight line.
pub(super) fn distance(one: &Place, other: &Place) -> f64 {
    let [north, other_north] = [one, other].map(|place| place.latitude.to_radians());
    let [east, other_east] = [one, other].map(|place| place.longitude.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord =
        half(other_north - north) + north.cos() * other_north.cos() * half(other_east - east);
    2.0 * EARTH * chord.sqrt().clamp(0.0, 1.0).asin()
}
