//! The twins keep the contract of the ports.

use twins::{Faults, Twin, contract, sample};

#[tokio::test]
async fn the_twins_keep_the_contract_of_the_ports() {
    let twin = Twin::new(sample::profile("thames-valley"), Faults::seeded(0, 0));
    contract::holds(&twin, 1_000_000).await;
    contract::feed::holds(&twin, 1_000_000).await;
    twin.state().staff = vec![
        sample::staff("coordinator", &["coordinator", "employer-hub"]),
        sample::staff("police-coordinator", &["coordinator", "employer-police"]),
        sample::staff("police", &["police"]),
    ];
    contract::staff::holds(&twin).await;
}
