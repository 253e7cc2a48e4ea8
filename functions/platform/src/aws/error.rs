//! Tells transient AWS errors from permanent ones. No other file knows AWS's codes for it.
//!
//! Permanent is only what AWS refuses because of the request itself: the same request fails again at any time and for
//! any sender. Everything else may pass. That includes what an operator or AWS puts right without a new request: a role
//! whose change has not reached every server yet, a key that is disabled, a table or a queue that is still being made.

use crate::PortError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::CancellationReason;

/// The codes of requests that can never succeed.
const NEVER_PASSES: &[&str] = &[
    // DynamoDB: the request breaks a rule, an item or a collection of items is too large, or a token was used for
    // another request.
    "ValidationException",
    "SerializationException",
    "ItemCollectionSizeLimitExceededException",
    "IdempotentParameterMismatchException",
    // SQS.
    "InvalidMessageContents",
    "InvalidParameterValue",
    "MissingParameter",
    "AWS.SimpleQueueService.UnsupportedOperation",
    "UnsupportedOperation",
    // SES.
    "BadRequestException",
    // S3 and Cognito.
    "InvalidRequest",
    "InvalidParameterException",
];

/// The reasons of a cancelled transaction that stand for one of its items, and stay.
const NEVER_WRITTEN: &[&str] = &[
    "ValidationError",
    "ItemCollectionSizeLimitExceeded",
    "DuplicateItem",
];

/// The reason of a write whose condition is not true.
const CONDITION: &str = "ConditionalCheckFailed";

/// The port error for an SDK error of `action`. It never holds the request, which may hold a person's words.
pub(super) fn port_error<E: ProvideErrorMetadata, R>(
    action: &str,
    error: &SdkError<E, R>,
) -> PortError {
    match error {
        SdkError::ServiceError(service) => {
            let code = service.err().code().unwrap_or("an unnamed error");
            let text = format!("{action} was answered with {code}");
            if NEVER_PASSES.contains(&code) {
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

/// The reasons of a transaction that was cancelled because a condition was not true, in the order of its writes.
///
/// # Errors
/// Any other reason, as AWS names it. `TransactionConflict`, `ThrottlingError` and `ProvisionedThroughputExceeded` pass.
/// `ValidationError` and `ItemCollectionSizeLimitExceeded` do not, although the whole transaction has the same code.
pub(super) fn failed_conditions<'a, R>(
    action: &str,
    error: &'a SdkError<TransactWriteItemsError, R>,
) -> Result<&'a [CancellationReason], PortError> {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    else {
        return Err(port_error(action, error));
    };
    let reasons = cancelled.cancellation_reasons();
    if reasons.iter().any(condition_failed) {
        return Ok(reasons);
    }
    let codes = || reasons.iter().filter_map(CancellationReason::code);
    if let Some(code) = codes().find(|code| NEVER_WRITTEN.contains(code)) {
        return Err(PortError::Permanent(format!(
            "{action} was cancelled with {code}"
        )));
    }
    let code = codes().find(|code| *code != "None");
    Err(PortError::Transient(format!(
        "{action} was cancelled with {}",
        code.unwrap_or("no reason")
    )))
}

/// Whether a transaction was cancelled only because another one wrote to one of its items at the same moment. Nothing
/// was written, and the same transaction may be sent again immediately.
pub(super) fn is_conflict<R>(error: &SdkError<TransactWriteItemsError, R>) -> bool {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) =
        error.as_service_error()
    else {
        return false;
    };
    let reasons = cancelled.cancellation_reasons().iter();
    let mut codes = reasons
        .filter_map(CancellationReason::code)
        .filter(|code| *code != "None")
        .peekable();
    codes.peek().is_some() && codes.all(|code| code == "TransactionConflict")
}

/// Whether this write was refused because its condition was not true.
pub(super) fn condition_failed(reason: &CancellationReason) -> bool {
    reason.code() == Some(CONDITION)
}

/// Whether AWS read the request and refused it. Then it was not carried out. After any other error it may have been.
pub(super) fn is_refused<E>(error: &SdkError<E>) -> bool {
    match error {
        SdkError::ServiceError(service) => service.raw().status().is_client_error(),
        _ => false,
    }
}

/// The port error for an item that cannot be written or read as its type.
pub(super) fn damaged<E>(what: &str) -> impl Fn(E) -> PortError {
    move |_| PortError::Permanent(format!("{what} cannot be read or written as its type"))
}
