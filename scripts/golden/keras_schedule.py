"""Keras' learning-rate schedule of the package's spec."""

import json
from pathlib import Path

import keras

FIXTURE = Path(__file__).parent.parent.parent / "test" / "golden" / "fixtures" / "schedules.json"
schedules = keras.optimizers.schedules


class Listed(schedules.LearningRateSchedule):
    """Rates from a list, one a step: for a schedule that Keras has not."""

    def __init__(self, rates: list[float]):
        self._rates = keras.ops.convert_to_tensor(rates)

    def __call__(self, step):
        return keras.ops.take(self._rates, step)


def keras_schedule(spec: dict):
    """The schedule that `spec` describes; `oneCycle` with the rates that PyTorch made for the fixture."""
    kind = spec["type"]
    # Keras computes in the type of this rate: of a whole number in integers (findings/keras-schedule-whole-rate.sh).
    first = float(spec.get("initialLearningRate", 0))
    if kind in ("exponentialDecay", "inverseTimeDecay"):
        made = schedules.ExponentialDecay if kind == "exponentialDecay" else schedules.InverseTimeDecay
        return made(first, spec["decaySteps"], spec["decayRate"], spec["staircase"])
    if kind == "polynomialDecay":
        rates = (first, spec["decaySteps"], spec["endLearningRate"])
        return schedules.PolynomialDecay(*rates, float(spec["power"]), spec["cycle"])
    if kind == "piecewiseConstantDecay":
        return schedules.PiecewiseConstantDecay(spec["boundaries"], spec["values"])
    if kind == "cosineDecay":
        warmup = {"warmup_target": spec.get("warmupTarget"), "warmup_steps": spec["warmupSteps"]}
        return schedules.CosineDecay(first, spec["decaySteps"], spec["alpha"], **warmup)
    if kind == "cosineDecayRestarts":
        factors = (float(spec["tMul"]), float(spec["mMul"]), spec["alpha"])
        return schedules.CosineDecayRestarts(first, spec["firstDecaySteps"], *factors)
    if kind == "oneCycle":
        entries = json.loads(FIXTURE.read_text())["entries"]
        return Listed(next([rate for _, rate in entry["points"]] for entry in entries if entry["spec"] == spec))
    raise ValueError(f"no Keras schedule for {kind}")
