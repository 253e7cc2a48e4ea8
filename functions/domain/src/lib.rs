//! Pure decisions: assess, match, gate, fold. No I/O, no clock, no AWS.
