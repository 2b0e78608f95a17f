"""Makes the golden fixtures in test/golden/fixtures/: what Keras and PyTorch compute, for our tests to meet.

    scripts/golden/run [--data FOLDER] [--torch] [CASE ...]

`run` brings the virtual environment. FOLDER holds Fashion-MNIST's IDX .gz files. Without --torch the cases
traced by PyTorch are left as they are. Every case is traced in float64, so that a test measures our rounding
and not the reference's; a float32 trace by Keras tells how far rounding alone may lead, and is written
beside it. What is not reproducible, time and place, is not written: a rerun gives the same files.
"""

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from cases import CASES
from idx import first_images

HERE = Path(__file__).parent
FIXTURES = HERE.parent.parent / "test" / "golden" / "fixtures"
DATA = os.environ.get("FASHION_WASM_DATA", "/usr/share/datasets/fashion-mnist")


def script_sha() -> str:
    """One SHA-256 over the scripts and pinned versions that decide what is in the fixtures."""
    digest = hashlib.sha256()
    for path in sorted([*HERE.glob("*.py"), *HERE.glob("requirements*.txt")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def distances(case: dict, trace: dict, reference: dict) -> dict:
    """Largest distances of two traces, in the units of test/golden/closeness.ts."""
    names = [name.removeprefix("final/") for name in reference if name.startswith("final/")]
    checkpoint = "checkpoint" if case["checkpoint"] < case["steps"] else "final"
    loss = np.abs(trace["loss"] - reference["loss"]) / reference["loss"]
    measured = {
        "checkpointToleranceShare": max(
            np.abs(trace[name] - reference[name]).max() / (1e-3 * np.abs(reference[name]).max() + 1e-5)
            for name in (f"{checkpoint}/{name}" for name in names)
        ),
        "checkpointLoss": loss[: case["checkpoint"]].max(),
        "finalWayShare": max(
            np.linalg.norm(trace[f"final/{name}"] - reference[f"final/{name}"])
            / np.linalg.norm(reference[f"final/{name}"] - reference[f"initial/{name}"])
            for name in names
        ),
        "loss": loss.max(),
        "correct": np.abs(trace["correct"] - reference["correct"]).max(),
    }
    return {name: rounded(value) for name, value in measured.items()}


def rounded(value: float) -> float:
    """Two significant digits: it is a measurement, not a golden value."""
    return float(f"{value:.1e}")


def save(tensors: dict, path: Path) -> None:
    """Writes a fixture for everybody to read; safetensors' own files are the user's alone."""
    save_file(tensors, path)
    path.chmod(0o644)


def trace(python: str, script: str, *arguments: object) -> None:
    """Runs a trace script in a process of its own."""
    subprocess.run([python, HERE / script, *map(str, arguments)], check=True)


def make(case: dict, images: Path, work: Path, torch: str | None) -> None:
    """Traces one case and writes its two files."""
    name = case["name"]
    single, double, other = (work / f"{name}.{kind}" for kind in ("float32", "float64", "torch"))
    trace(sys.executable, "keras_trace.py", name, "float32", images, single)
    trace(sys.executable, "keras_trace.py", name, "float64", images, double, single)
    keras, away = load_file(double), distances(case, load_file(single), load_file(double))
    if away["checkpointToleranceShare"] > 0.1:
        raise SystemExit(f"{name}: Keras in float32 misses the checkpoint ({away}) → another seed or checkpoint")
    print(f"{name}: Keras float32 against float64 {away}", flush=True)
    versions = {package: version(package) for package in ("keras", "jax", "jaxlib", "numpy")}
    golden, measured = keras, {"kerasFloat32": away}
    if case["reference"] == "pytorch":
        trace(torch, "torch_trace.py", name, images, other, single)
        golden = load_file(other)
        measured["kerasFloat64"] = distances(case, keras, golden)
        ask = [torch, "-c", "from importlib.metadata import version; print(version('torch'))"]
        versions["torch"] = subprocess.check_output(ask, text=True).strip()
        print(f"{name}: Keras float64 against PyTorch {measured['kerasFloat64']}", flush=True)
    loss, correct, evaluated = (golden.pop(key).tolist() for key in ("loss", "correct", "evaluated"))
    command = f"scripts/golden/run {'--torch ' if 'torch' in versions else ''}{name}"
    save(golden, FIXTURES / f"{name}.safetensors")
    record = {
        **case,
        "precision": "float64",
        "results": {
            "loss": loss,
            "correct": correct,
            "evaluated": {"loss": evaluated[0], "correct": int(evaluated[1])},
        },
        "distanceOfOthers": measured,
        "madeWith": {"python": platform.python_version(), **versions, "machine": platform.machine()},
        "madeBy": {"command": command, "sha256": script_sha()},
    }
    (FIXTURES / f"{name}.json").write_text(json.dumps(record, indent=2) + "\n")


def main() -> None:
    """Reads the arguments and makes the fixtures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--data", type=Path, default=Path(DATA))
    parser.add_argument("--torch", metavar="PYTHON", help="a Python with requirements-torch.txt")
    options = parser.parse_args()
    unknown = set(options.cases) - {case["name"] for case in CASES}
    if unknown:
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(case['name'] for case in CASES)}")
    FIXTURES.mkdir(parents=True, exist_ok=True)
    images, labels = first_images(options.data, max(case["images"] for case in CASES))
    save({"images": np.ascontiguousarray(images), "labels": labels.copy()}, FIXTURES / "images.safetensors")
    work = Path(tempfile.mkdtemp(prefix="golden-"))
    try:
        for case in CASES:
            if options.cases and case["name"] not in options.cases:
                continue
            if case["reference"] == "pytorch" and not options.torch:
                print(f"{case['name']}: left as it is (needs --torch)")
                continue
            make(case, FIXTURES / "images.safetensors", work, options.torch)
    finally:
        shutil.rmtree(work)


main()
