//! The contract, over HTTP, on the running stack.
