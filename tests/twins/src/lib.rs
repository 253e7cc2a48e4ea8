//! In-memory ports that misbehave on purpose, held to the same contract as the AWS adapters.
