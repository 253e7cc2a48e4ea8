//! The staff application. Everybody signs in on the same page, and [`who`] says which pages their role has: a provider's
//! staff see what is offered to them, accept or decline it, and record what they did; coordinators have their queue and its
//! cases; the police and witness care see what they referred and what they owe; the commissioner's office sees figures.
//! [`place`] is where in the application somebody is, as the address has it.
//!
//! Every form is made from the description of its command: [`provider_forms`], [`coordinator_forms`], [`justice_forms`] and
//! [`area`] say which form can be used now; [`field`] and [`form`] read their answers. These, [`login`], [`worklist`],
//! [`queue`], [`safe_contact`] and [`travelled`] are plain values and are tested on any machine; the rest runs in a browser. Tokens live in memory only. Signing out, and five minutes
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
pub mod justice_forms;
pub mod latest;
pub mod login;
pub mod place;
pub mod provider_forms;
pub mod queue;
pub mod safe_contact;
pub mod shown;
pub mod travelled;
pub mod who;
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
mod frame;
#[cfg(target_arch = "wasm32")]
mod justice_page;
#[cfg(target_arch = "wasm32")]
mod oversight_page;
#[cfg(target_arch = "wasm32")]
mod partner_page;
#[cfg(target_arch = "wasm32")]
mod parts;
#[cfg(target_arch = "wasm32")]
mod provider_page;
#[cfg(target_arch = "wasm32")]
mod session;
#[cfg(target_arch = "wasm32")]
mod shown_view;

/// Shows the application. The page's loader calls it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::show();
}
