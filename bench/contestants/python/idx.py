"""Reads Fashion-MNIST's IDX files whole: the very files (.gz) that the other contestants read."""

import gzip
import struct
from pathlib import Path

import numpy as np


def read_images(folder: str, name: str) -> np.ndarray:
    """u8, [count, rows, columns, 1]."""
    count, rows, columns, data = _read(folder, name, 0x803, 3)
    return np.frombuffer(data, np.uint8).reshape(count, rows, columns, 1).copy()


def read_labels(folder: str, name: str) -> np.ndarray:
    """u8, [count]."""
    count, data = _read(folder, name, 0x801, 1)
    return np.frombuffer(data, np.uint8)[:count].copy()


def _read(folder: str, name: str, expected: int, axes: int):
    file = Path(folder, f"{name}.gz")
    data = gzip.decompress(file.read_bytes())
    magic, *shape = struct.unpack(f">{axes + 1}I", data[: 4 * axes + 4])
    if magic != expected:
        raise ValueError(f"{file}: begins with {magic:#x}, expected {expected:#x} → name a folder with Fashion-MNIST")
    return *shape, data[4 * axes + 4 :]
