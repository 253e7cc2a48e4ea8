//! The worklist itself.

use crate::acts;
use crate::browser::{self, Said, Trouble, ask, moment};
use crate::login::Config;
use crate::queue::is_coordinator;
use crate::view::{Row, Worklist, attempts, facts, is_offered, travelled};
use crate::{desk, say};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

/// Where the worklist is asked for: what is on offer, then what this provider has taken.
const ADDRESSES: [&str; 2] = [
    "/provider/onwards?state=offered",
    "/provider/onwards?state=accepted",
];

/// What the page knows.
#[derive(Clone, Copy)]
pub(crate) struct Staff {
    config: RwSignal<Option<Config>>,
    pub(crate) token: RwSignal<Option<String>>,
    rows: RwSignal<Vec<Row>>,
    details: RwSignal<Option<(Row, Value)>>,
    pub(crate) said: RwSignal<&'static str>,
}

/// Shows the worklist in its place.
pub(crate) fn show() {
    let place = document()
        .get_element_by_id("staff")
        .and_then(|place| place.dyn_into::<HtmlElement>().ok());
    let Some(place) = place else { return };
    place.set_text_content(None);
    mount_to(place, || {
        let staff = Staff {
            config: RwSignal::new(None),
            token: RwSignal::new(None),
            rows: RwSignal::new(Vec::new()),
            details: RwSignal::new(None),
            said: RwSignal::new("One moment."),
        };
        spawn_local(begin(staff));
        body(staff)
    })
    .forget();
}

async fn begin(staff: Staff) {
    let config = match browser::config().await {
        Ok(config) => config,
        Err(_) => {
            return staff
                .said
                .set("The way in is not set up. Tell the hub’s team.");
        }
    };
    match browser::come_back(&config).await {
        Ok(Some(token)) => {
            let coordinator = is_coordinator(&token);
            staff.token.set(Some(token));
            // A coordinator's desk looks for itself.
            if coordinator {
                staff.said.set("");
            } else {
                list(staff).await;
            }
        }
        Ok(None) => staff.said.set(""),
        Err(_) => staff.said.set("Signing in did not work. Please try again."),
    }
    staff.config.set(Some(config));
}

async fn list(staff: Staff) {
    let mut rows = Vec::new();
    for address in ADDRESSES {
        let mut next = Some(address.to_owned());
        while let Some(address) = next {
            let Some(answer) = asked(staff, "GET", &address, None).await else {
                return;
            };
            let page = serde_json::from_value::<Worklist>(answer).unwrap_or_default();
            rows.extend(page.onwards);
            next = page.next;
        }
    }
    staff.said.set(if rows.is_empty() {
        "Nothing is waiting for you."
    } else {
        ""
    });
    staff.rows.set(rows);
}

async fn look(staff: Staff, row: Row, accept: bool) {
    let (method, address) = if accept {
        ("POST", format!("{}/accept", row.href))
    } else {
        ("GET", row.href.clone())
    };
    let Some(details) = asked(staff, method, &address, None).await else {
        return;
    };
    let details = with_choices(staff, &row, details).await;
    staff.details.set(Some((row, details)));
    staff.said.set(if accept {
        "You have said yes. Please get in touch by the time below, only in a way that is listed."
    } else {
        ""
    });
    if accept {
        let said = staff.said.get_untracked();
        list(staff).await;
        staff.said.set(said);
    }
}

/// What the hub shows, and whom the person could be referred on to, where this person may do that. A hub that does not say
/// leaves the form out, and everything else as it is.
async fn with_choices(staff: Staff, row: &Row, mut details: Value) -> Value {
    let may = details
        .get("may")
        .and_then(Value::as_array)
        .is_some_and(|may| may.iter().any(|code| code == "refer-on"));
    if let Some(token) = staff.token.get_untracked().filter(|_| may)
        && let Ok(choices) = ask("GET", &format!("{}/refer-on", row.href), &token, None).await
    {
        details["refer_on_to"] = choices;
    }
    details
}

/// Says something of an onward referral, and shows what then stands.
pub(crate) async fn tell(staff: Staff, row: Row, say: acts::Say, body: Value, version: u64) {
    let address = format!("{}/{}", row.href, say.address());
    let Some(details) = asked(
        staff,
        "POST",
        &address,
        Some(Said {
            body: &body,
            version: Some(version),
        }),
    )
    .await
    else {
        return;
    };
    let details = with_choices(staff, &row, details).await;
    let over = acts::now(&details).is_empty();
    // Taken away first, so that its forms come back closed and empty.
    staff.details.set(None);
    list(staff).await;
    staff.details.set((!over).then_some((row, details)));
    staff.said.set(if over {
        "Thank you. It is off your list."
    } else {
        "It is written down."
    });
}

async fn asked(staff: Staff, method: &str, address: &str, said: Option<Said<'_>>) -> Option<Value> {
    let token = staff.token.get_untracked()?;
    match ask(method, address, &token, said).await {
        Ok(answer) => Some(answer),
        Err(trouble) => {
            staff.said.set(match trouble {
                Trouble::SignIn => "Please sign in again.",
                Trouble::Gone => "This is no longer on offer to you.",
                Trouble::Moved => {
                    "Something changed in the meantime. Please look at it again first."
                }
                Trouble::NotSo => {
                    "This cannot be written down as it stands. Please check what you put in."
                }
                Trouble::Later => "The hub cannot be reached. Please try again in a minute.",
            });
            if trouble == Trouble::SignIn {
                staff.token.set(None);
                staff.details.set(None);
                staff.rows.set(Vec::new());
            }
            None
        }
    }
}

