//! Which AWS errors may pass and which never will.

use crate::PortError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The port's error for an SDK error of `action`: never the request, which may hold a person's words.
pub(super) fn port_error<E: ProvideErrorMetadata, R>(
    action: &str,
    error: &SdkError<E, R>,
) -> PortError {
    match error {
        SdkError::ServiceError(service) => {
            let code = service.err().code().unwrap_or("an unnamed error");
            let text = format!("{action} was answered with {code}");
            if never_passes(code) {
                PortError::Permanent(text)
            } else {
                PortError::Transient(text)
            }
        }
        SdkError::ConstructionFailure(_) => {
            PortError::Permanent(format!("{action} could not be asked"))
        }
        SdkError::TimeoutError(_) => PortError::Transient(format!("{action} took too long")),
        SdkError::DispatchFailure(_) => {
            PortError::Transient(format!("{action} could not be reached"))
        }
        _ => PortError::Transient(format!("{action} gave an answer that could not be read")),
    }
}

fn never_passes(code: &str) -> bool {
    matches!(
        code,
        "ValidationException"
            | "AccessDeniedException"
            | "AccessDenied"
            | "ResourceNotFoundException"
            | "ItemCollectionSizeLimitExceededException"
            | "QueueDoesNotExist"
            | "AWS.SimpleQueueService.NonExistentQueue"
            | "InvalidMessageContents"
            | "MessageRejected"
            | "BadRequestException"
            | "NotFoundException"
    )
}

/// The port's error for an item that cannot be written or read as the type it should be.
pub(super) fn damaged(what: &str) -> impl Fn(serde_dynamo::Error) -> PortError {
    move |_| PortError::Permanent(format!("{what} does not have the form it should have"))
}
