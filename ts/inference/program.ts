/**
 * The engine that predicts only: its wasm file, its glue, and its calls as methods of a predictor in wasm memory.
 */
import { inferenceWasmFile } from "#platform/inference-wasm";
import { initSync, outOfMemory, Predictor } from "#wasm-inference";
import { earlyError } from "../engine/faults.js";
import type { Dispatcher, Program } from "../engine/instance.js";
import type { InferenceCalls } from "./protocol.js";

export const program: Program = {
  build: "inference",
  glue: { initSync, outOfMemory },
  file: inferenceWasmFile(),
  createDispatcher,
};

type Handlers = {
  readonly [M in keyof InferenceCalls]: (...args: InferenceCalls[M][0]) => InferenceCalls[M][1];
};

function createDispatcher(): Dispatcher {
  let current: Predictor | null = null;
  const predictor = (): Predictor => {
    if (current !== null) return current;
    throw earlyError("createPredictor");
  };
  const handlers: Handlers = {
    createPredictor: (spec) => {
      const created = new Predictor(spec);
      current?.free();
      current = created;
      const weights = created.weights() as { name: string; shape: Uint32Array }[];
      return {
        outputShape: [...created.outputShape()],
        weights: weights.map(({ name, shape }) => ({ name, shape: [...shape] })),
      };
    },
    restoreWeight: (number, dtype, bytes, scales) => predictor().restoreWeight(number, dtype, bytes, scales),
    predict: (count, images) =>
      images instanceof Float32Array
        ? predictor().predictFloats(count, images)
        : predictor().predictBytes(count, images),
  };
  return {
    run: (method, args) => {
      const handler = handlers[method as keyof InferenceCalls] as (...args: readonly unknown[]) => unknown;
      return handler(...args);
    },
    free: () => {
      current?.free();
      current = null;
    },
  };
}
