//! The API's description, generated from the types of its documents and the table of its
//! parameters.
//!
//! Open Referral UK 3.0 defines nine paths. The tenth is this description, which `/` links to.

use super::documents::{
    ApiDetails, AtLocationDocument, AtLocationSummary, Page, ServiceDocument, ServiceSummary,
    TaxonomyDocument, TermDocument,
};
use super::{BASE, Kind, List, Parameter};
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItem, PathsBuilder,
};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Required,
    ResponseBuilder, Schema, SchemaFormat, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use words::open_referral;

/// The response at a path.
enum At {
    /// A document without parameters.
    Document,
    /// A document with an identifier in its path.
    OfId,
    /// A list.
    List(List),
}

/// The description as OpenAPI 3.1, for the hub with that name.
pub fn openapi(hub: &str) -> OpenApi {
    let info = InfoBuilder::new()
        .title(open_referral::title(hub))
        .version("3.0")
        .description(Some(open_referral::description()))
        .build();
    let mut schemas = Vec::new();
    add::<ApiDetails>(&mut schemas);
    add_page::<ServiceSummary>(&mut schemas);
    add::<ServiceDocument>(&mut schemas);
    add_page::<AtLocationSummary>(&mut schemas);
    add::<AtLocationDocument>(&mut schemas);
    add_page::<TaxonomyDocument>(&mut schemas);
    add_page::<TermDocument>(&mut schemas);
    let paths = PathsBuilder::new()
        .path(
            "/",
            item(
                open_referral::path_standard(),
                schema::<ApiDetails>(),
                &At::Document,
            ),
        )
        .path(
            "/services",
            item(
                open_referral::path_services(),
                page::<ServiceSummary>(),
                &At::List(List::Services),
            ),
        )
        .path(
            "/services/{id}",
            item(
                open_referral::path_service(),
                schema::<ServiceDocument>(),
                &At::OfId,
            ),
        )
        .path(
            "/service_at_locations",
            item(
                open_referral::path_at_locations(),
                page::<AtLocationSummary>(),
                &At::List(List::AtLocations),
            ),
        )
        .path(
            "/service_at_locations/{id}",
            item(
                open_referral::path_at_location(),
                schema::<AtLocationDocument>(),
                &At::OfId,
            ),
        )
        .path(
            "/taxonomies",
            item(
                open_referral::path_taxonomies(),
                page::<TaxonomyDocument>(),
                &At::List(List::Taxonomies),
            ),
        )
        .path(
            "/taxonomies/{id}",
            item(
                open_referral::path_taxonomy(),
                schema::<TaxonomyDocument>(),
                &At::OfId,
            ),
        )
        .path(
            "/taxonomy_terms",
            item(
                open_referral::path_terms(),
                page::<TermDocument>(),
                &At::List(List::Terms),
            ),
        )
        .path(
            "/taxonomy_terms/{id}",
            item(
                open_referral::path_term(),
                schema::<TermDocument>(),
                &At::OfId,
            ),
        )
        .path(
            "/openapi.json",
            item(
                open_referral::path_description(),
                Schema::Object(ObjectBuilder::new().build()),
                &At::Document,
            ),
        );
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(BASE).build()]))
        .paths(paths)
        .components(Some(
            ComponentsBuilder::new().schemas_from_iter(schemas).build(),
        ))
        .build()
}

/// Schemas by name.
type Schemas = Vec<(String, RefOr<Schema>)>;

/// A type's schema, and those of its parts.
fn add<T: ToSchema>(schemas: &mut Schemas) {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
}

/// The schema of a page, named after its items, and those of its parts.
fn add_page<T: ToSchema>(schemas: &mut Schemas) {
    schemas.push((page_name::<T>(), Page::<T>::schema()));
    add::<T>(schemas);
}

fn page_name<T: ToSchema>() -> String {
    format!("PageOf{}", T::name())
}

fn schema<T: ToSchema>() -> Ref {
    Ref::from_schema_name(T::name())
}

fn page<T: ToSchema>() -> Ref {
    Ref::from_schema_name(page_name::<T>())
}

fn item(about: &str, schema: impl Into<RefOr<Schema>>, at: &At) -> PathItem {
    let found = ResponseBuilder::new()
        .description(open_referral::response_found())
        .content(
            "application/json",
            ContentBuilder::new().schema(Some(schema)).build(),
        );
    let mut operation = OperationBuilder::new()
        .summary(Some(about))
        .response("200", found);
    match at {
        At::Document => {}
        At::OfId => {
            let id = ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::Custom("uuid".to_owned())));
            let id = ParameterBuilder::new()
                .name("id")
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(Some(id.build()));
            operation = operation.parameter(id).response(
                "404",
                ResponseBuilder::new().description(open_referral::response_not_found()),
            );
        }
        At::List(list) => {
            operation = list
                .parameters()
                .iter()
                .fold(operation, |operation, parameter| {
                    operation.parameter(query(parameter))
                });
            let bad = open_referral::response_bad_parameter();
            let bad = ResponseBuilder::new()
                .description(bad)
                .content("application/problem+json", ContentBuilder::new().build());
            operation = operation.response("400", bad);
        }
    }
    PathItem::new(HttpMethod::Get, operation)
}

fn query(parameter: &Parameter) -> ParameterBuilder {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let schema = match parameter.kind {
        Kind::Text | Kind::Postcode => text,
        Kind::Time => text.pattern(Some("^[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?$")),
        Kind::Day => text.enum_values(Some(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])),
        Kind::Whole(least, most) => ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(f64::from(least)))
            .maximum(Some(f64::from(most))),
    };
    ParameterBuilder::new()
        .name(parameter.name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(parameter.about()))
        .schema(Some(schema.build()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_has_every_path_and_parameter() {
        let document = serde_json::to_value(openapi("The hub")).unwrap();
        let paths = document["paths"].as_object().unwrap();
        assert_eq!(paths.len(), 10);
        for (path, list) in [
            ("/services", List::Services),
            ("/service_at_locations", List::AtLocations),
            ("/taxonomies", List::Taxonomies),
            ("/taxonomy_terms", List::Terms),
        ] {
            let described = paths[path]["get"]["parameters"].as_array().unwrap();
            let names: Vec<&str> = described
                .iter()
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            let known: Vec<&str> = list
                .parameters()
                .iter()
                .map(|parameter| parameter.name)
                .collect();
            assert_eq!(names, known, "{path}");
        }
    }

    #[test]
    fn every_schema_that_is_named_is_there() {
        let document = serde_json::to_value(openapi("The hub")).unwrap();
        let schemas = document["components"]["schemas"].as_object().unwrap();
        let text = document.to_string();
        let named = text
            .split("#/components/schemas/")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        for name in named {
            assert!(schemas.contains_key(name), "{name} is named and not there");
        }
        assert!(schemas.len() > 15, "{:?}", schemas.keys());
    }
}
