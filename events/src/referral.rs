//! A referral, version 1 of the contract (`events/contract/referral.schema.json`).
//!
//! A value of these types has passed [`crate::parse`], or was written by the hub itself. `Option` is an answer not
//! given: unknown, which is never "no" and never "safe".

use crate::closed_set::closed_set;
use serde::{Deserialize, Serialize};

closed_set! {
    /// Who sends a referral. The token decides it, not the body; without a token only `self` is taken.
    pub enum SourceKind {
        /// The person themselves.
        SelfReferral = "self",
        /// A call handler of the hub, writing for a caller (AS21).
        Phone = "phone",
        /// A library, club, school or surgery (TV10).
        Touchpoint = "touchpoint",
        /// The area's own police.
        Police = "police",
        /// British Transport Police (CA23).
        BritishTransportPolice = "british-transport-police",
        /// Action Fraud (CA23).
        ActionFraud = "action-fraud",
        /// A support provider.
        Provider = "provider",
        /// Another area's hub (CA22).
        Hub = "hub",
    }
}

closed_set! {
    /// On what ground the hub may work with what it was told.
    pub enum Basis {
        /// The person agreed.
        Consent = "consent",
        /// An automatic feed; nobody has asked yet, so no provider may be offered the case.
        AwaitingConsent = "awaiting-consent",
        /// Shared without consent to prevent serious harm; needs a reason and an approver.
        SeriousHarmOverride = "serious-harm-override",
    }
}

closed_set! {
    /// Who gave consent.
    pub enum GivenBy {
        /// The person themselves.
        Person = "person",
        /// A parent or guardian.
        ParentOrGuardian = "parent-or-guardian",
        /// Someone who may speak for the person.
        Representative = "representative",
    }
}

closed_set! {
    /// How consent was given.
    pub enum ConsentHow {
        /// On the form.
        Form = "form",
        /// Aloud.
        Spoken = "spoken",
        /// On paper.
        Written = "written",
    }
}

closed_set! {
    /// What the person agreed to.
    pub enum Scope {
        /// To have their needs looked at.
        Assess = "assess",
        /// To have the case offered to providers.
        ShareWithProviders = "share-with-providers",
        /// To be sent updates.
        Updates = "updates",
        /// To let the police see it.
        ShareWithPolice = "share-with-police",
        /// Research.
        Research = "research",
    }
}

closed_set! {
    /// What the person is to the crime (AS5).
    pub enum Role {
        /// It happened to them.
        Victim = "victim",
        /// They saw it.
        Witness = "witness",
        /// It happened to someone in their family.
        FamilyMember = "family-member",
        /// It touched them in another way.
        OtherAffected = "other-affected",
    }
}

closed_set! {
    /// How old the person is today, coarsely.
    pub enum AgeBand {
        /// 0 to 11.
        Under12 = "under-12",
        /// 12 to 15.
        From12To15 = "12-15",
        /// 16 or 17.
        From16To17 = "16-17",
        /// 18 to 24.
        From18To24 = "18-24",
        /// 25 to 59.
        From25To59 = "25-59",
        /// 60 or older.
        SixtyPlus = "60-plus",
    }
}

closed_set! {
    /// What a service must be able to do so that this person can use it.
    pub enum AccessNeed {
        /// British Sign Language.
        BritishSignLanguage = "british-sign-language",
        /// Large print.
        LargePrint = "large-print",
        /// Easy read.
        EasyRead = "easy-read",
        /// No steps.
        StepFree = "step-free",
        /// Text relay.
        TextRelay = "text-relay",
        /// A screen reader.
        ScreenReader = "screen-reader",
        /// Something else, to be asked.
        Other = "other",
    }
}

closed_set! {
    /// A way to reach the person.
    pub enum ChannelKind {
        /// E-mail.
        Email = "email",
        /// Text message.
        Text = "text",
        /// A call.
        Phone = "phone",
        /// A letter.
        Letter = "letter",
        /// The person comes back to their own page; it has no address.
        Online = "online",
    }
}

closed_set! {
    /// A day of the week.
    pub enum Day {
        /// Monday.
        Mon = "mon",
        /// Tuesday.
        Tue = "tue",
        /// Wednesday.
        Wed = "wed",
        /// Thursday.
        Thu = "thu",
        /// Friday.
        Fri = "fri",
        /// Saturday.
        Sat = "sat",
        /// Sunday.
        Sun = "sun",
    }
}

