//! The taxonomies that people use to find services: the hub's closed sets, in plain words.
//!
//! They and their identifiers are the same in every area: a need is the same need in every hub.

use super::documents::{TaxonomyDocument, TermDocument};
use super::identify;
use events::assessment::Specialism;
use events::profile::Service;
use events::referral::{AccessNeed, AgeBand, Modality, NeedCode};

/// The name that replaces the area in identifiers that all areas share.
const EVERYWHERE: &str = "";

/// One taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    code: &'static str,
    name: &'static str,
    about: &'static str,
}

/// Every taxonomy.
pub const TAXONOMIES: [Taxonomy; 6] = [
    Taxonomy {
        code: "needs",
        name: "Needs",
        about: "What a service helps with",
    },
    Taxonomy {
        code: "specialisms",
        name: "Specialisms",
        about: "What a service knows most about",
    },
    Taxonomy {
        code: "ways",
        name: "Ways of support",
        about: "How a service supports people",
    },
    Taxonomy {
        code: "access",
        name: "Access",
        about: "What a service can adapt to",
    },
    Taxonomy {
        code: "ages",
        name: "Ages",
        about: "Whom a service takes, where it does not take everyone",
    },
    Taxonomy {
        code: "kinds",
        name: "Kinds",
        about: "What kind of service it is",
    },
];

/// One term of a taxonomy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    taxonomy: Taxonomy,
    code: &'static str,
}

/// The codes of `kinds`, which is not a closed set of the hub.
const KINDS: [&str; 3] = ["for-everyone", "national", "refuge"];

impl Taxonomy {
    /// Its identifier.
    pub fn id(self) -> String {
        identify(EVERYWHERE, "taxonomy", self.code)
    }

    /// Its terms, in the order of the closed set.
    pub fn terms(self) -> Vec<Term> {
        let codes: Vec<&'static str> = match self.code {
            "needs" => NeedCode::ALL.iter().map(|code| code.as_str()).collect(),
            "specialisms" => Specialism::ALL.iter().map(|code| code.as_str()).collect(),
            "ways" => Modality::ALL.iter().map(|code| code.as_str()).collect(),
            "access" => AccessNeed::ALL.iter().map(|code| code.as_str()).collect(),
            "ages" => AgeBand::ALL.iter().map(|code| code.as_str()).collect(),
            _ => KINDS.to_vec(),
        };
        codes
            .into_iter()
            .map(|code| Term {
                taxonomy: self,
                code,
            })
            .collect()
    }

    /// The taxonomy as an Open Referral UK document, without its terms.
    pub fn document(self) -> TaxonomyDocument {
        TaxonomyDocument {
            id: self.id(),
            name: self.name.to_owned(),
            description: self.about.to_owned(),
            uri: format!("urn:uuid:{}", self.id()),
            taxonomy_terms: Vec::new(),
        }
    }
}

impl Term {
    /// Its identifier.
    pub fn id(self) -> String {
        identify(EVERYWHERE, self.taxonomy.code, self.code)
    }

    /// The taxonomy it belongs to.
    pub fn taxonomy(self) -> Taxonomy {
        self.taxonomy
    }

    /// The term as an Open Referral UK document.
    pub fn document(self) -> TermDocument {
        let name = words(self.code);
        TermDocument {
            id: self.id(),
            code: self.code.to_owned(),
            description: format!("{}: {name}", self.taxonomy.about),
            name,
            taxonomy: self.taxonomy.name.to_owned(),
            taxonomy_id: self.taxonomy.id(),
        }
    }
}

/// Every term of every taxonomy.
pub fn every_term() -> Vec<Term> {
    TAXONOMIES.into_iter().flat_map(Taxonomy::terms).collect()
}

/// The terms that apply to the service. A service that names no need meets all of them, and has all
/// their terms.
pub fn terms_of(service: &Service) -> Vec<Term> {
    let has = |term: &Term| match term.taxonomy.code {
        "needs" => {
            service.needs.is_empty() || service.needs.iter().any(|code| code.as_str() == term.code)
        }
        "specialisms" => service
            .specialisms
            .iter()
            .any(|code| code.as_str() == term.code),
        "ways" => service
            .modalities
            .iter()
            .any(|code| code.as_str() == term.code),
        "access" => service
            .access_needs
            .iter()
            .any(|code| code.as_str() == term.code),
        "ages" => service.ages.iter().any(|code| code.as_str() == term.code),
        _ => match term.code {
            "for-everyone" => service.universal,
            "national" => service.national.is_some(),
            _ => service.refuge,
        },
    };
    every_term().into_iter().filter(has).collect()
}

/// A code in words.
fn words(code: &str) -> String {
    match code {
        "isva" => return "Adviser after sexual violence (ISVA)".to_owned(),
        "idva" => return "Adviser at high risk of domestic abuse (IDVA)".to_owned(),
        "marac-or-mash" => return "MARAC or MASH".to_owned(),
        "british-sign-language" => return "British Sign Language".to_owned(),
        "under-12" => return "Under 12".to_owned(),
        "60-plus" => return "60 or older".to_owned(),
        band if band.starts_with(|c: char| c.is_ascii_digit()) => return band.replace('-', " to "),
        _ => {}
    }
    let text = code.replace('-', " ");
    let (first, rest) = text.split_at(text.len().min(1));
    format!("{}{rest}", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_term_has_its_own_identifier_and_words() {
        let terms = every_term();
        let ids: BTreeSet<String> = terms.iter().map(|term| term.id()).collect();
        assert_eq!(ids.len(), terms.len());
        let names: Vec<String> = terms.iter().map(|term| term.document().name).collect();
        for name in [
            "Trouble sleeping",
            "12 to 15",
            "For everyone",
            "MARAC or MASH",
            "Face to face",
        ] {
            assert!(names.iter().any(|known| known == name), "{name} is missing");
        }
    }
}
