//! The labels that staff read: of the codes of closed sets, and of the members of the hub's answers.

use crate::field::Options;
use events::Code;
use words::{codes, errors, staff};

/// The label of a code, where its closed set has one.
pub(crate) type Label = fn(&str) -> Option<&'static str>;

/// The label of a code. A code that is newer than this page is spelt out.
pub(crate) fn label(labels: Label, code: &str) -> String {
    labels(code).map_or_else(|| spell_out(code), str::to_owned)
}

/// Each code with its label, as the options of a field.
pub(crate) fn options<'a>(labels: Label, codes: impl IntoIterator<Item = &'a str>) -> Options {
    codes
        .into_iter()
        .map(|code| (code.to_owned(), label(labels, code)))
        .collect()
}

/// The label of a member of the hub's answer.
pub(crate) fn member_label(member: &str) -> String {
    label(staff::fact, &member.replace('_', "-"))
}

/// The label of a code that the hub answers. The name of its member says which closed set the code belongs to. If that
/// name is not enough, `outer` decides: the name of the object or list that holds the member.
pub(crate) fn code_label(outer: &str, member: &str, code: &str) -> Option<&'static str> {
    let sets: &[Label] = match (outer, member) {
        ("holds", "why") => &[codes::coordinator_reason],
        ("ended", "why") => &[codes::close_reason],
        ("disclosures", "reason") => &[codes::disclosure_reason],
        ("disclosures", "scope") => &[codes::disclosed_scope],
        ("proposals", "act") => &[words::staff_access::act],
        ("proposals", "reason") => &[codes::merge_reason],
        ("referred_on_by", "reason") => &[codes::refer_on_reason],
        ("contacts", "how") => &[
            codes::channel_staff,
            codes::task_kind,
            staff::contact_method,
        ],
        ("contacts", "outcome") => &[
            codes::contact_outcome,
            codes::task_outcome,
            staff::contact_result,
        ],
        ("contacts", "by") => &[staff::contact_by],
        ("words", "kind") => &[codes::task_kind, codes::complaint_staff],
        ("letters", "kind") => &[words::copy::letter],
        ("raised", "reason") => &[codes::uplift_reason],
        ("shared", "told") => &[words::staff_pages::told],
        ("who_looked", "who") => &[words::staff_pages::looked],
        (_, "sent_by") => &[words::staff_pages::source],
        (_, "access_needs") => &[codes::access],
        (_, "age_band") => &[codes::age],
        (_, "basis") => &[codes::basis],
        (_, "categories") => &[codes::category],
        (_, "complexity") => &[codes::complexity],
        (_, "criterion") => &[codes::criterion],
        (_, "days") => &[codes::day],
        (_, "flags") => &[codes::assessment_flag, codes::flag],
        (_, "frequency") => &[codes::frequency_staff],
        (_, "role") => &[codes::role],
        (_, "reported") => &[codes::reported],
        (_, "rights") => &[codes::tier],
        (_, "weight") => &[codes::weight],
        (_, "funding") => &[codes::funding],
        (_, "given_by") => &[codes::given_by],
        (_, "kind" | "preferred" | "automatic") => &[codes::channel_staff],
        (_, "modality") => &[codes::modality],
        (_, "national") => &[codes::national],
        (_, "outcome") => &[codes::care_outcome],
        (_, "pathway") => &[codes::pathway],
        (_, "point") => &[codes::measure_point],
        (_, "risk") => &[codes::risk],
        (_, "scope") => &[codes::scope_staff],
        (_, "specialisms") => &[codes::specialism_staff],
        (_, "stage") => &[codes::recovery_stage],
        (_, "state") => &[codes::onward_state],
        (_, "tier") => &[codes::tier],
        (_, "to") => &[codes::disclosed_to],
        (_, "worker_gender") => &[codes::worker],
        (_, "needs" | "needs_that_remain" | "not_met") => &[codes::need_staff],
        // The needs of a measure, under the area that they belong to.
        ("needs" | "needs_that_remain", _) => &[codes::need_staff],
        _ => &[],
    };
    sets.iter().find_map(|labels| labels(code))
}

/// What to do about an answer that the hub refuses.
pub(crate) fn message(code: Code) -> &'static str {
    match code {
        Code::Required | Code::TooShort | Code::AddressRequired => errors::required_address(),
        Code::AddressNotAllowed => errors::leave_blank(),
        Code::NotAnEmail => errors::email(),
        Code::NotAPhoneNumber => errors::phone(),
        Code::NotATime => errors::time(),
        Code::WindowReversed => errors::second_time(),
        Code::TooLong => errors::too_long(),
        Code::CharacterNotAllowed => errors::character(),
        Code::Contradiction => errors::same_address(),
        Code::Duplicate => errors::duplicate(),
        Code::TooMany => errors::too_many(),
        _ => errors::unreadable(),
    }
}

