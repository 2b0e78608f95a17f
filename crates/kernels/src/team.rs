//! Fork and join for threads that exist already, without a lock, an allocation or a thread that is woken in vain.
//!
//! The caller publishes a job of `items` pieces as one word, the ticket: `[generation | items | next]`. Whoever adds one
//! to it owns the piece whose number it read: the caller itself and every member that is awake. The caller returns when
//! all pieces are done, so a job may borrow from its stack; a member that wakes late finds no piece left and touches
//! nothing of the job. Members spin for some microseconds after their last piece, then sleep.
//!
//! It lives in this crate because lending a borrowed closure to other threads takes `unsafe`; who the threads are and
//! what a dead one means is the engine's business (`parallel.rs`).

use std::cell::UnsafeCell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread::Thread;
use std::time::Duration;

/// Most members beside the caller.
pub const MAX_MEMBERS: usize = 31;

/// Most pieces of a job.
pub const MAX_ITEMS: usize = 1 << 12;

/// Looks at the ticket before a member goes to sleep, about 0.5 ms: longer than from the end of one step to the next, and than
/// a message to the engine takes while all cores compute.
const SPINS: u32 = 200_000;

/// A job as members see it: `call(data, worker, item)`.
#[derive(Clone, Copy)]
struct Job {
    data: *const (),
    call: unsafe fn(*const (), usize, usize),
}

/// Threads that work on one caller's jobs.
pub struct Team {
    ticket: AtomicU64,
    /// Pieces of the current job that are not done.
    open: AtomicUsize,
    job: UnsafeCell<Option<Job>>,
    caller: OnceLock<Thread>,
    members: [OnceLock<Thread>; MAX_MEMBERS],
    enrolled: AtomicUsize,
}

// SAFETY: `job` is written only by the caller while no piece is open, and read only by owners of an open piece; the
// ticket's Release and Acquire order the two. What the job borrows is Sync, by the bound of `run`.
unsafe impl Sync for Team {}
// SAFETY: as above; the pointers inside are dead between jobs.
unsafe impl Send for Team {}

fn ticket(generation: u64, items: usize) -> u64 {
    generation << 32 | (items as u64) << 16
}

/// Items and next piece of a ticket.
fn pieces(ticket: u64) -> (usize, usize) {
    ((ticket >> 16 & 0xffff) as usize, (ticket & 0xffff) as usize)
}

impl Default for Team {
    fn default() -> Self {
        Self::new()
    }
}

impl Team {
    /// A team without members.
    pub const fn new() -> Self {
        Self {
            ticket: AtomicU64::new(0),
            open: AtomicUsize::new(0),
            job: UnsafeCell::new(None),
            caller: OnceLock::new(),
            members: [const { OnceLock::new() }; MAX_MEMBERS],
            enrolled: AtomicUsize::new(0),
        }
    }

    /// The life of a member: works whenever there is a job. Never returns.
    pub fn serve(&self) -> ! {
        let worker = self.enrolled.fetch_add(1, Ordering::Relaxed) + 1;
        assert!(
            worker <= MAX_MEMBERS,
            "team: more than {MAX_MEMBERS} members"
        );
        let _ = self.members[worker - 1].set(std::thread::current());
        let mut spins = 0;
        loop {
            if self.work(worker) {
                spins = 0;
            } else if spins < SPINS {
                spins += 1;
                std::hint::spin_loop();
            } else {
                std::thread::park();
                spins = 0;
            }
        }
    }

    /// Does pieces until there are none; false when there was none at all.
    fn work(&self, worker: usize) -> bool {
        let mut worked = false;
        loop {
            let (items, next) = pieces(self.ticket.load(Ordering::Acquire));
            if next >= items {
                return worked;
            }
            let (items, piece) = pieces(self.ticket.fetch_add(1, Ordering::AcqRel));
            if piece >= items {
                return worked;
            }
            worked = true;
            // SAFETY: this piece is open, so the job is the one its ticket was published with, and stays.
            unsafe {
                let job = (*self.job.get()).expect("an open piece has a job");
                (job.call)(job.data, worker, piece);
            }
            if self.open.fetch_sub(1, Ordering::AcqRel) == 1
                && worker > 0
                && let Some(caller) = self.caller.get()
            {
                caller.unpark();
            }
        }
    }

