/**
 * The engine that predicts only: its wasm file, its glue, and its calls as methods of a predictor in wasm memory.
 */
import { initSync, outOfMemory, Predictor } from "#wasm-inference";
import { type Dispatcher, dispatcherOf, type Handlers, Held } from "../engine/dispatcher.js";
import type { Program } from "../engine/instance.js";
import { owned } from "../platform/array-types.js";
import type { InferenceCalls } from "./protocol.js";

export const program: Program = {
  name: "inference",
  glue: { initSync, outOfMemory },
  createDispatcher,
};

function createDispatcher(): Dispatcher {
  const held = new Held<Predictor>("createPredictor");
  const handlers: Handlers<InferenceCalls> = {
    createPredictor: (spec) => {
      held.model = new Predictor(spec);
      const weights = held.model.weights() as { name: string; shape: Uint32Array }[];
      return {
        outputShape: [...held.model.outputShape()],
        weights: weights.map(({ name, shape }) => ({ name, shape: [...shape] })),
      };
    },
    restoreWeight: (number, start, dtype, scales, bytes) =>
      held.model.restoreWeight(number, start, dtype, scales, bytes),
    predict: (count, images) =>
      owned(
        images instanceof Float32Array
          ? held.model.predictFloats(count, images)
          : held.model.predictBytes(count, images),
      ),
  };
  return dispatcherOf(handlers, held);
}
