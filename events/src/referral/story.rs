//! The incident, the needs, the circumstances and the preferences.

use super::{
    IncidentFlag, Modality, NeedCode, Reported, RestorativeJusticeWish, Risk, SuspectKnown, Weight,
    WorkerGender,
};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

/// The incident.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Whether it was reported to the police.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// The police's reference number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crime_reference: Option<String>,
    /// The crime type. It is used for figures and never for routing (AS2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Whether it is antisocial behaviour and not a crime. The commissioner's own budget pays then
    /// (AS4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antisocial_behaviour_only: Option<bool>,
    /// The kinds of incident that the rules use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<IncidentFlag>,
    /// The year, month or day, as precisely as the person wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<String>,
    /// The place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

/// A crime type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The scheme, such as `police.uk`.
    pub scheme: String,
    /// The code in it.
    pub code: String,
    /// The label of the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// One need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The need.
    pub code: NeedCode,
    /// Its weight. `None` counts as `a-lot`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// Circumstances that affect tier and risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    /// The number of incidents in twelve months, 1 to 999.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "whole_if_given"
    )]
    pub times_in_12_months: Option<u32>,
    /// Whether the person was targeted deliberately.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targeted_deliberately: Option<bool>,
    /// The person's relation to the suspect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspect_known: Option<SuspectKnown>,
    /// Whether the person lives with the suspect.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lives_with_suspect: Option<bool>,
    /// A mental disorder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mental_disorder: Option<bool>,
    /// A learning disability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning_disability: Option<bool>,
    /// A physical disability.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub physical_disability: Option<bool>,
    /// Whether the person is afraid to give evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afraid_to_give_evidence: Option<bool>,
    /// Lives alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lives_alone: Option<bool>,
    /// Children at home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children_at_home: Option<bool>,
    /// Cares for someone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caring_responsibilities: Option<bool>,
}

/// The short safety screen. A missing answer is unknown, never "no".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// In danger now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_danger_now: Option<bool>,
    /// Afraid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afraid: Option<bool>,
    /// Whether somebody may see the person's phone or computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub someone_may_see_device: Option<bool>,
    /// Getting worse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub getting_worse: Option<bool>,
    /// Threats to kill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threats_to_kill: Option<bool>,
    /// Strangled or choked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strangled_or_choked: Option<bool>,
    /// A weapon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weapon: Option<bool>,
    /// Recently separated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recently_separated: Option<bool>,
    /// Forced marriage, or so-called honour-based abuse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced_marriage_or_honour: Option<bool>,
    /// A child is at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_at_risk: Option<bool>,
    /// Thoughts of suicide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thoughts_of_suicide: Option<bool>,
}

/// A DASH risk checklist. Only trained practitioners send one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dash {
    /// The number of ticks, 0 to 24.
    #[serde(deserialize_with = "whole")]
    pub ticks: u32,
    /// The practitioner's judgement. It raises the risk and never lowers it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional_judgement: Option<Risk>,
    /// The reason for the judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of events in twelve months. A number larger than `u64` is stored as its greatest
    /// value.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "whole_if_given"
    )]
    pub events_in_12_months: Option<u64>,
}

/// The person's preferences.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wishes {
    /// Preferences in the person's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    /// The kinds of support that they prefer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modality: Vec<Modality>,
    /// The kind of worker that they prefer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_gender: Option<WorkerGender>,
    /// Restorative justice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restorative_justice: Option<RestorativeJusticeWish>,
    /// Whether they would join the victims' panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<bool>,
    /// Whether the police may be told. It has no effect by itself: `share-with-police` in the scope
    /// grants it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub police_may_know: Option<bool>,
    /// The organisations that help already (AS7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub already_supported_by: Vec<String>,
}

/// What was known of a person before a change: the parts of a referral that may be learned later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierAnswers {
    /// The number of the event of the change.
    pub until: u32,
    /// When it was changed.
    pub at: Timestamp,
    /// The kinds of incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<IncidentFlag>,
    /// The needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// The circumstances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circumstances: Option<Circumstances>,
    /// The safety answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<Safety>,
    /// The DASH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash: Option<Dash>,
    /// The preferences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Wishes>,
}

/// Reads a whole number in any spelling that the contract allows, such as `1.0`, because documents
/// are stored unchanged.
fn whole<'de, D: Deserializer<'de>, T: TryFrom<u64>>(deserializer: D) -> Result<T, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let whole = number.as_u64().or_else(|| {
        let float = number
            .as_f64()
            .filter(|float| *float >= 0.0 && float.fract() == 0.0)?;
        // A number beyond the type is stored as its greatest value, as `parse` does.
        Some(float as u64)
    });
    let whole = whole.ok_or_else(|| serde::de::Error::custom("not a whole number"))?;
    T::try_from(whole).map_err(|_| serde::de::Error::custom("a number out of range"))
}

/// The same for an optional number.
fn whole_if_given<'de, D: Deserializer<'de>, T: TryFrom<u64>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    whole(deserializer).map(Some)
}
