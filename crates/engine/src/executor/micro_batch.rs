//! A micro-batch on its way through the nodes of a segment, forward and backward.
//!
//! The plan says where values and gradients lie; `MicroBatch` hands each node its floats.

use super::batch_statistics::{NormGradients, Normalised, ShardSums};
use super::context::{Head, Shared, StepMetrics, accumulators_of};
use super::workspace::Memory;
use crate::READ_AHEAD;
use crate::batch_gemm::in_shard;
use crate::layers::{BackwardArgs, Inputs, PassContext, Scratch};
use crate::losses::by_output;
use crate::plan::{Gradient, Node, Op, Place, Segment};
use crate::preprocessing::SampleKey;
use fashion_kernels::{batch_norm, vector};

pub(crate) struct MicroBatch<'a> {
    pub(crate) shared: &'a Shared<'a>,
    pub(crate) memory: Memory<'a>,
    pub(crate) pass: PassContext,
    pub(crate) scratch: &'a mut [f32],
    pub(crate) indices: &'a mut [u32],
    pub(crate) accumulators: &'a mut [f32],
    pub(crate) channels: &'a mut [f32],
}

/// What a backward pass leaves in the shard.
pub(crate) struct Gradients<'a> {
    /// Without the kernels of products over the batch.
    pub(crate) dw: &'a mut [f32],
    /// What is kept for products over the batch.
    pub(crate) operands: Option<&'a mut [f32]>,
}

