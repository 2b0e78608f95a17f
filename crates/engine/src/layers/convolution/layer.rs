//! The compiled convolution, for inference and for training: an algorithm and what is done with its sums.

use super::algorithm::{ConvAlgorithm, ConvForward, ConvGradients};
use super::epilogue::ConvEpilogue;
use crate::layers::{
    Backward, BackwardArgs, Forward, Inputs, Needs, NodeWeights, PassContext, Scratch,
};
use fashion_kernels::vector;

pub(super) struct Conv2dForward {
    pub(super) epilogue: ConvEpilogue,
    pub(super) algorithm: Box<dyn ConvForward>,
}

impl Forward for Conv2dForward {
    fn packed_len(&self) -> usize {
        self.algorithm.packed_len() + self.epilogue.rows_len()
    }

    fn pack(&self, weights: NodeWeights, packed: &mut [f32]) {
        self.epilogue.pack(&*self.algorithm, weights, packed);
    }

    fn scratch_len(&self) -> usize {
        self.algorithm.scratch_len()
    }

    fn forward(
        &self,
        count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        let added = (inputs.count > 1).then(|| inputs.get(1));
        (self.epilogue).run(
            &*self.algorithm,
            count,
            inputs.only(),
            packed,
            added,
            y,
            &mut [],
            scratch,
        );
    }

    fn products(&self) -> usize {
        self.algorithm.output_len() * self.epilogue.kernel_len / self.epilogue.filters
    }
}

pub(super) struct Conv2dLayer {
    pub(super) epilogue: ConvEpilogue,
    pub(super) algorithm: Box<dyn ConvAlgorithm>,
}

impl Forward for Conv2dLayer {
    fn packed_len(&self) -> usize {
        self.algorithm.packed_len() + self.epilogue.rows_len()
    }

    fn pack(&self, weights: NodeWeights, packed: &mut [f32]) {
        self.epilogue.pack(&*self.algorithm, weights, packed);
    }

    fn scratch_len(&self) -> usize {
        self.algorithm.scratch_len()
    }

    fn forward(
        &self,
        count: usize,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: &mut [f32],
    ) {
        let packed = &packed[..self.packed_len()];
        (self.epilogue).run(
            &*self.algorithm,
            count,
            inputs.only(),
            packed,
            None,
            y,
            &mut [],
            scratch,
        );
    }

    fn products(&self) -> usize {
        self.algorithm.output_len() * self.epilogue.kernel_len / self.epilogue.filters
    }
}

impl Backward for Conv2dLayer {
    fn needs(&self) -> Needs {
        Needs {
            input: true,
            output: self.epilogue.activation.output_use(),
            saved_words: self.algorithm.argmax_len(),
            scratch: self.algorithm.backward_scratch_len(),
            indices: self.algorithm.indices_len(),
            accumulator: self.algorithm.accumulator_len(),
        }
    }

    fn backward_packed_len(&self) -> usize {
        self.algorithm.backward_packed_len()
    }

    fn pack_backward(&self, weights: &[f32], packed: &mut [f32]) {
        let kernel = &weights[..self.epilogue.kernel_len];
        self.algorithm.pack_backward(kernel, packed);
    }

    fn forward_training(
        &self,
        pass: &PassContext,
        packed: &[f32],
        inputs: &Inputs,
        y: &mut [f32],
        scratch: Scratch,
    ) {
        let packed = &packed[..self.packed_len()];
        let (argmax, floats) = (scratch.saved, scratch.floats);
        (self.epilogue).run(
            &*self.algorithm,
            pass.count,
            inputs.only(),
            packed,
            None,
            y,
            argmax,
            floats,
        );
    }

    fn backward(&self, pass: &PassContext, packed: &[f32], args: BackwardArgs, scratch: Scratch) {
        (self.epilogue.activation).backward(self.epilogue.filters, args.y, args.dy);
        let dkernel = args.dw.map(|dw| {
            let (dkernel, dbias) = dw.split_at_mut(self.epilogue.kernel_len);
            if !dbias.is_empty() {
                vector::add_rows(dbias, args.dy);
            }
            dkernel
        });
        let gradients = ConvGradients {
            x: args.x,
            dy: args.dy,
            dx: args.dx,
            dkernel,
            accumulator: args.accumulator,
            argmax: scratch.saved,
            scratch: scratch.floats,
            indices: scratch.indices,
        };
        (self.algorithm).backward(pass.count, &packed[self.packed_len()..], gradients);
    }

    fn reduce_gradient(&self, accumulator: &[f32], dw: &mut [f32]) {
        let dkernel = &mut dw[..self.epilogue.kernel_len];
        self.algorithm.reduce(accumulator, dkernel);
    }
}
