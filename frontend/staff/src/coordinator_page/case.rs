//! One case: what is known, part by part, and next to each part the forms that change it.

use super::state::{CASE_TITLE, State};
use crate::browser::moment;
use crate::coordinator_forms::{GROUPS, available};
use crate::form::Form;
use crate::form_view::form_view;
use crate::json::{list, text};
use crate::parts::{
    back, contact, contents, fact, facts, folded, place_of, section, standing, tag, texts, when,
};
use crate::place::Place;
use crate::safe_contact::{Contact, stop_for_coordinator};
use crate::wording::{Label, code_label, label};
use leptos::prelude::*;
use serde_json::Value;
use words::{codes, staff, staff_access, staff_pages};

pub(super) fn case(state: State, drawn: &Value) -> AnyView {
    let reference = text(drawn, "reference");
    let latest = move || state.case.get().unwrap_or_default();
    let forms = available(drawn);
    let send = {
        let reference = reference.clone();
        move |form, body| state.send(reference.clone(), form, body)
    };
    let shown = |form: Form| form_view(form, send.clone()).into_any();
    let titles = GROUPS
        .iter()
        .map(|(part, _)| {
            let title = staff::form_group(part).unwrap_or_default();
            ((*part).to_owned(), title.to_owned())
        })
        .collect();
    let sections: Vec<AnyView> = GROUPS
        .iter()
        .map(|(part, _)| {
            let part = *part;
            let own: Vec<AnyView> = forms
                .iter()
                .filter(|(group, _)| *group == part)
                .flat_map(|(_, forms)| forms.iter().cloned())
                .map(shown)
                .collect();
            let own = (!own.is_empty()).then(|| {
                view! {
                    <div class="forms screen">
                        <h3 class="govuk-heading-s">{staff_pages::what_you_can_do()}</h3>
                        {own}
                    </div>
                }
            });
            let known = move || known(part, &latest());
            let title = staff::form_group(part).unwrap_or_default();
            section(part, title, view! { {known} {own} })
        })
        .collect();
    let copy = Place::of("copy").with("case", &reference);
    view! {
        {back(&Place::of("queue"), staff_pages::back_to_queue())}
        <article class="case" id="case">
            {move || header(&latest())}
            {contents(titles)}
            {sections}
            <p class="govuk-body screen">
                <a class="govuk-link" id="copy" href=copy.href()>
                    {staff_pages::copy_link()}
                </a>
                <br />
                {staff_pages::copy_hint()}
            </p>
        </article>
    }
    .into_any()
}

