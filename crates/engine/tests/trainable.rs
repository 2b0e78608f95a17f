//! Layers that are frozen, and no longer, in a session that goes on.

mod common;

use common::{ADAM, blobs, forks, session};
use fashion_engine::error::Code;
use fashion_engine::training::Session;
use fashion_engine::training::compile::CompileSpec;
use std::ops::Range;

/// Three steps; the answer is the weights as bits.
fn train(session: &mut Session) -> Vec<u32> {
    let data = blobs(session, 48, 10);
    for batch in (0..48).collect::<Vec<u32>>().chunks(16) {
        session.train_batch(data, batch, &[]).unwrap();
    }
    bits(session)
}

fn bits(session: &Session) -> Vec<u32> {
    session.weights().iter().map(|w| w.to_bits()).collect()
}

fn freeze(session: &mut Session, frozen: Range<usize>) {
    let layers = session.plan().spec().layers.len();
    let flags: Vec<bool> = (0..layers).map(|layer| !frozen.contains(&layer)).collect();
    session.set_trainable(&flags).unwrap();
    session
        .compile(CompileSpec::from_json(ADAM).unwrap())
        .unwrap();
}

#[test]
fn a_session_that_is_frozen_trains_as_one_that_was_made_so() {
    let trained = train(&mut session(&forks(), ADAM));
    for frozen in [0..10, 11..13, 13..15, 0..23] {
        let mut made = session(&forks(), ADAM);
        freeze(&mut made, frozen.clone());
        let (first, spec) = (bits(&made), made.plan().spec().clone());
        let mut fresh = Session::new(spec).unwrap();
        fresh
            .compile(CompileSpec::from_json(ADAM).unwrap())
            .unwrap();
        let after = train(&mut made);
        assert_eq!(after, train(&mut fresh), "{frozen:?}");
        assert_ne!(after, trained, "{frozen:?}");
        assert_eq!(after == first, frozen == (0..23), "{frozen:?}");
    }
}

#[test]
fn a_session_that_is_frozen_no_longer_trains_as_before() {
    let trained = train(&mut session(&forks(), ADAM));
    let mut made = session(&forks(), ADAM);
    freeze(&mut made, 0..23);
    let first = bits(&made);
    assert_eq!(train(&mut made), first);
    freeze(&mut made, 0..0);
    assert_eq!(train(&mut made), trained);
}

#[test]
fn what_is_changed_is_to_be_compiled() {
    let mut made = session(&forks(), ADAM);
    let data = blobs(&mut made, 16, 10);
    assert_eq!(
        made.set_trainable(&[true]).unwrap_err().code,
        Code::InvalidArgument
    );
    made.train_batch(data, &[0, 1], &[]).unwrap();
    made.set_trainable(&[true; 23]).unwrap();
    assert_eq!(
        made.train_batch(data, &[0, 1], &[]).unwrap_err().code,
        Code::NotCompiled
    );
}
