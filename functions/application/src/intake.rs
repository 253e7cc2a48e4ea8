//! Turns a referral into a case: assesses it, opens the case, and stores both with the response in one transaction.
//!
//! Every referral comes in here, over HTTP or in a file.

use domain::answer::{help_now, next_steps};
use domain::assess::{age_band_today, assess, rules_for};
use domain::attribution::{already_with, consent_model, has_switched, touchpoint};
use domain::calendar::london_today;
use domain::case::access::{GivenToSender, given_to_sender};
use domain::case::sharing::routing;
use domain::gate::{ContactStatus, Decision, decide};
use domain::place::{PostcodeTable, home, is_outside_every_area, postcode_of};
use domain::triage::{identity, place};
use events::case::Received;
use events::referral::{ChannelKind, Referral};
use events::update::UpdateKind;
use events::{Reference, ijson, parse};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use platform::PortError;
use platform::keys::{Keys, sha256};
use platform::ports::{
    AcceptReferral, Acceptance, Answer, NewCase, Pace, ReadDirectory, Submission,
};
use serde_json::Value;
use std::sync::LazyLock;

/// References that are tried before the caller has to try again. There are 27 billion, so a second one is rarely
/// needed.
const REFERENCES: u64 = 4;
/// How long a repeat is answered with the memorable word, or the code, again (contract).
const WORD_AGAIN: SignedDuration = SignedDuration::from_mins(60);

/// Every postcode of the country with its council. `infra/reference` says where the data comes from.
static POSTCODES: &[u8] = include_bytes!("../../../infra/reference/postcodes.bin");
static TABLE: LazyLock<Option<PostcodeTable<'static>>> =
    LazyLock::new(|| PostcodeTable::new(POSTCODES).ok());

/// A referral that has been parsed and not stored yet.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Recognises a repeat: the sender and its id.
    pub submission: &'a Submission,
    /// The document as sent. A repeat must have the same content.
    pub document: &'a Value,
    /// The parsed document.
    pub referral: &'a Referral,
    /// Whether the response has the tier, which only partners see (contract, 201).
    pub tell_tier: bool,
    /// Whether a way to contact the person could not be read, so that the document is without it.
    pub contact_left_out: bool,
    /// The connection that it came from.
    pub connection: Connection<'a>,
    /// How soon the hub reacts to it.
    pub pace: Pace,
}

/// What is known about the connection that a referral came from. The default is a sender with an account.
#[derive(Clone, Copy, Debug, Default)]
pub struct Connection<'a> {
    /// Whether referrals from there are counted.
    pub is_counted: bool,
    /// Its mark of the day, if so many came from there that a coordinator looks first.
    pub set_aside: Option<&'a str>,
}

/// The sender's name of a person who sends their own referral.
pub const SELF: &str = "self";

/// What opens the person's page, for the sender of the referral.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opener {
    /// The memorable word, for the person.
    pub word: Option<String>,
    /// The code to hand over, for a partner.
    pub code: Option<String>,
}

/// The outcome of [`take_in`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intake {
    /// The referral is stored, now or by an earlier request.
    Accepted(Accepted),
    /// The sender used the id before for other content. Nothing was stored.
    OtherContent,
}

/// A stored referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The response for the sender.
    pub answer: Box<Answer>,
    /// Whether this request stored it.
    pub first: bool,
}

impl Accepted {
    /// The memorable word or the code, if the sender may have it: in the first response, and in a repeat within 60
    /// minutes. A partner never has the words, whatever was stored when it was first answered.
    pub fn opener(&self, submission: &Submission, keys: &Keys, now: Timestamp) -> Opener {
        let soon = self.first || now <= self.answer.answered_at + WORD_AGAIN;
        let themselves = submission.sender == SELF;
        Opener {
            word: (soon && themselves && self.answer.with_word)
                .then(|| keys.word(submission, 0).text()),
            code: (soon && !themselves && self.answer.with_code)
                .then(|| keys.opening_code(submission).text()),
        }
    }
}

