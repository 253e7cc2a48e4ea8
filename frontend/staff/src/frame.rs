//! The frame of every page of staff: who is signed in, the way out, the pages of the role, and what needs doing now.

use crate::browser;
use crate::place::Place;
use crate::session::Session;
use crate::who::{Role, Who};
use leptos::prelude::*;
use std::time::Duration;
use words::staff_pages;

/// How often the counts are read again while somebody looks at them.
const REFRESH: Duration = Duration::from_secs(60);

/// Who is signed in, what they work as, and the way out.
pub(crate) fn signed_in(
    session: Session,
    who: &Who,
    leave: impl Fn(leptos::ev::MouseEvent) + 'static,
) -> AnyView {
    let name = who.name.clone().unwrap_or_default();
    let role = who.role.label();
    let works = move || match session.employer.get() {
        Some(employer) => staff_pages::role_at(employer, role),
        None => role.to_owned(),
    };
    view! {
        <div class="who">
            <p class="govuk-body-s" id="who">
                {staff_pages::signed_in_as()}
                <b dir="auto">{name}</b>
                <br />
                {works}
            </p>
            <button
                class="govuk-button govuk-button--secondary"
                type="button"
                id="sign-out"
                on:click=leave
            >
                {words::staff::sign_out()}
            </button>
        </div>
    }
    .into_any()
}

/// The pages of a role, by the name of their view.
const fn pages(role: Role) -> &'static [&'static str] {
    match role {
        Role::Provider => &["home", "offers", "open", "due", "over", "figures"],
        Role::Volunteer => &["home", "offers", "open", "due", "over"],
        Role::Coordinator | Role::DutyManager | Role::PoliceCoordinator => {
            &["home", "queue", "set-aside", "area"]
        }
        Role::Police | Role::WitnessCare => &["home", "due", "cases"],
        Role::Oversight | Role::Touchpoint | Role::Unknown => &[],
    }
}

/// Links to the pages of the role. The one that is open is marked.
pub(crate) fn sub_navigation(session: Session, role: Role) -> impl IntoView {
    let pages = pages(role);
    (!pages.is_empty()).then(|| {
        let links: Vec<_> = pages
            .iter()
            .map(|page| {
                let current = move || {
                    session.place.with(|place| {
                        let view = place.view();
                        let open = view == *page || (view.is_empty() && *page == "home");
                        open.then_some("page")
                    })
                };
                view! {
                    <li>
                        <a class="govuk-link" href=Place::of(page).href() aria-current=current>
                            {staff_pages::page(page).unwrap_or_default()}
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <nav class="sub" aria-label=staff_pages::navigation()>
                <ul>{links}</ul>
            </nav>
        }
    })
}

/// How many things wait on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// The key of what is counted, and of its class.
    pub(crate) what: &'static str,
    pub(crate) number: usize,
    /// Whether there are more than were counted.
    pub(crate) more: bool,
    /// Whether someone may be in danger among them.
    pub(crate) late: bool,
    /// Where they are.
    pub(crate) place: Place,
}

/// What needs doing now: counts that lead to their lists. They are read again each minute while the page is in view.
pub(crate) fn counts<Read, Reading>(read: Read) -> impl IntoView
where
    Read: Fn() -> Reading + Clone + 'static,
    Reading: Future<Output = Option<Vec<Count>>> + 'static,
{
    let shown = RwSignal::new(None::<Vec<Count>>);
    let load = move || {
        let read = read.clone();
        wasm_bindgen_futures::spawn_local(async move {
            if let Some(counts) = read().await {
                let _ = shown.try_set(Some(counts));
            }
        });
    };
    load();
    if let Ok(again) = set_interval_with_handle(
        move || {
            if browser::in_view() {
                load();
            }
        },
        REFRESH,
    ) {
        on_cleanup(move || again.clear());
    }
    let cards = move || {
        shown.get().map(|counts| {
            counts
                .into_iter()
                .map(|count| {
                    let number = if count.more {
                        staff_pages::at_least(count.number)
                    } else {
                        count.number.to_string()
                    };
                    let id = format!("count-{}", count.what);
                    let class = match count.number {
                        0 => "none",
                        _ if count.late => "late",
                        _ => "some",
                    };
                    view! {
                        <li class=class id=id>
                            <a class="govuk-link" href=count.place.href()>
                                <b>{number}</b>
                                {staff_pages::count(count.what).unwrap_or_default()}
                            </a>
                        </li>
                    }
                })
                .collect::<Vec<_>>()
        })
    };
    view! {
        <h2 class="govuk-heading-m" id="home-title" tabindex="-1">
            {staff_pages::home_title()}
        </h2>
        <p class="govuk-body-s" hidden=move || shown.with(Option::is_some)>
            {words::staff::loading()}
        </p>
        <ul class="cards" id="counts">
            {cards}
        </ul>
        <p class="govuk-body-s">{staff_pages::home_refreshes()}</p>
    }
}
