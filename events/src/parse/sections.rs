//! The sections of the document: their fields and formats. Rules between fields are in `rules`.

use super::characters::is_blank;
use super::reader::{Field, Object};
use super::{Postcode, format, language};
use crate::Code;
use crate::referral::*;
use jiff::civil::Date;

/// Checks a moment in time.
pub(super) type Moment = fn(&str, Date) -> Result<(), Code>;

pub(super) fn referral(field: &Field<'_>, today: Date, moment: Moment) -> Option<Referral> {
    field.object(|o| {
        let id = o.required("id", |f| f.judge(format::uuid(f.string()?)));
        let source = o.required("source", source);
        let consent = o.optional("consent", |f| consent(f, today, moment));
        let person = o.required("person", |f| person(f, today));
        let contact = o.required("contact", contact);
        let residence = o.optional("residence", residence);
        let incident = o.optional("incident", |f| incident(f, today));
        let needs = o.optional("needs", |f| f.set(need));
        let circumstances = o.optional("circumstances", circumstances);
        let safety = o.optional("safety", safety);
        let dash = o.optional("dash", dash);
        let wishes = o.optional("wishes", wishes);
        Some(Referral {
            id: id?,
            source: source?,
            consent,
            person: person?,
            contact: contact?,
            residence,
            incident,
            needs: needs.unwrap_or_default(),
            circumstances,
            safety,
            dash,
            wishes,
            page_change: None,
            earlier_answers: Vec::new(),
        })
    })
}

fn source(field: &Field<'_>) -> Option<Source> {
    field.object(|o| {
        let kind = o.required("kind", |f| f.one_of(SourceKind::parse));
        let code = o.optional("code", |f| f.line(40));
        let campaign = o.optional("campaign", |f| f.line(40));
        Some(Source {
            kind: kind?,
            code,
            campaign,
        })
    })
}

fn consent(field: &Field<'_>, today: Date, moment: Moment) -> Option<Consent> {
    field.object(|o| {
        let basis = o.optional("basis", |f| f.one_of(Basis::parse));
        let overridden = basis == Some(Basis::SeriousHarmOverride);
        // Under an override, a reason of white space counts as missing, which takes precedence over
        // its other errors.
        let blank = |f: &Field<'_>, max| overridden && f.is_blank(max);
        let reason = o.optional("reason", |f| {
            if blank(f, 2000) {
                f.wrong(Code::ReasonRequired)
            } else {
                f.lines(2000)
            }
        });
        let approver = o.optional("approver", |f| {
            if blank(f, 120) {
                f.wrong(Code::ApproverRequired)
            } else {
                f.line(120)
            }
        });
        if overridden {
            o.require_as("reason", Code::ReasonRequired);
            o.require_as("approver", Code::ApproverRequired);
        }
        Some(Consent {
            basis,
            given_by: o.optional("given_by", |f| f.one_of(GivenBy::parse)),
            given_at: o.optional("given_at", |f| {
                let text = f.string()?;
                f.judge(moment(text, today).map(|()| text.to_owned()))
            }),
            how: o.optional("how", |f| f.one_of(ConsentHow::parse)),
            scope: o
                .optional("scope", |f| f.set(|i| i.one_of(Scope::parse)))
                .unwrap_or_default(),
            reason,
            approver,
        })
    })
}

fn person(field: &Field<'_>, today: Date) -> Option<Person> {
    field.object(|o| {
        let role = o.required("role", |f| f.one_of(Role::parse));
        let name = o.required("name", |f| {
            if f.is_blank(120) {
                f.wrong(Code::TooShort)
            } else {
                f.line(120)
            }
        });
        let preferred_name = o.optional("preferred_name", |f| f.line(120));
        let pronouns = o.optional("pronouns", |f| f.line(40));
        let date_of_birth = o.optional("date_of_birth", |f| {
            let text = f.string()?;
            f.judge(format::day(text, today).map(|_| text.to_owned()))
        });
        let age_band = o.optional("age_band", |f| f.one_of(AgeBand::parse));
        let language = o.optional("language", |f| f.judge(language::language(f.string()?)));
        let interpreter = o.optional("interpreter", |f| f.boolean());
        let access_needs = o.optional("access_needs", |f| f.set(|i| i.one_of(AccessNeed::parse)));
        Some(Person {
            role: role?,
            name: name?,
            preferred_name,
            pronouns,
            date_of_birth,
            age_band,
            language,
            interpreter,
            access_needs: access_needs.unwrap_or_default(),
        })
    })
}

