//! Assess, store, answer: all in one invocation and one transaction.

use crate::body::Document;
use crate::token::Sender;
use crate::{Ports, Room};
use events::referral::Referral;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::ports::{Answer, Submission};
use platform::submit::Incoming;

/// How long a repeat is answered with the memorable word again (contract).
const WORD_AGAIN: SignedDuration = SignedDuration::from_mins(60);

/// What became of a submission.
pub(crate) enum Outcome {
    /// It is stored, now or before.
    Accepted {
        /// What to say.
        answer: Box<Answer>,
        /// The three words, where the sender may have them.
        word: Option<String>,
        /// Whether it was stored just now.
        first: bool,
    },
    /// Its id was used before for something else.
    OtherContent,
}

/// Stores a referral once, however often it is sent.
pub(crate) async fn submit<P: Ports>(
    room: &Room<'_, P>,
    sender: &Sender,
    document: &Document,
    referral: &Referral,
    now: Timestamp,
    chance: u64,
) -> Result<Outcome, PortError> {
    let submission = Submission {
        sender: sender.name().to_owned(),
        id: referral.id.clone(),
    };
    let incoming = Incoming {
        submission: &submission,
        document: document.value(),
        referral,
        tell_tier: matches!(sender, Sender::Partner(_)),
    };
    Ok(
        match platform::submit::submit(room.ports, incoming, now, chance).await? {
            platform::submit::Outcome::OtherContent => Outcome::OtherContent,
            platform::submit::Outcome::Accepted { answer, first } => {
                let word = (answer.with_word && (first || now <= answer.answered_at + WORD_AGAIN))
                    .then(|| room.keys.word(&submission).text());
                Outcome::Accepted {
                    answer,
                    word,
                    first,
                }
            }
        },
    )
}
