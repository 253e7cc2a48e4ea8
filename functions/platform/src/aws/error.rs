//! Tells transient AWS errors from permanent ones.

use crate::PortError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The port error for an SDK error of `action`. It never holds the request, which may hold a person's words.
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
            PortError::Permanent(format!("the request for {action} could not be built"))
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

/// The port error for an item that cannot be written or read as its type.
pub(super) fn damaged(what: &str) -> impl Fn(serde_dynamo::Error) -> PortError {
    move |_| PortError::Permanent(format!("{what} cannot be read or written as its type"))
}
