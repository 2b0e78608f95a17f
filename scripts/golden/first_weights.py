"""First weights and samples by formula, for nets whose weights are too many to keep in a fixture.

The tests make the same numbers (test/golden/first-weights.ts): whole numbers are mixed in 32 bits, and what follows is
the same few operations in double precision, so both sides have the same float32 values.
"""

import math

import numpy as np

# Where values lie that Keras would start from a constant, by the weight's last name: from a constant, exchanged places
# and forgotten terms would not show. Gammas of both signs: below 0 a norm turns the order of its inputs around.
RANGES = {
    "bias": (-0.1, 0.1),
    "beta": (-0.1, 0.1),
    "gamma": (-1.5, 1.5),
    "moving_mean": (-0.1, 0.1),
    "moving_variance": (0.5, 1.5),
    "mean": (-0.1, 0.1),
    "variance": (0.5, 1.5),
}
# Where Keras starts them.
CONSTANTS = {"bias": 0.0, "beta": 0.0, "gamma": 1.0, "moving_mean": 0.0, "moving_variance": 1.0}


def value_range(name: str, shape: tuple[int, ...], case: dict) -> tuple[float, float]:
    """Where the values of a weight lie: `RANGES` or `CONSTANTS`, for kernels Glorot's uniform range or He's."""
    if not name.endswith("kernel"):
        return RANGES[name] if case["biases"] == "random" else (CONSTANTS[name], CONSTANTS[name])
    fans = shape[-2] if case.get("kernels") == "he" else shape[-2] + shape[-1]
    limit = math.sqrt(6 / (math.prod(shape[:-2]) * fans))
    return -limit, limit


def first_weights(number: int, shape: tuple[int, ...], low: float, high: float) -> np.ndarray:
    """The values of a weight: evenly spread in [low, high), by MurmurHash3's finaliser.

    `number` is the case's seed plus the weight's place among the names in alphabetical order.
    """
    word = np.arange(math.prod(shape), dtype=np.uint32) + np.uint32(number * 0x9E3779B9 % 2**32)
    word ^= word >> np.uint32(16)
    word *= np.uint32(0x85EBCA6B)
    word ^= word >> np.uint32(13)
    word *= np.uint32(0xC2B2AE35)
    word ^= word >> np.uint32(16)
    return (low + word / 2.0**32 * (high - low)).astype(np.float32).reshape(shape)


def sampled(values: np.ndarray, samples: int) -> np.ndarray:
    """At most about `samples` of a tensor's values, evenly apart; an odd step, so that all channels are met."""
    step = -(-values.size // samples) | 1
    return np.ascontiguousarray(values.reshape(-1)[::step]) if values.size > samples else values
