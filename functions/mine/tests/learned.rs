//! What coordinators learn after the referral is nowhere on the person's page: somebody else may read it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is how it fails"
)]

mod people;

use domain::case::commands::person;
use domain::case::commands::reassess::reassess;
use domain::case::commands::routing::route;
use domain::copy::case_for_page;
use domain::matching::Loads;
use events::assessment::Flag;
use events::case::{
    Case, CaseChange, ChoiceReason, ConflictClearedReason, CoordinatorReason, Criterion,
    DeclineReason, HandOnBasis, Matched, Offered, Onward, OnwardState, Pathway, PathwayTaken,
    Routing, TaskGiven, TaskKind, Update,
};
use events::commands::{Commands, CoordinatorCommand};
use events::justice::{PromiseId, RuleCode};
use events::referral::Scope;
use events::update::UpdateKind;
use jiff::SignedDuration;
use people::{World, document, value_of};
use platform::ports::{AuditRead, Look, ReadCaseFile};
use serde_json::{Value, json};

/// A coordinator records these answers, and the hub looks for services.
fn learn(world: &World, answers: Value) {
    record(world, answers);
    search(world);
}

/// A coordinator records these answers.
fn record(world: &World, answers: Value) {
    let spec = CoordinatorCommand::spec_of("reassess").unwrap();
    let mut body = json!({"why": "person-told", "spoken": "yes"});
    for (name, answer) in answers.as_object().unwrap() {
        body[name] = answer.clone();
    }
    let command = CoordinatorCommand::from_body(spec, body.as_object().cloned().unwrap()).unwrap();
    let (case, known, profile) = (world.case(), world.person(), world.twin.profile());
    let told = reassess(&case, profile, &known, &command, "coordinator", world.now)
        .unwrap()
        .expect("a document that can be read");
    assert!(!told.changes.is_empty());
    world.happens(told.changes);
    world
        .twin
        .state()
        .people
        .insert(world.reference.clone(), told.document);
}

/// An hour passes.
fn later(world: &mut World) {
    world.now += SignedDuration::from_hours(1);
}

/// The case came in another way than others.
fn change(world: &World, change: impl Fn(&mut Case)) {
    let mut state = world.twin.state();
    change(state.cases.get_mut(&world.reference).unwrap());
}

/// A search finds an ordinary service that nobody asked before. Returns its name.
fn finds_ordinary_service(world: &World) -> String {
    let case = world.case();
    let asked = |provider: &str| {
        let mut onwards = case.support.onwards.iter();
        onwards.any(|onward| onward.offered.provider == provider)
    };
    let mut services = world.twin.profile().services.iter();
    let service = services
        .find(|service| !asked(&service.provider))
        .expect("a service of another provider");
    world.happens(vec![
        CaseChange::Matched(Matched {
            left: Vec::new(),
            unmet: Vec::new(),
            newly_unmet: Vec::new(),
            unserved: Vec::new(),
            local_authority: None,
        }),
        CaseChange::Offered(Offered {
            onward: format!("{}-{}", case.reference, case.support.onwards.len() + 1),
            provider: service.provider.clone(),
            service: service.code.clone(),
            needs: case.received.needs.iter().map(|need| need.code).collect(),
            accept_by: world.now + SignedDuration::from_hours(4),
            reasons: Vec::new(),
            capacity: None,
            hand_on: None,
            referred_on: None,
            moved_from: None,
        }),
    ]);
    service.name.clone()
}

/// The case as the page has it.
async fn shown_case(world: &World) -> Case {
    let file = world.twin.case_file(&world.reference).await.unwrap();
    case_for_page(file.expect("a case")).case
}

/// All that the pages say, apart from when they were opened.
async fn pages(world: &World) -> Vec<Value> {
    let mut pages = Vec::new();
    for name in ["progress", "contact", "consent", "ask", "stop", "export"] {
        let mut page = world.ask(name, json!({})).await.json;
        assert!(page.is_object(), "{name}");
        page["page"] = Value::Null;
        pages.push(page);
    }
    pages
}

/// What the pages say to a browser. The copy also says when it was opened, so it is compared as a file.
async fn html_pages(world: &World) -> Vec<String> {
    let main = |page: &str| {
        let main = page.split("<main").nth(1).expect("a page");
        let main = main.split("</main>").next().expect("a page");
        main.replace(&value_of(page, "pass"), "")
    };
    let first = world.opened().await;
    let mut pages = vec![main(&first)];
    for name in ["consent", "ask", "stop"] {
        pages.push(main(&world.form(name, &first, &[]).await.text));
    }
    pages
}

