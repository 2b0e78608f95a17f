"""Every random decision of a photo, drawn before anything is rendered. One row of photos.csv."""

from dataclasses import dataclass

import numpy as np

import palette
from palette import SHOES, TOPS, colourize, distance


@dataclass
class Decisions:
    """A photo's decisions. Angles in degrees, sizes as shares of the frame, strengths from 0."""

    source: str = "shop"
    width: int = 0
    height: int = 0
    enlarged: int = 1  # a 12-megapixel photo is rendered at half its size and enlarged, as phones' denoising softens it
    format: str = "jpeg"
    quality: int = 90
    subsampling: str = "4:2:0"
    progressive: bool = False
    recompressed: int = 0  # quality of an earlier JPEG; 0 for none
    exif_orientation: int = 0  # 0: no tag
    greyscale: bool = False
    backdrop: str = "studio white"
    backdrop_colour: str = ""
    backdrop_r: int = 255
    backdrop_g: int = 255
    backdrop_b: int = 255
    backdrop_strength: float = 1.0  # of wrinkles, grain, pile
    backdrop_scale: float = 1.0
    backdrop_angle: float = 0.0
    hidden_colour: str = ""  # under the fully transparent places of a PNG or WebP
    fill: float = 0.8
    offset_x: float = 0.0
    offset_y: float = 0.0
    cut: float = 0.0
    cut_side: str = ""
    angle: float = 0.0
    mirrored: bool = False
    keystone_x: float = 0.0
    keystone_y: float = 0.0
    stretch: float = 1.0
    hue: str = "neutral"
    saturation: float = 0.0
    second_hue: str = ""
    fabric: str = "plain"
    folds: float = 0.04
    texture: float = 0.02
    print: str = "none"
    print_hue: str = ""
    hanger: bool = False
    clutter: int = 0
    shadow: float = 0.15
    shadow_angle: float = 90.0
    shadow_length: float = 0.01
    shadow_softness: float = 0.02
    falloff: float = 0.0
    falloff_angle: float = 0.0
    vignette: float = 0.0
    window_light: float = 0.0
    own_shadow: float = 0.0
    exposure: float = 0.0  # in stops
    warmth: float = 0.0  # above 0: red up, blue down
    tint: float = 0.0  # above 0: green up
    contrast: float = 1.0
    colourfulness: float = 1.0
    blur: float = 0.0  # sigma as a share of the photo's longer side
    motion: float = 0.0  # length as a share of the longer side
    noise: float = 0.0  # standard deviation, 0 to 255
    sharpened: float = 0.0
    watermark: bool = False
    bars: str = ""
    garment_brightness: float = 0.0
    colour_distance: float = 0.0
    points: int = 0
    difficulty: str = ""


def pick(rng: np.random.Generator, weights: dict) -> object:
    """One key, drawn by its weight."""
    keys = list(weights)
    chances = np.asarray(list(weights.values()), float)
    return keys[int(rng.choice(len(keys), p=chances / chances.sum()))]


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """Uniform, with four decimals: what the table says is what was rendered."""
    return round(float(rng.uniform(low, high)), 4)


