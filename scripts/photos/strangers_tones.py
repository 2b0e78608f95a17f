"""Strangers without a figure: noise, one tone over the whole picture, black (for strangers.py).

A picture is an array of bytes: [height, width] in grey or [height, width, 3] in colour.
"""

import colorsys
import io

import numpy as np
from PIL import Image

OWN_SIDE = 28  # of the data set's own form: 28 x 28 in grey
SENSOR_NOISE = (0.7, 4.0)  # standard deviation of a camera's noise, in steps of 255
JPEG_QUALITY = (20, 85)


def sides(rng: np.random.Generator, least: int, most: int) -> tuple[int, int]:
    """Height and width of a picture: as often small as large (even in the logarithm), at most 2 : 1, a third square."""
    longer = int(np.exp(rng.uniform(np.log(least), np.log(most + 1))))
    shorter = longer if rng.random() < 1 / 3 else max(least, round(longer / rng.uniform(1, 2)))
    return (longer, shorter) if rng.random() < 0.5 else (shorter, longer)


def to_bytes(values: np.ndarray) -> np.ndarray:
    """Rounds values of 0 to 255 to bytes."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def through_jpeg(pixels: np.ndarray, quality: int) -> np.ndarray:
    """The picture as a JPEG file of that quality gives it back."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file))


def noise(rng: np.random.Generator, index: int) -> tuple[np.ndarray, str]:
    """Each pixel on its own; every fifth picture in the data set's own form."""
    own = index % 5 == 4
    shape = (OWN_SIDE, OWN_SIDE) if own else sides(rng, 28, 600)
    grey_kinds = ["uniform", "Gaussian", "salt and pepper"]
    kind = grey_kinds[index // 5 % 3] if own else [*grey_kinds, "colour"][index % 5]
    if kind == "uniform":
        pixels = rng.integers(0, 256, shape, np.uint8)
    elif kind == "Gaussian":
        pixels = to_bytes(rng.normal(rng.uniform(40, 215), rng.uniform(15, 80), shape))
    elif kind == "salt and pepper":
        tones = [rng.choice([0, 128, 255]), 0, 255]
        share = rng.uniform(0.05, 0.6)
        pixels = rng.choice(np.array(tones, np.uint8), shape, p=[1 - share, share / 2, share / 2])
    else:
        pixels = rng.integers(0, 256, (*shape, 3), np.uint8)
    return pixels, f"{kind}{', 28 x 28 grey' if own else ''}"


def blank(rng: np.random.Generator, index: int, count: int) -> tuple[np.ndarray, str]:
    """One tone or tint over the whole picture: over the pictures of a set, from white down to near black."""
    # 0.05 at least: what is darker is of the kind `black`.
    return one_tone(rng, index, 1 - 0.95 * index / max(count - 1, 1), tint=rng.uniform(0.1, 1.0))


def black(rng: np.random.Generator, index: int) -> tuple[np.ndarray, str]:
    """Black, or so dark that a person calls it black."""
    return one_tone(rng, index, 0.0 if index % 2 == 0 else rng.uniform(1, 20) / 255, tint=rng.uniform(0.1, 0.6))


def one_tone(rng: np.random.Generator, index: int, value: float, tint: float) -> tuple[np.ndarray, str]:
    """A tone or, in every second pair, a tint, even or as a camera or a JPEG file has it.

    Args:
        value: of the brightest channel, 0 to 1.
        tint: saturation of the tint, 0 to 1.
    """
    tinted = index // 2 % 2 == 1
    finish = ["even", "even", "sensor noise", "JPEG"][index // 4 % 4]
    colour = colorsys.hsv_to_rgb(rng.random(), tint if tinted else 0.0, value)
    pixels = np.empty((*sides(rng, 28, 800), 3))
    pixels[:] = 255 * np.array(colour)
    if finish == "even":
        return to_bytes(pixels), finish
    pixels = to_bytes(pixels + rng.normal(0, rng.uniform(*SENSOR_NOISE), pixels.shape))
    # A JPEG file of an even ground is even: its artefacts come of what noise leaves in the blocks of 8 x 8.
    return (pixels if finish == "sensor noise" else through_jpeg(pixels, int(rng.integers(*JPEG_QUALITY)))), finish
