//! A micro-batch on its way through the nodes of a segment, forward and backward.
//!
//! Nodes read one slot and write the next; `Chain` knows where slots lie and hands each node its floats. Two gradient
//! buffers are used in turn; at a segment's ends gradients lie in the lane's `boundary`, for all of its images.

use std::ops::Range;

use crate::context::{Shared, StepMetrics, sums_of};
use crate::fuse::Role;
use crate::layers::{Flow, Params, Pass, Work};
use crate::loss::Loss;
use crate::norm::LaneSums;
use crate::plan::{Node, Slot};
use crate::workspace::Values;
use fashion_kernels::buffer::Buffer;
use fashion_kernels::conv2d::Conv2d;

/// Which images: where they lie in the values, and what kind of pass they are on.
pub(crate) struct Images {
    pub(crate) first: usize,
    /// Number of the first of them in the lane, and images of the lane.
    pub(crate) of_lane: (usize, usize),
    pub(crate) pass: Pass,
}

/// What a backward pass leaves in the lane.
pub(crate) struct Backward<'a> {
    pub(crate) dw: &'a mut [f32],
    /// What is kept for products over the batch.
    pub(crate) rows: Option<&'a mut [f32]>,
    pub(crate) norm_sums: &'a mut LaneSums,
    pub(crate) boundary: &'a mut [Buffer; 2],
}

pub(crate) struct Chain<'a> {
    pub(crate) shared: &'a Shared<'a>,
    pub(crate) values: &'a mut Values,
    pub(crate) passing: &'a mut [f32],
    pub(crate) gradients: &'a mut [Buffer; 2],
    pub(crate) scratch: &'a mut [f32],
    pub(crate) indices: &'a mut [u32],
    pub(crate) sums: &'a mut [f32],
    pub(crate) channels: &'a mut [f32],
}

/// Floats of a slot for some images.
fn floats(slot: Slot, room: usize, images: &Images) -> Range<usize> {
    // What is passed on lies from the start on, close together.
    let (room, first) = if slot.passing {
        (images.pass.count, 0)
    } else {
        (room, images.first)
    };
    let start = slot.start * room + first * slot.len;
    start..start + images.pass.count * slot.len
}

