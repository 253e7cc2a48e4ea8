//! Updates while nobody knows whether the person is alive.

use super::*;

#[test]
fn held_back_updates_follow_a_mistaken_death() {
    let heard = CaseChange::TaskGiven(TaskGiven {
        kind: TaskKind::CheckDeath,
        from: None,
        due: at(900),
    });
    let changes = vec![offered(1), heard, declined(1)];
    assert_eq!(last(&file(unchanged, changes.clone())), When::Never);
    let lives = CaseChange::TaskDone(TaskDone {
        way: None,
        task: 3,
        outcome: TaskOutcome::NotNeeded,
        by: "a coordinator".to_owned(),
    });
    let file = file(unchanged, [changes, vec![lives]].concat());
    assert_eq!(
        last(&file),
        When::Then(digest_on(&file.case, at(40)), at(40))
    );
    assert_eq!(
        digest_of(&file, at(40)).0.len(),
        1,
        "that another is looked for"
    );
}
