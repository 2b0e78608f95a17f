"""ONNX Runtime, inference only: the model that ../../onnx/ writes, all graph optimizations on."""

import onnxruntime

from stepping import run, slices


class Contestant:
    version = f"ONNX Runtime {onnxruntime.__version__}"

    def __init__(self, settings: dict, data):
        self.images, self.batch = data[0], settings["batch"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings["threads"]
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(settings["model"], options, providers=["CPUExecutionProvider"])
        self.trainable = settings["trainable"]
        self.slices = slices(len(self.images), self.batch)
        self.round(settings["warmUpSeconds"])

    def step(self):
        return self.session.run(None, {"images": self.images[next(self.slices)]})

    def round(self, seconds: float) -> dict:
        return run(self.step, self.batch, seconds)


def prepare(settings: dict, data) -> Contestant:
    return Contestant(settings, data)
