//! Who is chosen by a score, and what the choice adds to what was bought.

/// Of those chosen, the part that the margin reaches to either side; at least 5 customers.
const MARGIN: usize = 4;

/// The customers with the greatest scores.
pub struct Choice {
    /// Whether each customer is chosen.
    pub is_chosen: Vec<bool>,
    /// Customers who were just chosen, or just not.
    margin: Vec<usize>,
}

impl Choice {
    /// Of (score, luck, place) of each customer `count`, from 1 on: the greatest scores, and of equal ones the least luck.
    pub fn of(mut order: Vec<(f64, u64, usize)>, count: usize) -> Self {
        let by = |a: &(f64, u64, usize), b: &(f64, u64, usize)| {
            b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2))
        };
        let near = (count / MARGIN).max(5);
        let (start, end) = (count.saturating_sub(near), (count + near).min(order.len()));
        order.select_nth_unstable_by(count - 1, by);
        order[..count].select_nth_unstable_by(start, by);
        if end > count {
            order[count..].select_nth_unstable_by(end - count - 1, by);
        }
        let mut is_chosen = vec![false; order.len()];
        for (_, _, place) in &order[..count] {
            is_chosen[*place] = true;
        }
        let mut margin: Vec<usize> = order[start..end].iter().map(|one| one.2).collect();
        margin.sort_unstable(); // what is added up of them is added in one order
        Self { is_chosen, margin }
    }

    /// What each customer adds to the purchases of the chosen: they add up to these, and their spread is that of the sum where
    /// customers are drawn at random. As many are chosen whoever is drawn: one who is chosen takes the place of one at the margin,
    /// and what those buy in the mean, m, is no gain. Of a chosen customer it is v − m (1 − share), of others m · share.
    pub fn bought(&self, of_class: &[f64], share: f64) -> Vec<f64> {
        let sum: f64 = self.margin.iter().map(|place| of_class[*place]).sum();
        let mean = sum / self.margin.len() as f64;
        let added = |(value, is_chosen): (&f64, &bool)| {
            if *is_chosen {
                value - mean * (1.0 - share)
            } else {
                mean * share
            }
        };
        of_class.iter().zip(&self.is_chosen).map(added).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;

    #[test]
    fn takes_the_greatest_and_of_equals_the_luckiest() {
        let scores = [3.0, 9.0, 5.0, 5.0, 5.0, 1.0, 2.0];
        let order = scores
            .iter()
            .enumerate()
            .map(|(i, score)| (*score, 10 - i as u64, i));
        let choice = Choice::of(order.collect(), 3);
        let chosen: Vec<usize> = (0..7).filter(|place| choice.is_chosen[*place]).collect();
        assert_eq!(chosen, [1, 3, 4]);
    }

    #[test]
    fn has_a_margin_of_those_around_the_last() {
        let order = (0..100).map(|i| (-f64::from(i), 0, i as usize));
        let choice = Choice::of(order.collect(), 40);
        assert_eq!(choice.margin, (30..50).collect::<Vec<usize>>());
        let all = Choice::of((0..3).map(|i| (0.0, 0, i)).collect(), 2);
        assert_eq!(all.margin, [0, 1, 2]);
    }

    #[test]
    fn adds_up_to_what_the_chosen_bought() {
        let order = (0..50).map(|i| (f64::from(i % 7), i as u64, i as usize));
        let choice = Choice::of(order.collect(), 12);
        let bought: Vec<f64> = (0..50).map(|i| f64::from(i % 5)).collect();
        let theirs: f64 = (0..50)
            .filter(|i| choice.is_chosen[*i])
            .map(|i| bought[i])
            .sum();
        let sum: f64 = choice.bought(&bought, 12.0 / 50.0).iter().sum();
        assert!((sum - theirs).abs() < 1e-12, "{sum} is not {theirs}");
    }
}
