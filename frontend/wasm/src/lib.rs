//! The islands, for the browser.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen::prelude::wasm_bindgen;

#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Gets the reactive system ready. The page's loader calls it before it wakes the islands.
#[wasm_bindgen]
pub fn hydrate() {
    frontend::guide::wake();
}
