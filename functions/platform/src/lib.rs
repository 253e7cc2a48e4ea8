//! The ports of the hub, their AWS adapters, telemetry and HTTP answers.
