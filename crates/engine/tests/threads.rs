//! The same bits on any number of threads.

#![cfg(feature = "threads")]

mod common;

use common::{ADAM, L, blobs, session};
use fashion_engine::parallel::use_threads;

fn train() -> String {
    let mut model = session(L, ADAM);
    let data = blobs(&mut model, 150, 10);
    for epoch in 0..2 {
        for batch in model.permutation(150, epoch).chunks(100) {
            model.train_batch(data, batch).unwrap();
        }
    }
    model.weights_sha256()
}

#[test]
fn weights_do_not_depend_on_the_number_of_threads() {
    let expected = train();
    for threads in [1, 2, 3, 8] {
        use_threads(threads);
        assert_eq!(expected, train(), "{threads} threads");
    }
}
