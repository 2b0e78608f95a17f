//! Would it have been right? Profiles of what was bought before a day, tried on what was bought after it, beside what a shop
//! would do without them.

use super::audience::luck;
use super::choice::Choice;
use super::lift::{Lift, Ratio};
use super::mixture::counts_of;
use super::table::Profiles;
use crate::CustomersError;
use crate::orders::{Book, Customer};

/// Ways to choose customers for a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Purchases that are expected of them.
    Expected,
    /// Days with purchases.
    MostActive,
    /// The last day with a purchase.
    MostRecent,
    /// The last purchase, or one of several of its instant, was of that class; among them the most recent.
    LastClass,
    /// By chance.
    Random,
}

impl Method {
    /// All, ours first.
    pub const ALL: [Self; 5] = [
        Self::Expected,
        Self::MostActive,
        Self::MostRecent,
        Self::LastClass,
        Self::Random,
    ];

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Expected => "expected purchases",
            Self::MostActive => "most active",
            Self::MostRecent => "most recent",
            Self::LastClass => "last class bought",
            Self::Random => "random",
        }
    }

    fn score(self, profiles: &Profiles, customer: &Customer, place: usize, class: usize) -> f64 {
        let recent = customer.days.last().map_or(0.0, f64::from);
        match self {
            Self::Expected => profiles.activity.expected[place] * profiles.shares_of(place)[class],
            Self::MostActive => customer.days.len() as f64,
            Self::MostRecent => recent,
            Self::LastClass => {
                let is_of_class = |kind: &u16| {
                    let likelihood = profiles.likelihoods.likelihood(*kind, class as u16);
                    likelihood > 0.0 && likelihood >= profiles.likelihoods.highest(*kind)
                };
                let is_it = customer.last.kinds.iter().any(is_of_class);
                recent + if is_it { 1e6 } else { 0.0 }
            }
            Self::Random => 0.0,
        }
    }
}

/// How it is tried.
#[derive(Debug, Clone)]
pub struct BacktestOptions {
    /// The share of customers that is addressed for each class.
    pub share: f64,
    /// Of the intervals.
    pub level: f64,
    /// For choices by chance.
    pub seed: u64,
}

/// Expected and real purchases of customers and classes alike.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Bin {
    /// Mean over customers and classes.
    pub expected: f64,
    /// The same of what was bought.
    pub observed: f64,
    /// Pairs of a customer and a class.
    pub pairs: f64,
}

/// What came out.
#[derive(Debug, Clone)]
pub struct Backtest {
    /// Customers who had bought before the day.
    pub customers: usize,
    /// Those of them who bought after it.
    pub buyers: usize,
    /// Labelled purchases of theirs after the day.
    pub purchases: f64,
    /// Customers who bought for the first time after the day, which nobody could foresee.
    pub newcomers: usize,
    /// Customers addressed for each class.
    pub addressed: usize,
    /// Of all classes together, in the order of [`Method::ALL`].
    pub methods: Vec<Lift>,
    /// How much greater the lift of expected purchases is than that of each method.
    pub gains: Vec<Lift>,
    /// Of each class: purchases, and the lift of each method.
    pub classes: Vec<(f64, Vec<Lift>)>,
    /// Ten bins with a tenth of the expected purchases each, the smallest expectations first.
    pub calibration: Vec<Bin>,
}

const BINS: usize = 10;

