//! What a provider's staff see of the figures: their provider, and not another.

use api::{HUB, person, service, soon};
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn a_providers_staff_see_figures_of_their_own_provider_only() {
    let profile = HUB.profile();
    let referral = person(&json!({
        "residence": {"local_authority": "E07000178"},
        "needs": [{"code": "trouble-sleeping"}],
    }));
    let reference = HUB.refer(&referral);
    let providers: BTreeSet<String> = HUB
        .offered_services(&reference)
        .iter()
        .map(|code| service(&profile, code).provider.clone())
        .collect();
    let today = jiff::Zoned::now().date();
    let quarter = (today.month() - 1) / 3 + 1;
    let path = format!("/oversight/own/figures?period={}-Q{quarter}", today.year());
    for own in &providers {
        let token = HUB.token(&format!("provider-{own}"));
        let has_lines = |view: &Value| {
            view["providers"]
                .as_array()
                .is_some_and(|all| !all.is_empty())
        };
        let view = soon("figures that count the offer", || {
            HUB.publish_figures();
            let view = HUB.ask(&token, "GET", &path);
            assert_eq!(view.status, 200, "{}", view.text);
            Some(view.json()).filter(has_lines)
        });
        let tables = view["tables"].as_array().expect("tables");
        assert!(!tables.is_empty(), "{own}");
        for table in tables {
            let rows = table["rows"].as_array().expect("rows");
            assert!(!rows.is_empty(), "{table}");
            for row in rows {
                let code = row["code"].as_str().expect("a code");
                let by_service = table["name"] == "full";
                let provider = if by_service {
                    service(&profile, code).provider.as_str()
                } else {
                    code
                };
                assert_eq!(provider, own.as_str(), "{table}");
            }
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
