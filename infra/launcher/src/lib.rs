//! What the launcher, the hub command and the site's builder share: running cargo with its progress shown, and fetching
//! what a build needs. The standard library is the only dependency, so this crate compiles first.

pub mod cargo;
pub mod children;
pub mod failure;
pub mod paths;
pub mod say;
pub mod tools;
pub mod wasm;

pub use children::Children;
pub use failure::{Failure, Result};
