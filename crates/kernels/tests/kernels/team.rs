//! A team does every piece once, on the caller and its members, job after job.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use fashion_kernels::team::Team;

const SLICE: Duration = Duration::from_millis(20);

fn team(members: usize) -> &'static Team {
    let team: &'static Team = Box::leak(Box::new(Team::new()));
    for _ in 0..members {
        std::thread::spawn(move || team.serve());
    }
    team
}

#[test]
fn every_piece_is_done_once_in_every_job() {
    for members in [0, 1, 3, 7] {
        let team = team(members);
        let mut workspaces = vec![0usize; members + 1];
        for job in 0..2000 {
            let mut items = vec![0usize; job % 23];
            team.run_on(
                &mut workspaces,
                &mut items,
                |done, number, item| {
                    *done += 1;
                    *item += number + job;
                },
                SLICE,
                || {},
            );
            for (number, item) in items.iter().enumerate() {
                assert_eq!(*item, number + job, "{members} members, job {job}");
            }
        }
        let expected: usize = (0..2000).map(|job| job % 23).sum();
        assert_eq!(workspaces.iter().sum::<usize>(), expected);
    }
}

#[test]
fn members_help_a_caller_that_is_slow() {
    let team = team(2);
    let helped = AtomicUsize::new(0);
    for _ in 0..20 {
        team.run(
            8,
            &|worker, _| {
                std::thread::sleep(Duration::from_millis(2));
                helped.fetch_add(usize::from(worker > 0), Ordering::Relaxed);
            },
            SLICE,
            || {},
        );
    }
    assert!(helped.into_inner() > 20, "members did next to nothing");
}

#[test]
fn a_caller_that_waits_is_asked_whether_to_go_on() {
    let team = team(1);
    let asked = AtomicUsize::new(0);
    let slow = |worker: usize, _: usize| {
        std::thread::sleep(Duration::from_millis(if worker > 0 { 150 } else { 5 }));
    };
    for _ in 0..10 {
        team.run(4, &slow, SLICE, || {
            asked.fetch_add(1, Ordering::Relaxed);
        });
    }
    assert!(asked.into_inner() > 0);
}

#[test]
#[should_panic(expected = "another thread")]
fn only_one_thread_may_call() {
    let team = team(0);
    team.run(1, &|_, _| {}, SLICE, || {});
    let other = std::thread::spawn(move || team.run(1, &|_, _| {}, SLICE, || {}));
    if let Err(panic) = other.join() {
        std::panic::resume_unwind(panic);
    }
}
