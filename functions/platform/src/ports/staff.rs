//! The accounts of staff.

use super::PortError;
use crate::http::Staff;
use std::future::Future;

/// Finds an account.
pub trait FindStaff {
    /// Finds an enabled account by its identifier or its sign-in name, without regard to case. The answer comes from
    /// the login and is current.
    fn find_staff(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Option<Staff>, PortError>> + Send;
}
