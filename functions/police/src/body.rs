//! Reads the bodies that the police and witness care send.

use application::{Refusal, read_command, wrong_field};
use events::commands::{Commands, JusticeCommand};
use events::ijson;
use lambda_http::Request;
use lambda_http::http::StatusCode;
use platform::http::body_within;
use serde_json::Value;

/// The longest body that is read. No valid body is longer.
const MOST_BYTES: usize = 4_096;

/// Reads the command with that name from the body. The id is stored in one spelling, so that two spellings of a UUID
/// are the same id.
pub(crate) fn read(name: &str, request: &Request) -> Result<JusticeCommand, Refusal> {
    let spec = JusticeCommand::spec_of(name).ok_or_else(Refusal::no_such_address)?;
    let bytes = body_within(request.body(), MOST_BYTES).ok_or_else(|| {
        Refusal::Problem(
            StatusCode::PAYLOAD_TOO_LARGE,
            words::police::body_too_long().into(),
        )
    })?;
    let Ok(Value::Object(body)) = ijson::parse(bytes) else {
        return Err(Refusal::unreadable(words::police::not_an_object()));
    };
    let mut command = read_command(spec, Some(body))?;
    let (JusticeCommand::Progress { id, .. }
    | JusticeCommand::Told { id, .. }
    | JusticeCommand::RequestNotes { id, .. }) = &mut command;
    *id = uuid::Uuid::try_parse(id)
        .map_err(|_| wrong_field(spec, "id"))?
        .hyphenated()
        .to_string();
    Ok(command)
}
