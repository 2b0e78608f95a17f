"""Makes pictures that show no garment, for what a model says of what it should not know.

    python3 -m venv VENV && VENV/bin/pip install --requirement scripts/photos/strangers-requirements.txt
    VENV/bin/python scripts/photos/strangers.py --out DIR [--seed 1] [--count 200] [--kinds digits,noise]

Writes DIR/KIND/NNN.png, `count` of each kind, and DIR/strangers.csv: file, kind, variant. Each picture follows from
seed, kind and number alone; blank, which goes from white to dark over the whole set, from `count` too. Of digits,
noise, blobs and textures every fifth has the data set's own form: 28 x 28, grey, light on black.
"""

import argparse
import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from strangers_shapes import blobs, digits
from strangers_textures import textures
from strangers_tones import black, blank, noise

KINDS = ["digits", "noise", "blobs", "textures", "logos", "blank", "black"]
DRAWN = Path(__file__).parent / "drawn.mjs"


class WrongUse(Exception):
    """Its message is all that the user needs."""


def pictures(kind: str, seed: int, count: int) -> Iterator[tuple[np.ndarray, str]]:
    """The pictures of a kind, each with a word on what it is."""
    for index in range(count):
        rng = np.random.default_rng([seed, KINDS.index(kind), index])
        if kind == "digits":
            yield digits(rng, index, seed)
        elif kind == "blank":
            yield blank(rng, index, count)
        else:
            yield {"noise": noise, "blobs": blobs, "textures": textures, "black": black}[kind](rng, index)


def logos(folder: Path, seed: int, count: int) -> list[tuple[str, str]]:
    """Has drawn.mjs draw brands' logos and gives file names and what each shows."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        command = ["node", str(DRAWN), "--logos", made, "--count", str(count), "--seed", str(seed)]
        try:
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        except FileNotFoundError:
            raise WrongUse("logos are drawn by Node, which is not there: install Node, or leave logos out of --kinds")
        except subprocess.CalledProcessError as error:
            raise WrongUse(f"{DRAWN.name} --logos ended with exit code {error.returncode}: see its message above")
        with open(Path(made, "logos.csv"), encoding="utf-8", newline="") as table:
            rows = [(row["file"], f"{row['logo']}, {row['ink']} on {row['ground']}") for row in csv.DictReader(table)]
        folder.mkdir()
        for name, _ in rows:
            Path(made, name).rename(folder / name)
    return rows


def write(out: Path, kinds: list[str], seed: int, count: int) -> None:
    """Writes the pictures and their table."""
    rows = []
    for kind in kinds:
        folder = out / kind
        if kind == "logos":
            rows += [(f"{kind}/{name}", kind, variant) for name, variant in logos(folder, seed, count)]
        else:
            folder.mkdir()
            for number, (pixels, variant) in enumerate(pictures(kind, seed, count), start=1):
                name = f"{number:03}.png"
                Image.fromarray(pixels).save(folder / name)
                rows.append((f"{kind}/{name}", kind, variant))
        print(f"{folder}: {count} pictures")
    with open(out / "strangers.csv", "w", encoding="utf-8", newline="") as table:
        csv.writer(table, lineterminator="\n").writerows([("file", "kind", "variant"), *rows])


def options() -> argparse.Namespace:
    """Reads and checks the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder that is new or empty")
    parser.add_argument("--seed", type=int, default=1, help="a whole number of at least 0 (1)")
    parser.add_argument("--count", type=int, default=200, help="pictures of each kind, 1 to 999 (200)")
    parser.add_argument("--kinds", default=",".join(KINDS), help=f"with commas between (all): {', '.join(KINDS)}")
    given = parser.parse_args()
    given.kinds = given.kinds.split(",")
    unknown = [kind for kind in given.kinds if kind not in KINDS]
    if unknown or len(set(given.kinds)) < len(given.kinds):
        parser.error(f"--kinds: received {','.join(given.kinds)}, expected some of {', '.join(KINDS)}, each once")
    if given.seed < 0:
        parser.error(f"--seed: received {given.seed}, expected a whole number of at least 0")
    if not 1 <= given.count <= 999:
        parser.error(f"--count: received {given.count}, expected a whole number from 1 to 999")
    if given.out.exists() and (not given.out.is_dir() or any(given.out.iterdir())):
        parser.error(f"--out: {given.out} is there already and not an empty folder: empty it or name another")
    return given


if __name__ == "__main__":
    wanted = options()
    wanted.out.mkdir(parents=True, exist_ok=True)
    try:
        write(wanted.out, wanted.kinds, wanted.seed, wanted.count)
    except WrongUse as error:
        sys.exit(f"strangers: {error}")
