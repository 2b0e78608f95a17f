//! Batch normalization of rows × channels: the passes over one image, between which the batch comes together.
//!
//! Forward: `moments` of each image, merged elsewhere, then `normalise`. Backward: `backward_sums` of each image, added
//! up elsewhere, then `backward_input`. Every pass runs while the image is in cache. Sums are per channel, rows
//! ascending; means come before squares are taken, so nothing cancels. Ioffe & Szegedy, ICML 2015.

mod pooled;

pub use pooled::{Image, backward_input_pool, backward_sums_pool, normalise_pool};

use crate::activation::floor;
use crate::check;
use crate::gemm::microkernel;
use crate::simd::F32x4;

/// What is known of each channel of a normalised tensor.
#[derive(Clone, Copy, Debug)]
pub struct Channels<'a> {
    /// The batch's mean, or in evaluation the moving one.
    pub mean: &'a [f32],
    /// `1 / √(variance + ε)`.
    pub inverse: &'a [f32],
    /// `γ · inverse`.
    pub scale: &'a [f32],
    /// `β`.
    pub offset: &'a [f32],
}

impl Channels<'_> {
    pub(crate) fn len(&self) -> usize {
        let len = self.mean.len();
        check::exact("inverse", self.inverse.len(), len);
        check::exact("scale", self.scale.len(), len);
        check::exact("offset", self.offset.len(), len);
        len
    }
}

/// A kernel that goes down all rows of some channels: of `4·NV` of them, or of at most four.
trait Columns {
    /// # Safety
    /// Channels `first .. first + width` exist in every row; `width` is `4·NV`, or with `PARTIAL` and `NV` = 1 at most 4.
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&mut self, first: usize, width: usize);
}

/// Runs a kernel over all channels, `WIDE` vectors at a time while there are so many.
#[inline(always)]
fn for_all<const WIDE: usize>(channels: usize, kernel: &mut impl Columns) {
    let mut first = 0;
    // SAFETY: every call names channels that exist.
    unsafe {
        while first + 4 * WIDE <= channels {
            kernel.run::<WIDE, false>(first, 4 * WIDE);
            first += 4 * WIDE;
        }
        // Whole vectors, too, as partial ones: an instance less of every kernel.
        while first < channels {
            let width = (channels - first).min(4);
            kernel.run::<1, true>(first, width);
            first += width;
        }
    }
}

/// `NV` vectors of a row's channels from `first` on.
///
/// # Safety
/// As for `Columns::run`, `row` having all channels.
#[inline(always)]
unsafe fn load<const NV: usize, const PARTIAL: bool>(
    row: *const f32,
    first: usize,
    width: usize,
) -> [F32x4; NV] {
    // SAFETY: the caller's promise: `width` elements are read, of which only a part of one vector is less than its four.
    unsafe {
        if PARTIAL && width < 4 {
            let part = std::slice::from_raw_parts(row.add(first), width);
            return [F32x4::load_partial(part); NV];
        }
        microkernel::load::<NV, false>(row.add(first), width)
    }
}

/// # Safety
/// As for `load`.
#[inline(always)]
unsafe fn store<const NV: usize, const PARTIAL: bool>(
    values: [F32x4; NV],
    row: *mut f32,
    first: usize,
    width: usize,
) {
    // SAFETY: the caller's promise, as in `load`.
    unsafe {
        if PARTIAL && width < 4 {
            values[0].store_partial(std::slice::from_raw_parts_mut(row.add(first), width));
        } else {
            microkernel::store::<NV, false>(values, row.add(first), width);
        }
    }
}

struct Moments<'a> {
    x: &'a [f32],
    channels: usize,
    mean: &'a mut [f32],
    squares: &'a mut [f32],
}

impl Columns for Moments<'_> {
    #[inline(always)]
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&mut self, first: usize, width: usize) {
        let share = F32x4::splat(1.0 / (self.x.len() / self.channels) as f32);
        // SAFETY: the caller's promise.
        unsafe {
            let mut sums = [F32x4::zero(); NV];
            for row in self.x.chunks_exact(self.channels) {
                let x = load::<NV, PARTIAL>(row.as_ptr(), first, width);
                for v in 0..NV {
                    sums[v] = sums[v] + x[v];
                }
            }
            let means = sums.map(|sum| sum * share);
            let mut sums = [F32x4::zero(); NV];
            for row in self.x.chunks_exact(self.channels) {
                let x = load::<NV, PARTIAL>(row.as_ptr(), first, width);
                for v in 0..NV {
                    let deviation = x[v] - means[v];
                    sums[v] = sums[v] + deviation * deviation;
                }
            }
            store::<NV, PARTIAL>(means, self.mean.as_mut_ptr(), first, width);
            store::<NV, PARTIAL>(sums, self.squares.as_mut_ptr(), first, width);
        }
    }
}

