#!/usr/bin/env bash
# Runs: schedules of Keras 3.15.1, on JAX 0.10.2 and on NumPy 2.4.6, whose first learning rate is a whole number of Python's: 0 or 1.
#
# Guess: 0 is 0.0. The documentation's own example of a warm-up has `initial_learning_rate = 0`.
# What happens: a schedule computes in the type of its first rate, and casts its other numbers to that. After `0` the
# warm-up's target of 0.1 is the integer 0: the rate is 0.0 at every step, a float, and the net never learns. ExponentialDecay(1, 10, 0.5)
# is 1 at step 0 and 0 from then on, InverseTimeDecay(1, 10, 0.5) is 1 for ever, PolynomialDecay(1, 10, 0.01) ends at 0;
# CosineDecayRestarts(1, 10) computes with a π of 3 and never comes down to 0. No error, no warning; an optimizer refuses
# the plain `learning_rate=1`, which would do no harm.
#
# Meaning: `CosineDecay(0, …, warmup_target=…)`, as one copies it, trains nothing, and looks like a net that does not learn. Write
# 0.0, and look at the weights, not only at the loss: batch normalization's statistics move, and the loss with them.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >whole.py <<'PY'
import sys

import keras
import numpy as np

backend = keras.backend.backend()
print(f"\nKeras {keras.__version__} on {backend}, NumPy {np.__version__}")
schedules = keras.optimizers.schedules
changed = False


def expect(title, got, right):
    global changed
    wrong = not np.allclose(got, right, atol=1e-4)
    changed = changed or wrong
    print(f"  {title}: {got}" + (f"  CHANGED, expected {right}" if wrong else ""))


def rates(schedule, steps):
    return [round(float(schedule(step)), 4) for step in steps]


documented = "initial_learning_rate = 0\n" in schedules.CosineDecay.__doc__
print(f"  the documentation of CosineDecay begins a warm-up with `initial_learning_rate = 0`: {documented}")
changed = changed or not documented
warm_up = {"warmup_target": 0.1, "warmup_steps": 1000}
steps = [0, 1, 500, 1000, 1500]
expect(f"CosineDecay(0, 1000, warm-up to 0.1) at {steps}", rates(schedules.CosineDecay(0, 1000, **warm_up), steps), [0] * 5)
floats = rates(schedules.CosineDecay(0.0, 1000, **warm_up), steps)
expect("the same of 0.0", floats, [0, 0.0001, 0.05, 0.1, 0.05])
steps = [0, 1, 5, 10, 20]
for name, options, whole, right in (
    ("ExponentialDecay", (0.5,), [1, 0, 0, 0, 0], [1, 0.933, 0.7071, 0.5, 0.25]),
    ("InverseTimeDecay", (0.5,), [1, 1, 1, 1, 1], [1, 0.9524, 0.8, 0.6667, 0.5]),
    ("PolynomialDecay", (0.01,), [1, 0.9, 0.5, 0, 0], [1, 0.901, 0.505, 0.01, 0.01]),
    ("CosineDecayRestarts", (), [1, 0.9777, 0.5354, 1, 0.5354], [1, 0.9755, 0.5, 1, 0.5]),
):
    made = getattr(schedules, name)
    expect(f"{name}(1, 10, …) at {steps}", rates(made(1, 10, *options), steps), whole)
    expect(f"{name}(1.0, 10, …)", rates(made(1.0, 10, *options), steps), right)

try:
    keras.optimizers.SGD(learning_rate=1)
    refused = False
except ValueError:
    refused = True
print(f"  SGD(learning_rate=1) is refused: {refused}")
changed = changed or not refused

if backend == "jax":
    for first, moved in ((0, False), (0.0, True)):
        keras.utils.set_random_seed(1)
        model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
        before = model.get_weights()[0]
        model.compile(keras.optimizers.SGD(schedules.CosineDecay(first, 50, warmup_target=0.1, warmup_steps=50)), loss="mse")
        data = np.random.default_rng(1).normal(size=(160, 4)), np.ones((160, 3))
        model.fit(*data, batch_size=16, epochs=10, verbose=0)
        way = float(np.abs(model.get_weights()[0] - before).max())
        print(f"  fit of 100 steps with the warm-up from {first!r} moves weights by at most {way:.4f}")
        changed = changed or (way > 0) != moved
sys.exit(1 if changed else 0)
PY
for backend in jax numpy; do
  KERAS_BACKEND=$backend KERAS_HOME="$dir/keras" JAX_PLATFORMS=cpu "$dir/env/bin/python" whole.py
done
echo "as expected"