/// The hub looks for services.
fn search(world: &World) {
    let profile = world.twin.profile();
    world.happens(route(&world.case(), profile, &Loads::default(), world.now));
}

/// The services that were asked after the first `known`.
fn asked_since(world: &World, known: usize) -> Vec<Onward> {
    world.case().support.onwards[known..].to_vec()
}

fn accepted(world: &World, onward: &Onward) -> CaseChange {
    CaseChange::Accepted {
        onward: onward.offered.onward.clone(),
        provider: onward.offered.provider.clone(),
        first_contact_by: world.now + SignedDuration::from_hours(24),
    }
}

/// Somebody of the provider opens the case.
async fn opens(world: &World, provider: &str) {
    let look = Look {
        reference: world.reference.clone(),
        at: world.now,
        role: format!("provider-{provider}"),
        account: "account-of-somebody".to_owned(),
        reason: None,
        marks: Vec::new(),
    };
    world.twin.audit(&look).await.unwrap();
}

/// A service that was asked because of what was learned, of a provider that the page does not show.
fn unknown_service(world: &World, known: usize) -> Onward {
    let onwards = world.case().support.onwards;
    let shown = |provider: &str| {
        let mut before = onwards[..known].iter();
        before.any(|onward| onward.offered.provider == provider)
    };
    let mut asked = onwards[known..].iter();
    asked
        .find(|onward| !shown(&onward.offered.provider))
        .expect("a service of another provider")
        .clone()
}

#[tokio::test]
async fn a_danger_that_is_learned_changes_nothing_on_the_page() {
    let mut at_first = document();
    at_first["safety"] = json!({"someone_may_see_device": false});
    at_first["residence"] = json!({"postcode": "RG1 1AA"});
    let world = World::of(at_first).await;
    world.is_helped();
    let (before, html) = (pages(&world).await, html_pages(&world).await);
    let asked = world.case().support.onwards.len();
    learn(
        &world,
        json!({
            "in_danger_now": "yes", "happened": ["domestic-abuse", "sexual-offence"], "dash_ticks": 20,
            "needs": ["safeguarding-concerns"], "suspect_known": "partner-or-ex", "thoughts_of_suicide": "yes",
        }),
    );
    let case = world.case();
    assert!(case.support.onwards.len() > asked, "a service was asked");
    assert!(case.coordination.open_tasks().any(|task| task.quiet));
    assert_eq!(pages(&world).await, before);
    // Services open the case and accept, somebody writes a letter about it, and a meeting gets the case.
    for onward in asked_since(&world, asked) {
        world.happens(vec![accepted(&world, &onward)]);
        let update = Update {
            sent_at: Some(world.now),
            ..Update::claimed(UpdateKind::HelpFound, world.case().version, None, world.now)
        };
        let mut state = world.twin.state();
        let request = update.request(&world.reference);
        state.updates.insert(request, (update, true));
    }
    opens(&world, &unknown_service(&world, asked).offered.provider).await;
    let by = world.now + SignedDuration::from_hours(24);
    world.happens(vec![
        CaseChange::GivenQuietly(TaskGiven {
            kind: TaskKind::RestorativeJustice,
            from: None,
            due: by,
        }),
        CaseChange::PathwayTaken(PathwayTaken {
            pathway: Pathway::Marac,
            criterion: Criterion::VisibleHighRisk,
            basis: HandOnBasis::ALL[0],
            acknowledge_by: by,
            by: "coordinator".to_owned(),
        }),
    ]);
    assert_eq!(pages(&world).await, before);
    assert_eq!(html_pages(&world).await, html);
}

#[tokio::test]
async fn a_service_that_the_page_does_not_show_answers_like_one_that_does_not_exist() {
    let world = World::new().await;
    world.is_helped();
    let known = world.case().support.onwards.len();
    learn(&world, json!({"happened": ["sexual-offence"]}));
    let hidden = unknown_service(&world, known).offered;
    let before = world.case();
    for (path, asked, unknown) in [
        (
            "refuse",
            json!({"provider": hidden.provider}),
            json!({"provider": "nobody"}),
        ),
        (
            "feedback",
            json!({"service": hidden.service, "helped": 4}),
            json!({"service": "nothing", "helped": 4}),
        ),
    ] {
        let (hit, miss) = (
            world.tell(path, asked).await,
            world.tell(path, unknown).await,
        );
        assert_eq!((hit.status, hit.text), (422, miss.text), "{path}");
    }
    assert_eq!(world.case(), before, "nothing ends");
}

