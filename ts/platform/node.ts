/**
 * Everything the package takes from Node; `#platform` means this file in the Node build.
 *
 * browser.ts exports the same names: code above never asks in which host it runs.
 */
export * from "./node/engine-files.js";
export * from "./node/environment.js";
export * from "./node/files.js";
export * from "./node/inference-files.js";
export * from "./node/pretrained-file.js";
export * from "./node/sample-files.js";
export * from "./node/wasm.js";
export { workerScope } from "./node/workers.js";
