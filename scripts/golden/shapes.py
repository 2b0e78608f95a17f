"""Asks Keras on JAX for the output shapes of random layers, and which layers it refuses: test/golden/fixtures/shapes.json.

    scripts/golden/run shapes

Each entry is a layer in the words of the package's spec, the shape of its input, and Keras' output shape without the axis of
the images, or null where Keras refuses the layer or its input, or computes no value.
"""

import json
import os
import random
from importlib.metadata import version
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402

FIXTURE = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures" / "shapes.json"
CONFIGURATIONS = 700

CONSTANTS = {"activation": "linear", "useBias": True, "biasInitializer": "zeros"}


def window(draw: random.Random) -> dict:
    """Sizes, steps and padding of a window."""
    pair = lambda most: [draw.randint(1, most), draw.randint(1, most)]  # noqa: E731
    return {
        "kernelSize": draw.choice([pair(5), [3, 3], [1, 1]]),
        "strides": draw.choice([pair(4), [1, 1], [2, 2]]),
        "padding": draw.choice(["valid", "same"]),
        "dilationRate": draw.choice([pair(3), [1, 1], [1, 1]]),
    }


def pooling(draw: random.Random, kind: str) -> dict:
    """A pooling layer."""
    spec = window(draw)
    return {"type": kind, "poolSize": spec["kernelSize"], "strides": spec["strides"], "padding": spec["padding"]}


def random_layer(draw: random.Random) -> dict:
    """Any layer that changes shapes."""
    kind = draw.choice(["conv2d"] * 3 + ["depthwiseConv2d"] * 2 + ["separableConv2d", "pool", "pool", "other", "other"])
    if kind == "conv2d":
        more = {"filters": draw.randint(1, 12), "groups": draw.choice([1, 1, 2, 3, 4])}
        return {"type": kind, "kernelInitializer": "glorotUniform"} | window(draw) | more | CONSTANTS
    if kind == "depthwiseConv2d":
        more = {"depthMultiplier": draw.randint(1, 3), "depthwiseInitializer": "glorotUniform"}
        return {"type": kind} | window(draw) | more | CONSTANTS
    if kind == "separableConv2d":
        more = {"filters": draw.randint(1, 12), "depthMultiplier": draw.randint(1, 2)}
        initializers = {"depthwiseInitializer": "glorotUniform", "pointwiseInitializer": "glorotUniform"}
        return {"type": kind} | window(draw) | more | initializers | CONSTANTS
    if kind == "pool":
        return pooling(draw, draw.choice(["maxPooling2d", "averagePooling2d"]))
    keepdims = {"keepdims": draw.choice([True, False])}
    return draw.choice(
        [
            {"type": "globalAveragePooling2d"} | keepdims,
            {"type": "globalMaxPooling2d"} | keepdims,
            {"type": "zeroPadding2d", "padding": [[draw.randint(0, 3), draw.randint(0, 3)], [draw.randint(0, 3), 1]]},
            {"type": "reshape", "targetShape": draw.choice([[-1], [2, -1], [-1, 3, 2], [4, -1, 2], [5, -1], [-1, 7]])},
            {"type": "normalization", "axis": draw.choice([[-1], [1], [2, 3], [], [-2]]), "invert": False},
            {"type": "spatialDropout2d", "rate": 0.5},
            {"type": "flatten"},
        ]
    )


def keras_layer(layer: dict):
    """The Keras layer of one layer of the spec."""
    kind = layer["type"]
    convolution = {
        "padding": layer.get("padding"),
        "strides": layer.get("strides"),
        "dilation_rate": layer.get("dilationRate"),
    }
    if kind == "conv2d":
        return keras.layers.Conv2D(layer["filters"], layer["kernelSize"], groups=layer["groups"], **convolution)
    multiplier = {"depth_multiplier": layer.get("depthMultiplier")}
    if kind == "depthwiseConv2d":
        return keras.layers.DepthwiseConv2D(layer["kernelSize"], **multiplier, **convolution)
    if kind == "separableConv2d":
        return keras.layers.SeparableConv2D(layer["filters"], layer["kernelSize"], **multiplier, **convolution)
    if kind == "maxPooling2d":
        return keras.layers.MaxPooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "averagePooling2d":
        return keras.layers.AveragePooling2D(layer["poolSize"], layer["strides"], layer["padding"])
    if kind == "globalAveragePooling2d":
        return keras.layers.GlobalAveragePooling2D(keepdims=layer["keepdims"])
    if kind == "globalMaxPooling2d":
        return keras.layers.GlobalMaxPooling2D(keepdims=layer["keepdims"])
    if kind == "zeroPadding2d":
        return keras.layers.ZeroPadding2D(layer["padding"])
    if kind == "reshape":
        return keras.layers.Reshape(layer["targetShape"])
    if kind == "normalization":
        return keras.layers.Normalization(tuple(layer["axis"]) or None)
    if kind == "spatialDropout2d":
        return keras.layers.SpatialDropout2D(layer["rate"])
    return keras.layers.Flatten()


def output_shape(layer: dict, shape: list[int]) -> tuple[list[int] | None, str | None]:
    """What Keras computes for two images, or why it does not."""
    try:
        made = keras_layer(layer)
        symbolic = made(keras.Input(shape))
        computed = made(keras.ops.zeros([2, *shape]))
    except Exception as error:
        return None, f"{type(error).__name__}: {str(error).splitlines()[0][:160]}"
    if tuple(symbolic.shape[1:]) != tuple(computed.shape[1:]):
        raise SystemExit(f"Keras says {symbolic.shape} and computes {computed.shape}: {layer}")
    if 0 in computed.shape:
        return None, "an output without values"
    return list(computed.shape[1:]), None


def main() -> None:
    """Draws the layers and writes the fixture."""
    draw = random.Random(23)
    entries = []
    for _ in range(CONFIGURATIONS):
        layer = random_layer(draw)
        shape = [draw.randint(1, 12), draw.randint(1, 12), draw.choice([1, 2, 3, 4, 6, 8, 12])]
        expected, refusal = output_shape(layer, shape)
        entries.append({"layer": layer, "inputShape": shape, "outputShape": expected, "refusal": refusal})
    versions = {package: version(package) for package in ("keras", "jax")}
    FIXTURE.write_text(json.dumps({"madeWith": versions, "entries": entries}, indent=1) + "\n")
    refused = sum(entry["outputShape"] is None for entry in entries)
    print(f"{len(entries)} layers, {refused} of them refused")


main()