/// A code as words: `no-answer` is `No answer`.
fn spell_out(code: &str) -> String {
    let text = code.replace(['-', '_'], " ");
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use events::{assessment, care, case, justice, referral};

    #[test]
    fn every_error_says_what_to_do_without_blame() {
        for code in Code::ALL {
            let text = message(*code);
            assert!(text.len() > 10 && !text.ends_with('.'), "{text}");
            for blame in ["invalid", "wrong", "failed", "illegal", "error"] {
                assert!(!text.to_lowercase().contains(blame), "{text}");
            }
        }
    }

    #[test]
    fn every_code_has_exactly_one_label() {
        fn check(labels: &[&str], all: &[&str]) {
            let (mut labels, mut all) = (labels.to_vec(), all.to_vec());
            labels.sort_unstable();
            all.sort_unstable();
            assert_eq!(labels, all);
        }
        macro_rules! check_each {
            ($($labels:ident: $set:ty,)+) => {
                $(check(codes::$labels, &<$set>::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>());)+
            };
        }
        check_each! {
            ASSESSMENT_FLAG: assessment::Flag,
            BASIS: referral::Basis,
            CARE_OUTCOME: care::Outcome,
            CATEGORY: assessment::Category,
            CHANNEL_SAFE_STAFF: referral::ChannelKind,
            CHANNEL_STAFF: referral::ChannelKind,
            CHOICE_REASON: case::ChoiceReason,
            CLOSE_REASON: case::CloseReason,
            COMPLAINT_STAFF: case::ComplaintAbout,
            COMPLAINT_STEP: case::ComplaintStep,
            COMPLEXITY: assessment::Complexity,
            CONFLICT_CLEARED_REASON: case::ConflictClearedReason,
            CONTACT_CHANGE_REASON: case::ContactChangeReason,
            CONTACT_OUTCOME: care::ContactOutcome,
            COORDINATOR_REASON: case::CoordinatorReason,
            CRITERION: case::Criterion,
            DECLINE_REASON: case::DeclineReason,
            DISCLOSED_SCOPE: case::DisclosedScope,
            DISCLOSED_TO: case::DisclosedTo,
            DISCLOSURE_REASON: case::DisclosureReason,
            FREQUENCY_STAFF: referral::Frequency,
            FUNDING: assessment::Funding,
            GIVEN_BY: referral::GivenBy,
            HAND_ON_BASIS: case::HandOnBasis,
            HAND_ON_REASON: case::HandOnReason,
            MEASURE_POINT: care::Point,
            NATIONAL: assessment::National,
            NEED_STAFF: referral::NeedCode,
            ONWARD_STATE: case::OnwardState,
            PATHWAY: case::Pathway,
            PROMISE_OWNER: justice::PromiseOwner,
            RECOVERY_STAGE: care::RecoveryStage,
            REFER_ON_REASON: case::ReferOnReason,
            REOPEN_REASON: case::ReopenReason,
            RISK: assessment::Risk,
            SCOPE_STAFF: referral::Scope,
            SET_ASIDE_STEP: case::SetAsideStep,
            SPECIALISM_STAFF: assessment::Specialism,
            TASK_KIND: case::TaskKind,
            TASK_OUTCOME: case::TaskOutcome,
            TIER: assessment::Tier,
            UPLIFT_REASON: case::UpliftReason,
            WIND_DOWN_REASON: case::WindDownReason,
        }
        let codes =
            |all: &[case::LookReason]| all.iter().map(|one| one.as_str()).collect::<Vec<_>>();
        check(words::staff_access::REASON, &codes(case::LookReason::ALL));
        let steps = justice::Step::ALL.iter().map(|one| one.as_str());
        check(words::staff_pages::JUSTICE_STEP, &steps.collect::<Vec<_>>());
        let ways = justice::NotificationMethod::ALL
            .iter()
            .map(|one| one.as_str());
        check(
            words::staff_pages::NOTIFICATION_METHOD,
            &ways.collect::<Vec<_>>(),
        );
        let states = justice::PromiseStatus::ALL.iter().map(|one| one.as_str());
        check(words::staff_pages::STANDING, &states.collect::<Vec<_>>());
        let limits = case::LimitReason::ALL.iter().map(|one| one.as_str());
        check(
            words::staff_access::LIMIT_REASON,
            &limits.collect::<Vec<_>>(),
        );
    }

    #[test]
    fn the_outer_member_says_which_set_a_reason_belongs_to() {
        assert_eq!(
            code_label("holds", "why", "overdue"),
            codes::coordinator_reason("overdue")
        );
        assert_eq!(
            code_label("ended", "why", "withdrew"),
            codes::close_reason("withdrew")
        );
        assert_eq!(
            code_label("contacts", "outcome", "sent"),
            staff::contact_result("sent")
        );
        assert_eq!(code_label("person", "name", "high"), None);
    }

    #[test]
    fn a_code_without_a_label_is_spelt_out() {
        assert_eq!(label(codes::pathway, "new-meeting"), "New meeting");
        assert_eq!(member_label("first_seen_at"), "First seen at");
    }
}
