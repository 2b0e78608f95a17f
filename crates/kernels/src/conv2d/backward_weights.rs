//! Gradients of the weights and of the bias, added up over the positions of one image in row-major order.

use super::Conv2d;
use crate::check;
use crate::gemm::transposed::multiply_transposed;
use crate::vector::add_rows;

impl Conv2d {
    /// `dw[ky, kx, ci, co] += Σ x[oy·sy + ky, ox·sx + kx, ci] · dy[oy, ox, co]`, with `x` as in `forward`.
    pub fn backward_weights(&self, x: &[f32], dy: &[f32], dw: &mut [f32]) {
        let patches = self.patches(x);
        check::exact("dy", dy.len(), self.output_len());
        check::exact("dw", dw.len(), self.weights_len());
        multiply_transposed(&patches, self.filters, dy, self.filters, dw, self.filters);
    }

    /// `db[co] += Σ dy[.., co]`, over any number of positions.
    pub fn backward_bias(&self, dy: &[f32], db: &mut [f32]) {
        check::exact("db", db.len(), self.filters);
        add_rows(db, dy);
    }
}
