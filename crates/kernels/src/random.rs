//! Random numbers from a counter: the n-th number of a stream is a pure function of key and counter.
//!
//! So an element's draw does not depend on which thread, lane or build makes it, and a resumed run draws what the
//! unbroken one would have drawn.

use crate::check;
use crate::simd::{F32x4, U32x4};

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

/// The first half word that is kept when a fraction `rate` (0 ≤ rate < 1) of all is dropped: the nearest to rate·2¹⁶.
pub fn threshold(rate: f32) -> u16 {
    // Without the number: std's printing of floats would be 7 kB of the file that browsers download.
    assert!(
        (0.0..1.0).contains(&rate),
        "dropout rate, expected 0 ≤ rate < 1"
    );
    (rate * 65_536.0 + 0.5) as u16
}

/// Words of a mask for `len` elements, a bit each.
pub fn mask_len(len: usize) -> usize {
    len.div_ceil(32)
}

/// What dropout keeps: bit 8j + 2i + h of word w is set when half h (the lower is 0) of word j of block
/// `[4w + i, counter…]` is at least `threshold(rate)`.
///
/// Four blocks of `philox4x32_10` at a time, one a lane.
#[inline(never)]
pub fn mask(mask: &mut [u32], key: [u32; 2], counter: [u32; 3], rate: f32) {
    let threshold = threshold(rate);
    for (word, bits) in mask.iter_mut().enumerate() {
        let block = U32x4::splat(4 * word as u32) + U32x4::from_array([0, 1, 2, 3]);
        let words = philox4x32_10_lanes(key, block, counter);
        *bits = u32::from_le_bytes(words.map(|word| word.halves_ge(threshold)));
    }
}

/// `philox4x32_10` of the blocks `[block, counter…]`.
#[inline(always)]
fn philox4x32_10_lanes(key: [u32; 2], block: U32x4, counter: [u32; 3]) -> [U32x4; 4] {
    let [mut k0, mut k1] = key;
    let [a, b, c] = counter.map(U32x4::splat);
    let mut c = [block, a, b, c];
    for _ in 0..10 {
        let (high0, low0) = c[0].multiply_wide(U32x4::splat(0xD251_1F53));
        let (high1, low1) = c[2].multiply_wide(U32x4::splat(0xCD9E_8D57));
        c = [
            high1.xor(c[1]).xor(U32x4::splat(k0)),
            low1,
            high0.xor(c[3]).xor(U32x4::splat(k1)),
            low0,
        ];
        k0 = k0.wrapping_add(0x9E37_79B9);
        k1 = k1.wrapping_add(0xBB67_AE85);
    }
    c
}

/// Inverted dropout in place: what the mask keeps is scaled by 1 / (1 − rate), the rest becomes 0.
///
/// The same call on the gradient is the backward pass.
#[inline(never)]
pub fn apply_mask(x: &mut [f32], mask: &[u32], rate: f32) {
    check::exact("mask", mask.len(), mask_len(x.len()));
    let scale = F32x4::splat(1.0 / (1.0 - rate));
    let places = U32x4::from_array([1, 2, 4, 8]);
    let kept = |values: F32x4, bits: u32| U32x4::splat(bits).has(places).keep(values * scale);
    for (x, &word) in x.chunks_mut(32).zip(mask) {
        let mut bits = word;
        let mut fours = x.chunks_exact_mut(4);
        for four in &mut fours {
            kept(F32x4::load(four), bits).store(four);
            bits >>= 4;
        }
        let rest = fours.into_remainder();
        kept(F32x4::load_partial(rest), bits).store_partial(rest);
    }
}
