"""One photo from start to end: garment, background, shadow, noise, JPEG; and what is true of it, for the table."""

import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from backgrounds import draw_background
from colour import luma_of, to_bytes, tone_table
from garment import MARGIN, box_of, cut_out
from shot import Shot, draw_shot


@dataclass(frozen=True)
class Photo:
    """A finished photo: the bytes of its JPEG file, how it was drawn, and what was measured before shadow and noise."""

    jpeg: bytes
    shot: Shot
    texture: str
    box: tuple[int, int, int, int]
    """Left, top, right, bottom of the garment, where it covers at least half a pixel; right and bottom are outside."""
    texture_sd: float
    """Standard deviation of the background's luma where no garment lies."""
    contrast: float
    """Distance of the garment's mean luma from the background's."""


def make_photo(image: np.ndarray, seed: int, index: int) -> Photo:
    """Returns the photo of a Fashion-MNIST image (u8, [28, 28]); the same for the same image, seed and index."""
    rng = np.random.default_rng([seed, index])
    shot = draw_shot(rng)
    garment = cut_out(image, shot)
    left, top = _place(shot, garment.cover.shape)
    height, width = garment.cover.shape
    region = (slice(top, top + height), slice(left, left + width))
    cover = np.zeros((shot.height, shot.width), np.uint8)
    cover[region] = garment.cover

    background = draw_background(rng, shot, cover == 0)
    luma = luma_of(background.pixels)[cover == 0]
    garment_luma = garment.light[garment.cover >= 128]
    pixels = _shaded(background.pixels, cover, shot)
    share = garment.cover[..., None] * np.float32(1 / 255)
    coloured = tone_table(shot.hue, shot.saturation)[garment.light]
    pixels[region] += share * (coloured - pixels[region])
    if shot.noise > 0:
        pixels += np.float32(shot.noise) * rng.standard_normal(pixels.shape, np.float32)
    return Photo(
        jpeg=_jpeg(to_bytes(pixels), shot),
        shot=shot,
        texture=background.texture,
        box=box_of(cover >= 128),
        texture_sd=float(luma.std()),
        contrast=abs(float(garment_luma.mean()) - float(luma.mean())),
    )


def _place(shot: Shot, size: tuple[int, int]) -> tuple[int, int]:
    """Returns left and top of a cut-out of this height and width, its margins kept."""
    margin = MARGIN * min(shot.width, shot.height)
    left, top = (
        _within(margin, round(margin + (whole - length - 2 * margin) * at), whole - length - margin)
        for whole, length, at in zip((shot.width, shot.height), size[::-1], shot.place)
    )
    return left, top


def _within(least: float, value: int, most: float) -> int:
    """Returns the value, or the whole number nearest to it between the limits."""
    return max(math.ceil(least), min(value, math.floor(most)))


def _shaded(pixels: np.ndarray, cover: np.ndarray, shot: Shot) -> np.ndarray:
    """Returns the background (f32) with the garment's soft shadow on it."""
    shaded = pixels.astype(np.float32)
    if shot.shadow == 0:
        return shaded
    side = min(shot.width, shot.height)
    # Drawn at a quarter of the size: it is blurred anyway.
    small = Image.fromarray(cover).reduce(4)
    moved = [-round(offset * side / 4) for offset in shot.shadow_offset]
    small = small.transform(small.size, Image.Transform.AFFINE, (1, 0, moved[0], 0, 1, moved[1]))
    small = small.filter(ImageFilter.GaussianBlur(shot.shadow_blur * side / 4))
    shadow = np.asarray(small.resize((shot.width, shot.height), Image.Resampling.BILINEAR))
    shaded *= (1 - np.float32(shot.shadow / 255) * shadow.astype(np.float32))[..., None]
    return shaded


def _jpeg(pixels: np.ndarray, shot: Shot) -> bytes:
    """Returns the pixels (u8, [height, width, 3]) as a JPEG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=shot.quality, subsampling=shot.subsampling)
    return file.getvalue()
