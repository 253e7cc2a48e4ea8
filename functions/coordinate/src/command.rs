//! The commands of coordinators, as they are sent.

use application::Refusal;
use events::Reference;
use events::assessment::{Risk, Tier};
use events::case::{
    ChoiceReason, CloseReason, ComplaintAbout, ComplaintStep, ConflictClearedReason,
    ContactChangeReason, CoordinatorReason, Criterion, DisclosedScope, DisclosedTo,
    DisclosureReason, HandOnBasis, HandOnReason, Pathway, ReopenReason, TaskKind, TaskOutcome,
    UpliftReason,
};
use events::referral::{Basis, GivenBy, Scope};
use jiff::Timestamp;
use lambda_http::{Body, Request};
use platform::http::body_within;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The longest body that is read: a complaint is 5,000 characters, of up to four bytes and an escape each.
const MOST_BYTES: usize = 65_536;

/// A change that a coordinator makes to a case. Its name is the last part of the address, its fields are the body.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum CoordinatorCommand {
    ClearConflict {
        reason: ConflictClearedReason,
    },
    Choice {
        #[serde(default)]
        wanted: Vec<String>,
        #[serde(default)]
        unwanted: Vec<String>,
        reason: ChoiceReason,
    },
    HandOn {
        service: String,
        basis: HandOnBasis,
        reason: HandOnReason,
    },
    Assign {
        #[serde(default)]
        to: Option<String>,
    },
    Look {
        why: CoordinatorReason,
    },
    Task {
        kind: TaskKind,
        #[serde(default)]
        from: Option<Timestamp>,
        #[serde(default)]
        due: Option<Timestamp>,
    },
    TaskDone {
        task: u32,
        outcome: TaskOutcome,
    },
    Uplift {
        #[serde(default)]
        tier: Option<Tier>,
        #[serde(default)]
        risk: Option<Risk>,
        reason: UpliftReason,
    },
    Pathway {
        pathway: Pathway,
        criterion: Criterion,
        basis: HandOnBasis,
    },
    AcknowledgePathway {
        pathway: Pathway,
    },
    Disclose {
        to: DisclosedTo,
        reason: DisclosureReason,
        scope: Vec<DisclosedScope>,
        approver: String,
    },
    ApproveDisclosure {
        disclosure: u32,
    },
    Complaint {
        about: ComplaintAbout,
        words: String,
    },
    AnswerComplaint {
        complaint: u32,
        step: ComplaintStep,
    },
    Close {
        why: CloseReason,
    },
    Merge {
        into: Reference,
    },
    Reopen {
        why: ReopenReason,
    },
    Pause {
        until: Timestamp,
    },
    Resume {},
    Died {},
    LegalHold {
        on: bool,
    },
    Contact {
        contact: Value,
        why: ContactChangeReason,
    },
    Consent {
        #[serde(default)]
        basis: Option<Basis>,
        #[serde(default)]
        given_by: Option<GivenBy>,
        #[serde(default)]
        scope: Vec<Scope>,
    },
    Home {
        #[serde(default)]
        local_authority: Option<String>,
    },
}

/// The command of that name, with what the body says of it.
pub(crate) fn read(name: &str, request: &Request) -> Result<CoordinatorCommand, Refusal> {
    let expected = expected(name).ok_or_else(Refusal::no_such_address)?;
    fields(request.body())
        .and_then(|fields| {
            let named = Map::from_iter([(name.to_owned(), fields)]);
            serde_json::from_value(Value::Object(named)).ok()
        })
        .ok_or_else(|| Refusal::invalid(expected))
}

/// The body's fields; an empty body has none.
fn fields(body: &Body) -> Option<Value> {
    match body_within(body, MOST_BYTES)? {
        [] => Some(Value::Object(Map::new())),
        bytes => serde_json::from_slice(bytes).ok().filter(Value::is_object),
    }
}