/// Mean and sum of squared deviations of every channel of `x`, over its rows.
#[inline(never)]
pub fn moments(x: &[f32], mean: &mut [f32], squares: &mut [f32]) {
    let channels = mean.len();
    check::exact("squares", squares.len(), channels);
    check::rows("x", x.len(), channels);
    let mut kernel = Moments {
        x,
        channels,
        mean,
        squares,
    };
    for_all::<4>(channels, &mut kernel);
}

/// With `ADDED` rows of another tensor are added before the floor.
struct Normalise<'a, const ADDED: bool> {
    x: &'a [f32],
    channels: Channels<'a>,
    added: &'a [f32],
    floor: F32x4,
    y: &'a mut [f32],
}

impl<const ADDED: bool> Columns for Normalise<'_, ADDED> {
    #[inline(always)]
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&mut self, first: usize, width: usize) {
        let n = self.channels.mean.len();
        // SAFETY: the caller's promise.
        unsafe {
            let of = |values: &[f32]| load::<NV, PARTIAL>(values.as_ptr(), first, width);
            let mean = of(self.channels.mean);
            let (scale, offset) = (of(self.channels.scale), of(self.channels.offset));
            let mut added = self.added.as_ptr();
            for (x, y) in self.x.chunks_exact(n).zip(self.y.chunks_exact_mut(n)) {
                let mut values = load::<NV, PARTIAL>(x.as_ptr(), first, width);
                for v in 0..NV {
                    values[v] = (values[v] - mean[v]) * scale[v] + offset[v];
                }
                if ADDED {
                    let others = load::<NV, PARTIAL>(added, first, width);
                    for v in 0..NV {
                        values[v] = values[v] + others[v];
                    }
                    added = added.wrapping_add(n);
                }
                for value in &mut values {
                    *value = value.raise_to(self.floor);
                }
                store::<NV, PARTIAL>(values, y.as_mut_ptr(), first, width);
            }
        }
    }
}

/// `y = (x − mean)·scale + offset`, with `relu` behind if asked for.
#[inline(never)]
pub fn normalise(x: &[f32], channels: Channels, relu: bool, y: &mut [f32]) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("y", y.len(), x.len());
    let mut kernel = Normalise::<false> {
        x,
        channels,
        added: &[],
        floor: floor(relu),
        y,
    };
    for_all::<4>(n, &mut kernel);
}

/// `y = (x − mean)·scale + offset + added`, with `relu` behind if asked for: how a residual block ends.
#[inline(never)]
pub fn normalise_add(x: &[f32], channels: Channels, added: &[f32], relu: bool, y: &mut [f32]) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("added", added.len(), x.len());
    check::exact("y", y.len(), x.len());
    let mut kernel = Normalise::<true> {
        x,
        channels,
        added,
        floor: floor(relu),
        y,
    };
    for_all::<4>(n, &mut kernel);
}

/// With `ADDED` the outputs are given, those of `normalise_add` with relu.
struct BackwardSums<'a, const ADDED: bool> {
    x: &'a [f32],
    channels: Channels<'a>,
    /// Outputs at or below it have no gradient: 0 with relu, −∞ without.
    floor: F32x4,
    y: &'a [f32],
    dy: &'a [f32],
    out: &'a mut [f32],
    sum: &'a mut [f32],
    product: &'a mut [f32],
}

impl<const ADDED: bool> Columns for BackwardSums<'_, ADDED> {
    #[inline(always)]
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&mut self, first: usize, width: usize) {
        let n = self.channels.mean.len();
        // SAFETY: the caller's promise.
        unsafe {
            let of = |values: &[f32]| load::<NV, PARTIAL>(values.as_ptr(), first, width);
            let (mean, inverse) = (of(self.channels.mean), of(self.channels.inverse));
            let (scale, offset) = (of(self.channels.scale), of(self.channels.offset));
            let (mut sums, mut products) = ([F32x4::zero(); NV], [F32x4::zero(); NV]);
            let gradients = self.dy.chunks_exact(n).zip(self.out.chunks_exact_mut(n));
            let mut outputs = self.y.as_ptr();
            for (x, (dy, out)) in self.x.chunks_exact(n).zip(gradients) {
                let x = load::<NV, PARTIAL>(x.as_ptr(), first, width);
                let mut dy = load::<NV, PARTIAL>(dy.as_ptr(), first, width);
                if ADDED {
                    let y = load::<NV, PARTIAL>(outputs, first, width);
                    for v in 0..NV {
                        dy[v] = y[v].gt(self.floor).keep(dy[v]);
                    }
                    outputs = outputs.wrapping_add(n);
                }
                for v in 0..NV {
                    let deviation = x[v] - mean[v];
                    if !ADDED {
                        let y = deviation * scale[v] + offset[v];
                        dy[v] = y.le(self.floor).drop_from(dy[v]);
                    }
                    sums[v] = sums[v] + dy[v];
                    products[v] = products[v] + dy[v] * deviation;
                }
                store::<NV, PARTIAL>(dy, out.as_mut_ptr(), first, width);
            }
            for v in 0..NV {
                products[v] = products[v] * inverse[v];
            }
            store::<NV, PARTIAL>(sums, self.sum.as_mut_ptr(), first, width);
            store::<NV, PARTIAL>(products, self.product.as_mut_ptr(), first, width);
        }
    }
}

