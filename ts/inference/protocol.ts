/**
 * What the caller and an engine that only predicts say to each other; ../engine/protocol.ts has the rest of it.
 */
import type { EngineCalls, EngineOf, ModelSpec } from "../engine/protocol.js";

/** What Rust says of a spec: its weights, in the order of their numbers, and the shape of one output. */
export interface PredictorDescription {
  readonly outputShape: readonly number[];
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Calls of this engine: name → [arguments, result]. */
export interface InferenceCalls {
  /** Makes the model; must be the first call. */
  createPredictor: [[spec: ModelSpec], PredictorDescription];
  /** Sets values of a weight to what a file holds, all of them in their order. After the last it can predict. */
  restoreWeight: EngineCalls["restoreWeight"];
  /** Outputs (`count × outputs`, row by row) for images in the units of training. */
  predict: EngineCalls["predict"];
}

/** The asynchronous engine; calls are answered in the order they were made. */
export type InferenceEngine = EngineOf<InferenceCalls>;
