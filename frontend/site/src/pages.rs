//! The pages that are the same for everyone, rendered once in each of their languages.

use crate::files::{Output, Rendered};
use crate::qr::Code;
use crate::wasm::Module;
use anyhow::{Result, bail};
use events::profile::Profile;
use frontend::{Assets, FormView, PosterView, Problem, ProblemView, Site};
use jiff::civil::Date;
use words::{
    Language, article, directory, expect, form, guides, home, leaving, privacy, progress, standing,
    touchpoint,
};

/// Renders every public page of the area, as of `day`. `address` is the site's own, without a slash at its end.
///
/// # Errors
/// A touchpoint's address is too long for a code.
pub fn render(
    profile: &Profile,
    assets: &Assets,
    address: &str,
    day: Date,
) -> Result<Vec<Rendered>> {
    let site = Site { profile, assets };
    let not_found = ProblemView {
        problem: Problem::NotFound,
        wait: None,
    };
    let mut pages = vec![
        Rendered {
            path: "/404.html".to_owned(),
            html: frontend::problem(&site, &not_found),
        },
        Rendered {
            path: "/staff/index.html".to_owned(),
            html: frontend::staff(&site),
        },
        // The commissioner's office signs in on the same page, and is shown figures.
        Rendered {
            path: "/oversight/index.html".to_owned(),
            html: frontend::staff(&site),
        },
    ];
    let form = || frontend::support_form(&site, &FormView::default());
    let progress = || frontend::progress_form(&site, None);
    add(&mut pages, "/", home::LANGUAGES, || frontend::home(&site));
    add(&mut pages, "/get-support/", form::LANGUAGES, form);
    add(&mut pages, "/directory/", directory::LANGUAGES, || {
        frontend::directory(&site, day)
    });
    add(&mut pages, "/guides/", guides::LANGUAGES, || {
        frontend::guide_index(&site)
    });
    for guide in article::guides() {
        let path = frontend::GuideLink::path(guide.slug);
        add(&mut pages, &path, guide.languages, || {
            frontend::guide_page(&site, guide).unwrap_or_default()
        });
    }
    add(&mut pages, "/what-to-expect/", expect::LANGUAGES, || {
        frontend::step_index(&site)
    });
    for step in article::steps() {
        let path = frontend::step_path(step.slug);
        add(&mut pages, &path, step.languages, || {
            frontend::step_page(&site, step, day).unwrap_or_default()
        });
    }
    add(&mut pages, "/progress/", progress::LANGUAGES, progress);
    add(&mut pages, "/leaving/", leaving::LANGUAGES, || {
        frontend::leaving(&site)
    });
    for (path, page) in [
        ("/about/", frontend::about as fn(&Site) -> String),
        ("/contact/", frontend::contact_us),
        ("/cookies/", frontend::cookies),
        ("/accessibility/", frontend::accessibility),
    ] {
        add(&mut pages, path, standing::LANGUAGES, || page(&site));
    }
    add(&mut pages, "/privacy/", privacy::LANGUAGES, || {
        frontend::privacy(&site)
    });
    for place in &profile.touchpoints {
        let path = frontend::words::path_of(place);
        let address = format!("{address}{path}");
        let code = Code::of(&address)?;
        let poster = PosterView {
            touchpoint: place,
            address: &address,
            path: &code.path,
            side: code.side,
        };
        add(&mut pages, &path, touchpoint::LANGUAGES, || {
            frontend::touchpoint(&site, place)
        });
        add(
            &mut pages,
            &format!("{path}support/"),
            form::LANGUAGES,
            || frontend::touchpoint_form(&site, place),
        );
        add(
            &mut pages,
            &format!("{path}poster/"),
            touchpoint::LANGUAGES,
            || frontend::poster(&site, &poster),
        );
    }
    Ok(pages)
}

/// Renders the page at `path` in each of its languages.
fn add(pages: &mut Vec<Rendered>, path: &str, languages: &[Language], render: impl Fn() -> String) {
    let each = in_each_language(path, languages, render);
    pages.extend(each.map(|(path, html)| Rendered { path, html }));
}

/// The files of the page at `path`, one for each language: `/leaving/index.html`, `/cy/leaving/index.html`.
pub fn in_each_language(
    path: &str,
    languages: &[Language],
    render: impl Fn() -> String,
) -> impl Iterator<Item = (String, String)> {
    languages.iter().map(move |language| {
        let file = format!("{}index.html", frontend::path_in(*language, path));
        (file, language.show(&render))
    })
}

/// A linker drops islands without a warning, and then a page never wakes. The module must export every island that a page
/// shows.
///
/// # Errors
/// It does not export one.
pub fn check_islands(pages: &[Rendered], module: &Module) -> Result<()> {
    let js = String::from_utf8_lossy(&module.js);
    if js.is_empty() {
        return Ok(());
    }
    let mut found = 0;
    for page in pages {
        for rest in page.html.split("data-component=\"").skip(1) {
            let name = rest.split('"').next().unwrap_or_default();
            if !js.contains(&format!("export function {name}(")) {
                bail!(
                    "{} shows the island {name}, which the WASM does not export",
                    page.path
                );
            }
            found += 1;
        }
    }
    if found == 0 {
        bail!("no page shows an island")
    } else {
        Ok(())
    }
}

