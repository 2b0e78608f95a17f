//! Batch normalization between two segments: what the shards know of their images becomes what is known of the batch.
//!
//! Forward, mean and variance of the images are merged shard after shard (Chan, Golub & LeVeque 1979), in double precision;
//! backward, the sums of the gradients are. Shards and images stand in one order, so threads change nothing.

use crate::layers::batch_normalization::Norm;
use fashion_kernels::batch_norm::{self, Channels, Image};

/// What is known of a normalization's batch now.
pub(crate) struct NormState {
    mean: Vec<f32>,
    variance: Vec<f32>,
    inverse: Vec<f32>,
    scale: Vec<f32>,
    offset: Vec<f32>,
    /// Σ dy / n and Σ dy·x̂ / n over the batch.
    mean_dy: Vec<f32>,
    mean_product: Vec<f32>,
}

/// What a shard knows of its images, for one normalization at a time: per channel two sums.
///
/// Forward mean and Σ (x − mean)² of the values so far, backward Σ dy and Σ dy·x̂.
#[derive(Default)]
pub(crate) struct ShardSums {
    count: f64,
    first: Vec<f64>,
    second: Vec<f64>,
}

/// A gradient on its way back through what normalising has written.
pub(crate) struct NormGradients<'a> {
    pub(crate) norm: &'a Norm,
    pub(crate) state: &'a NormState,
    pub(crate) done: Normalised<'a>,
    pub(crate) dy: &'a [f32],
}

/// How something was normalised.
pub(crate) enum Normalised<'a> {
    /// This was; relu's sign is known from it.
    Alone { x: &'a [f32], relu: bool },
    /// This was, and another value added before relu, which gave `y`.
    Added { x: &'a [f32], y: &'a [f32] },
    /// Such images were, with the pooling's maxima alone, of which this was kept.
    Pooled {
        image: Image,
        relu: bool,
        kept: &'a [u32],
    },
}

/// Number `image` of what lies one after the other.
fn nth<T>(all: &[T], image: usize, len: usize) -> &[T] {
    &all[image * len..][..len]
}

impl ShardSums {
    /// Room for the widest of all normalizations.
    pub(crate) fn reserve(&mut self, channels: usize) {
        self.first.resize(channels, 0.0);
        self.second.resize(channels, 0.0);
    }

    pub(crate) fn clear(&mut self) {
        self.count = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    /// Takes `count` more values of every channel with their mean and squared deviations in.
    fn merge(&mut self, count: f64, moments: impl Iterator<Item = (f64, f64)>) {
        let total = self.count + count;
        let own = self.first.iter_mut().zip(&mut self.second);
        for ((mean, squares), (other_mean, other_squares)) in own.zip(moments) {
            let delta = other_mean - *mean;
            *mean += delta * (count / total);
            *squares += other_squares + delta * delta * (self.count * count / total);
        }
        self.count = total;
    }

    /// The statistics of one image after the other; `scratch` holds two rows of channels.
    pub(crate) fn add_moments(&mut self, norm: &Norm, x: &[f32], scratch: &mut [f32]) {
        let (mean, squares) = scratch[..2 * norm.channels].split_at_mut(norm.channels);
        for image in x.chunks_exact(norm.rows * norm.channels) {
            batch_norm::moments(image, mean, squares);
            let moments = mean.iter().zip(&*squares);
            self.merge(
                norm.rows as f64,
                moments.map(|(&m, &s)| (f64::from(m), f64::from(s))),
            );
        }
    }

    /// The gradients of one image after the other on their way back through relu and the normalization's output; after
    /// relu they are in `out`.
    pub(crate) fn add_gradients(
        &mut self,
        pass: NormGradients,
        out: &mut [f32],
        scratch: &mut [f32],
    ) {
        let (norm, channels) = (pass.norm, pass.state.channels());
        let (sum, product) = scratch[..2 * norm.channels].split_at_mut(norm.channels);
        let size = match pass.done {
            Normalised::Pooled { image, .. } => image.pooled_len(),
            _ => norm.rows * norm.channels,
        };
        let images = pass.dy.chunks_exact(size).zip(out.chunks_exact_mut(size));
        for (number, (dy, out)) in images.enumerate() {
            match pass.done {
                Normalised::Alone { x, relu } => {
                    let x = nth(x, number, size);
                    batch_norm::backward_sums(x, channels, relu, dy, out, sum, product);
                }
                Normalised::Added { x, y } => {
                    let (x, y) = (nth(x, number, size), nth(y, number, size));
                    batch_norm::backward_sums_add_relu(x, channels, y, dy, out, sum, product);
                }
                Normalised::Pooled { image, relu, kept } => {
                    let kept = nth(kept, number, image.kept_len());
                    batch_norm::backward_sums_pool(
                        image, channels, relu, kept, dy, out, sum, product,
                    );
                }
            }
            for (total, &value) in self.first.iter_mut().zip(&*sum) {
                *total += f64::from(value);
            }
            for (total, &value) in self.second.iter_mut().zip(&*product) {
                *total += f64::from(value);
            }
            self.count += norm.rows as f64;
        }
    }
}

impl NormState {
    pub(crate) fn new(norm: &Norm) -> Self {
        let row = || vec![0.0; norm.channels];
        Self {
            mean: row(),
            variance: row(),
            inverse: row(),
            scale: row(),
            offset: row(),
            mean_dy: row(),
            mean_product: row(),
        }
    }

