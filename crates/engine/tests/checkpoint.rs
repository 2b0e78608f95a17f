//! A checkpoint carries all that training goes on from, has one form, and is refused when anything is off.

mod common;

use common::{ADAM, L, blobs, session};
use fashion_engine::{checkpoint::Checkpoint, error::Code, rest::Rest, spec::NUMERICS};

#[test]
fn training_goes_on_to_the_same_bits() {
    let mut unbroken = session(L, ADAM);
    let data = blobs(&mut unbroken, 64, 10);
    let batch: Vec<u32> = (0..40).collect();
    for _ in 0..3 {
        unbroken.train_batch(data, &batch).unwrap();
    }
    let file = unbroken.save(true, Rest::F32, "{\"epoch\":3}").unwrap();
    assert_eq!(
        file,
        unbroken.save(true, Rest::F32, "{\"epoch\":3}").unwrap(),
        "one state, one file"
    );
    let mut resumed = session(L, &ADAM.replace("0.001", "0.5"));
    resumed.load(&file).unwrap();
    let again = blobs(&mut resumed, 64, 10);
    for _ in 0..3 {
        unbroken.train_batch(data, &batch).unwrap();
        resumed.train_batch(again, &batch).unwrap();
    }
    assert_eq!(unbroken.weights_sha256(), resumed.weights_sha256());
    assert_eq!(
        unbroken.save(true, Rest::F32, "").unwrap(),
        resumed.save(true, Rest::F32, "").unwrap()
    );
}

#[test]
fn the_header_tells_what_the_model_means() {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 8, 10);
    model.train_batch(data, &[0, 1]).unwrap();
    let with = model.save(true, Rest::F32, "{}").unwrap();
    let without = model.save(false, Rest::F32, "{}").unwrap();
    assert!(without.len() < with.len() / 2);
    let description = Checkpoint::read(&with).unwrap().describe();
    assert_eq!(description["step"], 1);
    assert_eq!(description["compile"]["optimizer"]["type"], "adam");
    assert_eq!(description["spec"]["seed"], 7);
    assert_eq!(Checkpoint::read(&without).unwrap().describe()["step"], 0);
}

#[test]
fn another_model_is_refused_and_changes_nothing() {
    let file = session(L, ADAM).save(true, Rest::F32, "").unwrap();
    let mut other = session(&L.replace("\"filters\":64", "\"filters\":48"), ADAM);
    let before = other.weights_sha256();
    let error = other.load(&file).unwrap_err();
    assert_eq!(error.code, Code::CheckpointMismatch);
    assert!(
        error.message.contains("conv2d_1.kernel [3, 3, 32, 64]"),
        "{}",
        error.message
    );
    assert_eq!(before, other.weights_sha256());
}

/// Puts another text of the same length in the header.
fn edited(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let place = file.windows(from.len()).position(|w| w == from.as_bytes());
    let mut file = file.to_vec();
    file[place.expect(from)..][..to.len()].copy_from_slice(to.as_bytes());
    file
}

#[test]
fn broken_files_are_refused_by_name() {
    let mut model = session(L, ADAM);
    let file = model.save(true, Rest::F32, "").unwrap();
    let refused = |model: &mut fashion_engine::session::Session, file: &[u8]| {
        model.load(file).unwrap_err().code
    };
    let header = u64::from_le_bytes(file[..8].try_into().unwrap()) as usize + 8;
    for cut in (0..header).chain((header..file.len()).step_by(9973)) {
        assert_eq!(
            refused(&mut model, &file[..cut]),
            Code::CheckpointInvalid,
            "cut at {cut}"
        );
    }
    let trailing = [&file[..], &[0]].concat();
    assert_eq!(refused(&mut model, &trailing), Code::CheckpointInvalid);
    for (from, to) in [
        ("\"formatVersion\":\"1\"", "\"formatVersion\":\"3\""),
        ("\"numerics\"", "\"numericz\""),
        ("\"step\":\"0\"", "\"step\":\"x\""),
        ("conv2d_1.bias", "conv2d_1.biaz"),
        ("\"dtype\":\"F32\"", "\"dtype\":\"I32\""),
        ("[3,3,32,64]", "[3,3,64,32]"),
        (
            "optimizer.velocity.dense.bias",
            "optimizer.velocity.dense.biaz",
        ),
        (
            "\\\"type\\\":\\\"dropout\\\"",
            "\\\"type\\\":\\\"dropoux\\\"",
        ),
        ("\\\"rate\\\":0.5", "\\\"rate\\\":2.5"),
        ("\\\"type\\\":\\\"adam\\\"", "\\\"type\\\":\\\"odam\\\""),
    ] {
        assert_eq!(
            refused(&mut model, &edited(&file, from, to)),
            Code::CheckpointInvalid,
            "{to}"
        );
    }
    let small = model.save(false, Rest::Int8, "").unwrap();
    for (from, to) in [
        ("dense.kernel.scale", "dense.kernel.scalp"),
        ("\"dtype\":\"I8\"", "\"dtype\":\"U8\""),
        ("\"formatVersion\":\"2\"", "\"formatVersion\":\"3\""),
    ] {
        assert_eq!(
            refused(&mut model, &edited(&small, from, to)),
            Code::CheckpointInvalid,
            "{to}"
        );
    }
    let numerics = edited(
        &file,
        &format!("\"numerics\":\"{NUMERICS}\""),
        "\"numerics\":\"9\"",
    );
    assert_eq!(refused(&mut model, &numerics), Code::CheckpointNumerics);
}
