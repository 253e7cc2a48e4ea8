//! What a provider does for a person once it has said yes: contact, sessions, how far they have come, the end of it.
//!
//! Codes, numbers and moments only: what was said is a note, kept apart under a key of its own.

use crate::closed_set::closed_set;
use crate::command_spec::{FieldKind, FieldSpec, FieldType, commands};
use crate::referral::{ChannelKind, Modality, NeedCode, NeedGroup};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

commands! {
    /// One thing that a provider did under an onward referral that it accepted.
    #[serde(tag = "act", deny_unknown_fields)]
    pub enum Act by "act" {
        /// It tried to reach the person (TV2, KE2).
        "contact-tried" if_match => ContactTried {
            /// By which kind of channel.
            by: ChannelKind,
            /// What came of it.
            outcome: ContactOutcome,
        }
        /// It gave support (DC25: an activity log in minutes).
        "session-held" if_match => SessionHeld {
            /// How.
            modality: Modality,
            /// For how long, in minutes.
            minutes: u16 as FieldKind::Number { min: 1, max: 600 },
        }
        /// It asked the person how they are in the six areas (DC15).
        "measured" if_match => Measured {
            /// Where in the support this was.
            point: Point,
            /// What the person said; nothing where they would rather not say.
            scores: Option<Scores>,
            /// Which needs remain (DC16–21), each once; nothing where that was not asked.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            needs: Option<Vec<NeedCode>>,
        }
        /// The person reached a stage of recovery (DC14).
        "stage-reached" if_match => StageReached {
            /// Which.
            stage: RecoveryStage,
        }
        /// The support under this onward referral is over.
        "closed" if_match => Closed {
            /// How it ended.
            outcome: Outcome,
        }
    }
}

closed_set! {
    /// What came of trying to reach a person: how people are lost on the way is counted by these.
    pub enum ContactOutcome {
        /// They spoke, or wrote to each other.
        Reached = "reached",
        /// A message was left in a way the person had called safe.
        MessageLeft = "message-left",
        /// Nobody answered.
        NoAnswer = "no-answer",
        /// Nobody answered, and the person had not said that a message is safe.
        NoAnswerNoMessage = "no-answer-no-message",
        /// Somebody else answered, and was told nothing.
        SomebodyElse = "somebody-else",
        /// The person would rather be reached at another time.
        AnotherTime = "another-time",
        /// They did not understand each other: an interpreter has to come.
        NoCommonLanguage = "no-common-language",
        /// The number or address is somebody else's, or does not exist.
        WrongNumber = "wrong-number",
        /// It was not safe to go on.
        Unsafe = "unsafe",
        /// The person does not want support now.
        Declined = "declined",
        /// Another service supports them already.
        HelpedAlready = "helped-already",
        /// Somebody said that the person has died. A coordinator finds out; the support is not over by that.
        MayHaveDied = "may-have-died",
    }
}

closed_set! {
    /// When the six areas are measured (DC15).
    pub enum Point {
        /// Before support begins.
        Beginning = "beginning",
        /// While it goes on.
        Middle = "middle",
        /// When it ends.
        End = "end",
    }
}

/// How a person is in the six outcome areas, each from 0 (as bad as it can be) to 10 (DC15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scores {
    /// Health and wellbeing.
    pub health: u8,
    /// Ability to cope with everyday life.
    pub coping: u8,
    /// Safety.
    pub safety: u8,
    /// Reintegration: being among people again.
    pub reintegration: u8,
    /// Feeling informed and supported.
    pub informed: u8,
    /// Experience of the criminal justice system.
    pub justice: u8,
}

impl FieldType for Scores {
    const KIND: FieldKind = {
        const fn score(name: &'static str) -> FieldSpec {
            let (min, max) = (0, Scores::MOST as u32);
            FieldSpec {
                name,
                kind: FieldKind::Number { min, max },
                required: true,
            }
        }
        FieldKind::Group(&[
            score("health"),
            score("coping"),
            score("safety"),
            score("reintegration"),
            score("informed"),
            score("justice"),
        ])
    };
}

impl Scores {
    /// The greatest score.
    pub const MOST: u8 = 10;

