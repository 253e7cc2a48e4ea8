//! What the launcher, the hub command and the builder of the site share: running cargo with its progress shown, and
//! fetching what a build needs. The standard library is its only dependency: it compiles before everything else.

pub mod cargo;
pub mod children;
pub mod failure;
pub mod paths;
pub mod say;
pub mod tools;
pub mod wasm;

pub use children::Children;
pub use failure::{Failure, Result};
