"""What a garment is photographed on: white, grey, cream, a gradient or a texture."""

import math
from dataclasses import dataclass

import numpy as np

from colour import luma_of, tinted, to_bytes, tone_table
from shot import Shot
from textures import draw_texture

LEAST_TEXTURE_SD = 20.0


@dataclass(frozen=True)
class Background:
    """The background's pixels (u8, [height, width, 3]); the texture's name, "" where there is none."""

    pixels: np.ndarray
    texture: str


def draw_background(rng: np.random.Generator, shot: Shot, visible: np.ndarray) -> Background:
    """Returns the shot's background. `visible` is the mask of where no garment lies: a texture is measured there."""
    if shot.background == "gradient":
        return Background(_gradient(rng, shot), "")
    if shot.background == "textured":
        return _textured(rng, shot, visible)
    if shot.background == "white":
        colour = tinted(np.float32(rng.uniform(245, 255)), 0, 0)
    elif shot.background == "grey":
        colour = tinted(np.float32(rng.uniform(150, 235)), 0, 0)
    else:
        colour = tinted(np.float32(rng.uniform(215, 245)), rng.uniform(30, 52), rng.uniform(0.06, 0.22))
    return Background(np.broadcast_to(to_bytes(colour), (shot.height, shot.width, 3)), "")


def _gradient(rng: np.random.Generator, shot: Shot) -> np.ndarray:
    """Returns a passage between two tones: along a line, or from a centre outwards, as a lamp or a vignette makes."""
    difference = rng.uniform(20, 80)
    darker = rng.uniform(150, 255 - difference)
    lumas = np.array([darker, darker + difference], np.float32)
    if rng.random() < 0.5:
        lumas = lumas[::-1]
    hue = rng.uniform(0, 360)
    other_hue = hue + rng.uniform(-40, 40)
    saturations = rng.uniform(0, 0.25, 2) * (rng.random() < 0.6)
    start, end = tinted(lumas[0], hue, saturations[0]), tinted(lumas[1], other_hue % 360, saturations[1])

    columns = np.linspace(-0.5, 0.5, shot.width, dtype=np.float32)[None, :]
    rows = np.linspace(-0.5, 0.5, shot.height, dtype=np.float32)[:, None]
    if rng.random() < 0.5:
        angle = rng.uniform(0, 2 * math.pi)
        field = columns * np.float32(math.cos(angle)) + rows * np.float32(math.sin(angle))
    else:
        x, y = (np.float32(rng.uniform(-0.2, 0.2)) for _ in range(2))
        field = ((columns - x) ** 2 + (rows - y) ** 2) ** np.float32(rng.uniform(0.5, 1))
    field = (field - field.min()) / np.ptp(field)
    table = start + np.linspace(0, 1, 256, dtype=np.float32)[:, None] * (end - start)
    return to_bytes(table)[to_bytes(255 * field)]


def _textured(rng: np.random.Generator, shot: Shot, visible: np.ndarray) -> Background:
    """Returns a tinted texture whose luma has the drawn mean and at least the least deviation where it is visible."""
    mean, deviation = rng.uniform(120, 220), rng.uniform(1.1, 2.2) * LEAST_TEXTURE_SD
    name, field = draw_texture(rng, shot.width, shot.height)
    hue = rng.uniform(15, 45) if name == "wood" else rng.uniform(0, 360)
    table = tone_table(hue, rng.uniform(0, 0.5))
    lumas = luma_of(table)
    field = field - field[visible].mean()
    field *= 1 / field[visible].std()
    # Clipping at black and white takes contrast and moves the mean: a few corrections bring both back.
    gain, level = deviation, mean
    for _ in range(8):
        tones = to_bytes(level + gain * field)
        seen = lumas[tones[visible]]
        if seen.std() >= LEAST_TEXTURE_SD + 0.5 and abs(seen.mean() - mean) < 2:
            break
        gain *= max(1.0, deviation / seen.std())
        level += mean - seen.mean()
    return Background(table[tones], name)
