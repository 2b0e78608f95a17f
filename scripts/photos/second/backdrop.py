"""What the garment lies on, hangs on or stands before, as RGB without the garment and without the room's light."""

import numpy as np
from PIL import Image

from decisions import Decisions
from fields import blur, smooth_noise, smoothstep


def tinted(relief: np.ndarray, d: Decisions) -> np.ndarray:
    """The backdrop's colour times a relief around 1."""
    colour = np.asarray([d.backdrop_r, d.backdrop_g, d.backdrop_b], np.float32)
    return relief[..., None] * colour


def turned(field: np.ndarray, angle: float, height: int, width: int) -> np.ndarray:
    """The middle of a square field (wide enough for any angle), turned."""
    image = Image.fromarray(field).rotate(angle, Image.Resampling.BILINEAR)
    top, left = (field.shape[0] - height) // 2, (field.shape[1] - width) // 2
    return np.asarray(image, np.float32)[top : top + height, left : left + width]


def sheet(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """A bed sheet: creases are the steep flanks of smooth noise, at two sizes and in two directions."""
    size, relief = max(height, width), np.zeros((height, width), np.float32)
    for cell, weight in ((0.34, 0.5), (0.16, 0.35), (0.07, 0.15)):
        cell *= d.backdrop_scale
        along, across = (1.8, 0.6) if rng.random() < 0.5 else (0.6, 1.8)
        noise = smooth_noise(rng, height, width, cell * size * along, cell * size * across)
        relief += weight * (0.6 * noise - 0.9 * np.exp(-((noise / 0.16) ** 2)))
    weave = smooth_noise(rng, height, width, 1.3, 1.3)
    return 1 + d.backdrop_strength * (0.085 * relief) + 0.008 * weave


def wood(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """A floor of planks with grain along them, each with a shade of its own, dark joints between them."""
    side = int(np.ceil(np.hypot(height, width))) + 2
    plank = max(24, int(0.13 * d.backdrop_scale * max(height, width)))
    field = np.zeros((side, side), np.float32)
    for left in range(0, side, plank):
        wide, start = min(plank, side - left), int(rng.integers(-6 * plank, 0))
        while start < side:
            long = int(rng.integers(4 * plank, 9 * plank))
            top, end = max(start, 0), min(start + long, side)
            start += long
            if end <= top:
                continue
            cells = ((plank * 1.4, plank / 7), (plank / 1.5, plank / 28))
            grain = sum(smooth_noise(rng, end - top, wide, max(2, a), max(1, b)) for a, b in cells)
            field[top:end, left : left + wide] = 1 + d.backdrop_strength * (
                0.045 * grain + 0.06 * rng.standard_normal()
            )
            joint = max(1, plank // 45)
            field[top:end, left : left + joint] *= 0.72
            field[top : top + joint, left : left + wide] *= 0.72
    return turned(field, d.backdrop_angle, height, width)


def carpet(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """Pile: clumps of a few pixels, lighter and darker where it was brushed."""
    size = max(height, width) * d.backdrop_scale
    clumps = smooth_noise(rng, height, width, max(1.5, 0.006 * size), max(1.5, 0.006 * size))
    fibres = smooth_noise(rng, height, width, max(1.2, 0.002 * size), max(1.2, 0.002 * size))
    brushed = smooth_noise(rng, height, width, 0.25 * size, 0.4 * size)
    return 1 + d.backdrop_strength * (0.06 * clumps + 0.035 * fibres + 0.035 * brushed)


def stone(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """Concrete, or tiles with joints: mottled at several sizes."""
    side = int(np.ceil(np.hypot(height, width))) + 2
    size = max(height, width)
    field = np.ones((side, side), np.float32)
    for cell, weight in ((0.3, 0.03), (0.08, 0.022), (0.015, 0.016), (0.003, 0.016)):
        field += (
            d.backdrop_strength * weight * smooth_noise(rng, side, side, max(1.2, cell * size), max(1.2, cell * size))
        )
    if d.backdrop_colour != "concrete":
        tile, joint = int(0.42 * d.backdrop_scale * size), max(2, size // 140)
        for start in range(int(rng.integers(0, tile)), side, tile):
            field[start : start + joint] *= 0.84
            field[:, start : start + joint] *= 0.84
        field = blur(field, 0.7)
    return turned(field, d.backdrop_angle, height, width)


def wall(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """Painted plaster: nearly even, finely pitted."""
    size = max(height, width)
    pits = smooth_noise(rng, height, width, max(1.2, 0.004 * size), max(1.2, 0.004 * size))
    return 1 + d.backdrop_strength * (0.012 * pits + 0.012 * smooth_noise(rng, height, width, 0.2 * size, 0.2 * size))


def studio(rng: np.random.Generator, d: Decisions, height: int, width: int) -> np.ndarray:
    """Seamless paper: lighter in the middle or from above, as softboxes leave it."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    centre = np.hypot((x / width - 0.5) * 0.9, y / height - rng.uniform(0.3, 0.5))
    return 1.02 - 0.09 * d.backdrop_strength * smoothstep(centre, 0.15, 0.9)


def floor_and_wall(rng: np.random.Generator, d: Decisions, height: int, width: int, horizon: int) -> np.ndarray:
    """A wall above, a floor (a shelf, a table) of the wall's colour but darker below; the edge is out of focus."""
    relief = wall(rng, d, height, width)
    grain = smooth_noise(rng, height, width, 0.012 * height, 0.5 * width) * 0.035 * d.backdrop_strength
    floor = rng.uniform(0.74, 0.9) + grain
    y = np.arange(height, dtype=np.float32)[:, None]
    share = smoothstep(np.repeat(y, width, 1), horizon - 0.004 * height - 1, horizon + 0.004 * height + 1)
    rgb = tinted(relief + share * (floor - relief), d)
    warm = np.asarray([1.05, 1.0, 0.9], np.float32) if rng.random() < 0.6 else np.ones(3, np.float32)
    return rgb * (1 + share[..., None] * (warm - 1))


def make_backdrop(rng: np.random.Generator, d: Decisions, height: int, width: int, foot: float) -> np.ndarray:
    """RGB of the frame; `foot` is the row the garment stands on, for a wall that meets a floor."""
    if d.backdrop == "floor and wall":
        horizon = int(np.clip(foot - rng.uniform(0.03, 0.16) * height, 0.2 * height, 0.97 * height))
        return floor_and_wall(rng, d, height, width, horizon)
    if d.backdrop in ("studio white", "transparent"):
        return tinted(np.ones((height, width), np.float32), d)
    makers = {"sheet": sheet, "wood": wood, "carpet": carpet, "stone": stone, "wall": wall}
    return tinted(makers.get(d.backdrop, studio)(rng, d, height, width), d)
