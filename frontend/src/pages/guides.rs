//! The guides: a list by need and by stage, and a page for each. They need no scripts and tell the hub nothing.

use crate::Site;
use crate::parts::{
    Page, article_text, danger, document, guide_list, how_to_leave, path_in, provenance,
};
use crate::view::GuideLink;
use crate::words::NEED_GROUPS;
use ::words::article::{Article, guide_page};
use ::words::{Language, article, codes, guides};
use domain::guides::{Screen, related};
use events::care::RecoveryStage;
use leptos::prelude::*;

/// Every guide, by what a person needs and by how far they have come.
pub fn guide_index(site: &Site) -> String {
    let page = Page::public(guides::title(), "/guides/", guides::LANGUAGES);
    document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{guides::heading()}</h1>
            <p class="govuk-body">{guides::lead()}</p>
            {danger()}
            {how_to_leave()}
            <ul class="govuk-list govuk-list--spaced">
                <li>
                    <a class="govuk-link" href="#need">
                        {guides::by_need()}
                    </a>
                </li>
                <li>
                    <a class="govuk-link" href="#stage">
                        {guides::by_stage()}
                    </a>
                </li>
                <li>
                    <a class="govuk-link" href="#some">
                        {guides::for_some()}
                    </a>
                </li>
            </ul>
            <h2 class="govuk-heading-m" id="need">
                {guides::by_need()}
            </h2>
            {by_need()}
            <h2 class="govuk-heading-m" id="stage">
                {guides::by_stage()}
            </h2>
            {by_stage()}
            <h2 class="govuk-heading-m" id="some">
                {guides::for_some()}
            </h2>
            {links(|guide| {
                !guide.audience.is_empty() || !guide.crimes.is_empty() || guide.needs.is_empty()
            })}
        }
        .into_any()
    })
}

/// The guides that `fits` is true of, by their titles.
fn links(fits: impl Fn(&Article) -> bool) -> AnyView {
    let found: Vec<GuideLink> = article::guides()
        .iter()
        .filter(|guide| fits(guide))
        .map(|guide| GuideLink::of(guide, Screen::Private))
        .collect();
    guide_list(&found)
}

/// Each need in the person's words, in the groups of the form.
fn by_need() -> AnyView {
    let need = |code: &'static str| {
        view! {
            <p class="govuk-body need">{codes::need(code)}</p>
            {links(|guide| guide.needs.contains(&code))}
        }
    };
    let group = |(name, needs): &(&str, &'static [events::referral::NeedCode])| {
        let needs: Vec<_> = needs.iter().map(|code| need(code.as_str())).collect();
        view! {
            <h3 class="govuk-heading-s">{codes::need_group(name)}</h3>
            {needs}
        }
    };
    NEED_GROUPS.iter().map(group).collect::<Vec<_>>().into_any()
}

/// Each guide once, with what it is about, under the first of its stages.
fn by_stage() -> AnyView {
    let about = |guide: &'static Article| {
        view! {
            <li>
                <a class="govuk-link" href=GuideLink::path(guide.slug)>
                    {guide.title}
                </a>
                <br />
                {guide.summary}
            </li>
        }
    };
    let stage = |stage: &RecoveryStage| {
        let first = |guide: &&'static Article| guide.stages.first() == Some(&stage.as_str());
        let found: Vec<_> = article::guides().iter().filter(first).map(about).collect();
        view! {
            <h3 class="govuk-heading-s">{guides::stage(stage.as_str())}</h3>
            <ul class="govuk-list govuk-list--spaced">{found}</ul>
        }
    };
    RecoveryStage::ALL
        .iter()
        .map(stage)
        .collect::<Vec<_>>()
        .into_any()
}

/// A guide. `None` if the guide has no page in any language.
pub fn guide(site: &Site, guide: &Article) -> Option<String> {
    let text = guide_page(guide.slug)?;
    let path = GuideLink::path(guide.slug);
    let page = Page::public(guide.discreet, &path, guide.languages);
    let next: Vec<GuideLink> = related(guide)
        .into_iter()
        .map(|other| GuideLink::of(other, Screen::Private))
        .collect();
    let next = (!next.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m">{guides::related()}</h2>
            {guide_list(&next)}
        }
    });
    // No guide names a time limit: that is what the steps are for. A test looks.
    let limit = |_: &str| String::new();
    Some(document(site, &page, || {
        view! {
            <h1 class="govuk-heading-l">{guide.title}</h1>
            {article_text(text, &limit)}
            <div class="screen">
                {next}
                <p class="govuk-body">
                    <a class="govuk-link" href=path_in(Language::default(), "/guides/")>
                        {guides::all()}
                    </a>
                </p>
            </div>
            {provenance(text)}
        }
        .into_any()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_has_its_words() {
        for stage in RecoveryStage::ALL {
            assert!(guides::stage(stage.as_str()).is_some(), "{stage}");
        }
        assert_eq!(guides::STAGE.len(), RecoveryStage::ALL.len());
    }
}
