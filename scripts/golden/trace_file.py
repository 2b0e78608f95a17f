"""What a reference framework's training run leaves behind, collected and written as one .safetensors file."""

import numpy as np
from safetensors.numpy import save_file


class Trace:
    """Losses and counts of every step, and tensors under `group/name`; float32, except the losses."""

    def __init__(self, case: dict):
        self._case = case
        self._tensors: dict[str, np.ndarray] = {}
        self._steps: list[tuple[float, int]] = []

    def tensors(self, group: str, values: dict) -> None:
        """Keeps copies of `values` (anything numpy can read) as `group/name`."""
        if group == "checkpoint" and self._case["checkpoint"] == self._case["steps"]:
            return  # the same as "final"
        for name, value in values.items():
            self._tensors[f"{group}/{name}"] = np.array(value, np.float32, order="C")

    def step(self, loss, correct: int) -> int:
        """Keeps a step's mean loss (before its update) and correct answers; returns the number of steps so far."""
        self._steps.append((float(loss), correct))
        return len(self._steps)

    def evaluated(self, loss, correct: int) -> None:
        """Keeps the mean loss and the correct answers over all images after training."""
        self._tensors["evaluated"] = np.array([float(loss), correct], np.float64)

    def save(self, path: str) -> None:
        """Writes everything to `path`."""
        loss, correct = zip(*self._steps)
        steps = {"loss": np.array(loss, np.float64), "correct": np.array(correct, np.int32)}
        save_file(self._tensors | steps, path)
