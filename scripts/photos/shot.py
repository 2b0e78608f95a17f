"""What is drawn for a photo before any pixel: its part of the set, size, view, colours, light and file.

Every draw comes from the photo's own generator, seeded with (seed, index), in the order written here.
A new draw belongs at the end, else every photo changes.
"""

import math
from dataclasses import dataclass

import numpy as np

PARTS = (("plain", 0.40), ("gradient", 0.15), ("textured", 0.20), ("turned", 0.25))
PLAIN_BACKGROUNDS = ("white", "grey", "cream")
TURNED_VIEWS = ("mirrored", "turned", "mirrored+turned")
FILTERS = ("nearest", "bilinear", "bicubic", "lanczos")
RATIOS = (4 / 5, 3 / 4, 2 / 3, 9 / 16)
SIDES = (200, 1600)
MAX_ANGLE = 15.0


@dataclass(frozen=True)
class Shot:
    """The drawn settings of a photo; lengths are shares of the photo's shorter side, angles are in degrees."""

    part: str
    background: str
    mirrored: bool
    angle: float
    """Counter-clockwise, after mirroring; 0 for an upright garment."""
    filter: str
    width: int
    height: int
    garment: float
    """Longer side of the garment's box."""
    place: tuple[float, float]
    """Where in the room that is left the garment lies: (0, 0) is left and top, (1, 1) right and bottom."""
    hue: float
    saturation: float
    """0 for a garment that stays grey."""
    shadow: float
    """By how much the shadow darkens, 0 for none."""
    shadow_blur: float
    shadow_offset: tuple[float, float]
    noise: float
    """Standard deviation of the sensor's noise, of 255."""
    quality: int
    subsampling: str

    @property
    def view(self) -> str:
        """How the garment is seen, as the table names it."""
        words = [word for word, is_so in (("mirrored", self.mirrored), ("turned", self.angle != 0)) if is_so]
        return "+".join(words) or "upright"


def draw_shot(rng: np.random.Generator) -> Shot:
    """Returns the settings of one photo."""
    part = _pick_part(rng)
    background = part if part in ("gradient", "textured") else str(rng.choice(PLAIN_BACKGROUNDS))
    view = str(rng.choice(TURNED_VIEWS)) if part == "turned" else "upright"
    angle = float(rng.uniform(-MAX_ANGLE, MAX_ANGLE)) if view.endswith("turned") else 0.0
    width, height = _draw_size(rng)
    is_grey = rng.random() < 1 / 3
    has_shadow = rng.random() < 0.4
    # A lamp above and to one side: the shadow falls beside or below the garment, never above it.
    fall = rng.uniform(0, math.pi)
    distance = rng.uniform(0.01, 0.04)
    return Shot(
        part=part,
        background=background,
        mirrored=view.startswith("mirrored"),
        angle=angle,
        filter=str(rng.choice(FILTERS)),
        width=width,
        height=height,
        garment=float(rng.uniform(0.35, 0.90)),
        place=(float(rng.random()), float(rng.random())),
        hue=float(rng.uniform(0, 360)),
        saturation=float(rng.uniform(0.1, 0.9)) * (not is_grey),
        shadow=float(rng.uniform(0.10, 0.35)) * has_shadow,
        shadow_blur=float(rng.uniform(0.01, 0.04)),
        shadow_offset=(distance * math.cos(fall), distance * math.sin(fall)),
        noise=float(rng.uniform(0, 4)),
        quality=int(rng.integers(60, 96)),
        subsampling=str(rng.choice(("4:2:0", "4:4:4"))),
    )


def _pick_part(rng: np.random.Generator) -> str:
    """Returns one of PARTS, as often as its share says."""
    at = rng.random()
    for part, share in PARTS:
        if at < share:
            return part
        at -= share
    return PARTS[-1][0]


def _draw_size(rng: np.random.Generator) -> tuple[int, int]:
    """Returns width and height: portrait, square or landscape, the longer side log-uniform, both within SIDES."""
    shape = rng.choice(("portrait", "square", "landscape"))
    ratio = 1.0 if shape == "square" else float(rng.choice(RATIOS))
    least, most = SIDES
    longer = math.exp(rng.uniform(math.log(least / ratio), math.log(most)))
    long, short = round(longer), max(least, round(longer * ratio))
    return (long, short) if shape == "landscape" else (short, long)
