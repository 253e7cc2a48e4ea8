//! The pages that make up the page of the whole unit: its parts in time, or its districts.

use crate::policy::{Policy, Zeros};

/// Pages that add up to the whole. Those whose totals are hidden count as one page, the *pool*: everybody can work out
/// what they hold together, and nobody can tell the pages apart.
#[derive(Debug)]
pub(super) struct Group {
    /// For each page its place among the merged ones.
    pub merged: Vec<usize>,
    /// The totals of the merged pages.
    pub totals: Vec<u64>,
    pub pool: Option<usize>,
}

impl Group {
    /// One page, which is the whole.
    pub fn whole(pages: usize, total: u64) -> Self {
        Self {
            merged: vec![0; pages],
            totals: vec![total],
            pool: None,
        }
    }

    /// `must` are pages whose totals must be hidden even if they are large.
    pub fn of(totals: &[u64], must: &[bool], policy: Policy) -> Self {
        let hidden = pool(totals, must, policy);
        let mut merged = Vec::with_capacity(totals.len());
        let mut sums = Vec::new();
        let mut pool = None;
        for (total, hidden) in totals.iter().zip(&hidden) {
            let index = match pool {
                Some(index) if *hidden => index,
                _ => {
                    sums.push(0);
                    sums.len() - 1
                }
            };
            if *hidden {
                pool = Some(index);
            }
            sums[index] += total;
            merged.push(index);
        }
        Self {
            merged,
            totals: sums,
            pool,
        }
    }

    pub fn len(&self) -> usize {
        self.totals.len()
    }

    /// Whether there is anything to protect: one page alone is the whole.
    pub fn splits(&self) -> bool {
        self.len() > 1
    }

    pub fn in_pool(&self, page: usize) -> bool {
        self.pool == Some(self.merged[page])
    }
}

/// Which of several counts with a known sum are hidden: the small ones, and the smallest others until there are two,
/// one of them is not small, and together they reach the threshold. So each of them can be anything from 0 to their
/// sum.
pub(super) fn pool(counts: &[u64], must: &[bool], policy: Policy) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts
        .iter()
        .zip(must)
        .map(|(count, must)| *must || is_small(*count, policy))
        .collect();
    if !hidden.contains(&true) {
        return hidden;
    }
    loop {
        let inside = || counts.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
        let enough = inside().count() >= 2
            && inside().any(|(count, _)| *count >= policy.threshold)
            && inside().map(|(count, _)| count).sum::<u64>() >= policy.threshold;
        let next = (0..counts.len())
            .filter(|index| !hidden[*index] && counts[*index] > 0)
            .min_by_key(|index| counts[*index]);
        match next {
            Some(next) if !enough => hidden[next] = true,
            _ => return hidden,
        }
    }
}

pub(super) fn is_small(count: u64, policy: Policy) -> bool {
    count < policy.threshold && (count > 0 || policy.zeros == Zeros::Hidden)
}
