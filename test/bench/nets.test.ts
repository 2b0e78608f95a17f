/** The nets of the bench: the model files for ONNX Runtime have the parameters that every contestant must report. */
import { expect, test } from "vitest";
import { nets } from "../../bench/nets.mjs";
import { onnxModel } from "../../bench/onnx/model.mjs";

test.each(Object.entries(nets))("net %s has its parameters as an ONNX file", (_, { layers, trainable }) => {
  expect(onnxModel(layers).trainable).toBe(trainable);
});
