//! Answers may arrive in another order than their requests. Only the answer to the latest request is shown.

/// Numbers the requests for one place of the page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Latest(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

impl Latest {
    /// Begins a request, which overtakes every earlier one.
    pub const fn begin(&mut self) -> Ticket {
        self.0 += 1;
        Ticket(self.0)
    }

    /// Whether no later request has begun.
    pub fn is(&self, ticket: Ticket) -> bool {
        ticket == Ticket(self.0)
    }
}
