/**
 * Everything the package takes from a browser; `#platform` means this file in the browser build.
 *
 * node.ts exports the same names: code above never asks in which host it runs.
 */
export * from "./browser/engine-files.js";
export * from "./browser/environment.js";
export * from "./browser/files.js";
export * from "./browser/inference-files.js";
export * from "./browser/pretrained-file.js";
export * from "./browser/sample-files.js";
export * from "./browser/wasm.js";
export { workerScope } from "./browser/workers.js";
