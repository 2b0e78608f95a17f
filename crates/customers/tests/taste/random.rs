//! Random numbers of a seed, for simulated customers.

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In (0, 1).
    pub fn uniform(&mut self) -> f64 {
        ((self.bits() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * libm::log(self.uniform())).sqrt();
        radius * libm::cos(std::f64::consts::TAU * self.uniform())
    }

    /// Marsaglia and Tsang's method.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * libm::pow(self.uniform(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let root = 1.0 + c * x;
            let v = root * root * root;
            if v > 0.0 && libm::log(self.uniform()) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }

    pub fn dirichlet(&mut self, shapes: &[f64]) -> Vec<f64> {
        let values: Vec<f64> = shapes.iter().map(|shape| self.gamma(*shape)).collect();
        let sum: f64 = values.iter().sum();
        values.iter().map(|value| value / sum).collect()
    }

    /// A place, with these chances, which need not add up to 1.
    pub fn choice(&mut self, chances: &[f64]) -> usize {
        let mut left = self.uniform() * chances.iter().sum::<f64>();
        for (place, chance) in chances.iter().enumerate() {
            left -= chance;
            if left < 0.0 {
                return place;
            }
        }
        chances.len() - 1
    }
}
