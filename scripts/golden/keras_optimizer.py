"""The Keras optimizer of the package's spec, with all that optimizers share, and its state by the names of the weights."""

import keras

from keras_model import named_weights, snake
from keras_schedule import keras_schedule

CLASSES = {
    "sgd": keras.optimizers.SGD,
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "nadam": keras.optimizers.Nadam,
    "rmsprop": keras.optimizers.RMSprop,
    "adagrad": keras.optimizers.Adagrad,
    "lion": keras.optimizers.Lion,
}
# Keras' names of the options that are not the camelCase ones in another spelling.
NAMES = {"beta1": "beta_1", "beta2": "beta_2", "globalClipnorm": "global_clipnorm"}
# The slots of the state, and the lists in which Keras' optimizers hold them.
SLOTS = {
    "momentum": ("_momentums", "momentums"),
    "velocity": ("_velocities",),
    "accumulator": ("_accumulators",),
    "average_gradient": ("_average_gradients",),
    "average": ("_model_variables_moving_average",),
}


def keras_optimizer(spec: dict, model=None):
    """The optimizer of the compile options; `model` has the weights that `excludeFromWeightDecay` names."""
    options = {NAMES.get(name, snake(name)): value for name, value in spec.items() if name != "type"}
    excluded = options.pop("exclude_from_weight_decay", [])
    if isinstance(options["learning_rate"], dict):
        options["learning_rate"] = keras_schedule(options["learning_rate"])
    if "momentum" in options:
        options["momentum"] = float(options["momentum"])
    optimizer = CLASSES[spec["type"]](**options)
    if excluded:
        exclude(optimizer, excluded, model)
    return optimizer


def exclude(optimizer, entries: list[str], model) -> None:
    """What the entries name does not decay: a layer, a weight of a layer, or part of the weights' own names."""
    weights = named_weights(model)
    named, words = [], []
    for entry in entries:
        found = [weight for name, weight in weights.items() if entry in (name, name.split(".")[0])]
        named += found
        words += [] if found else [entry]
    optimizer.exclude_from_weight_decay(var_list=named, var_names=words)


def slots(model) -> dict:
    """The optimizer's state per trained weight as `slot/layer.weight`, e.g. `velocity/dense.kernel`."""
    names = [name for name, weight in named_weights(model).items() if weight.trainable]
    result = {}
    for slot, attributes in SLOTS.items():
        lists = (getattr(model.optimizer, attribute, None) for attribute in attributes)
        values = next((values for values in lists if values), [])
        result |= {f"{slot}/{name}": value for name, value in zip(names, values)}
    return result
