//! Seeded random shapes and values, from the project's own generator.

use std::ops::RangeInclusive;

use fashion_kernels::random::{philox4x32_10, unit_f32};

/// A stream of draws.
pub struct Draw {
    seed: u32,
    count: u32,
}

impl Draw {
    pub fn new(seed: u32) -> Self {
        Self { seed, count: 0 }
    }

    pub fn word(&mut self) -> u32 {
        self.count += 1;
        philox4x32_10([self.seed, 0x7e57], [self.count, 0, 0, 0])[0]
    }

    /// An integer in the range.
    pub fn size(&mut self, range: RangeInclusive<usize>) -> usize {
        range.start() + self.word() as usize % (range.end() - range.start() + 1)
    }

    /// A number in [−1, 1).
    pub fn number(&mut self) -> f32 {
        2.0 * unit_f32(self.word()) - 1.0
    }

    /// `len` numbers in [−1, 1).
    pub fn numbers(&mut self, len: usize) -> Vec<f32> {
        (0..len).map(|_| self.number()).collect()
    }

    /// `len` whole numbers in −4 ..= 4: sums and products of these are exact.
    pub fn whole(&mut self, len: usize) -> Vec<f32> {
        (0..len).map(|_| self.size(0..=8) as f32 - 4.0).collect()
    }

    /// `len` numbers in [−1, 1) of double precision.
    pub fn doubles(&mut self, len: usize) -> Vec<f64> {
        (0..len)
            .map(|_| f64::from(self.word()) / 2_147_483_648.0 - 1.0)
            .collect()
    }
}
