#!/usr/bin/env bash
# Runs: Keras 3.15.1 with floatx float64 on JAX 0.10.2 (JAX_ENABLE_X64=1) and on NumPy 2.4.6: the types and errors of what
# operations, layers and schedules compute.
#
# Guess: with `keras.config.set_floatx("float64")` all is computed in double precision; a layer's output says so by its dtype.
# What happens: exp, log, sqrt, sigmoid, softmax do; tanh, sin, cos, var, floor and others return float32. A table of types
# (BIT64_TO_BIT32_DTYPE) sends float64 to float32 on every backend but TensorFlow. A Dense(activation="tanh") gives float32, while
# its dtype, its weights and the layers after it say float64: at the model's end only the digits tell, the ninth is wrong. Of the
# schedules CosineDecay is in float32, ExponentialDecay in float64. Without "tanh" the same model is right to 1e-15. On NumPy all is
# float32: exp, sqrt, matmul, and the weights of a layer whose dtype says float64.
#
# Meaning: who makes reference values or checks gradients by differences in "float64" measures float32 wherever one of these
# operations is in the way: a difference quotient with a step of 1e-6, fine in double precision, is some percent off. Look at the
# dtype of each operation, or mend the line of the table, as shown last.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >double.py <<'PY'
import sys

import keras
import numpy as np

keras.config.set_floatx("float64")
backend = keras.backend.backend()
print(f"\nKeras {keras.__version__} on {backend}, NumPy {np.__version__}")
numbers = np.random.default_rng(1).uniform(0.1, 0.9, (8, 5))
x = keras.ops.convert_to_tensor(numbers)


def type_of(value):
    return keras.backend.standardize_dtype(value.dtype)


def types():
    names = "exp log sqrt sigmoid softmax erf mean matmul tanh sin cos arctan sinh var std floor ceil".split()
    results = {}
    for name in names:
        operation = getattr(keras.ops, name)
        results[name] = type_of(operation(x, keras.ops.transpose(x)) if name == "matmul" else operation(x))
    return " ".join(name for name in names if results[name] == "float32")


def model(activation):
    """Its layers, and how far its output is from NumPy's."""
    keras.utils.set_random_seed(2)
    first, second = keras.layers.Dense(6, activation=activation), keras.layers.Dense(3)
    function = {"tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}[activation]
    inner = first(x)
    output = keras.ops.convert_to_numpy(second(inner))
    (k, b), (k2, b2) = first.get_weights(), second.get_weights()
    error = np.abs(output - (function(numbers @ k + b) @ k2 + b2)).max()
    return f"{first.dtype} layer, {k.dtype} weights, {type_of(inner)} output; in the end {output.dtype}", error


def quotient():
    """How far a difference quotient of tanh is from its derivative, at 0.5."""
    step = 1e-6
    ends = [float(keras.ops.tanh(keras.ops.convert_to_tensor(0.5 + way))) for way in (step, -step)]
    return abs((ends[0] - ends[1]) / (2 * step) / (1 - np.tanh(0.5) ** 2) - 1)


def schedule(name, *options):
    return type_of(getattr(keras.optimizers.schedules, name)(0.1, *options)(3))


changed = False


def expect(title, got, right):
    global changed
    changed = changed or not right
    print(f"  {title}: {got}" + ("" if right else "  CHANGED"))


lost = types()
expected = {
    "jax": ("tanh sin cos arctan sinh var floor ceil", "float64", {"tanh": "float32", "sigmoid": "float64"}, "float64"),
    "numpy": (
        "exp log sqrt sigmoid softmax erf mean matmul tanh sin cos arctan sinh var std floor ceil",
        "float32",
        {"tanh": "float32", "sigmoid": "float32"},
        "float32",
    ),
}
operations, weights, outputs, end = expected[backend]
expect("float32 of float64", lost, lost == operations)
for activation in ("tanh", "sigmoid"):
    text, error = model(activation)
    right = text == f"float64 layer, {weights} weights, {outputs[activation]} output; in the end {end}"
    exact = outputs[activation] == "float64"
    expect(f"Dense({activation})", f"{text}, off by {error:.0e}", right and (error < 1e-14) == exact and error < 1e-6)
off = quotient()
expect("difference quotient of tanh, step 1e-6, off by", f"{off:.0e}", off > 0.005)
if backend == "jax":
    kinds = schedule("CosineDecay", 10), schedule("ExponentialDecay", 10, 0.5)
    expect("CosineDecay, ExponentialDecay", kinds, kinds == ("float32", "float64"))

if backend == "jax":
    from keras.src.backend.common import dtypes

    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
    text, error = model("tanh")
    expect("with the line of the table mended, Dense(tanh)", f"off by {error:.0e}", error < 1e-14 and types() == "")
sys.exit(1 if changed else 0)
PY
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu JAX_ENABLE_X64=1 "$dir/env/bin/python" double.py
done
echo "as expected"
