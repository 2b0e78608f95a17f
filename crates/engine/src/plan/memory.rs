//! Where values and gradients lie, by their lifetimes.
//!
//! Two arenas: a thread's, for what does not outlive a micro-batch in a segment, and a shard's, for what goes from one
//! segment to another, forward or backward. In either, what is never alive at the same time shares a buffer.
//!
//! In a shard's, one tensor may even take the other's place image by image, while a segment runs. Tensors lie at the end of
//! their buffers: so a longer one that follows a shorter stays, to the last image, behind what is still to be read.

use super::lifetimes::{Lifetime, apart, assign};
use super::nodes::{Gradient, Node, Op};
use super::uses::{Clock, Use, gradient_uses, value_uses};
use super::{PlanNorm, Segment};
use crate::error::Result;
use crate::graph::layout::too_large;
use crate::graph::{Graph, ValueId};

/// Floats that a buffer has at most, and all of an arena together, for the least micro-batch.
const MOST_FLOATS: usize = 1 << 28;

/// A buffer of an arena, and the floats an image of what lies in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) in_shard: bool,
    pub(crate) index: usize,
    pub(crate) len: usize,
    /// Floats an image of the shard that the buffer has before it.
    pub(crate) gap: usize,
}

/// Places of all values and gradients, and the lengths of the buffers.
#[derive(Default)]
pub(crate) struct Places {
    pub(crate) values: Vec<Option<Place>>,
    pub(crate) gradients: Vec<Option<Place>>,
    /// Floats of a thread's buffers.
    pub(crate) thread: Vec<usize>,
    /// Floats an image of a shard's buffers.
    pub(crate) shard: Vec<usize>,
}

impl Places {
    /// Where a value lies.
    pub(crate) fn value(&self, value: ValueId) -> Place {
        self.values[value].expect("values that are used have their place")
    }
}

/// What is to be placed.
#[derive(Clone, Copy)]
enum Tensor {
    Value(ValueId),
    Gradient(ValueId),
    NormGradient(usize),
    Temporary(usize),
}

/// A moment of a phase.
type Time = (usize, usize);

/// Tensors with their lifetimes on one clock.
#[derive(Default)]
struct Lives {
    tensors: Vec<Tensor>,
    lifetimes: Vec<Lifetime<Time>>,
}

impl Lives {
    fn push(&mut self, tensor: Tensor, len: usize, first: Time, last: Time) {
        self.tensors.push(tensor);
        self.lifetimes.push(Lifetime { len, first, last });
    }

    /// Tells every tensor its place; the answer is the lengths of the buffers.
    fn settle(self, in_shard: bool, settle: &mut impl FnMut(Place, Tensor)) -> Vec<usize> {
        let found = if in_shard {
            assign(&self.lifetimes, follows_in_shard)
        } else {
            assign(&self.lifetimes, apart)
        };
        for ((&index, life), tensor) in found.buffers.iter().zip(&self.lifetimes).zip(self.tensors)
        {
            let gap = if in_shard {
                found.lens[index] - life.len
            } else {
                0
            };
            let place = Place {
                in_shard,
                index,
                len: life.len,
                gap,
            };
            settle(place, tensor);
        }
        found.lens
    }
}

/// Whether a tensor of all images of a shard may take another's place: in a later phase, or later in the same one, image by
/// image, unless it is the shorter.
fn follows_in_shard(old: &Lifetime<Time>, new: &Lifetime<Time>) -> bool {
    apart(old, new) && (old.last.0 < new.first.0 || old.len <= new.len)
}

