"""The input: Fashion-MNIST's IDX files, plain or gzip, checked before a single photo is made."""

import gzip
import struct
from pathlib import Path

import numpy as np

IMAGES_MAGIC = 2051
LABELS_MAGIC = 2049


def read_bytes(path: Path) -> bytes:
    """The file's bytes, decompressed if it is gzip."""
    if not path.is_file():
        raise SystemExit(f"{path}: no such file → give the path of an IDX file, plain or .gz")
    data = path.read_bytes()
    if data[:2] != b"\x1f\x8b":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise SystemExit(f"{path}: damaged gzip ({error}) → download it again") from error


def read_header(path: Path, data: bytes, magic: int, dimensions: int) -> tuple[int, ...]:
    """The sizes in the header, after its magic number and the file's length are checked."""
    length = 4 + 4 * dimensions
    if len(data) < length:
        raise SystemExit(f"{path}: {len(data)} bytes, an IDX header has {length} → is it the right file?")
    found, *sizes = struct.unpack(f">{dimensions + 1}i", data[:length])
    if found != magic:
        raise SystemExit(f"{path}: magic number {found}, expected {magic} → are --images and --labels swapped?")
    expected = length + int(np.prod(sizes))
    if len(data) != expected:
        raise SystemExit(f"{path}: {len(data)} bytes, its header {tuple(sizes)} needs {expected} → download it again")
    return tuple(sizes)


def read_images(path: Path) -> np.ndarray:
    """Images as uint8 of shape [n, 28, 28]."""
    data = read_bytes(path)
    sizes = read_header(path, data, IMAGES_MAGIC, 3)
    if sizes[1:] != (28, 28):
        raise SystemExit(f"{path}: images of {sizes[1]}×{sizes[2]}, expected 28×28 → give Fashion-MNIST's images")
    return np.frombuffer(data, np.uint8, offset=16).reshape(sizes)


def read_labels(path: Path, count: int) -> np.ndarray:
    """Labels as uint8 of shape [n], one for each image, 0 to 9."""
    data = read_bytes(path)
    sizes = read_header(path, data, LABELS_MAGIC, 1)
    labels = np.frombuffer(data, np.uint8, offset=8)
    if sizes[0] != count:
        raise SystemExit(f"{path}: {sizes[0]} labels for {count} images → give the two files of one set")
    if labels.size and labels.max() > 9:
        raise SystemExit(f"{path}: label {labels.max()}, expected 0 to 9 → give Fashion-MNIST's labels")
    return labels
