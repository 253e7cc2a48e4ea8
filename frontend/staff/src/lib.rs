//! The staff application. A provider's staff sign in, see what is offered to them, accept or decline it, and record what
//! they did. Coordinators sign in on the same page, and have their queue and its cases.
//!
//! Every form is made from the description of its command: [`provider_forms`], [`coordinator_forms`] and [`area`] say which
//! form can be used now; [`field`] and [`form`] read their answers. These, [`login`], [`worklist`] and [`queue`] are plain
//! values and are tested on any machine; the rest runs in a browser. Tokens live in memory only. Signing out, and five minutes
//! without a sign of anybody ([`idle`]), give them back and end the login's own session. Closing the tab does not end that: for
//! an hour the login lets in anyone who presses "Sign in" there. Only one random string is kept in `sessionStorage`, on the way to the login and back, and it is worthless after
//! its first use.
#![recursion_limit = "512"]

pub mod area;
mod command_form;
pub mod coordinator_forms;
pub mod field;
pub mod form;
pub mod idle;
mod json;
pub mod latest;
pub mod login;
pub mod provider_forms;
pub mod queue;
pub mod wording;
pub mod worklist;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod controls;
#[cfg(target_arch = "wasm32")]
mod coordinator_page;
#[cfg(target_arch = "wasm32")]
mod form_view;
#[cfg(target_arch = "wasm32")]
mod oversight_page;
#[cfg(target_arch = "wasm32")]
mod provider_page;
#[cfg(target_arch = "wasm32")]
mod session;

/// Shows the application. The page's loader calls it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::show();
}
