//! The frame of every page: a bland title, the exit button, the footer.

use crate::Site;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// What differs between the frames of two pages.
pub(crate) struct Page<'a> {
    /// The title. It is seen in tabs and in the history, so it gives nothing away.
    pub(crate) title: &'a str,
    /// The question that the form opens with.
    pub(crate) at: Option<usize>,
    /// Whether the form was tried already, and so can be sent from any question.
    pub(crate) tried: bool,
    /// Which WASM it loads.
    pub(crate) loads: Loads,
    /// Where Back and reload lead instead, on a page that answers a form: with scripts they never send the form again.
    pub(crate) back: Option<&'static str>,
    /// When it leaves by itself.
    pub(crate) closing: Option<Closing>,
}

/// When a page with something personal on it leaves by itself, as if Exit was pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Closing {
    /// After how many minutes.
    pub(crate) minutes: u8,
    /// How many minutes before that it warns, where scripts run.
    pub(crate) warns: u8,
    /// What the minutes count from.
    pub(crate) from: From,
}

/// What the minutes count from until a page leaves by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// From its opening. Without scripts the browser itself leaves.
    Opening,
    /// From the last thing done on it. Without scripts it stays: it cannot be told whether someone is still typing.
    LastActivity,
}

impl Closing {
    /// What is shown before the page leaves, with a way to stay (WCAG 2.2.1).
    fn warning(self) -> AnyView {
        view! {
            <div class="closing screen" id="closing" role="alert" hidden>
                <p class="govuk-body">
                    {format!("This page will close in about {} minutes. What you have not sent will be cleared.", self.warns)}
                </p>
                <button class="govuk-button govuk-button--secondary" type="button" data-stay="">
                    "Keep this page open"
                </button>
            </div>
        }
        .into_any()
    }

    /// The browser's own way to leave, for where no script runs.
    fn without_scripts(self) -> Option<AnyView> {
        (self.from == From::Opening).then(|| {
            let to = format!("{};url=/exit", u32::from(self.minutes) * 60);
            view! {
                <noscript>
                    <meta http-equiv="refresh" content=to />
                </noscript>
            }
            .into_any()
        })
    }
}

/// Which WASM a page loads.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loads {
    /// None: nothing on it needs more than the small script.
    Nothing,
    /// The islands.
    Islands,
    /// The worklist.
    Staff,
}

impl<'a> Page<'a> {
    /// A page without islands.
    pub(crate) const fn plain(title: &'a str) -> Self {
        Self {
            title,
            at: None,
            tried: false,
            loads: Loads::Nothing,
            back: None,
            closing: None,
        }
    }

    /// A page that answers a form. Back and reload lead to `back` instead.
    pub(crate) const fn answering(title: &'a str, back: &'static str) -> Self {
        Self {
            back: Some(back),
            ..Self::plain(title)
        }
    }

    /// A person's own page.
    pub(crate) const fn own(title: &'a str) -> Self {
        Self {
            closing: Some(Closing {
                minutes: 30,
                warns: 5,
                from: From::Opening,
            }),
            ..Self::answering(title, "/progress/")
        }
    }
}

/// The whole document. `main` is called inside the owner that Leptos needs, so a component may be made in it.
pub(crate) fn document(site: &Site, page: &Page, main: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let html = owner.with(|| frame(site, page, main()).to_html());
    owner.cleanup();
    without_marks(&html)
}

/// Leptos marks places for hydration with empty comments. Outside islands nothing hydrates, and they weigh something.
fn without_marks(html: &str) -> String {
    const END: &str = "</leptos-island>";
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<leptos-island") {
        let end = rest[start..]
            .find(END)
            .map_or(rest.len(), |at| start + at + END.len());
        kept.push_str(&rest[..start].replace("<!>", ""));
        kept.push_str(&rest[start..end]);
        rest = &rest[end..];
    }
    kept.push_str(&rest.replace("<!>", ""));
    kept
}

fn frame(site: &Site, page: &Page, main: AnyView) -> impl IntoView + use<> {
    let assets = site.assets;
    let modules = match page.loads {
        Loads::Nothing => None,
        Loads::Islands => Some((assets.wasm_js.clone(), assets.wasm.clone())),
        Loads::Staff => Some((assets.staff_js.clone(), assets.staff_wasm.clone())),
    };
    let loader = modules.map(|(js, wasm)| {
        view! { <script type="module" src=assets.boot.clone() data-js=js data-wasm=wasm id="boot"></script> }
    });
    let idle = page
        .closing
        .is_some_and(|one| one.from == From::LastActivity);
    let warning = page.closing.map(Closing::warning);
    let refresh = page.closing.and_then(Closing::without_scripts);
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" data-at=page.at.map(|at| at.to_string()) data-ready=page.tried.then_some("") data-later=page.at.is_some_and(|at| at >= 3).then_some("") data-back=page.back data-closes=page.closing.map(|one| one.minutes.to_string()) data-warns=page.closing.map(|one| one.warns.to_string()) data-idle=idle.then_some("")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <title>{page.title.to_owned()}</title>
                <link rel="icon" href=assets.icon.clone() />
                <link rel="stylesheet" href=assets.css.clone() />
                <script src=assets.start.clone()></script>
                {refresh}
                {loader}
            </head>
            <body class="govuk-template__body">
                <a href="#main" class="govuk-skip-link">
                    "Skip to main content"
                </a>
                <header class="top">
                    <div class="govuk-width-container top__in">
                        <a class="top__home" href="/">
                            "Support"
                        </a>
                        <a class="govuk-button govuk-button--warning top__exit" href="/exit" rel="nofollow" data-exit="">
                            "Exit now"
                        </a>
                    </div>
                </header>
                <div class="govuk-width-container">
                    <main class="govuk-main-wrapper" id="main">
                        {main}
                        {warning}
                    </main>
                </div>
                {footer(site)}
            </body>
        </html>
    }
}

fn footer(site: &Site) -> impl IntoView + use<> {
    let profile = site.profile;
    let who = format!(
        "This site is run by {}, for people in {}. It is free.",
        profile.hub_name, profile.name
    );
    view! {
        <footer class="foot">
            <div class="govuk-width-container">
                <p class="govuk-body-s">
                    <b>"Exit now"</b>
                    " takes you to another site. It does not wipe your history. "
                    <a class="govuk-link" href="/leaving/">
                        "How to leave safely"
                    </a>
                </p>
                <p class="govuk-body-s">
                    <a class="govuk-link" href="/get-support/">
                        "Get support"
                    </a>
                    <a class="govuk-link" href="/progress/">
                        "See what is happening"
                    </a>
                    <a class="govuk-link" href="/directory/">
                        "Who can help"
                    </a>
                </p>
                <p class="govuk-body-s">{who}</p>
            </div>
        </footer>
    }
}