closed_set! {
    /// How often the person wants to hear.
    pub enum Frequency {
        /// Whenever something changes.
        EveryChange = "every-change",
        /// Once a week.
        Weekly = "weekly",
        /// Once a month.
        Monthly = "monthly",
        /// Nothing is sent unless they ask.
        OnlyWhenAsked = "only-when-asked",
    }
}

closed_set! {
    /// Whether the crime was reported. Support never depends on it (AS19).
    pub enum Reported {
        /// It was.
        Yes = "yes",
        /// It was not.
        No = "no",
        /// Perhaps later.
        Later = "later",
        /// The person does not know.
        Unsure = "unsure",
    }
}

closed_set! {
    /// What the incident was, where the rules need to know it. Perception is enough for a hate flag.
    pub enum IncidentFlag {
        /// Domestic abuse.
        DomesticAbuse = "domestic-abuse",
        /// Sexual offence.
        SexualOffence = "sexual-offence",
        /// Hate: race.
        HateRace = "hate-race",
        /// Hate: religion.
        HateReligion = "hate-religion",
        /// Hate: sexual orientation.
        HateSexualOrientation = "hate-sexual-orientation",
        /// Hate: disability.
        HateDisability = "hate-disability",
        /// Hate: transgender identity.
        HateTransgender = "hate-transgender",
        /// Stalking or harassment.
        StalkingOrHarassment = "stalking-or-harassment",
        /// Modern slavery or trafficking.
        ModernSlavery = "modern-slavery",
        /// Bereaved by crime.
        BereavedByCrime = "bereaved-by-crime",
        /// Attempted murder.
        AttemptedMurder = "attempted-murder",
        /// Kidnap.
        Kidnap = "kidnap",
        /// False imprisonment.
        FalseImprisonment = "false-imprisonment",
        /// Arson with intent to endanger life.
        ArsonEndangeringLife = "arson-endangering-life",
        /// Wounding or grievous bodily harm with intent.
        WoundingWithIntent = "wounding-with-intent",
        /// Terrorism.
        Terrorism = "terrorism",
        /// Fraud.
        Fraud = "fraud",
        /// Exploitation.
        Exploitation = "exploitation",
    }
}

closed_set! {
    /// The needs of the Devon and Cornwall paper (DC16–21), in its order and six groups.
    pub enum NeedCode {
        /// Anger or frustration.
        AngerOrFrustration = "anger-or-frustration",
        /// Trouble sleeping.
        TroubleSleeping = "trouble-sleeping",
        /// Loss of appetite.
        LossOfAppetite = "loss-of-appetite",
        /// A mental health condition made worse.
        WorsenedMentalHealth = "worsened-mental-health",
        /// Physical injuries.
        PhysicalInjuries = "physical-injuries",
        /// Isolation or loneliness.
        IsolationOrLoneliness = "isolation-or-loneliness",
        /// Impact on family.
        ImpactOnFamily = "impact-on-family",
        /// Offending behaviours.
        OffendingBehaviours = "offending-behaviours",
        /// Media attention.
        MediaAttention = "media-attention",
        /// Legal representation.
        LegalRepresentation = "legal-representation",
        /// Information on the case.
        InformationOnCase = "information-on-case",
        /// Help with the police.
        PoliceLiaison = "police-liaison",
        /// Ongoing targeting or threats.
        OngoingTargetingOrThreats = "ongoing-targeting-or-threats",
        /// Intimidation or bullying.
        IntimidationOrBullying = "intimidation-or-bullying",
        /// Safeguarding concerns.
        SafeguardingConcerns = "safeguarding-concerns",
        /// A MARAC or MASH referral.
        MaracOrMash = "marac-or-mash",
        /// Understanding entitlements.
        UnderstandingEntitlements = "understanding-entitlements",
        /// Lack of trust in the system.
        LackOfTrust = "lack-of-trust",
        /// Court attendance.
        CourtAttendance = "court-attendance",
        /// Restorative justice.
        RestorativeJustice = "restorative-justice",
        /// Employment or education.
        EmploymentOrEducation = "employment-or-education",
        /// A criminal injuries compensation claim.
        CompensationClaim = "compensation-claim",
        /// Damage to property.
        DamageToProperty = "damage-to-property",
        /// Immigration status.
        ImmigrationStatus = "immigration-status",
    }
}

closed_set! {
    /// How heavily a need weighs. Absent counts as `a-lot`.
    pub enum Weight {
        /// A little.
        ALittle = "a-little",
        /// A lot.
        ALot = "a-lot",
        /// More than the person can carry.
        Overwhelming = "overwhelming",
    }
}

