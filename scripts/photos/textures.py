"""Patterns that products are photographed on: cloth, wood, speckle, tiles and clouds, as fields of light.

A field is f32 [height, width] of any mean and scale; backgrounds.py gives it its contrast and its colours.
What is random is drawn small and enlarged, or drawn per thread, plank and tile.
"""

import math

import numpy as np
from PIL import Image


def draw_texture(rng: np.random.Generator, width: int, height: int) -> tuple[str, np.ndarray]:
    """Returns the name of a texture and its field."""
    name = str(rng.choice(tuple(TEXTURES)))
    return name, TEXTURES[name](rng, width, height)


def noise(rng: np.random.Generator, width: int, height: int, across: float, down: float) -> np.ndarray:
    """Returns smooth noise (mean near 0, values near -1 to 1) whose bumps are `across` × `down` pixels."""
    small = (max(2, math.ceil(height / down) + 1), max(2, math.ceil(width / across) + 1))
    grain = Image.fromarray(rng.uniform(-1, 1, small).astype(np.float32))
    return np.asarray(grain.resize((width, height), Image.Resampling.BICUBIC))


def cloth(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Returns a plain weave: threads over and under each other, each of its own lightness."""
    thread = max(3.0, rng.uniform(0.008, 0.04) * min(width, height))
    columns, rows = np.arange(width) / thread, np.arange(height) / thread
    warp, weft = (_thread_light(rng, places) for places in (columns, rows))
    is_over = (columns.astype(int)[None, :] + rows.astype(int)[:, None]) % 2 == 0
    # The thread below lies in the shadow of the one above.
    over = np.where(is_over, warp[None, :], weft[:, None])
    bow = np.where(is_over, _bow(rows)[:, None], _bow(columns)[None, :])
    return over + 0.5 * bow + 0.25 * noise(rng, width, height, 8 * thread, 8 * thread)


def wood(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Returns planks of wood: wavy year rings along the plank, streaks, gaps between planks."""
    is_upright = rng.random() < 0.5
    long, short = (height, width) if is_upright else (width, height)
    side = min(width, height)
    plank = rng.uniform(0.15, 0.6) * side
    ring = rng.uniform(0.02, 0.08) * side
    warp = noise(rng, long, short, 0.6 * side, 0.12 * side)
    across = (np.arange(short, dtype=np.float32) + np.float32(rng.uniform(0, plank)))[:, None]
    rings = np.sin(across * np.float32(2 * math.pi / ring) + np.float32(rng.uniform(2, 6)) * warp)
    streaks = noise(rng, long, short, 0.3 * side, max(1.5, 0.006 * side))
    plank_light = rng.uniform(-0.7, 0.7, int(across[-1, 0] // plank) + 1).astype(np.float32)
    gap = np.where(across % plank < max(1.5, 0.01 * side), np.float32(-2.5), np.float32(0))
    field = 0.6 * rings + 0.8 * streaks + plank_light[(across // plank).astype(int)] + gap
    return np.ascontiguousarray(field.T) if is_upright else field


def speckle(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Returns grains as of terrazzo, cork or a carpet: noise of two sizes, hardened."""
    grain = max(2.0, rng.uniform(0.006, 0.04) * min(width, height))
    field = noise(rng, width, height, grain, grain) + 0.5 * noise(rng, width, height, 3 * grain, 3 * grain)
    hardness = np.float32(rng.uniform(1, 6))
    return np.clip(field * hardness, -1, 1)


def tiles(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Returns tiles or bricks, each of its own lightness, with joints darker or lighter than they are."""
    side = min(width, height)
    tall = max(12.0, rng.uniform(0.06, 0.25) * side)
    are_bricks = rng.random() < 0.5
    wide = tall * (rng.uniform(1.8, 3) if are_bricks else 1)
    joint = max(2.0, rng.uniform(0.04, 0.14) * tall)
    rows = np.arange(height) + rng.uniform(0, tall)
    row = (rows // tall).astype(int)
    shift = (row % 2 * wide / 2 * are_bricks)[:, None]
    columns = np.arange(width)[None, :] + rng.uniform(0, wide) + shift
    column = (columns // wide).astype(int)
    light = rng.uniform(-0.5, 0.5, (row[-1] + 1, column.max() + 1)).astype(np.float32)
    field = light[row[:, None], column] + 0.3 * noise(rng, width, height, tall / 4, tall / 4)
    is_joint = (rows % tall < joint)[:, None] | (columns % wide < joint)
    return np.where(is_joint, np.float32(rng.choice((-1.5, 1.5))), field)


def clouds(rng: np.random.Generator, width: int, height: int) -> np.ndarray:
    """Returns coarse clouds as of a painted backdrop, concrete or crumpled paper: octaves of noise."""
    bump = rng.uniform(0.15, 0.5) * min(width, height)
    roughness = rng.uniform(0.4, 0.7)
    octaves = (roughness**n * noise(rng, width, height, bump / 2**n, bump / 2**n) for n in range(5))
    return np.sum(list(octaves), axis=0)


TEXTURES = {"cloth": cloth, "wood": wood, "speckle": speckle, "tiles": tiles, "clouds": clouds}


def _thread_light(rng: np.random.Generator, places: np.ndarray) -> np.ndarray:
    """Returns the light across the threads of one direction, at places counted in threads."""
    own = rng.uniform(-0.4, 0.4, int(places[-1]) + 1).astype(np.float32)
    return own[places.astype(int)] + _bow(places)


def _bow(places: np.ndarray) -> np.ndarray:
    """Returns the light on round threads: 1 on their crests, 0 between them."""
    return np.abs(np.sin(places * math.pi)).astype(np.float32)
