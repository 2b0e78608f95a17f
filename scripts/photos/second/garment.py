"""A garment at the size of the photo: a smooth outline, its brightness as a colour, fabric, folds and print."""

import numpy as np
from PIL import Image, ImageDraw

from decisions import Decisions
from fields import blur, blur_small, extent, resize, smooth_noise, smoothstep
from outline import SIDE, separate
from palette import colourize

EDGE = 0.45  # the coverage where the outline runs


def enlarge(brightness: np.ndarray, pixels: int) -> np.ndarray:
    """Enlarged without the small image's grid: smoothed eightfold enlargement, whose edges are then made steeper.

    The smoothing (as wide as a B-spline's) leaves no steps along slanted edges; steepening stays within the range of
    the neighbourhood, so that no halos arise.
    """
    field = resize(blur_small(brightness, 0.45), 8 * SIDE, 8 * SIDE)
    field = blur_small(field, 3.0)
    for _ in range(2):
        lowest, highest = extent(field, 3)
        field = np.clip(field + 1.1 * (field - blur_small(field, 3.5)), lowest, highest)
    return resize(blur_small(field, 0.8), SIDE * pixels, SIDE * pixels)


def outline(coverage: np.ndarray, pixels: int) -> np.ndarray:
    """Opacity: the line where the enlarged coverage is EDGE, about 1.5 pixels soft."""
    field = resize(coverage, SIDE * pixels, SIDE * pixels)
    field = blur(field, 0.25 * pixels)
    down, across = np.gradient(field)
    slope = np.maximum(np.hypot(down, across), 0.12 / pixels)
    return np.clip(0.5 + (field - EDGE) / (slope * 1.5), 0, 1).astype(np.float32)


def fabric(rng: np.random.Generator, d: Decisions, side: int, pixels: int) -> np.ndarray:
    """The material's relief as a factor near 1: its texture and its folds."""
    grain = smooth_noise(rng, side, side, max(1.2, pixels / 18), max(1.2, pixels / 18))
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / pixels
    if d.fabric == "knit":
        wobble = 0.15 * smooth_noise(rng, side, side, 3 * pixels, 3 * pixels)
        grain = 0.5 * grain + 0.9 * np.sin((x + wobble) * (2 * np.pi / 0.5))
    elif d.fabric == "denim":
        grain = (
            0.7 * grain + 0.5 * np.sin((x + y) * (2 * np.pi / 0.22)) + 0.5 * smooth_noise(rng, side, side, pixels, 2)
        )
    elif d.fabric == "weave":
        grain = (
            0.5 * grain
            + 0.6 * smooth_noise(rng, side, side, 1.5, pixels)
            + 0.6 * smooth_noise(rng, side, side, pixels, 1.5)
        )
    elif d.fabric == "leather":
        grain = 0.4 * grain
    drape = smooth_noise(rng, side, side, 7 * pixels, 4 * pixels) + 0.6 * smooth_noise(
        rng, side, side, 3 * pixels, 2 * pixels
    )
    creases = smooth_noise(rng, side, side, 8 * pixels, 3.5 * pixels)
    drape = drape - 0.7 * np.exp(-((creases / 0.2) ** 2))
    return 1 + d.texture * grain + d.folds * drape


