//! Matrix products against the naive one.

use fashion_kernels::gemm::{
    Start, gemm, gemm_at_b, gemm_at_b_packed, pack_b, pack_b_transposed, pack_b_values, packed_len,
};
use fashion_kernels::oracle;

use crate::compare::{assert_bounded, assert_same, doubles, magnitudes};
use crate::draw::Draw;

/// Rows of `width` elements spread `stride` apart, NaN between them: a kernel that reads a gap is found out.
fn spread(rows: usize, width: usize, stride: usize, x: &[f32]) -> Vec<f32> {
    let mut spread = vec![f32::NAN; rows * stride];
    for row in 0..rows {
        spread[row * stride..][..width].copy_from_slice(&x[row * width..][..width]);
    }
    spread
}

fn gather(rows: usize, width: usize, stride: usize, x: &[f32]) -> Vec<f32> {
    (0..rows)
        .flat_map(|row| x[row * stride..][..width].to_vec())
        .collect()
}

fn packed(k: usize, n: usize, b: &[f32]) -> Vec<f32> {
    let mut packed = vec![f32::NAN; packed_len(k, n)];
    pack_b(k, n, b, n, &mut packed);
    packed
}

#[test]
fn values_packed_in_pieces_lie_as_those_packed_at_once() {
    for (k, n) in [(1, 1), (3, 7), (5, 8), (4, 9), (7, 25)] {
        let b: Vec<f32> = (0..k * n).map(|i| i as f32 + 1.0).collect();
        let mut whole = vec![0.0; packed_len(k, n)];
        pack_b(k, n, &b, n, &mut whole);
        for piece in [1, 4, 10, k * n] {
            let mut packed = vec![0.0; packed_len(k, n)];
            for (number, values) in b.chunks(piece).enumerate() {
                pack_b_values(k, n, number * piece, values, &mut packed);
            }
            assert_eq!(packed, whole, "{k} x {n}, {piece} at a time");
        }
    }
}

#[test]
fn random_shapes_equal_the_oracle() {
    for seed in 0..200 {
        let mut draw = Draw::new(seed);
        let (m, n, k) = (draw.size(1..=19), draw.size(1..=27), draw.size(1..=70));
        let (lda, ldb, ldc) = (
            k + draw.size(0..=3),
            n + draw.size(0..=3),
            n + draw.size(0..=3),
        );
        let (a, b, before) = (
            draw.numbers(m * k),
            draw.numbers(k * n),
            draw.numbers(m * n),
        );
        let bias = draw.numbers(n);
        let context = format!("seed {seed}: {m}×{n}×{k}");

        let mut panels = vec![f32::NAN; packed_len(k, n)];
        pack_b(k, n, &spread(k, n, ldb, &b), ldb, &mut panels);
        let a_spread = spread(m, k, lda, &a);
        let run = |start: Start| {
            let mut c = spread(m, n, ldc, &before);
            gemm(m, n, k, &a_spread, lda, &panels, start, &mut c, ldc);
            for row in 0..m - 1 {
                let gap = &c[row * ldc + n..(row + 1) * ldc];
                assert!(
                    gap.iter().all(|x| x.is_nan()),
                    "{context}: wrote between the rows of C"
                );
            }
            gather(m, n, ldc, &c)
        };
        assert_same(&run(Start::Zero), &oracle::gemm(m, n, k, &a, &b), &context);
        assert_same(
            &run(Start::Bias(&bias)),
            &ordered(m, n, k, &a, &b, |_, j| bias[j]),
            &context,
        );
        assert_same(
            &run(Start::Accumulate),
            &ordered(m, n, k, &a, &b, |i, j| before[i * n + j]),
            &context,
        );

        let exact = oracle::gemm(m, n, k, &doubles(&a), &doubles(&b));
        let bound = oracle::gemm(m, n, k, &magnitudes(&a), &magnitudes(&b));
        assert_bounded(&run(Start::Zero), &exact, &bound, k, &context);
    }
}

/// The product with its order of additions written out: the start value, then k ascending.
fn ordered(
    m: usize,
    n: usize,
    k: usize,
    a: &[f32],
    b: &[f32],
    start: impl Fn(usize, usize) -> f32,
) -> Vec<f32> {
    let mut c = Vec::new();
    for i in 0..m {
        for j in 0..n {
            c.push((0..k).fold(start(i, j), |sum, l| sum + a[i * k + l] * b[l * n + j]));
        }
    }
    c
}

#[test]
fn transposed_packing_equals_packing_the_transpose() {
    for seed in 0..60 {
        let mut draw = Draw::new(seed);
        let (n, k) = (draw.size(1..=27), draw.size(1..=30));
        let ldb = k + draw.size(0..=3);
        let transposed = draw.numbers(n * k);
        let plain: Vec<f32> = (0..k * n).map(|i| transposed[i % n * k + i / n]).collect();
        let mut panels = vec![f32::NAN; packed_len(k, n)];
        pack_b_transposed(k, n, &spread(n, k, ldb, &transposed), ldb, &mut panels);
        assert_same(&panels, &packed(k, n, &plain), &format!("seed {seed}"));
    }
}

#[test]
fn a_row_has_the_same_bits_alone_and_in_any_batch() {
    let mut draw = Draw::new(1);
    let (n, k) = (21, 37);
    let (a, b, bias) = (draw.numbers(13 * k), draw.numbers(k * n), draw.numbers(n));
    let panels = packed(k, n, &b);
    let run = |first: usize, m: usize| {
        let mut c = vec![0.0; m * n];
        gemm(
            m,
            n,
            k,
            &a[first * k..],
            k,
            &panels,
            Start::Bias(&bias),
            &mut c,
            n,
        );
        c.into_iter().map(f32::to_bits).collect::<Vec<_>>()
    };
    for first in 0..13 {
        let alone = run(first, 1);
        for start in 0..=first {
            for m in first - start + 1..=13 - start {
                assert_eq!(
                    run(start, m)[(first - start) * n..][..n],
                    alone,
                    "row {first} in {start}..{}",
                    start + m
                );
            }
        }
    }
}

