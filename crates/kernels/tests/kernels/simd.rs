//! The vector type itself: the meanings WebAssembly gives to its instructions.

use fashion_kernels::simd::{F32x4, U32x4};

const NAN: f32 = f32::NAN;

fn lanes(a: f32, b: f32, c: f32, d: f32) -> F32x4 {
    F32x4::from_array([a, b, c, d])
}

#[test]
fn max_propagates_nan_and_orders_zeros() {
    let [a, b, c, d] = lanes(NAN, 1.0, -0.0, 0.0)
        .max(lanes(1.0, NAN, 0.0, -0.0))
        .to_array();
    assert!(a.is_nan() && b.is_nan());
    assert_eq!([c.to_bits(), d.to_bits()], [0, 0]);
    assert_eq!(
        lanes(1.0, 2.0, -3.0, 4.0).max(F32x4::splat(2.0)).to_array(),
        [2.0, 2.0, 2.0, 4.0]
    );
}

#[test]
fn bounds_keep_nan() {
    let [a, b, c, d] = lanes(NAN, -1.0, 0.5, 7.0)
        .raise_to(F32x4::zero())
        .lower_to(F32x4::splat(1.0))
        .to_array();
    assert!(a.is_nan());
    assert_eq!([b, c, d], [0.0, 0.5, 1.0]);
}

#[test]
fn comparisons_are_false_for_nan() {
    let (x, y) = (lanes(1.0, 2.0, 3.0, NAN), F32x4::splat(2.0));
    let one = F32x4::splat(1.0);
    assert_eq!(x.gt(y).keep(one).to_array(), [0.0, 0.0, 1.0, 0.0]);
    assert_eq!(x.le(y).keep(one).to_array(), [1.0, 1.0, 0.0, 0.0]);
    assert_eq!(x.eq(y).keep(one).to_array(), [0.0, 1.0, 0.0, 0.0]);
    assert_eq!(
        x.eq(x).and_not(x.gt(y)).select(one, y).to_array(),
        [1.0, 1.0, 2.0, 2.0]
    );
}

#[test]
fn arithmetic_is_lanewise() {
    let (x, y) = (lanes(1.0, 4.0, 9.0, 16.0), lanes(1.0, 2.0, 3.0, 4.0));
    assert_eq!((x + y).to_array(), [2.0, 6.0, 12.0, 20.0]);
    assert_eq!((x - y).to_array(), [0.0, 2.0, 6.0, 12.0]);
    assert_eq!((x * y).to_array(), [1.0, 8.0, 27.0, 64.0]);
    assert_eq!((x / y).to_array(), y.to_array());
    assert_eq!(x.sqrt().to_array(), y.to_array());
}

#[test]
fn sums_add_pairs_first() {
    let big = 16_777_216.0_f32;
    assert_eq!(lanes(big, 1.0, -big, 1.0).sum(), (big + 1.0) + (-big + 1.0));
}

#[test]
fn integers_wrap_and_shift() {
    let x = U32x4::from_array([0, 1, 0x8000_0000, u32::MAX]);
    assert_eq!((x + U32x4::splat(1)).to_array(), [1, 2, 0x8000_0001, 0]);
    assert_eq!(
        (x - U32x4::splat(1)).to_array(),
        [u32::MAX, 0, 0x7fff_ffff, u32::MAX - 1]
    );
    assert_eq!(x.shift_left::<1>().to_array(), [0, 2, 0, u32::MAX - 1]);
    assert_eq!(
        x.shift_right_signed::<1>().to_array(),
        [0, 0, 0xc000_0000, u32::MAX]
    );
}

#[test]
fn partial_loads_and_stores_touch_only_what_is_there() {
    let mut target = [9.0; 3];
    F32x4::load_partial(&[1.0, 2.0]).store_partial(&mut target);
    assert_eq!(target, [1.0, 2.0, 0.0]);
}

#[test]
fn transposing_makes_rows_of_columns() {
    let rows: [F32x4; 4] =
        std::array::from_fn(|i| F32x4::from_array(std::array::from_fn(|j| (10 * i + j) as f32)));
    for (j, column) in F32x4::transpose(rows).into_iter().enumerate() {
        let expected: [f32; 4] = std::array::from_fn(|i| (10 * i + j) as f32);
        assert_eq!(column.to_array(), expected);
    }
}

#[test]
fn words_multiply_compare_and_give_their_bits() {
    let a = U32x4::from_array([0, 1, 0xffff_ffff, 0x8000_0001]);
    let b = U32x4::from_array([5, 0xffff_ffff, 0xffff_ffff, 2]);
    let (high, low) = a.multiply_wide(b);
    assert_eq!(high.to_array(), [0, 0, 0xffff_fffe, 1]);
    assert_eq!(low.to_array(), [0, 0xffff_ffff, 1, 2]);
    assert_eq!(a.xor(b).to_array(), [5, 0xffff_fffe, 0, 0x8000_0003]);
    assert_eq!(a.ge(b).bits(), 0b1100);
    assert_eq!(a.has(U32x4::splat(1)).bits(), 0b1110);
    let ones = F32x4::splat(1.0);
    assert_eq!(a.ge(b).drop_from(ones).to_array(), [1.0, 1.0, 0.0, 0.0]);
}

#[test]
fn compressed_lanes_stand_in_front() {
    let lanes = U32x4::from_array([10, 11, 12, 13]);
    for bits in 0..16 {
        let mut expected = (0..4)
            .filter(|lane| bits >> lane & 1 == 1)
            .map(|lane| 10 + lane);
        let expected = [0; 4].map(|none: u32| expected.next().unwrap_or(none));
        assert_eq!(lanes.compress(bits).to_array(), expected, "{bits:04b}");
    }
}

#[test]
fn halves_are_compared_the_lower_first() {
    let words = U32x4::from_array([0x0001_0002, 0xffff_0000, 0x0002_0001, 0x8000_7fff]);
    assert_eq!(words.halves_ge(2), 0b1110_1001);
    assert_eq!(words.halves_ge(0), 0xff);
    assert_eq!(words.halves_ge(0x8000), 0b1000_1000);
}

#[test]
fn words_are_multiplied_and_compared_lane_by_lane() {
    let (a, b) = (
        U32x4::from_array([1, 2, 3, u32::MAX]),
        U32x4::from_array([4, 2, 3, 2]),
    );
    assert_eq!((a * b).to_array(), [4, 4, 9, u32::MAX - 1]);
    assert_eq!(a.eq(b).bits(), 0b0110);
    assert_eq!(U32x4::load(&[7, 8, 9, 10, 11]).to_array(), [7, 8, 9, 10]);
}
