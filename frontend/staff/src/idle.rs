//! How long a page stays signed in: five minutes without a sign of anybody, and eight hours at most.

/// Minutes without a sign of anybody.
const IDLE: f64 = 5.0;
/// How many minutes before that the page warns.
const WARNS: f64 = 1.0;
/// Minutes since signing in.
const LONGEST: f64 = 8.0 * 60.0;

/// When somebody signed in, and when they last did something, in milliseconds of the browser's clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Presence {
    since: f64,
    acted: f64,
}

/// Whether somebody is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They are.
    There,
    /// Soon nobody will be.
    Warned,
    /// Nobody is, or it has been long enough.
    Over,
}

impl Presence {
    /// Somebody has just signed in.
    pub fn begin(now: f64) -> Self {
        Self {
            since: now,
            acted: now,
        }
    }

    /// Somebody does something. A page whose time is over stays over.
    pub fn act(&mut self, now: f64) {
        if self.state(now) != State::Over {
            self.acted = now;
        }
    }

    /// The state now. If the clock was set back, it is over: nobody knows how long it has been.
    pub fn state(&self, now: f64) -> State {
        let minutes = |from: f64| (now - from) / 60_000.0;
        let (idle, open) = (minutes(self.acted), minutes(self.since));
        if idle >= IDLE || open >= LONGEST || idle < 0.0 {
            State::Over
        } else if idle >= IDLE - WARNS {
            State::Warned
        } else {
            State::There
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: f64) -> f64 {
        1_700_000_000_000.0 + minutes * 60_000.0
    }

    #[test]
    fn a_page_that_nobody_uses_warns_and_then_signs_out() {
        let mut page = Presence::begin(at(0.0));
        assert_eq!(page.state(at(3.9)), State::There);
        assert_eq!(page.state(at(4.0)), State::Warned);
        page.act(at(4.5));
        assert_eq!(page.state(at(8.0)), State::There);
        assert_eq!(page.state(at(9.5)), State::Over);
        page.act(at(9.6));
        assert_eq!(page.state(at(9.6)), State::Over);
        assert_eq!(page.state(at(4.0)), State::Over);
    }

    #[test]
    fn nobody_stays_signed_in_for_longer_than_eight_hours() {
        let mut page = Presence::begin(at(0.0));
        for minute in 0..480 {
            page.act(at(f64::from(minute)));
        }
        assert_eq!(page.state(at(479.9)), State::There);
        assert_eq!(page.state(at(480.0)), State::Over);
    }
}
