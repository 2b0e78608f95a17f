//! Batch normalization in the rebuilt model: what its options mean, on the naive oracle.

use crate::oracle_passes::Mode;
use fashion_kernels::oracle;

/// A batch normalization of `channels`; its weights are gamma, beta (each if it has it), moving mean, moving variance.
#[derive(Clone, Copy)]
pub struct Norm {
    pub channels: usize,
    pub momentum: f64,
    pub epsilon: f64,
    pub center: bool,
    pub scale: bool,
}

impl Norm {
    pub fn weights_len(&self) -> usize {
        self.channels * (2 + usize::from(self.scale) + usize::from(self.center))
    }

    pub fn gamma<'a>(&self, w: &'a [f64]) -> Option<&'a [f64]> {
        self.scale.then(|| &w[..self.channels])
    }

    fn beta<'a>(&self, w: &'a [f64]) -> Option<&'a [f64]> {
        let start = if self.scale { self.channels } else { 0 };
        self.center.then(|| &w[start..][..self.channels])
    }

    /// Moving mean and moving variance.
    pub fn moving<'a>(&self, w: &'a [f64]) -> (&'a [f64], &'a [f64]) {
        w[w.len() - 2 * self.channels..].split_at(self.channels)
    }

    pub fn forward(&self, w: &[f64], x: &[f64], mode: Mode) -> Vec<f64> {
        let of_batch = oracle::batch_norm_statistics(self.channels, x);
        let (mean, variance) = match mode {
            Mode::Training => (&of_batch.0[..], &of_batch.1[..]),
            Mode::Evaluation => self.moving(w),
        };
        oracle::batch_norm(self.epsilon, x, mean, variance, self.gamma(w), self.beta(w))
    }

    /// Gradients in training; the moving statistics have none.
    pub fn backward(&self, w: &[f64], x: &[f64], dy: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let gamma = self.gamma(w);
        let dx = oracle::batch_norm_backward_input(self.channels, self.epsilon, x, dy, gamma);
        let mut dw = Vec::new();
        if self.scale {
            dw.extend(oracle::batch_norm_backward_gamma(
                self.channels,
                self.epsilon,
                x,
                dy,
            ));
        }
        if self.center {
            dw.extend(oracle::batch_norm_backward_beta(self.channels, dy));
        }
        dw.resize(self.weights_len(), 0.0);
        (dx, dw)
    }

    /// dx where the moving statistics are used: they are constants.
    pub fn backward_moving(&self, w: &[f64], dy: &[f64]) -> Vec<f64> {
        let (_, variance) = self.moving(w);
        let channel = |i: usize| i % self.channels;
        let gamma = |i: usize| self.gamma(w).map_or(1.0, |gamma| gamma[channel(i)]);
        let slope = |i: usize| gamma(i) / (variance[channel(i)] + self.epsilon).sqrt();
        dy.iter().enumerate().map(|(i, dy)| dy * slope(i)).collect()
    }

    /// moving = moving·momentum + batch·(1 − momentum), in place.
    pub fn moved(&self, x: &[f64], w: &mut [f64]) {
        let (mean, variance) = oracle::batch_norm_statistics(self.channels, x);
        let start = w.len() - 2 * self.channels;
        for (moving, batch) in w[start..].iter_mut().zip(mean.iter().chain(&variance)) {
            *moving = *moving * self.momentum + batch * (1.0 - self.momentum);
        }
    }
}