SIZES = {
    "shop": {240: 3, 320: 4, 400: 8, 600: 18, 762: 15, 800: 20, 1000: 18, 1200: 10, 1500: 4},
    "marketplace": {320: 3, 480: 12, 640: 20, 800: 25, 960: 20, 1080: 15, 1280: 5},
    "phone": {800: 10, 1024: 35, 1280: 35, 1600: 17, 2016: 3},
}
ASPECTS = {  # width by height
    "shop": {(1, 1): 40, (3, 4): 25, (2, 3): 15, (4, 5): 12, (4, 3): 8},
    "marketplace": {(3, 4): 45, (1, 1): 27, (4, 3): 17, (4, 5): 6, (9, 16): 5},
    "phone": {(3, 4): 62, (4, 3): 24, (9, 16): 9, (16, 9): 5},
}
FORMATS = {
    "shop": {"jpeg": 72, "webp": 18, "png": 10},
    "marketplace": {"jpeg": 75, "webp": 20, "png": 5},
    "phone": {"jpeg": 93, "webp": 4, "png": 3},
}
QUALITIES = {"shop": (82, 95), "marketplace": (68, 90), "phone": (76, 95)}
BACKDROPS = {
    "shop": {"studio white": 50, "packshot grey": 20, "cream": 7, "paper": 10, "transparent": 9, "wall": 4},
    "marketplace": {
        "studio white": 14, "packshot grey": 10, "cream": 4, "paper": 12, "wall": 20, "sheet": 16, "wood": 14,
        "carpet": 6, "stone": 4,
    },
    "phone": {"wall": 22, "sheet": 26, "wood": 22, "carpet": 14, "stone": 8, "paper": 8},
}  # fmt: skip
COLOURS = {
    "paper": palette.PAPERS, "wall": palette.WALLS, "floor and wall": palette.WALLS, "sheet": palette.SHEETS,
    "wood": palette.WOODS, "carpet": palette.CARPETS, "stone": palette.STONES,
}  # fmt: skip
LEAST_DISTANCE = {"shop": 34, "marketplace": 30, "phone": 26}


def draw_file(rng: np.random.Generator, d: Decisions) -> None:
    """Source, size, format and compression."""
    d.source = str(pick(rng, {"shop": 46, "marketplace": 30, "phone": 24}))
    longer = int(pick(rng, SIZES[d.source]))
    across, down = pick(rng, ASPECTS[d.source])
    d.width = round(longer * across / max(across, down))
    d.height = round(longer * down / max(across, down))
    d.enlarged = 2 if longer == 2016 else 1
    d.format = str(pick(rng, FORMATS[d.source]))
    d.quality = int(rng.integers(*QUALITIES[d.source]))
    poor = rng.random() < {"shop": 0.02, "marketplace": 0.12, "phone": 0.08}[d.source]
    poor_quality = int(rng.integers(30, 56))
    d.quality = poor_quality if poor else d.quality
    d.subsampling = str(pick(rng, {"4:2:0": 75, "4:4:4": 17, "4:2:2": 8}))
    d.progressive = bool(rng.random() < 0.3)
    again = rng.random() < {"shop": 0.05, "marketplace": 0.25, "phone": 0.05}[d.source]
    first_quality = int(rng.integers(60, 90))
    d.recompressed = first_quality if again else 0
    tag = int(pick(rng, {1: 70, 6: 18, 8: 6, 3: 5, 2: 1}))
    d.exif_orientation = tag if d.source == "phone" and d.format == "jpeg" else 0
    d.greyscale = bool(rng.random() < 0.01)


def draw_garment(rng: np.random.Generator, d: Decisions, label: int) -> None:
    """Colour, fabric and print. Brightness is the image's own."""
    leather = label in SHOES or label == 8
    hues = {hue: 1.0 for hue in palette.HUES} | {"navy": 2.0, "blue": 1.6}
    if leather:
        hues |= {"tan": 4.0, "brown": 3.0, "beige": 2.0}
    coloured = rng.random() < 0.6
    hue = str(pick(rng, hues))
    saturation = between(rng, 0.35, 0.95)
    d.hue, d.saturation = (hue, saturation) if coloured else ("neutral", 0.0)
    second = str(pick(rng, hues))
    d.second_hue = second if rng.random() < (0.2 if label == 7 else 0.04) else ""
    fabrics = {"leather": 6, "suede": 2, "weave": 2} if leather else {"plain": 5, "weave": 3, "knit": 1}
    if label in (2, 4):
        fabrics = {"knit": 5, "plain": 3, "weave": 2}
    if label == 1:
        fabrics = {"denim": 5, "plain": 3, "weave": 2}
    d.fabric = str(pick(rng, fabrics))
    d.folds = between(rng, 0.01, 0.03) if leather else between(rng, 0.02, 0.08)
    d.texture = between(rng, 0.02, 0.05)
    marking = str(pick(rng, {"stripes": 5, "logo": 5, "dots": 3, "none": 87}))
    d.print = marking if label in (0, 2, 3, 6) else "none"
    d.print_hue = str(pick(rng, hues))
    d.stretch = between(rng, 0.94, 1.06)