/// Gives every tensor its place, and marks what is recomputed.
pub(super) fn place(
    nodes: &mut [Node],
    norms: &mut [PlanNorm],
    segments: &[Segment],
    graph: &Graph,
    required: &[bool],
) -> Result<Places> {
    let last = segments.len() - 1;
    // On the clock of each segment, and on that of the step.
    let mut in_thread: Vec<Lives> = segments.iter().map(|_| Lives::default()).collect();
    let mut in_shard = Lives::default();
    let clock = Clock { nodes, segments };
    let mut recomputed = vec![false; graph.lens.len()];
    let mut add = |tensor: Tensor, len: usize, uses: &[Use], may_recompute: bool| {
        let Some(&begin) = uses.first() else {
            return false;
        };
        let times = uses.iter().map(|&at| (clock.phase(at), at.moment));
        let first = times.clone().min().unwrap_or_default();
        let end = times.max().unwrap_or_default();
        let one_segment = uses.iter().all(|at| at.segment == begin.segment);
        if first.0 == end.0 || one_segment && may_recompute {
            let moments = uses.iter().map(|at| (0, at.moment));
            let first_moment = moments.clone().min().unwrap_or_default();
            let last_moment = moments.max().unwrap_or_default();
            in_thread[begin.segment].push(tensor, len, first_moment, last_moment);
            return first.0 != end.0;
        }
        in_shard.push(tensor, len, first, end);
        false
    };
    for (value, &len) in graph.lens.iter().enumerate() {
        let uses = value_uses(&clock, value, graph.output);
        let normalised = (nodes.iter()).any(|node| {
            node.output == value
                && matches!(
                    node.op,
                    Op::Normalise {
                        adds: false,
                        pools: None,
                        ..
                    }
                )
        });
        recomputed[value] = add(Tensor::Value(value), len, &uses, normalised);
        if required[value] {
            let uses = gradient_uses(&clock, value, graph.output);
            add(Tensor::Gradient(value), len, &uses, false);
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        match node.op {
            Op::Normalise { norm, .. } if required[node.inputs[0]] => {
                let statistics = (nodes.iter()).position(
                    |node| matches!(node.op, Op::Statistics { norm: other } if other == norm),
                );
                let uses =
                    [Some(index), statistics].map(|node| node.map(|node| clock.of(node, true)));
                let uses: Vec<Use> = uses.into_iter().flatten().collect();
                add(
                    Tensor::NormGradient(norm),
                    graph.lens[node.output],
                    &uses,
                    false,
                );
            }
            Op::Normalise { .. } => {
                let len = graph.lens[node.output];
                add(
                    Tensor::Temporary(index),
                    len,
                    &[clock.of(index, true)],
                    false,
                );
            }
            _ => {
                let adds = node.inputs.iter().zip(&node.gradients);
                let adds = adds.filter(|(_, gradient)| **gradient == Some(Gradient::Add));
                if let Some(len) = adds.map(|(&value, _)| graph.lens[value]).max() {
                    add(
                        Tensor::Temporary(index),
                        len,
                        &[clock.of(index, true)],
                        false,
                    );
                }
            }
        }
    }
    let mut places = Places {
        values: vec![None; graph.lens.len()],
        gradients: vec![None; graph.lens.len()],
        ..Places::default()
    };
    let mut settle = |place: Place, tensor: Tensor| match tensor {
        Tensor::Value(value) => places.values[value] = Some(place),
        Tensor::Gradient(value) => places.gradients[value] = Some(place),
        Tensor::NormGradient(norm) => norms[norm].gradient = Some(place),
        Tensor::Temporary(node) => nodes[node].temporary = Some(place),
    };
    let mut thread: Vec<usize> = Vec::new();
    for (segment, lives) in segments.iter().zip(in_thread) {
        for (index, len) in lives.settle(false, &mut settle).into_iter().enumerate() {
            let floats = len.saturating_mul(segment.micro_batch);
            match thread.get_mut(index) {
                Some(most) => *most = floats.max(*most),
                None => thread.push(floats),
            }
        }
    }
    let shard = in_shard.settle(true, &mut settle);
    for node in nodes.iter_mut() {
        // What pooling keeps is read by the node of the statistics, too, in an earlier segment.
        node.saved_in_shard = node.segment < last || matches!(node.op, Op::Normalise { .. });
        node.recomputed = match node.op {
            Op::Normalise { .. } | Op::InPlace(_) => recomputed[node.output],
            _ => false,
        };
    }
    let total = |lens: &[usize]| {
        lens.iter()
            .try_fold(0usize, |sum, &len| sum.checked_add(len))
    };
    let fits = |lens: &[usize]| total(lens).is_some_and(|floats| floats < MOST_FLOATS);
    if !fits(&thread) || !fits(&shard) {
        return Err(too_large("activations"));
    }
    (places.thread, places.shard) = (thread, shard);
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::{Lives, Place, Tensor, Time};
    use fashion_kernels::buffer::Buffer;

    /// Writes and reads every tensor of a shard as segments do, image by image through the moments of a phase.
    fn survives(lives: &[(usize, Time, Time)], images: usize) -> bool {
        let mut all = Lives::default();
        for (value, &(len, first, last)) in lives.iter().enumerate() {
            all.push(Tensor::Value(value), len, first, last);
        }
        let mut places: Vec<Option<Place>> = vec![None; lives.len()];
        let lens = all.settle(true, &mut |place, tensor| {
            if let Tensor::Value(value) = tensor {
                places[value] = Some(place);
            }
        });
        let buffers = lens.iter().map(|len| Buffer::zeroed(len * images).unwrap());
        let mut buffers: Vec<Buffer> = buffers.collect();
        let (phases, moments) = (8, 8);
        for phase in 0..phases {
            for image in 0..images {
                for moment in 0..moments {
                    for (value, (&(len, first, last), place)) in
                        lives.iter().zip(&places).enumerate()
                    {
                        let place = place.unwrap();
                        let start = place.gap * images + image * len;
                        let floats = &mut buffers[place.index][start..start + len];
                        let mark = (1 + value * images + image) as f32;
                        if (phase, moment) == first {
                            floats.fill(mark);
                        }
                        if (phase, moment) == last && floats.iter().any(|&float| float != mark) {
                            return false;
                        }
                    }
                }
            }
        }
        true
    }

    #[test]
    fn tensors_of_a_shard_last_until_they_are_read() {
        let mut state = 11u32;
        let mut draw = |most: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % most
        };
        for _ in 0..300 {
            let lives: Vec<(usize, Time, Time)> = (0..12)
                .map(|_| {
                    let phase = draw(7);
                    let last = phase + 1 + draw(7 - phase);
                    (1 + draw(5), (phase, draw(8)), (last, draw(8)))
                })
                .collect();
            assert!(survives(&lives, 3), "{lives:?}");
        }
    }

    #[test]
    fn a_longer_tensor_takes_the_place_of_a_shorter_one_that_it_is_made_of() {
        let mut lives = Lives::default();
        lives.push(Tensor::Value(0), 2, (0, 1), (1, 3));
        lives.push(Tensor::Value(1), 4, (1, 5), (2, 3));
        assert_eq!(lives.settle(true, &mut |_, _| ()), [4]);
        let mut lives = Lives::default();
        lives.push(Tensor::Value(0), 4, (0, 1), (1, 3));
        lives.push(Tensor::Value(1), 2, (1, 5), (2, 3));
        assert_eq!(lives.settle(true, &mut |_, _| ()), [4, 2]);
    }
}
