//! The taxonomies that people use to find services: the hub's closed sets, in plain words.
//!
//! They and their identifiers are the same in every area: a need is the same need in every hub.
use words::open_referral;

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
}

/// Every taxonomy.
pub const TAXONOMIES: [Taxonomy; 6] = [
    Taxonomy { code: "needs" },
    Taxonomy {
        code: "specialisms",
    },
    Taxonomy { code: "ways" },
    Taxonomy { code: "access" },
    Taxonomy { code: "ages" },
    Taxonomy { code: "kinds" },
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

    fn name(self) -> &'static str {
        open_referral::taxonomy(self.code).unwrap_or(self.code)
    }

    fn about(self) -> &'static str {
        open_referral::taxonomy_about(self.code).unwrap_or_default()
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
            name: self.name().to_owned(),
            description: self.about().to_owned(),
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
        let name = name_of(self.code);
        TermDocument {
            id: self.id(),
            code: self.code.to_owned(),
            description: open_referral::term_about(self.taxonomy.about(), &name),
            name,
            taxonomy: self.taxonomy.name().to_owned(),
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

/// The name of a term: its own, or its code in words.
fn name_of(code: &str) -> String {
    if let Some(name) = open_referral::term(code) {
        return name.to_owned();
    }
    if let Some((from, until)) = code.split_once('-')
        && from.bytes().all(|byte| byte.is_ascii_digit())
    {
        return open_referral::term_ages(from, until);
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
