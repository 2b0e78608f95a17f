"""Photos to labels as one would write it in Python: a pool of processes, each decoding, preparing and predicting.

    python peer.py

The protocol is that of ../contestants/python/serve.py: JSON lines on stdin, answers on stdout. {"cmd": "prepare",
"library": "opencv" or "pillow", "decoding": "full" or "half", "processes": 2, "checkpoint": …, "files": […]} answers
with the label of each file; {"cmd": "round"} classifies all files once more and answers with the seconds it took, and
the CPU seconds of each stage.
"""

import importlib
import json
import os
import sys
import time
import traceback
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import onnxruntime

from network import onnx_model

CHUNK = 8
"""Photos of one task: they go through the network together, and no process waits long for the last task."""

GARMENTS = 10
"""Classes that are an answer: a model for photos has one more, for what is no garment."""

STAGES = ("decode", "prepare", "network")


class Worker:
    """What each process of the pool holds."""

    def __init__(self, library: str, decoding: str, model: bytes) -> None:
        module = importlib.import_module(f"with_{library}")
        self.decode = {"full": module.decode, "half": module.decode_reduced}[decoding]
        self.prepare = module.prepare
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def classify(self, files: list[str]) -> tuple[list[int], list[float]]:
        """Returns the label of each file, and the CPU seconds of each stage."""
        seconds = [0.0, 0.0, 0.0]
        images = []
        for file in files:
            start = time.thread_time()
            photo = self.decode(file)
            decoded = time.thread_time()
            images.append(self.prepare(photo))
            seconds[0] += decoded - start
            seconds[1] += time.thread_time() - decoded
        start = time.thread_time()
        (probabilities,) = self.session.run(None, {"images": np.stack(images)})
        labels = probabilities[:, :GARMENTS].argmax(axis=1).tolist()
        seconds[2] = time.thread_time() - start
        return labels, seconds


_worker: Worker


def _start(*settings: object) -> None:
    """Makes the worker of a process of the pool."""
    global _worker
    _worker = Worker(*settings)


def _classify(files: list[str]) -> tuple[list[int], list[float]]:
    """Classifies with the worker of this process."""
    return _worker.classify(files)


class Peer:
    """The pool, and the files of every round."""

    def __init__(self, settings: dict) -> None:
        library, files = settings["library"], settings["files"]
        self.tasks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
        worker = (library, settings["decoding"], onnx_model(Path(settings["checkpoint"])))
        processes = settings["processes"]
        self.pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_start, initargs=worker)
        libraries = {"opencv": ("cv2",), "pillow": ("PIL", "scipy")}[library]
        versions = [f"{name} {importlib.import_module(name).__version__}" for name in (*libraries, "numpy")]
        self.version = ", ".join([*versions, f"ONNX Runtime {onnxruntime.__version__}"])

    def round(self) -> tuple[list[int], dict]:
        """Returns the label of each file, and what the round took."""
        start = time.perf_counter()
        answers = list(self.pool.map(_classify, self.tasks))
        seconds = time.perf_counter() - start
        labels = [label for labels, _ in answers for label in labels]
        stages = np.sum([stages for _, stages in answers], axis=0).tolist()
        return labels, {"images": len(labels), "seconds": seconds, "stageSeconds": dict(zip(STAGES, stages))}


def main() -> None:
    """Answers commands until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    peer = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["cmd"] == "quit":
                break
            if command["cmd"] == "prepare":
                peer = Peer(command)
                # Once without the clock: the processes start, files come into memory.
                answer = {"version": peer.version, "labels": peer.round()[0]}
            else:
                answer = peer.round()[1]
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")
    if peer is not None:
        peer.pool.shutdown()


if __name__ == "__main__":
    main()
