//! The generator against its published vectors, and dropout against the oracle.

use fashion_kernels::oracle;
use fashion_kernels::random::{apply_mask, mask, mask_len, philox4x32_10, threshold, unit_f32};

use crate::compare::assert_same;
use crate::draw::Draw;

fn dropout(x: &mut [f32], key: [u32; 2], counter: [u32; 3], rate: f32) {
    let mut kept = vec![u32::MAX; mask_len(x.len())];
    mask(&mut kept, key, counter, rate);
    apply_mask(x, &kept, rate);
}

/// From the authors' Random123 distribution, file kat_vectors.
#[test]
fn philox_gives_the_published_answers() {
    let all = u32::MAX;
    let cases = [
        (
            [0; 2],
            [0; 4],
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
        ),
        (
            [all; 2],
            [all; 4],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
        ),
        (
            [0xa409_3822, 0x299f_31d0],
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];
    for (key, counter, answer) in cases {
        assert_eq!(philox4x32_10(key, counter), answer);
    }
}

#[test]
fn units_span_zero_to_just_below_one() {
    assert_eq!(unit_f32(0), 0.0);
    assert_eq!(unit_f32(255), 0.0);
    assert_eq!(unit_f32(1 << 31), 0.5);
    assert_eq!(unit_f32(u32::MAX), 1.0 - f32::EPSILON / 2.0);
}

#[test]
fn dropout_equals_the_oracle() {
    for len in 0..=140 {
        let x = Draw::new(len).numbers(len as usize);
        let (key, counter) = ([len, 1], [2, 3, len]);
        let mut y = x.clone();
        dropout(&mut y, key, counter, 0.3);
        assert_same(&y, &oracle::dropout(&x, key, counter, 0.3), "a third");
        let mut y = x.clone();
        dropout(&mut y, key, counter, 0.0);
        assert_same(&y, &x, "rate 0 keeps all");
    }
}

#[test]
fn dropout_keeps_the_mean_and_the_share() {
    for rate in [0.1_f32, 0.25, 0.5, 0.9] {
        let len = 100_000;
        let mut x = vec![1.0; len];
        dropout(&mut x, [7, 7], [0, 0, 0], rate);
        let share = x.iter().filter(|x| **x == 0.0).count() as f32 / len as f32;
        let deviation = (rate * (1.0 - rate) / len as f32).sqrt();
        assert!(
            (share - rate).abs() < 4.0 * deviation,
            "rate {rate}: dropped {share}"
        );
        assert!(x.iter().all(|x| *x == 0.0 || *x == 1.0 / (1.0 - rate)));
    }
}

#[test]
fn dropout_depends_on_every_word_of_its_address() {
    let dropped = |key, counter| {
        let mut x = vec![1.0; 64];
        dropout(&mut x, key, counter, 0.5);
        x
    };
    let base = dropped([1, 2], [3, 4, 5]);
    for (key, counter) in [
        ([9, 2], [3, 4, 5]),
        ([1, 9], [3, 4, 5]),
        ([1, 2], [9, 4, 5]),
        ([1, 2], [3, 9, 5]),
    ] {
        assert_ne!(dropped(key, counter), base);
    }
    assert_ne!(dropped([1, 2], [3, 4, 9]), base);
    assert_eq!(dropped([1, 2], [3, 4, 5]), base);
}

#[test]
fn thresholds_are_fractions_of_all_half_words() {
    assert_eq!(threshold(0.0), 0);
    assert_eq!(threshold(0.1), 6554);
    assert_eq!(threshold(0.25), 1 << 14);
    assert_eq!(threshold(0.5), 1 << 15);
    assert_eq!(threshold(1.0 - f32::EPSILON), u16::MAX);
}

#[test]
#[should_panic(expected = "dropout rate, expected")]
fn dropping_everything_is_refused() {
    threshold(1.0);
}
