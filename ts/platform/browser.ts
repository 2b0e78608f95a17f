/**
 * Everything the package takes from a browser; `#platform` means this file in the browser build.
 *
 * node.ts exports the same names: code above never asks in which host it runs.
 */
export * from "./browser/environment.js";
export * from "./browser/files.js";
export * from "./browser/wasm.js";
export * from "./browser/workers.js";
