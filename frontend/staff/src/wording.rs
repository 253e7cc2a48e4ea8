//! The closed sets of the staff's forms, in the words of the staff.

use crate::field::Options;
use events::Code;
use events::case::{
    ChoiceReason, CloseReason, ComplaintAbout, ComplaintStep, ConflictClearedReason,
    ContactChangeReason, Criterion, DisclosedScope, DisclosedTo, DisclosureReason, HandOnBasis,
    HandOnReason, TaskKind, WindDownReason,
};
use events::referral::{ChannelKind, Frequency, GivenBy, Scope};

/// A code as words: `no-answer` is `No answer`.
pub fn words(code: &str) -> String {
    let text = code.replace('-', " ");
    let (first, rest) = text.split_at(text.len().min(1));
    let text = format!("{}{rest}", first.to_uppercase());
    // These are names, and are known by them.
    [
        ("marac", "MARAC"),
        ("Marac", "MARAC"),
        ("mash", "MASH"),
        ("Mash", "MASH"),
    ]
    .into_iter()
    .fold(text, |text, (code, name)| text.replace(code, name))
}

/// The answers of a closed set, each with its own words.
pub(crate) fn choices<T: Copy>(
    all: &[T],
    code: fn(T) -> &'static str,
    say: fn(T) -> &'static str,
) -> Options {
    all.iter()
        .map(|one| (code(*one).to_owned(), say(*one).to_owned()))
        .collect()
}

/// The answers of a closed set whose codes are words.
pub(crate) fn codes<'a>(all: impl IntoIterator<Item = &'a str>) -> Options {
    all.into_iter()
        .map(|code| (code.to_owned(), words(code)))
        .collect()
}

/// What to do about an answer that the hub does not take.
pub(crate) const fn message(code: Code) -> &'static str {
    match code {
        Code::Required | Code::TooShort | Code::AddressRequired => {
            "It is ticked as safe: type the address, or take the tick away"
        }
        Code::AddressNotAllowed => "Leave this empty",
        Code::NotAnEmail => "Check the email address. It should look like name@example.org",
        Code::NotAPhoneNumber => "Check the phone number. It should look like 07700 900123",
        Code::NotATime => "Type the time like 09:30, or leave it empty",
        Code::WindowReversed => "The second time must be later than the first",
        Code::TooLong => "This is too long. Use fewer letters",
        Code::CharacterNotAllowed => "There is a hidden sign here. Delete it and type it again",
        Code::Contradiction => {
            "The same address is there twice, once as safe and once as not. Choose one"
        }
        Code::Duplicate => "This is there twice. Once is enough",
        Code::TooMany => "There are too many answers here. Take some away",
        _ => "This could not be read. Choose it or type it again",
    }
}

pub(crate) const fn pathway_reason(why: Criterion) -> &'static str {
    match why {
        Criterion::VisibleHighRisk => "The risk is visibly high",
        Criterion::ProfessionalJudgement => "Your own judgement",
        Criterion::PotentialEscalation => "It gets worse, or happens more often",
        Criterion::Repeat => "They were there before, within twelve months (MARAC)",
        Criterion::ChildAtRisk => "A child may be at risk (MASH)",
        Criterion::AdultAtRisk => "An adult with care needs may be at risk (MASH)",
    }
}

pub(crate) const fn disclosed_to(to: DisclosedTo) -> &'static str {
    match to {
        DisclosedTo::Police => "The police",
        DisclosedTo::Marac => "A MARAC",
        DisclosedTo::Mash => "A MASH",
        DisclosedTo::Health => "A health service",
    }
}

pub(crate) const fn why_disclosed(why: DisclosureReason) -> &'static str {
    match why {
        DisclosureReason::DangerToLife => "Somebody’s life is in danger",
        DisclosureReason::HarmToChild => "A child may be seriously harmed",
        DisclosureReason::HarmToAdult => "An adult at risk may be seriously harmed",
        DisclosureReason::HarmToOthers => "Somebody else may be seriously harmed",
    }
}

pub(crate) const fn disclosed_scope(scope: DisclosedScope) -> &'static str {
    match scope {
        DisclosedScope::Concern => "That there is a concern, and which",
        DisclosedScope::SafeContact => "How to reach the person safely",
        DisclosedScope::Identity => "Who the person is",
        DisclosedScope::Whereabouts => "Where the person is",
    }
}

pub(crate) const fn given_by(who: GivenBy) -> &'static str {
    match who {
        GivenBy::Person => "The person",
        GivenBy::ParentOrGuardian => "A parent or guardian",
        GivenBy::Representative => "Someone who may speak for them",
    }
}

pub(crate) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Assess => "That we look at what they need",
        Scope::ShareWithProviders => "That we pass on what they tell us to services that fit",
        Scope::Updates => "That we tell them when something happens, in the ways they called safe",
        Scope::ShareWithPolice => "That the police see what they tell us",
        Scope::Research => "That they count in research, without their name",
    }
}

