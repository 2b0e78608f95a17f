/**
 * What users import from "fashion-wasm/inference": load and predict, nothing else. Importing it has no side effect.
 *
 * It is small because it never imports index.ts, and has a wasm file of its own, without training.
 */

export type { CanvasImage } from "./data/canvas.js";
export type { EngineInfo } from "./engine/protocol.js";
export { type ErrorCode, FashionWasmError } from "./errors.js";
export type { ScoredClass } from "./evaluation/top-k.js";
export { type InferenceInitOptions, init } from "./inference/init.js";
export { type InferenceOptions, loadModel } from "./inference/load-model.js";
export type { InferenceModel } from "./inference/model.js";
export { pretrained } from "./inference/pretrained.js";
export type { PredictOptions } from "./model/predict.js";
export type { NestedNumbers, PixelInput } from "./training/pixels.js";