    /// The six, each with its name, in the paper's order.
    pub const fn all(self) -> [(&'static str, u8); 6] {
        [
            ("health", self.health),
            ("coping", self.coping),
            ("safety", self.safety),
            ("reintegration", self.reintegration),
            ("informed", self.informed),
            ("justice", self.justice),
        ]
    }
}

closed_set! {
    /// The five stages of recovery (DC14).
    pub enum RecoveryStage {
        /// Safe, and the first days dealt with.
        Stabilise = "stabilise",
        /// Knows what is going on and what can be done.
        Inform = "inform",
        /// Knows that what they feel is to be expected.
        Normalise = "normalise",
        /// Can look back on it.
        Reflect = "reflect",
        /// Is among people again.
        Connect = "connect",
    }
}

closed_set! {
    /// How the support under an onward referral ended.
    pub enum Outcome {
        /// The person has what they came for.
        Completed = "completed",
        /// The person does not want it, or not any more.
        Declined = "declined",
        /// The person could not be reached.
        NotReached = "not-reached",
        /// The numbers and addresses are somebody else's, or do not exist.
        WrongDetails = "wrong-details",
        /// It was not safe to go on.
        Unsafe = "unsafe",
        /// It has no room to go on.
        NoCapacity = "no-capacity",
        /// The person lives where it does not serve.
        OutOfArea = "out-of-area",
        /// Another service helps instead.
        MovedOn = "moved-on",
        /// The same person is helped under another reference.
        Duplicate = "duplicate",
        /// The person has died, as the provider heard. A coordinator finds out, and closes the case.
        Died = "died",
    }
}

/// All that a provider did under one onward referral, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Care {
    /// Each try to reach the person, oldest first.
    pub attempts: Vec<Attempt>,
    /// When the person was first reached.
    pub reached_at: Option<Timestamp>,
    /// By when the provider does something for the person again.
    pub next_by: Option<Timestamp>,
    /// How many sessions.
    pub sessions: u32,
    /// How many minutes of support.
    pub minutes: u32,
    /// How the person was, oldest first.
    pub measures: Vec<Measure>,
    /// How the person was at the beginning with the first that had them, where this provider took over from another (AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Measure>,
    /// The stage of recovery that was reached last.
    pub stage: Option<RecoveryStage>,
    /// How it ended, once it has.
    pub outcome: Option<Outcome>,
}

/// One try to reach the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// By which kind of channel.
    pub by: ChannelKind,
    /// What came of it.
    pub outcome: ContactOutcome,
}

/// How the person was at one point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// When.
    pub at: Timestamp,
    /// Where in the support.
    pub point: Point,
    /// What the person said, where they did.
    pub scores: Option<Scores>,
    /// Which needs remained, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<NeedCode>>,
}

/// The outcome area that a need belongs to, by its name in [`Scores::all`]: everyday life is the ability to cope (DC21).
pub const fn area_of(need: NeedCode) -> &'static str {
    match need.group() {
        NeedGroup::Health => "health",
        NeedGroup::Reintegration => "reintegration",
        NeedGroup::Justice => "justice",
        NeedGroup::Safety => "safety",
        NeedGroup::Informed => "informed",
        NeedGroup::Everyday => "coping",
    }
}

impl Care {
    /// How the person was at the beginning: measured here, or by whoever had them before this provider took over.
    pub fn beginning(&self) -> Option<&Measure> {
        self.measured(Point::Beginning).or(self.begun.as_ref())
    }

    /// The first measure of that point that was taken here.
    pub fn measured(&self, point: Point) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.point == point)
    }

    /// How far the person has come in each of the six areas: the end less the beginning, where both were given.
    pub fn distance_travelled(&self) -> Option<[(&'static str, i8); 6]> {
        let (begin, end) = (
            self.beginning()?.scores?.all(),
            self.measured(Point::End)?.scores?.all(),
        );
        let mut distance = begin.map(|(name, _)| (name, 0));
        for (index, (_, gone)) in distance.iter_mut().enumerate() {
            *gone = i8::try_from(i16::from(end[index].1) - i16::from(begin[index].1))
                .unwrap_or_default();
        }
        Some(distance)
    }
}
