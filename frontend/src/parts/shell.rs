//! The frame of every page: a bland title, the exit button, the footer.

use crate::Site;
use crate::parts::linked;
use ::words::{Language, codes, shell};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use std::sync::Arc;

/// What differs between the frames of two pages.
pub(crate) struct Page<'a> {
    /// The title. Tabs and the history show it, so it must not say why anyone is here.
    pub(crate) title: &'a str,
    /// The question that the form opens with.
    pub(crate) at: Option<usize>,
    /// Whether the person has tried to send the form, so that they can send it from any question.
    pub(crate) tried: bool,
    /// Which WASM it loads.
    pub(crate) loads: Loads,
    /// Where Back and reload lead on a page that answers a form: with scripts they never send the form again.
    pub(crate) back: Option<&'static str>,
    /// When it leaves by itself.
    pub(crate) closing: Option<Closing>,
    /// What ends the visit when the person leaves with Exit.
    pub(crate) end: Option<&'a str>,
    /// The languages of a page that has an address of the site.
    pub(crate) versions: Option<Versions<'a>>,
}

/// The languages of a page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Versions<'a> {
    /// Its path in English. In another language the path begins with the language's tag: `/cy/leaving/`.
    pub(crate) path: &'a str,
    /// The languages that have its texts.
    pub(crate) languages: &'static [Language],
}

impl Versions<'_> {
    /// The path in each language, if there are several.
    fn each(&self) -> Vec<(Language, String)> {
        if self.languages.len() < 2 {
            return Vec::new();
        }
        let version = |language: &Language| (*language, path_in(*language, self.path));
        self.languages.iter().map(version).collect()
    }
}

/// The path of a page in `language`. The first language has no folder.
pub fn path_in(language: Language, path: &str) -> String {
    if language == Language::default() {
        path.to_owned()
    } else {
        format!("/{}{path}", language.tag())
    }
}

/// The `lang` of a text on this page that is in English, because its file is not in the page's language.
pub(crate) fn in_english(languages: &[Language]) -> Option<&'static str> {
    let translated = languages.contains(&Language::current());
    (!translated).then(|| Language::default().tag())
}

/// When a page with something personal on it leaves by itself, as if the person pressed Exit.
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
    /// From the last action on it. Without scripts it stays: nothing can tell whether someone is still typing.
    LastActivity,
}

impl Closing {
    /// What is shown before the page leaves, with a way to stay (WCAG 2.2.1).
    fn warning(self) -> AnyView {
        view! {
            <div class="closing screen" id="closing" role="alert" lang=in_english(shell::LANGUAGES) hidden>
                <p class="govuk-body">
                    {shell::closing(u64::from(self.warns))}
                </p>
                <button class="govuk-button govuk-button--secondary" type="button" data-stay="">
                    {shell::keep_open()}
                </button>
            </div>
        }
        .into_any()
    }

