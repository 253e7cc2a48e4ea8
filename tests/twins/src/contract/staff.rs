//! The contract of staff accounts. No port creates accounts, so the demo users are used.

use platform::ports::FindStaff;

/// Runs every check on `login`, which has the demo users `coordinator`, `police-coordinator` and `police`.
pub async fn holds(login: &impl FindStaff) {
    let find = async |name: &str| login.find_staff(name).await.unwrap();
    let coordinator = find("coordinator").await.expect("an account");
    assert!(coordinator.has_role("coordinator") && !coordinator.is_employed_by_police());
    assert_eq!(coordinator.username.as_deref(), Some("coordinator"));
    assert_eq!(
        find(&coordinator.subject).await.as_ref(),
        Some(&coordinator),
        "by its identifier, too"
    );
    let employed = find("police-coordinator").await.expect("an account");
    assert!(employed.has_role("coordinator") && employed.is_employed_by_police());
    let police = find("police").await.expect("an account");
    assert!(!police.has_role("coordinator"));
    for nobody in ["nobody-such", "00000000-0000-4000-8000-000000000000"] {
        assert_eq!(find(nobody).await, None, "{nobody}");
    }
}
