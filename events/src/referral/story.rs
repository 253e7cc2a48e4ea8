//! What happened, what is needed, what bears on risk, and what is wished.

use super::{
    IncidentFlag, Modality, NeedCode, Reported, RestorativeJusticeWish, Risk, SuspectKnown, Weight,
    WorkerGender,
};
use serde::{Deserialize, Deserializer, Serialize};

/// What happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Incident {
    /// Whether it was reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// The police's number for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crime_reference: Option<String>,
    /// The crime type. Kept for figures; never a routing key (AS2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// No crime: paid from the commissioner's own budget (AS4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub antisocial_behaviour_only: Option<bool>,
    /// What the rules need to know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<IncidentFlag>,
    /// Year, month or day, as precisely as the person wants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred: Option<String>,
    /// Where it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

/// A crime type in some scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// The scheme, such as `police.uk`.
    pub scheme: String,
    /// The code in it.
    pub code: String,
    /// Its words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// One need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Which.
    pub code: NeedCode,
    /// How heavily it weighs; absent counts as `a-lot`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Weight>,
}

/// What bears on tier and risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Circumstances {
    /// How often in twelve months, 1 to 999.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "whole_if_given"
    )]
    pub times_in_12_months: Option<u32>,
    /// Whether it was aimed at them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targeted_deliberately: Option<bool>,
    /// How the suspect is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspect_known: Option<SuspectKnown>,
    /// Whether they live with the suspect.
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
    /// Afraid to give evidence.
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

/// The short safety screen. Absent is unknown, never "no".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// In danger now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_danger_now: Option<bool>,
    /// Afraid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub afraid: Option<bool>,
    /// Someone may see the phone or computer.
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
    /// Forced marriage, or so-called honour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forced_marriage_or_honour: Option<bool>,
    /// A child is at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub child_at_risk: Option<bool>,
    /// Thoughts of suicide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thoughts_of_suicide: Option<bool>,
}

/// A DASH risk checklist, from a trained practitioner only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dash {
    /// Ticks, 0 to 24.
    #[serde(deserialize_with = "whole")]
    pub ticks: u32,
    /// The practitioner's judgement: it raises, never lowers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional_judgement: Option<Risk>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Events in twelve months; a number beyond what `u64` holds is kept as its greatest value.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "whole_if_given"
    )]
    pub events_in_12_months: Option<u64>,
}

/// What the person would like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wishes {
    /// Their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    /// How they would like to be supported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modality: Vec<Modality>,
    /// Whom they would rather speak to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker_gender: Option<WorkerGender>,
    /// Restorative justice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restorative_justice: Option<RestorativeJusticeWish>,
    /// Would join the victims' panel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<bool>,
    /// Grants the police nothing by itself; `share-with-police` in the scope does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub police_may_know: Option<bool>,
    /// Who helps already (AS7).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub already_supported_by: Vec<String>,
}

/// A whole number as the contract lets it be written, `1.0` too: the document is kept as it was sent.
fn whole<'de, D: Deserializer<'de>, T: TryFrom<u64>>(deserializer: D) -> Result<T, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let whole = number.as_u64().or_else(|| {
        let float = number
            .as_f64()
            .filter(|float| *float >= 0.0 && float.fract() == 0.0)?;
        // What is beyond the type is kept as its greatest value, as `parse` does.
        Some(float as u64)
    });
    let whole = whole.ok_or_else(|| serde::de::Error::custom("not a whole number"))?;
    T::try_from(whole).map_err(|_| serde::de::Error::custom("a number out of range"))
}

/// The same, where there is one.
fn whole_if_given<'de, D: Deserializer<'de>, T: TryFrom<u64>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    whole(deserializer).map(Some)
}