    /// The browser's own way to leave the page, for browsers without scripts.
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
            end: None,
            versions: None,
        }
    }

    /// A page without islands that is the same for everyone, and so has an address in each of its languages.
    pub(crate) const fn public(
        title: &'a str,
        path: &'a str,
        languages: &'static [Language],
    ) -> Self {
        Self {
            versions: Some(Versions { path, languages }),
            ..Self::plain(title)
        }
    }

    /// A page that answers a form. Back and reload lead to `back` instead.
    pub(crate) const fn answering(title: &'a str, back: &'static str) -> Self {
        Self {
            back: Some(back),
            ..Self::plain(title)
        }
    }

    /// A person's own page. Leaving it ends the visit.
    pub(crate) const fn own(title: &'a str, end: Option<&'a str>) -> Self {
        Self {
            end,
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
    let staff_style = (page.loads == Loads::Staff)
        .then(|| view! { <link rel="stylesheet" href=assets.staff_css.clone() /> });
    let idle = page
        .closing
        .is_some_and(|one| one.from == From::LastActivity);
    let warning = page.closing.map(Closing::warning);
    let refresh = page.closing.and_then(Closing::without_scripts);
    let versions = page.versions.map_or_else(Vec::new, |one| one.each());
    let alternates: Vec<_> = versions
        .iter()
        .map(|(language, path)| view! { <link rel="alternate" hreflang=language.tag() href=path.clone() /> })
        .collect();
    let english = in_english(shell::LANGUAGES);
    view! {
        <!DOCTYPE html>
        <html lang=Language::current().tag() data-elsewhere=site.profile.exit_url.clone() data-at=page.at.map(|at| at.to_string()) data-ready=page.tried.then_some("") data-later=page.at.is_some_and(|at| at >= 3).then_some("") data-back=page.back data-closes=page.closing.map(|one| one.minutes.to_string()) data-warns=page.closing.map(|one| one.warns.to_string()) data-idle=idle.then_some("")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <meta name="format-detection" content="telephone=no" />
                <title>{page.title.to_owned()}</title>
                <link rel="icon" href=assets.icon.clone() />
                <link rel="stylesheet" href=assets.css.clone() />
                {staff_style}
                <script src=assets.start.clone()></script>
                {alternates}
                {refresh}
                {loader}
            </head>
            <body class="govuk-template__body">
                <a href="#main" class="govuk-skip-link" lang=english>
                    {shell::skip()}
                </a>
                <header class="top" lang=english>
                    <div class="govuk-width-container top__in">{header(page.loads, page.end)}</div>
                </header>
                <div class="govuk-width-container">
                    {other_languages(&versions)}
                    <main class="govuk-main-wrapper" id="main">
                        {main}
                        {warning}
                    </main>
                </div>
                {if page.loads == Loads::Staff { who(site).into_any() } else { footer(site).into_any() }}
            </body>
        </html>
    }
}

/// The name of the site and the exit. Staff have no exit: it would take them away from what they typed, and their page has a
/// way to sign out.
///
/// A browser tells `ping` that the link was followed, without waiting and without scripts. A browser that does not, and any
/// page with scripts, does it in `start.js`.
fn header(loads: Loads, end: Option<&str>) -> AnyView {
    if loads == Loads::Staff {
        return view! { <span class="top__home">{::words::staff::title()}</span> }.into_any();
    }
    let ping = end.map(|end| format!("/me/leave/{end}"));
    view! {
        <a class="top__home" href="/">
            {shell::home()}
        </a>
        <a class="govuk-button govuk-button--warning top__exit" href="/exit" ping=ping rel="nofollow" data-exit="" data-one=shell::exit_one() data-two=shell::exit_two() data-late=shell::exit_late()>
            {shell::exit()}
        </a>
    }
    .into_any()
}

/// Links to the page in its other languages, each by the language's own name.
fn other_languages(versions: &[(Language, String)]) -> Option<AnyView> {
    let links: Vec<_> = versions
        .iter()
        .filter(|(language, _)| *language != Language::current())
        .map(|(language, path)| {
            let tag = language.tag();
            let short = tag.split('-').next().unwrap_or(tag);
            let name = codes::language(tag)
                .or_else(|| codes::language(short))
                .unwrap_or(tag);
            view! {
                <a class="govuk-link" href=path.clone() hreflang=tag lang=tag>
                    {name}
                </a>
                " "
            }
        })
        .collect();
    (!links.is_empty()).then(|| view! { <p class="govuk-body-s">{links}</p> }.into_any())
}

/// Who runs the site.
fn who(site: &Site) -> impl IntoView + use<> {
    let profile = site.profile;
    view! {
        <footer class="foot" lang=in_english(shell::LANGUAGES)>
            <div class="govuk-width-container">
                <p class="govuk-body-s">{shell::who(&profile.name, &profile.hub_name)}</p>
            </div>
        </footer>
    }
}

fn footer(site: &Site) -> impl IntoView + use<> {
    let profile = site.profile;
    let who = shell::who(&profile.name, &profile.hub_name);
    view! {
        <footer class="foot" lang=in_english(shell::LANGUAGES)>
            <div class="govuk-width-container">
                <p class="govuk-body-s">{linked(shell::exit_what(), &[("leaving", "/leaving/")])}</p>
                <p class="govuk-body-s">
                    <a class="govuk-link" href="/get-support/">
                        {shell::get_support()}
                    </a>
                    <a class="govuk-link" href="/progress/">
                        {shell::progress()}
                    </a>
                    <a class="govuk-link" href="/guides/">
                        {shell::guides()}
                    </a>
                    <a class="govuk-link" href="/directory/">
                        {shell::directory()}
                    </a>
                    <a class="govuk-link" href="/about/">
                        {shell::about()}
                    </a>
                    <a class="govuk-link" href="/contact/">
                        {shell::contact()}
                    </a>
                    <a class="govuk-link" href="/privacy/">
                        {shell::privacy()}
                    </a>
                    <a class="govuk-link" href="/cookies/">
                        {shell::cookies()}
                    </a>
                    <a class="govuk-link" href="/accessibility/">
                        {shell::accessibility()}
                    </a>
                </p>
                <p class="govuk-body-s">{who}</p>
            </div>
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Assets;

    const BOTH: &[Language] = &[Language::EnGb, Language::Sample];

    fn page(shown_in: Language, languages: &'static [Language]) -> String {
        let profile = serde_json::from_str(include_str!("../../tests/sample-profile.json"))
            .expect("the sample is a profile");
        let site = Site {
            profile: &profile,
            assets: &Assets::unhashed(),
        };
        let page = Page::public("Support", "/leaving/", languages);
        shown_in.show(|| document(&site, &page, || view! { <h1>"Support"</h1> }.into_any()))
    }

    #[test]
    fn a_page_says_its_language_and_leads_to_its_others() {
        let sample = Language::Sample.tag();
        let other = format!("/{sample}/leaving/");
        for (language, link) in [
            (Language::EnGb, (sample, other.as_str())),
            (Language::Sample, ("en-GB", "/leaving/")),
        ] {
            let html = page(language, BOTH);
            let start = format!("<!DOCTYPE html><html lang=\"{}\"", language.tag());
            assert!(html.starts_with(&start), "{html}");
            for (tag, path) in [("en-GB", "/leaving/"), (sample, other.as_str())] {
                let alternate =
                    format!("<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{path}\">");
                assert!(html.contains(&alternate), "{alternate}");
            }
            let (tag, path) = link;
            let link = format!("href=\"{path}\" hreflang=\"{tag}\" lang=\"{tag}\"");
            assert_eq!(html.matches(&link).count(), 1, "{link}");
        }
    }

    #[test]
    fn a_page_in_one_language_names_no_other() {
        let html = page(Language::EnGb, &[Language::EnGb]);
        assert!(!html.contains("hreflang"));
        assert_eq!(html.matches("lang=").count(), 1);
    }

    #[test]
    fn english_on_a_page_in_another_language_is_marked() {
        let html = page(Language::Sample, BOTH);
        let lang_of = |html: &str, element: &str| {
            let tag = html
                .split(element)
                .nth(1)
                .and_then(|rest| rest.split('>').next());
            tag.expect("the element").contains("lang=\"en-GB\"")
        };
        let english = page(Language::EnGb, BOTH);
        for element in ["<header", "<footer"] {
            assert!(lang_of(&html, element), "{element}");
            assert!(!lang_of(&english, element), "{element}");
        }
    }
}
