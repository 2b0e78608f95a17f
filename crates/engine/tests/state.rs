//! What a checkpoint keeps is all that training goes on from, and is refused where it does not fit.

mod common;

use common::{ADAM, L, blobs, session};
use fashion_engine::error::{Code, Result};
use fashion_engine::training::Session;
use fashion_engine::training::compile::CompileSpec;
use fashion_engine::weight_format::{EncodedWeight, WeightFormat};

/// A weight as a file holds it.
#[derive(Debug)]
struct Stored {
    dtype: &'static str,
    bytes: Vec<u8>,
    scales: Vec<u8>,
}

fn view(stored: &Stored) -> EncodedWeight<'_> {
    EncodedWeight {
        dtype: stored.dtype,
        bytes: &stored.bytes,
        scales: &stored.scales,
    }
}

fn len(session: &Session, number: usize) -> usize {
    (session.plan().weights().get(number)).map_or(1, |weight| weight.range.len())
}

fn store(session: &Session, number: usize, format: WeightFormat) -> Result<Stored> {
    let kernel = session.plan().weights()[number].shape.len() > 1;
    let (dtype, scales) = match format {
        WeightFormat::Int8 if kernel => ("I8", session.store_scales(number)?),
        WeightFormat::F16 if kernel => ("F16", Vec::new()),
        _ => ("F32", Vec::new()),
    };
    let bytes = session.store_weight(number, format, &scales, 0, len(session, number))?;
    Ok(Stored {
        dtype,
        bytes,
        scales,
    })
}

/// Copies everything that a checkpoint keeps, in pieces.
fn restore(from: &Session, to: &mut Session) {
    let spec = CompileSpec::from_value(from.compile_spec().unwrap().to_value()).unwrap();
    let slots = spec.optimizer.slots();
    to.compile(spec).unwrap();
    for number in 0..from.plan().weights().len() {
        let len = len(from, number);
        for start in (0..len).step_by(1000) {
            let count = 1000.min(len - start);
            let bytes = (from.store_weight(number, WeightFormat::F32, &[], start, count)).unwrap();
            assert!(
                to.restore_weight(number, start, EncodedWeight::floats(&bytes))
                    .unwrap()
            );
            for slot in &slots {
                let bytes = from.store_slot(slot.name, number, start, count).unwrap();
                assert!(to.restore_slot(slot.name, number, start, &bytes).unwrap());
            }
        }
    }
    to.set_step(from.step()).unwrap();
}

#[test]
fn training_goes_on_to_the_same_bits() {
    let mut unbroken = session(L, ADAM);
    let data = blobs(&mut unbroken, 64, 10);
    let batch: Vec<u32> = (0..40).collect();
    for _ in 0..3 {
        unbroken.train_batch(data, &batch, &[]).unwrap();
    }
    unbroken.set_learning_rate(0.002).unwrap();
    let mut resumed = session(L, &ADAM.replace("0.001", "0.5"));
    restore(&unbroken, &mut resumed);
    assert_eq!(
        (resumed.step(), resumed.learning_rate().unwrap()),
        (3, 0.002)
    );
    let again = blobs(&mut resumed, 64, 10);
    for _ in 0..3 {
        unbroken.train_batch(data, &batch, &[]).unwrap();
        resumed.train_batch(again, &batch, &[]).unwrap();
    }
    assert_eq!(unbroken.weights_sha256(), resumed.weights_sha256());
}

