//! Customers who behave as BG/NBD says, drawn from a seed.

use fashion_customers::activity::buy_rate::{BgNbd, History};

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// In (0, 1); SplitMix64.
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn exponential(&mut self) -> f64 {
        -libm::log(self.uniform())
    }

    fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Marsaglia and Tsang (2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * libm::pow(self.uniform(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = 1.0 + x / (9.0 * d).sqrt();
            let v = v * v * v;
            if v > 0.0 && libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}

/// Customers first seen at ages up to `longest`, by days; and how many purchase days each has in the `horizon` after that.
pub fn customers(
    model: &BgNbd,
    count: usize,
    longest: u32,
    horizon: f64,
    random: &mut Random,
) -> Vec<(History, f64)> {
    (0..count)
        .map(|_| {
            let age = 1.0 + libm::floor(random.uniform() * f64::from(longest));
            let rate = random.gamma(model.r) / model.alpha;
            let (left, right) = (random.gamma(model.a), random.gamma(model.b));
            let leaves = left / (left + right);
            let (mut frequency, mut recency, mut later) = (0, 0, 0.0);
            let mut last = 0.0;
            let mut time = 0.0;
            loop {
                time += random.exponential() / rate;
                let day = libm::floor(time);
                if day >= age + horizon {
                    break;
                }
                // Purchases of one day are one.
                if day > last {
                    last = day;
                    if day <= age {
                        frequency += 1;
                        recency = day as u32;
                    } else {
                        later += 1.0;
                    }
                }
                if random.uniform() < leaves {
                    break;
                }
            }
            let history = History {
                frequency,
                recency,
                age: age as u32,
            };
            (history, later)
        })
        .collect()
}
