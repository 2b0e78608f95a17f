//! Buffers by lifetimes: what is never alive at the same time shares one.

/// A tensor from its first to its last use, both included, on a clock of `T`.
#[derive(Clone, Copy)]
pub(crate) struct Lifetime<T> {
    pub(crate) len: usize,
    pub(crate) first: T,
    pub(crate) last: T,
}

/// The buffer of each tensor, and the lengths of the buffers, the longest first.
pub(crate) struct Assignment {
    pub(crate) buffers: Vec<usize>,
    pub(crate) lens: Vec<usize>,
}

/// Gives each tensor, in the order of their first uses, the free buffer that fits best.
///
/// `follows(old, new)`: whether `new` may take the place of `old`, which began before it.
pub(crate) fn assign<T: Copy + PartialOrd>(
    lifetimes: &[Lifetime<T>],
    follows: impl Fn(&Lifetime<T>, &Lifetime<T>) -> bool,
) -> Assignment {
    let by_time = sorted(lifetimes.len(), |a, b| {
        let (a, b) = (lifetimes[a], lifetimes[b]);
        a.first < b.first || a.first == b.first && a.len > b.len
    });
    // Length, and the tensor that has it now.
    let mut buffers: Vec<(usize, usize)> = Vec::new();
    let mut taken = vec![0; lifetimes.len()];
    for each in by_time {
        let life = &lifetimes[each];
        let free = (buffers.iter().enumerate())
            .filter(|(_, (_, tenant))| follows(&lifetimes[*tenant], life));
        // The shortest that is long enough, else the longest.
        let best = free.min_by_key(|(_, (len, _))| match len.checked_sub(life.len) {
            Some(more) => (0, more),
            None => (1, life.len - len),
        });
        let index = best.map_or(buffers.len(), |(index, _)| index);
        if index == buffers.len() {
            buffers.push((0, each));
        }
        let (len, tenant) = &mut buffers[index];
        (*len, *tenant) = (life.len.max(*len), each);
        taken[each] = index;
    }
    let order = sorted(buffers.len(), |a, b| buffers[a].0 > buffers[b].0);
    let mut rank = vec![0; buffers.len()];
    for (place, &index) in order.iter().enumerate() {
        rank[index] = place;
    }
    Assignment {
        buffers: taken.into_iter().map(|index| rank[index]).collect(),
        lens: order.into_iter().map(|index| buffers[index].0).collect(),
    }
}

/// Whether one tensor is used no more when the other begins.
pub(crate) fn apart<T: PartialOrd>(old: &Lifetime<T>, new: &Lifetime<T>) -> bool {
    old.last < new.first
}

/// Numbers `0 .. count` in order, equals as they stood: by insertion, since std's sort is 5 kB of code for each kind of key.
fn sorted(count: usize, before: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order = Vec::with_capacity(count);
    for number in 0..count {
        let place = order.iter().rposition(|&other| !before(number, other));
        order.insert(place.map_or(0, |place| place + 1), number);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{Lifetime, apart, assign};

    fn life(len: usize, first: usize, last: usize) -> Lifetime<usize> {
        Lifetime { len, first, last }
    }

    #[test]
    fn a_chain_takes_two_buffers() {
        let lives: Vec<Lifetime<usize>> = (0..9).map(|i| life(10, i, i + 1)).collect();
        let found = assign(&lives, apart);
        assert_eq!(found.lens, [10, 10]);
    }

    #[test]
    fn tensors_that_are_alive_together_never_share() {
        let mut state = 7u32;
        let mut draw = |most: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % most as usize
        };
        for _ in 0..300 {
            let lives: Vec<Lifetime<usize>> = (0..20)
                .map(|_| {
                    let first = draw(30);
                    life(1 + draw(50), first, first + draw(8))
                })
                .collect();
            let found = assign(&lives, apart);
            for (i, a) in lives.iter().enumerate() {
                assert!(a.len <= found.lens[found.buffers[i]]);
                for (j, b) in lives.iter().enumerate().take(i) {
                    let together = a.first <= b.last && b.first <= a.last;
                    assert!(!together || found.buffers[i] != found.buffers[j]);
                }
            }
            assert!(found.lens.is_sorted_by(|a, b| a >= b));
        }
    }
}
