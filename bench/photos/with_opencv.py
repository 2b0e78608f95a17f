"""A photo decoded and prepared with OpenCV: from a JPEG file to 28 × 28 grey pixels as Fashion-MNIST has them."""

import cv2
import numpy as np

from background import background_of, border_of
from form import LEAST_DIFFERENCE, MASK_SIDE, SIDE, Box, fitted, level_for

# The pool has a process for each core.
cv2.setNumThreads(1)

ELLIPSE = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))


def decode(path: str) -> np.ndarray:
    """Returns the upright photo, u8, [height, width, 3], in OpenCV's order of colours; imread turns by EXIF."""
    pixels = cv2.imread(path, cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError(f"{path}: OpenCV cannot decode it → give a JPEG file")
    return pixels


def decode_reduced(path: str) -> np.ndarray:
    """Returns the upright photo at half its size, which the JPEG decoder makes from fewer coefficients."""
    pixels = cv2.imread(path, cv2.IMREAD_REDUCED_COLOR_2)
    if pixels is None:
        raise ValueError(f"{path}: OpenCV cannot decode it → give a JPEG file")
    return pixels


def prepare(photo: np.ndarray) -> np.ndarray:
    """Returns the photo's largest object, light on 0, as u8 [28, 28]."""
    levels = [photo]
    while max(levels[-1].shape[:2]) > MASK_SIDE:
        levels.append(_halved(levels[-1]))
    mask, box = _object(_difference(levels[-1]))
    level = level_for(box, len(levels))
    left, top, right, bottom = (value << len(levels) - 1 - level for value in box)
    crop = cv2.cvtColor(levels[level][top:bottom, left:right], cv2.COLOR_BGR2GRAY)
    grown = cv2.resize(mask, crop.shape[::-1], interpolation=cv2.INTER_LINEAR)
    light = cv2.bitwise_and(cv2.bitwise_not(crop), cv2.threshold(grown, 127, 255, cv2.THRESH_BINARY)[1])
    size, corner = fitted(light.shape)
    reduced = cv2.resize(light, size, interpolation=cv2.INTER_AREA)
    sharp = cv2.addWeighted(reduced, 1.5, cv2.GaussianBlur(reduced, (3, 3), 1), -0.5, 0)
    stretched = cv2.convertScaleAbs(sharp, alpha=255 / max(1, int(sharp.max())))
    result = np.zeros((SIDE, SIDE), np.uint8)
    result[corner[1] : corner[1] + size[1], corner[0] : corner[0] + size[0]] = stretched
    return result


def _halved(photo: np.ndarray) -> np.ndarray:
    """Returns the photo at half its size: the area reduction by 2 is the one for which OpenCV has fast code."""
    height, width = (side // 2 for side in photo.shape[:2])
    return cv2.resize(photo[: height * 2, : width * 2], (width, height), interpolation=cv2.INTER_AREA)


def _difference(small: np.ndarray) -> np.ndarray:
    """Returns how far each pixel is from the background, in its farthest channel, smoothed."""
    background = background_of(small)
    difference = cv2.absdiff(small, background if background.ndim == 3 else (*background.tolist(), 0))
    blue, green, red = cv2.split(difference)
    return cv2.GaussianBlur(cv2.max(cv2.max(blue, green), red), (5, 5), 0)


def _object(difference: np.ndarray) -> tuple[np.ndarray, Box]:
    """Returns the largest object's mask within its box (0 or 255), closed and without holes, and the box."""
    least = max(LEAST_DIFFERENCE, 1.3 * float(np.percentile(border_of(difference), 95)))
    mask = cv2.threshold(difference, least, 255, cv2.THRESH_BINARY)[1]
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, ELLIPSE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_16U)
    if count == 1:
        height, width = difference.shape
        return np.full_like(difference, 255), (0, 0, width, height)
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    left, top, width, height = (int(value) for value in stats[largest, :4])
    own = np.where(labels[top : top + height, left : left + width] == largest, np.uint8(255), np.uint8(0))
    outlines, _ = cv2.findContours(own, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cv2.drawContours(own, outlines, -1, 255, cv2.FILLED), (left, top, left + width, top + height)