impl Chain<'_> {
    fn place(&self, slot: usize, images: &Images) -> (bool, Range<usize>) {
        let slot = self.shared.plan.slots[slot];
        (slot.passing, floats(slot, self.values.images, images))
    }

    fn slot(&mut self, slot: usize, images: &Images) -> &mut [f32] {
        let (passing, range) = self.place(slot, images);
        if passing {
            &mut self.passing[range]
        } else {
            &mut self.values.floats[range]
        }
    }

    /// Copies images in and does what stands at the head of the model.
    pub(crate) fn gather(&mut self, images: &Images, indices: &[u32]) {
        let (plan, dataset) = (self.shared.plan, self.shared.dataset);
        dataset.touch(indices);
        let input = self.slot(0, images);
        for (&index, image) in indices.iter().zip(input.chunks_exact_mut(plan.input_len())) {
            dataset.gather(index, &plan.gather, image);
        }
    }

    /// Runs nodes; where they end in statistics, those go to `sums`.
    pub(crate) fn forward(&mut self, nodes: Range<usize>, images: &Images, sums: &mut LaneSums) {
        for number in nodes {
            let node = &self.shared.plan.nodes[number];
            match &node.role {
                Role::Statistics { norm } => {
                    if images.pass.training {
                        let (_, range) = self.place(node.from, images);
                        let norm = &self.shared.plan.norms[*norm];
                        sums.add_moments(norm, &self.values.floats[range], self.channels);
                    }
                }
                _ => self.forward_node(number, node, images),
            }
        }
    }

    /// Makes anew what the forward pass only passed on.
    pub(crate) fn renew(&mut self, nodes: Range<usize>, images: &Images) {
        for number in nodes {
            let node = &self.shared.plan.nodes[number];
            if self.shared.plan.slots[node.to].passing {
                self.forward_node(number, node, images);
            }
        }
    }

    fn forward_node(&mut self, number: usize, node: &Node, images: &Images) {
        let shared = self.shared;
        let pass = Pass {
            layer: node.layer,
            ..images.pass
        };
        let (from, to) = (self.place(node.from, images), self.place(node.to, images));
        let room = self.values.images;
        let Values { floats, notes, .. } = &mut *self.values;
        let notes = &mut notes[notes_of(node, room, images)];
        let work = Work {
            scratch: self.scratch,
            indices: self.indices,
            notes,
        };
        let values = [&mut floats[..], &mut *self.passing];
        match &node.role {
            Role::Layer(layer) => {
                let (x, y) = read_and_write(values, from, to);
                layer.forward(&pass, params(shared, number, node), x, y, work);
            }
            Role::InPlace(layer) => {
                let [kept, passing] = values;
                let values = if to.0 { passing } else { kept };
                layer.transform(&pass, &mut values[to.1], work);
            }
            Role::Normalise { norm, relu } => {
                let (x, y) = read_and_write(values, from, to);
                let channels = shared.norms[*norm].channels();
                fashion_kernels::batch_norm::normalise(x, channels, *relu, y);
            }
            Role::Statistics { .. } => {}
        }
    }

    /// Adds up loss and metrics; in training leaves `scale` · ∂L/∂logits in the first gradient buffer.
    pub(crate) fn loss(
        &mut self,
        images: &Images,
        loss: Loss,
        indices: &[u32],
        scale: Option<f32>,
        sums: &mut StepMetrics,
    ) {
        let shared = self.shared;
        let plan = shared.plan;
        let (_, range) = self.place(plan.slots.len() - 1, images);
        let logits = &mut self.values.floats[range];
        // The last layer's backward may want its output, so the loss works on a copy.
        let z = match scale {
            Some(_) => {
                let copy = &mut self.gradients[0][..logits.len()];
                copy.copy_from_slice(logits);
                copy
            }
            None => logits,
        };
        for (&index, z) in indices.iter().zip(z.chunks_exact_mut(plan.output_len())) {
            let label = shared.dataset.label(index);
            let outcome = loss.apply(plan.output, z, label, scale.unwrap_or(0.0));
            sums.loss += f64::from(outcome.loss);
            sums.correct += u32::from(outcome.correct);
            sums.count += 1;
        }
    }

    /// From the gradient of what the nodes have written to that of what they read, and of their weights.
    pub(crate) fn backward(&mut self, nodes: Range<usize>, images: &Images, lane: &mut Backward) {
        let shared = self.shared;
        let plan = shared.plan;
        let segment = plan.segments.iter().find(|segment| segment.nodes == nodes);
        let segment = segment.expect("backward runs over segments");
        let mut sums_end: usize = sums_of(plan, segment).map(|(_, len)| len).sum();
        let room = self.values.images;
        let Values { floats, notes, .. } = &mut *self.values;
        let [mut dy, mut dx] = self.gradients.each_mut();
        for number in nodes
            .rev()
            .take_while(|&number| number >= plan.first_trainable)
        {
            let node = &plan.nodes[number];
            let wanted = number > plan.first_trainable;
            let (from, to) = (plan.slots[node.from], plan.slots[node.to]);
            let (from_len, to_len) = (from.len * images.pass.count, to.len * images.pass.count);
            let pass = Pass {
                layer: node.layer,
                ..images.pass
            };
            let of = |slot: Slot, slack: usize| {
                let range = self::floats(slot, room, images);
                let memory = if slot.passing {
                    &*self.passing
                } else {
                    &*floats
                };
                &memory[range.start..range.end + slack]
            };
            let work = Work {
                scratch: self.scratch,
                indices: self.indices,
                notes: &mut notes[notes_of(node, room, images)],
            };
            match &node.role {
                Role::Layer(layer) => {
                    sums_end -= layer.sums_len();
                    let rows = lane.rows.as_deref_mut();
                    let product = node.product.zip(rows).map(|(number, rows)| {
                        let product = &plan.products[number];
                        let (first, all) = images.of_lane;
                        let block = product.block(all, first, images.pass.count);
                        (product, &mut rows[block])
                    });
                    let flow = Flow {
                        x: of(from, Conv2d::SLACK),
                        y: of(to, 0),
                        dy: &mut dy[..to_len],
                        dx: wanted.then_some(&mut dx[..from_len]),
                        dw: &mut lane.dw[node.weights.clone()],
                        product,
                        sums: &mut self.sums[sums_end..sums_end + layer.sums_len()],
                    };
                    layer.backward(&pass, params(shared, number, node), flow, work);
                    std::mem::swap(&mut dy, &mut dx);
                }
                Role::InPlace(layer) => layer.transform_gradient(&pass, &mut dy[..to_len], work),
                Role::Normalise { norm, relu } => {
                    let first = images.first * from.len;
                    let out = if wanted {
                        &mut lane.boundary[norm % 2][first..first + from_len]
                    } else {
                        &mut dx[..from_len]
                    };
                    let (shape, state) = (&plan.norms[*norm], &shared.norms[*norm]);
                    let (x, dy) = (of(from, 0), &dy[..to_len]);
                    lane.norm_sums
                        .add_gradients(shape, state, *relu, x, dy, out, self.channels);
                }
                Role::Statistics { norm } => {
                    let first = images.first * from.len;
                    let gradient = &lane.boundary[norm % 2][first..first + from_len];
                    shared.norms[*norm].backward(of(from, 0), gradient, &mut dy[..from_len]);
                }
            }
        }
    }
}

fn params<'a>(shared: &Shared<'a>, number: usize, node: &Node) -> Params<'a> {
    Params {
        weights: &shared.weights[node.weights.clone()],
        packed: &shared.packed[number],
    }
}

/// Words of a node's notes for some images.
fn notes_of(node: &Node, room: usize, images: &Images) -> Range<usize> {
    let start = node.notes.start * room + images.first * node.notes.len();
    start..start + images.pass.count * node.notes.len()
}

/// The floats to read and those to write; slots stand in the order of the nodes, in one memory or in two.
fn read_and_write(
    [kept, passing]: [&mut [f32]; 2],
    (from_passing, from): (bool, Range<usize>),
    (to_passing, to): (bool, Range<usize>),
) -> (&[f32], &mut [f32]) {
    match (from_passing, to_passing) {
        (false, true) => (&kept[from], &mut passing[to]),
        (true, false) => (&passing[from], &mut kept[to]),
        (_, in_passing) => {
            let memory = if in_passing { passing } else { kept };
            let (before, behind) = memory.split_at_mut(to.start);
            (&before[from], &mut behind[..to.len()])
        }
    }
}
