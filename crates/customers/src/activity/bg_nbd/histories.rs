//! Customers with the same x, tₓ and T brought together: a fit looks at each kind once, however many customers there are.

use super::super::buy_rate::model::History;

/// Customers with the same history.
#[derive(Clone, Copy)]
pub(in super::super) struct Group {
    pub history: History,
    /// How many customers.
    pub customers: f64,
    /// The places of tₓ and T among the days.
    pub recency: usize,
    pub age: usize,
}

/// All customers, by groups.
pub(in super::super) struct Grouped {
    pub groups: Vec<Group>,
    /// The group of each customer.
    pub group_of: Vec<u32>,
    /// Every tₓ and T that occurs, ascending: there are few, so logarithms of them are taken once per evaluation.
    pub days: Vec<u32>,
    /// At i: how many customers have more than i repeat purchase days.
    pub customers_beyond: Vec<f64>,
}

impl Grouped {
    pub fn new(customers: &[History]) -> Self {
        let mut order: Vec<u32> = (0..customers.len() as u32).collect();
        order.sort_unstable_by_key(|place| (customers[*place as usize], *place));
        let mut days: Vec<u32> = customers
            .iter()
            .flat_map(|one| [one.recency, one.age])
            .collect();
        days.sort_unstable();
        days.dedup();
        let place = |day: u32| days.partition_point(|other| *other < day);

        let mut groups: Vec<Group> = Vec::new();
        let mut group_of = vec![0; customers.len()];
        for customer in order {
            let history = customers[customer as usize];
            match groups.last_mut() {
                Some(group) if group.history == history => group.customers += 1.0,
                _ => groups.push(Group {
                    history,
                    customers: 1.0,
                    recency: place(history.recency),
                    age: place(history.age),
                }),
            }
            group_of[customer as usize] = groups.len() as u32 - 1;
        }

        let customers_beyond = customers_beyond(&groups);
        Self {
            groups,
            group_of,
            days,
            customers_beyond,
        }
    }

    /// Every nth group alone: its customers are like all others.
    pub fn every(&self, nth: usize) -> Self {
        let groups: Vec<Group> = self.groups.iter().step_by(nth).copied().collect();
        Self {
            customers_beyond: customers_beyond(&groups),
            groups,
            group_of: Vec::new(),
            days: self.days.clone(),
        }
    }
}

/// At i: how many customers have more than i repeat purchase days; groups are sorted by frequency.
fn customers_beyond(groups: &[Group]) -> Vec<f64> {
    let most = groups.last().map_or(0, |group| group.history.frequency);
    let mut beyond = vec![0.0; most as usize];
    for group in groups {
        if group.history.frequency > 0 {
            beyond[group.history.frequency as usize - 1] += group.customers;
        }
    }
    for i in (1..beyond.len()).rev() {
        beyond[i - 1] += beyond[i];
    }
    beyond
}
