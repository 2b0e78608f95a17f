#!/usr/bin/env bash
# Runs: schedules of Keras 3.15.1 on JAX 0.10.2 (float32, CPU), called with a step as anybody would plot them, and inside the
# compiled training step, where `fit` and `train_on_batch` use them: there the rate is the move of a weight whose gradient is 1.
#
# Guess: a schedule is a function of the step; training uses the very rates that `schedule(step)` says.
# What happens: the compiler makes a division by a constant a product with its rounded reciprocal, and 3000 · (1/1000) is
# more than 3. PolynomialDecay(decay_steps=1000, cycle=True) says 0 for step 3000, the end of its third cycle, and trains with a
# quarter of the initial rate; so at 6000 and 7000. 110 · (1/110) is less than 1: a staircase of 110 steps goes down a step
# late, and CosineDecayRestarts(110, t_mul=1) restarts a step late, with the rate 0 where the plot says the highest. With 100 or 469
# steps all agree. 271 of the numbers from 2 to 2000 have a product below 1 (41, 47, 55, 61, 82, 110, 850, 950, 1950 …).
#
# Meaning: a jump of a schedule may come a step early or late in training and not in a plot or a test of the schedule. Where
# runs are compared step by step, take numbers of steps that are powers of two, or let the jump lie between two steps.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
python3 -m venv "$dir/env"
"$dir/env/bin/pip" install -q --disable-pip-version-check keras==3.15.1 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6 scipy==1.17.1

cd "$dir"
cat >compiled.py <<'PY'
import os
import sys

os.environ["KERAS_BACKEND"] = "jax"
import jax
import keras
import numpy as np

print(f"Keras {keras.__version__} on JAX {jax.__version__}, NumPy {np.__version__}")
schedules = keras.optimizers.schedules
one = np.ones((1, 1), np.float32)


def trained(schedule, step):
    """The rate that a compiled training step uses, at that number of steps."""
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(schedule), loss=lambda true, output: output)
    model.optimizer.build(model.trainable_variables)
    model.optimizer.iterations.assign(step)
    model.train_on_batch(one, one)
    return -float(model.get_weights()[0][0, 0])


def polynomial(steps):
    return schedules.PolynomialDecay(1.0, steps, end_learning_rate=0.0, cycle=True)


def staircase(steps):
    return schedules.ExponentialDecay(1.0, steps, 0.5, staircase=True)


def restarts(steps):
    return schedules.CosineDecayRestarts(1.0, steps, t_mul=1.0)


rows = [
    ("PolynomialDecay(1000, cycle=True)", polynomial(1000), [1000, 2999, 3000, 6000, 7000], [0, 0, 0.25, 0.1429, 0.125]),
    ("PolynomialDecay(469, cycle=True)", polynomial(469), [469, 3 * 469, 6 * 469, 7 * 469], [0, 0, 0, 0]),
    ("ExponentialDecay(110, staircase=True)", staircase(110), [109, 110, 111, 220], [1, 1, 0.5, 0.5]),
    ("ExponentialDecay(850, staircase=True)", staircase(850), [849, 850, 851], [1, 1, 0.5]),
    ("ExponentialDecay(100, staircase=True)", staircase(100), [99, 100, 101], [1, 0.5, 0.5]),
    ("CosineDecayRestarts(110, t_mul=1)", restarts(110), [110, 111, 220], [0, 0.9998, 0]),
    ("CosineDecayRestarts(100, t_mul=1)", restarts(100), [100, 101, 200], [1, 0.9998, 1]),
]
changed = False
for title, schedule, steps, expected in rows:
    said = [round(float(schedule(step)), 4) for step in steps]
    used = [abs(round(trained(schedule, step), 4)) for step in steps]
    wrong = not np.allclose(used, expected, atol=3e-4)
    changed = changed or wrong
    print(f"  {title:38} at {steps}: says {said}, trains with {used}" + (f"  CHANGED, expected {expected}" if wrong else ""))
    agree = title.split("(")[1].startswith(("100,", "469,"))
    changed = changed or np.allclose(said, used, atol=1e-3) != agree
below = sum(np.float32(n) * (np.float32(1) / np.float32(n)) < 1 for n in range(2, 2001))
print(f"  n · (1/n) is below 1 for {below} of the numbers from 2 to 2000")
sys.exit(1 if changed or below != 271 else 0)
PY
JAX_PLATFORMS=cpu KERAS_HOME="$dir/keras" "$dir/env/bin/python" compiled.py
echo "as expected"
