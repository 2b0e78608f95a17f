"""Strangers of one texture over the whole picture: cloth, wood, bricks, stripes, checks, marble (for strangers.py)."""

import colorsys

import numpy as np

from strangers_shapes import field, mix, resized, scaled
from strangers_tones import OWN_SIDE, sides, to_bytes


def textures(rng: np.random.Generator, index: int) -> tuple[np.ndarray, str]:
    """The textures in turns; every fifth in the data set's own form."""
    own = index % 5 == 4
    names = list(DRAWN)
    name = names[(index // 5 if own else index - index // 5) % len(names)]
    height, width = (OWN_SIDE, OWN_SIDE) if own else sides(rng, 100, 600)
    share, ground, ink = DRAWN[name](rng, height, width)
    if own:
        return to_bytes(255 * scaled(share)), f"{name}, 28 x 28 grey"
    return mix(share, np.array(ground) * 255, np.array(ink) * 255), name


def tint(rng: np.random.Generator, values: tuple[float, float], most: float = 0.9) -> tuple[float, float, float]:
    """A colour of any hue with a brightness in the range, its saturation at most `most`."""
    return colorsys.hsv_to_rgb(rng.random(), rng.uniform(0, most), rng.uniform(*values))


def turned(rng: np.random.Generator, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Two coordinates at right angles, in shorter sides, half of the time askew."""
    y, x = np.mgrid[0:height, 0:width] / min(height, width)
    angle = rng.choice([0, np.pi / 2]) if rng.random() < 0.5 else rng.uniform(0, np.pi)
    return x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)


def periods(rng: np.random.Generator, height: int, width: int, least: float, most: float) -> float:
    """A number of periods along the shorter side, of four pixels each or more, lest they beat with the grid."""
    return rng.uniform(least, max(least, min(most, min(height, width) / 4)))


def bands(phase: np.ndarray, share: float, sharpness: float) -> np.ndarray:
    """Bands of period 1 that take that share of it: 1 in them, 0 between, with edges as sharp as asked."""
    return np.clip((np.cos(2 * np.pi * phase) - np.cos(np.pi * share)) * sharpness + 0.5, 0, 1)


def cloth(rng: np.random.Generator, height: int, width: int) -> tuple:
    """Plain weave: threads over and under each other, with folds of light."""
    along, across = turned(rng, height, width)
    threads = periods(rng, height, width, 6, 45)
    over = np.sin(np.pi * threads * along) * np.sin(np.pi * threads * across)
    thread = np.abs(np.where(over > 0, np.sin(np.pi * threads * along), np.sin(np.pi * threads * across)))
    folds = field(rng, height, width, rng.uniform(1, 3))
    grain = rng.normal(0, 0.06, (height, width))
    share = np.clip(0.55 * thread + 0.15 * (over > 0) + 0.3 * folds + grain, 0, 1)
    ink = tint(rng, (0.35, 1.0), 0.7)
    return share, tuple(channel * 0.35 for channel in ink), ink


def wood(rng: np.random.Generator, height: int, width: int) -> tuple:
    """Year rings, drawn out along the grain."""
    upright = rng.random() < 0.5
    rows, columns = (width, height) if upright else (height, width)
    y = np.mgrid[0:rows, 0:columns][0] / min(rows, columns)
    # A grid with few columns, enlarged: hills that are long along the grain.
    hills = rng.standard_normal((rng.integers(4, 16), rng.integers(3, 6)))
    bend = scaled(resized(hills, rows, columns))
    rings = y * periods(rng, rows, columns, 2, 9) + bend * periods(rng, rows, columns, 1, 5)
    fibres = resized(rng.normal(0, 1, (rows, columns // 24 + 2)), rows, columns)
    share = np.clip(np.mod(rings, 1) ** rng.uniform(0.8, 2) * 0.8 + 0.1 + 0.06 * fibres, 0, 1)
    hue = rng.uniform(0.05, 0.11)
    light = colorsys.hsv_to_rgb(hue, rng.uniform(0.3, 0.6), rng.uniform(0.65, 0.95))
    dark = colorsys.hsv_to_rgb(hue, rng.uniform(0.5, 0.8), rng.uniform(0.25, 0.5))
    return (share.T if upright else share), light, dark


def bricks(rng: np.random.Generator, height: int, width: int) -> tuple:
    """A wall in running bond, each brick with its own tone."""
    y, x = np.mgrid[0:height, 0:width] / min(height, width)
    courses = periods(rng, height, width, 4, 14)
    row = np.floor(y * courses).astype(int)
    place = x * courses / rng.uniform(2, 3) + 0.5 * (row % 2)
    column = np.floor(place).astype(int)
    tones = rng.uniform(0.55, 1, (row.max() + 1, column.max() + 1))[row, column]
    gap = rng.uniform(0.08, 0.16)
    mortar = (np.mod(y * courses, 1) < gap) | (np.mod(place, 1) < gap / 2.5)
    share = np.clip(np.where(mortar, 0, tones) + rng.normal(0, 0.04, (height, width)), 0, 1)
    grey = rng.uniform(0.7, 0.9)
    brick = colorsys.hsv_to_rgb(rng.uniform(0.0, 0.06), rng.uniform(0.5, 0.8), rng.uniform(0.45, 0.8))
    return share, (grey, grey, grey * 0.97), brick


def stripes(rng: np.random.Generator, height: int, width: int) -> tuple:
    """Parallel bands, straight or askew, sharp or soft."""
    along, _ = turned(rng, height, width)
    share = bands(along * periods(rng, height, width, 3, 25), rng.uniform(0.25, 0.75), rng.choice([0.7, 20]))
    return share, tint(rng, (0.75, 1.0), 0.4), tint(rng, (0.05, 0.6))


def checks(rng: np.random.Generator, height: int, width: int) -> tuple:
    """A chessboard, or gingham, where the bands of both directions add."""
    along, across = turned(rng, height, width)
    count = periods(rng, height, width, 2, 16)
    one, other = (bands(axis * count, 0.5, 20) for axis in (along, across))
    share = np.abs(one - other) if rng.random() < 0.5 else (one + other) / 2
    return share, tint(rng, (0.75, 1.0), 0.4), tint(rng, (0.05, 0.6))


def marble(rng: np.random.Generator, height: int, width: int) -> tuple:
    """Veins: waves bent by noise of several octaves."""
    along, _ = turned(rng, height, width)
    turbulence = field(rng, height, width, rng.uniform(1.5, 3), octaves=4)
    veins = 1 - np.abs(np.sin(np.pi * (along * rng.uniform(1, 3) + turbulence * rng.uniform(1.5, 4))))
    share = np.clip(veins ** rng.uniform(2, 6) + 0.25 * field(rng, height, width, 4, octaves=3), 0, 1)
    light, dark = tint(rng, (0.8, 1.0), 0.15), tint(rng, (0.1, 0.5), 0.4)
    return (share, light, dark) if rng.random() < 0.7 else (share, dark, light)


DRAWN = {"cloth": cloth, "wood": wood, "bricks": bricks, "stripes": stripes, "checks": checks, "marble": marble}