/// Tries profiles that were made of what was bought before the cutoff.
///
/// # Errors
/// INVALID_ARGUMENT where nothing was bought after it by customers of before, or the share leaves nobody.
pub fn backtest(
    profiles: &Profiles,
    book: &Book,
    options: &BacktestOptions,
) -> Result<Backtest, CustomersError> {
    let of: Vec<&Customer> = profiles
        .customers
        .iter()
        .map(|number| book.customer_of(*number))
        .collect();
    let pairs = |one: &&Customer| {
        one.later
            .as_ref()
            .map_or(Vec::new(), |later| later.kinds.pairs().collect())
    };
    let later: Vec<Vec<(u16, f64)>> = of.iter().map(pairs).collect();
    let purchases: f64 = later.iter().flatten().map(|(_, count)| count).sum();
    let addressed = libm::round(options.share * of.len() as f64) as usize;
    if purchases <= 0.0 || addressed == 0 || addressed == of.len() {
        let what = if purchases <= 0.0 {
            "nobody who bought before the day bought anything with a label after it → take another day".to_owned()
        } else {
            format!(
                "a share of {} of {} customers is nobody or everybody → take another",
                options.share,
                of.len()
            )
        };
        return Err(CustomersError::new("INVALID_ARGUMENT", what));
    }
    let share = addressed as f64 / of.len() as f64;
    let tried = Tried {
        profiles,
        of: &of,
        later: &later,
        addressed,
        luck: profiles
            .ids
            .iter()
            .map(|id| luck(options.seed, id))
            .collect(),
        kinds: profiles.likelihoods.kinds(),
    };
    let mut chosen = vec![vec![0.0; of.len()]; Method::ALL.len()];
    let mut all = chosen.clone();
    let mut classes = Vec::new();
    for class in 0..profiles.classes {
        let mut lifts = Vec::new();
        let mut bought = 0.0;
        for (place, method) in Method::ALL.into_iter().enumerate() {
            let choice = tried.choose(method, class);
            let of_class = tried.of_class(class, &choice.is_chosen);
            let theirs = choice.bought(&of_class, share);
            let pairs = theirs.iter().copied().zip(of_class.iter().copied());
            lifts.push(Ratio::of(pairs).lift(share, options.level));
            for (sum, one) in chosen[place].iter_mut().zip(&theirs) {
                *sum += one;
            }
            for (sum, one) in all[place].iter_mut().zip(&of_class) {
                *sum += one;
            }
            if method == Method::Expected {
                bought = of_class.iter().sum();
            }
        }
        classes.push((bought, lifts));
    }
    let lift = |(chosen, all): (&Vec<f64>, &Vec<f64>)| {
        Ratio::of(chosen.iter().copied().zip(all.iter().copied())).lift(share, options.level)
    };
    let gain = |theirs: &Vec<f64>| {
        let differences = chosen[0].iter().zip(theirs).map(|(a, b)| a - b);
        Ratio::of(differences.zip(all[0].iter().copied())).gain(share, options.level)
    };
    let methods = chosen.iter().zip(&all).map(lift).collect();
    let gains = chosen.iter().map(gain).collect();
    Ok(Backtest {
        customers: of.len(),
        buyers: of.iter().filter(|one| one.later.is_some()).count(),
        purchases,
        newcomers: book
            .customers()
            .filter(|(_, one)| one.lines == 0 && one.later.is_some())
            .count(),
        addressed,
        methods,
        gains,
        classes,
        calibration: tried.calibration(),
    })
}

/// What is tried, and on whom.
struct Tried<'a> {
    profiles: &'a Profiles,
    of: &'a [&'a Customer],
    later: &'a [Vec<(u16, f64)>],
    addressed: usize,
    luck: Vec<u64>,
    kinds: usize,
}

impl Tried<'_> {
    /// Who is addressed for a class; among equals chance decides.
    fn choose(&self, method: Method, class: usize) -> Choice {
        let scores = (0..self.of.len()).map(|place| {
            let score = method.score(self.profiles, self.of[place], place, class);
            (score, self.luck[place], place)
        });
        Choice::of(scores.collect(), self.addressed)
    }

    /// How much of a class each customer bought later.
    fn of_class(&self, class: usize, is_chosen: &[bool]) -> Vec<f64> {
        let mut counts = [vec![0.0; self.kinds], vec![0.0; self.kinds]];
        for (kinds, is_chosen) in self.later.iter().zip(is_chosen) {
            for (kind, count) in kinds {
                counts[usize::from(*is_chosen)][usize::from(*kind)] += count;
            }
        }
        let of = counts.map(|counts| counts_of(class, &counts, &self.profiles.likelihoods));
        let bought = |(kinds, is_chosen): (&Vec<(u16, f64)>, &bool)| {
            let of = &of[usize::from(*is_chosen)];
            kinds
                .iter()
                .map(|(kind, count)| count * of[usize::from(*kind)])
                .sum()
        };
        self.later.iter().zip(is_chosen).map(bought).collect()
    }

    /// Customers by what is expected of them, class by class.
    fn calibration(&self) -> Vec<Bin> {
        let mut bins = vec![Bin::default(); BINS];
        for class in 0..self.profiles.classes {
            let expected =
                |place: usize| Method::Expected.score(self.profiles, self.of[place], place, class);
            let mut order: Vec<(f64, usize)> = (0..self.of.len())
                .map(|place| (expected(place), place))
                .collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let all: f64 = order.iter().map(|(expected, _)| expected).sum();
            let mut sum = 0.0;
            let mut start = 0;
            for (number, bin) in bins.iter_mut().enumerate() {
                let begin = start;
                let mut counts = vec![0.0; self.kinds];
                let mut expected = 0.0;
                while start < order.len()
                    && (sum < all * (number + 1) as f64 / BINS as f64 || number + 1 == BINS)
                {
                    let (one, place) = order[start];
                    sum += one;
                    expected += one;
                    for (kind, count) in &self.later[place] {
                        counts[usize::from(*kind)] += count;
                    }
                    start += 1;
                }
                let of = counts_of(class, &counts, &self.profiles.likelihoods);
                bin.expected += expected;
                bin.observed += counts
                    .iter()
                    .zip(of)
                    .map(|(count, of)| count * of)
                    .sum::<f64>();
                bin.pairs += (start - begin) as f64;
            }
        }
        for bin in &mut bins {
            let pairs = bin.pairs.max(1.0);
            (bin.expected, bin.observed) = (bin.expected / pairs, bin.observed / pairs);
        }
        bins
    }
}