def draw_backdrop(rng: np.random.Generator, d: Decisions, label: int) -> None:
    """The backdrop and its colour, drawn again (at most 12 times) while it looks too much like the garment."""
    garment = colourize(np.full((1, 1), d.garment_brightness, np.float32), d.hue, d.saturation)[0, 0]
    for _ in range(12):
        name = str(pick(rng, BACKDROPS[d.source]))
        if label in SHOES | {8} and name == "sheet":
            name = "wood"
        if label in SHOES and name == "wall":
            name = "floor and wall"
        if name in COLOURS:
            d.backdrop_colour = str(pick(rng, {colour: 1 for colour in COLOURS[name]}))
            colour = np.asarray(COLOURS[name][d.backdrop_colour], float) * rng.uniform(0.92, 1.05)
        else:
            d.backdrop_colour = ""
            grey, warm = rng.uniform(212, 244), rng.uniform(4, 14)
            white = 255 if rng.random() < 0.7 else rng.uniform(246, 255)
            tinted = np.asarray([grey + warm / 2, grey, grey - warm]) if name == "cream" else np.full(3, grey)
            colour = np.full(3, white) if name in ("studio white", "transparent") else tinted
        colour = np.clip(np.rint(colour), 0, 255)
        d.colour_distance = round(distance(garment, colour), 1)
        # White on white is what shops do; every other backdrop is chosen to set the garment off.
        if name in ("studio white", "transparent") or d.colour_distance >= LEAST_DISTANCE[d.source]:
            break
    d.backdrop = name
    d.backdrop_r, d.backdrop_g, d.backdrop_b = (int(c) for c in colour)
    d.backdrop_strength = between(rng, 0.5, 1.3)
    d.backdrop_scale = between(rng, 0.7, 1.5)
    d.backdrop_angle = between(rng, -6, 6) + float(pick(rng, {0: 45, 90: 45, 35: 10}))
    d.hidden_colour = str(pick(rng, {"white": 45, "black": 35, "garment": 20})) if name == "transparent" else ""
    if name == "transparent":
        d.format = "png" if rng.random() < 0.8 else "webp"
        d.exif_orientation = 0
    d.hanger = bool(rng.random() < 0.55) and label in TOPS and name == "wall"


def draw_framing(rng: np.random.Generator, d: Decisions, label: int) -> None:
    """Where the garment is in the frame, how large and how it is turned."""
    d.fill = between(rng, *{"shop": (0.7, 0.94), "marketplace": (0.5, 0.92), "phone": (0.38, 0.88)}[d.source])
    d.offset_x, d.offset_y = between(rng, -1, 1), between(rng, -1, 1)
    cut = rng.random() < {"shop": 0.0, "marketplace": 0.03, "phone": 0.06}[d.source]
    d.cut = between(rng, 0.03, 0.08) if cut else 0.0
    d.cut_side = str(pick(rng, {"left": 1, "right": 1, "bottom": 1})) if cut else ""
    spread = {"shop": {0.8: 92, 3.0: 8}, "marketplace": {1.5: 60, 4.0: 28, 11.0: 12}, "phone": {2: 42, 5: 36, 13: 22}}
    d.angle = round(float(np.clip(rng.normal(0, pick(rng, spread[d.source])), -32, 32)), 3)
    if d.hanger or d.backdrop == "floor and wall":
        d.angle = round(float(np.clip(d.angle, -6, 6)), 3)
    d.mirrored = bool(rng.random() < (0.35 if label in SHOES else 0.25))
    if d.source != "shop":
        reach = 0.05 if d.source == "marketplace" else 0.1
        d.keystone_x, d.keystone_y = between(rng, -reach / 2, reach / 2), between(rng, -reach, reach)
    messy = rng.random() < {"shop": 0.0, "marketplace": 0.08, "phone": 0.16}[d.source]
    objects = int(rng.integers(1, 3))
    d.clutter = objects if messy and d.backdrop != "transparent" else 0