fn body(staff: Staff) -> impl IntoView {
    let sign_in = move || {
        (staff.config.with(Option::is_some) && staff.token.with(Option::is_none)).then(|| {
            let go = move |_| {
                if staff
                    .config
                    .with_untracked(|config| config.as_ref().and_then(browser::go_to_login))
                    .is_none()
                {
                    staff
                        .said
                        .set("This browser cannot sign in. Please use another one.");
                }
            };
            view! {
                <button class="govuk-button" type="button" id="sign-in" on:click=go>
                    "Sign in"
                </button>
            }
        })
    };
    let coordinates = move || {
        staff
            .token
            .with(|token| token.as_deref().is_some_and(is_coordinator))
    };
    let queue = move || coordinates().then(|| desk::desk(staff));
    let work = move || {
        (staff.token.with(Option::is_some) && !coordinates()).then(|| {
            view! {
                <button
                    class="govuk-button govuk-button--secondary"
                    type="button"
                    on:click=move |_| spawn_local(list(staff))
                >
                    "Look again"
                </button>
                <ul class="govuk-list lines" id="onwards">
                    {move || staff.rows.get().into_iter().map(|row| line(staff, row)).collect::<Vec<_>>()}
                </ul>
            }
        })
    };
    view! {
        <p class="govuk-body" role="status" id="said">
            {move || staff.said.get()}
        </p>
        {sign_in}
        {move || staff.details.get().map(|(row, details)| card(staff, row, &details))}
        {work}
        {queue}
    }
}

fn line(staff: Staff, row: Row) -> impl IntoView {
    let (name, by, state) = (
        row.service.clone(),
        moment(&row.accept_by),
        row.state.clone(),
    );
    let open = state == "offered";
    let code = row.onward.clone();
    view! {
        <li>
            <b>{format!("{code}: {name}")}</b>
            <br />
            {if open { format!("Answer by {by}") } else { format!("You said yes ({state})") }}
            <br />
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                on:click=move |_| spawn_local(look(staff, row.clone(), false))
            >
                "Look"
                <span class="govuk-visually-hidden">{format!(" at {code}")}</span>
            </button>
        </li>
    }
}

fn card(staff: Staff, row: Row, details: &Value) -> impl IntoView + use<> {
    let items: Vec<_> = facts(details)
        .into_iter()
        .map(|fact| {
            let value = if fact.name.ends_with(" by") {
                moment(&fact.value)
            } else {
                fact.value
            };
            view! {
                <dt>{fact.name}</dt>
                <dd>{value}</dd>
            }
        })
        .collect();
    let title = format!("{}: {}", row.onward, row.service);
    let version = details
        .get("version")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    let forms: Vec<_> = acts::now(details)
        .into_iter()
        .map(|say| say::form(staff, row.clone(), say, details, version))
        .collect();
    let table = travelled(details).map(|table| {
        let head: Vec<_> = table.points.iter().map(|point| view! { <th class="govuk-table__header" scope="col">{*point}</th> }).collect();
        let rows: Vec<_> = table
            .areas
            .into_iter()
            .map(|(area, scores)| {
                let cells: Vec<_> =
                    scores.into_iter().map(|score| view! { <td class="govuk-table__cell">{score}</td> }).collect();
                view! {
                    <tr class="govuk-table__row">
                        <th class="govuk-table__header" scope="row">{area}</th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        view! {
            <table class="govuk-table" id="travelled">
                <caption class="govuk-table__caption govuk-table__caption--s">"How the person is, from 0 to 10"</caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">
                        <th class="govuk-table__header" scope="col">"Area"</th>
                        {head}
                    </tr>
                </thead>
                <tbody class="govuk-table__body">{rows}</tbody>
            </table>
        }
    });
    let tries: Vec<_> = attempts(details)
        .into_iter()
        .map(|attempt| {
            let (at, words) = (
                moment(&attempt.at),
                format!("{}: {}", attempt.by, attempt.outcome),
            );
            view! { <li>{format!("{at}. {words}")}</li> }
        })
        .collect();
    let tries = (!tries.is_empty()).then(|| {
        view! {
            <h3 class="govuk-heading-s">"Tries to get in touch"</h3>
            <ul class="govuk-list govuk-list--bullet" id="attempts">{tries}</ul>
        }
    });
    let accept = is_offered(details).then(|| {
        view! {
            <button
                class="govuk-button"
                type="button"
                id="accept"
                on:click=move |_| spawn_local(look(staff, row.clone(), true))
            >
                "Say yes"
            </button>
        }
    });
    view! {
        <section class="box" id="details">
            <h2 class="govuk-heading-m">{title}</h2>
            <dl>{items}</dl>
            {tries}
            {table}
            {accept}
            {forms}
            <button class="govuk-button govuk-button--secondary" type="button" on:click=move |_| staff.details.set(None)>
                "Close"
            </button>
        </section>
    }
}