fn contact(field: &Field<'_>) -> Option<Contact> {
    field.object(|o| {
        let channels = o.required("channels", |f| {
            let channels = f.list(channel);
            if f.value.as_array().is_some_and(|items| items.len() > 6) {
                f.wrong(Code::TooMany)
            } else {
                channels
            }
        });
        let preferred = o.optional("preferred", |f| f.one_of(ChannelKind::parse));
        let frequency = o.optional("frequency", |f| f.one_of(Frequency::parse));
        let trusted_person = o.optional("trusted_person", trusted_person);
        Some(Contact {
            channels: channels?,
            preferred,
            frequency,
            trusted_person,
        })
    })
}

fn channel(field: &Field<'_>) -> Option<Channel> {
    field.object(|o| {
        let kind = o.required("kind", |f| f.one_of(ChannelKind::parse));
        let safe = o.required("safe", |f| f.boolean());
        let address = o.optional("address", |f| address(f, kind, safe));
        if safe == Some(true) && kind.is_some_and(|kind| kind != ChannelKind::Online) {
            o.require_as("address", Code::AddressRequired);
        }
        let from = o.optional("from", |f| f.judge(format::time(f.string()?)));
        let until = o.optional("until", |f| {
            let until = f.judge(format::time(f.string()?))?;
            if from.is_some_and(|from| until <= from) {
                f.wrong(Code::WindowReversed)
            } else {
                Some(until)
            }
        });
        let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let days = o.optional("days", |f| f.set(|i| i.one_of(Day::parse)));
        let voicemail = o.optional("voicemail", |f| f.boolean());
        let code_word = o.optional("code_word", |f| f.line(40));
        Some(Channel {
            kind: kind?,
            address,
            safe: safe?,
            from: from.map(clock),
            until: until.map(clock),
            days: days.unwrap_or_default(),
            voicemail,
            code_word,
        })
    })
}

/// Checks an address by its kind. If the kind is unknown, only the length.
fn address(field: &Field<'_>, kind: Option<ChannelKind>, safe: Option<bool>) -> Option<String> {
    let text = field.text(320)?;
    match kind {
        None => None,
        Some(ChannelKind::Email) => field.judge(format::email(text).map(|()| text.to_owned())),
        Some(ChannelKind::Text | ChannelKind::Phone) => {
            field.judge(format::phone(text).map(|_| text.to_owned()))
        }
        // A letter that may be sent needs an address.
        Some(ChannelKind::Letter) if safe == Some(true) && is_blank(text) => {
            field.wrong(Code::AddressRequired)
        }
        Some(ChannelKind::Letter) => field.lines(320),
        Some(ChannelKind::Online) => field.wrong(Code::AddressNotAllowed),
    }
}

fn trusted_person(field: &Field<'_>) -> Option<TrustedPerson> {
    field.object(|o| {
        let name = o.required("name", |f| f.line(120));
        let relationship = o.optional("relationship", |f| f.line(60));
        let channel = o.required("channel", |f| f.line(320));
        let knows = o.optional("knows", |f| f.boolean());
        Some(TrustedPerson {
            name: name?,
            relationship,
            channel: channel?,
            knows,
        })
    })
}

fn postcode(field: &Field<'_>) -> Option<String> {
    let text = field.text(10)?;
    field.judge(Postcode::parse(text).map(|_| text.to_owned()))
}

fn residence(field: &Field<'_>) -> Option<Residence> {
    field.object(|o| {
        Some(Residence {
            postcode: o.optional("postcode", postcode),
            local_authority: o.optional("local_authority", |f| {
                f.judge(format::local_authority(f.string()?))
            }),
            no_fixed_address: o.optional("no_fixed_address", |f| f.boolean()),
        })
    })
}

fn incident(field: &Field<'_>, today: Date) -> Option<Incident> {
    field.object(|o| {
        Some(Incident {
            reported: o.optional("reported", |f| f.one_of(Reported::parse)),
            crime_reference: o.optional("crime_reference", |f| f.line(40)),
            category: o.optional("category", category),
            antisocial_behaviour_only: o.optional("antisocial_behaviour_only", |f| f.boolean()),
            flags: o
                .optional("flags", |f| f.set(|i| i.one_of(IncidentFlag::parse)))
                .unwrap_or_default(),
            occurred: o.optional("occurred", |f| {
                let text = f.string()?;
                f.judge(format::year_month_or_day(text, today).map(|_| text.to_owned()))
            }),
            postcode: o.optional("postcode", postcode),
        })
    })
}

