//! The closed sets of who sends, who is meant, and how they may be reached.

use crate::closed_set::closed_set;

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