impl CoordinatorCommand {
    /// Whether it counts only for the version of the case that its writer has seen: where a repeat would do it twice; where
    /// it replaces the person's answers, which they may have changed on their own page since; and where it ends the case.
    pub(crate) const fn needs_version(&self) -> bool {
        let adds = matches!(
            self,
            Self::Task { .. } | Self::Complaint { .. } | Self::Disclose { .. }
        );
        let overwrites = matches!(self, Self::Contact { .. } | Self::Consent { .. });
        adds || overwrites
            || matches!(
                self,
                Self::Merge { .. } | Self::Close { .. } | Self::Died {}
            )
    }
}

/// What the body of a command says, in plain words; nothing for what is no command.
fn expected(name: &str) -> Option<String> {
    macro_rules! one_of {
        ($set:ty) => {
            <$set>::ALL
                .iter()
                .map(|one| one.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        };
    }
    Some(match name {
        "clear-conflict" => format!("reason is one of {}", one_of!(ConflictClearedReason)),
        "choice" => {
            format!(
                "wanted and unwanted are lists of services; reason is one of {}",
                one_of!(ChoiceReason)
            )
        }
        "hand-on" => {
            let (bases, reasons) = (one_of!(HandOnBasis), one_of!(HandOnReason));
            format!("service is a code; basis is one of {bases}; reason is one of {reasons}")
        }
        "assign" => "to is the account of a coordinator; you, where it is left out".to_owned(),
        "look" => format!("why is one of {}", one_of!(CoordinatorReason)),
        "task" => format!(
            "kind is one of {}; from and due are moments, or left out",
            one_of!(TaskKind)
        ),
        "task-done" => format!(
            "task is its number; outcome is one of {}",
            one_of!(TaskOutcome)
        ),
        "uplift" => {
            let (risks, reasons) = (one_of!(Risk), one_of!(UpliftReason));
            format!(
                "tier is enhanced; risk is one of {risks}; at least one of them; reason is one of {reasons}"
            )
        }
        "pathway" => {
            let (ways, criteria, bases) =
                (one_of!(Pathway), one_of!(Criterion), one_of!(HandOnBasis));
            format!(
                "pathway is one of {ways}; criterion is one of {criteria}; basis is one of {bases}"
            )
        }
        "acknowledge-pathway" => format!("pathway is one of {}", one_of!(Pathway)),
        "disclose" => {
            let (to, reasons, scope) = (
                one_of!(DisclosedTo),
                one_of!(DisclosureReason),
                one_of!(DisclosedScope),
            );
            let who = "approver is the account of somebody else";
            format!(
                "to is one of {to}; reason is one of {reasons}; scope is a list of {scope}; {who}"
            )
        }
        "approve-disclosure" => "disclosure is its number".to_owned(),
        "complaint" => {
            format!(
                "about is one of {}; words are what the person said",
                one_of!(ComplaintAbout)
            )
        }
        "answer-complaint" => format!(
            "complaint is its number; step is one of {}",
            one_of!(ComplaintStep)
        ),
        "close" => format!("why is one of {}", one_of!(CloseReason)),
        "merge" => "into is the reference of the case in which this one goes on".to_owned(),
        "reopen" => format!("why is one of {}", one_of!(ReopenReason)),
        "pause" => "until is a moment, such as 2026-12-24T09:00:00Z".to_owned(),
        "resume" | "died" => "Nothing more is to be said: the body is {}".to_owned(),
        "legal-hold" => "on is true or false".to_owned(),
        "contact" => {
            format!(
                "contact is as on the form; why is one of {}",
                one_of!(ContactChangeReason)
            )
        }
        "consent" => {
            let (given_by, scope) = (one_of!(GivenBy), one_of!(Scope));
            format!(
                "basis is consent, or left out; given_by is one of {given_by}; scope is a list of {scope}"
            )
        }
        "home" => "local_authority is the code of a council; left out, the home is in another area"
            .to_owned(),
        _ => return None,
    })
}
