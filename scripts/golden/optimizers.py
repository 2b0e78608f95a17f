"""Makes the fixtures of test/golden/optimizers: what each optimizer of Keras makes of a small net in thirty steps.

    scripts/golden/run optimizers [NET ...]

A net has a JSON (what is trained and how, losses, distances) and a .safetensors: `initial/WEIGHT`, and of each
optimizer `NAME/final/WEIGHT` and `NAME/slot/SLOT/WEIGHT`. Traced in float64; a float32 trace by Keras from the same weights
must stay within a tenth of the tolerance to the end. A rerun gives the same files.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from optimizer_cases import NETS

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "test" / "golden" / "fixtures"
FOLDER = FIXTURES / "optimizers"
LARGEST_SHARE = 0.1  # of the tolerance that Keras' float32 may take
LION_SHARE = 5e-4  # of Lion's weights that may have stepped the other way


def apart(single: np.ndarray, double: np.ndarray, slot: bool) -> np.ndarray:
    """Distances of the values as shares of what test/golden/closeness.ts allows."""
    return np.abs(single - double) / (1e-3 * np.abs(double).max() + (1e-9 if slot else 1e-5))


def distance(optimizer: dict, single: dict, double: dict) -> dict:
    """How far Keras' float32 is from its float64; of Lion, which steps by signs, the share of weights outside."""
    names = [name for name in double if name != "loss"]
    shares = {name: apart(single[name], double[name], name.startswith("slot/")) for name in names}
    losses = np.abs(single["loss"] - double["loss"]) / double["loss"]
    measured = {"loss": losses.max()}
    if optimizer["type"] == "lion":
        weights = np.concatenate([share.ravel() for name, share in shares.items() if name.startswith("final/")])
        measured["weightsOutside"] = (weights > LARGEST_SHARE).mean()
    else:
        measured["toleranceShare"] = max(share.max() for share in shares.values())
    return {name: float(f"{value:.1e}") for name, value in measured.items()}


def part(tensors: dict, name: str) -> dict:
    """What belongs to one optimizer."""
    return {key.removeprefix(f"{name}/"): value for key, value in tensors.items() if key.startswith(f"{name}/")}


def make(name: str, work: Path) -> None:
    """Traces a net and writes its two files."""
    net, paths = NETS[name], {}
    for precision in ("float32", "float64"):
        paths[precision] = work / f"{name}.{precision}"
        initial = [paths["float32"]] if precision == "float64" else []
        arguments = [name, precision, FIXTURES / "images.safetensors", paths[precision], *initial]
        subprocess.run([sys.executable, HERE / "optimizer_trace.py", *map(str, arguments)], check=True)
    single, double = load_file(paths["float32"]), load_file(paths["float64"])
    results, missed = {}, []
    for each, options in net["optimizers"].items():
        ours = part(double, each)
        away = distance(options, part(single, each), ours)
        print(f"{name} {each}: {ours['loss'][0]:.4f} to {ours['loss'][-1]:.4f}, float32 against float64 {away}", flush=True)
        outside = away.get("toleranceShare", 0) > LARGEST_SHARE or away.get("weightsOutside", 0) > LION_SHARE
        if outside or away["loss"] > LARGEST_SHARE * 5e-5:
            missed.append(each)
        results[each] = {"optimizer": options, "loss": ours["loss"].tolist(), "kerasFloat32": away}
    if missed:
        raise SystemExit(f"{name}: Keras in float32 misses {', '.join(missed)} → another seed")
    tensors = {key: value for key, value in double.items() if not key.endswith("/loss")}
    path = FOLDER / f"{name}.safetensors"
    save_file({key: np.array(value, np.float32, order="C") for key, value in tensors.items()}, path)
    path.chmod(0o644)
    versions = {package: version(package) for package in ("keras", "jax", "jaxlib", "numpy")}
    record = {
        **net,
        "optimizers": results,
        "precision": "float64",
        "madeWith": {"python": platform.python_version(), **versions, "machine": platform.machine()},
        "madeBy": f"scripts/golden/run optimizers {name}",
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n")


def main() -> None:
    """Reads the arguments and makes the fixtures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("nets", nargs="*", metavar="NET", choices=[[], *NETS])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="golden-") as work:
        for name in parser.parse_args().nets or NETS:
            make(name, Path(work))


main()
