//! Customers in the order of their scores, the largest first; of equal scores the later in the list comes first, as
//! scikit-uplift has it.

use super::campaign::Campaign;

/// The order.
pub struct Ranking<'a> {
    score: &'a [f64],
    /// Places in the list.
    pub order: Vec<u32>,
}

impl<'a> Ranking<'a> {
    /// Of scores, none of them NaN.
    pub fn by(score: &'a [f64]) -> Self {
        let mut order: Vec<u32> = (0..score.len() as u32).collect();
        // 0 and −0 are equal here: `total_cmp` would part them.
        order.sort_unstable_by(|&a, &b| {
            let by_score = score[b as usize].partial_cmp(&score[a as usize]);
            by_score
                .unwrap_or(std::cmp::Ordering::Equal)
                .then(b.cmp(&a))
        });
        Self { score, order }
    }

    /// The first `count` places.
    pub fn first(&self, count: usize) -> impl Iterator<Item = usize> + Clone + '_ {
        self.order[..count].iter().map(|&place| place as usize)
    }

    /// The places of a group, the first of them first.
    pub fn of_group(&self, campaign: &Campaign, target: bool) -> Vec<usize> {
        self.first(self.order.len())
            .filter(|&place| campaign.is_target(place) == target)
            .collect()
    }

    /// Whether two customers have the same score.
    pub fn are_equal(&self, one: usize, other: usize) -> bool {
        self.score[one] == self.score[other]
    }
}
