//! Batch normalization with 2 × 2 max pooling behind: the bits of the passes one after the other.

use fashion_kernels::batch_norm::{
    Channels, Image, backward_input, backward_input_pool, backward_sums, backward_sums_pool,
    normalise, normalise_pool,
};
use fashion_kernels::pool::Pool2d;

use crate::draw::Draw;

/// Statistics, scales, offsets and two means of `n` channels.
fn rows(draw: &mut Draw, n: usize) -> [Vec<f32>; 6] {
    std::array::from_fn(|_| draw.numbers(n))
}

fn bits(values: &[f32]) -> Vec<u32> {
    values.iter().map(|value| value.to_bits()).collect()
}

/// Values in steps, so that windows have equals, and gradients with zeros of both signs among them.
fn stepped(draw: &mut Draw, len: usize) -> Vec<f32> {
    draw.whole(len).iter().map(|value| value / 4.0).collect()
}

#[test]
fn it_has_the_bits_of_the_passes_one_after_the_other() {
    for seed in 0..60 {
        let mut draw = Draw::new(9000 + seed);
        let relu = seed % 3 > 0;
        let shape = [draw.size(2..=9), draw.size(2..=9), 8 * draw.size(1..=5)];
        let [height, width, n] = shape;
        let image = Image::new(&shape).unwrap();
        let [mean, inverse, scale, offset, mean_dy, mean_product] = rows(&mut draw, n);
        let channels = Channels {
            mean: &mean,
            inverse: &inverse,
            scale: &scale,
            offset: &offset,
        };
        let pool = Pool2d {
            input: shape,
            pool: [2, 2],
            strides: [2, 2],
            padding: [0; 4],
        };
        let (images, len, pooled) = (3, height * width * n, image.pooled_len());
        let x = stepped(&mut draw, images * len);
        let dy: Vec<f32> = (stepped(&mut draw, images * pooled).iter())
            .map(|dy| if *dy < -0.8 { -0.0 } else { *dy })
            .collect();

        let mut y = vec![f32::NAN; images * pooled];
        let mut kept = vec![7; images * image.kept_len()];
        normalise_pool(&x, image, channels, relu, &mut y, &mut kept);
        let mut out = vec![f32::NAN; images * pooled];
        let mut sums = vec![[vec![f32::NAN; n], vec![f32::NAN; n]]; images];
        for (number, [sum, product]) in sums.iter_mut().enumerate() {
            let own = number * pooled..(number + 1) * pooled;
            let kept = &kept[2 * own.start..2 * own.end];
            let (dy, out) = (&dy[own.clone()], &mut out[own]);
            backward_sums_pool(image, channels, relu, kept, dy, out, sum, product);
        }
        let mut dx = vec![f32::NAN; images * len];
        backward_input_pool(
            &x,
            image,
            channels,
            &mean_dy,
            &mean_product,
            &kept,
            &out,
            &mut dx,
        );

        let context = format!("seed {seed}: {shape:?}, relu {relu}");
        for (number, sums) in sums.iter().enumerate() {
            let (all, own) = (
                number * len..(number + 1) * len,
                number * pooled..(number + 1) * pooled,
            );
            let x = &x[all.clone()];
            let mut normalised = vec![0.0; len];
            normalise(x, channels, relu, &mut normalised);
            let (mut greatest, mut argmax) = (vec![0.0; pooled], vec![0; pooled]);
            pool.max_forward(&normalised, &mut greatest, &mut argmax);
            assert_eq!(bits(&y[own.clone()]), bits(&greatest), "{context}: y");
            let mut gradient = vec![0.0; len];
            pool.max_backward(&dy[own], &argmax, &mut gradient);
            let (mut passed, mut sum, mut product) = (vec![0.0; len], vec![0.0; n], vec![0.0; n]);
            backward_sums(
                x,
                channels,
                relu,
                &gradient,
                &mut passed,
                &mut sum,
                &mut product,
            );
            assert_eq!(bits(&sums[0]), bits(&sum), "{context}: sum");
            assert_eq!(bits(&sums[1]), bits(&product), "{context}: product");
            let mut expected = vec![0.0; len];
            backward_input(x, channels, &mean_dy, &mean_product, &passed, &mut expected);
            assert_eq!(bits(&dx[all]), bits(&expected), "{context}: dx");
        }
    }
}

#[test]
fn what_does_not_fit_is_left_to_the_passes() {
    assert!(Image::new(&[4, 4, 8]).is_some());
    for shape in [&[4, 4, 12][..], &[1, 4, 8], &[4, 1, 8], &[16, 8]] {
        assert!(Image::new(shape).is_none(), "{shape:?}");
    }
}
