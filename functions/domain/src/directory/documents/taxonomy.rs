//! Taxonomies and their terms.

use serde::Serialize;

/// A taxonomy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaxonomyDocument {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Its name for machines.
    pub uri: String,
    /// Its terms; left out of lists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taxonomy_terms: Vec<TermDocument>,
}

/// A term of a taxonomy.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermDocument {
    /// Its identifier.
    pub id: String,
    /// The hub's own code for it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it says of a service.
    pub description: String,
    /// The taxonomy's name.
    pub taxonomy: String,
    /// The taxonomy.
    pub taxonomy_id: String,
}