#[test]
fn a_restored_weight_is_seen_by_every_plan() {
    let trained = session(&L.replace("\"seed\":7", "\"seed\":8"), ADAM);
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 20, 10);
    let indices: Vec<u32> = (0..20).collect();
    let before = model.predict(data, 0, 20).unwrap();
    let loss = model.test_batch(data, &indices, &[]).unwrap().loss;
    restore(&trained, &mut model);
    assert_ne!(model.predict(data, 0, 20).unwrap(), before);
    assert_ne!(model.test_batch(data, &indices, &[]).unwrap().loss, loss);
    assert_eq!(model.weights_sha256(), trained.weights_sha256());
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let mut model = session(L, ADAM);
    let before = model.weights_sha256();
    let kernel = store(&model, 2, WeightFormat::Int8).unwrap();
    let bias = store(&model, 3, WeightFormat::F32).unwrap();
    // A bias stays as it is.
    assert_eq!(
        store(&model, 3, WeightFormat::F16).unwrap().bytes,
        bias.bytes
    );
    let halves = EncodedWeight {
        dtype: "F16",
        bytes: &bias.bytes[..128],
        scales: &[],
    };
    let few_scales = EncodedWeight {
        scales: &kernel.scales[..128],
        ..view(&kernel)
    };
    let too_long = [kernel.bytes.as_slice(), &[0]].concat();
    let too_long = EncodedWeight {
        bytes: &too_long,
        ..view(&kernel)
    };
    let half_a_value = EncodedWeight::floats(&bias.bytes[1..]);
    let integers = EncodedWeight {
        dtype: "I32",
        ..view(&bias)
    };
    for (number, start, stored, part) in [
        (3, 0, halves, "conv2d_1.bias\" is F16 → F32"),
        (2, 0, integers, "conv2d_1.kernel\" is I32 → F32, F16 or I8"),
        (2, 0, few_scales, "conv2d_1.kernel\" has not one scale"),
        (2, 0, too_long, "conv2d_1.kernel\" has another length"),
        (2, 1, view(&kernel), "conv2d_1.kernel\" has another length"),
        (2, usize::MAX, view(&kernel), "has another length"),
        (3, 0, half_a_value, "conv2d_1.bias\" has another length"),
    ] {
        let error = model.restore_weight(number, start, stored).unwrap_err();
        assert_eq!(error.code, Code::CheckpointInvalid);
        assert!(error.message.contains(part), "{}", error.message);
    }
    for scale in [-1.0, f32::NAN, f32::INFINITY] {
        let mut scales = kernel.scales.clone();
        scales[4..8].copy_from_slice(&f32::to_le_bytes(scale));
        let stored = EncodedWeight {
            scales: &scales,
            ..view(&kernel)
        };
        let error = model.restore_weight(2, 0, stored).unwrap_err();
        assert!(error.message.contains("no finite number ≥ 0"));
    }
    let slot = model.store_slot("velocity", 3, 0, len(&model, 3)).unwrap();
    assert_eq!(slot, vec![0; 4 * len(&model, 3)]);
    let below = f32::to_le_bytes(-1e-30);
    for (name, number, start, bytes, part) in [
        ("momentum", 3, 1, &slot[..], "another length"),
        ("moment", 3, 0, &slot[..], "no moment"),
        ("velocity", 9, 0, &slot[..], "no such weight"),
        ("velocity", 3, 7, &below[..], "a value below 0"),
    ] {
        let error = model.restore_slot(name, number, start, bytes).unwrap_err();
        assert!(error.message.contains(part), "{}", error.message);
    }
    assert!(model.restore_slot("momentum", 3, 7, &below).unwrap());
    for (start, count) in [(usize::MAX, 2), (0, 65), (65, 0)] {
        assert!(model.store_slot("momentum", 3, start, count).is_err());
        assert!((model.store_weight(3, WeightFormat::F32, &[], start, count)).is_err());
    }
    assert_eq!(model.weights_sha256(), before);
}

#[test]
fn values_that_are_unsound_are_taken_and_told() {
    let mut model = session(L, ADAM);
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        let bytes = value.to_le_bytes();
        assert!(
            !model
                .restore_weight(3, 9, EncodedWeight::floats(&bytes))
                .unwrap()
        );
        assert_eq!(
            model.store_weight(3, WeightFormat::F32, &[], 9, 1).unwrap(),
            bytes
        );
        let halves = EncodedWeight {
            dtype: "F16",
            bytes: &[0, 0x7c, 0, 0],
            scales: &[],
        };
        assert!(!model.restore_weight(2, 0, halves).unwrap());
        assert!(
            !model
                .restore_slot("velocity", 3, 9, &bytes)
                .is_ok_and(|sound| sound)
        );
    }
}

#[test]
fn the_last_step_that_can_be_counted_is_the_last() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 20, 10);
    model.set_step(u32::MAX - 1).unwrap();
    model.train_batch(data, &[0, 1], &[]).unwrap();
    let before = (model.weights_sha256(), model.step());
    let error = model.train_batch(data, &[0, 1], &[]).unwrap_err();
    assert_eq!(error.code, Code::InvalidArgument);
    assert!(
        error.message.contains("4294967295 steps"),
        "{}",
        error.message
    );
    assert_eq!((model.weights_sha256(), model.step()), before);
    assert!(model.weights().iter().all(|value| value.is_finite()));
    model.predict(data, 0, 20).unwrap();
    model
        .compile(CompileSpec::from_json(ADAM).unwrap())
        .unwrap();
    model.train_batch(data, &[0, 1], &[]).unwrap();
    assert_eq!(model.step(), 1);
}

#[test]
fn small_weights_hold_what_they_say() {
    let model = session(L, ADAM);
    for (format, step) in [
        (WeightFormat::F16, 1.0 / 2048.0),
        (WeightFormat::Int8, 1.0 / 127.0),
    ] {
        let mut loaded = session(L, ADAM);
        for (number, weight) in model.plan().weights().iter().enumerate() {
            let stored = store(&model, number, format).unwrap();
            loaded.restore_weight(number, 0, view(&stored)).unwrap();
            let (own, read) = (
                &model.weights()[weight.range.clone()],
                &loaded.weights()[weight.range.clone()],
            );
            let largest = own.iter().fold(0.0f32, |largest, v| largest.max(v.abs()));
            let kernel = weight.shape.len() > 1;
            let allowed = if kernel { largest * step } else { 0.0 };
            for (a, b) in own.iter().zip(read) {
                assert!((a - b).abs() <= allowed, "{}: {a} {b}", weight.name);
            }
            // What was read is written again to the same bytes.
            let again = store(&loaded, number, format).unwrap();
            assert_eq!((again.bytes, again.scales), (stored.bytes, stored.scales));
        }
    }
    let mut broken = session(L, ADAM);
    let mut weights = broken.weights().to_vec();
    weights[0] = f32::NAN;
    broken.set_weights(0, &weights).unwrap();
    for format in [WeightFormat::F16, WeightFormat::Int8] {
        let error = store(&broken, 0, format).err().unwrap();
        assert!(error.message.contains("conv2d.kernel"), "{}", error.message);
    }
    assert!(store(&broken, 0, WeightFormat::F32).is_ok());
}
