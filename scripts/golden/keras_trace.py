"""Trains one golden case with Keras on the JAX backend and writes what happened as .safetensors.

Run by make.py in a process of its own per precision, since Keras and JAX fix it at import:

    python keras_trace.py CASE float32|float64 IMAGES.safetensors OUT.safetensors [INITIAL.safetensors]

Layers, losses, metrics and optimizers are Keras' own. Without INITIAL the weights are drawn by Keras'
initializers and, for cases with `biases: random`, all but the kernels by numpy, or all by a formula
(first_weights.py) for cases with `samples`; with it they are read, so that both precisions start from the
same float32 values.
"""

import os
import sys

CASE, PRECISION, IMAGES, OUT, *INITIAL = sys.argv[1:]
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1" if PRECISION == "float64" else "0"

import keras  # noqa: E402
import numpy as np  # noqa: E402
from safetensors.numpy import load_file  # noqa: E402

from cases import CASES, PREDICTED, batches  # noqa: E402
from first_weights import RANGES, first_weights, value_range  # noqa: E402
from keras_model import keras_model, named_weights  # noqa: E402
from keras_optimizer import keras_optimizer, slots  # noqa: E402
from trace_file import Trace  # noqa: E402


def from_logits(layers: list[dict]) -> bool:
    """True unless the last activation is a sigmoid or a softmax (the package's own rule)."""
    return layers[-1].get("activation", "linear") not in ("sigmoid", "softmax")


def set_initial_weights(model, case: dict) -> None:
    """Reads the initial weights, or replaces those that the case wants random or by the formula."""
    initial = load_file(INITIAL[0]) if INITIAL else None
    random = np.random.default_rng(case["seed"])
    places = {name: place for place, name in enumerate(sorted(named_weights(model)))}
    for name, weight in named_weights(model).items():
        shape = tuple(weight.shape)
        if initial is not None:
            weight.assign(initial[f"initial/{name}"])
        elif "samples" in case:
            low, high = value_range(weight.name, shape, case)
            weight.assign(first_weights(case["seed"] + places[name], shape, low, high))
        elif case["biases"] == "random" and weight.name in RANGES:
            weight.assign(random.uniform(*RANGES[weight.name], shape).astype(np.float32))
    for layer in model.layers:
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()  # what it computes with is derived from its weights


def main() -> None:
    """Trains the case and writes its trace."""
    case = next(case for case in CASES if case["name"] == CASE)
    keras.config.set_floatx(PRECISION)
    keras.utils.set_random_seed(case["seed"])
    layers, shape = case["spec"]["layers"], tuple(case["spec"]["inputShape"])
    data = load_file(IMAGES)
    images = data["images"][: case["images"]].reshape(-1, *shape).astype(PRECISION)
    labels = data["labels"][: case["images"]].astype(np.int32)

    model = keras_model(layers, shape)
    model.compile(
        optimizer=keras_optimizer(case["optimizer"]),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits(layers)),
        metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    set_initial_weights(model, case)

    trace = Trace(case)
    trace.tensors("initial", named_weights(model))
    trace.tensors("output", {"before": model.predict_on_batch(images[:PREDICTED])})
    for batch in batches(case):
        logs = model.train_on_batch(images[batch], labels[batch], return_dict=True)
        step = trace.step(logs["loss"], round(float(logs["accuracy"]) * len(labels[batch])))
        trace.tensors(f"step {step}", named_weights(model))
        if step == case["checkpoint"]:
            trace.tensors("checkpoint", named_weights(model))
    trace.tensors("final", named_weights(model))
    trace.tensors("output", {"after": model.predict_on_batch(images[:PREDICTED])})
    if case["slots"]:
        trace.tensors("slot", slots(model))
    logs = model.test_on_batch(images, labels, return_dict=True)
    trace.evaluated(logs["loss"], round(float(logs["accuracy"]) * len(labels)))
    trace.save(OUT)


main()
