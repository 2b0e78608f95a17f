"""Makes test/golden/fixtures/losses.json and histories.json: Keras' losses, their gradients, and fits with weights, in float64.

    scripts/golden/run losses

A dense layer's outputs go into each loss of loss_cases.py: losses of single rows, of all rows with and without sample weights
(their sum over the count), and the gradients of the weighted one by the layer's kernel and bias. Extreme logits tell what a
clip would hide: there the reference is Keras' loss of the logits, softmax or not, for ours works them out from there.
histories.json has what `fit` and `evaluate` say of class weights, sample weights and weighted metrics.
"""

import json
import os
import platform
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1"

import jax  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402

from keras_double import compute_in_double  # noqa: E402
from keras_model import snake  # noqa: E402
from loss_cases import CASES, EXTREME, FEATURES, MODERATE, ROWS, UNITS  # noqa: E402

FIXTURES = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures"
CLASSES = {
    "sparseCategoricalCrossentropy": keras.losses.SparseCategoricalCrossentropy,
    "categoricalCrossentropy": keras.losses.CategoricalCrossentropy,
    "binaryCrossentropy": keras.losses.BinaryCrossentropy,
    "meanSquaredError": keras.losses.MeanSquaredError,
    "meanAbsoluteError": keras.losses.MeanAbsoluteError,
    "huber": keras.losses.Huber,
    "categoricalFocalCrossentropy": keras.losses.CategoricalFocalCrossentropy,
    "binaryFocalCrossentropy": keras.losses.BinaryFocalCrossentropy,
}


def in_64ths(values: np.ndarray) -> np.ndarray:
    """The nearest multiples of 1/64."""
    return np.round(values * 64) / 64


def soft_rows(generator: np.random.Generator) -> np.ndarray:
    """Rows of multiples of 1/64 that sum to 1."""
    return generator.multinomial(64, generator.dirichlet(np.ones(UNITS), ROWS)) / 64


def drawn() -> dict[str, np.ndarray]:
    """Features, weights of layers with several units and with one, targets of each kind, sample weights."""
    generator = np.random.default_rng(41)
    moderate = in_64ths(generator.uniform(-1, 1, (ROWS, FEATURES)))
    signs = np.sign(generator.uniform(-1, 1, (ROWS, FEATURES)))
    return {
        MODERATE: moderate,
        EXTREME: signs * in_64ths(generator.uniform(20, 50, (ROWS, FEATURES))),
        "kernel": in_64ths(generator.uniform(-0.9, 0.9, (FEATURES, UNITS))),
        "bias": in_64ths(generator.uniform(-0.5, 0.5, UNITS)),
        "classes": generator.integers(0, UNITS, ROWS),
        "oneHot": np.eye(UNITS)[generator.integers(0, UNITS, ROWS)],
        "soft": soft_rows(generator),
        "shares": in_64ths(generator.uniform(0, 1, (ROWS, UNITS))),
        "numbers": in_64ths(generator.normal(0, 1, (ROWS, UNITS))),
        "sampleWeight": in_64ths(generator.uniform(0, 2, ROWS) * (generator.uniform(0, 1, ROWS) > 0.15)),
    }


def targets_of(case: dict, data: dict) -> np.ndarray:
    """What Keras gets: class numbers are rows with a 1 to all losses but the sparse one, or of one unit the number itself."""
    if case["targets"] != "classes":
        return data[case["targets"]][:, : case["units"]]
    if case["units"] == 1:
        return (data["classes"] % 2)[:, None].astype(np.float64)
    return np.eye(UNITS)[data["classes"]]


def keras_loss(case: dict, reduction: str):
    """The loss, and whether it wants logits."""
    kind, options = case["loss"]["type"], {snake(name): value for name, value in case["loss"].items() if name != "type"}
    crossentropy = kind.lower().endswith("crossentropy")
    exact = case["inputs"] == EXTREME
    from_logits = crossentropy and (exact or case["activation"] == "linear")
    if kind == "sparseCategoricalCrossentropy" and "label_smoothing" in options:
        kind = "categoricalCrossentropy"  # Keras' sparse one smooths no labels
    logits = {"from_logits": from_logits} if crossentropy else {}
    return CLASSES[kind](reduction=reduction, **logits, **options), from_logits, kind


