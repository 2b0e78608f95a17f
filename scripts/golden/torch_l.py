"""Makes the fixtures of weights from elsewhere in test/fixtures/: networks in PyTorch, their files and their logits.

    ~/.cache/fashion-wasm/golden-torch-venv/bin/python scripts/golden/torch_l.py [--data FOLDER]
    npx biome format --write test/fixtures

Any Python with requirements-torch.txt will do (scripts/golden/run --torch makes that one). FOLDER holds
Fashion-MNIST's IDX .gz files. `torch-l` is net L as an nn.Sequential, `torch-named` a small one with named modules,
batch normalization before and behind flatten, and float16. Weights are drawn, not trained; logits are computed in
float64 from the values in the file, in eval mode, on pixels / 255, so that a test measures our rounding.
"""

import argparse
import gzip
import json
import os
import platform
from collections import OrderedDict
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

FIXTURES = Path(__file__).parent.parent.parent / "test" / "fixtures"
DATA = os.environ.get("FASHION_WASM_DATA", "/usr/share/datasets/fashion-mnist")
INDICES = list(range(0, 10_000, 500))


def net_l() -> nn.Sequential:
    """Net L of test/model/garments.ts, without its rescaling."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Dropout(0.5),
        nn.Linear(1600, 10),
    )


def net_named() -> nn.Sequential:
    """Modules with names, in groups; windows and images that are not square, so that no two sides can be exchanged."""
    features = OrderedDict(
        conv1=nn.Conv2d(1, 4, (3, 2), bias=False),
        bn1=nn.BatchNorm2d(4),
        relu1=nn.ReLU(),
        pool=nn.MaxPool2d(2),
        conv2=nn.Conv2d(4, 6, (2, 3), stride=(2, 3)),
    )
    classifier = OrderedDict(
        flatten=nn.Flatten(), bn2=nn.BatchNorm1d(6 * 6 * 4), relu2=nn.ReLU(), fc=nn.Linear(6 * 6 * 4, 10)
    )
    return nn.Sequential(OrderedDict(features=nn.Sequential(features), classifier=nn.Sequential(classifier)))


def draw(model: nn.Module) -> None:
    """Draws all weights: kernels that keep the size of what goes through, all else away from its usual constant."""
    for name, value in model.state_dict().items():
        if value.ndim > 1:
            nn.init.kaiming_normal_(value, nonlinearity="relu")
        elif name.endswith((".weight", ".running_var")):  # factors of batch normalization
            nn.init.uniform_(value, 0.2, 1.8)
        elif value.is_floating_point():
            nn.init.uniform_(value, -0.5, 0.5)


def test_images(folder: Path) -> torch.Tensor:
    """The test images at INDICES, float64 in 0 … 1, [count, 1, 28, 28]."""
    with gzip.open(folder / "t10k-images-idx3-ubyte.gz") as file:
        pixels = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return torch.tensor(pixels[INDICES], dtype=torch.float64) / 255


def make(name: str, about: str, model: nn.Module, dtype: torch.dtype, images: torch.Tensor) -> None:
    """Draws a model's weights and writes its two files."""
    torch.manual_seed(7)
    draw(model)
    model.to(dtype)
    path = FIXTURES / f"{name}.safetensors"
    save_file(model.state_dict(), path)
    path.chmod(0o644)
    with torch.no_grad():
        logits = model.double().eval()(images)
    versions = {package: version(package) for package in ("torch", "numpy", "safetensors")}
    record = {
        "about": about,
        "madeWith": {"python": platform.python_version(), **versions, "machine": platform.machine()},
        "madeBy": "scripts/golden/torch_l.py",
        "indices": INDICES,
        "logits": [[float(f"{value:.9g}") for value in row] for row in logits.tolist()],
    }
    (FIXTURES / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n")


def main() -> None:
    """Reads the arguments and makes the fixtures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(DATA))
    images = test_images(parser.parse_args().data)
    FIXTURES.mkdir(parents=True, exist_ok=True)
    make("torch-l", "net L, float32, modules with numbers", net_l(), torch.float32, images)
    make("torch-named", "named modules, BatchNorm, float16", net_named(), torch.float16, images)


main()
