"""From the scene to a file: exposure, colour, focus, noise, what people do to photos, and encoding."""

import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from decisions import Decisions
from fields import luma, shifted, smooth_noise

ORIENTATION_TAG = 274
# How the stored picture is turned so that a viewer that heeds the tag shows it upright.
STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


def develop(scene: np.ndarray, d: Decisions) -> np.ndarray:
    """Exposure, white balance, contrast and colourfulness. Gains are those of linear light under a gamma of 2.2."""
    gains = np.asarray([1 + d.warmth, 1 + d.tint, 1 - d.warmth], np.float32)
    rgb = scene * gains * np.float32(2.0 ** (d.exposure / 2.2))
    # A film-like shoulder: what is over the range is bent into its last tenth instead of being cut.
    if d.exposure > 0.02:
        rgb = np.where(rgb > 230, 230 + 25 * (1 - np.exp(-(rgb - 230) / 25)), rgb)
    rgb = 128 + (rgb - 128) * d.contrast if d.contrast < 1 else rgb + (d.contrast - 1) * 0.5 * (rgb - 128)
    grey = luma(rgb)[..., None]
    rgb = grey + (rgb - grey) * d.colourfulness
    return np.clip(rgb, 0, 255)


def focus(picture: Image.Image, d: Decisions) -> Image.Image:
    """Blur of the lens and of the hand, as one would see at any size."""
    size = max(picture.size)
    if d.motion:
        length = max(2, round(d.motion * size))
        moved = np.asarray(picture, np.float32)
        total = sum(shifted(moved, 0, step - length // 2) for step in range(length))
        picture = Image.fromarray(np.rint(total / length).astype(np.uint8))
    return picture.filter(ImageFilter.GaussianBlur(d.blur * size)) if d.blur * size > 0.2 else picture


def add_noise(picture: Image.Image, d: Decisions, rng: np.random.Generator) -> Image.Image:
    """Noise of brightness, finer, and of colour, coarser; both stronger in the dark."""
    if d.noise < 0.2:
        return picture
    rgb = np.asarray(picture, np.float32)
    height, width = rgb.shape[:2]
    strength = d.noise * (1.2 - 0.6 * luma(rgb) / 255)
    bright = rng.standard_normal((height, width), np.float32)
    bright = 0.6 * bright + 0.4 * shifted(bright, 0, 1)
    colour = np.dstack([smooth_noise(rng, height, width, 2.5, 2.5) for _ in range(3)])
    rgb = rgb + strength[..., None] * (bright[..., None] + 0.5 * colour)
    return Image.fromarray(np.clip(np.rint(rgb), 0, 255).astype(np.uint8))


def retouch(picture: Image.Image, d: Decisions) -> Image.Image:
    """Sharpening, a marketplace's mark, bars that make the picture square."""
    if d.sharpened > 0.1:
        picture = picture.filter(ImageFilter.UnsharpMask(1.2, round(90 * d.sharpened), 2))
    if d.watermark:
        width, height = picture.size
        font = ImageFont.load_default(max(10, width // 18))
        mark = Image.new("L", picture.size)
        ImageDraw.Draw(mark).text((0.62 * width, 0.92 * height), "my closet", fill=130, font=font)
        picture.paste((245, 245, 245), mask=mark)
    if d.bars:
        side = max(picture.size)
        square = Image.new("RGB", (side, side), d.bars)
        square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
        picture = square
    return picture


def with_transparency(colour: np.ndarray, opacity: np.ndarray, d: Decisions) -> Image.Image:
    """A cut-out: the garment's colour and opacity, with what an editor leaves under the transparent places."""
    rgb = develop(colour, d)
    if d.hidden_colour != "garment":
        hidden = 255.0 if d.hidden_colour == "white" else 0.0
        rgb = np.where(opacity[..., None] > 0.002, rgb, hidden)
    alpha = np.rint(np.clip(opacity, 0, 1) * 255)
    return Image.fromarray(np.dstack([np.rint(rgb), alpha]).astype(np.uint8))


def photograph(scene: np.ndarray, opacity: np.ndarray, d: Decisions, rng: np.random.Generator) -> Image.Image:
    """The picture as a viewer shows it."""
    if d.backdrop == "transparent":
        return with_transparency(scene, opacity, d)
    picture = focus(Image.fromarray(np.rint(develop(scene, d)).astype(np.uint8)), d)
    picture = add_noise(picture, d, rng)
    if d.enlarged > 1:
        picture = picture.resize((d.width, d.height), Image.Resampling.BICUBIC)
    picture = retouch(picture, d)
    return picture.convert("L") if d.greyscale else picture


def save(picture: Image.Image, d: Decisions, path: Path) -> None:
    """Encodes the picture; a JPEG of a turned phone is stored turned, with the tag that turns it back."""
    if d.recompressed and picture.mode == "RGB":
        first = io.BytesIO()
        picture.save(first, "JPEG", quality=d.recompressed)
        picture = Image.open(first)
        picture.load()
    if d.format == "png":
        picture.save(path, "PNG")
    elif d.format == "webp":
        picture.save(path, "WEBP", quality=d.quality, method=2)
    else:
        options = {"quality": d.quality, "progressive": d.progressive}
        if picture.mode == "RGB":
            options["subsampling"] = d.subsampling
        if d.exif_orientation:
            exif = Image.Exif()
            exif[ORIENTATION_TAG] = d.exif_orientation
            options["exif"] = exif
        if d.exif_orientation in STORED:
            picture = picture.transpose(STORED[d.exif_orientation])
        picture.save(path, "JPEG", **options)
