//! Threads: the only file that names rayon. Without the feature `threads` the same calls run one after the other.
//!
//! Nothing here adds anything up: work is cut in pieces that do not depend on the number of threads, so the result has the
//! same bits on any. rayon starts threads (in wasm those that wasm-bindgen-rayon has joined to the instance); from then on
//! they belong to a `Team`, whose forks and joins take no lock and no memory.
//!
//! In wasm a panic ends a thread without unwinding, and who waits for it would wait for ever. So the engine's own thread
//! waits in slices and looks whether a fault was reported.

#[cfg(not(feature = "threads"))]
mod alone {
    /// Workspaces that `for_each` needs.
    pub(crate) fn workers() -> usize {
        1
    }

    /// Calls `f` on every item, with a workspace that nobody else has meanwhile.
    pub(crate) fn for_each<W, T>(
        workspaces: &mut [W],
        items: &mut [T],
        f: impl Fn(&mut W, usize, &mut T),
    ) {
        for (number, item) in items.iter_mut().enumerate() {
            f(&mut workspaces[0], number, item);
        }
    }
}

#[cfg(not(feature = "threads"))]
pub(crate) use alone::{for_each, workers};
#[cfg(feature = "threads")]
pub(crate) use threads::{for_each, workers};
#[cfg(feature = "threads")]
pub use threads::{report_fault, reported_fault, use_threads};

/// Calls `f` on every item.
pub(crate) fn each<T: Send>(items: &mut [T], f: impl Fn(usize, &mut T) + Sync) {
    let mut nothing = [(); MAX_WORKERS];
    for_each(&mut nothing, items, |(), number, item| f(number, item));
}

/// For tests: panics in a thread of the pool, in this one where there is no other.
pub(crate) fn panic_on_purpose() {
    let mut workspaces: [usize; MAX_WORKERS] = std::array::from_fn(|worker| worker);
    // Pieces enough for everyone; this thread is slow, so that the others get some.
    for_each(&mut workspaces, &mut [(); 64], |worker, number, ()| {
        if workers() == 1 || *worker > 0 {
            panic!("on purpose, in work item {number}");
        }
        for _ in 0..1_000_000 {
            std::hint::black_box(number);
        }
    });
}

/// Most threads that work together.
const MAX_WORKERS: usize = 1 + fashion_kernels::team::MAX_MEMBERS;

#[cfg(feature = "threads")]
mod threads {
    use fashion_kernels::team::Team;
    use std::cell::Cell;
    use std::sync::OnceLock;
    use std::time::Duration;

    /// How long a fault may go unnoticed by the engine's own thread.
    const SLICE: Duration = Duration::from_millis(50);

    static FAULT: OnceLock<String> = OnceLock::new();

    /// The team of a thread that has engines, and its members.
    #[derive(Clone, Copy)]
    struct Own {
        team: &'static Team,
        members: usize,
    }

    thread_local! {
        static OWN: Cell<Option<Own>> = const { Cell::new(None) };
    }

    /// Tells the waiting engine thread that a pool thread has died; the engine is lost, its memory not to be trusted.
    pub fn report_fault(message: String) {
        let _ = FAULT.set(message);
    }

    /// What a pool thread has died of.
    pub fn reported_fault() -> Option<&'static str> {
        FAULT.get().map(String::as_str)
    }

    /// From now on `for_each` of this thread runs on `threads` threads, itself among them. In wasm the pool must have
    /// `threads` − 1 threads, and it can be called once; elsewhere threads are started, and live as long as the process.
    pub fn use_threads(threads: usize) {
        let team: &'static Team = Box::leak(Box::new(Team::new()));
        let members = threads - 1;
        if members > 0 {
            let serve = move |_: rayon::BroadcastContext<'_>| {
                team.serve();
            };
            if cfg!(target_family = "wasm") {
                rayon::spawn_broadcast(serve);
            } else {
                let pool = rayon::ThreadPoolBuilder::new()
                    .num_threads(members)
                    .build()
                    .expect("the system has threads left");
                pool.spawn_broadcast(serve);
                std::mem::forget(pool);
            }
        }
        OWN.set(Some(Own { team, members }));
    }

    fn own() -> Own {
        OWN.get().unwrap_or_else(|| {
            use_threads(1);
            OWN.get().expect("it was just set")
        })
    }

    /// Workspaces that `for_each` needs.
    pub(crate) fn workers() -> usize {
        own().members + 1
    }

    /// Calls `f` on every item, on as many threads as there are, with a workspace that nobody else has meanwhile.
    pub(crate) fn for_each<W: Send, T: Send>(
        workspaces: &mut [W],
        items: &mut [T],
        f: impl Fn(&mut W, usize, &mut T) + Sync,
    ) {
        let Own { team, members } = own();
        if members == 0 || items.len() <= 1 {
            for (number, item) in items.iter_mut().enumerate() {
                f(&mut workspaces[0], number, item);
            }
            return;
        }
        team.run_on(workspaces, items, f, SLICE, || {
            assert!(FAULT.get().is_none(), "a thread of the pool has died");
        });
    }
}