def draw_light(rng: np.random.Generator, d: Decisions) -> None:
    """Shadows, falloff, and light through a window or past the photographer."""
    shop = d.source == "shop"
    cutout = d.backdrop in ("studio white", "transparent") and rng.random() < 0.5
    d.shadow = 0.0 if cutout else between(rng, 0.05, 0.22) if shop else between(rng, 0.12, 0.45)
    d.shadow_angle = between(rng, 20, 160)
    d.shadow_length = between(rng, 0.004, 0.02) if shop else between(rng, 0.006, 0.045)
    d.shadow_softness = between(rng, 0.008, 0.03)
    if d.backdrop == "transparent":
        return
    clean = d.backdrop == "studio white" and shop
    d.falloff = 0.0 if clean else between(rng, 0, 0.12) if shop else between(rng, 0.03, 0.4)
    d.falloff_angle = between(rng, 0, 360)
    d.vignette = 0.0 if shop else between(rng, 0, 0.18)
    window, own = rng.random() < 0.07, rng.random() < 0.09
    bright, dark = between(rng, 0.15, 0.45), between(rng, 0.12, 0.3)
    d.window_light = bright if window and d.source == "phone" else 0.0
    d.own_shadow = dark if own and d.source == "phone" else 0.0


def draw_camera(rng: np.random.Generator, d: Decisions) -> None:
    """Exposure, white balance, focus, noise, and what was done to the photo afterwards."""
    shop, market = d.source == "shop", d.source == "marketplace"
    spread = 0.05 if shop else 0.25 if market else 0.38
    # Automatic exposure darkens what is mostly light, and a garment that would burn out is not shared.
    d.exposure = round(float(np.clip(rng.normal(-0.0 if shop else -0.1, spread), -1.1, 0.7)), 3)
    if d.garment_brightness > 185:
        d.exposure = min(d.exposure, 0.05)
    cast = 0.008 if shop else 0.035 if market else 0.055
    d.warmth = round(float(np.clip(rng.normal(0.3 * cast, cast), -0.15, 0.15)), 4)
    d.tint = round(float(np.clip(rng.normal(0, cast / 3), -0.05, 0.05)), 4)
    d.contrast = between(rng, 0.95, 1.08) if shop else between(rng, 0.85, 1.15)
    d.colourfulness = between(rng, 0.95, 1.1) if shop else between(rng, 0.8, 1.2)
    soft = {"shop": {0.0004: 1}, "marketplace": {0.0008: 85, 0.0035: 15}, "phone": {0.0008: 78, 0.0045: 22}}
    d.blur = round(float(pick(rng, soft[d.source])) * float(rng.uniform(0.5, 1.3)), 5)
    shaken = rng.random() < 0.08
    length = between(rng, 0.004, 0.012)
    d.motion = length if shaken and d.source == "phone" else 0.0
    d.noise = round(float(rng.gamma(2.0, 0.3 if shop else 1.0 if market else 1.5)), 3)
    d.noise = min(d.noise, 10.0)
    d.sharpened = between(rng, 0, 0.8)
    marked, framed = rng.random() < 0.05, rng.random() < 0.05
    d.watermark = marked and d.source == "marketplace"
    d.bars = str(pick(rng, {"white": 65, "black": 35})) if framed and not shop and d.width != d.height else ""
    if d.backdrop == "transparent":
        d.exposure = d.warmth = d.tint = 0.0


def draw(rng: np.random.Generator, label: int, brightness: float) -> Decisions:
    """All decisions of one photo, of a garment with that median brightness."""
    decisions = Decisions(garment_brightness=round(brightness, 1))
    draw_file(rng, decisions)
    draw_garment(rng, decisions, label)
    draw_backdrop(rng, decisions, label)
    draw_framing(rng, decisions, label)
    draw_light(rng, decisions)
    draw_camera(rng, decisions)
    return decisions
