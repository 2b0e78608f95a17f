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
from first_weights import sampled, value_range
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
        "checkpointToleranceShare": tolerance_share(trace, reference, checkpoint, names),
        "checkpointLoss": loss[: case["checkpoint"]].max(),
        "finalWayShare": max(
            np.linalg.norm(trace[f"final/{name}"] - reference[f"final/{name}"]) / way
            for name in names
            if (way := np.linalg.norm(reference[f"final/{name}"] - reference[f"initial/{name}"])) > 0
        ),
        "loss": loss.max(),
        "correct": np.abs(trace["correct"] - reference["correct"]).max(),
        "evaluatedLoss": np.abs(trace["evaluated"] - reference["evaluated"])[0] / reference["evaluated"][0],
    }
    return {name: rounded(value) for name, value in measured.items()}


def tolerance_share(trace: dict, reference: dict, group: str, names: list[str]) -> float:
    """The largest distance of two weights' values, as a share of what test/golden/closeness.ts allows."""
    return max(
        np.abs(trace[name] - reference[name]).max() / (1e-3 * np.abs(reference[name]).max() + 1e-5)
        for name in (f"{group}/{name}" for name in names)
    )


def steps_within_tolerance(case: dict, trace: dict, reference: dict) -> int:
    """How many steps from the first two traces stay the same number by number."""
    names = [name.removeprefix("final/") for name in reference if name.startswith("final/")]
    for step in range(case["steps"]):
        if tolerance_share(trace, reference, f"step {step + 1}", names) > 1:
            return step
    return case["steps"]


def kept(case: dict, tensors: dict) -> dict:
    """What a fixture keeps: not every step's weights, and of a sampled case samples of the weights."""
    weights, samples = ("initial/", "checkpoint/", "final/"), case.get("samples")
    return {
        name: sampled(value, samples) if samples and name.startswith(weights) else value
        for name, value in tensors.items()
        if not name.startswith("step ")
    }


def formulas(case: dict, tensors: dict) -> dict:
    """For a sampled case, what its first weights are made of: names, shapes and ranges, in alphabetical order."""
    if "samples" not in case:
        return {}
    weights = []
    for name, value in sorted(tensors.items()):
        if name.startswith("initial/"):
            low, high = value_range(name.rpartition(".")[2], value.shape, case)
            weights.append({"name": name.removeprefix("initial/"), "shape": value.shape, "low": low, "high": high})
    return {"firstWeights": weights}


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
    keras, rounding = load_file(double), load_file(single)
    away = distances(case, rounding, keras)
    away["stepsWithinTolerance"] = steps_within_tolerance(case, rounding, keras)
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
    save(kept(case, golden), FIXTURES / f"{name}.safetensors")
    record = {
        **case,
        **formulas(case, golden),
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
