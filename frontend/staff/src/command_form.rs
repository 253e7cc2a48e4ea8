//! Makes forms from the descriptions of the commands: the fields, what each of them accepts, and which are required.
//!
//! The modules of the forms add only what the page knows: which form can be used now, which answers the case offers, and
//! the item that a form is about.

use crate::field::{Field, Input, Options};
use crate::form::Form;
use crate::wording::{Label, options};
use events::commands::{ClosedSet, CommandSpec, FieldKind, FieldSpec};
use serde_json::Value;
use words::{codes, commands, staff};

/// The texts of the commands of one group of people.
#[derive(Clone, Copy)]
pub(crate) struct Texts {
    title: Label,
    label: Label,
    hint: Label,
    consequence: Label,
}

/// The texts of what coordinators do.
pub(crate) const COORDINATOR: Texts = Texts {
    title: commands::coordinator_title,
    label: commands::coordinator_label,
    hint: commands::coordinator_hint,
    consequence: commands::coordinator_consequence,
};

/// The texts of what the staff of providers do.
pub(crate) const PROVIDER: Texts = Texts {
    title: commands::provider_title,
    label: commands::provider_label,
    hint: commands::provider_hint,
    consequence: commands::provider_consequence,
};

/// The texts of what the police and witness care do.
pub(crate) const JUSTICE: Texts = Texts {
    title: commands::police_title,
    label: commands::police_label,
    hint: commands::police_hint,
    consequence: commands::police_consequence,
};

impl Texts {
    /// The form of a command, with a field for each field that a person can answer.
    pub(crate) fn form(self, spec: &CommandSpec) -> Form {
        let fields = spec
            .fields
            .iter()
            .filter_map(|field| self.field(spec, field))
            .collect();
        let form = Form::new(
            spec.name,
            (self.title)(spec.name).unwrap_or(spec.name),
            fields,
        );
        self.say(form, spec.name)
    }

    /// The same form, which differs from the plain form of its command: it has the id and the texts of that key.
    pub(crate) fn variant(self, form: Form, key: &'static str) -> Form {
        let title = staff::form_title(key).map_or_else(|| form.title.clone(), str::to_owned);
        self.say(form.with_id(key).with_title(title), key)
    }

    /// Adds what happens once the form is sent. A form that is hard to undo gets a button that warns.
    fn say(self, form: Form, key: &str) -> Form {
        let consequence = staff::form_consequence(key).or_else(|| (self.consequence)(key));
        match (staff::form_button(key), consequence) {
            (Some(button), Some(consequence)) => form.hard_to_undo(button, consequence),
            (None, Some(consequence)) => form.consequence(consequence),
            _ => form,
        }
    }

    fn field(self, spec: &CommandSpec, field: &FieldSpec) -> Option<Field> {
        let key = spec.key_of(field);
        let made = Field::new(
            field.name,
            (self.label)(&key).unwrap_or(field.name),
            self.input(field, &key)?,
        )
        .hint((self.hint)(&key).unwrap_or_default());
        Some(match made.input {
            // The whole group is answered, or none of it.
            Input::AllOrNone(_) => made,
            Input::Confirmation => made.required(),
            _ if field.required => made.required(),
            // The first option says that nothing changes.
            Input::Choice(_) => made.initial(vec![String::new()]),
            _ => made,
        })
    }

    /// The input for a field; none for a field that the page fills in itself.
    fn input(self, field: &FieldSpec, key: &str) -> Option<Input> {
        Some(match field.kind {
            FieldKind::Text { max } => Input::Text(max),
            FieldKind::Account => Input::Account,
            FieldKind::Reference => Input::Reference,
            // Without the answers that the area or the case offers, there is nothing to choose.
            FieldKind::Code(_) => Input::Choice(Options::new()),
            FieldKind::Codes(_) => Input::OptionalChoice(Options::new()),
            FieldKind::Choice(set) => {
                let all = set_options(set);
                let none = staff::form_none(key).unwrap_or(staff::choose_none());
                let none = (!field.required).then(|| (String::new(), none.to_owned()));
                Input::Choice(none.into_iter().chain(all).collect())
            }
            FieldKind::Choices(set) => Input::Several(set_options(set)),
            FieldKind::Moment => Input::Moment,
            FieldKind::Date => Input::Day,
            FieldKind::Time => Input::Time,
            FieldKind::Number { min, max } => Input::Number(min, max),
            FieldKind::OneOf(numbers) => {
                let option = |number: &u32| (number.to_string(), number.to_string());
                Input::Choice(numbers.iter().map(option).collect())
            }
            FieldKind::Flag => Input::Confirmation,
            FieldKind::Group(fields) => Input::AllOrNone(
                fields
                    .iter()
                    .filter_map(|inner| {
                        let label = codes::score_area(inner.name)?;
                        Some(Field::new(inner.name, label, self.input(inner, key)?))
                    })
                    .collect(),
            ),
            FieldKind::Contact | FieldKind::EventNumber | FieldKind::Id | FieldKind::Next => {
                return None;
            }
        })
    }
}

impl Form {
    /// The same form, which sends that value and does not ask for it.
    pub(crate) fn sending(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.fixed[name] = value.into();
        self.without(name)
    }

    /// The same form for one of several items: it sends the item's number, and has it in its id.
    pub(crate) fn for_item(self, name: &str, number: &Value) -> Self {
        let id = format!("{}-{number}", self.id);
        self.sending(name, number.clone()).with_id(id)
    }

