"""A Python contestant as a process: commands come as JSON lines on stdin, answers go as JSON lines to stdout.

    python serve.py pytorch

Commands: {"cmd": "prepare", …settings}, {"cmd": "round", "seconds": 5}, {"cmd": "quit"}. Between commands the process
waits for its stdin and does nothing. What libraries print to stdout is sent to stderr, so that it cannot be taken
for an answer. Same protocol: ../node.mjs and ../chromium.mjs; the other end: ../../processes/child.mjs.
"""

import importlib
import json
import os
import sys
import traceback

from idx import read_images, read_labels


def main(module: str) -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    contestant = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["cmd"] == "quit":
                return
            if command["cmd"] == "prepare":
                contestant = importlib.import_module(module).prepare(command, load_data(command))
                answer = {"trainable": contestant.trainable, "version": contestant.version}
            else:
                answer = contestant.round(command["seconds"])
        except Exception as error:
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")


def load_data(settings: dict):
    """The training images and labels, or for inference the test images; all u8, [count, 28, 28, 1]."""
    folder = settings["data"]
    if settings["mode"] == "infer":
        return read_images(folder, "t10k-images-idx3-ubyte"), None
    return read_images(folder, "train-images-idx3-ubyte"), read_labels(folder, "train-labels-idx1-ubyte")


if __name__ == "__main__":
    main(sys.argv[1])
