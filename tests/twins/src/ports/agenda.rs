//! The twin of the clock's agenda.

use crate::Twin;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{Agenda, AgendaCursor, AgendaPage, Due, Lane, Timer};
use platform::schema;

/// The page size of the index.
const PAGE: usize = 100;

impl Agenda for Twin {
    async fn due(
        &self,
        lane: Lane,
        now: Timestamp,
        after: Option<&AgendaCursor>,
    ) -> Result<AgendaPage, PortError> {
        self.call("due", |state| {
            let mark = |at, reference, sk: String| AgendaCursor(schema::due_at(at, reference, &sk));
            let cases = state
                .cases
                .values()
                .filter(|case| Lane::of(case) == lane)
                .filter_map(|case| {
                    let mark = mark(case.watch_at()?, &case.reference, schema::STATE.to_owned());
                    Some((mark, Due::Case(case.reference.clone())))
                });
            let usual = lane == Lane::Usual;
            let timers = state.timers.iter().filter(|_| usual).map(|(request, at)| {
                let sk = schema::timer_sk(request.kind, request.about);
                (
                    mark(*at, &request.reference, sk),
                    Due::Timer(Timer::of(request, *at)),
                )
            });
            let watched = state
                .updates
                .iter()
                .filter(|(_, (_, watched))| usual && *watched);
            let claims = watched.map(|(request, (update, _))| {
                let at = update.claimed_at + SignedDuration::from_mins(2);
                let sk = schema::update_sk(request.kind, request.about);
                (
                    mark(at, &request.reference, sk),
                    Due::Claim(request.reference.clone(), update.clone()),
                )
            });
            let mut due: Vec<(AgendaCursor, Due)> = cases.chain(timers).chain(claims).collect();
            let until = schema::due_until(now);
            due.retain(|(mark, _)| mark.0 <= until && after.is_none_or(|after| mark > after));
            due.sort_by(|(one, _), (other, _)| one.cmp(other));
            let next = due
                .get(PAGE - 1)
                .filter(|_| due.len() > PAGE)
                .map(|(mark, _)| mark.clone());
            Ok(AgendaPage {
                due: due.into_iter().take(PAGE).map(|(_, due)| due).collect(),
                next,
            })
        })
        .await
    }

    async fn forget_timer(&self, timer: &Timer) -> Result<(), PortError> {
        self.call("forget timer", |state| {
            if state.timers.get(&timer.request()) == Some(&timer.at) {
                state.timers.remove(&timer.request());
            }
            Ok(())
        })
        .await
    }
}
