"""Reads Fashion-MNIST's IDX files, gzipped or not, for the photos made of them."""

import gzip
import math
import struct
from pathlib import Path

import numpy as np

IMAGES_MAGIC = 0x803
LABELS_MAGIC = 0x801
SIDE = 28
CLASSES = 10


def read_images(path: Path) -> np.ndarray:
    """Returns all images of the file (u8, [count, 28, 28])."""
    images = _read(path, IMAGES_MAGIC, 3, "images")
    if images.shape[1:] != (SIDE, SIDE):
        size = "×".join(map(str, images.shape[1:]))
        raise ValueError(f"{path}: images of {size} pixels, expected {SIDE}×{SIDE} → give Fashion-MNIST's images")
    return images


def read_labels(path: Path) -> np.ndarray:
    """Returns all labels of the file (u8, [count])."""
    labels = _read(path, LABELS_MAGIC, 1, "labels")
    if labels.size and labels.max() >= CLASSES:
        raise ValueError(f"{path}: label {labels.max()}, expected 0 to {CLASSES - 1} → give Fashion-MNIST's labels")
    return labels


def _read(path: Path, magic: int, dimensions: int, what: str) -> np.ndarray:
    """Returns the file's bytes in the shape that its header tells."""
    try:
        data = path.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise ValueError(f"{path}: cannot be read ({error}) → give an IDX file of {what}") from error
    header = 4 * (1 + dimensions)
    if len(data) < header:
        raise ValueError(f"{path}: {len(data)} bytes, expected a header of {header} → give an IDX file of {what}")
    received, *shape = struct.unpack_from(f">{1 + dimensions}I", data)
    if received != magic:
        raise ValueError(f"{path}: magic number {received:#x}, expected {magic:#x} → give an IDX file of {what}")
    if len(data) != header + math.prod(shape):
        raise ValueError(
            f"{path}: {len(data)} bytes, but its header tells of {header + math.prod(shape)} → get the file again"
        )
    return np.frombuffer(data, np.uint8, offset=header).reshape(shape)
