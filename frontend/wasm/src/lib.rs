//! The islands, for the browser.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

/// Gets the reactive system ready. The page's loader calls it before it wakes the islands.
#[wasm_bindgen]
pub fn hydrate() {
    frontend::guide::wake();
}
