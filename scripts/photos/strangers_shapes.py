"""Strangers with a figure that is no garment: digits and soft blobs (for strangers.py)."""

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

from strangers_tones import OWN_SIDE, sides, to_bytes

DIGITS = load_digits()


def resized(values: np.ndarray, height: int, width: int) -> np.ndarray:
    """A grid of numbers, enlarged smoothly."""
    image = Image.fromarray(values.astype(np.float32))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC), dtype=np.float64)


def scaled(values: np.ndarray) -> np.ndarray:
    """The values moved to 0 to 1."""
    least, most = values.min(), values.max()
    return (values - least) / max(most - least, 1e-9)


def field(rng: np.random.Generator, height: int, width: int, cells: float, octaves: int = 1) -> np.ndarray:
    """Low-pass noise, 0 to 1.

    Args:
        cells: hills along the shorter side.
        octaves: how many times finer hills of half the height are added.
    """
    total = np.zeros((height, width))
    for octave in range(octaves):
        pitch = min(height, width) / (cells * 2**octave)
        grid = [max(2, round(side / pitch) + 1) for side in (height, width)]
        total += resized(rng.standard_normal(grid), height, width) / 2**octave
    return scaled(total)


def mix(share: np.ndarray, ground: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """From one colour to the other by the share of each pixel."""
    return to_bytes(ground + share[..., np.newaxis] * (ink - ground))


def digits(rng: np.random.Generator, index: int, seed: int) -> tuple[np.ndarray, str]:
    """A handwritten digit, in turns dark on white and light on black; every fifth in the data set's own form."""
    order = np.random.default_rng([seed, len(DIGITS.images)]).permutation(len(DIGITS.images))
    at = order[index % len(order)]
    own = index % 5 == 4
    side = OWN_SIDE if own else int(rng.integers(200, 601))
    inner = round(side * rng.uniform(0.6, 0.95))
    top, left = rng.integers(0, side - inner + 1, 2)
    share = np.clip(resized(DIGITS.images[at] / 16, inner, inner), 0, 1)
    # Half of them with edges as of a pen, not only of the enlarged 8 x 8 tones.
    if rng.random() < 0.5:
        share = np.clip((share - 0.5) * rng.uniform(2, 6) + 0.5, 0, 1)
    pixels = np.zeros((side, side))
    pixels[top : top + inner, left : left + inner] = share
    dark_on_white = not own and index % 2 == 0
    tone = "28 x 28 grey" if own else "dark on white" if dark_on_white else "light on black"
    return to_bytes(255 * (1 - pixels if dark_on_white else pixels)), f"{DIGITS.target[at]}, {tone}"


def blobs(rng: np.random.Generator, index: int) -> tuple[np.ndarray, str]:
    """Smooth random fields, as they are or in two tones, and soft blobs; every fifth in the data set's own form."""
    own = index % 5 == 4
    names = ["field", "field in two tones", "one blob", "several blobs"]
    kind = names[index // 5 % 4 if own else index % 5]
    height, width = (OWN_SIDE, OWN_SIDE) if own else sides(rng, 100, 600)
    if kind.startswith("field"):
        share = field(rng, height, width, rng.uniform(1.5, 8))
        if kind == "field in two tones":
            share = np.clip((share - np.quantile(share, rng.uniform(0.3, 0.7))) * 200 + 0.5, 0, 1)
    else:
        share = np.zeros((height, width))
        for _ in range(1 if kind == "one blob" else rng.integers(2, 9)):
            share = np.maximum(share, blob(rng, height, width, 1.0 if kind == "one blob" else 0.5))
    if own:
        return to_bytes(255 * share), f"{kind}, 28 x 28 grey"
    # In two opposite halves of the range, so that a blob never has its ground's colour.
    ground, ink = rng.permuted([rng.uniform(0, 110, 3), rng.uniform(145, 255, 3)], axis=0)
    return mix(share, ground, ink), kind


def blob(rng: np.random.Generator, height: int, width: int, scale: float) -> np.ndarray:
    """A soft ellipse at a random place: 1 inside, 0 outside, with an edge from sharp to very soft."""
    y, x = np.mgrid[0:height, 0:width]
    side = min(height, width)
    centre_y, centre_x = rng.uniform(0.25, 0.75, 2) * (height, width)
    radii = side * scale * rng.uniform(0.12, 0.38, 2)
    angle = rng.uniform(0, np.pi)
    along = (x - centre_x) * np.cos(angle) + (y - centre_y) * np.sin(angle)
    across = (y - centre_y) * np.cos(angle) - (x - centre_x) * np.sin(angle)
    distance = np.hypot(along / radii[0], across / radii[1])
    return 1 / (1 + np.exp(np.clip((distance - 1) / rng.uniform(0.02, 0.3), -50, 50)))
