//! Random numbers of a model: counter-based, so that each has one value whatever the order of asking.
//!
//! The key of philox is the model's seed; the counter says what for: `[block, domain | layer, step, position]`.
//! No generator has state, so lanes, threads and resumed runs need not agree on anything but these numbers.

use fashion_kernels::random::philox4x32_10;

/// What random numbers are drawn for: the top byte of the counter's second word.
#[derive(Clone, Copy)]
pub(crate) enum Domain {
    Dropout = 0,
    Initializer = 1,
    Shuffle = 2,
    Augmentation = 3,
}

/// A model's seed as philox' key.
#[derive(Clone, Copy, Debug)]
pub struct Seed(pub(crate) [u32; 2]);

impl Seed {
    /// Key of a seed in 0 … 2⁵³ − 1.
    pub fn new(seed: u64) -> Self {
        Self([seed as u32, (seed >> 32) as u32])
    }
}

/// Counter word for a domain and a layer's number.
pub(crate) fn stream(domain: Domain, layer: usize) -> u32 {
    ((domain as u32) << 24) | (layer as u32 & 0x00ff_ffff)
}

/// A stream of 32-bit words for one purpose, read from the start.
pub(crate) struct Words {
    key: [u32; 2],
    counter: [u32; 4],
    block: [u32; 4],
    used: usize,
}

impl Words {
    pub(crate) fn new(seed: Seed, stream: u32, step: u32) -> Self {
        Self::at(seed, stream, step, 0)
    }

    /// Those of one place in a batch.
    pub(crate) fn at(seed: Seed, stream: u32, step: u32, position: u32) -> Self {
        Self {
            key: seed.0,
            counter: [0, stream, step, position],
            block: [0; 4],
            used: 4,
        }
    }

    pub(crate) fn next(&mut self) -> u32 {
        if self.used == 4 {
            self.block = philox4x32_10(self.key, self.counter);
            self.counter[0] = self.counter[0].wrapping_add(1);
            self.used = 0;
        }
        self.used += 1;
        self.block[self.used - 1]
    }

    /// Uniform in [0, 1) with 53 bits.
    pub(crate) fn unit(&mut self) -> f64 {
        let (high, low) = (u64::from(self.next() >> 5), u64::from(self.next() >> 6));
        (high * (1 << 26) + low) as f64 / (1u64 << 53) as f64
    }

    /// Of a standard normal by Box–Muller; `truncated` draws again beyond two standard deviations.
    pub(crate) fn normal(&mut self, truncated: bool) -> f64 {
        loop {
            let radius = libm::sqrt(-2.0 * libm::log(1.0 - self.unit()));
            let normal = radius * libm::cos(2.0 * std::f64::consts::PI * self.unit());
            if !truncated || normal.abs() <= 2.0 {
                return normal;
            }
        }
    }
}

/// The order of `n` samples in an epoch: Fisher–Yates from the last place down (Durstenfeld 1964).
///
/// A word w picks a place among k as ⌊w·k / 2³²⌋; the bias is below k / 2³².
pub fn permutation(seed: Seed, n: usize, epoch: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n as u32).collect();
    let mut words = Words::new(seed, stream(Domain::Shuffle, 0), epoch);
    for last in (1..n).rev() {
        let place = (u64::from(words.next()) * (last as u64 + 1)) >> 32;
        order.swap(last, place as usize);
    }
    order
}
