//! A simulated shop: customers whose taste is known buy garments that a real classifier labelled. `kinds.txt` says how often
//! a garment of each class is of each kind, and what the classifier says of a kind.

use crate::random::Random;
use fashion_customers::taste::{Evidence, Likelihoods};

pub const CLASSES: usize = 10;

/// What a real classifier says.
pub struct Classifier {
    /// Chances of kinds for each class.
    pub kinds_of: Vec<Vec<f64>>,
    /// Mean probabilities of each kind.
    pub rows: Vec<f64>,
}

impl Classifier {
    pub fn read() -> Self {
        let mut kinds_of = vec![Vec::new(); CLASSES];
        let mut rows = Vec::new();
        let lines = include_str!("kinds.txt").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            let (counts, row) = line.split_once(" ; ").unwrap();
            for (kinds, count) in kinds_of.iter_mut().zip(numbers(counts)) {
                kinds.push(count);
            }
            rows.extend(numbers(row));
        }
        Self { kinds_of, rows }
    }

    pub fn likelihoods(&self) -> Likelihoods {
        Likelihoods::from_rows(CLASSES, &self.rows).unwrap()
    }

    /// The classifier's label alone, taken at its word: a kind per class.
    pub fn first_class(&self, kind: u16) -> u16 {
        let row = &self.rows[usize::from(kind) * CLASSES..][..CLASSES];
        (0..CLASSES)
            .max_by(|a, b| row[*a].total_cmp(&row[*b]))
            .unwrap() as u16
    }
}

pub fn numbers(text: &str) -> impl Iterator<Item = f64> {
    text.split_whitespace().map(|word| word.parse().unwrap())
}

/// Likelihoods of kinds that are classes.
pub fn certain(classes: usize) -> Likelihoods {
    let mut rows = vec![0.0; classes * classes];
    rows.iter_mut()
        .step_by(classes + 1)
        .for_each(|value| *value = 1.0);
    Likelihoods::from_rows(classes, &rows).unwrap()
}

/// Purchases of one customer, as evidence owns them.
#[derive(Default, Clone)]
pub struct Purchases {
    pub kinds: Vec<(u16, f64)>,
    pub weight: f64,
    pub squares: f64,
}

impl Purchases {
    pub fn add(&mut self, kind: u16, weight: f64) {
        match self.kinds.binary_search_by_key(&kind, |(kind, _)| *kind) {
            Ok(place) => self.kinds[place].1 += weight,
            Err(place) => self.kinds.insert(place, (kind, weight)),
        }
        self.weight += weight;
        self.squares += weight * weight;
    }

    /// So many purchases of each kind, all of weight 1.
    pub fn counted(counts: &[usize]) -> Self {
        let mut purchases = Self::default();
        for (kind, count) in counts.iter().enumerate() {
            (0..*count).for_each(|_| purchases.add(kind as u16, 1.0));
        }
        purchases
    }

    pub fn evidence(&self) -> Evidence<'_> {
        Evidence {
            kinds: &self.kinds,
            weight: self.weight,
            squares: self.squares,
        }
    }

    /// With other kinds in their place.
    pub fn mapped(&self, of: impl Fn(u16) -> u16) -> Self {
        let mut mapped = Self::default();
        for (kind, weight) in &self.kinds {
            mapped.add(of(*kind), *weight);
        }
        Self {
            kinds: mapped.kinds,
            ..*self
        }
    }
}

/// One whose taste is known: today's, what they bought in the year before, and what they buy next.
pub struct Customer {
    pub taste: Vec<f64>,
    pub bought: usize,
    pub purchases: Purchases,
    pub next: Purchases,
}

/// Four to 200 purchases over a year, with a half-life of a year, by a taste that goes from the first of the pair to the
/// second.
pub fn customer(
    random: &mut Random,
    classifier: &Classifier,
    tastes: &(Vec<f64>, Vec<f64>),
) -> Customer {
    let bought = libm::exp(libm::log(4.0) + random.uniform() * libm::log(201.0 / 4.0)) as usize;
    let mut purchases = Purchases::default();
    for _ in 0..bought {
        let time = random.uniform();
        let of_now = |(first, last): (&f64, &f64)| (1.0 - time) * first + time * last;
        let taste: Vec<f64> = tastes.0.iter().zip(&tastes.1).map(of_now).collect();
        let class = random.choice(&taste);
        let kind = random.choice(&classifier.kinds_of[class]);
        purchases.add(kind as u16, libm::exp2(time - 1.0));
    }
    let mut next = Purchases::default();
    for _ in 0..5 {
        let class = random.choice(&tastes.1);
        next.add(random.choice(&classifier.kinds_of[class]) as u16, 1.0);
    }
    Customer {
        taste: tastes.1.clone(),
        bought,
        purchases,
        next,
    }
}

/// Tastes of Dirichlet(0.3), which do not change.
pub fn steady(random: &mut Random) -> (Vec<f64>, Vec<f64>) {
    let taste = random.dirichlet(&[0.3; CLASSES]);
    (taste.clone(), taste)
}

/// Tastes around those of four segments, a quarter of which goes over to the next segment's within the year.
pub fn drifting(random: &mut Random, segments: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let segment = random.bits() as usize % segments.len();
    let around = |random: &mut Random, segment: &[f64]| {
        let shapes: Vec<f64> = segment.iter().map(|share| 20.0 * share + 0.05).collect();
        random.dirichlet(&shapes)
    };
    let first = around(random, &segments[segment]);
    let other = around(random, &segments[(segment + 1) % segments.len()]);
    let mix = |(first, other): (&f64, &f64)| 0.75 * first + 0.25 * other;
    let last = first.iter().zip(&other).map(mix).collect();
    (first, last)
}