closed_set! {
    /// How the suspect is known.
    pub enum SuspectKnown {
        /// A partner, or a former one.
        PartnerOrEx = "partner-or-ex",
        /// Family.
        Family = "family",
        /// A neighbour.
        Neighbour = "neighbour",
        /// A colleague.
        Colleague = "colleague",
        /// An acquaintance.
        Acquaintance = "acquaintance",
        /// A stranger.
        Stranger = "stranger",
        /// Not known.
        Unknown = "unknown",
    }
}

closed_set! {
    /// A practitioner's judgement of risk, and the hub's.
    pub enum Risk {
        /// Standard.
        Standard = "standard",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
}

closed_set! {
    /// How the person would like to be supported.
    pub enum Modality {
        /// By telephone.
        Phone = "phone",
        /// Face to face.
        FaceToFace = "face-to-face",
        /// In a group.
        Group = "group",
        /// Online.
        Online = "online",
        /// By text.
        Text = "text",
    }
}

closed_set! {
    /// Whom the person would rather speak to.
    pub enum WorkerGender {
        /// A woman.
        Woman = "woman",
        /// A man.
        Man = "man",
        /// Either.
        NoPreference = "no-preference",
    }
}

closed_set! {
    /// What the person thinks of restorative justice today; it can be offered again later (AS16).
    pub enum RestorativeJusticeWish {
        /// Interested.
        Interested = "interested",
        /// Not now.
        NotNow = "not-now",
        /// No.
        No = "no",
    }
}

/// What one sender says of one person, as the contract's schema has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referral {
    /// Made by the sender once per submission: the idempotency key. Lower-case hyphenated UUID.
    pub id: String,
    /// Who sends it.
    pub source: Source,
    /// What the person agreed to. From `self` it may be absent: then the case is never routed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Whom it is about.
    pub person: Person,
    /// How they may safely be reached.
    pub contact: Contact,
    /// Where they live. The home decides who helps (AS23).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residence: Option<Residence>,
    /// What happened, as far as the person wants to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<Incident>,
    /// What they need.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What bears on tier and risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circumstances: Option<Circumstances>,
    /// The short safety screen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety: Option<Safety>,
    /// A trained practitioner's DASH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dash: Option<Dash>,
    /// What the person would like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wishes: Option<Wishes>,
}

/// Who sends a referral.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// What kind of sender.
    pub kind: SourceKind,
    /// Touchpoint, force, provider or hub code of the area profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The poster or campaign that led here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
}

/// Consent, or the ground that stands in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The ground. Absent only from `self`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_by: Option<GivenBy>,
    /// When, as RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_at: Option<String>,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<ConsentHow>,
    /// To what.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<Scope>,
    /// Why it is shared without consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who allowed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
}

/// The person. A name may be an alias.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// What they are to the crime.
    pub role: Role,
    /// A name or an alias, in any script.
    pub name: String,
    /// What to call them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred_name: Option<String>,
    /// Pronouns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// ISO 8601 date of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    /// Age today, coarsely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// BCP 47; English when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether an interpreter is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<bool>,
    /// What a service must be able to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub access_needs: Vec<AccessNeed>,
}

/// How the person may be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Each way, and whether the person said it is safe. At most six.
    pub channels: Vec<Channel>,
    /// The way they like best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preferred: Option<ChannelKind>,
    /// How often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// Someone they trust. Never contacted by a machine; by a coordinator only where `knows` is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trusted_person: Option<TrustedPerson>,
}

/// One way to reach the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Which way.
    pub kind: ChannelKind,
    /// Number or address; `online` has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// True only where the person said so.
    pub safe: bool,
    /// Start of the hours in which it is safe, `HH:MM` in London.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// End of those hours, exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Days on which it is safe; all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Day>,
    /// Whether a message may be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voicemail: Option<bool>,
    /// A word by which the person knows the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_word: Option<String>,
}

/// Someone the person trusts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedPerson {
    /// Their name.
    pub name: String,
    /// What they are to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relationship: Option<String>,
    /// How to reach them.
    pub channel: String,
    /// Whether they know what happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knows: Option<bool>,
}

/// Where the person lives.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residence {
    /// The home postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
    /// The council's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_authority: Option<String>,
    /// No fixed address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_fixed_address: Option<bool>,
}

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
    pub ticks: u32,
    /// The practitioner's judgement: it raises, never lowers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional_judgement: Option<Risk>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Events in twelve months; a number beyond what `u64` holds is kept as its greatest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
