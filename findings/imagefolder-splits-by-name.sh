#!/usr/bin/env bash
# Runs: the "imagefolder" loader of Hugging Face datasets 5.2.0 (Pillow 13.0.0), no network, on small folders of classes.
#
# Guess: where one folder is one class, the loader gives every image and its class, whatever the classes are called.
# What happens: names are also searched for splits. If one class folder ("training shoes") or one single file
# ("sandal/sandal-test.png") has a lower-case word train, training, test, testing, eval, evaluation, val, valid,
# validation or dev in its name, set off by a blank, dash, dot, underscore or digit, only what matches is loaded. All
# other images are gone, and where one class is left the column of labels as well. Nothing is raised or warned of.
# "Training shoes" with a capital is harmless.
#
# Meaning: compare the number of images and of classes on both sides whenever a folder of classes is read by this
# loader and by one that takes folders as they are. data_files={"train": "**"} makes it read everything.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check datasets==5.2.0 pillow==13.0.0

export HF_HOME="$dir/hf" HF_HUB_OFFLINE=1 HF_DATASETS_OFFLINE=1 HF_DATASETS_DISABLE_PROGRESS_BARS=1
cd "$dir"
"$dir/env/bin/python" - <<'PY'
import logging
import sys
import warnings
from pathlib import Path

import datasets
import PIL
from PIL import Image

print(f"Python {sys.version.split()[0]}, datasets {datasets.__version__}, Pillow {PIL.__version__}\n")

said = []  # whatever the library warns of


class Listener(logging.Handler):
    def emit(self, record):
        said.append(record.getMessage())


logging.getLogger("datasets").addHandler(Listener(level=logging.WARNING))
warnings.showwarning = lambda message, *rest: said.append(str(message))


def read(name, files, **options):
    root = Path(name)
    for place, file in enumerate(files):
        target = root / file
        target.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (28, 28), place).save(target)
    return look(datasets.load_dataset("imagefolder", data_dir=str(root), **options))


def look(loaded):
    seen = {}
    for split, part in loaded.items():
        label = part.features.get("label")
        seen[split] = (part.num_rows, label.names if label else None)
    return seen


def classes(*names):
    return [f"{name}/{i}.png" for name in names for i in range(4)]


shoes = classes("coat", "sandal", "training shoes")
cases = [
    ("12 images of coat, sandal, trainers",
     read("a", classes("coat", "sandal", "trainers")),
     {"train": (12, ["coat", "sandal", "trainers"])}),
    ("12 images of coat, sandal, training shoes",
     read("b", shoes),
     {"train": (4, None)}),
    ("12 images of coat, sandal, Training shoes",
     read("c", classes("coat", "sandal", "Training shoes")),
     {"train": (12, ["Training shoes", "coat", "sandal"])}),
    ("8 images of coat, sandal, and sandal/sandal-test.png",
     read("d", classes("coat", "sandal") + ["sandal/sandal-test.png"]),
     {"test": (1, None)}),
    ('coat, sandal, training shoes with data_files={"train": "**"}',
     read("e", shoes, data_files={"train": "**"}),
     {"train": (12, ["coat", "sandal", "training shoes"])}),
]

changed = False
for title, got, expected in cases:
    print(title)
    for split, (rows, names) in got.items():
        print(f"  split {split}: {rows} images, " + (f"classes {names}" if names else "no labels"))
    if got != expected:
        changed = True
        print(f"  CHANGED, expected {expected}")
print(f"\nwarnings: {said if said else 'none'}")
sys.exit(1 if changed or said else 0)
PY
echo "as expected"
