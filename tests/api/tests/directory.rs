//! The directory: Open Referral UK for everyone, and more for people who work with the hub.

use api::{Answer, HUB, form};
use serde_json::Value;

fn get(path: &str) -> Answer {
    HUB.send("GET", path, &[], b"")
}

/// The first item of a list.
fn first(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    answer.json()["contents"][0].clone()
}

#[test]
fn the_ten_addresses_answer_with_json() {
    let id = |list: &str| {
        first(&format!("/open-referral/{list}"))["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    for path in [
        "/open-referral/".to_owned(),
        "/open-referral/openapi.json".to_owned(),
        "/open-referral/services".to_owned(),
        format!("/open-referral/services/{}", id("services")),
        "/open-referral/service_at_locations".to_owned(),
        "/open-referral/taxonomies".to_owned(),
        format!("/open-referral/taxonomies/{}", id("taxonomies")),
        "/open-referral/taxonomy_terms".to_owned(),
        format!("/open-referral/taxonomy_terms/{}", id("taxonomy_terms")),
    ] {
        // A request from a page of another site. The edge adds the headers that allow it only on such a request.
        let answer = HUB.send("GET", &path, &[("origin", "https://example.org")], b"");
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert!(
            answer
                .header("content-type")
                .starts_with("application/json"),
            "{path}: {answer:?}"
        );
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
        assert!(answer.json().is_object(), "{path}: {}", answer.text);
    }
    for at in get("/open-referral/service_at_locations").json()["contents"]
        .as_array()
        .expect("a list")
    {
        let path = format!(
            "/open-referral/service_at_locations/{}",
            at["id"].as_str().expect("an id")
        );
        assert_eq!(
            get(&path).json()["service"]["id"],
            at["service_id"],
            "{path}"
        );
    }
}

#[test]
fn the_api_says_where_its_description_is() {
    let details = get("/open-referral/").json();
    let described = get(details["openapi_url"].as_str().expect("a whole address")).json();
    assert_eq!(
        described["paths"].as_object().map(serde_json::Map::len),
        Some(10)
    );
    assert!(
        details["version"].is_string() && details["profile"].is_string(),
        "{details}"
    );
}

#[test]
fn a_document_has_what_its_list_said_of_it() {
    let listed = first("/open-referral/services?per_page=1");
    let document = get(&format!(
        "/open-referral/services/{}",
        listed["id"].as_str().expect("an id")
    ))
    .json();
    for field in ["id", "name", "status", "organization_id"] {
        assert_eq!(document[field], listed[field], "{field}");
    }
    assert!(
        document["attributes"].is_array() && document["schedules"].is_array(),
        "{document}"
    );
    assert!(document.get("hub").is_none(), "a contract is public");
}

#[test]
fn what_does_not_exist_is_answered_in_json() {
    for path in [
        "/open-referral/services/00000000-0000-8000-8000-000000000000",
        "/open-referral/services/nonsense.json",
        "/open-referral/nonsense.json",
        "/open-referral/a/b/c",
    ] {
        let answer = get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
    }
}

#[test]
fn a_list_is_found_with_a_slash_and_by_head() {
    let slash = get("/open-referral/services/");
    assert_eq!(slash.status, 200, "{}", slash.text);
    assert_eq!(slash.text, get("/open-referral/services").text);
    for path in ["/open-referral/services", "/open-referral/openapi.json"] {
        let head = HUB.send("HEAD", path, &[], b"");
        assert_eq!((head.status, head.text.as_str()), (200, ""), "{path}");
    }
}

#[test]
fn pages_cover_the_list_and_parameters_reach_the_function() {
    let all = get("/open-referral/services?per_page=100").json();
    let total = all["total_items"].as_u64().expect("a number");
    let mut seen = Vec::new();
    for page in 1..=total {
        let page = get(&format!("/open-referral/services?per_page=1&page={page}")).json();
        assert_eq!(
            (page["total_pages"].as_u64(), page["size"].as_u64()),
            (Some(total), Some(1)),
            "{page}"
        );
        seen.push(page["contents"][0]["id"].clone());
    }
    let listed: Vec<Value> = all["contents"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["id"].clone())
        .collect();
    assert_eq!(seen, listed);
    assert_eq!(
        get("/open-referral/services?search=no-service-says-this").json()["empty"],
        true
    );
}

#[test]
fn a_parameter_that_cannot_be_taken_is_named() {
    for (path, parameter) in [
        ("/open-referral/services?per_page=0", "per_page"),
        ("/open-referral/services?per_page=101", "per_page"),
        ("/open-referral/taxonomies?page=first", "page"),
        (
            "/open-referral/service_at_locations?postcode=nonsense",
            "postcode",
        ),
        (
            "/open-referral/service_at_locations?postcode=ZZ99%209ZZ",
            "postcode",
        ),
    ] {
        let answer = get(path);
        assert_eq!(answer.status, 400, "{path}: {}", answer.text);
        assert!(
            answer
                .header("content-type")
                .starts_with("application/problem+json"),
            "{path}"
        );
        assert_eq!(answer.json()["parameter"], parameter, "{path}");
    }
}

#[test]
fn what_is_asked_with_a_postcode_is_kept_nowhere() {
    assert!(
        get("/open-referral/services")
            .header("cache-control")
            .contains("max-age")
    );
    let near = get("/open-referral/service_at_locations?postcode=OX16%204FP");
    assert_eq!(
        (near.status, near.header("cache-control")),
        (200, "no-store"),
        "{}",
        near.text
    );
}

#[test]
fn each_role_sees_its_own_view_of_contracts() {
    let (police, provider) = (
        HUB.token("police"),
        HUB.queues.keys().next().expect("a provider"),
    );
    let own = HUB.token(&format!("provider-{provider}"));
    let services = "directory/services?per_page=100";
    for (token, path) in [
        (&police, format!("/police/{services}")),
        (&own, format!("/provider/{services}")),
    ] {
        let answer = HUB.ask(token, "GET", &path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let list = answer.json();
        let contents = list["contents"].as_array().expect("a list");
        assert!(
            contents
                .iter()
                .all(|one| one["hub"]["contract"]["from"].is_string()),
            "{path}"
        );
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(
        HUB.ask(&police, "GET", &format!("/provider/{services}"))
            .status,
        403
    );
    assert_eq!(
        HUB.ask(&own, "GET", &format!("/police/{services}")).status,
        403
    );
    assert_eq!(get(&format!("/police/{services}")).status, 401);
}

#[test]
fn a_refuge_has_no_place_in_any_view() {
    let (police, coordinator) = (HUB.token("police"), HUB.token("coordinator"));
    for (token, view) in [(&police, "police"), (&coordinator, "provider")] {
        let list = HUB
            .ask(
                token,
                "GET",
                &format!("/{view}/directory/services?per_page=100"),
            )
            .json();
        let refuges = list["contents"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one["hub"]["refuge"] == true);
        let ids: Vec<&str> = refuges.filter_map(|one| one["id"].as_str()).collect();
        let placed = HUB
            .ask(
                token,
                "GET",
                &format!("/{view}/directory/service_at_locations?per_page=100"),
            )
            .json();
        for at in placed["contents"].as_array().expect("a list") {
            assert!(
                !ids.contains(&at["service_id"].as_str().expect("an id")),
                "a refuge has a place"
            );
        }
        for id in ids {
            let document = HUB
                .ask(token, "GET", &format!("/{view}/directory/services/{id}"))
                .json();
            assert_eq!(
                document["service_at_locations"],
                serde_json::json!([]),
                "{document}"
            );
        }
    }
}

#[test]
fn a_search_keeps_the_postcode_in_the_body() {
    let search = |fields: &[(&str, &str)]| {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        HUB.send(
            "POST",
            "/directory/search",
            &headers,
            form(fields).as_bytes(),
        )
    };
    let found = search(&[("postcode", "ox16 4fp"), ("need", "trouble-sleeping")]);
    assert_eq!(
        (found.status, found.header("cache-control")),
        (200, "no-store"),
        "{}",
        found.text
    );
    assert!(found.header("content-type").starts_with("text/html"));
    let again = search(&[("postcode", "nonsense"), ("need", "trouble-sleeping")]);
    assert_eq!(
        (again.status, again.header("cache-control")),
        (422, "no-store")
    );
    assert!(
        again.text.contains("value=\"nonsense\"") && again.text.contains("trouble-sleeping"),
        "{}",
        again.text
    );
}
