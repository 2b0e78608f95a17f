"""The background of a small photo, from its border: one colour, or, for a gradient, a surface of second order."""

from functools import lru_cache

import numpy as np

BORDER = 4
"""Pixels from the edge that count as border."""

UNEVEN = 3.0
"""Median distance from the border's median colour, in tones, from which on a surface is tried."""


def background_of(pixels: np.ndarray) -> np.ndarray:
    """Returns the background of pixels (u8, [height, width, 3]): one colour ([3]), or one for each pixel."""
    # Channels first: numpy reduces along long rows many times as fast as along short ones.
    samples = np.ascontiguousarray(border_of(pixels).T, np.float32)
    colour = np.median(samples, axis=1, keepdims=True)
    spread = float(np.median(_farthest(samples - colour)))
    if spread > UNEVEN:
        factors, rest = _surface(samples, _places(*pixels.shape[:2]))
        if rest < 0.7 * spread:
            return _drawn(factors, *pixels.shape[:2])
    return np.rint(colour[:, 0]).astype(np.uint8)


def border_of(values: np.ndarray) -> np.ndarray:
    """Returns the border's values, row by row: top, bottom, left, right; [count] or [count, channels]."""
    inner = values[BORDER:-BORDER]
    parts = (values[:BORDER], values[-BORDER:], inner[:, :BORDER], inner[:, -BORDER:])
    return np.concatenate([part.reshape(-1, *values.shape[2:]) for part in parts])


def _farthest(differences: np.ndarray) -> np.ndarray:
    """Returns the largest absolute difference of the three channels, of [3, count]."""
    red, green, blue = np.abs(differences)
    return np.maximum(np.maximum(red, green), blue)


def _surface(samples: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, float]:
    """Returns the least-squares surface of each channel ([3, 6]), and the border's median distance from it."""
    factors = _fitted(samples, places)
    distances = _farthest(samples - factors @ places)
    # Once more without what is no background: a garment at the edge, a shadow.
    near = distances <= 2.5 * np.median(distances)
    factors = _fitted(samples[:, near], places[:, near])
    return factors, float(np.median(_farthest(samples - factors @ places)))


def _fitted(samples: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Returns the factors by the normal equations, which are well conditioned: places lie from -1 to 1."""
    return np.linalg.solve(places @ places.T, places @ samples.T).T


def _drawn(factors: np.ndarray, height: int, width: int) -> np.ndarray:
    """Returns the surfaces as u8, [height, width, 3]."""
    constant, across, down, across_twice, down_twice, mixed = (factor[:, None, None] for factor in factors.T)
    x, y = (np.linspace(-1, 1, length, dtype=np.float32) for length in (width, height))
    y = y[:, None]
    surfaces = (constant + (down + down_twice * y) * y) + (across + across_twice * x) * x + (mixed * y) * x
    return np.ascontiguousarray(np.clip(surfaces, 0, 255, out=surfaces).astype(np.uint8).transpose(1, 2, 0))


@lru_cache
def _places(height: int, width: int) -> np.ndarray:
    """Returns 1, x, y, x², y² and xy of each sample of the border, x and y from -1 to 1; f32, [6, count]."""
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(-1, 1, height))
    terms = np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=-1)
    return np.ascontiguousarray(border_of(terms).T, np.float32)