/// Writes the pages.
///
/// # Errors
/// A file cannot be written.
pub fn write(output: &mut Output, pages: &[Rendered]) -> Result<()> {
    pages
        .iter()
        .try_for_each(|page| output.write(&page.path, page.html.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn profile() -> Profile {
        serde_json::from_str(include_str!(
            "../../../infra/areas/thames-valley/profile.json"
        ))
        .expect("a profile")
    }

    #[test]
    fn a_second_language_of_a_page_is_a_folder_of_the_site() {
        let profile = profile();
        let assets = Assets::unhashed();
        let site = Site {
            profile: &profile,
            assets: &assets,
        };
        let both = [Language::EnGb, Language::Sample];
        let pages: Vec<_> =
            in_each_language("/leaving/", &both, || frontend::leaving(&site)).collect();
        let files: Vec<_> = pages.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(files, ["/leaving/index.html", "/en-XA/leaving/index.html"]);
        for ((_, html), tag) in pages.iter().zip(["en-GB", "en-XA"]) {
            let start = format!("<!DOCTYPE html><html lang=\"{tag}\"");
            assert!(html.starts_with(&start), "{}", &html[..80]);
        }
        assert_eq!(Language::current(), Language::EnGb);
    }

    /// Addresses that another part of the site, or a function, answers.
    const ELSEWHERE: [&str; 4] = ["/exit", "/rules/", "/directory/search", "/open-referral"];

    #[test]
    fn every_link_of_the_site_leads_somewhere() {
        let day = jiff::civil::date(2026, 11, 28);
        let address = "https://www.example.net";
        let pages = render(&profile(), &Assets::unhashed(), address, day).expect("the pages");
        let page_of = |path: &str| {
            let file = format!("{path}index.html");
            pages.iter().find(|page| page.path == file)
        };
        let mut dead = BTreeSet::new();
        let mut alive = 0;
        for page in &pages {
            for rest in page.html.split("<a ").skip(1) {
                let tag = rest.split('>').next().unwrap_or_default();
                let link = tag
                    .split("href=\"")
                    .nth(1)
                    .and_then(|rest| rest.split('"').next());
                let link = link.unwrap_or_default();
                let (path, place) = link.split_once('#').unwrap_or((link, ""));
                let target = match path {
                    "" => Some(page),
                    path if path.starts_with('/') => page_of(path),
                    _ => continue,
                };
                let has_place = |target: &Rendered| {
                    place.is_empty() || target.html.contains(&format!("id=\"{place}\""))
                };
                if target.is_some_and(has_place) {
                    alive += 1;
                } else if !ELSEWHERE.iter().any(|one| path.starts_with(one)) {
                    dead.insert(format!("{}: {link}", page.path));
                }
            }
        }
        assert!(dead.is_empty(), "{dead:#?}");
        assert!(alive > 500, "{alive}");
    }

    #[test]
    fn a_guide_is_one_tap_from_the_list_and_two_from_the_first_page() {
        let day = jiff::civil::date(2026, 11, 28);
        let address = "https://www.example.net";
        let pages = render(&profile(), &Assets::unhashed(), address, day).expect("the pages");
        let html = |file: &str| {
            let found = pages.iter().find(|page| page.path == file);
            found.map_or("", |page| page.html.as_str())
        };
        assert!(html("/index.html").contains("href=\"/guides/\""));
        assert!(html("/index.html").contains("href=\"/what-to-expect/\""));
        for (list, articles) in [
            ("guides", article::guides()),
            ("what-to-expect", article::steps()),
        ] {
            for one in articles {
                let path = format!("/{list}/{}/", one.slug);
                let listed = html(&format!("/{list}/index.html"));
                assert!(listed.contains(&format!("href=\"{path}\"")), "{path}");
                let page = html(&format!("{path}index.html"));
                assert!(
                    page.contains(&format!("<title>{}</title>", one.discreet)),
                    "{path}"
                );
                assert!(!page.contains("{{"), "{path}");
            }
        }
    }

    #[test]
    fn each_page_is_written_in_the_languages_of_its_words() {
        let day = jiff::civil::date(2026, 11, 23);
        let pages = render(
            &profile(),
            &Assets::unhashed(),
            "https://www.example.net",
            day,
        )
        .expect("the pages");
        let paths: BTreeSet<_> = pages.iter().map(|page| page.path.as_str()).collect();
        assert_eq!(paths.len(), pages.len(), "no page is written twice");
        for (path, languages) in [
            ("/", home::LANGUAGES),
            ("/get-support/", form::LANGUAGES),
            ("/directory/", directory::LANGUAGES),
            ("/progress/", progress::LANGUAGES),
            ("/leaving/", leaving::LANGUAGES),
        ] {
            for language in languages {
                let file = format!("{}index.html", frontend::path_in(*language, path));
                assert!(paths.contains(file.as_str()), "{file}");
            }
        }
        assert!(!paths.iter().any(|path| path.contains("en-XA")));
    }
}