#[tokio::test]
async fn a_conflict_that_is_learned_changes_nothing_on_the_page() {
    let mut by_parent = document();
    by_parent["consent"]["given_by"] = json!("parent-or-guardian");
    let world = World::of(by_parent).await;
    search(&world);
    let (before, html) = (pages(&world).await, html_pages(&world).await);
    learn(&world, json!({"suspect_known": "family"}));
    let case = world.case();
    let withdrawn = |onward: &Onward| onward.state == OnwardState::Withdrawn;
    assert!(case.support.onwards.iter().any(withdrawn));
    assert!(case.coordination.held(CoordinatorReason::GuardianConflict));
    assert_eq!(pages(&world).await, before);
    assert_eq!(html_pages(&world).await, html);
}

#[tokio::test]
async fn the_look_that_was_promised_stays_on_the_page_when_a_hidden_service_is_asked() {
    let world = World::new().await;
    let due = world.now + SignedDuration::from_hours(24);
    world.happens(vec![CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NoService,
        due,
    }]);
    let before = pages(&world).await;
    learn(&world, json!({"happened": ["sexual-offence"]}));
    assert!(!world.case().support.onwards.is_empty());
    assert_eq!(pages(&world).await, before);
}

#[tokio::test]
async fn later_work_that_has_another_cause_is_on_the_page() {
    let world = World::new().await;
    search(&world);
    let first = world.case().support.onwards[0].offered.clone();
    learn(&world, json!({"happened": ["sexual-offence"]}));
    let said = words::timeline::with_our_team();
    let before = world.ask("progress", json!({})).await.text;
    assert!(!before.contains(said), "{before}");
    world.happens(vec![CaseChange::Declined {
        onward: first.onward,
        provider: first.provider,
        why: DeclineReason::NoCapacity,
    }]);
    let due = world.now + SignedDuration::from_hours(24);
    world.happens(vec![CaseChange::GivenToCoordinators {
        why: CoordinatorReason::NoService,
        due,
    }]);
    let after = world.ask("progress", json!({})).await.text;
    assert!(after.contains(said), "{after}");
}

#[tokio::test]
async fn what_a_service_says_after_it_reached_the_person_is_on_the_page() {
    let world = World::new().await;
    world.is_helped();
    let asked = world.case().support.onwards.len();
    learn(&world, json!({"happened": ["sexual-offence"]}));
    let offered = world.case().support.onwards[asked].offered.clone();
    let hidden = world.ask("progress", json!({})).await.text;
    let name = world
        .twin
        .profile()
        .service(&offered.service)
        .unwrap()
        .name
        .clone();
    assert!(!hidden.contains(&name), "{hidden}");
    let act = serde_json::from_value(
        json!({"act": "contact-tried", "by": "phone", "outcome": "reached"}),
    );
    world.happens(vec![
        CaseChange::Accepted {
            onward: offered.onward.clone(),
            provider: offered.provider.clone(),
            first_contact_by: world.now,
        },
        CaseChange::Cared {
            onward: offered.onward,
            provider: offered.provider,
            act: act.unwrap(),
        },
    ]);
    let shown = world.ask("progress", json!({})).await.text;
    assert!(shown.contains(&name), "{shown}");
}

#[tokio::test]
async fn what_is_found_after_the_person_starts_again_is_on_the_page() {
    for stops_by in ["stop", "consent", "refusal"] {
        let mut world = World::new().await;
        search(&world);
        let known = world.case().support.onwards.len();
        learn(&world, json!({"happened": ["sexual-offence"]}));
        assert!(world.case().support.onwards.len() > known, "one is hidden");
        later(&mut world);
        let (case, now) = (world.case(), world.now);
        let agree = |case: &Case, scope: &[Scope]| {
            person::change_consent(case, world.twin.profile(), scope, now).unwrap()
        };
        match stops_by {
            "stop" => {
                world.happens(person::withdraw(&case, now));
                world.happens(person::reopen(&world.case(), now).unwrap());
            }
            "consent" => {
                world.happens(agree(&case, &[]));
                let again = [Scope::Assess, Scope::ShareWithProviders, Scope::Updates];
                world.happens(agree(&world.case(), &again));
            }
            _ => {
                // It ends what the page shows, and what it does not show.
                let provider = case.support.onwards[0].offered.provider.clone();
                let (profile, asked) = (world.twin.profile(), ChoiceReason::Asked);
                let refused = person::refuse_provider(&case, profile, &provider, asked, now);
                let ended = case.support.onwards[known..].iter();
                let ended = ended.filter(|onward| onward.offered.provider != provider);
                let hidden: Vec<CaseChange> = ended
                    .map(|onward| CaseChange::Withdrawn {
                        onward: onward.offered.onward.clone(),
                    })
                    .collect();
                world.happens([refused, hidden].concat());
            }
        }
        let name = finds_ordinary_service(&world);
        let page = world.ask("progress", json!({})).await.text;
        assert!(page.contains(&name), "{stops_by}: {page}");
    }
}