/// Who the person is, how urgent it is, who has the case, and how to make contact safely.
fn header(case: &Value) -> AnyView {
    let person = &case["referral"]["person"];
    let (name, preferred) = (text(person, "name"), text(person, "preferred_name"));
    let name = if preferred.is_empty() || preferred == name {
        name
    } else {
        staff_pages::name_preferred(name, preferred)
    };
    let pronouns = text(person, "pronouns");
    let risk = text(case, "risk");
    let kind = if risk == "high" { "high" } else { "plain" };
    let ended = case["ended"]
        .is_object()
        .then(|| tag("plain", staff_pages::closed()));
    let known = &case["referral"]["contact"];
    let safe: Vec<Value> = list(known, "/channels")
        .iter()
        // Anyone who opened the person's page may have put it there.
        .filter(|channel| !is_unconfirmed(case, channel))
        .cloned()
        .collect();
    let not_confirmed = list(case, "/referral/page_change/unconfirmed")
        .iter()
        .map(|way| {
            staff_pages::contact_not_confirmed(label(codes::channel_staff, &text(way, "kind")))
        })
        .collect();
    let contact = known.is_object().then(|| {
        let stop = case["contact"]["stop"].as_str();
        let since = case["unsafe_since"].as_str().map(moment);
        let paused = case["paused_until"].as_str().map(moment);
        let mut shown = Contact::by(&safe, known["preferred"].as_str())
            .unless(stop_for_coordinator(stop, since))
            .unless(paused.map(staff_pages::contact_quiet));
        shown.not_confirmed = not_confirmed;
        shown.someone_may_see = case["referral"]["safety"]["someone_may_see_device"].as_bool();
        contact(shown)
    });
    let trusted = known["trusted_person"]
        .is_object()
        .then(|| trusted(&known["trusted_person"]));
    let owner = match case["coordinator"].as_str() {
        Some(account) if case["coordinator_left"] == true => staff_pages::case_of_leaver(account),
        Some(account) => staff_pages::case_of(account),
        None => staff::assigned_to_no_one().to_owned(),
    };
    view! {
        <h2 class="govuk-heading-l" id=CASE_TITLE tabindex="-1">
            {staff::case(text(case, "reference"))}
        </h2>
        <p class="govuk-body">
            <b dir="auto">{name}</b>
            " "
            <span dir="auto">{pronouns}</span>
            " "
            {tag(kind, label(codes::risk, &risk))}
            " "
            {tag("plain", label(codes::tier, &text(case, "tier")))}
            " "
            {ended}
        </p>
        {contact}
        {trusted}
        {facts([
            fact(staff_pages::who_has_it(), owner),
            when(staff_pages::opened_at(), &case["opened_at"]),
            when(staff_pages::not_safe_since(), &case["unsafe_since"]),
            when(staff_pages::page_open_since(), &case["page_open_since"]),
            when(staff_pages::page_closed_since(), &case["page_closed_since"]),
            fact(staff_pages::closed_because(), code(&case["ended"]["why"], codes::close_reason)),
            when(staff_pages::kept_until(), &case["kept"]["until"]),
            fact(staff_pages::legal_hold(), yes(&case["legal_hold"])),
        ])}
    }
    .into_any()
}

fn is_unconfirmed(case: &Value, channel: &Value) -> bool {
    list(case, "/referral/page_change/unconfirmed")
        .iter()
        .any(|way| way["kind"] == channel["kind"] && way["address"] == channel["address"])
}

/// Somebody whom the person named for contact, and whether they know what happened.
fn trusted(person: &Value) -> AnyView {
    let knows = match person["knows"].as_bool() {
        Some(true) => staff_pages::trusted_knows(),
        Some(false) => staff_pages::trusted_does_not_know(),
        None => staff_pages::trusted_not_known(),
    };
    facts([
        fact(staff::trusted(), text(person, "name")),
        fact(staff::trusted_relationship(), text(person, "relationship")),
        fact(staff::trusted_channel(), text(person, "channel")),
        fact(staff::trusted_knows(), knows),
    ])
}

/// What is known of one part.
fn known(part: &str, case: &Value) -> AnyView {
    match part {
        "waiting" => waiting(case),
        "assessment" => assessment(case),
        "journeys" => journeys(case),
        "services" => services(case),
        "promises" => promises(case),
        "contact" => contacts(case),
        "said" => said(case),
        "sharing" => sharing(case),
        "readers" => readers(case),
        "linked" => linked(case),
        _ => ().into_any(),
    }
}