/// What goes back through `normalise`: `out = dy` where its output was above 0 (everywhere without `relu`), and of
/// every channel `sum = Σ out`, `product = Σ out·x̂` with `x̂ = (x − mean)·inverse`: the gradients of β and γ.
#[inline(never)]
pub fn backward_sums(
    x: &[f32],
    channels: Channels,
    relu: bool,
    dy: &[f32],
    out: &mut [f32],
    sum: &mut [f32],
    product: &mut [f32],
) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("dy", dy.len(), x.len());
    check::exact("out", out.len(), x.len());
    check::exact("sum", sum.len(), n);
    check::exact("product", product.len(), n);
    let mut kernel = BackwardSums::<false> {
        x,
        channels,
        floor: floor(relu),
        y: &[],
        dy,
        out,
        sum,
        product,
    };
    for_all::<2>(n, &mut kernel);
}

/// What goes back through `normalise_add` with relu, whose output was `y`: as `backward_sums`. `out` is the gradient of what
/// was added, too.
#[inline(never)]
#[allow(clippy::too_many_arguments)]
pub fn backward_sums_add_relu(
    x: &[f32],
    channels: Channels,
    y: &[f32],
    dy: &[f32],
    out: &mut [f32],
    sum: &mut [f32],
    product: &mut [f32],
) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("y", y.len(), x.len());
    check::exact("dy", dy.len(), x.len());
    check::exact("out", out.len(), x.len());
    check::exact("sum", sum.len(), n);
    check::exact("product", product.len(), n);
    let mut kernel = BackwardSums::<true> {
        x,
        channels,
        floor: floor(true),
        y,
        dy,
        out,
        sum,
        product,
    };
    for_all::<2>(n, &mut kernel);
}

struct BackwardInput<'a> {
    x: &'a [f32],
    channels: Channels<'a>,
    mean_dy: &'a [f32],
    mean_product: &'a [f32],
    dy: &'a [f32],
    dx: &'a mut [f32],
}

impl Columns for BackwardInput<'_> {
    #[inline(always)]
    unsafe fn run<const NV: usize, const PARTIAL: bool>(&mut self, first: usize, width: usize) {
        let n = self.channels.mean.len();
        // SAFETY: the caller's promise.
        unsafe {
            let of = |values: &[f32]| load::<NV, PARTIAL>(values.as_ptr(), first, width);
            let (mean, scale) = (of(self.channels.mean), of(self.channels.scale));
            let (mean_dy, mut factor) = (of(self.mean_dy), of(self.mean_product));
            let inverse = of(self.channels.inverse);
            for v in 0..NV {
                factor[v] = factor[v] * inverse[v];
            }
            let gradients = self.dy.chunks_exact(n).zip(self.dx.chunks_exact_mut(n));
            for (x, (dy, dx)) in self.x.chunks_exact(n).zip(gradients) {
                let x = load::<NV, PARTIAL>(x.as_ptr(), first, width);
                let mut dy = load::<NV, PARTIAL>(dy.as_ptr(), first, width);
                for v in 0..NV {
                    let share = (x[v] - mean[v]) * factor[v];
                    dy[v] = scale[v] * (dy[v] - mean_dy[v] - share);
                }
                store::<NV, PARTIAL>(dy, dx.as_mut_ptr(), first, width);
            }
        }
    }
}

/// `dx = scale·(dy − mean_dy − x̂·mean_product)`: the two means are over the whole batch, of `backward_sums`' sums.
#[inline(never)]
pub fn backward_input(
    x: &[f32],
    channels: Channels,
    mean_dy: &[f32],
    mean_product: &[f32],
    dy: &[f32],
    dx: &mut [f32],
) {
    let n = channels.len();
    check::rows("x", x.len(), n);
    check::exact("mean_dy", mean_dy.len(), n);
    check::exact("mean_product", mean_product.len(), n);
    check::exact("dy", dy.len(), x.len());
    check::exact("dx", dx.len(), x.len());
    let mut kernel = BackwardInput {
        x,
        channels,
        mean_dy,
        mean_product,
        dy,
        dx,
    };
    for_all::<2>(n, &mut kernel);
}
