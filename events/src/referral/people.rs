//! The closed sets of senders, people and channels.

use crate::closed_set::closed_set;

closed_set! {
    /// The kind of sender. The token decides it, not the document. Without a token, only `self` is
    /// accepted.
    pub enum SourceKind {
        /// The person themselves.
        SelfReferral = "self",
        /// A call handler of the hub, on behalf of a caller (AS21).
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
    /// The ground on which the hub may use the referral.
    pub enum Basis {
        /// The person agreed.
        Consent = "consent",
        /// An automatic feed. Nobody has asked the person yet, so providers may not be offered the
        /// case.
        AwaitingConsent = "awaiting-consent",
        /// Shared without consent to prevent serious harm. It needs a reason and an approver.
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
        /// Somebody who may act for the person.
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
    /// One item of consent.
    pub enum Scope {
        /// To assess their needs.
        Assess = "assess",
        /// To offer the case to providers.
        ShareWithProviders = "share-with-providers",
        /// To send updates.
        Updates = "updates",
        /// To share with the police.
        ShareWithPolice = "share-with-police",
        /// To use the data for research.
        Research = "research",
    }
}

closed_set! {
    /// The person's relation to the crime (AS5).
    pub enum Role {
        /// They are the victim.
        Victim = "victim",
        /// They are a witness.
        Witness = "witness",
        /// A relative is the victim.
        FamilyMember = "family-member",
        /// They are affected in another way.
        OtherAffected = "other-affected",
    }
}

closed_set! {
    /// The person's age band today.
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
    /// An adaptation that the person needs in order to use a service.
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
        /// Another adaptation, which has to be discussed.
        Other = "other",
    }
}

closed_set! {
    /// A channel for contact.
    pub enum ChannelKind {
        /// E-mail.
        Email = "email",
        /// Text message.
        Text = "text",
        /// A phone call.
        Phone = "phone",
        /// A letter.
        Letter = "letter",
        /// The person's own page, which needs no address.
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
    /// How often the person wants updates.
    pub enum Frequency {
        /// Whenever something changes.
        EveryChange = "every-change",
        /// Once a week.
        Weekly = "weekly",
        /// Once a month.
        Monthly = "monthly",
        /// Only when they ask.
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
