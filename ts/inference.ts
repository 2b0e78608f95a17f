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
export { type PhotoClassifierOptions, photoClassifier, preparePhoto } from "./inference/photos.js";
export { pretrained } from "./inference/pretrained.js";
export type { NestedNumbers, PixelInput } from "./inputs/pixels.js";
export type { PredictOptions } from "./model/predict-batches.js";
export type { PhotoAnswer, PhotoClass, ReviewReason } from "./photo/answer.js";
export type { PhotoCalibration } from "./photo/calibration.js";
export type { Drawable } from "./photo/drawn.js";
export type { ClassifyOptions, PhotoClassifier } from "./photo/photo-classifier.js";
export type { PhotoBox, PhotoSettings, PreparePhotoOptions } from "./photo/photo-options.js";
export type { PhotoSource } from "./photo/photo-source.js";
export type { PhotoBackground, PhotoStep, PreparedPhoto } from "./photo/prepared.js";
