//! Threads: the only file that names rayon. Without the feature `threads` the same calls run one after the other.
//!
//! Nothing here adds anything up: work is cut in pieces that do not depend on the number of threads, so the
//! result has the same bits on any.
//!
//! In wasm a panic ends a pool thread without unwinding, and who waits for it would wait for ever. So the engine's
//! own thread waits in slices and looks whether a fault was reported.

/// Calls `f` on every item.
#[cfg(not(feature = "threads"))]
pub(crate) fn for_each<T>(items: &mut [T], f: impl Fn(usize, &mut T)) {
    items
        .iter_mut()
        .enumerate()
        .for_each(|(i, item)| f(i, item));
}

#[cfg(feature = "threads")]
pub(crate) use threads::for_each;
#[cfg(feature = "threads")]
pub use threads::report_fault;

#[cfg(feature = "threads")]
mod threads {
    use std::sync::{Condvar, Mutex, OnceLock};
    use std::time::Duration;

    /// How long a fault may go unnoticed by the engine's own thread.
    const SLICE: Duration = Duration::from_millis(50);

    static FAULT: OnceLock<String> = OnceLock::new();

    /// Tells the waiting engine thread that a pool thread has died; the engine is lost, its memory not to be trusted.
    pub fn report_fault(message: String) {
        let _ = FAULT.set(message);
    }

    /// Calls `f` on every item, on as many threads as there are.
    pub(crate) fn for_each<T: Send>(items: &mut [T], f: impl Fn(usize, &mut T) + Send + Sync) {
        if items.len() <= 1 || rayon::current_num_threads() == 1 {
            items
                .iter_mut()
                .enumerate()
                .for_each(|(i, item)| f(i, item));
        } else if rayon::current_thread_index().is_some() {
            // A pool member may not sleep while its own pool's work is to be done.
            use rayon::prelude::*;
            items
                .par_iter_mut()
                .with_max_len(1)
                .enumerate()
                .for_each(|(i, item)| f(i, item));
        } else {
            watched(items, &f);
        }
    }

    fn watched<T: Send>(items: &mut [T], f: &(impl Fn(usize, &mut T) + Send + Sync)) {
        let (left, done) = (Mutex::new(items.len()), Condvar::new());
        rayon::in_place_scope(|scope| {
            for (i, item) in items.iter_mut().enumerate() {
                let (left, done) = (&left, &done);
                scope.spawn(move |_| {
                    f(i, item);
                    let mut left = left.lock().expect("no one panics holding it");
                    *left -= 1;
                    if *left == 0 {
                        done.notify_one();
                    }
                });
            }
            let mut left = left.lock().expect("no one panics holding it");
            while *left > 0 {
                left = done
                    .wait_timeout(left, SLICE)
                    .expect("no one panics holding it")
                    .0;
                if let Some(message) = FAULT.get() {
                    panic!("{message}");
                }
            }
        });
    }
}
