"""Simulated product photos of Fashion-MNIST test images, for a blind test: the second recipe (README.md)."""

import argparse
import csv
import hashlib
from dataclasses import asdict
from pathlib import Path

import numpy as np

from camera import photograph, save
from decisions import Decisions, draw
from difficulty import rate
from idx import read_images, read_labels
from outline import PAD, garment_mask
from palette import KINDS
from scene import make_scene

EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def generator(seed: str, use: str) -> np.random.Generator:
    """Random numbers of their own for each use of the seed: one photo more changes no other photo."""
    digest = hashlib.sha256(f"{seed}/{use}".encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))


def median_brightness(image: np.ndarray, label: int) -> float:
    """The garment's median true brightness, 255 − value."""
    value = np.pad(image, PAD)
    return 255 - float(np.median(value[garment_mask(value, label)]))


def make_photo(image: np.ndarray, label: int, index: int, seed: str, path: Path) -> Decisions:
    """Draws, renders and writes one photo; `path` gets the extension of its format."""
    decisions = draw(generator(seed, f"decisions {index}"), label, median_brightness(image, label))
    rate(decisions)
    rng = generator(seed, f"rendering {index}")
    scene, opacity = make_scene(image, label, decisions, rng)
    save(photograph(scene, opacity, decisions, rng), decisions, path.with_suffix("." + EXTENSIONS[decisions.format]))
    return decisions


def read_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, required=True, help="IDX file of the test images, plain or gzip")
    parser.add_argument("--labels", type=Path, required=True, help="IDX file of their labels")
    parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")
    parser.add_argument("--seed", required=True, help="any string, such as a commit's hash")
    parser.add_argument("--count", type=int, default=2000, help="photos, each of another image (default 2000)")
    return parser.parse_args()


def main() -> None:
    """Makes the photos and photos.csv."""
    arguments = read_arguments()
    if not arguments.seed.strip():
        raise SystemExit("--seed: empty → give a string, such as a commit's hash")
    images = read_images(arguments.images)
    labels = read_labels(arguments.labels, len(images))
    if not 1 <= arguments.count <= len(images):
        raise SystemExit(f"--count: {arguments.count}, expected 1 to {len(images)}, the images in {arguments.images}")
    out: Path = arguments.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise SystemExit(f"--out: {out} is not an empty folder → give a new one; nothing is overwritten")
    out.mkdir(parents=True, exist_ok=True)
    chosen = generator(arguments.seed, "images").permutation(len(images))[: arguments.count]
    rows = []
    for place, index in enumerate(int(i) for i in chosen):
        label = int(labels[index])
        if not images[index].any():
            raise SystemExit(f"{arguments.images}: image {index} is empty → is it Fashion-MNIST?")
        path = out / f"photo-{place:04d}"
        decisions = make_photo(images[index], label, index, arguments.seed, path)
        file = f"{path.name}.{EXTENSIONS[decisions.format]}"
        rows.append({"file": file, "index": index, "label": KINDS[label], "label_number": label} | asdict(decisions))
        if (place + 1) % 100 == 0:
            print(f"{place + 1} of {arguments.count}", flush=True)
    with (out / "photos.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{len(rows)} photos and photos.csv in {out}")


if __name__ == "__main__":
    main()
