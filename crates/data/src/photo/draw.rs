//! Random numbers of one simulated photo: the n-th draw is a function of seed, photo and n.

use fashion_kernels::random::{philox4x32_10, unit_f32};

/// A stream of draws.
pub struct Draw {
    key: [u32; 2],
    photo: u64,
    next: u32,
    words: [u32; 4],
}

impl Draw {
    /// The stream of a photo.
    pub fn new(seed: u32, photo: u64) -> Self {
        Self {
            key: [seed, 0x7068_6f74],
            photo,
            next: 0,
            words: [0; 4],
        }
    }

    fn word(&mut self) -> u32 {
        let lane = (self.next % 4) as usize;
        if lane == 0 {
            let counter = [
                self.next / 4,
                self.photo as u32,
                (self.photo >> 32) as u32,
                0,
            ];
            self.words = philox4x32_10(self.key, counter);
        }
        self.next += 1;
        self.words[lane]
    }

    /// In [0, 1).
    pub fn unit(&mut self) -> f32 {
        unit_f32(self.word())
    }

    /// In [low, high).
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    /// A whole number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f32) as usize).min(count - 1)
    }

    /// Nearly normal, mean 0 and deviation 1: the sum of four uniform numbers, scaled.
    pub fn normal(&mut self) -> f32 {
        let sum: f32 = (0..4).map(|_| self.unit()).sum();
        (sum - 2.0) * 1.732_050_8
    }
}
