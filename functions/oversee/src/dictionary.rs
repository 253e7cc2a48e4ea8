//! The data dictionary: what each table counts, and what its codes are.

use measures::{Codes, Dimension, QUESTIONS};
use serde_json::{Value, json};
use words::oversight;

/// The dictionary as JSON.
pub(crate) fn dictionary() -> Value {
    let tables: Vec<Value> = QUESTIONS
        .iter()
        .flat_map(|question| {
            question.breakdowns.iter().map(|breakdown| {
                json!({
                    "name": breakdown.name,
                    "title": oversight::title(breakdown.name),
                    "definition": oversight::about(breakdown.name),
                    "measure": question.measure.as_str(),
                    "counts": oversight::measure(question.measure.as_str()),
                    "rows": dimension(breakdown.rows),
                    "columns": breakdown.columns.map(dimension),
                    "by_district": question.by_district,
                    "answers": breakdown.answers,
                })
            })
        })
        .collect();
    let marks = [
        oversight::mark_c(),
        oversight::mark_x(),
        oversight::mark_z(),
        oversight::mark_low(),
    ];
    json!({"tables": tables, "marks": marks})
}

fn dimension(dimension: Dimension) -> Value {
    let codes = match dimension.codes() {
        Codes::Closed(codes) => json!(codes),
        Codes::Districts | Codes::Providers | Codes::Services | Codes::Touchpoints => Value::Null,
    };
    let name = dimension.as_str();
    json!({"name": name, "label": oversight::dimension(name), "codes": codes})
}
