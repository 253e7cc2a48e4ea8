//! What a provider's staff see of the figures: their provider, and not another.

use api::HUB;

#[test]
fn a_providers_staff_see_figures_of_their_own_provider_only() {
    HUB.publish_figures();
    let providers: Vec<&String> = HUB.queues.keys().take(2).collect();
    for own in &providers {
        let token = HUB.token(&format!("provider-{own}"));
        let view = HUB.ask(&token, "GET", "/oversight/own/figures");
        assert_eq!(view.status, 200, "{}", view.text);
        let view = view.json();
        for table in view["tables"].as_array().expect("tables") {
            let rows = table["rows"].as_array().expect("rows");
            let by_provider = table["name"] != "full";
            assert!(!rows.is_empty());
            let is_own = |row: &serde_json::Value| row["code"] == own.as_str();
            assert!(!by_provider || rows.iter().all(is_own), "{table}");
        }
        let lines = view["providers"].as_array().expect("providers");
        assert!(lines.iter().all(|line| line["code"] == own.as_str()));
        let page = HUB.ask(&token, "GET", "/oversight/own/page");
        assert!(page.status == 200 && page.text.contains("id=\"figures\""));
        // The area's figures are the office's.
        for path in ["figures", "page", "tables", "dictionary"] {
            let path = format!("/oversight/{path}");
            assert_eq!(HUB.ask(&token, "GET", &path).status, 403, "{path}");
        }
    }
    for role in ["oversight", "coordinator", "police"] {
        let answer = HUB.ask(&HUB.token(role), "GET", "/oversight/own/figures");
        assert_eq!(answer.status, 403, "{role}");
    }
}
