/**
 * What the caller and an engine that only predicts say to each other; ../engine/protocol.ts has the rest of it.
 */
import type { EngineOf, ModelSpec } from "../engine/protocol.js";

/** What Rust says of a spec: its weights, in the order of their numbers, and the shape of one output. */
export interface PredictorDescription {
  readonly outputShape: readonly number[];
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Calls of this engine: name → [arguments, result]. */
export interface InferenceCalls {
  /** Makes the model; must be the first call. */
  createPredictor: [[spec: ModelSpec], PredictorDescription];
  /** Sets weight `number` to the bytes of a file: `F32`, `F16`, or `I8` with `scales`. After the last it can predict. */
  setWeight: [[number: number, dtype: string, bytes: Uint8Array, scales: Uint8Array], void];
  /** Outputs (`count × outputs`, row by row) for images in the units of training. */
  predict: [[count: number, images: Uint8Array | Float32Array], Float32Array];
}

/** The asynchronous engine; calls are answered in the order they were made. */
export type InferenceEngine = EngineOf<InferenceCalls>;
