//! A desk at which anybody decides something about a case: it reads the case, decides, and appends what follows. It may be
//! throttled, lose its answer or die at any call, like whatever else uses the ports.

use super::Run;
use domain::fold::append_all;
use events::Reference;
use events::case::{Case, What};
use platform::PortError;
use platform::ports::{AppendEvents, Appended, Beside, People, ReadCase, ReadPerson, Words};
use serde_json::Value;

/// What was decided: events, and what is written beside them.
#[derive(Default)]
pub(super) struct Decided {
    pub(super) whats: Vec<What>,
    /// The person's document from now on.
    pub(super) document: Option<Value>,
    /// What the person said, about the first of the events.
    pub(super) words: Option<String>,
}

impl From<Vec<What>> for Decided {
    fn from(whats: Vec<What>) -> Self {
        Self { whats, ..Self::default() }
    }
}

impl From<What> for Decided {
    fn from(what: What) -> Self {
        vec![what].into()
    }
}

impl Run {
    /// Somebody decides something about a case. True where it is known to be done.
    pub(super) async fn decide(
        &mut self,
        who: &str,
        reference: &Reference,
        decide: impl Fn(&Case, Option<&Value>) -> Decided,
    ) -> bool {
        let outcome = self.twin.outlive(self.decided(reference, decide)).await;
        let (names, told) = match outcome {
            None => (String::new(), "dies".to_owned()),
            Some(Err(error)) => (String::new(), error.to_string()),
            Some(Ok((names, told))) => (names, told),
        };
        self.tell(&format!("{who}: {reference} {names}: {told}"));
        if let Some(refused) = told.strip_prefix("refused, ") {
            self.happened(&format!("refused: {refused}"));
        }
        told == "done"
    }

    async fn decided(
        &self,
        reference: &Reference,
        decide: impl Fn(&Case, Option<&Value>) -> Decided,
    ) -> Result<(String, String), PortError> {
        let Some(case) = self.twin.case(reference).await? else { return Ok(Default::default()) };
        let person = self.twin.person(reference).await?;
        let decided = decide(&case, person.as_ref());
        let names: Vec<&str> = decided.whats.iter().map(What::name).collect();
        let names = names.join(", ");
        if decided.whats.is_empty() {
            return Ok((names, "nothing to do".to_owned()));
        }
        let (after, events) = match append_all(&case, decided.whats, self.now) {
            Ok(follows) => follows,
            Err(illegal) => return Ok((names, format!("refused, {illegal}"))),
        };
        let words = decided.words.map(|text| Words { seq: events[0].seq, at: self.now, text });
        let people = decided.document.as_ref().map_or(People::Same, People::Rewritten);
        let beside = Beside { people, words: words.as_ref(), ..Beside::default() };
        let told = match self.twin.append(&after, &events, beside).await? {
            Appended::Done => "done",
            Appended::Stale => "somebody was faster",
            Appended::Full | Appended::Behind => "there is no room",
        };
        Ok((names, told.to_owned()))
    }
}