def printed(rng: np.random.Generator, d: Decisions, rgb: np.ndarray, box: np.ndarray, pixels: int) -> np.ndarray:
    """Stripes, dots or a figure on the chest, mixed half and half with the garment so that its shading stays."""
    side = rgb.shape[0]
    left, top, right, bottom = box * pixels
    mark = Image.new("L", (side, side))
    pen = ImageDraw.Draw(mark)
    if d.print == "stripes":
        step = rng.uniform(1.6, 3.2) * pixels
        for y in np.arange(top, bottom, step):
            pen.rectangle((left, y, right, y + 0.42 * step), fill=255)
    elif d.print == "dots":
        step, radius = rng.uniform(1.8, 3.0) * pixels, rng.uniform(0.25, 0.45) * pixels
        for row, y in enumerate(np.arange(top, bottom, step)):
            for x in np.arange(left + (row % 2) * step / 2, right, step):
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    else:
        middle, height = (left + right) / 2, top + rng.uniform(0.28, 0.4) * (bottom - top)
        reach, tall = rng.uniform(1.5, 3.5) * pixels, rng.uniform(0.8, 2.2) * pixels
        shape = pen.ellipse if rng.random() < 0.5 else pen.rectangle
        shape((middle - reach, height - tall, middle + reach, height + tall), fill=255)
        shape((middle - 0.6 * reach, height - 0.5 * tall, middle + 0.6 * reach, height + 0.5 * tall), fill=0)
    mask = blur(np.asarray(mark, np.float32) / 255, 0.05 * pixels)[..., None]
    grey = rgb.mean(axis=-1)
    towards = np.where(np.median(grey) < 128, 0.55 * grey + 105, 0.55 * grey)
    return rgb + mask * 0.75 * (colourize(towards.astype(np.float32), d.print_hue, 0.8) - rgb)


def hanger(box: np.ndarray, pixels: int, column: float) -> tuple[np.ndarray, np.ndarray]:
    """A wire hook above the neck, as RGB and opacity, to lie behind the garment."""
    side = SIDE * pixels
    wire = Image.new("L", (side, side))
    pen = ImageDraw.Draw(wire)
    x, top, thick = column * pixels, box[1] * pixels, max(2, round(0.28 * pixels))
    radius = 0.85 * pixels
    pen.line((x, top + 3 * pixels, x, top - 1.1 * pixels), fill=255, width=thick)
    pen.arc((x - radius, top - 2.8 * pixels, x + radius, top - 1.1 * pixels), 170, 450, fill=255, width=thick)
    opacity = blur(np.asarray(wire, np.float32) / 255, 0.6)
    shine = 120 + 70 * blur(opacity, 0.1 * pixels)
    return np.repeat(shine[..., None], 3, axis=-1), opacity


def make_layer(image: np.ndarray, label: int, d: Decisions, rng: np.random.Generator, pixels: int) -> np.ndarray:
    """RGBA as float32 (0 to 255, opacity 0 to 1) of side 36 × pixels; all but the margin of 4 is the image's area."""
    coverage, brightness = separate(image, label)
    side = SIDE * pixels
    opacity = outline(coverage, pixels)
    tone = enlarge(brightness, pixels) + 2
    median = d.garment_brightness
    rgb = colourize(tone, d.hue, d.saturation)
    if d.second_hue:
        other = smoothstep(tone - median, 12, 45)[..., None]
        rgb = rgb + other * (colourize(tone, d.second_hue, 0.8) - rgb)
    pale = smoothstep(tone, 205, 240)[..., None]  # soles, laces and collars that are white stay nearly white
    rgb = rgb + 0.7 * pale * (tone[..., None] - rgb)
    box = bounds(coverage)
    if d.print != "none":
        rgb = printed(rng, d, rgb, box, pixels)
    relief = fabric(rng, d, side, pixels)
    rounding = np.clip(blur(opacity, 0.7 * pixels) * 2 - 1, 0, 1)
    rgb = rgb * (relief * (0.94 + 0.06 * rounding))[..., None]
    if d.fabric == "leather":
        sheen = smoothstep(smooth_noise(rng, side, side, 3 * pixels, 6 * pixels), 0.5, 1.6)
        rgb = rgb + (0.16 * sheen * (255 - tone) * rounding)[..., None]
    if d.hanger:
        column = float((coverage.sum(axis=0) * np.arange(SIDE)).sum() / coverage.sum()) + 0.5
        metal, wire = hanger(box, pixels, column)
        rgb = metal + opacity[..., None] * (rgb - metal)
        opacity = np.maximum(opacity, wire)
    return np.dstack([np.clip(rgb, 0, 255), opacity]).astype(np.float32)


def bounds(coverage: np.ndarray) -> np.ndarray:
    """Left, top, right and bottom of the garment, in places of the padded image."""
    rows, columns = (np.flatnonzero((coverage > EDGE).any(axis=axis)) for axis in (1, 0))
    return np.asarray([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.float64)