def evaluated(case: dict, data: dict) -> dict:
    """The case with its losses and gradients."""
    inputs, weights = data[case["inputs"]], data["sampleWeight"]
    kernel, bias = data["kernel"][:, : case["units"]], data["bias"][: case["units"]]
    (each, from_logits, kind), (reduced, _, _) = keras_loss(case, "none"), keras_loss(case, "sum_over_batch_size")
    targets = data["classes"] if kind == "sparseCategoricalCrossentropy" else targets_of(case, data)
    activation = keras.activations.get("linear" if from_logits else case["activation"])

    def mean(layer, weights):
        return reduced(targets, activation(inputs @ layer["kernel"] + layer["bias"]), weights)

    outputs = activation(jax.numpy.array(inputs @ kernel + bias))
    layer = {"kernel": jax.numpy.array(kernel), "bias": jax.numpy.array(bias)}
    loss, gradient = jax.value_and_grad(mean)(layer, weights)
    if loss.dtype != np.float64:
        raise SystemExit(f"{case}: computed in {loss.dtype}")
    rows = np.array(each(targets, outputs))
    if not np.isfinite(rows).all() or not np.isclose((rows * weights).sum() / ROWS, loss):
        raise SystemExit(f"{case}: {loss} of {rows}")
    return {
        **case,
        "rows": digits(rows),
        "mean": digits(mean(layer, None)),
        "weighted": digits(loss),
        "gradient": {name: digits(value) for name, value in gradient.items()},
    }


def digits(values) -> list[float] | float:
    """Nine significant digits; of an array a flat list."""
    numbers = [float(f"{value:.9g}") for value in np.array(values).ravel()]
    return numbers if np.ndim(values) else numbers[0]


def histories() -> dict:
    """Fits of a dense layer with class weights and sample weights: what history and evaluate say."""
    generator = np.random.default_rng(7)
    count, held_out = 60, 25
    images = in_64ths(generator.uniform(-1, 1, (count + held_out, FEATURES)))
    labels = generator.integers(0, UNITS, count + held_out)
    images += in_64ths(np.eye(FEATURES)[labels] * 0.75)
    weights = in_64ths(generator.uniform(0, 2, count + held_out) * (generator.uniform(0, 1, count + held_out) > 0.1))
    kernel, bias = in_64ths(generator.uniform(-0.9, 0.9, (FEATURES, UNITS))), in_64ths(generator.uniform(-0.5, 0.5, UNITS))
    sparse, rows = "sparseCategoricalCrossentropy", "categoricalCrossentropy"
    runs = {
        "plain": {"loss": sparse},
        "class weights": {"loss": sparse, "classWeight": {"0": 2, "2": 0.25}},
        "class weights of rows": {"loss": rows, "classWeight": {"0": 2, "1": 0.5, "2": 0, "3": 1.5}},
        "sample weights": {"loss": sparse, "sampleWeight": True},
        "sample weights in validation": {"loss": sparse, "sampleWeight": True, "validationWeight": True},
    }
    results = []
    for name, run in runs.items():
        model = keras.Sequential([keras.Input((FEATURES,)), keras.layers.Dense(UNITS, activation="softmax")])
        model.set_weights([kernel, bias])
        model.compile(keras.optimizers.SGD(0.5), snake(run["loss"]), metrics=["accuracy"], weighted_metrics=["accuracy"])
        targets = np.eye(UNITS)[labels] if run["loss"] == rows else labels
        train, held = slice(0, count), slice(count, None)
        held_weights = [weights[held]] if "validationWeight" in run else []
        history = model.fit(
            images[train],
            targets[train],
            sample_weight=weights[train] if "sampleWeight" in run else None,
            class_weight={int(number): weight for number, weight in run.get("classWeight", {}).items()} or None,
            validation_data=(images[held], targets[held], *held_weights),
            **{"epochs": 2, "batch_size": 16, "shuffle": False, "verbose": 0},
        ).history
        measured = model.evaluate(images[held], targets[held], 16, 0, weights[held], return_dict=True)
        final = [digits(weight) for weight in model.get_weights()]
        results.append(
            {
                "name": name,
                **run,
                "history": {key: digits(values) for key, values in history.items()},
                "evaluated": {key: digits(value) for key, value in measured.items()},
                "final": dict(zip(("kernel", "bias"), final)),
            }
        )
    data = {"images": images, "labels": labels, "sampleWeight": weights, "kernel": kernel, "bias": bias}
    sizes = {"features": FEATURES, "units": UNITS, "count": count, "batchSize": 16, "epochs": 2, "learningRate": 0.5}
    return {**sizes, "data": {name: values.ravel().tolist() for name, values in data.items()}, "runs": results}


def write(name: str, record: dict) -> None:
    """Writes a fixture, a line a result."""
    versions = {package: version(package) for package in ("keras", "jax", "jaxlib", "numpy")}
    made = {"madeWith": {"python": platform.python_version(), **versions}, "madeBy": "scripts/golden/run losses"}
    text = json.dumps(record | made, separators=(",", ":"), allow_nan=False)
    path = FIXTURES / name
    path.write_text(text.replace('{"loss":{', '\n{"loss":{').replace('{"name":', '\n{"name":') + "\n")
    print(f"{name}: {path.stat().st_size} bytes")


def main() -> None:
    """Makes both fixtures."""
    compute_in_double()
    data = drawn()
    results = [evaluated(case, data) for case in CASES]
    lists = {name: values.ravel().tolist() for name, values in data.items()}
    write("losses.json", {"features": FEATURES, "units": UNITS, "rows": ROWS, "data": lists, "cases": results})
    write("histories.json", histories())


main()
