"""Reads the first images and labels of Fashion-MNIST's IDX files for the golden fixtures."""

import gzip
import struct
from pathlib import Path

import numpy as np


def first_images(folder: Path, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns the first `count` training images (u8, [count, 28, 28, 1]) and labels (u8, [count])."""
    with gzip.open(folder / "train-images-idx3-ubyte.gz") as file:
        magic, total, rows, columns = struct.unpack(">IIII", file.read(16))
        if magic != 0x803 or total < count:
            raise ValueError(f"{folder}: not the training images of Fashion-MNIST (magic {magic:#x}, {total} images)")
        images = np.frombuffer(file.read(count * rows * columns), np.uint8)
    with gzip.open(folder / "train-labels-idx1-ubyte.gz") as file:
        magic, total = struct.unpack(">II", file.read(8))
        if magic != 0x801 or total < count:
            raise ValueError(f"{folder}: not the training labels of Fashion-MNIST (magic {magic:#x}, {total} labels)")
        labels = np.frombuffer(file.read(count), np.uint8)
    return images.reshape(count, rows, columns, 1), labels
