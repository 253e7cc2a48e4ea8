//! Distance travelled (DC15): how far a person has come in each of the six areas, as lines of a chart.

use crate::wording::label;
use crate::worklist::AREAS;
use serde_json::Value;
use words::{codes, staff_pages};

/// The best score.
pub const BEST: i64 = 10;

/// One area of life. A score is missing if the person would rather not say, or was not asked yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub area: String,
    /// At the beginning, or where the provider before began.
    pub first: Option<i64>,
    /// The latest score after that.
    pub last: Option<i64>,
}

impl Line {
    /// What the line shows, in words.
    pub fn summary(&self) -> String {
        match (self.first, self.last) {
            (Some(first), Some(last)) => staff_pages::travelled_line(&self.area, first, last),
            (Some(score), None) | (None, Some(score)) => {
                staff_pages::travelled_one(&self.area, score)
            }
            (None, None) => staff_pages::travelled_none(&self.area),
        }
    }
}

/// The lines of the chart. Empty if nothing was measured.
pub fn lines(care: &Value) -> Vec<Line> {
    let measures = care["measures"].as_array().map_or(&[][..], Vec::as_slice);
    let begun = [&care["begun"]].into_iter().filter(|one| one.is_object());
    let first = measures
        .iter()
        .find(|measure| measure["point"] == "beginning")
        .or(begun.into_iter().next());
    let later = measures
        .iter()
        .rfind(|measure| measure["point"] != "beginning" && measure["scores"].is_object());
    if first.is_none() && later.is_none() {
        return Vec::new();
    }
    let score = |measure: Option<&Value>, area: &str| measure?["scores"][area].as_i64();
    AREAS
        .into_iter()
        .map(|area| Line {
            area: label(codes::score_area, area),
            first: score(first, area),
            last: score(later, area),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn scores(health: i64) -> Value {
        json!({"health": health, "coping": 1, "safety": 2, "reintegration": 3, "informed": 4, "justice": 5})
    }

    #[test]
    fn a_line_leads_from_the_beginning_to_the_latest_measure() {
        let care = json!({"measures": [
            {"point": "beginning", "scores": scores(2)}, {"point": "middle", "scores": scores(4)},
            {"point": "end", "scores": scores(7)}, {"point": "end", "scores": null},
        ]});
        let lines = lines(&care);
        assert_eq!(
            (lines.len(), lines[0].first, lines[0].last),
            (6, Some(2), Some(7))
        );
        assert!(
            lines[0].summary().contains("from 2 to 7"),
            "{}",
            lines[0].summary()
        );
    }

    #[test]
    fn a_new_provider_begins_where_the_one_before_began() {
        let care = json!({"measures": [], "begun": {"point": "beginning", "scores": scores(3)}});
        assert_eq!(
            (lines(&care)[0].first, lines(&care)[0].last),
            (Some(3), None)
        );
        assert!(
            lines(&json!({"measures": null})).is_empty(),
            "a volunteer sees none"
        );
    }
}