    pub(crate) fn channels(&self) -> Channels<'_> {
        Channels {
            mean: &self.mean,
            inverse: &self.inverse,
            scale: &self.scale,
            offset: &self.offset,
        }
    }

    /// The batch's statistics, from those of its shards, in their order; `total` is memory for it.
    pub(crate) fn take_moments<'a>(
        &mut self,
        norm: &Norm,
        weights: &[f32],
        shards: impl Iterator<Item = &'a ShardSums>,
        total: &mut ShardSums,
    ) {
        total.clear();
        for shard in shards {
            let moments = shard.first.iter().zip(&shard.second);
            total.merge(shard.count, moments.map(|(&m, &s)| (m, s)));
        }
        for channel in 0..norm.channels {
            self.mean[channel] = total.first[channel] as f32;
            self.variance[channel] = (total.second[channel] / total.count) as f32;
        }
        self.derive(norm, weights);
    }

    fn derive(&mut self, norm: &Norm, weights: &[f32]) {
        for channel in 0..norm.channels {
            let variance = self.variance[channel];
            self.inverse[channel] = (1.0 / norm.deviation(variance)) as f32;
            let (scale, offset) = (
                norm.scale(weights, channel, variance) as f32,
                norm.offset(weights, channel),
            );
            // What has overflowed makes all of its channel NaN, not what happens to meet it: so it cannot be lost in a maximum.
            let finite = [variance, scale, offset]
                .iter()
                .all(|value| value.is_finite());
            self.scale[channel] = if finite { scale } else { f32::NAN };
            self.offset[channel] = offset;
        }
    }

    /// The batch's sums of gradients, from those of its shards; `total` keeps them.
    pub(crate) fn take_gradients<'a>(
        &mut self,
        norm: &Norm,
        shards: impl Iterator<Item = &'a ShardSums>,
        total: &mut ShardSums,
    ) {
        total.clear();
        for shard in shards {
            total.count += shard.count;
            for channel in 0..norm.channels {
                total.first[channel] += shard.first[channel];
                total.second[channel] += shard.second[channel];
            }
        }
        for channel in 0..norm.channels {
            self.mean_dy[channel] = (total.first[channel] / total.count) as f32;
            self.mean_product[channel] = (total.second[channel] / total.count) as f32;
        }
    }

    /// ∂L/∂γ and ∂L/∂β from what `take_gradients` has left in `total`, added to the flat vector `dw`.
    pub(crate) fn add_weight_gradients(norm: &Norm, total: &ShardSums, dw: &mut [f32]) {
        for (range, sums) in [(norm.gamma(), &total.second), (norm.beta(), &total.first)] {
            let Some(range) = range else { continue };
            for (dw, &sum) in dw[range.clone()].iter_mut().zip(sums) {
                *dw += sum as f32;
            }
        }
    }

    /// dx from dy, the gradient that `add_gradients` has passed on; of images that were pooled with what was kept of them.
    pub(crate) fn backward(
        &self,
        x: &[f32],
        pooled: Option<(Image, &[u32])>,
        dy: &[f32],
        dx: &mut [f32],
    ) {
        let (channels, dy_mean, product) = (self.channels(), &self.mean_dy, &self.mean_product);
        match pooled {
            None => batch_norm::backward_input(x, channels, dy_mean, product, dy, dx),
            Some((image, kept)) => {
                batch_norm::backward_input_pool(x, image, channels, dy_mean, product, kept, dy, dx);
            }
        }
    }

    /// moving = moving · momentum + batch · (1 − momentum), as Keras: with the biased variance.
    pub(crate) fn move_statistics(&self, norm: &Norm, weights: &mut [f32]) {
        let keep = norm.momentum;
        for (range, batch) in [
            (norm.moving_mean(), &self.mean),
            (norm.moving_variance(), &self.variance),
        ] {
            for (moving, &value) in weights[range.clone()].iter_mut().zip(batch) {
                *moving = (f64::from(*moving) * keep + f64::from(value) * (1.0 - keep)) as f32;
            }
        }
    }
}
