"""Trains a net of optimizer_cases.py by each of its optimizers with Keras on JAX, and writes what is compared.

Run by optimizers.py in a process of its own per precision, since Keras and JAX fix it at import:

    python optimizer_trace.py NET float32|float64 IMAGES.safetensors OUT.safetensors [INITIAL.safetensors]

Without INITIAL the first weights are drawn: kernels by Keras' initializers, all else by numpy.
"""

import os
import sys

NET, PRECISION, IMAGES, OUT, *INITIAL = sys.argv[1:]
os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"
os.environ["JAX_ENABLE_X64"] = "1" if PRECISION == "float64" else "0"

import jax  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
from safetensors.numpy import load_file, save_file  # noqa: E402

from cases import batches  # noqa: E402
from first_weights import RANGES  # noqa: E402
from keras_double import compute_in_double  # noqa: E402
from keras_model import keras_model, named_weights  # noqa: E402
from keras_optimizer import keras_optimizer, slots  # noqa: E402
from optimizer_cases import NETS  # noqa: E402


def first_weights(net: dict) -> dict[str, np.ndarray]:
    """The weights that each training starts from."""
    if INITIAL:
        tensors = load_file(INITIAL[0])
        return {name.removeprefix("initial/"): tensors[name] for name in tensors if name.startswith("initial/")}
    keras.utils.set_random_seed(net["seed"])
    random = np.random.default_rng(net["seed"])
    drawn = named_weights(keras_model(net["spec"]["layers"], net["spec"]["inputShape"]))
    for weight in drawn.values():
        if weight.name in RANGES:
            weight.assign(random.uniform(*RANGES[weight.name], weight.shape).astype(np.float32))
    return {name: keras.ops.convert_to_numpy(weight).astype(np.float32) for name, weight in drawn.items()}


def trained(net: dict, options: dict, first: dict, images: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """Losses of all steps, and weights and state after the last."""
    keras.utils.clear_session(free_memory=False)  # so that automatic names begin anew
    model = keras_model(net["spec"]["layers"], net["spec"]["inputShape"])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras_optimizer(options, model), loss)
    check_rates(model.optimizer._learning_rate, net["steps"])
    for name, weight in named_weights(model).items():
        weight.assign(first[name])
    losses = [float(model.train_on_batch(images[batch], labels[batch])) for batch in batches(net)]
    final = {f"final/{name}": keras.ops.convert_to_numpy(weight).astype(np.float64) for name, weight in named_weights(model).items()}
    state = {f"slot/{name}": keras.ops.convert_to_numpy(value).astype(np.float64) for name, value in slots(model).items()}
    if options.get("useEma"):
        check_finalized(model, state)
    return {"loss": np.array(losses, np.float64)} | final | state


def check_rates(rate, steps: int) -> None:
    """The compiled step has the schedule's own rates (findings/keras-schedule-compiled.sh: they may change a step early)."""
    if not isinstance(rate, keras.optimizers.schedules.LearningRateSchedule):
        return
    compiled = jax.jit(lambda step: rate(step))
    for step in range(steps):
        if abs(float(compiled(np.int32(step))) - float(rate(step))) > 1e-5 * float(rate(0)) + 1e-9:
            raise SystemExit(f"{type(rate).__name__} has another rate at step {step} when compiled")


def check_finalized(model, state: dict[str, np.ndarray]) -> None:
    """What `fit` does at its end makes the averages the weights: so they are not kept twice."""
    model.optimizer.finalize_variable_values(model.trainable_variables)
    for name, weight in named_weights(model).items():
        average = state.get(f"slot/average/{name}")
        if weight.trainable and not np.array_equal(keras.ops.convert_to_numpy(weight).astype(np.float64), average):
            raise SystemExit(f"{name} is not its average")


def main() -> None:
    """Trains by all optimizers and writes the traces."""
    net = NETS[NET]
    compute_in_double() if PRECISION == "float64" else keras.config.set_floatx("float32")
    data = load_file(IMAGES)
    images = data["images"][: net["images"]].reshape(-1, *net["spec"]["inputShape"]).astype(PRECISION)
    labels = data["labels"][: net["images"]].astype(np.int32)
    first = first_weights(net)
    tensors = {f"initial/{name}": value for name, value in first.items()}
    for name, options in net["optimizers"].items():
        result = trained(net, options, first, images, labels)
        tensors |= {f"{name}/{key}": value for key, value in result.items()}
    save_file(tensors, OUT)


main()
