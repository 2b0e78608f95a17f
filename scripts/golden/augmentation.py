"""Makes test/golden/fixtures/augmentation.json: what Keras' layers of augmentation draw, and what they make of images.

    scripts/golden/run augmentation

`images`: a layer, what it drew for an image, and what it made of it. `drawn`: the quantiles of what a layer draws, by name, of
DRAWS images. A rerun gives the same file.
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

FIXTURE = Path(__file__).parents[2] / "test/golden/fixtures/augmentation.json"
DRAWS = 20_000
QUANTILES = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1]
SHAPES = ([7, 6, 3], [28, 28, 1], [1, 5, 1])
layers = keras.layers

READINGS = [
    {"fillMode": fill, "interpolation": between, "fillValue": value}
    for fill, value in (("reflect", 0), ("wrap", 0), ("nearest", 0), ("constant", 0), ("constant", 37.5))
    for between in ("bilinear", "nearest")
]


def reading(spec):
    return {"fill_mode": spec["fillMode"], "interpolation": spec["interpolation"], "fill_value": spec["fillValue"]}


def snake(word):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in word)


def keras_layer(spec):
    kind = spec["type"]
    if kind == "randomFlip":
        return layers.RandomFlip(snake(spec["mode"]), seed=1)
    if kind == "randomTranslation":
        return layers.RandomTranslation(spec["heightFactor"], spec["widthFactor"], seed=1, **reading(spec))
    if kind == "randomZoom":
        return layers.RandomZoom(spec["heightFactor"], spec["widthFactor"], seed=1, **reading(spec))
    if kind == "randomRotation":
        return layers.RandomRotation(spec["factor"], seed=1, **reading(spec))
    options = {"value_range": spec["valueRange"], "seed": 1}
    if kind == "randomErasing":
        return layers.RandomErasing(spec["factor"], spec["scale"], spec["fillValue"], **options)
    return {"randomContrast": layers.RandomContrast, "randomBrightness": layers.RandomBrightness}[kind](
        spec["factor"], **options
    )


def specs():
    for mode in ("horizontal", "vertical", "horizontalAndVertical"):
        yield {"type": "randomFlip", "mode": mode}
    for own in READINGS:
        yield {"type": "randomTranslation", "heightFactor": [-0.4, 0.3], "widthFactor": [-0.9, 1.0], **own}
        yield {"type": "randomZoom", "heightFactor": [-0.6, 0.8], "widthFactor": [-0.3, 0.9], **own}
        yield {"type": "randomRotation", "factor": [-0.3, 0.4], **own}
    yield {"type": "randomZoom", "heightFactor": [-0.5, 0.5], "widthFactor": None, **READINGS[0]}
    for bounds in ([0, 255], [20, 180]):
        yield {"type": "randomContrast", "factor": [0.3, 0.9], "valueRange": bounds}
        yield {"type": "randomBrightness", "factor": [-0.4, 0.6], "valueRange": bounds}


def parameters(spec, drawn):
    """What was drawn, by the names of the test, an array of as many as there are images."""
    flat = lambda name: np.asarray(drawn[name], dtype="float64").reshape(len(np.asarray(drawn[name])), -1)
    kind = spec["type"]
    if kind == "randomFlip":
        return {"flips": flat("flips")[:, 0]}
    if kind == "randomTranslation":
        moved = flat("translations")
        return {"down": moved[:, 1], "right": moved[:, 0]}
    if kind == "randomZoom":
        return {"rows": flat("height_zoom")[:, 0], "columns": flat("width_zoom")[:, 0]}
    if kind == "randomRotation":
        return {"degrees": flat("angle")[:, 0]}
    if kind == "randomContrast":
        return {"factor": flat("contrast_factor")[:, 0]}
    if kind == "randomBrightness":
        return {"added": flat("rgb_delta")[:, 0]}
    masks = np.asarray(drawn["batch_masks"])[..., 0]
    applied = np.asarray(drawn["apply_erasing"])
    rows, columns = masks.any(axis=2), masks.any(axis=1)
    numbers = {"erased": applied.astype("float64")}
    for name, side in (("row", rows), ("column", columns)):
        numbers[f"{name}s"] = side.sum(axis=1)[applied].astype("float64")
        numbers[f"{name}Start"] = np.where(side.any(axis=1), side.argmax(axis=1), 0)[applied].astype("float64")
    return numbers


def transformed(spec, shape, seed):
    image = np.random.default_rng(seed).integers(0, 256, [1, *shape])
    layer = keras_layer(spec)
    images = keras.ops.convert_to_tensor(image, dtype="float32")
    drawn = layer.get_random_transformation(images, training=True, seed=keras.random.SeedGenerator(seed))
    made = np.asarray(layer.transform_images(images, drawn, training=True))
    return {
        "spec": spec,
        "shape": shape,
        "drawn": {name: float(values[0]) for name, values in parameters(spec, drawn).items()},
        "image": image.ravel().tolist(),
        "made": [round(float(value), 3) for value in made.ravel()],
    }


def erased(shape, corners):
    """The mask of a rectangle whose corners lie anywhere."""
    layer = layers.RandomErasing(seed=1)
    x0, x1, y0, y1 = (np.array([corner], dtype="float32") for corner in corners)
    mask = np.asarray(layer._generate_batch_mask((1, *shape, 1), (x0, x1, y0, y1)))[0, :, :, 0]
    return {"shape": shape, "corners": corners, "mask": mask.astype(int).ravel().tolist()}


def quantiles(spec, shape):
    layer = keras_layer(spec)
    images = keras.ops.zeros([DRAWS, *shape], dtype="float32")
    drawn = layer.get_random_transformation(images, training=True, seed=keras.random.SeedGenerator(7))
    return {
        "spec": spec,
        "shape": shape,
        "quantiles": {
            name: [round(float(value), 5) for value in np.quantile(values, QUANTILES)]
            for name, values in parameters(spec, drawn).items()
        },
        "means": {name: round(float(np.mean(values)), 5) for name, values in parameters(spec, drawn).items()},
    }


def main():
    """Draws, transforms and writes the fixture."""
    images, seed = [], 1
    for spec in specs():
        for shape in SHAPES:
            for _ in range(3 if shape != [28, 28, 1] else 1):
                images.append(transformed(spec, shape, seed))
                seed += 1
    random = np.random.default_rng(3)
    masks = []
    for _ in range(40):
        starts, lens = random.uniform(0, 6, 2), random.uniform(0, 6, 2)
        corners = [starts[0], starts[0] + lens[0], starts[1], starts[1] + lens[1]]
        masks.append(erased([8, 9], [round(float(np.float32(corner)), 3) for corner in corners]))
    own = READINGS[0]
    whole = [28, 20, 1]
    drawn = [
        quantiles({"type": "randomFlip", "mode": "horizontalAndVertical"}, whole),
        quantiles({"type": "randomTranslation", "heightFactor": [-0.1, 0.2], "widthFactor": [-0.3, 0.3], **own}, whole),
        quantiles({"type": "randomZoom", "heightFactor": [-0.2, 0.4], "widthFactor": [-0.1, 0.1], **own}, whole),
        quantiles({"type": "randomZoom", "heightFactor": [-0.2, 0.4], "widthFactor": None, **own}, whole),
        quantiles({"type": "randomRotation", "factor": [-0.1, 0.1], **own}, whole),
        quantiles({"type": "randomContrast", "factor": [0.2, 0.5], "valueRange": [0, 255]}, whole),
        quantiles({"type": "randomBrightness", "factor": [-0.1, 0.3], "valueRange": [0, 255]}, whole),
    ]
    for factor in ([0, 1], [1, 1], [0.2, 0.6]):
        spec = {"type": "randomErasing", "factor": factor, "scale": [0.02, 0.33], "fillValue": None, "valueRange": [0, 255]}
        drawn.append(quantiles(spec, whole))
    record = {
        "images": images,
        "masks": masks,
        "at": QUANTILES,
        "drawn": drawn,
        "madeWith": {
            "python": platform.python_version(),
            **{package: version(package) for package in ("keras", "jax", "jaxlib")},
        },
        "madeBy": "scripts/golden/run augmentation",
    }
    text = json.dumps(record, separators=(",", ":")).replace('{"spec"', '\n{"spec"').replace('{"shape"', '\n{"shape"')
    FIXTURE.write_text(text + "\n")
    print(f"{FIXTURE.name}: {len(images)} images, {len(drawn)} layers, {FIXTURE.stat().st_size} bytes")


main()
