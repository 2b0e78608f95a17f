"""A photo decoded and prepared with Pillow, numpy and scipy: from a JPEG file to pixels as Fashion-MNIST has them."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter, ImageOps
from scipy import ndimage

from background import background_of, border_of
from form import LEAST_DIFFERENCE, MASK_SIDE, SIDE, Box, fitted, level_for

EIGHT = np.ones((3, 3), bool)


def decode(path: str) -> Image.Image:
    """Returns the upright photo in RGB."""
    with Image.open(path) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def decode_reduced(path: str) -> Image.Image:
    """Returns the upright photo at half its size, which the JPEG decoder makes from fewer coefficients."""
    with Image.open(path) as image:
        image.draft("RGB", (image.width // 2, image.height // 2))
        return ImageOps.exif_transpose(image).convert("RGB")


def prepare(photo: Image.Image) -> np.ndarray:
    """Returns the photo's largest object, light on 0, as u8 [28, 28]."""
    levels = 1 + max(0, (max(photo.size) - 1) // MASK_SIDE).bit_length()
    mask, box = _object(_difference(_reduced(photo, 1 << levels - 1)))
    crop = photo.crop(tuple(value << levels - 1 for value in box)).convert("L")
    crop = ImageChops.invert(_reduced(crop, 1 << level_for(box, levels)))
    grown = Image.fromarray(mask).resize(crop.size, Image.Resampling.BILINEAR).point(_HALF)
    light = ImageChops.darker(crop, grown)
    size, corner = fitted((light.height, light.width))
    reduced = light.resize(size, Image.Resampling.BOX)
    sharp = np.asarray(reduced.filter(ImageFilter.UnsharpMask(radius=1, percent=50, threshold=0)))
    stretched = sharp * np.float32(255 / max(1, int(sharp.max())))
    result = np.zeros((SIDE, SIDE), np.uint8)
    result[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]] = np.rint(stretched)
    return result


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """Returns the image at a whole part of its size; a last column or row that does not fill a pixel is left out."""
    if factor == 1:
        return image
    width, height = (side // factor * factor for side in image.size)
    return image.reduce(factor, (0, 0, width, height))


_HALF = [0] * 128 + [255] * 128
"""A table: 255 from one half on."""


def _difference(small: Image.Image) -> np.ndarray:
    """Returns how far each pixel is from the background, in its farthest channel, smoothed."""
    background = background_of(np.asarray(small))
    if background.ndim == 1:
        other = Image.new("RGB", small.size, tuple(background.tolist()))
    else:
        other = Image.fromarray(background)
    red, green, blue = ImageChops.difference(small, other).split()
    farthest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return np.asarray(farthest.filter(ImageFilter.GaussianBlur(1.1)))


def _object(difference: np.ndarray) -> tuple[np.ndarray, Box]:
    """Returns the largest object's mask within its box (0 or 255), closed and without holes, and the box."""
    least = max(LEAST_DIFFERENCE, 1.3 * float(np.percentile(border_of(difference), 95)))
    labels, count = ndimage.label(_closed(difference > least), EIGHT)
    if count == 0:
        height, width = difference.shape
        return np.full_like(difference, 255), (0, 0, width, height)
    largest = 1 + int(np.argmax(np.bincount(labels.ravel(), minlength=count + 1)[1:]))
    rows, columns = ndimage.find_objects(labels, max_label=largest)[largest - 1]
    # What lies outside is what can be reached from a frame around the box; faster than ndimage.binary_fill_holes.
    outside, _ = ndimage.label(np.pad(labels[rows, columns] != largest, 1, constant_values=True))
    filled = (outside != outside[0, 0])[1:-1, 1:-1] * np.uint8(255)
    return filled, (columns.start, rows.start, columns.stop, rows.stop)


def _closed(mask: np.ndarray) -> np.ndarray:
    """Returns the mask with gaps of up to 4 pixels closed."""
    # Faster than Pillow's MaxFilter and scipy's binary_closing.
    wide = np.pad(mask, 4)
    grown = _any_of_five(_any_of_five(wide).T)
    return ~_any_of_five(_any_of_five(~grown).T)


def _any_of_five(mask: np.ndarray) -> np.ndarray:
    """Returns where any of five rows below each other is true; four rows less."""
    pairs = mask[:-1] | mask[1:]
    return pairs[:-3] | pairs[2:-1] | mask[4:]