impl MicroBatch<'_> {
    fn value(&self, value: usize) -> Place {
        self.shared.plan.places.value(value)
    }

    fn gradient(&self, value: usize) -> Place {
        self.shared.plan.places.gradients[value].expect("gradients that are used have their place")
    }

    /// Copies images in and does what stands at the head of the model.
    pub(crate) fn gather(&mut self, indices: &[u32]) {
        let (plan, dataset) = (self.shared.plan, self.shared.dataset);
        let Some(place) = plan.places.values[0] else {
            return;
        };
        dataset.prefetch(indices);
        let mut buffer = self.memory.take(place);
        let input = &mut buffer[self.memory.range(place)];
        let images = indices.iter().zip(input.chunks_exact_mut(place.len));
        for (position, (&index, image)) in (self.pass.position..).zip(images) {
            let key = SampleKey {
                seed: self.pass.seed,
                step: self.pass.step,
                position,
                layer: 0,
                epoch: self.pass.epoch,
                image: self.pass.first_image.wrapping_add(index),
            };
            let pixels = dataset.images(index as usize, 1);
            plan.preprocessing
                .run(Some(key), pixels, image, self.scratch);
        }
        self.memory.put(place, buffer);
    }

    /// Runs the nodes of a segment; the statistics that end it go to `sums`.
    pub(crate) fn forward(&mut self, segment: &Segment, sums: &mut [ShardSums]) {
        let plan = self.shared.plan;
        for number in segment.nodes.clone() {
            let node = &plan.nodes[number];
            match node.op {
                Op::Statistics { norm } => {
                    let norm = &plan.norms[norm];
                    let x = self.memory.read(self.value(node.inputs[0]), 0);
                    sums[norm.statistics_slot].add_moments(&norm.norm, x, self.channels);
                }
                _ => self.forward_node(number, node),
            }
        }
    }

    /// Makes anew what the forward pass only passed on and the backward pass wants.
    pub(crate) fn recompute(&mut self, segment: &Segment) {
        for number in segment.nodes.clone() {
            let node = &self.shared.plan.nodes[number];
            if node.recomputed {
                self.forward_node(number, node);
            }
        }
    }

    fn forward_node(&mut self, number: usize, node: &Node) {
        let pass = PassContext {
            layer: node.layer,
            ..self.pass
        };
        let to = self.value(node.output);
        let mut buffer = self.memory.take(to);
        let y = &mut buffer[self.memory.range(to)];
        match &node.op {
            Op::Layer(layer) => {
                let (mut saved, words) = self.memory.take_saved(number, node);
                let (memory, places) = (&self.memory, &self.shared.plan.places);
                let read = |index: usize| memory.read(places.value(node.inputs[index]), 0);
                let inputs = Inputs {
                    count: node.inputs.len(),
                    read: &read,
                };
                let scratch = Scratch {
                    floats: &mut *self.scratch,
                    indices: &mut *self.indices,
                    saved: &mut saved[words],
                };
                layer.forward_training(&pass, &self.shared.packed[number], &inputs, y, scratch);
                self.memory.put_saved(number, node, saved);
            }
            Op::InPlace(layer) => {
                let (mut saved, words) = self.memory.take_saved(number, node);
                if let Some(layer) = layer.in_place() {
                    layer.transform(&pass, y, &mut saved[words]);
                }
                self.memory.put_saved(number, node, saved);
            }
            &Op::Normalise {
                norm,
                adds,
                relu,
                pools,
            } => {
                let (mut saved, words) = self.memory.take_saved(number, node);
                let read = |input: usize| self.memory.read(self.value(node.inputs[input]), 0);
                let channels = self.shared.norms[norm].channels();
                match pools {
                    _ if adds => batch_norm::normalise_add(read(0), channels, read(1), relu, y),
                    None => batch_norm::normalise(read(0), channels, relu, y),
                    Some(image) => {
                        let kept = &mut saved[words];
                        batch_norm::normalise_pool(read(0), image, channels, relu, y, kept);
                    }
                }
                self.memory.put_saved(number, node, saved);
            }
            Op::Statistics { .. } => {}
        }
        self.memory.put(to, buffer);
    }

    /// Adds up loss and metrics, and leaves `scale` · ∂L/∂logits as the gradient of the output.
    pub(crate) fn loss(
        &mut self,
        head: &Head,
        indices: &[u32],
        scale: f32,
        total: &mut StepMetrics,
    ) {
        let plan = self.shared.plan;
        let from = self.value(plan.output_value);
        // Where nothing is trained no gradient is asked for; the loss works on a copy all the same.
        let to = plan.places.gradients[plan.output_value];
        let mut buffer = to.map(|to| self.memory.take(to));
        let range = self.memory.range(to.unwrap_or(from));
        let logits = self.memory.read(from, 0);
        let mut copy = Vec::new();
        let z = match &mut buffer {
            Some(buffer) => {
                let z = &mut buffer[range];
                z.copy_from_slice(logits);
                z
            }
            None => {
                copy.extend_from_slice(logits);
                &mut copy[..]
            }
        };
        let images = indices.iter().zip(z.chunks_exact_mut(from.len));
        for (position, (&index, z)) in (self.pass.position..).zip(images) {
            head.image(position as usize, index, z, scale, total);
        }
        if let (Some(to), Some(buffer)) = (to, buffer) {
            self.memory.put(to, buffer);
        }
    }

    /// Adds up metrics, and keeps the outputs, after a softmax or sigmoid at the end, in `outputs`.
    pub(crate) fn outputs(
        &mut self,
        head: &Head,
        indices: &[u32],
        outputs: &mut Vec<f32>,
        total: &mut StepMetrics,
    ) {
        let plan = self.shared.plan;
        let from = self.value(plan.output_value);
        if self.memory.first == 0 {
            outputs.clear();
        }
        let start = outputs.len();
        outputs.extend_from_slice(self.memory.read(from, 0));
        let images = indices
            .iter()
            .zip(outputs[start..].chunks_exact_mut(from.len));
        for (position, (&index, y)) in (self.pass.position..).zip(images) {
            head.count(position as usize, index, y, total);
            by_output::activate(plan.output, y);
        }
    }

    /// Makes rows of ∂L/∂ of all outputs of the batch the gradient of what came before a softmax or sigmoid at the end;
    /// `outputs` are those of the shard.
    pub(crate) fn take_gradient(&mut self, gradient: &[f32], outputs: &[f32]) {
        let plan = self.shared.plan;
        let Some(to) = plan.places.gradients[plan.output_value] else {
            return;
        };
        let mut buffer = self.memory.take(to);
        let dz = &mut buffer[self.memory.range(to)];
        let start = self.pass.position as usize * to.len;
        dz.copy_from_slice(&gradient[start..start + dz.len()]);
        let outputs = outputs[self.memory.first * to.len..].chunks_exact(to.len);
        for (y, dz) in outputs.zip(dz.chunks_exact_mut(to.len)) {
            by_output::back(plan.output, y, dz);
        }
        self.memory.put(to, buffer);
    }

    /// From the gradient of what the segment's nodes have written to that of what they read, and of their weights.
    pub(crate) fn backward(
        &mut self,
        segment: &Segment,
        sums: &mut [ShardSums],
        mut gradients: Gradients,
    ) {
        let plan = self.shared.plan;
        let lens = accumulators_of(plan, segment).map(|(_, len)| len);
        let mut end: usize = lens.sum();
        for number in segment.nodes.clone().rev() {
            let node = &plan.nodes[number];
            let start = end - node.accumulator;
            if node.runs_backward {
                match node.op {
                    Op::Layer(_) => self.backward_layer(number, node, start..end, &mut gradients),
                    Op::InPlace(_) => self.backward_in_place(number, node),
                    Op::Normalise { norm, .. } => self.backward_normalise(number, node, norm, sums),
                    Op::Statistics { norm } => self.backward_statistics(node, norm),
                }
            }
            end = start;
        }
    }

    fn backward_layer(
        &mut self,
        number: usize,
        node: &Node,
        accumulator: std::ops::Range<usize>,
        gradients: &mut Gradients,
    ) {
        let Op::Layer(layer) = &node.op else { return };
        let pass = PassContext {
            layer: node.layer,
            ..self.pass
        };
        let [reads_input, reads_output] = node.reads_back;
        let weights = in_shard(self.shared.products, &node.weights);
        let from = self.gradient(node.output);
        let mut dy = self.memory.take(from);
        let (mut saved, words) = self.memory.take_saved(number, node);
        for (input, (&value, &gradient)) in node.inputs.iter().zip(&node.gradients).enumerate() {
            if gradient.is_none() && node.inputs.len() > 1 {
                continue;
            }
            let target = gradient.map(|gradient| match gradient {
                Gradient::Write => self.gradient(value),
                Gradient::Add => node.temporary.expect("a node that adds has its memory"),
            });
            let mut buffer = target.map(|target| self.memory.take(target));
            let range = target.map_or(0..0, |target| self.memory.range(target));
            let operands = node.product.zip(gradients.operands.as_deref_mut());
            let operands = operands.map(|(product, operands)| {
                let product = &self.shared.plan.products[product];
                let (first, count) = (self.memory.first, pass.count);
                let block = product.block(self.memory.images, first, count);
                (product, &mut operands[block])
            });
            let args = BackwardArgs {
                input,
                x: match reads_input {
                    true => self.memory.read(self.value(value), READ_AHEAD),
                    false => &[],
                },
                y: match reads_output {
                    true => self.memory.read(self.value(node.output), 0),
                    false => &[],
                },
                dy: &mut dy[self.memory.range(from)],
                dx: buffer.as_mut().map(|buffer| &mut buffer[range]),
                dw: (node.trained).then(|| &mut gradients.dw[weights.clone()]),
                operands,
                accumulator: &mut self.accumulators[accumulator.clone()],
            };
            let scratch = Scratch {
                floats: &mut *self.scratch,
                indices: &mut *self.indices,
                saved: &mut saved[words.clone()],
            };
            layer.backward(&pass, &self.shared.packed[number], args, scratch);
            if let (Some(target), Some(buffer)) = (target, buffer) {
                self.memory.put(target, buffer);
            }
            self.add_temporary(node, value, gradient);
        }
        self.memory.put_saved(number, node, saved);
        self.memory.put(from, dy);
    }

    /// Adds what a node has left in its temporary memory to the gradient of a value.
    fn add_temporary(&mut self, node: &Node, value: usize, gradient: Option<Gradient>) {
        let (Some(Gradient::Add), Some(temporary)) = (gradient, node.temporary) else {
            return;
        };
        let to = self.gradient(value);
        let temporary = Place {
            len: to.len,
            ..temporary
        };
        let mut buffer = self.memory.take(to);
        let total = &mut buffer[self.memory.range(to)];
        vector::add_assign(total, self.memory.read(temporary, 0));
        self.memory.put(to, buffer);
    }

    fn backward_in_place(&mut self, number: usize, node: &Node) {
        let Op::InPlace(layer) = &node.op else { return };
        let place = self.gradient(node.output);
        let mut buffer = self.memory.take(place);
        let (saved, words) = self.memory.take_saved(number, node);
        if let Some(layer) = layer.in_place() {
            layer.transform_gradient(&mut buffer[self.memory.range(place)], &saved[words]);
        }
        self.memory.put_saved(number, node, saved);
        self.memory.put(place, buffer);
    }

    fn backward_normalise(
        &mut self,
        number: usize,
        node: &Node,
        norm: usize,
        sums: &mut [ShardSums],
    ) {
        let Op::Normalise {
            adds, relu, pools, ..
        } = node.op
        else {
            return;
        };
        let state = &self.shared.norms[norm];
        let norm = &self.shared.plan.norms[norm];
        let to = norm.gradient.or(node.temporary);
        let to = to.expect("a normalization's gradient has its place");
        let mut buffer = self.memory.take(to);
        let out = &mut buffer[self.memory.range(to)];
        let (memory, places) = (&self.memory, &self.shared.plan.places);
        let read = |value: usize| memory.read(places.value(value), 0);
        let done = match pools {
            Some(image) => Normalised::Pooled {
                image,
                relu,
                kept: memory.read_saved(number, node),
            },
            None if adds && relu => Normalised::Added {
                x: read(node.inputs[0]),
                y: read(node.output),
            },
            None => Normalised::Alone {
                x: read(node.inputs[0]),
                relu,
            },
        };
        let pass = NormGradients {
            norm: &norm.norm,
            state,
            done,
            dy: memory.read(self.gradient(node.output), 0),
        };
        sums[norm.normalise_slot].add_gradients(pass, out, self.channels);
        let gradients = node.inputs.iter().zip(&node.gradients);
        for (&value, gradient) in gradients.skip(1) {
            let Some(gradient) = gradient else { continue };
            let place = self.gradient(value);
            let mut added = self.memory.take(place);
            let total = &mut added[self.memory.range(place)];
            match gradient {
                Gradient::Write => total.copy_from_slice(out),
                Gradient::Add => vector::add_assign(total, out),
            }
            self.memory.put(place, added);
        }
        self.memory.put(to, buffer);
    }

    fn backward_statistics(&mut self, node: &Node, number: usize) {
        let value = node.inputs[0];
        let (plan, state) = (self.shared.plan, &self.shared.norms[number]);
        let norm = &plan.norms[number];
        let from = (norm.gradient).expect("the gradient of a normalization is asked for");
        let to = match node.gradients[0] {
            Some(Gradient::Add) => node.temporary.expect("a node that adds has its memory"),
            _ => self.gradient(value),
        };
        let mut buffer = self.memory.take(to);
        let dx = &mut buffer[self.memory.range(to)];
        let (x, dy) = (
            self.memory.read(self.value(value), 0),
            self.memory.read(from, 0),
        );
        let pooled = norm.pooled.map(|(pooled, image)| {
            let kept = self.memory.read_saved(pooled, &plan.nodes[pooled]);
            (image, kept)
        });
        state.backward(x, pooled, dy, dx);
        self.memory.put(to, buffer);
        self.add_temporary(node, value, node.gradients[0]);
    }
}
