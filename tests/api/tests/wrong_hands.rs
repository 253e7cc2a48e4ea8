//! What the hub does in the wrong hands, or with what no careful sender would send.

#[path = "wrong_hands/access.rs"]
mod access;
