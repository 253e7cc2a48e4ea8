//! The worklist of a provider's staff: sign in, see what is offered, look, say yes or no, and what was done since. For
//! coordinators, who sign in at the same place, it is their queue, and the cases in it.
//!
//! Forms are data: [`acts`], [`moves`] and [`area`] say which there are, [`field`] and [`form`] what they take and send, in the
//! [`wording`] of whoever fills them in. They, [`login`], [`view`] and [`queue`] are plain values and are tested on any
//! machine; the rest runs in a browser. The access token lives in memory only: closing the tab signs out. What outlives the
//! way to the login and back is one random string in `sessionStorage`, which is worth nothing once it was used.
#![recursion_limit = "512"]

pub mod acts;
pub mod area;
pub mod field;
pub mod form;
pub mod login;
pub mod moves;
pub mod queue;
pub mod view;
pub mod wording;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod draw;
#[cfg(target_arch = "wasm32")]
mod page;
#[cfg(target_arch = "wasm32")]
mod say;

/// Shows the worklist. The page's loader calls it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    page::show();
}
