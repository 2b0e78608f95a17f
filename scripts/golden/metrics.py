"""Makes test/golden/fixtures/metrics.json: what Keras' metrics say of a dense layer's outputs, with and without sample weights.

    scripts/golden/run metrics

Outputs are probabilities, of a softmax or of sigmoids. Labels are `classes`, `oneHot` rows, or `many`: rows with any number
of 1s, of one unit a column. Features and weights are multiples of 1/64, so that both sides read the same; no two outputs of a
row are equal, and none lies at a threshold, where a rounding would decide.
"""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402
import numpy as np  # noqa: E402

from keras_model import snake  # noqa: E402

FIXTURE = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures" / "metrics.json"
FEATURES, UNITS, ROWS = 5, 4, 60
CLASSES = {
    "binaryAccuracy": keras.metrics.BinaryAccuracy,
    "precision": keras.metrics.Precision,
    "recall": keras.metrics.Recall,
    "f1Score": keras.metrics.F1Score,
}


def metric(type, **options):
    """A metric of the package's spec."""
    return {"type": type} | options


AVERAGES = ("micro", "macro", "weighted", None)
TAKEN = [{}, {"threshold": 0.35}, {"threshold": 0.7}, {"topK": 2}, {"classId": 2}, {"classId": 1, "threshold": 0.3}]
TAKEN += [{"classId": 3, "topK": 2}, {"topK": 1}, {"threshold": 0}, {"threshold": 1}]
RATIOS = [metric(kind, **options) for kind in ("precision", "recall") for options in TAKEN]
F1 = [metric("f1Score", average=average) for average in AVERAGES]
F1 += [metric("f1Score", average=average, threshold=0.4) for average in AVERAGES]
TOP = [metric("topKCategoricalAccuracy", k=k) for k in (1, 2, 3)]
BINARY = [metric("binaryAccuracy"), metric("binaryAccuracy", threshold=0.3)]
SINGLE = [each for each in RATIOS if "topK" not in each and "classId" not in each] + [F1[-1]]


def cases(metrics, activation, targets, units=UNITS):
    """Each metric of the outputs."""
    return [{"metric": each, "activation": activation, "targets": targets, "units": units} for each in metrics]


CASES = [
    *cases(TOP + RATIOS + F1, "softmax", "classes"),
    *cases(TOP + F1, "softmax", "oneHot"),
    *cases(BINARY + RATIOS + F1[4:], "sigmoid", "many"),
    *cases(BINARY + SINGLE, "sigmoid", "many", 1),
]


def in_64ths(values: np.ndarray) -> np.ndarray:
    """The nearest multiples of 1/64."""
    return np.round(values * 64) / 64


def keras_metric(spec: dict, sparse: bool):
    """The metric of the spec."""
    options = {snake(name): value for name, value in spec.items() if name != "type"}
    if spec["type"] == "topKCategoricalAccuracy":
        top = keras.metrics.SparseTopKCategoricalAccuracy if sparse else keras.metrics.TopKCategoricalAccuracy
        return top(**options)
    if spec["type"] in ("precision", "recall") and "threshold" in options:
        options["thresholds"] = float(options.pop("threshold"))
    return CLASSES[spec["type"]](**options)


def value(made, *arguments):
    """What a metric says of labels, outputs and weights: a number, or one an output."""
    made.update_state(*arguments)
    result = np.array(made.result(), np.float64)
    rounded = [float(f"{number:.7g}") for number in result.ravel()]
    return rounded if result.ndim else rounded[0]


def measured(case: dict, data: dict) -> dict:
    """The case with its values."""
    logits = data["images"] @ data["kernel"][:, : case["units"]] + data["bias"][: case["units"]]
    outputs = np.array(keras.activations.get(case["activation"])(logits.astype(np.float32)))
    near = np.abs(outputs - case["metric"].get("threshold", 0.5)).min()
    if near < 1e-5 or (case["units"] > 1 and np.diff(np.sort(outputs)).min() < 1e-5):
        raise SystemExit(f"{case}: outputs are too close to tell")
    sparse = case["targets"] == "classes" and case["metric"]["type"] == "topKCategoricalAccuracy"
    rows = np.eye(UNITS)[data["classes"]] if case["targets"] == "classes" else data[case["targets"]][:, : case["units"]]
    labels = (data["classes"] if sparse else rows).astype(np.float32)
    plain = value(keras_metric(case["metric"], sparse), labels, outputs)
    weighted = value(keras_metric(case["metric"], sparse), labels, outputs, data["sampleWeight"].astype(np.float32))
    return {**case, "value": plain, "weighted": weighted}


def main() -> None:
    """Draws outputs and labels and writes the fixture."""
    generator = np.random.default_rng(3)
    classes = generator.choice(UNITS, ROWS, p=[0.4, 0.3, 0.2, 0.1])
    data = {
        "images": in_64ths(generator.normal(0, 1, (ROWS, FEATURES))),
        "kernel": in_64ths(generator.normal(0, 0.6, (FEATURES, UNITS))),
        "bias": in_64ths(generator.normal(0, 0.5, UNITS)),
        "classes": classes,
        "oneHot": np.eye(UNITS)[generator.choice(UNITS, ROWS, p=[0.1, 0.2, 0.3, 0.4])],
        "many": (generator.uniform(0, 1, (ROWS, UNITS)) < [0.2, 0.4, 0.6, 0.8]).astype(float),
        "sampleWeight": in_64ths(generator.uniform(0, 2, ROWS) * (generator.uniform(0, 1, ROWS) > 0.1)),
    }
    data["images"] += in_64ths(0.5 * data["kernel"].T[classes])  # so that outputs have to do with labels
    versions = {package: version(package) for package in ("keras", "jax", "jaxlib", "numpy")}
    record = {
        "features": FEATURES,
        "units": UNITS,
        "data": {name: values.ravel().tolist() for name, values in data.items()},
        "cases": [measured(case, data) for case in CASES],
        "madeWith": {"python": platform.python_version(), **versions},
        "madeBy": "scripts/golden/run metrics",
    }
    text = json.dumps(record, separators=(",", ":"), allow_nan=False).replace('{"metric":', '\n{"metric":')
    FIXTURE.write_text(text + "\n")
    print(f"{FIXTURE.name}: {len(CASES)} metrics, {FIXTURE.stat().st_size} bytes")


main()