    /// The same form without that field.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.fields.retain(|field| field.name != name);
        self
    }

    /// The same form, in which that field offers only these answers.
    pub(crate) fn offering(self, name: &str, answers: Options) -> Self {
        self.change(name, |field| {
            let input = match field.input {
                Input::OptionalChoice(_) => Input::OptionalChoice(answers),
                Input::Several(_) => Input::Several(answers),
                _ => Input::Choice(answers),
            };
            Field { input, ..field }
        })
    }

    /// The same form, in which that field does not offer these codes.
    pub(crate) fn without_codes(self, name: &str, codes: &[&str]) -> Self {
        self.change(name, |mut field| {
            if let Input::Choice(options) | Input::Several(options) = &mut field.input {
                options.retain(|(code, _)| !codes.contains(&code.as_str()));
            }
            field
        })
    }

    /// The same form, with that field changed.
    pub(crate) fn change(mut self, name: &str, change: impl FnOnce(Field) -> Field) -> Self {
        if let Some(at) = self.fields.iter().position(|field| field.name == name) {
            let field = self.fields.remove(at);
            self.fields.insert(at, change(field));
        }
        self
    }
}

fn set_options(set: ClosedSet) -> Options {
    options(set_labels(set), set.codes.iter().copied())
}

/// The labels of a closed set.
pub(crate) fn set_labels(set: ClosedSet) -> Label {
    match set.name {
        "Answered" => words::reassess::answer,
        "Basis" => codes::basis,
        "ChannelKind" => codes::channel_staff,
        "ChoiceReason" => codes::choice_reason,
        "CloseReason" => codes::close_reason,
        "ComplaintAbout" => codes::complaint_staff,
        "ComplaintStep" => codes::complaint_step,
        "ConflictClearedReason" => codes::conflict_cleared_reason,
        "ContactChangeReason" => codes::contact_change_reason,
        "ContactOutcome" => codes::contact_outcome,
        "CoordinatorReason" => codes::coordinator_reason,
        "Criterion" => codes::criterion,
        "DeclineReason" => codes::decline_reason,
        "DisclosedScope" => codes::disclosed_scope,
        "DisclosedTo" => codes::disclosed_to,
        "DisclosureReason" => codes::disclosure_reason,
        "GivenBy" => codes::given_by,
        "HandOnBasis" => codes::hand_on_basis,
        "HandOnReason" => codes::hand_on_reason,
        "IncidentFlag" => codes::flag,
        "LimitReason" => words::staff_access::limit_reason,
        "Modality" => codes::modality,
        "NeedCode" => codes::need_staff,
        "NotesRequestReason" => words::staff_pages::notes_request_reason,
        "NotificationMethod" => words::staff_pages::notification_method,
        "Outcome" => codes::care_outcome,
        "Pathway" => codes::pathway,
        "Point" => codes::measure_point,
        "RecoveryStage" => codes::recovery_stage,
        "ReassessReason" => words::reassess::reason,
        "ReferOnReason" => codes::refer_on_reason,
        "ReopenReason" => codes::reopen_reason,
        "RestorativeJusticeWish" => codes::restorative,
        "Risk" => codes::risk,
        "Scope" => codes::scope_staff,
        "Step" => words::staff_pages::justice_step,
        "SuspectKnown" => codes::suspect,
        "TaskKind" => codes::task_kind,
        "TaskOutcome" => codes::task_outcome,
        "Tier" => codes::tier,
        "MergeReason" => codes::merge_reason,
        "UpliftReason" => codes::uplift_reason,
        "SetAsideStep" => codes::set_aside_step,
        "Weight" => codes::weight,
        "WindDownReason" => codes::wind_down_reason,
        "WorkerGender" => codes::worker,
        _ => |_| None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::care::Act;
    use events::commands::{
        Commands, CoordinatorCommand, HubCommand, JusticeCommand, ProviderCommand,
    };

    fn all() -> Vec<(Texts, &'static CommandSpec)> {
        let coordinators = CoordinatorCommand::COMMANDS
            .iter()
            .chain(HubCommand::COMMANDS)
            .map(|spec| (COORDINATOR, spec));
        let providers = ProviderCommand::COMMANDS
            .iter()
            .chain(Act::COMMANDS)
            .map(|spec| (PROVIDER, spec));
        let justice = JusticeCommand::COMMANDS.iter().map(|spec| (JUSTICE, spec));
        coordinators.chain(providers).chain(justice).collect()
    }

    #[test]
    fn every_command_has_a_title_and_every_field_a_label() {
        for (texts, spec) in all() {
            assert!((texts.title)(spec.name).is_some(), "{}", spec.name);
            for field in spec.fields {
                let key = spec.key_of(field);
                let asked = texts.input(field, &key).is_some();
                assert!(!asked || (texts.label)(&key).is_some(), "{key}");
            }
        }
    }

    #[test]
    fn every_code_that_a_command_takes_has_a_label() {
        for (_, spec) in all() {
            for field in spec.fields {
                if let FieldKind::Choice(set) | FieldKind::Choices(set) = field.kind {
                    for code in set.codes {
                        assert!(set_labels(set)(code).is_some(), "{}: {code}", set.name);
                    }
                }
            }
        }
    }

    #[test]
    fn every_field_of_a_group_is_asked() {
        let spec = Act::spec_of("measured").unwrap();
        let FieldKind::Group(fields) = spec.field("scores").unwrap().kind else {
            panic!("no group")
        };
        let form = PROVIDER.form(spec);
        let scores = form.fields.iter().find(|field| field.name == "scores");
        let asked: Vec<&str> = scores
            .unwrap()
            .leaves()
            .iter()
            .map(|field| field.name.as_str())
            .collect();
        let named: Vec<&str> = fields.iter().map(|field| field.name).collect();
        assert_eq!(asked, named);
    }
}