    /// Calls `f(worker, item)` for every item below `items`, on the caller (worker 0) and the members, and returns when
    /// all are done. No two calls that run at once have the same worker. `waiting` is called every `slice` while the
    /// caller has nothing left to do: it may panic to give a job up whose member died, and then memory that the job
    /// borrows must outlive the members.
    ///
    /// Only one thread, always the same, may call it, and not from within `f`.
    pub fn run<F: Fn(usize, usize) + Sync>(
        &self,
        items: usize,
        f: &F,
        slice: Duration,
        waiting: impl Fn(),
    ) {
        unsafe fn call<F: Fn(usize, usize)>(data: *const (), worker: usize, item: usize) {
            // SAFETY: `data` is the `&F` below, alive while a piece is open.
            unsafe { (*data.cast::<F>())(worker, item) }
        }
        assert!(
            items <= MAX_ITEMS,
            "team: {items} items, at most {MAX_ITEMS}"
        );
        if items == 0 {
            return;
        }
        let caller = self.caller.get_or_init(std::thread::current);
        assert_eq!(
            caller.id(),
            std::thread::current().id(),
            "team: another thread has called it before"
        );
        assert_eq!(
            self.open.load(Ordering::Acquire),
            0,
            "team: a job is running"
        );
        // SAFETY: no piece is open, so nobody reads the job.
        unsafe {
            *self.job.get() = Some(Job {
                data: std::ptr::from_ref(f).cast(),
                call: call::<F>,
            });
        }
        self.open.store(items, Ordering::Relaxed);
        let generation = (self.ticket.load(Ordering::Relaxed) >> 32) + 1;
        self.ticket
            .store(ticket(generation & 0xffff_ffff, items), Ordering::Release);
        for member in self.members.iter().map_while(OnceLock::get) {
            member.unpark();
        }
        self.work(0);
        let mut spins = 0;
        while self.open.load(Ordering::Acquire) > 0 {
            if spins < SPINS {
                spins += 1;
                std::hint::spin_loop();
            } else {
                std::thread::park_timeout(slice);
                waiting();
            }
        }
    }

    /// `run` with memory: every item with the workspace of the thread that got it.
    ///
    /// Panics when a member's number reaches `workspaces.len()`.
    pub fn run_on<W: Send, T: Send>(
        &self,
        workspaces: &mut [W],
        items: &mut [T],
        f: impl Fn(&mut W, usize, &mut T) + Sync,
        slice: Duration,
        waiting: impl Fn(),
    ) {
        let (workers, count) = (Shared::of(workspaces), items.len());
        let items = Shared::of(items);
        let one = |worker: usize, item: usize| {
            // SAFETY: each item is taken once, and no two calls that run at once have the same worker, so these are the
            // only references; `Shared::get` checks the bounds.
            let (workspace, piece) = unsafe { (workers.get(worker), items.get(item)) };
            f(workspace, item, piece);
        };
        self.run(count, &one, slice, waiting);
    }
}

/// A slice whose elements go to different threads.
struct Shared<T> {
    start: *mut T,
    len: usize,
}

// SAFETY: elements are handed out one by one, each to one thread at a time, by `run_on`; they are Send.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn of(slice: &mut [T]) -> Self {
        Self {
            start: slice.as_mut_ptr(),
            len: slice.len(),
        }
    }

    /// # Safety
    /// The slice is borrowed mutably for as long as the result lives, and nobody else has its element `at`.
    #[allow(clippy::mut_from_ref)]
    unsafe fn get(&self, at: usize) -> &mut T {
        assert!(
            at < self.len,
            "team: no workspace or item {at}, there are {}",
            self.len
        );
        // SAFETY: `at` is inside; the rest is the caller's promise.
        unsafe { &mut *self.start.add(at) }
    }
}