#[test]
fn transposed_product_equals_the_oracle() {
    for seed in 0..200 {
        let mut draw = Draw::new(seed);
        let (m, n, p) = (draw.size(1..=19), draw.size(1..=27), draw.size(1..=300));
        let (lda, ldb, ldc) = (
            m + draw.size(0..=3),
            n + draw.size(0..=3),
            n + draw.size(0..=3),
        );
        let (a, b, before) = (
            draw.numbers(p * m),
            draw.numbers(p * n),
            draw.numbers(m * n),
        );
        let context = format!("seed {seed}: {m}×{n}×{p}");
        let mut c = spread(m, n, ldc, &before);
        let mut tight = spread(p, n, ldb, &b);
        // The last row of B may end where its elements end.
        tight.truncate((p - 1) * ldb + n);
        gemm_at_b(
            m,
            n,
            p,
            &spread(p, m, lda, &a),
            lda,
            &tight,
            ldb,
            &mut c,
            ldc,
        );
        let got = gather(m, n, ldc, &c);
        let mut panels = [m, n].map(|columns| vec![f32::NAN; packed_len(p, columns)]);
        pack_b(p, m, &a, m, &mut panels[0]);
        pack_b(p, n, &tight, ldb, &mut panels[1]);
        let mut c = spread(m, n, ldc, &before);
        gemm_at_b_packed(m, n, p, &panels[0], &panels[1], &mut c, ldc);
        assert_same(&gather(m, n, ldc, &c), &got, &format!("{context}, packed"));
        let transposed: Vec<f32> = (0..m * p).map(|i| a[i % p * m + i / p]).collect();
        assert_same(
            &got,
            &ordered(m, n, p, &transposed, &b, |i, j| before[i * n + j]),
            &context,
        );
    }
}

#[test]
fn dense_gradients_are_these_products() {
    let mut draw = Draw::new(5);
    let (rows, inputs, units) = (6, 33, 10);
    let (x, w) = (draw.whole(rows * inputs), draw.whole(inputs * units));
    let (dy, bias) = (draw.whole(rows * units), draw.whole(units));
    let mut y = vec![0.0; rows * units];
    gemm(
        rows,
        units,
        inputs,
        &x,
        inputs,
        &packed(inputs, units, &w),
        Start::Bias(&bias),
        &mut y,
        units,
    );
    assert_same(
        &y,
        &oracle::dense(inputs, units, &x, &w, Some(&bias)),
        "forward",
    );
    let mut panels = vec![0.0; packed_len(units, inputs)];
    pack_b_transposed(units, inputs, &w, units, &mut panels);
    let mut dx = vec![0.0; rows * inputs];
    gemm(
        rows,
        inputs,
        units,
        &dy,
        units,
        &panels,
        Start::Zero,
        &mut dx,
        inputs,
    );
    assert_same(
        &dx,
        &oracle::dense_backward_input(inputs, units, &dy, &w),
        "input",
    );
    let mut dw = vec![0.0; inputs * units];
    gemm_at_b(inputs, units, rows, &x, inputs, &dy, units, &mut dw, units);
    assert_same(
        &dw,
        &oracle::dense_backward_weights(inputs, units, &x, &dy),
        "weights",
    );
}

#[test]
fn empty_sides_leave_the_start() {
    let mut c = [1.0; 6];
    gemm(
        2,
        3,
        0,
        &[],
        0,
        &[],
        Start::Bias(&[4.0, 5.0, 6.0]),
        &mut c,
        3,
    );
    assert_eq!(c, [4.0, 5.0, 6.0, 4.0, 5.0, 6.0]);
    gemm(0, 3, 2, &[], 2, &[0.0; 16], Start::Zero, &mut c, 3);
    gemm_at_b(2, 3, 0, &[], 2, &[], 3, &mut c, 3);
    gemm_at_b_packed(2, 3, 0, &[], &[], &mut c, 3);
    assert_eq!(c, [4.0, 5.0, 6.0, 4.0, 5.0, 6.0]);
}

#[test]
fn nan_reaches_its_row_only() {
    let mut a = vec![1.0; 6 * 5];
    a[2 * 5 + 3] = f32::NAN;
    let mut c = vec![0.0; 6 * 3];
    gemm(
        6,
        3,
        5,
        &a,
        5,
        &packed(5, 3, &[1.0; 15]),
        Start::Zero,
        &mut c,
        3,
    );
    for (row, values) in c.chunks(3).enumerate() {
        assert!(
            values
                .iter()
                .all(|x| if row == 2 { x.is_nan() } else { *x == 5.0 }),
            "row {row}: {values:?}"
        );
    }
}

#[test]
#[should_panic(expected = "a has 9 elements, expected at least 10")]
fn a_short_matrix_is_refused() {
    gemm(
        2,
        1,
        5,
        &[0.0; 9],
        5,
        &[0.0; 40],
        Start::Zero,
        &mut [0.0; 2],
        1,
    );
}

#[test]
#[should_panic(expected = "packed has 39 elements, expected at least 40")]
fn a_short_panel_is_refused() {
    gemm(
        2,
        1,
        5,
        &[0.0; 10],
        5,
        &[0.0; 39],
        Start::Zero,
        &mut [0.0; 2],
        1,
    );
}
