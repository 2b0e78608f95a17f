//! What a checkpoint keeps is all that training goes on from, and is refused where it does not fit.

mod common;

use common::{ADAM, L, blobs, session};
use fashion_engine::compile::CompileSpec;
use fashion_engine::rest::{Rest, Stored, View};
use fashion_engine::{error::Code, session::Session};

fn view(stored: &Stored) -> View<'_> {
    View {
        dtype: stored.dtype,
        bytes: &stored.bytes,
        scales: &stored.scales,
    }
}

/// Copies everything that a checkpoint keeps.
fn restore(from: &Session, to: &mut Session) {
    let spec = CompileSpec::from_value(from.compile_spec().unwrap().to_value()).unwrap();
    let slots = spec.optimizer.slots();
    to.compile(spec).unwrap();
    for number in 0..from.plan().weights().len() {
        let stored = from.store_weight(number, Rest::F32).unwrap();
        to.restore_weight(number, view(&stored)).unwrap();
        for slot in slots {
            let bytes = from.store_slot(slot, number).unwrap();
            to.restore_slot(slot, number, &bytes).unwrap();
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
        unbroken.train_batch(data, &batch).unwrap();
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
        unbroken.train_batch(data, &batch).unwrap();
        resumed.train_batch(again, &batch).unwrap();
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
    let loss = model.test_batch(data, &indices).unwrap().loss;
    restore(&trained, &mut model);
    assert_ne!(model.predict(data, 0, 20).unwrap(), before);
    assert_ne!(model.test_batch(data, &indices).unwrap().loss, loss);
    assert_eq!(model.weights_sha256(), trained.weights_sha256());
}

#[test]
fn what_does_not_fit_is_refused_by_name() {
    let mut model = session(L, ADAM);
    let before = model.weights_sha256();
    let kernel = model.store_weight(2, Rest::Int8).unwrap();
    let bias = model.store_weight(3, Rest::F32).unwrap();
    assert_eq!((kernel.dtype, bias.dtype), ("I8", "F32"));
    // A bias stays as it is.
    assert_eq!(model.store_weight(3, Rest::F16).unwrap().bytes, bias.bytes);
    let halves = View {
        dtype: "F16",
        bytes: &bias.bytes[..128],
        scales: &[],
    };
    let few_scales = View {
        scales: &kernel.scales[..128],
        ..view(&kernel)
    };
    let cut = View {
        bytes: &kernel.bytes[1..],
        ..view(&kernel)
    };
    let integers = View {
        dtype: "I32",
        ..view(&bias)
    };
    for (number, stored, part) in [
        (3, halves, "conv2d_1.bias\" is F16 → F32"),
        (2, integers, "conv2d_1.kernel\" is I32 → F32, F16 or I8"),
        (2, few_scales, "conv2d_1.kernel\" has not one scale"),
        (2, cut, "conv2d_1.kernel\" has another length"),
    ] {
        let error = model.restore_weight(number, stored).unwrap_err();
        assert_eq!(error.code, Code::CheckpointInvalid);
        assert!(error.message.contains(part), "{}", error.message);
    }
    let slot = model.store_slot("velocity", 3).unwrap();
    for (name, number, bytes, part) in [
        ("momentum", 3, &slot[4..], "another length"),
        ("moment", 3, &slot[..], "no moment"),
        ("velocity", 9, &slot[..], "no such weight"),
    ] {
        let error = model.restore_slot(name, number, bytes).unwrap_err();
        assert!(error.message.contains(part), "{}", error.message);
    }
    assert_eq!(model.weights_sha256(), before);
}

#[test]
fn small_weights_hold_what_they_say() {
    let model = session(L, ADAM);
    for (rest, step) in [(Rest::F16, 1.0 / 2048.0), (Rest::Int8, 1.0 / 127.0)] {
        let mut loaded = session(L, ADAM);
        for (number, weight) in model.plan().weights().iter().enumerate() {
            let stored = model.store_weight(number, rest).unwrap();
            loaded.restore_weight(number, view(&stored)).unwrap();
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
            let again = loaded.store_weight(number, rest).unwrap();
            assert_eq!((again.bytes, again.scales), (stored.bytes, stored.scales));
        }
    }
    let mut broken = session(L, ADAM);
    let mut weights = broken.weights().to_vec();
    weights[0] = f32::NAN;
    broken.set_weights(&weights).unwrap();
    for rest in [Rest::F16, Rest::Int8] {
        let error = broken.store_weight(0, rest).err().unwrap();
        assert!(error.message.contains("conv2d.kernel"), "{}", error.message);
    }
    assert!(broken.store_weight(0, Rest::F32).is_ok());
}
