"""Makes simulated product photos of Fashion-MNIST images: JPEG files and photos.csv, which says what they show.

    python scripts/photos/make.py --images t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz --out DIR
        [--first N] [--count N] [--seed 1] [--processes 1] [--sheet FILE.png]

A photo depends on its image, the seed and its index in the file, on nothing else. What DIR already holds is
not made again. README.md tells how the photos are drawn.
"""

import argparse
import hashlib
import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import PIL

from idx import read_images, read_labels
from photo import make_photo
from sheet import write_sheet
from table import Row, append_row, read_table, row_of, write_table

# Raise it when the same image, seed and index come to give another photo.
DRAWING = 1


class Maker:
    """Makes photos of a file's images into a folder; copied into each process."""

    def __init__(self, images: np.ndarray, labels: np.ndarray, seed: int, out: Path) -> None:
        self.images, self.labels, self.seed, self.out = images, labels, seed, out

    def __call__(self, index: int) -> Row:
        """Writes one photo and returns its row of the table."""
        if not self.images[index].any():
            raise ValueError(f"image {index}: has no pixel above 0, expected a garment → leave it out with --first")
        photo = make_photo(self.images[index], self.seed, index)
        name = file_name(index)
        new = self.out / f"{name}.new"
        new.write_bytes(photo.jpeg)
        new.replace(self.out / name)
        return row_of(name, index, int(self.labels[index]), photo)


def file_name(index: int) -> str:
    """Returns the name of an image's photo."""
    return f"{index:05d}.jpg"


def main() -> None:
    """Makes what is asked for and not there yet."""
    arguments = parse()
    images, labels = read_images(arguments.images), read_labels(arguments.labels)
    if len(images) != len(labels):
        raise ValueError(f"{arguments.labels}: {len(labels)} labels, expected {len(images)} → give the images' own")
    indices = selected(arguments.first, arguments.count, len(images))
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    check_origin(out / "photos.json", images, labels, arguments.seed)

    table = out / "photos.csv"
    rows = {index: row for index, row in read_table(table).items() if (out / row["file"]).exists()}
    write_table(table, rows)
    missing = [index for index in indices if index not in rows]
    began = time.monotonic()
    for done, row in enumerate(made(Maker(images, labels, arguments.seed, out), missing, arguments.processes), 1):
        append_row(table, row)
        rows[int(row["index"])] = row
        if done % 500 == 0:
            print(f"{done} of {len(missing)} photos, {time.monotonic() - began:.0f} s", flush=True)
    write_table(table, rows)
    print(f"{out}: {len(missing)} photos made in {time.monotonic() - began:.1f} s, {len(rows)} in all")
    if arguments.sheet:
        write_sheet(arguments.sheet, out, [rows[index] for index in indices])


def parse() -> argparse.Namespace:
    """Returns the arguments, numbers checked."""
    parser = argparse.ArgumentParser(description="Makes simulated product photos of Fashion-MNIST images.")
    parser.add_argument("--images", type=Path, required=True, help="IDX file of images, gzipped or not")
    parser.add_argument("--labels", type=Path, required=True, help="IDX file of their labels, gzipped or not")
    parser.add_argument("--out", type=Path, required=True, help="folder of the photos and photos.csv")
    parser.add_argument("--first", type=int, default=0, help="index of the first image (0)")
    parser.add_argument("--count", type=int, help="how many images (all from the first on)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other photos (1)")
    parser.add_argument("--processes", type=int, default=1, help="how many work at a time (1)")
    parser.add_argument("--sheet", type=Path, help="PNG file: 48 of the photos, small, with captions")
    arguments = parser.parse_args()
    for name, least in (("first", 0), ("count", 1), ("seed", 0), ("processes", 1)):
        value = getattr(arguments, name)
        if value is not None and value < least:
            parser.error(f"--{name} {value}: expected {least} or more")
    return arguments


def selected(first: int, count: int | None, total: int) -> range:
    """Returns the indices that --first and --count ask for."""
    if first >= total:
        raise ValueError(f"--first {first}: the file has {total} images → give 0 to {total - 1}")
    count = total - first if count is None else count
    if first + count > total:
        left = total - first
        raise ValueError(f"--count {count}: {left} images from --first {first} on → give {left} or less")
    return range(first, first + count)


def check_origin(path: Path, images: np.ndarray, labels: np.ndarray, seed: int) -> None:
    """Refuses a folder whose photos have another origin, and notes the origin in a new one."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in (("images", images), ("labels", labels))}
    origin = {"drawing": DRAWING, "seed": seed, **digests, "numpy": np.__version__, "pillow": PIL.__version__}
    if not path.exists():
        if any(path.parent.iterdir()):
            raise ValueError(f"{path.parent}: holds files, but no {path.name} of this maker → give an empty --out")
        path.write_text(json.dumps(origin, indent=2) + "\n", "utf-8")
        return
    try:
        there = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: is not JSON ({error}) → give another --out") from error
    differing = [key for key in origin if not isinstance(there, dict) or there.get(key) != origin[key]]
    if differing:
        raise ValueError(f"{path}: the photos there have another origin ({', '.join(differing)}) → give another --out")


def made(maker: Maker, indices: list[int], processes: int) -> Iterator[Row]:
    """Yields the rows of the photos as they are made, in order."""
    if processes == 1 or len(indices) < 2:
        yield from map(maker, indices)
        return
    with multiprocessing.Pool(min(processes, len(indices)), _hold, (maker,)) as pool:
        yield from pool.imap(_make, indices, chunksize=8)


_held: list[Maker] = []


def _hold(maker: Maker) -> None:
    """Keeps the maker in a process of the pool: the images are sent once, not with every index."""
    _held.append(maker)


def _make(index: int) -> Row:
    """Makes a photo with the maker of this process."""
    return _held[0](index)


if __name__ == "__main__":
    try:
        main()
    except (ValueError, OSError) as error:
        sys.exit(f"make.py: {error}")