/// What a coordinator has to do, with its time.
fn waiting(case: &Value) -> AnyView {
    let by = |due: &Value, what: String| match due.as_str() {
        Some(due) => staff_pages::owed(moment(due), what),
        None => what,
    };
    let holds = list(case, "/holds")
        .iter()
        .map(|hold| by(&hold["due"], code(&hold["why"], codes::coordinator_reason)));
    let tasks = list(case, "/tasks")
        .iter()
        .filter(|task| task["outcome"].is_null())
        .map(|task| by(&task["due"], code(&task["kind"], codes::task_kind)));
    let meetings = list(case, "/pathways")
        .iter()
        .filter(|one| one["acknowledged_at"].is_null())
        .map(|one| {
            let taken = &one["taken"];
            let what = staff_pages::meeting_confirms(code(&taken["pathway"], codes::pathway));
            by(&taken["acknowledge_by"], what)
        });
    let lines: Vec<String> = holds.chain(tasks).chain(meetings).collect();
    if lines.is_empty() {
        return view! { <p class="govuk-body">{staff::queue_empty()}</p> }.into_any();
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! { <ul class="govuk-list rows" id="waiting">{lines}</ul> }.into_any()
}

/// What the hub concluded and why, in words.
fn assessment(case: &Value) -> AnyView {
    let assessment = &case["assessment"];
    let reasons: Vec<String> = list(assessment, "/reasons")
        .iter()
        .map(|reason| text(reason, "because"))
        .collect();
    let found: Vec<String> = list(case, "/triage/found")
        .iter()
        .map(|found| text(found, "words"))
        .collect();
    let raised: Vec<String> = list(case, "/uplifts")
        .iter()
        .map(|one| {
            let to = [
                code(&one["tier"], codes::tier),
                code(&one["risk"], codes::risk),
            ];
            let to: Vec<String> = to.into_iter().filter(|to| !to.is_empty()).collect();
            let why = code(&one["reason"], codes::uplift_reason);
            staff_pages::raised(to.join(staff::facts_between()), why)
        })
        .collect();
    let needs: Vec<String> = list(case, "/needs")
        .iter()
        .map(|need| code(&need["code"], codes::need_staff))
        .collect();
    let learned: Vec<_> = list(case, "/reassessed").iter().map(learned).collect();
    let referral = &case["referral"];
    let council = if case["postcode_unknown"] == true {
        staff_pages::postcode_unknown(text(case, "postcodes_of"))
    } else {
        text(&case["home"], "council")
    };
    view! {
        {texts("flags", staff::part_flags(), labels(&assessment["flags"], codes::assessment_flag))}
        {facts([
            fact(staff_pages::needs(), needs.join(staff::facts_between())),
            fact(staff_pages::needs_not_met(), labels(&case["unmet"], codes::need_staff).join(staff::facts_between())),
            fact(staff_pages::own_words(), text(&referral["wishes"], "own_words")),
            fact(staff_pages::specialisms(), labels(&assessment["specialisms"], codes::specialism_staff).join(staff::facts_between())),
            fact(staff_pages::complexity(), code(&assessment["complexity"], codes::complexity)),
            fact(staff_pages::council(), council),
            fact(staff_pages::language(), language(&text(&referral["person"], "language"))),
            fact(staff_pages::interpreter(), yes(&referral["person"]["interpreter"])),
            fact(staff_pages::access(), labels(&referral["person"]["access_needs"], codes::access).join(staff::facts_between())),
        ])}
        {texts("reasons", staff_pages::assessment_because(), reasons)}
        {texts("found", staff_pages::triage_found(), found)}
        {texts("raised", staff_pages::raised_title(), raised)}
        <ol class="timeline" id="reassessed">{learned}</ol>
    }
    .into_any()
}

/// What was learned at one time, and what it changed. An entry that was corrected says so.
fn learned(one: &Value) -> impl IntoView + use<> {
    let parts = texts_of(one, "/parts").join(staff::facts_between());
    let corrected = one["corrected_by"]
        .is_u64()
        .then(|| tag("plain", staff_pages::corrected()));
    let lines: Vec<_> = texts_of(one, "/words")
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! {
        <li>
            <span class="when">{moment(&text(one, "at"))}</span>
            " "
            {corrected}
            <br />
            {staff_pages::learned(text(one, "by"), parts, text(one, "why_words"))}
            <ul class="govuk-list govuk-list--bullet">{lines}</ul>
        </li>
    }
}

fn texts_of(value: &Value, pointer: &str) -> Vec<String> {
    let items = list(value, pointer).iter();
    items
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}

/// Support and justice on one line of time, in the words that the person reads.
fn journeys(case: &Value) -> AnyView {
    let lines: Vec<_> = list(case, "/timeline")
        .iter()
        .map(|one| {
            let track = text(one, "track");
            let class = format!("track track--{track}");
            let name = staff_pages::track(&track).unwrap_or_default();
            let stands = one["standing"].as_str().map(standing);
            view! {
                <li class=class>
                    <span class="when">{moment(&text(one, "at"))}</span>
                    " "
                    {tag("plain", name)}
                    " "
                    {stands}
                    <br />
                    {text(one, "what")}
                </li>
            }
        })
        .collect();
    view! {
        <p class="govuk-body">{staff_pages::journeys_hint()}</p>
        <ol class="timeline" id="timeline">{lines}</ol>
    }
    .into_any()
}

/// Each service that has or had a part, why it was chosen, and why each other one was left.
fn services(case: &Value) -> AnyView {
    let asked: Vec<_> = list(case, "/onwards").iter().map(service).collect();
    let none = asked
        .is_empty()
        .then(|| view! { <p class="govuk-body">{staff_pages::no_services()}</p> });
    let left: Vec<String> = list(case, "/left")
        .iter()
        .filter(|one| one["service_name"].is_string())
        .map(|one| staff_pages::left_line(text(one, "service_name"), text(one, "words")))
        .collect();
    let unserved = labels(&case["unserved"], codes::specialism_staff);
    view! {
        {none}
        <ul class="govuk-list rows" id="services">{asked}</ul>
        {texts("unserved", staff_pages::unserved(), unserved)}
        {folded("left", staff_pages::why_not_others(), left)}
    }
    .into_any()
}

fn service(onward: &Value) -> impl IntoView + use<> {
    let offered = &onward["offered"];
    let reasons: Vec<_> = list(offered, "/reasons")
        .iter()
        .filter_map(Value::as_str)
        .map(|reason| view! { <li>{reason.to_owned()}</li> })
        .collect();
    let needs = labels(&offered["needs"], codes::need_staff).join(staff::facts_between());
    let care = &onward["care"];
    let sessions = care["sessions"].as_u64().filter(|sessions| *sessions > 0);
    let sessions = sessions.map(|number| {
        let minutes = care["minutes"].as_u64().unwrap_or_default();
        view! { <br />{staff_pages::sessions(staff_pages::session_minutes(minutes), number)} }
    });
    let outcome = code(&care["outcome"], codes::care_outcome);
    let outcome = (!outcome.is_empty()).then(|| view! { <br />{outcome} });
    let name = staff::service_of(text(onward, "provider_name"), text(onward, "service_name"));
    view! {
        <li>
            <b>{name}</b>
            " "
            {tag("plain", code(&onward["state"], codes::onward_state))}
            <br />
            <span class="when">{moment(&text(onward, "since"))}</span>
            {(!needs.is_empty()).then(|| view! { <br />{needs} })}
            {sessions}
            {outcome}
            <ul class="govuk-list govuk-list--bullet">{reasons}</ul>
        </li>
    }
}

/// What was promised, with dates: broken and near first, then what is open, then what was kept.
fn promises(case: &Value) -> AnyView {
    let order = |one: &&Value| match one["standing"].as_str().unwrap_or_default() {
        "broken" => 0,
        "due-soon" => 1,
        "open" => 2,
        "waiting" => 3,
        _ => 4,
    };
    let mut all: Vec<&Value> = list(case, "/promises").iter().collect();
    all.sort_by_key(|one| (order(one), text(one, "due")));
    let lines: Vec<_> = all
        .into_iter()
        .map(|one| {
            let who = label(codes::promise_owner, &text(one, "owner"));
            let who = match one["provider_name"].as_str() {
                Some(name) => staff_pages::owner_named(name, who),
                None => who,
            };
            let kept = one["kept_at"]
                .as_str()
                .map(|at| view! { <br />{staff_pages::kept_at(moment(at))} });
            view! {
                <li>
                    {standing(&text(one, "standing"))}
                    " "
                    {text(one, "what")}
                    <br />
                    {staff_pages::owed(moment(&text(one, "due")), who)}
                    {kept}
                </li>
            }
        })
        .collect();
    let none = lines
        .is_empty()
        .then(|| view! { <p class="govuk-body">{staff_pages::nothing_yet()}</p> });
    view! {
        {none}
        <ul class="govuk-list rows" id="promises">{lines}</ul>
    }
    .into_any()
}

/// Every contact and every try, by any organisation.
fn contacts(case: &Value) -> AnyView {
    let lines: Vec<_> = list(case, "/contacts")
        .iter()
        .map(|one| {
            let said: Vec<String> = ["how", "outcome", "provider_name", "by"]
                .into_iter()
                .filter(|name| *name != "by" || one["provider_name"].is_null())
                .filter_map(|name| {
                    let text = one[name].as_str()?;
                    Some(
                        code_label("contacts", name, text)
                            .unwrap_or(text)
                            .to_owned(),
                    )
                })
                .collect();
            view! {
                <li>
                    <span class="when">{moment(&text(one, "at"))}</span>
                    <br />
                    {said.join(staff::line_between())}
                </li>
            }
        })
        .collect();
    let none = lines
        .is_empty()
        .then(|| view! { <p class="govuk-body">{staff_pages::nothing_yet()}</p> });
    view! {
        {none}
        <ol class="timeline" id="contacts">{lines}</ol>
    }
    .into_any()
}

/// What the person wrote or said, in their own words.
fn said(case: &Value) -> AnyView {
    let lines: Vec<_> = list(case, "/words")
        .iter()
        .map(|one| {
            let kind = one["kind"].as_str().unwrap_or_default();
            let kind = code_label("words", "kind", kind).unwrap_or_default();
            view! {
                <li>
                    <span class="when">{moment(&text(one, "at"))}</span>
                    " "
                    {kind}
                    <blockquote class="said" dir="auto">{text(one, "text")}</blockquote>
                </li>
            }
        })
        .collect();
    let complaints: Vec<String> = list(case, "/complaints")
        .iter()
        .map(|one| {
            let about = code(&one["about"], codes::complaint_staff);
            match one["replied_at"].as_str() {
                Some(at) => staff_pages::complaint_replied(about, moment(at)),
                None => staff_pages::complaint_open(about, moment(&text(one, "at"))),
            }
        })
        .collect();
    let none = lines.is_empty() && complaints.is_empty();
    view! {
        {none.then(|| view! { <p class="govuk-body">{staff_pages::nothing_yet()}</p> })}
        <ol class="timeline" id="words">{lines}</ol>
        {texts("complaints", staff_pages::complaints_title(), complaints)}
    }
    .into_any()
}

/// What the person agreed to, and what was shared on another ground.
fn sharing(case: &Value) -> AnyView {
    let consent = &case["referral"]["consent"];
    let meetings: Vec<String> = list(case, "/pathways")
        .iter()
        .map(|one| {
            let taken = &one["taken"];
            let meeting = code(&taken["pathway"], codes::pathway);
            match one["acknowledged_at"].as_str() {
                Some(at) => staff_pages::meeting_has(moment(at), meeting),
                None => staff_pages::meeting_asked(meeting),
            }
        })
        .collect();
    let disclosed: Vec<String> = list(case, "/disclosures")
        .iter()
        .map(|one| {
            let to = code(&one["to"], codes::disclosed_to);
            let what = labels(&one["scope"], codes::disclosed_scope).join(staff::facts_between());
            match one["approved_at"].as_str() {
                Some(at) => staff_pages::disclosed(moment(at), to, what),
                None => staff_pages::disclosure_waits(to, what),
            }
        })
        .collect();
    view! {
        {facts([
            fact(staff_pages::ground(), code(&consent["basis"], codes::basis)),
            fact(staff_pages::given_by(), code(&consent["given_by"], codes::given_by)),
        ])}
        {texts("consent-scope", staff_pages::agreed_to(), labels(&consent["scope"], codes::scope_staff))}
        {texts("meetings", staff_pages::meetings(), meetings)}
        {texts("disclosed", staff_pages::disclosed_title(), disclosed)}
    }
    .into_any()
}

/// Who may open the case, and who did.
fn readers(case: &Value) -> AnyView {
    let readers = &case["readers"];
    let strings = |name: &str| -> String {
        let items = list(readers, name).iter().filter_map(Value::as_str);
        items.collect::<Vec<_>>().join(staff::facts_between())
    };
    let looks: Vec<_> = list(case, "/who_looked")
        .iter()
        .map(|look| {
            let who = match look["provider_name"].as_str() {
                Some(name) => name.to_owned(),
                None => label(staff_pages::looked, &text(look, "who")),
            };
            let why = code(&look["reason"], staff_access::reason);
            view! {
                <li>
                    <span class="when">{moment(&text(look, "at"))}</span>
                    " "
                    {who}
                    {(!why.is_empty()).then(|| view! { <br />{why} })}
                </li>
            }
        })
        .collect();
    view! {
        {facts([
            fact(staff_pages::restricted(), yes(&readers["restricted"])),
            fact(staff_pages::named(), strings("/named")),
            fact(staff_pages::excluded(), strings("/excluded")),
            fact(staff_pages::handovers(), case["handovers"].as_u64().filter(|number| *number > 0).map(|number| number.to_string()).unwrap_or_default()),
        ])}
        <h3 class="govuk-heading-s">{staff_pages::who_looked()}</h3>
        <ol class="timeline" id="who-looked">{looks}</ol>
    }
    .into_any()
}

/// The person's other cases, as links.
fn linked(case: &Value) -> AnyView {
    let link = |reference: &str, what: &'static str| {
        view! {
            <li>
                <a class="govuk-link" href=place_of(reference).href()>
                    {staff::case(reference)}
                </a>
                " "
                {what}
            </li>
        }
    };
    let earlier = list(case, "/earlier")
        .iter()
        .filter_map(Value::as_str)
        .map(|one| link(one, staff_pages::linked_earlier()));
    let joined = list(case, "/joined")
        .iter()
        .filter_map(|one| one["from"].as_str())
        .map(|one| link(one, staff_pages::linked_joined()));
    let into = case["ended"]["into"]
        .as_str()
        .map(|one| link(one, staff_pages::linked_into()));
    let lines: Vec<_> = earlier.chain(joined).chain(into).collect();
    let proposals: Vec<String> = list(case, "/proposals")
        .iter()
        .map(|one| {
            let act = code(&one["act"], staff_access::act);
            match (one["approved_at"].as_str(), one["lapsed"] == true) {
                (Some(at), _) => staff_pages::proposal_approved(act, moment(at)),
                (None, true) => staff_pages::proposal_lapsed(act),
                (None, false) => staff_pages::proposal_waits(act),
            }
        })
        .collect();
    let none = lines.is_empty() && proposals.is_empty();
    view! {
        {none.then(|| view! { <p class="govuk-body">{staff_pages::linked_none()}</p> })}
        <ul class="govuk-list" id="linked">{lines}</ul>
        {texts("proposals", staff_pages::proposals(), proposals)}
    }
    .into_any()
}

/// A language by its own name, or its tag if the list does not have it.
fn language(tag: &str) -> String {
    let short = tag.split('-').next().unwrap_or(tag);
    let name = codes::language(tag).or_else(|| codes::language(short));
    name.unwrap_or(tag).to_owned()
}

fn labels(value: &Value, of: Label) -> Vec<String> {
    let items = value.as_array().into_iter().flatten();
    items
        .filter_map(Value::as_str)
        .map(|code| label(of, code))
        .collect()
}

fn code(value: &Value, of: Label) -> String {
    value
        .as_str()
        .map(|code| label(of, code))
        .unwrap_or_default()
}

fn yes(value: &Value) -> &'static str {
    if value == &Value::Bool(true) {
        staff::yes()
    } else {
        ""
    }
}
