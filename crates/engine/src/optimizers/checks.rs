//! What every optimizer must hold; each calls it from its own tests.

use super::{Moment, OptimizerKind, OptimizerSpec};
use crate::options::Field;
use crate::schedules::LearningRate;

const LEN: usize = 37;

/// It is read as it was written, and gives the same bits in pieces: threads get chunks of the weights, and a chunk is stepped
/// in ranges of what trains.
pub(super) fn check(kind: OptimizerKind) {
    let spec = &OptimizerSpec {
        kind,
        learning_rate: LearningRate::Constant(0.01),
        ..OptimizerSpec::default()
    };
    assert!(spec.validate().is_ok());
    assert_eq!(OptimizerSpec::read(&spec.write()).as_ref(), Some(spec));
    let whole = run(spec, &[LEN]);
    assert_ne!(whole.0, values(0));
    assert_eq!(whole, run(spec, &[1, 2, 9, 9, 20, LEN]));
}

/// Weights and slots after some steps on ranges that end at `ends`.
fn run(spec: &OptimizerSpec, ends: &[usize]) -> (Vec<f32>, Vec<Vec<f32>>) {
    let mut weights = values(0);
    let mut slots: Vec<Vec<f32>> = (spec.slots().iter())
        .map(|slot| vec![slot.initial; LEN])
        .collect();
    for t in 1..4 {
        let moment = Moment {
            t,
            learning_rate: 0.01,
        };
        let (step, gradient) = (spec.step(moment), values(t as usize));
        let mut start = 0;
        for &end in ends {
            let slots = slots.iter_mut().map(|slot| &mut slot[start..end]);
            let mut slots: Vec<&mut [f32]> = slots.collect();
            let range = start..end;
            step.apply(&mut weights[range.clone()], &gradient[range], &mut slots);
            start = end;
        }
    }
    (weights, slots)
}

fn values(seed: usize) -> Vec<f32> {
    let value = |i: usize| ((i * 7 + seed * 13) % 29) as f32 / 31.0 - 0.4;
    (0..LEN).map(value).collect()
}
