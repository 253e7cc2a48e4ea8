//! What a provider does for a person after it accepts: contact, sessions, outcomes and the end of
//! the support.
//!
//! This module holds only codes, numbers and times. What was said is kept in a note, under a
//! separate key.

use crate::closed_set::closed_set;
use crate::command_spec::{FieldKind, FieldSpec, FieldType, commands};
use crate::referral::{ChannelKind, Modality, NeedCode, NeedGroup};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

commands! {
    /// An action of a provider under an onward referral that it accepted.
    #[serde(tag = "act", deny_unknown_fields)]
    pub enum Act by "act" {
        /// It tried to reach the person (TV2, KE2).
        "contact-tried" if_match => ContactTried {
            /// The kind of channel.
            by: ChannelKind,
            /// The outcome of the attempt.
            outcome: ContactOutcome,
        }
        /// It held a session (DC25: an activity log in minutes).
        "session-held" if_match => SessionHeld {
            /// The kind of support.
            modality: Modality,
            /// The length in minutes, 1 to 600.
            minutes: u16 as FieldKind::Number { min: 1, max: 600 },
        }
        /// It asked the person about the six outcome areas (DC15).
        "measured" if_match => Measured {
            /// The point at which it asked.
            point: Point,
            /// The person's answers. `None` if they preferred not to say.
            scores: Option<Scores>,
            /// The needs that remain (DC16–21), without repeats. `None` if the provider did not ask.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            needs: Option<Vec<NeedCode>>,
        }
        /// The person reached a stage of recovery (DC14).
        "stage-reached" if_match => StageReached {
            /// The stage.
            stage: RecoveryStage,
        }
        /// It closed the support under this onward referral.
        "closed" if_match => Closed {
            /// How the support ended.
            outcome: Outcome,
        }
    }
}

closed_set! {
    /// The outcome of an attempt to contact a person. The hub counts these to see where it loses
    /// people.
    pub enum ContactOutcome {
        /// They spoke, or wrote to each other.
        Reached = "reached",
        /// A message was left in a way that the person called safe.
        MessageLeft = "message-left",
        /// Nobody answered, and no message was left.
        NoAnswer = "no-answer",
        /// Nobody answered, and no message was left because the person had not said that it is
        /// safe.
        NoAnswerNoMessage = "no-answer-no-message",
        /// Somebody else answered. They were told nothing.
        SomebodyElse = "somebody-else",
        /// The person would rather be reached at another time.
        AnotherTime = "another-time",
        /// They did not share a language. An interpreter is needed.
        NoCommonLanguage = "no-common-language",
        /// The number or address belongs to somebody else, or does not exist.
        WrongNumber = "wrong-number",
        /// It was not safe to continue.
        Unsafe = "unsafe",
        /// The person does not want support now.
        Declined = "declined",
        /// Another service supports them already.
        HelpedAlready = "helped-already",
        /// Somebody said that the person has died. The support continues until a coordinator has
        /// checked.
        MayHaveDied = "may-have-died",
    }
}

closed_set! {
    /// The points at which the six outcome areas are measured (DC15).
    pub enum Point {
        /// Before support begins.
        Beginning = "beginning",
        /// During support.
        Middle = "middle",
        /// When it ends.
        End = "end",
    }
}

/// The person's scores in the six outcome areas, each from 0 (worst) to 10 (DC15).
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
    /// The highest score.
    pub const MOST: u8 = 10;

    /// The six scores with the names of their areas, in the paper's order.
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
        /// The person is safe, and the first days are dealt with.
        Stabilise = "stabilise",
        /// The person knows what is happening and what can be done.
        Inform = "inform",
        /// The person knows that their feelings are a normal reaction.
        Normalise = "normalise",
        /// The person can look back on it.
        Reflect = "reflect",
        /// The person spends time with other people again.
        Connect = "connect",
    }
}

closed_set! {
    /// How the support under an onward referral ended.
    pub enum Outcome {
        /// The person got the help that they wanted.
        Completed = "completed",
        /// The person does not want support, or does not want any more.
        Declined = "declined",
        /// The person could not be reached.
        NotReached = "not-reached",
        /// The numbers and addresses belong to somebody else, or do not exist.
        WrongDetails = "wrong-details",
        /// It was not safe to continue.
        Unsafe = "unsafe",
        /// The provider has no capacity to continue.
        NoCapacity = "no-capacity",
        /// The person lives outside the area that the provider serves.
        OutOfArea = "out-of-area",
        /// Another service helps instead.
        MovedOn = "moved-on",
        /// The same person is helped under another reference.
        Duplicate = "duplicate",
        /// The provider heard that the person has died. A coordinator checks, and closes the case.
        Died = "died",
    }
}

/// Everything that a provider did under one onward referral.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Care {
    /// The attempts to contact the person, oldest first.
    pub attempts: Vec<Attempt>,
    /// When the provider first reached the person.
    pub reached_at: Option<Timestamp>,
    /// When the provider must act for the person again.
    pub next_by: Option<Timestamp>,
    /// The number of sessions.
    pub sessions: u32,
    /// The total length of the sessions, in minutes.
    pub minutes: u32,
    /// The measurements, oldest first.
    pub measures: Vec<Measure>,
    /// The first measurement by an earlier provider, if this one took over (AS24).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun: Option<Measure>,
    /// The latest stage of recovery.
    pub stage: Option<RecoveryStage>,
    /// How the support ended. `None` until it has.
    pub outcome: Option<Outcome>,
}

/// One attempt to contact the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// The kind of channel.
    pub by: ChannelKind,
    /// The outcome.
    pub outcome: ContactOutcome,
}

/// One measurement of the outcome areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// When.
    pub at: Timestamp,
    /// The point at which it was taken.
    pub point: Point,
    /// The person's scores, if they gave them.
    pub scores: Option<Scores>,
    /// The needs that remained, if the provider asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Vec<NeedCode>>,
}

/// The outcome area that a need belongs to, by its name in [`Scores::all`]. The need "everyday
/// life" belongs to the ability to cope (DC21).
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
    /// The scores before support: measured by this provider, or by the one from which it took over.
    pub fn beginning(&self) -> Option<&Measure> {
        self.measured(Point::Beginning).or(self.begun.as_ref())
    }

    /// The first measurement at that point.
    pub fn measured(&self, point: Point) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.point == point)
    }

    /// The change in each of the six areas, from before support to its end, where both scores are
    /// known.
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
