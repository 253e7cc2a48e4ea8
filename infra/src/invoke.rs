//! Invokes a function of the hub, as an operator.

use crate::aws::Aws;
use crate::{paths, status};
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Invokes the function with that request, and returns its answer.
///
/// # Errors
/// AWS refuses: `what`, and the reason. Or the function failed.
pub async fn invoke(
    aws: &Aws,
    area: &str,
    function: &str,
    request: &Value,
    what: &str,
) -> Result<Value> {
    let folder = paths::dot_hub()?;
    let asked = folder.join(format!("{function}-{}.json", std::process::id()));
    let answer = folder.join(format!("{function}-{}-answer.json", std::process::id()));
    status::write_private(&asked, request.to_string().as_bytes())?;
    let function = format!("hub-{area}-{function}");
    let payload = format!("fileb://{}", asked.display());
    let to = answer.display().to_string();
    let arguments = [
        "lambda",
        "invoke",
        "--function-name",
        &function,
        "--payload",
        &payload,
        &to,
    ];
    let called = aws.call(what, arguments).await;
    let text = std::fs::read_to_string(&answer);
    for file in [&asked, &answer] {
        let _ = std::fs::remove_file(file);
    }
    let called: Value = serde_json::from_str(&called?).unwrap_or_default();
    let text = text.context("The function's answer cannot be read")?;
    if !called["FunctionError"].is_null() {
        bail!("The function failed. Its log says why.");
    }
    serde_json::from_str(&text).context("The function's answer is no JSON")
}
