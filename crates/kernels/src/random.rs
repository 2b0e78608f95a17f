//! Random numbers from a counter: the n-th number of a stream is a pure function of key and counter.
//!
//! So an element's draw does not depend on which thread, lane or build makes it, and a resumed run draws what the
//! unbroken one would have drawn.

/// Philox 4×32 with ten rounds: Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
#[inline(always)]
pub fn philox4x32_10(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let [mut k0, mut k1] = key;
    let mut c = counter;
    for _ in 0..10 {
        let p0 = u64::from(c[0]) * 0xD251_1F53;
        let p1 = u64::from(c[2]) * 0xCD9E_8D57;
        c = [
            (p1 >> 32) as u32 ^ c[1] ^ k0,
            p1 as u32,
            (p0 >> 32) as u32 ^ c[3] ^ k1,
            p0 as u32,
        ];
        k0 = k0.wrapping_add(0x9E37_79B9);
        k1 = k1.wrapping_add(0xBB67_AE85);
    }
    c
}

/// The upper 24 bits of a word as a number in [0, 1).
#[inline(always)]
pub fn unit_f32(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// The first word that is kept when a fraction `rate` (0 ≤ rate < 1) of all words is dropped: ⌊rate·2³²⌋.
pub fn threshold(rate: f32) -> u32 {
    assert!(
        (0.0..1.0).contains(&rate),
        "dropout rate is {rate}, expected 0 ≤ rate < 1"
    );
    (f64::from(rate) * 4_294_967_296.0) as u32
}

/// Inverted dropout in place: kept elements are scaled by 1 / (1 − rate), the others become 0.
///
/// Element 4i + j is kept when word j of block `[i, counter…]` is at least `threshold(rate)`. The same call on the
/// gradient is the backward pass.
pub fn dropout(x: &mut [f32], key: [u32; 2], counter: [u32; 3], rate: f32) {
    let threshold = threshold(rate);
    let scale = 1.0 / (1.0 - rate);
    let [a, b, c] = counter;
    for (block, chunk) in x.chunks_mut(4).enumerate() {
        let words = philox4x32_10(key, [block as u32, a, b, c]);
        for (value, word) in chunk.iter_mut().zip(words) {
            *value = if word >= threshold {
                *value * scale
            } else {
                0.0
            };
        }
    }
}