/// The references to try, in order. The same `chance` gives the same references.
pub fn references(chance: u64) -> impl Iterator<Item = Reference> {
    (0..REFERENCES).map(move |attempt| {
        Reference::from_number(chance.wrapping_add(attempt.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    })
}

/// Stores a referral once, however often it is sent.
///
/// # Errors
/// [`PortError`] of the port that failed, or `Transient` if every reference is taken. The referral may be stored
/// anyway. The same submission finds it later.
pub async fn take_in<P: AcceptReferral + ReadDirectory>(
    ports: &P,
    incoming: Incoming<'_>,
    now: Timestamp,
    chance: u64,
) -> Result<Intake, PortError> {
    let Incoming {
        submission,
        document,
        referral,
        tell_tier,
        contact_left_out,
        connection,
        pace,
    } = incoming;
    let profile = ports.profile().await?;
    let received = Received {
        contact_left_out,
        counted: connection.is_counted,
        set_aside: connection.set_aside.map(str::to_owned),
        ..receive(referral, submission, &profile, now)?
    };
    let content = sha256(&ijson::canonical(document));
    let given = given_to_sender(received.source, &received.safe_channels);
    let answer = |reference| Answer {
        reference,
        answered_at: now,
        with_word: given == GivenToSender::Words,
        with_code: given == GivenToSender::Code,
        next: next_steps(&received, &profile.clocks, now),
        help_now: Vec::new(),
        tier: tell_tier.then_some(received.assessment.tier),
    };
    for reference in references(chance) {
        let (case, event) = domain::case::apply::open(reference.clone(), received.clone(), now);
        let new = NewCase {
            submission: submission.clone(),
            content: content.clone(),
            answer: answer(reference),
            case,
            event,
            person: parse::kept(document.clone()),
            pace,
        };
        let (mut answer, first) = match ports.accept(&new).await? {
            Acceptance::New => (Box::new(new.answer), true),
            Acceptance::Repeat(answer) => (answer, false),
            Acceptance::OtherContent => return Ok(Intake::OtherContent),
            Acceptance::ReferenceTaken => continue,
        };
        answer.help_now = help_now(&received.assessment, &profile);
        if first {
            tracing::info!(case.reference = %answer.reference, "a referral was accepted");
        }
        return Ok(Intake::Accepted(Accepted { answer, first }));
    }
    Err(PortError::Transient(
        "no free reference was found".to_owned(),
    ))
}

/// The outcome of a submission that was sent before, or `None` if it is new. It stores nothing.
///
/// # Errors
/// [`PortError`] of the port that failed.
pub async fn sent_before<P: AcceptReferral>(
    ports: &P,
    submission: &Submission,
    document: &Value,
) -> Result<Option<Intake>, PortError> {
    let content = sha256(&ijson::canonical(document));
    let earlier = ports.earlier(submission, &content).await?;
    Ok(earlier.map(|earlier| match earlier {
        Acceptance::Repeat(answer) => Intake::Accepted(Accepted {
            answer,
            first: false,
        }),
        Acceptance::New | Acceptance::OtherContent | Acceptance::ReferenceTaken => {
            Intake::OtherContent
        }
    }))
}

/// Whether nobody may be transferred from that home without their consent, because its council has switched (TV27).
///
/// # Errors
/// [`PortError::Permanent`] if the postcode table is damaged.
pub fn needs_consent(
    referral: &Referral,
    profile: &events::profile::Profile,
    today: Date,
) -> Result<bool, PortError> {
    let table = table()?;
    let council = home(referral.residence.as_ref(), table);
    Ok(has_switched(profile, council.as_deref(), today))
}

fn table() -> Result<&'static PostcodeTable<'static>, PortError> {
    TABLE
        .as_ref()
        .ok_or_else(|| PortError::Permanent("the postcode table is damaged".to_owned()))
}

/// The facts of a referral that do not say who the person is.
fn receive(
    referral: &Referral,
    submission: &Submission,
    profile: &events::profile::Profile,
    now: Timestamp,
) -> Result<Received, PortError> {
    let today = london_today(now);
    let rules = rules_for(profile, today).map_err(|none| {
        PortError::Permanent(format!("the profile's rules cannot be used: {none}"))
    })?;
    let table = table()?;
    let assessment = assess(referral, &rules, today);
    let residence = referral.residence.as_ref();
    let local_authority = home(residence, table);
    let elsewhere = is_outside_every_area(residence);
    // No area has a council with this code.
    let routed_home = local_authority
        .as_deref()
        .or(elsewhere.then_some("elsewhere"));
    let consent = referral.consent.as_ref();
    let wishes = referral.wishes.as_ref();
    let mut safe_channels: Vec<ChannelKind> = referral
        .contact
        .channels
        .iter()
        .filter(|channel| channel.safe)
        .map(|channel| channel.kind)
        .collect();
    safe_channels.sort_unstable();
    safe_channels.dedup();
    Ok(Received {
        source: referral.source.kind,
        sender: submission.sender.clone(),
        submission: submission.id.clone(),
        basis: consent.and_then(|consent| consent.basis),
        given_by: consent.and_then(|consent| consent.given_by),
        scope: consent
            .map(|consent| consent.scope.clone())
            .unwrap_or_default(),
        role: referral.person.role,
        age_band: age_band_today(referral, today),
        language: referral
            .person
            .language
            .clone()
            .unwrap_or_else(|| "en".to_owned()),
        interpreter: referral.person.interpreter.unwrap_or(false),
        access_needs: referral.person.access_needs.clone(),
        modality: wishes
            .map(|wishes| wishes.modality.clone())
            .unwrap_or_default(),
        worker_gender: wishes.and_then(|wishes| wishes.worker_gender),
        routing: routing(consent, &assessment, routed_home, profile),
        ask_council: local_authority.is_none() && !elsewhere && postcode_of(residence).is_some(),
        consent_model: consent_model(profile, local_authority.as_deref(), today),
        local_authority,
        elsewhere,
        touchpoint: touchpoint(&referral.source, profile),
        already_with: already_with(wishes, profile),
        identified: identity(referral).is_some(),
        placed: place(referral).is_some(),
        needs: referral.needs.clone(),
        frequency: referral.contact.frequency,
        contact_left_out: false,
        counted: false,
        set_aside: None,
        safe_channels,
        acknowledge_at: match decide(
            UpdateKind::Acknowledgement,
            referral,
            ContactStatus::Open,
            now,
        ) {
            Decision::Send(_) => Some(now),
            Decision::Wait(at) => Some(at),
            Decision::Never => None,
        },
        assessment,
    })
}
