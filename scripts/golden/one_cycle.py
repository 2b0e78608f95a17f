"""Prints the rates of PyTorch's OneCycleLR, for schedules.py: reads the options as JSON, a list of our spec's, from stdin.

The optimizer has no momentum that cycles (`cycle_momentum=False`): the package's schedule is one of the rate only.
"""

import json
import sys
import warnings

import torch


def rates(options: dict) -> list[float]:
    """The rate of each step, in double precision."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer,
        options["maxLearningRate"],
        options["totalSteps"],
        pct_start=options["pctStart"],
        anneal_strategy=options["annealStrategy"],
        cycle_momentum=False,
        div_factor=options["divFactor"],
        final_div_factor=options["finalDivFactor"],
    )
    result = [scheduler.get_last_lr()[0]]
    for _ in range(options["totalSteps"] - 1):
        scheduler.step()
        result.append(scheduler.get_last_lr()[0])
    return result


warnings.simplefilter("ignore")  # that the optimizer itself makes no step
json.dump({"torch": torch.__version__, "rates": [rates(options) for options in json.load(sys.stdin)]}, sys.stdout)
