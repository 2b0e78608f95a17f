"""Rounds of contestants that are driven step by step: whole steps until the time is over."""

import time
from collections.abc import Callable, Iterator

import numpy as np

STEPS_ON_THE_WAY = 2


def batches(count: int, size: int, seed: int = 1) -> Iterator[np.ndarray]:
    """Positions of one batch after the other, in a new order every epoch; an incomplete last batch is left out."""
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(count).astype(np.int32)
        for start in range(0, count - size + 1, size):
            yield order[start : start + size]


def slices(count: int, size: int) -> Iterator[slice]:
    """Whole batches in the order of the data, over and over."""
    while True:
        for start in range(0, count - size + 1, size):
            yield slice(start, start + size)


def run(step: Callable[[], object], images: int, seconds: float, wait: Callable[[object], object] = bool) -> dict:
    """Steps of `images` until `seconds` are over. `wait` blocks until a step's result is there; one step may be
    on its way while the next one is prepared."""
    steps, pending = 0, []
    start = time.perf_counter()
    while True:
        pending.append(step())
        steps += 1
        if len(pending) == STEPS_ON_THE_WAY:
            wait(pending.pop(0))
        if time.perf_counter() - start >= seconds:
            break
    for result in pending:
        wait(result)
    return {"images": steps * images, "seconds": time.perf_counter() - start}