fn category(field: &Field<'_>) -> Option<Category> {
    field.object(|o| {
        let scheme = o.required("scheme", |f| f.line(40));
        let code = o.required("code", |f| f.line(60));
        let label = o.optional("label", |f| f.line(120));
        Some(Category {
            scheme: scheme?,
            code: code?,
            label,
        })
    })
}

fn need(field: &Field<'_>) -> Option<Need> {
    field.object(|o| {
        let code = o.required("code", |f| f.one_of(NeedCode::parse));
        let weight = o.optional("weight", |f| f.one_of(Weight::parse));
        Some(Need {
            code: code?,
            weight,
        })
    })
}

/// A boolean answer of an object.
fn answer(object: &Object<'_>, name: &'static str) -> Option<bool> {
    object.optional(name, |f| f.boolean())
}

fn circumstances(field: &Field<'_>) -> Option<Circumstances> {
    field.object(|o| {
        Some(Circumstances {
            times_in_12_months: o.optional("times_in_12_months", |f| {
                u32::try_from(f.whole(1, 999)?).ok()
            }),
            targeted_deliberately: answer(o, "targeted_deliberately"),
            suspect_known: o.optional("suspect_known", |f| f.one_of(SuspectKnown::parse)),
            lives_with_suspect: answer(o, "lives_with_suspect"),
            mental_disorder: answer(o, "mental_disorder"),
            learning_disability: answer(o, "learning_disability"),
            physical_disability: answer(o, "physical_disability"),
            afraid_to_give_evidence: answer(o, "afraid_to_give_evidence"),
            lives_alone: answer(o, "lives_alone"),
            children_at_home: answer(o, "children_at_home"),
            caring_responsibilities: answer(o, "caring_responsibilities"),
        })
    })
}

fn safety(field: &Field<'_>) -> Option<Safety> {
    field.object(|o| {
        Some(Safety {
            in_danger_now: answer(o, "in_danger_now"),
            afraid: answer(o, "afraid"),
            someone_may_see_device: answer(o, "someone_may_see_device"),
            getting_worse: answer(o, "getting_worse"),
            threats_to_kill: answer(o, "threats_to_kill"),
            strangled_or_choked: answer(o, "strangled_or_choked"),
            weapon: answer(o, "weapon"),
            recently_separated: answer(o, "recently_separated"),
            forced_marriage_or_honour: answer(o, "forced_marriage_or_honour"),
            child_at_risk: answer(o, "child_at_risk"),
            thoughts_of_suicide: answer(o, "thoughts_of_suicide"),
        })
    })
}

fn dash(field: &Field<'_>) -> Option<Dash> {
    field.object(|o| {
        let ticks = o.required("ticks", |f| u32::try_from(f.whole(0, 24)?).ok());
        let professional_judgement =
            o.optional("professional_judgement", |f| f.one_of(Risk::parse));
        let reason = o.optional("reason", |f| f.lines(2000));
        let events_in_12_months = o.optional("events_in_12_months", |f| f.whole(0, u64::MAX));
        Some(Dash {
            ticks: ticks?,
            professional_judgement,
            reason,
            events_in_12_months,
        })
    })
}

fn wishes(field: &Field<'_>) -> Option<Wishes> {
    field.object(|o| {
        Some(Wishes {
            own_words: o.optional("own_words", |f| f.lines(4000)),
            modality: o
                .optional("modality", |f| f.set(|i| i.one_of(Modality::parse)))
                .unwrap_or_default(),
            worker_gender: o.optional("worker_gender", |f| f.one_of(WorkerGender::parse)),
            restorative_justice: o.optional("restorative_justice", |f| {
                f.one_of(RestorativeJusticeWish::parse)
            }),
            panel: answer(o, "panel"),
            police_may_know: answer(o, "police_may_know"),
            already_supported_by: o
                .optional("already_supported_by", |f| f.list(|i| i.line(80)))
                .unwrap_or_default(),
        })
    })
}