pub(crate) const fn complaint_about(about: ComplaintAbout) -> &'static str {
    match about {
        ComplaintAbout::Service => "The hub, or a service",
        ComplaintAbout::Code => {
            "A right under the Victims’ Code that the police, the courts or somebody else did not keep"
        }
    }
}

pub(crate) const fn complaint_step(step: ComplaintStep) -> &'static str {
    match step {
        ComplaintStep::Acknowledged => {
            "That their complaint is here, and by when they have a reply"
        }
        ComplaintStep::Replied => "The reply",
    }
}

pub(crate) const fn basis(basis: HandOnBasis) -> &'static str {
    match basis {
        HandOnBasis::Consent => "The person agrees to this",
        HandOnBasis::SeriousHarmOverride => "Without their consent, to prevent serious harm",
    }
}

pub(crate) const fn why_handed_on(why: HandOnReason) -> &'static str {
    match why {
        HandOnReason::LivesThere => "They live there",
        HandOnReason::MovesThere => "They are moving there",
        HandOnReason::NationalNeed => "It helps with this in the whole country",
        HandOnReason::SeriousHarm => "Serious harm has to be prevented",
    }
}

pub(crate) const fn why_cleared(why: ConflictClearedReason) -> &'static str {
    match why {
        ConflictClearedReason::SpokenAlone => "I spoke with the person alone, and it is safe",
        ConflictClearedReason::NotTheSuspect => {
            "Whoever signed, or lives with them, is not the one suspected"
        }
        ConflictClearedReason::AnotherConsented => "Somebody else who may has agreed",
        ConflictClearedReason::ProviderChecked => "The service has nobody on the other side",
    }
}

pub(crate) const fn why_chosen(why: ChoiceReason) -> &'static str {
    match why {
        ChoiceReason::Asked => "They ask for it",
        ChoiceReason::KnowsIt => "They know the service and trust it",
        ChoiceReason::TriedBefore => "They had it before, and it did not help",
        ChoiceReason::KnownThere => "Somebody they know is there",
        ChoiceReason::NotReady => "They are not ready for it",
        ChoiceReason::FoundOwnHelp => "They have found help themselves",
    }
}

pub(crate) const fn why_closed(why: CloseReason) -> &'static str {
    match why {
        CloseReason::SupportOver => "The support is over",
        CloseReason::Withdrew => "They want no support, or no more",
        CloseReason::Duplicate => "It goes on in another case",
        CloseReason::Died => "The person has died",
        CloseReason::MovedOn => "Another hub or service has it, and said so",
        CloseReason::NotReached => "Nobody could reach them",
        CloseReason::NoMoreNeeds => "They need nothing more",
        CloseReason::EnteredInError => "It should never have been a case",
    }
}

pub(crate) const fn why_contact(why: ContactChangeReason) -> &'static str {
    match why {
        ContactChangeReason::Asked => "The person told us",
        ContactChangeReason::FoundOut => "Somebody else told us, or we found out",
        ContactChangeReason::Bounced => "A message came back",
        ContactChangeReason::Complained => "Somebody objected to a message",
    }
}

pub(crate) const fn channel_safe(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Email => "An email is safe",
        ChannelKind::Text => "A text is safe",
        ChannelKind::Phone => "A call is safe",
        ChannelKind::Letter => "A letter is safe",
        ChannelKind::Online => "They come back to the site and look",
    }
}

pub(crate) const fn frequency(often: Frequency) -> &'static str {
    match often {
        Frequency::EveryChange => "Whenever something changes",
        Frequency::Weekly => "Once a week",
        Frequency::Monthly => "Once a month",
        Frequency::OnlyWhenAsked => "Only when they ask",
    }
}

pub(crate) const fn why_wound_down(why: WindDownReason) -> &'static str {
    match why {
        WindDownReason::ContractEnds => "Its contract ends",
        WindDownReason::EndsEarly => "Its contract ends before its time",
        WindDownReason::ProviderStops => "Its provider gives up",
    }
}

/// Whether a coordinator gives that task; the hub gives the others itself.
pub(crate) const fn is_given(kind: TaskKind) -> bool {
    !matches!(
        kind,
        TaskKind::TellPerson
            | TaskKind::NameCoordinator
            | TaskKind::LookAtDanger
            | TaskKind::ApproveDisclosure
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_hub_says_what_to_do_and_none_blames() {
        for code in Code::ALL {
            let text = message(*code);
            assert!(text.len() > 10 && !text.ends_with('.'), "{text}");
            for blame in ["invalid", "wrong", "failed", "illegal", "error"] {
                assert!(!text.to_lowercase().contains(blame), "{text}");
            }
        }
    }

    #[test]
    fn meetings_are_called_as_everybody_calls_them() {
        assert_eq!(
            (words("consider-marac").as_str(), words("mash").as_str()),
            ("Consider MARAC", "MASH")
        );
        assert_eq!(words("no-answer"), "No answer");
    }
}