#[tokio::test]
async fn the_first_search_is_on_the_page_although_something_was_learned_before() {
    for set_aside in [false, true] {
        let mut world = World::new().await;
        if set_aside {
            change(&world, |case| {
                case.received.set_aside = Some("0f".to_owned());
            });
            search(&world);
            let case = world.case();
            assert!(case.coordination.held(CoordinatorReason::SetAside));
        }
        later(&mut world);
        record(&world, json!({"happened": ["sexual-offence"]}));
        later(&mut world);
        if set_aside {
            world.happens(vec![CaseChange::LetThrough {
                by: "coordinator".to_owned(),
            }]);
        }
        assert!(world.case().support.match_by.is_some());
        let name = finds_ordinary_service(&world);
        let page = world.ask("progress", json!({})).await.text;
        assert!(page.contains(&name), "set aside: {set_aside}: {page}");
    }
}

#[tokio::test]
async fn what_is_found_when_a_conflict_that_was_known_at_first_is_cleared_is_on_the_page() {
    let mut by_parent = document();
    by_parent["consent"]["given_by"] = json!("parent-or-guardian");
    by_parent["circumstances"] = json!({"suspect_known": "family"});
    let mut world = World::of(by_parent).await;
    let conflict = CoordinatorReason::GuardianConflict;
    change(&world, |case| {
        case.received.assessment.flags = vec![Flag::GuardianConflict];
        case.received.routing = Routing::ToCoordinators(conflict);
    });
    search(&world);
    assert!(world.case().coordination.held(conflict));
    later(&mut world);
    learn(&world, json!({"happened": ["sexual-offence"]}));
    assert!(world.case().coordination.held(conflict));
    later(&mut world);
    world.happens(vec![CaseChange::ConflictCleared {
        reason: ConflictClearedReason::SpokenAlone,
        by: "coordinator".to_owned(),
    }]);
    let name = finds_ordinary_service(&world);
    let page = world.ask("progress", json!({})).await.text;
    assert!(page.contains(&name), "{page}");
}

#[tokio::test]
async fn an_offer_that_a_conflict_ended_stays_until_the_person_ends_all_of_them() {
    let mut by_parent = document();
    by_parent["consent"]["given_by"] = json!("parent-or-guardian");
    let mut world = World::of(by_parent).await;
    search(&world);
    let first = world.case().support.onwards[0].clone();
    later(&mut world);
    learn(&world, json!({"suspect_known": "family"}));
    let answer = PromiseId::new(RuleCode::ANSWER, first.seq);
    let on_page = |case: &Case| {
        let onward = case.support.onward(&first.offered.onward).unwrap();
        let mut promises = case.justice.promises.iter();
        let promise = promises.find(|one| one.code == answer).unwrap();
        (onward.state, promise.released_at.is_none())
    };
    assert_eq!(on_page(&world.case()), (OnwardState::Withdrawn, false));
    assert_eq!(
        on_page(&shown_case(&world).await),
        (OnwardState::Offered, true)
    );
    // Another tick does not show it.
    later(&mut world);
    let scope = [Scope::Assess, Scope::ShareWithProviders];
    let ticked = person::change_consent(&world.case(), world.twin.profile(), &scope, world.now);
    let ticked = ticked.unwrap();
    assert!(!ticked.is_empty());
    world.happens(ticked);
    assert_eq!(
        on_page(&shown_case(&world).await),
        (OnwardState::Offered, true)
    );
    later(&mut world);
    world.happens(person::withdraw(&world.case(), world.now));
    world.happens(person::reopen(&world.case(), world.now).unwrap());
    assert_eq!(
        on_page(&shown_case(&world).await),
        (OnwardState::Withdrawn, false)
    );
}

#[tokio::test]
async fn a_device_that_may_be_seen_closes_the_page() {
    // Nobody said that the page is a safe way of contact, and it is open.
    let world = World::new().await;
    assert!(world.case().has_open_page());
    learn(&world, json!({"someone_may_see_device": "yes"}));
    assert!(!world.case().has_open_page());
    let closed = world.ask("progress", json!({})).await;
    assert!(!closed.text.contains("steps"), "{}", closed.text);
}
