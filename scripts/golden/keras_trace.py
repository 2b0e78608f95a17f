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

from cases import CASES, MERGES, PREDICTED, batches  # noqa: E402
from first_weights import RANGES, first_weights, value_range  # noqa: E402
from trace_file import Trace  # noqa: E402


def snake(word: str) -> str:
    """A camelCase word as Keras writes it."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in word)


def keras_activation(activation):
    """Keras' activation of the spec's: a word, or a layer or function with options."""
    if isinstance(activation, str):
        return "hard_silu" if activation == "hardSwish" else snake(activation)
    options = {snake(name): value for name, value in activation.items() if name != "type"}
    if activation["type"] == "gelu":
        return lambda x: keras.activations.gelu(x, **options)
    layer = {"relu": keras.layers.ReLU, "leakyRelu": keras.layers.LeakyReLU, "elu": keras.layers.ELU}[activation["type"]]
    return layer(**options)


def regularizers(layer: dict) -> dict:
    """Keras' regularizers of a layer of the spec, by the names of its arguments."""
    return {
        snake(name): keras.regularizers.L1L2(**factors)
        for name, factors in layer.items()
        if name.endswith("Regularizer")
    }


def keras_layer(layer: dict):
    """The Keras layer of one layer of the spec."""
    kind = layer["type"]
    if kind == "depthwiseConv2d":
        return keras.layers.DepthwiseConv2D(
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            layer["depthMultiplier"],
            dilation_rate=layer["dilationRate"],
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "separableConv2d":
        return keras.layers.SeparableConv2D(
            layer["filters"],
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            depth_multiplier=layer["depthMultiplier"],
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "averagePooling2d":
        return keras.layers.AveragePooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "globalAveragePooling2d":
        return keras.layers.GlobalAveragePooling2D(keepdims=layer["keepdims"])
    if kind == "globalMaxPooling2d":
        return keras.layers.GlobalMaxPooling2D(keepdims=layer["keepdims"])
    if kind == "reshape":
        return keras.layers.Reshape(layer["targetShape"])
    if kind == "normalization":
        axis = layer["axis"] if layer["axis"] is None else tuple(layer["axis"])
        return keras.layers.Normalization(axis, layer.get("mean"), layer.get("variance"), layer.get("invert", False))
    if kind == "rescaling":
        return keras.layers.Rescaling(layer["scale"], layer["offset"])
    if kind == "conv2d":
        return keras.layers.Conv2D(
            layer["filters"],
            layer["kernelSize"],
            layer["strides"],
            layer["padding"],
            dilation_rate=layer.get("dilationRate", (1, 1)),
            groups=layer.get("groups", 1),
            activation=keras_activation(layer["activation"]),
            use_bias=layer["useBias"],
            **regularizers(layer),
        )
    if kind == "maxPooling2d":
        return keras.layers.MaxPooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "zeroPadding2d":
        return keras.layers.ZeroPadding2D(layer["padding"])
    if kind == "flatten":
        return keras.layers.Flatten()
    if kind == "dense":
        activation = keras_activation(layer["activation"])
        return keras.layers.Dense(layer["units"], activation, layer["useBias"], **regularizers(layer))
    if kind == "activation" and "axis" in layer:
        return keras.layers.Softmax(axis=tuple(layer["axis"]))
    if kind == "activation":
        return keras.layers.Activation(keras_activation(layer["activation"]))
    if kind == "batchNormalization":
        options = {name: layer[name] for name in ("momentum", "epsilon", "center", "scale")}
        return keras.layers.BatchNormalization(**options)
    if kind == "add":
        return keras.layers.Add()
    if kind == "concatenate":
        return keras.layers.Concatenate()
    raise ValueError(f"no Keras layer for {kind}")


def keras_model(layers: list[dict], shape: tuple[int, ...]):
    """The Keras model of the spec: Functional where a layer says what it reads, Sequential otherwise.

    Layers are made in the order of the list, so that Keras' automatic names count as ours do.
    """
    made = [keras_layer(layer) for layer in layers]
    if any("inputs" in layer for layer in layers):
        source = keras.Input(shape)
        outputs = []
        for place, (layer, call) in enumerate(zip(layers, made)):
            read = [source if i == -1 else outputs[i] for i in layer.get("inputs", [place - 1])]
            outputs.append(call(read if layer["type"] in MERGES else read[0]))
        model = keras.Model(source, outputs[-1])
    else:
        model = keras.Sequential([keras.Input(shape), *made])
    for layer, call in zip(layers, made):
        call.trainable = layer.get("trainable", True)
    return model


def keras_optimizer(options: dict):
    """The Keras optimizer of the compile options."""
    if options["type"] == "adam":
        return keras.optimizers.Adam(options["learningRate"], options["beta1"], options["beta2"], options["epsilon"])
    return keras.optimizers.SGD(options["learningRate"], float(options["momentum"]), options["nesterov"])


def from_logits(layers: list[dict]) -> bool:
    """True unless the last activation is a sigmoid or a softmax (the package's own rule)."""
    return layers[-1].get("activation", "linear") not in ("sigmoid", "softmax")


def named_weights(model) -> dict:
    """The model's variables as `layer.weight`, by Keras' own automatic names and in its order.

    Without what a normalization counts, which it never reads.
    """
    weights = [(layer, weight) for layer in model.layers for weight in layer.weights if weight.name != "count"]
    return {f"{layer.name}.{weight.name}": weight for layer, weight in weights}


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


def slots(model) -> dict:
    """The optimizer's state per weight: `momentum/…` and `velocity/…` of Adam, `momentum/…` of SGD."""
    optimizer, names = model.optimizer, [name for name, weight in named_weights(model).items() if weight.trainable]
    lists = {"momentum": getattr(optimizer, "_momentums", None) or getattr(optimizer, "momentums", [])}
    lists["velocity"] = getattr(optimizer, "_velocities", [])
    return {f"{slot}/{name}": value for slot, values in lists.items() for name, value in zip(names, values)}


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
